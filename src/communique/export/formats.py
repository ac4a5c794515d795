"""Every format by name, and how an export is written: to a file that is there whole or not at all, or to a stream.

In: a format's name, a selection, a path or stream. Out: the number of what was written.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from communique.errors import LedgerFull, LedgerMissing, LedgerReadOnly, UnsupportedFormat
from communique.export.bibliography import write_bibtex, write_csl
from communique.export.coders import write_acled, write_icews, write_polecat
from communique.export.columns import FAMILIES
from communique.export.geography import write_geojson, write_graphml, write_ical
from communique.export.linked import write_annotations, write_claims, write_ftm
from communique.export.selection import Selection, damage_told
from communique.export.tables import write_csv, write_parquet, write_xlsx
from communique.export.trackers import write_kiel, write_kiel_workbook, write_sipri, write_sipri_workbook
from communique.ledger.file.database import path_of
from communique.streams import is_stream, spare_ledgers

_WORKBOOK = ".xlsx"
Writer = Callable[[Selection, BinaryIO], int]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: what it holds, the usual ending of its files, and its writers by family ("" where it has no choice).

    `workbook` writes the same as XLSX, where there is such a shape of it.
    """

    holds: str
    suffix: str
    writers: dict[str, Writer]
    workbook: Writer | None = None

    def writer(self, family: str, path: str) -> Writer:
        """Return what writes a family to a file, whose name tells whether it is to be a workbook.

        Raises:
            UnsupportedFormat: it is to be one, and this format is none.
        """
        if not path.lower().endswith(_WORKBOOK) or self.suffix == _WORKBOOK:
            return self.writers[family]
        if self.workbook is None:
            raise UnsupportedFormat(
                f"{path} would be no workbook", hint=f"Let its name end in {self.suffix}, or export xlsx."
            )
        return self.workbook


def _by_family(write: Callable[[Selection, BinaryIO, str], int]) -> dict[str, Writer]:
    return {family: partial(_for_family, write, family) for family in FAMILIES}


def _for_family(write: Callable[[Selection, BinaryIO, str], int], family: str, chosen: Selection, out: BinaryIO) -> int:
    return write(chosen, out, family)


def _format(holds: str, suffix: str, writers: dict[str, Writer], workbook: Writer | None = None) -> Format:
    own: dict[str, Writer] = {family: partial(_write, write) for family, write in writers.items()}
    return Format(holds, suffix, own, workbook and partial(_write, workbook))


def _write(write: Writer, chosen: Selection, out: BinaryIO) -> int:
    with damage_told(chosen.connection):
        return write(chosen, out)


FORMATS: dict[str, Format] = {
    "csv": _format("one family of records as CSV", ".csv", _by_family(write_csv)),
    "xlsx": _format("a workbook with a sheet for each family", ".xlsx", {"": write_xlsx}),
    "parquet": _format("one family of records as Parquet", ".parquet", _by_family(write_parquet)),
    "polecat": _format(
        "what happened, in POLECAT's 40 columns",
        ".tsv",
        {"": write_polecat, "dyads": partial(write_polecat, dyads=True)},
    ),
    "icews": _format("what happened, in ICEWS' 20 columns, by pairs", ".tsv", {"": write_icews}),
    "acled": _format("what happened, in ACLED's 31 columns", ".csv", {"": write_acled}),
    "kiel": _format("commitments as the Kiel tracker's sheet", ".csv", {"": write_kiel}, write_kiel_workbook),
    "sipri": _format("arms as SIPRI's register", ".csv", {"": write_sipri}, write_sipri_workbook),
    "ftm": _format("FollowTheMoney entities", ".ftm.jsonl", {"": write_ftm}),
    "claims": _format("statements as schema.org claims", ".jsonld", {"": write_claims}),
    "annotations": _format("records as W3C web annotations", ".jsonld", {"": write_annotations}),
    "geojson": _format("events on the map", ".geojson", {"": write_geojson}),
    "ical": _format("planned events and deliveries due as a calendar", ".ics", {"": write_ical}),
    "graphml": _format("actors and their dealings as a graph", ".graphml", {"": write_graphml}),
    "bibtex": _format("articles as BibTeX", ".bib", {"": write_bibtex}),
    "csl": _format("articles as CSL-JSON", ".json", {"": write_csl}),
}
"""Every format by its name on the command line."""


def write_export(writer: Writer, chosen: Selection, path: Path) -> int:
    """Write an export to a file; it is there whole or not at all. Return the number of what was written.

    A device or pipe is written to as it is.

    Raises:
        LedgerMissing: the folder doesn't exist.
        LedgerReadOnly: it may not be written, or a ledger stands there.
        LedgerFull: there is no room.
    """
    if is_stream(path):
        return _stream(writer, chosen, path)
    # A link stays what it is: what it leads to is written.
    path = path.resolve()
    if not path.parent.is_dir():
        raise LedgerMissing(f"the folder {path.parent} doesn't exist", hint="Make it, or name another place.")
    if path.is_dir():
        raise LedgerMissing(f"{path} is a folder", hint="Name a file in it.")
    spare_ledgers(path, path_of(chosen.connection))
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise LedgerReadOnly(
            f"{path.parent} can't be written: {error.strerror}", hint="Allow it, or name another place."
        ) from error
    try:
        with os.fdopen(descriptor, "wb") as out:
            count = writer(chosen, out)
        # Files of `mkstemp` are their owner's alone; an export is as any other new file.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except OSError as error:
        raise LedgerFull(
            f"{path} can't be written: {error.strerror or error}", hint="Make room and run it again."
        ) from error
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
    return count


def _stream(writer: Writer, chosen: Selection, path: Path) -> int:
    """Write an export to a device or pipe; a reader that has gone is no error of the output."""
    try:
        with path.open("wb") as stream:
            return writer(chosen, stream)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise LedgerFull(
            f"{path} can't be written: {error.strerror or error}", hint="Name another place, or make room there."
        ) from error
