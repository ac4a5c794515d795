"""The CSV table in which a user gives actors: what its cells may hold, how it is read, checked and written.

In goes a file with the columns of `COLUMNS` (in any order; only name and kind must be there); out come `ActorRow`s, one
for each term of an actor, and for each cell that is wrong an error with file, line, column and how to mend it. The
commands that import actors from elsewhere write the same table.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from communique.errors import InputError, UnreadableFile
from communique.knowledge.countries import CountryKind, countries, country_match
from communique.knowledge.days import first_day, last_day
from communique.knowledge.tables import document
from communique.streams import refuse_ledgers
from communique.vocabulary import ActorKind, Sector

COLUMNS: Final = ("name", "aliases", "kind", "country", "sectors", "title", "start", "end", "code")
"""The columns, in the order in which they are written."""
_NEEDED: Final = ("name", "kind")
_KINDS: Final = tuple(str(each) for each in ActorKind)
_SECTORS: Final = tuple(str(each) for each in Sector)
_PARTIAL_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_CODE: Final = re.compile(r"[^\s:]+:\S.*")
_WIKIDATA: Final = re.compile(r"Q\d+")
_LARGEST_CELL: Final = 1_000_000
"""Code points; a longer cell is a quotation mark that was never closed."""


class Writable(Protocol):
    """What a table is written to."""

    def write(self, text: str, /) -> int:
        """Write a text; return its length."""
        ...


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One term of one actor.

    Attributes:
        name: its fullest usual name.
        aliases: other names and spellings.
        kind: what sort of actor it is.
        country: ISO 3166-1 alpha-3 code or PLOVER's slot; None where it isn't known.
        sectors: PLOVER's, most specific first.
        title: the office; empty where there is none.
        start: first day, a partial ISO date ("2019", "2019-05"); empty for always.
        end: last day, likewise; empty for until today.
        code: an id with its prefix, as ``wikidata:Q…``, or None.
        source: where the row stands, as "actors.csv, line 3"; empty for a row that was made here.
    """

    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    country: str | None = None
    sectors: tuple[Sector, ...] = ()
    title: str = ""
    start: str = ""
    end: str = ""
    code: str | None = None
    source: str = ""

    def cells(self) -> tuple[str, ...]:
        """Give the row as cells, in the order of `COLUMNS`."""
        return (
            _flat(self.name),
            "; ".join(_flat(alias).replace(";", ",") for alias in self.aliases),
            str(self.kind),
            self.country or "",
            "; ".join(self.sectors),
            _flat(self.title),
            self.start,
            self.end,
            self.code or "",
        )

    @property
    def first(self) -> datetime.date:
        """The first day of the term."""
        return _first(self.start)

    @property
    def last(self) -> datetime.date | None:
        """The last day of the term; None where it goes on."""
        return _last(self.end)


@lru_cache(maxsize=8192)
def _first(start: str) -> datetime.date:
    return first_day(start) if start else datetime.date.min


@lru_cache(maxsize=8192)
def _last(end: str) -> datetime.date | None:
    return last_day(end) if end else None


def _flat(text: str) -> str:
    return " ".join(text.split())


def write_header(file: Writable) -> None:
    """Write the line with the names of the columns."""
    csv.writer(file, lineterminator="\n").writerow(COLUMNS)


def write_rows(file: Writable, rows: Iterable[ActorRow]) -> int:
    """Write rows below the header; return how many they were."""
    count = 0
    write = csv.writer(file, lineterminator="\n").writerow
    for row in rows:
        write(row.cells())
        count += 1
    return count


def read_table(path: str | Path) -> Iterator[ActorRow | InputError]:
    """Yield the rows of a file, and an error in the place of each row that is wrong.

    Raises:
        UnreadableFile: the file is missing, not permitted or not in UTF-8.
        InputError: its columns are not those of the table.
    """
    file_name = str(path)
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    refuse_ledgers(Path(path))
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(csv.reader(file), file_name)
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{file_name} is not in UTF-8", hint="Save it as CSV in UTF-8.") from error
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"{file_name} can't be read: {problem}") from error
    except csv.Error as error:
        raise InputError(
            f"{file_name} is no CSV table: {error}", hint="Look for a quotation mark without end."
        ) from error


def _rows(lines: Iterator[list[str]], file_name: str) -> Iterator[ActorRow | InputError]:
    columns = _columns(next(lines, []), file_name)
    line = 2
    for cells in lines:
        # A cell may hold line ends: the row begins after the end of the one before.
        begins, line = line, lines.line_num + 1  # type: ignore[attr-defined]  # csv's reader has it
        if any(cell.strip() for cell in cells):
            try:
                yield _Cells(dict(zip(columns, cells, strict=False)), file_name, begins).row(len(cells), len(columns))
            except InputError as error:
                yield error


def _columns(header: list[str], file_name: str) -> list[str]:
    """Return the names of the columns.

    Raises:
        InputError: one is unknown, missing or there twice.
    """
    columns = [cell.strip().lower() for cell in header]
    all_of_them = f"The columns are {', '.join(COLUMNS)}."
    for column in columns:
        if column not in COLUMNS:
            near = get_close_matches(column, COLUMNS, n=1, cutoff=0.5)
            hint = f"Did you mean {near[0]}? {all_of_them}" if near else all_of_them
            if len(columns) == 1 and re.search(r"[;\t]", column):
                hint = f"Put commas between the cells. {all_of_them}"
            raise InputError(f"{file_name}, line 1: there is no column {column!r}", hint=hint)
        if columns.count(column) > 1:
            raise InputError(f"{file_name}, line 1: the column {column} is there twice", hint="Leave one of them out.")
    for column in _NEEDED:
        if column not in columns:
            raise InputError(f"{file_name}, line 1: there is no column {column}", hint=f"Add it. {all_of_them}")
    return columns


class _Cells:
    """The cells of one line, and where they stand, for errors."""

    def __init__(self, cells: dict[str, str], file_name: str, line: int) -> None:
        self._cells = cells
        self._place = f"{file_name}, line {line}"

    def row(self, given: int, expected: int) -> ActorRow:
        """Return the row that the cells make; raises InputError for the first that is wrong."""
        if given > expected:
            hint = "Put a cell that holds a comma in quotation marks."
            raise InputError(f"{self._place}: {given} cells in a table of {expected} columns", hint=hint)
        row = ActorRow(
            name=self._name(),
            kind=self._kind(),
            aliases=tuple(dict.fromkeys(_listed(self._cell("aliases"), r"\s*;\s*"))),
            country=self._country(),
            sectors=self._sectors(),
            title=_flat(self._cell("title")),
            start=self._date("start"),
            end=self._date("end"),
            code=self._code(),
            source=self._place,
        )
        if row.last is not None and row.last < row.first:
            raise self._wrong("end", f"the term ends before it starts on {row.start}", "Exchange start and end.")
        return row

    def _cell(self, column: str) -> str:
        return self._cells.get(column, "").strip()

    def _wrong(self, column: str, problem: str, hint: str) -> InputError:
        return InputError(f"{self._place}, column {column}: {problem}", hint=hint)

    def _name(self) -> str:
        name = _flat(self._cell("name"))
        if not any(map(str.isalnum, name)):
            raise self._wrong("name", "there is no name", "Write the actor's name as news writes it.")
        return name

    def _kind(self) -> ActorKind:
        text = self._cell("kind").lower()
        if text not in _KINDS:
            hint = _nearest(text, _KINDS, "Write one of")
            raise self._wrong("kind", f"{text!r} is no kind of actor" if text else "there is no kind", hint)
        return ActorKind(text)

    def _country(self) -> str | None:
        text = _flat(self._cell("country"))
        if not text:
            return None
        if code := country_code(text):
            return code
        near = get_close_matches(text, [each.name for each in countries().values()], n=1)
        slots = ", ".join(_slots())
        hint = f"Write its code, as UKR or UA, its English name, or one of {slots}."
        raise self._wrong("country", f"{text!r} is no country", f"Did you mean {near[0]}? {hint}" if near else hint)

    def _sectors(self) -> tuple[Sector, ...]:
        found = _codes(self._cell("sectors").upper())
        for text in found:
            if text not in _SECTORS:
                raise self._wrong("sectors", f"{text!r} is no sector", _nearest(text, _SECTORS, "PLOVER's are"))
        return _in_order(found)

    def _date(self, column: str) -> str:
        text = self._cell(column)
        if text and not _is_date(text):
            hint = "Write it as 2019-05-21, 2019-05 or 2019, or leave the cell empty."
            raise self._wrong(column, f"{text!r} is no date", hint)
        return text

    def _code(self) -> str | None:
        text = self._cell("code")
        if _WIKIDATA.fullmatch(text):
            return f"wikidata:{text}"
        if text and not _CODE.fullmatch(text):
            hint = "Write where the id is from, a colon and the id, as wikidata:Q1."
            raise self._wrong("code", f"{text!r} has no prefix", hint)
        return text or None


@lru_cache(maxsize=4096)
def _codes(cell: str) -> tuple[str, ...]:
    return tuple(_listed(cell, r"[\s;,|]+"))


@lru_cache(maxsize=4096)
def _in_order(codes: tuple[str, ...]) -> tuple[Sector, ...]:
    return tuple(dict.fromkeys(map(Sector, codes)))


def unreadable(row: ActorRow) -> str | None:
    """Return which cell of a row that was made elsewhere could not be read again, in words; None where all can."""
    for name, date in (("starts", row.start), ("ends", row.end)):
        if date and not _is_date(date):
            return f"a term {name} on {date!r}, which is no date"
    if row.code is not None and not _CODE.fullmatch(row.code):
        return f"{row.code!r} is no id"
    return None


@lru_cache(maxsize=8192)
def _is_date(text: str) -> bool:
    try:
        first_day(text if _PARTIAL_DATE.fullmatch(text) else "")
    except ValueError:
        return False
    return True


def _listed(cell: str, between: str) -> list[str]:
    return [" ".join(each.split()) for each in re.split(between, cell) if each.strip()]


def _nearest(text: str, known: tuple[str, ...], otherwise: str) -> str:
    near = get_close_matches(text, known, n=1)
    listed = f"{otherwise} {', '.join(known)}."
    return f"Did you mean {near[0]}? {listed}" if near else listed


@lru_cache(maxsize=1)
def _slots() -> tuple[str, ...]:
    return tuple(document("codebook/sectors.yaml")["slots"])


@lru_cache(maxsize=1)
def _by_alpha2() -> dict[str, str]:
    return {each.iso2: each.iso3 for each in countries().values()}


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """Give the alpha-3 code or PLOVER's slot that a code or an English name means, or None.

    Args:
        text: an ISO 3166-1 code of two or three letters, a slot, or a country's name as a whole.
    """
    code = text.upper()
    if code in countries() or code in _slots():
        return code
    if code in _by_alpha2():
        return _by_alpha2()[code]
    match = country_match(text.removeprefix("the ").removeprefix("The "))
    whole = match is not None and match.end - match.start == len(text.removeprefix("the ").removeprefix("The "))
    return match.iso3 if match is not None and whole and match.kind is CountryKind.NAME else None
