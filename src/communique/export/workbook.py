"""A workbook (XLSX, ECMA-376) written as it comes: a sheet after the other, some hundred rows at a time.

In: rows of values and the names of their columns. Out: a ZIP file of XML on a stream. Texts stand in their cells
("inline strings"), so that nothing has to be remembered; those that a spreadsheet would run as a formula are defused as
in `delimited`. A column's cells are looked at together for what needs care, and written together: cell by cell takes
ten times as long. Days are days for a spreadsheet too, so that it sorts and filters by month and year.
"""

from __future__ import annotations

import datetime
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from operator import itemgetter
from types import TracebackType
from typing import Any, BinaryIO, Self
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from communique.export.delimited import FORMULA, defused

Values = Sequence[Any]

_ROWS = 500
"""Rows that are written together."""
_MOST_CELL = 32_767
"""Characters that a cell holds (Microsoft's specifications and limits of Excel)."""
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 has no way to hold."""
_DAYS = frozenset(("day", "date_start", "date_end", "known", "published", "announcement_date"))
"""Columns of days."""
_DAY_ZERO = datetime.date(1899, 12, 30)
"""From which spreadsheets count days; before the March of 1900 they count wrongly."""
_FIRST_DAY = "1900-03-01"
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_PIECE = 1 << 20
"""Bytes of a sheet that are compressed at a time."""

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# The first row stays in sight.
_SHEET = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
    "</sheetView></sheetViews><sheetData>"
)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '</numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/>'
    '</font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill'
    ' patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/>'
    '</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0"'
    ' fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1">'
    '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)


class Workbook:
    """A workbook on a stream; it is whole when the block of `with` has ended without an error.

    Args:
        out: where it is written; it need not be able to go back.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._archive = ZipFile(out, "w", ZIP_DEFLATED)
        self._titles: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._tell_of_sheets()
        self._archive.close()

    def add_sheet(self, title: str, columns: Sequence[str], rows: Iterable[Values]) -> int:
        """Write a sheet with a header; return the number of rows below it.

        Args:
            title: at most 31 characters, letters, digits and blanks; no other sheet has it.
            columns: the names of the columns.
            rows: values in the order of the columns: strings, numbers, booleans, None for an empty cell; ISO dates in a
                column of days become days.
        """
        self._titles.append(title)
        count = 0
        # Its size must be known before: Excel wants the form of entries for large files where they are large alone.
        with tempfile.TemporaryFile() as sheet:
            sheet.write(_SHEET.encode())
            for written, lines in _lines(columns, rows):
                sheet.write(lines.encode())
                count += written
            held = f"A1:{_letters(len(columns) - 1)}{count + 1}"
            sheet.write(f'</sheetData><autoFilter ref="{held}"/></worksheet>'.encode())
            entry = ZipInfo(f"xl/worksheets/sheet{len(self._titles)}.xml")
            entry.compress_type, entry.file_size = ZIP_DEFLATED, sheet.tell()
            sheet.seek(0)
            with self._archive.open(entry, "w") as packed:
                shutil.copyfileobj(sheet, packed, _PIECE)
        return count

    def _tell_of_sheets(self) -> None:
        """Write what says which sheets there are."""
        numbered = list(enumerate(self._titles, 1))
        sheets = "".join(f'<sheet name={quoteattr(title)} sheetId="{at}" r:id="rId{at}"/>' for at, title in numbered)
        related = "".join(
            f'<Relationship Id="rId{at}" Type="{_RELATED}/worksheet" Target="worksheets/sheet{at}.xml"/>'
            for at, _ in numbered
        )
        parts = [("workbook.xml", "sheet.main"), ("styles.xml", "styles")]
        parts += [(f"worksheets/sheet{at}.xml", "worksheet") for at, _ in numbered]
        kinds = "".join(f'<Override PartName="/xl/{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in parts)
        for name, text in {
            "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{sheets}</sheets></workbook>',
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{_PACKAGE}/relationships">{related}<Relationship Id="rId{len(numbered) + 1}"'
                f' Type="{_RELATED}/styles" Target="styles.xml"/></Relationships>'
            ),
            "[Content_Types].xml": (
                f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
                ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
            ),
        }.items():
            self._write_part(name, _HEAD + text)
        self._write_part("xl/styles.xml", _STYLES)
        self._write_part("_rels/.rels", _ROOT)

    def _write_part(self, name: str, text: str) -> None:
        entry = ZipInfo(name)
        entry.compress_type = ZIP_DEFLATED
        self._archive.writestr(entry, text)


def _lines(columns: Sequence[str], rows: Iterable[Values]) -> Iterator[tuple[int, str]]:
    """Yield the XML of rows, the header first, with how many of them are no header."""
    letters = [_letters(at) for at in range(len(columns))]
    days = [name in _DAYS for name in columns]
    yield 0, _block(letters, [columns], 1, [False] * len(columns))
    source, number = iter(rows), 2
    while batch := list(islice(source, _ROWS)):
        yield len(batch), _block(letters, batch, number, days)
        number += len(batch)


def _block(letters: Sequence[str], rows: Sequence[Values], first: int, days: Sequence[bool]) -> str:
    numbers = range(first, first + len(rows))
    cells = [
        (_day_cells if is_days else _cells)(letter, values, numbers)
        for letter, values, is_days in zip(letters, zip(*rows, strict=True), days, strict=True)
    ]
    lines = zip(numbers, map("".join, zip(*cells, strict=True)), strict=True)
    return "".join([f'<row r="{number}">{line}</row>' for number, line in lines])


def _cells(letter: str, values: Values, numbers: Sequence[int]) -> list[str]:
    """Return the XML of a column's cells, "" for those that are empty."""
    start, between = f'<c r="{letter}', '" t="inlineStr"><is><t>'
    texts = [each for each in values if isinstance(each, str) and each]
    if texts:
        values = _careful(values, texts)
        if any(each[0].isspace() or each[-1].isspace() for each in texts):
            between = between.replace("<t>", '<t xml:space="preserve">')
    if len(texts) == len(values):
        return [f"{start}{number}{between}{each}</t></is></c>" for number, each in zip(numbers, values, strict=True)]
    return [
        (f"{start}{number}{between}{each}</t></is></c>" if each else "")
        if isinstance(each, str)
        else ""
        if each is None
        else f'{start}{number}" t="b"><v>{each:d}</v></c>'
        if each.__class__ is bool
        else f'{start}{number}"><v>{each!r}</v></c>'
        for number, each in zip(numbers, values, strict=True)
    ]


def _day_cells(letter: str, values: Values, numbers: Sequence[int]) -> list[str]:
    """Return the XML of the cells of a column of days; what is no day that a spreadsheet counts stays as it is."""
    return [
        f'<c r="{letter}{number}" s="1"><v>{counted}</v></c>'
        if (counted := _counted(each)) is not None
        else _cells(letter, (each,), (number,))[0]
        for number, each in zip(numbers, values, strict=True)
    ]


@lru_cache(maxsize=4096)
def _counted(value: object) -> int | None:
    if not isinstance(value, str) or value < _FIRST_DAY or not _ISO_DAY.fullmatch(value):
        return None
    try:
        return (datetime.date.fromisoformat(value) - _DAY_ZERO).days
    except ValueError:
        return None


def _careful(values: Values, texts: list[str]) -> Values:
    """Return values as they may stand in XML: without what it can't hold, defused, cut to what a cell holds.

    Args:
        values: of a column.
        texts: those of them that are texts with something in them; they are checked together.
    """
    whole = "".join(texts)
    ways: list[Any] = []
    # Few texts have any character that isn't printable, and that is found faster than one that is illegal.
    if not whole.isprintable() and _ILLEGAL.search(whole):
        ways += [partial(_ILLEGAL.sub, ""), defused]
    elif not {each[0] for each in texts}.isdisjoint(FORMULA):
        ways.append(defused)
    if len(whole) >= _MOST_CELL:
        ways.append(itemgetter(slice(_MOST_CELL)))
    if "&" in whole or "<" in whole or ">" in whole or "\r" in whole:
        # A parser reads a bare carriage return as a line feed.
        ways.append(partial(escape, entities={"\r": "&#13;"}))
    for way in ways:
        values = [way(each) if isinstance(each, str) else each for each in values]
    return values


def _letters(at: int) -> str:
    """Return the name of a column by its place: A to Z, AA and so on."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
