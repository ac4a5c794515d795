"""Files of trackers as sheets: rows of cells as they stand there.

In: a path to XLSX or CSV. Out: `Sheet`, cells as Python's values for XLSX and as texts for CSV. CSV may be UTF-8 or
Windows-1252 (the old SIPRI register is), with commas, semicolons or tabs between the cells, whichever leads to the
most regular rows.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from communique.errors import BadQuestion, CommuniqueError, MissingExtra, TooLarge, UnreadableFile, UnsupportedFormat
from communique.streams import refuse_ledgers

MOST_BYTES: Final = 200_000_000
MOST_ROWS: Final = 1_000_000
"""Rows of a sheet at most: what XLSX holds, and many times what a tracker has."""
_MOST_CELLS: Final = 400
_LONGEST: Final = 100_000
"""Characters of a cell at most; an explanation has a few thousand."""
_SAMPLE: Final = 200
_OLE: Final = b"\xd0\xcf\x11\xe0"
"""How old .xls workbooks and password-protected .xlsx begin (Microsoft's Compound File Binary Format)."""
_HINT: Final = "Save the sheet as .xlsx or .csv with a spreadsheet program, and give that file."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name (the file's, for CSV) and its rows, each as long as it is filled; CSV's has its delimiter."""

    name: str
    rows: tuple[tuple[Any, ...], ...]
    delimiter: str = ""


def read_sheets(path: Path, wanted: str | None = None) -> list[Sheet]:
    """Return the sheets of a file, or the one of a name.

    Raises:
        UnreadableFile: it can't be opened, or is damaged.
        UnsupportedFormat: it is neither XLSX nor CSV.
        TooLarge: it has more rows or bytes than a tracker's sheet may have.
        BadQuestion: it has no sheet of this name.
        MissingExtra: openpyxl isn't installed.
    """
    refuse_ledgers(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TooLarge(f"{path} is larger than {MOST_BYTES // 1_000_000} MB", hint=_HINT)
        data = path.read_bytes()
    except IsADirectoryError as error:
        raise UnreadableFile(f"{path} is a folder", hint="Name the sheet's file in it.") from error
    except FileNotFoundError as error:
        raise UnreadableFile(f"{path} doesn't exist", hint="Check the spelling of the path.") from error
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{path} can't be read: {getattr(error, 'strerror', None) or error}") from error
    if data.startswith(_OLE):
        raise UnsupportedFormat(f"{path} is an old .xls workbook, or has a password", hint=_HINT)
    if data.startswith(b"PK"):
        return _workbook(path, data, wanted)
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnsupportedFormat(f"{path} is neither XLSX nor CSV", hint=_HINT)
    if wanted is not None:
        raise BadQuestion(f"{path} is one CSV table and has no sheet {wanted!r}", hint="Leave --sheet out.")
    text = _decoded(data)
    delimiter = max(",;\t", key=lambda each: _regular(text[:_LONGEST], each))
    return [Sheet(path.name, _delimited(path, text, delimiter), delimiter)]


def _workbook(path: Path, data: bytes, wanted: str | None) -> list[Sheet]:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise MissingExtra("Reading XLSX", "export") from error
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it doesn't keep, such as drop-down lists: nothing of it is read here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            # A chart on a sheet of its own has no rows.
            sheets = {each.title: each for each in book.worksheets}
            chosen = _named(path, sheets, wanted)
            return [Sheet(each.title, _limited(path, each.iter_rows(values_only=True))) for each in chosen]
    except CommuniqueError:
        raise
    except Exception as error:  # openpyxl lets through whatever its XML, ZIP and number parsers raise
        raise UnreadableFile(f"{path} is a damaged workbook ({type(error).__name__}: {error})", hint=_HINT) from error


def _named(path: Path, sheets: dict[str, Any], wanted: str | None) -> list[Any]:
    if wanted is None:
        return list(sheets.values())
    found = [each for name, each in sheets.items() if name.strip().casefold() == wanted.strip().casefold()]
    if not found:
        raise BadQuestion(f"{path} has no sheet {wanted!r}", hint=f"It has {', '.join(map(repr, sheets))}.")
    return found


def _limited(path: Path, rows: Any) -> tuple[tuple[Any, ...], ...]:
    found = []
    for row in islice(rows, MOST_ROWS + 1):
        cells = [each[:_LONGEST] if isinstance(each, str) else each for each in row[:_MOST_CELLS]]
        while cells and cells[-1] in (None, ""):
            cells.pop()
        found.append(tuple(cells))
    if len(found) > MOST_ROWS:
        raise TooLarge(f"{path} has more than {MOST_ROWS:,} rows", hint="Keep the rows that are to be compared.")
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _delimited(path: Path, text: str, delimiter: str) -> tuple[tuple[Any, ...], ...]:
    csv.field_size_limit(MOST_BYTES)
    try:
        return _limited(path, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(f"{path} is no table ({error})", hint=_HINT) from error


def _regular(text: str, delimiter: str) -> int:
    """Return how many cells stand in rows of the commonest length above one."""
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), _SAMPLE))
    except csv.Error:
        return 0
    lengths = Counter(len(row) for row in rows if len(row) > 1)
    return max((length * count for length, count in lengths.items()), default=0)
