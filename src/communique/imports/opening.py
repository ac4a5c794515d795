"""Which data set a file is of, by its header, and its rows as readings.

In: a path, and the kind where the user says it. Out: `DataFile`, whose rows are read as they are asked for: a file of
POLECAT or ICEWS may have millions. A row that can't be taken over is a `BadRow` in its place and ends nothing.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Final

from communique.errors import CommuniqueError, UnreadableFile, UnsupportedFormat
from communique.export.coders import ACLED, ICEWS, POLECAT
from communique.imports.coded import DATE, BadRow, Made, reading_of
from communique.imports.rowtext import cell
from communique.imports.tracked import kiel_rows
from communique.knowledge.imported import is_nothing
from communique.streams import refuse_ledgers
from communique.trackers.columns import headed
from communique.trackers.dates import day_first, is_two_ways
from communique.trackers.kiel import read_kiel
from communique.trackers.sheets import Sheet, read_sheets

KINDS: Final = ("polecat", "icews", "acled", "kiel")
_COLUMNS: Final = {"polecat": POLECAT, "icews": ICEWS, "acled": ACLED}
_NEEDED: Final = {
    "polecat": ("Event Date", "Event Type", "Actor Name", "Recipient Name"),
    "icews": ("Event Date", "CAMEO Code", "Source Name", "Target Name"),
    "acled": ("event_date", "sub_event_type", "actor1"),
}
"""Columns without which a row tells nothing; releases have others more or less."""
_ALSO: Final = {"Event Intensity": "Intensity"}
"""Names that a release has for a column."""
_PIECE: Final = 1 << 20
_LONGEST_ROW: Final = 200
"""Lines that a row of the file may have at most, where a cell holds line breaks."""
_HINT: Final = "Say which data set it is with --kind polecat, icews, acled or kiel."


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of a data set: its kind, and its rows, read as they are asked for; `notes` say what was decided of it."""

    path: Path
    kind: str
    rows: Iterator[Made | BadRow]
    notes: list[str] = field(default_factory=list)


def open_data(path: Path, kind: str | None = None, sheet: str | None = None) -> DataFile:
    """Return a file's data set and its rows.

    Args:
        path: tab- or comma-separated text in UTF-8 or ISO-8859-1, or XLSX.
        kind: one of `KINDS`; None for the one that its header tells.
        sheet: the name of a sheet of a workbook.

    Raises:
        UnreadableFile: it can't be opened, or is damaged.
        UnsupportedFormat: its header is none of a data set that is known, or lacks columns.
    """
    refuse_ledgers(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
    except IsADirectoryError as error:
        hint = "Name the files in it; a ledger's is one that `communique export parquet --with-text -o FOLDER` wrote."
        raise UnreadableFile(f"{path} is a folder, and no exported ledger", hint=hint) from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path} can't be read: {getattr(error, 'strerror', None) or error}") from error
    if not head:
        raise UnsupportedFormat(f"{path} is empty", hint="Give a file of POLECAT, ICEWS, ACLED or the Kiel tracker.")
    if not head.startswith(b"PK"):
        encoding = _encoding(path)
        first = _first_line(path, encoding)
        for delimiter in "\t", ",", ";":
            columns = _split(first, delimiter)
            found = _kind(columns, kind)
            if found:
                notes: list[str] = []
                return DataFile(
                    path,
                    found,
                    _text_rows(path, found, encoding, delimiter=delimiter, columns=columns, notes=notes),
                    notes,
                )
    return _from_sheets(path, kind, sheet)


def _from_sheets(path: Path, kind: str | None, sheet: str | None) -> DataFile:
    if kind in _NEEDED and not _is_workbook(path):
        raise UnsupportedFormat(
            f"{path} isn't {kind}: its header lacks {', '.join(_lacking(path, kind))}",
            hint="Give the file as it was published, or say another --kind.",
        )
    sheets = read_sheets(path, sheet)
    for each in sheets:
        columns = [cell(str(name)) if name is not None else "" for name in each.rows[0]] if each.rows else []
        found = _kind(columns, kind)
        if found:
            notes: list[str] = []
            return DataFile(path, found, _sheet_rows(each, found, columns, path.name, notes), notes)
    if kind in _NEEDED:
        raise UnsupportedFormat(f"no sheet of {path} has {kind}'s columns in its first row", hint=_HINT)
    try:
        known = headed(sheets, "kiel")
    except UnsupportedFormat as error:
        if kind == "kiel":
            raise
        raise UnsupportedFormat(f"{path} has the header of no data set that is known", hint=_HINT) from error
    register = read_kiel(known)
    return DataFile(path, "kiel", kiel_rows(known, register, path.name), list(register.notes))


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"PK"


def _lacking(path: Path, kind: str) -> list[str]:
    columns = {each.casefold() for each in _split(_first_line(path, _encoding(path)), "\t")}
    return [each for each in _NEEDED[kind] if each.casefold() not in columns]


def _kind(columns: Sequence[str], wanted: str | None) -> str | None:
    given = {each.casefold() for each in columns}
    for kind, needed in _NEEDED.items():
        if wanted in {None, kind} and all(each.casefold() in given for each in needed):
            return kind
    return None


def _named(kind: str, columns: Iterable[str]) -> list[str]:
    """Return a file's columns by the published names, whatever their case."""
    usual = {each.casefold(): each for each in _COLUMNS[kind]} | {
        other.casefold(): name for other, name in _ALSO.items()
    }
    return [usual.get(each.casefold(), each) for each in columns]


def _encoding(path: Path) -> str:
    """Return `utf-8` where the whole file is, else Windows' superset of ISO-8859-1, in which POLECAT is published."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _first_line(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as stream:
        return stream.readline(_PIECE).rstrip("\r\n")


def _split(line: str, delimiter: str) -> list[str]:
    return [" ".join(each.split()) for each in next(csv.reader([line], delimiter=delimiter), [])]


def _text_rows(  # noqa: PLR0913  # how its text is read
    path: Path, kind: str, encoding: str, *, delimiter: str, columns: Sequence[str], notes: list[str]
) -> Iterator[Made | BadRow]:
    def rows() -> Iterator[tuple[int, list[str] | str]]:
        with path.open(encoding=encoding, errors="replace", newline="") as stream:
            lines = (line.rstrip("\r\n") for line in stream)
            next(lines, None)
            yield from _cells(lines, delimiter, len(columns))

    dayfirst = _day_first(kind, columns, rows(), notes)
    yield from _made(kind, columns, rows(), path.name, dayfirst)


def _day_first(
    kind: str, columns: Sequence[str], rows: Iterable[tuple[int, list[str] | str]], notes: list[str]
) -> bool | None:
    """Return whether the dates of a file have the day before the month; note it where some may be either."""
    at = _named(kind, columns).index(DATE[kind])
    slashed = [cells[at] for _, cells in rows if not isinstance(cells, str) and "/" in cells[at]]
    found = day_first(slashed)
    if found is None and any(map(is_two_ways, slashed)):
        notes.append("no date tells whether the day or the month stands first; both are allowed for")
    return found


def _cells(lines: Iterator[str], delimiter: str, width: int) -> Iterator[tuple[int, list[str] | str]]:
    """Yield rows by the number of their first line in the file: cells, or what is wrong.

    A tab-separated line with the right number of tabs is a row as it stands: published files hold quotation marks that
    open and never close. Else quotation marks are looked at, over as many lines as they need.
    """
    number = 1
    waiting: list[str] = []
    while waiting or (line := next(lines, None)) is not None:
        current = waiting.pop(0) if waiting else line or ""
        number += 1
        if not current.strip():
            continue
        plain = current.split(delimiter)
        if delimiter == "\t" and len(plain) == width:
            yield number, [_unquoted(each) for each in plain]
            continue
        taken = [current]
        cells = _quoted(taken, delimiter)
        while cells is None and len(taken) < _LONGEST_ROW:
            more = waiting.pop(0) if waiting else next(lines, None)
            if more is None:
                break
            taken.append(more)
            cells = _quoted(taken, delimiter)
        if cells is not None and len(cells) == width:
            yield number, cells
            number += len(taken) - 1
            continue
        # A mark that never closes: the line alone is bad, those after it are looked at by themselves.
        waiting = taken[1:] + waiting
        found = len(cells) if cells is not None else len(plain)
        why = f"it has {found} cells, the header {width}" if cells is not None else "a quotation mark never closes"
        yield number, why


def _quoted(lines: Sequence[str], delimiter: str) -> list[str] | None:
    """Return the cells of a row by the rules of CSV; None where a quotation mark is open at its end."""
    try:
        rows = list(csv.reader([f"{each}\n" for each in lines], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def _unquoted(value: str) -> str:
    if len(value) > 1 and value.startswith('"') and value.endswith('"'):
        return value[1:-1].replace('""', '"')
    return value


def _sheet_rows(
    sheet: Sheet, kind: str, columns: Sequence[str], file: str, notes: list[str]
) -> Iterator[Made | BadRow]:
    rows = ((at, [_said(each) for each in row]) for at, row in enumerate(islice(sheet.rows, 1, None), 2) if any(row))
    padded: list[tuple[int, list[str] | str]] = [
        (at, [*row, *[""] * (len(columns) - len(row))][: len(columns)]) for at, row in rows
    ]
    yield from _made(kind, columns, padded, file, _day_first(kind, columns, padded, notes))


def _said(value: Any) -> str:
    if value is None:
        return ""
    if hasattr(value, "date"):
        return str(value.date().isoformat())
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _made(
    kind: str,
    columns: Sequence[str],
    rows: Iterable[tuple[int, list[str] | str]],
    file: str,
    dayfirst: bool | None,  # noqa: FBT001  # as `_day_first` tells it
) -> Iterator[Made | BadRow]:
    names = _named(kind, columns)
    for row, cells in rows:
        if isinstance(cells, str):
            yield BadRow(row, cells)
            continue
        told = {
            name: value
            for name, each in zip(names, cells, strict=False)
            if name and (value := cell(each)) and not is_nothing(value)
        }
        try:
            yield reading_of(kind, told, row, file, dayfirst=dayfirst)
        except CommuniqueError as error:
            where = getattr(error, "path", "")
            yield BadRow(row, f"{where.rpartition('.')[2]}: {error.problem}" if where else error.problem)
        except ValueError as error:
            yield BadRow(row, str(error))
