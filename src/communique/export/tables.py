"""CSV, XLSX and Parquet: a table for each family of records.

CSV is UTF-8 with a header (RFC 4180). A cell that a spreadsheet would run as a formula is defused by an apostrophe in
front, as OWASP advises (owasp.org/www-community/attacks/CSV_Injection); Parquet keeps every value as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from communique.errors import MissingExtra
from communique.export.columns import FAMILIES, Row
from communique.export.selection import Selection

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS = 10_000
"""Rows of one group of a Parquet file: what is in memory at a time."""
_MOST_CELL = 32_767
"""Characters that a cell of XLSX holds (Microsoft's specifications and limits of Excel)."""


def defused(value: Any) -> Any:
    """Return a cell's value so that no spreadsheet runs it: text that begins like a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_delimited(rows: Iterable[Row], columns: Iterable[str], out: BinaryIO, delimiter: str = ",") -> int:
    """Write rows as delimited text with a header; return how many."""
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n" if delimiter == "," else "\n")
    names = list(columns)
    writer.writerow(names)
    count = 0
    for row in rows:
        writer.writerow([defused(row[name]) for name in names])
        count += 1
    text.detach()
    return count


def write_csv(chosen: Selection, out: BinaryIO, family: str) -> int:
    """Write one family as CSV; return the number of rows."""
    columns, rows = _headed(chosen, family)
    return write_delimited(rows, columns, out)


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
    try:
        import pyarrow as pa  # noqa: PLC0415  # an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra("The export to Parquet", "export") from error
    columns, rows = _headed(chosen, family)
    schema = pa.schema([(name, _arrow_type(pa, name)) for name in columns])
    count = 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(batch, schema))
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
