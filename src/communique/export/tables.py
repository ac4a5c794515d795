"""CSV, XLSX and Parquet: a table for each family of records.

CSV is UTF-8 with a header (RFC 4180). A cell that a spreadsheet would run as a formula is defused by an apostrophe in
front, as OWASP advises (owasp.org/www-community/attacks/CSV_Injection); Parquet keeps every value as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, BinaryIO

from communique.errors import MissingExtra
from communique.export.columns import FAMILIES, VALUES, Row
from communique.export.selection import Selection
from communique.sources.parquet import TABLE, arrow

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_STARTS = frozenset(_FORMULA)
_CODED = frozenset(
    (
        *("id", "day", "date_start", "date_end", "date_precision", "date_basis", "type", "mode", "contexts", "status"),
        *("actor_country", "actor_sectors", "actor_code", "recipient_country", "recipient_sectors", "recipient_code"),
        *("latitude", "longitude", "geonames", "place_precision", "quad", "score", "cameo", "reports", "sources"),
        *("verdict", "known", "quote_start", "quote_end", "article", "published"),
        *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Country"),
        *("Actor COW", "Primary Actor Sector", "Actor Sectors", "Recipient Country", "Recipient COW", "Latitude"),
        *("Primary Recipient Sector", "Recipient Sectors", "Country", "Longitude", "GeoNames ID", "Feature Type"),
        *("Publication Date", "Language", "Version", "District", "Story People", "Story Organizations"),
    )
)
"""Columns of words, days and numbers of ours, none of which begins like a formula."""
_LINES = 500
"""Lines of a delimited text that are written together."""
_ROWS = 10_000
"""Rows of one group of a Parquet file: what is in memory at a time."""
_MOST_CELL = 32_767
"""Characters that a cell of XLSX holds (Microsoft's specifications and limits of Excel)."""


def defused(value: Any) -> Any:
    """Return a cell's value so that no spreadsheet runs it: text that begins like a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_delimited(rows: Iterable[Row], columns: Iterable[str], out: BinaryIO, delimiter: str = ",") -> int:
    """Write rows as delimited text with a header; return how many."""
    names = tuple(columns)
    return _write_values(map(itemgetter(*names), rows), names, out, delimiter)


def _write_values(rows: Iterable[tuple[Any, ...]], columns: Sequence[str], out: BinaryIO, delimiter: str = ",") -> int:
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    # Written to the stream some hundred lines at a time: a call for each line takes longer than making it.
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=delimiter, lineterminator="\r\n" if delimiter == "," else "\n")
    writer.writerow(columns)
    free = [at for at, name in enumerate(columns) if name not in _CODED]
    source, count = iter(rows), 0
    while True:
        batch = list(islice(source, _LINES))
        writer.writerows(_defused(row, free) for row in batch)
        text.write(lines.getvalue())
        lines.seek(0)
        lines.truncate()
        count += len(batch)
        if len(batch) < _LINES:
            break
    text.detach()
    return count


def _defused(row: tuple[Any, ...], free: Iterable[int]) -> Sequence[Any]:
    """Return a row with its texts defused; `free` are the places where such may stand."""
    for at in free:
        value = row[at]
        if value.__class__ is str and value[:1] in _STARTS:
            return [defused(each) for each in row]
    return row


def write_csv(chosen: Selection, out: BinaryIO, family: str) -> int:
    """Write one family as CSV; return the number of rows."""
    return _write_values(VALUES[family](chosen), COLUMNS[family], out)


def write_xlsx(chosen: Selection, out: BinaryIO) -> int:
    """Write a workbook with a sheet for each family; return the number of rows.

    Raises:
        MissingExtra: openpyxl isn't installed.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415  # an extra
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra("The export to XLSX", "export") from error
    book = Workbook(write_only=True)
    count = 0
    for family in FAMILIES:
        columns, rows = _headed(chosen, family)
        sheet = book.create_sheet(family)
        sheet.freeze_panes = "A2"
        sheet.append(columns)
        for row in rows:
            values = (defused(row[name]) for name in columns)
            sheet.append(
                [ILLEGAL_CHARACTERS_RE.sub("", each)[:_MOST_CELL] if isinstance(each, str) else each for each in values]
            )
            count += 1
    book.save(out)
    return count


def write_parquet(chosen: Selection, out: BinaryIO, family: str) -> int:
    """Write one family as Parquet (zstd); return the number of rows.

    Raises:
        MissingExtra: pyarrow isn't installed.
    """
    pa = arrow("The export to Parquet")
    columns, rows = COLUMNS[family], VALUES[family](chosen)
    schema = pa.schema([(name, _arrow_type(pa, name)) for name in columns], metadata={TABLE: family.encode()})
    count = 0
    with pa.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS)):
            values = zip(*batch, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(values, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            count += len(batch)
    return count


_NUMBERS = frozenset(("latitude", "longitude", "score", "value", "low", "high"))
_COUNTS = frozenset(
    ("geonames", "quad", "reports", "sources", "quote_start", "quote_end", "content_start", "content_end")
)


def _arrow_type(pa: Any, column: str) -> Any:
    if column in _NUMBERS:
        return pa.float64()
    if column in _COUNTS:
        return pa.int64()
    return pa.bool_() if column == "cumulative" else pa.string()


def _headed(chosen: Selection, family: str) -> tuple[list[str], Iterator[Row]]:
    """Return a family's columns, also where it has no rows, and its rows."""
    return list(COLUMNS[family]), FAMILIES[family](chosen)


COLUMNS: dict[str, tuple[str, ...]] = {
    "events": (
        *("id", "day", "date_start", "date_end", "date_precision", "date_basis", "type", "mode", "contexts", "status"),
        *("actor", "actor_country", "actor_sectors", "actor_code"),
        *("recipient", "recipient_country", "recipient_sectors", "recipient_code", "told_by"),
        *("place", "place_country", "place_admin1", "latitude", "longitude", "geonames", "place_precision"),
        *("quantities", "quad", "score", "cameo", "reports", "sources", "verdict", "known"),
        *("quote", "quote_start", "quote_end", "article", "publisher", "published", "title", "url"),
    ),
    "statements": (
        *("id", "day", "speaker", "speaker_country", "speaker_sectors", "speaker_code", "speaker_title", "act"),
        *("certainty", "addressee", "addressee_country", "addressee_sectors", "addressee_code", "quotation", "cue"),
        *("content", "content_start", "content_end", "within", "verdict", "known"),
        *("quote", "quote_start", "quote_end", "article", "publisher", "published", "title", "url"),
    ),
    "commitments": (
        *("id", "thread", "day", "date_start", "date_end", "date_precision"),
        *("donor", "donor_country", "donor_sectors", "donor_code"),
        *("recipient", "recipient_country", "recipient_sectors", "recipient_code", "stage", "stage_by", "category"),
        *("instrument", "value", "low", "high", "currency", "qualifiers", "per", "items", "item_classes", "cumulative"),
        *("told_by", "verdict", "known"),
        *("quote", "quote_start", "quote_end", "article", "publisher", "published", "title", "url"),
    ),
    "articles": (
        *("id", "ref", "url", "title", "publisher", "byline", "published", "added", "language", "copy_of", "text"),
    ),
}
"""The columns of every family, in order."""
