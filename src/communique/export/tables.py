"""CSV, XLSX and Parquet: a table for each family of records.

CSV and XLSX have cells defused that a spreadsheet would run as a formula; Parquet keeps every value as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, BinaryIO

from communique.export.columns import FAMILIES, VALUES
from communique.export.delimited import defused, write_values
from communique.export.selection import Selection
from communique.export.workbook import Workbook
from communique.sources.parquet import TABLE, arrow

__all__ = ["COLUMNS", "defused", "write_csv", "write_parquet", "write_xlsx"]

_Values = tuple[Any, ...]

_ROWS = 10_000
"""Rows of one group of a Parquet file: what is in memory at a time."""
MOST_ROWS = 1_048_576
"""Rows that a sheet of XLSX holds, the header among them; what is more goes on in another sheet."""


def write_csv(chosen: Selection, out: BinaryIO, family: str) -> int:
    """Write one family as CSV; return the number of rows."""
    return write_values(VALUES[family](chosen), COLUMNS[family], out)


def write_xlsx(chosen: Selection, out: BinaryIO) -> int:
    """Write a workbook with a sheet for each family; return the number of rows."""
    with Workbook(out) as book:
        return sum(
            book.add_sheet(title, COLUMNS[family], rows)
            for family in FAMILIES
            for title, rows in _sheets(family, VALUES[family](chosen))
        )


def _sheets(family: str, rows: Iterator[_Values]) -> Iterator[tuple[str, Iterator[_Values]]]:
    """Yield titles and rows of a family's sheets: one, unless there are more rows than a sheet holds."""
    ahead: list[_Values] = list(islice(rows, 1))
    yield family, chain(ahead, islice(rows, MOST_ROWS - 2))
    number = 1
    while ahead := list(islice(rows, 1)):
        number += 1
        yield f"{family} {number}", chain(ahead, islice(rows, MOST_ROWS - 2))


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
