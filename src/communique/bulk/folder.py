"""The folder that bulk reading writes: what of it is done, and its parts made of splits.

::

    OUT/readings/part=0/readings.parquet      a row for each article, sorted by id
    OUT/quarantine/part=0/quarantine.parquet  a row for each document that could not be read, with the reason
    OUT/copies, OUT/sources, OUT/reports      what the articles have in common (`linking`)
    OUT/.bulk/                                the manifest, and splits that aren't in the parts yet

A split's file, a part and the manifest each come by a rename. So after a kill at any moment a split is read or not, a
part is of before or of after, and making the parts again of the same splits changes nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Self, TextIO

from communique.bulk.splits import Source, Split, cut, digest_of
from communique.bulk.tables import arrow, part_of, schemas, unwritable, write_table, write_text
from communique.errors import LedgerError, LedgerLocked, LedgerTooNew, NotALedger

PARTS: Final = 32
"""Parts of a new folder."""
FORMAT: Final = 1
_TOGETHER: Final = 20
"""Splits whose rows are put to their parts at a time."""
_LATEST: Final = datetime.date.max


@dataclass(slots=True)
class Manifest:
    """What a folder holds: its number of parts, what of each input is in them by its digest, and what was linked."""

    parts: int
    inputs: dict[str, dict[str, Any]]
    linked: str | None = None

    @property
    def stamp(self) -> str:
        """Return what tells this content from any other."""
        return hashlib.sha256(" ".join(sorted(self.inputs)).encode()).hexdigest()[:16]


def is_made(path: Path) -> bool:
    """Return whether an earlier run wrote to a folder."""
    return (path / ".bulk").is_dir()


class Folder:
    """A folder that one program at a time writes to, as long as it is open.

    Args:
        path: it; made if it isn't there.
        parts: into how many parts a new one is divided, by default `PARTS`; another keeps its number.

    Raises:
        LedgerLocked: another program writes to it.
        LedgerReadOnly, LedgerFull: it can't be written.
        NotALedger, LedgerTooNew: its manifest isn't one of this version.
        LedgerError: it has another number of parts.
    """

    def __init__(self, path: Path, parts: int | None = None) -> None:
        self.path = path
        self._own = path / ".bulk"
        try:
            (self._own / "splits").mkdir(parents=True, exist_ok=True)
            self._lock: TextIO = (self._own / "lock").open("w")
        except OSError as error:
            raise unwritable(path, error) from error
        _take(self._lock, path)
        self.manifest = self._manifest(parts or PARTS)
        if parts is not None and parts != self.manifest.parts:
            self._lock.close()
            hint = "Leave --parts out, or name a new folder with -o."
            raise LedgerError(f"{path} is divided into {self.manifest.parts} parts, and stays so", hint=hint)
        for each in (self._own / "splits").iterdir():
            # Left by a kill: a file that wasn't whole, or one that is in the parts already.
            if each.name.startswith(".") or each.name.partition("-")[0] in self.manifest.inputs:
                each.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()

    def _manifest(self, parts: int) -> Manifest:
        path = self._own / "manifest.json"
        if not path.exists():
            made = Manifest(parts, {})
            self._write_manifest(made)
            return made
        try:
            held = json.loads(path.read_text("utf-8"))
            if held["format"] > FORMAT:
                raise LedgerTooNew(f"{self.path} was made by a later version of Communiqué")
            return Manifest(held["parts"], held["inputs"], held["linked"])
        except (ValueError, KeyError, TypeError) as error:
            raise NotALedger(f"{path} is damaged: {error}", hint="Name a new folder with -o.") from error

    def _write_manifest(self, manifest: Manifest) -> None:
        held = {"format": FORMAT, "parts": manifest.parts, "linked": manifest.linked, "inputs": manifest.inputs}
        write_text(self._own / "manifest.json", json.dumps(held, indent=1, ensure_ascii=False) + "\n")

    def linked(self) -> None:
        """Note that what stands in the folder is linked."""
        self.manifest.linked = self.manifest.stamp
        self._write_manifest(self.manifest)

    def source(self, path: Path, documents: int) -> Source | None:
        """Return an input with its splits, as they were cut when it was first met; None where it is in the parts.

        Raises:
            InputError: it can't be read.
        """
        digest = digest_of(path)
        if digest in self.manifest.inputs:
            return None
        plan = self._own / "inputs" / f"{digest}.json"
        if plan.exists():
            splits = (Split(**each) for each in json.loads(plan.read_text("utf-8")))
            return Source(str(path), digest, tuple(replace(each, path=str(path)) for each in splits))
        made = cut(path, digest, documents)
        write_text(plan, json.dumps([each.to_json() for each in made.splits]))
        return made

    def split_file(self, split: Split) -> Path:
        """Return where the outcomes of a split stand once it is read."""
        return self._own / "splits" / f"{split.name}.parquet"

    def files(self, table: str) -> list[Path]:
        """Return the files of a table, by their parts."""
        found = (self.path / table).glob(f"part=*/{table}.parquet")
        return sorted(found, key=lambda each: int(each.parent.name.partition("=")[2]))

    def part_file(self, table: str, part: int) -> Path:
        """Return the file of a part of a table."""
        return self.path / table / f"part={part}" / f"{table}.parquet"

    def gather(self, sources: Iterable[Source]) -> None:
        """Put into the parts what was read of inputs whose splits are all there."""
        whole = [each for each in sources if all(self.split_file(split).exists() for split in each.splits)]
        if not whole:
            return
        paths = [self.split_file(split) for each in whole for split in each.splits]
        scratch = self._own / "gather"
        shutil.rmtree(scratch, ignore_errors=True)
        _scatter(paths, scratch, self.manifest.parts)
        for new in sorted(scratch.glob("*/*.parquet")):
            table, part = new.parent.name, int(new.stem)
            old = self.part_file(table, part)
            pieces = [each for each in (old, new) if each.exists()]
            write_table(old, merged(table, [_read(each, table) for each in pieces]))
        shutil.rmtree(scratch, ignore_errors=True)
        for table in ("readings", "quarantine"):
            if not self.files(table):
                # Who asks about a table finds it, be it empty.
                write_table(self.part_file(table, 0), schemas()[table].empty_table())
        for each in whole:
            counts: Counter[str] = Counter()
            for split in each.splits:
                counts.update(_counts(self.split_file(split)))
            self.manifest.inputs[each.digest] = {"name": Path(each.path).name, "splits": len(each.splits), **counts}
        self._write_manifest(self.manifest)
        for path in paths:
            path.unlink()
        for each in whole:
            (self._own / "inputs" / f"{each.digest}.json").unlink(missing_ok=True)


def _take(lock: TextIO, path: Path) -> None:
    try:
        import fcntl  # noqa: PLC0415  # not on every system; there two programs at a time are the user's own care
    except ImportError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise LedgerLocked(f"another program writes to {path}") from error


def _read(path: Path, table: str) -> Any:
    return arrow().parquet.read_table(path, partitioning=None, schema=schemas()[table])


def _counts(path: Path) -> dict[str, int]:
    metadata = arrow().parquet.read_schema(path).metadata
    found: dict[str, int] = json.loads(metadata[b"communique.counts"])
    return found


def _scatter(paths: list[Path], scratch: Path, parts: int) -> None:
    """Put the rows of splits into a file for each part: `TABLE/PART.parquet`."""
    pa = arrow()
    writers: dict[tuple[str, int], Any] = {}
    try:
        for start in range(0, len(paths), _TOGETHER):
            read = pa.concat_tables(_read(path, "outcomes") for path in paths[start : start + _TOGETHER])
            for name, rows in (("readings", _readings(read)), ("quarantine", _quarantined(read))):
                for part, some in _by_part(rows, parts):
                    path = scratch / name / f"{part}.parquet"
                    if (name, part) not in writers:
                        path.parent.mkdir(parents=True, exist_ok=True)
                        writers[name, part] = pa.parquet.ParquetWriter(path, schemas()[name], compression="zstd")
                    writers[name, part].write_table(some)
    except OSError as error:
        raise unwritable(scratch, error) from error
    finally:
        for writer in writers.values():
            writer.close()


def _readings(outcomes: Any) -> Any:
    pa = arrow()
    return outcomes.filter(pa.compute.equal(outcomes["state"], "read")).select(schemas()["readings"].names)


def _quarantined(outcomes: Any) -> Any:
    pa = arrow()
    rows = outcomes.filter(pa.compute.equal(outcomes["state"], "refused"))
    ids = [hashlib.sha256(key.encode()).hexdigest()[:16] for key in rows["key"].to_pylist()]
    names = schemas()["quarantine"].names
    return rows.drop_columns("id").append_column("id", pa.array(ids, pa.string())).select(names)


def _by_part(rows: Any, parts: int) -> Iterator[tuple[int, Any]]:
    places: dict[int, list[int]] = {}
    for at, ident in enumerate(rows["id"].to_pylist()):
        places.setdefault(part_of(ident, parts), []).append(at)
    yield from ((part, rows.take(some)) for part, some in sorted(places.items()))


def merged(table: str, pieces: list[Any]) -> Any:
    """Return the rows of a part, sorted by id, each id once, whatever the order in which they come.

    Of readings of one text the one with the first date of publication stays, and its `appearances` are those of all.
    """
    pa = arrow()
    rows = pa.concat_tables(pieces)
    ids, keys = rows["id"].to_pylist(), rows["key"].to_pylist()
    days = rows["published"].to_pylist() if table == "readings" else [None] * len(ids)
    names = rows["source"].to_pylist()
    order = sorted(range(len(ids)), key=lambda at: (ids[at], days[at] or _LATEST, keys[at], names[at]))
    chosen = [at for last, at in zip([None, *order], order, strict=False) if last is None or ids[last] != ids[at]]
    kept = rows.take(chosen)
    if table != "readings":
        return kept
    met: dict[str, dict[str, Any]] = {}
    # A document that two files hold has one key; the name that comes first in the alphabet stays.
    for ident, some in zip(ids, rows["appearances"].to_pylist(), strict=True):
        known = met.setdefault(ident, {})
        for each in some:
            held = known.setdefault(each["key"], each)
            known[each["key"]] = min(held, each, key=lambda one: str(one["source"]))
    appearances = [[met[ids[at]][key] for key in sorted(met[ids[at]])] for at in chosen]
    column = kept.schema.get_field_index("appearances")
    kind = schemas()["readings"].field("appearances")
    return kept.set_column(column, kind, pa.array(appearances, kind.type))
