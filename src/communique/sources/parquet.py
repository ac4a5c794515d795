"""Parquet of readings, as `communique bulk` writes it: articles that were read before.

In: a file. Out: items of which each loads a `ReadArticle`, which brings its reading along: nobody reads it anew.
Tables that stand beside the readings (quarantine, links) hold no articles and give no items.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from communique.errors import MissingExtra, UnreadableFile, UnsupportedFormat
from communique.records import Reading
from communique.sources.item import Item
from communique.sources.raw import RawArticle

TABLE = b"communique.table"
"""The key of a file's metadata that names its table."""

_ROWS = 200
"""Rows that are taken at a time."""
_COLUMNS = ("id", "reading", "trigger_starts", "trigger_sketches", "appearances")


def arrow(purpose: str = "Parquet") -> Any:
    """Return pyarrow with its reading and writing of Parquet; `purpose` is what needs it, for the message.

    Raises:
        MissingExtra: it isn't installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  # an extra
        import pyarrow.parquet  # noqa: PLC0415
    except ImportError as error:
        raise MissingExtra(purpose, "export") from error
    return pa


@dataclass(frozen=True, slots=True)
class ReadArticle(RawArticle):
    """An article with its reading, and the sketch of each trigger by its offset."""

    reading: Reading | None = None
    sketches: Mapping[int, bytes] = field(default_factory=dict)


def parquet_items(path: Path, origin: str) -> Iterator[Item]:
    """Yield an item for each document of a file of readings; those of one text have one reading.

    Raises:
        UnsupportedFormat: it is a table of something else.
        UnreadableFile: it is damaged.
        MissingExtra: pyarrow isn't installed.
    """
    pa = arrow("Reading Parquet")
    try:
        with pa.parquet.ParquetFile(path) as file:
            schema = file.schema_arrow
            table = (schema.metadata or {}).get(TABLE)
            if table is None and not set(_COLUMNS) <= set(schema.names):
                hint = "Give Parquet that `communique bulk` wrote; write other tables as JSON lines."
                raise UnsupportedFormat(f"{path} is a Parquet table without readings", hint=hint)
            if table in {None, b"readings"}:
                for batch in file.iter_batches(_ROWS, columns=list(_COLUMNS)):
                    for row in batch.to_pylist():
                        yield from _items(row, origin)
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError) as error:
        # Damage that pyarrow doesn't notice makes texts that are no UTF-8, and rows without what they should have.
        problem = f"{path} can't be read: {error}"
        raise UnreadableFile(problem, hint="Fetch or copy the file again.") from error


def _items(row: dict[str, Any], origin: str) -> Iterator[Item]:
    # The reading's own document comes first: the others only appear beside it.
    first = row["appearances"][0]["key"] if row["appearances"] else f"reading:{row['id']}"
    yield Item(first, origin, partial(_load, row, None))
    for met in row["appearances"][1:]:
        yield Item(met["key"], origin, partial(_load, row, met))


def _load(row: dict[str, Any], met: dict[str, Any] | None) -> ReadArticle:
    """Return the article of a row, or of one of its further appearances."""
    reading = Reading.loads(row["reading"])
    if met is not None:
        names = ("ref", "url", "title", "publisher", "published")
        article = replace(reading.article, byline=tuple(met["byline"] or ()), **{name: met[name] for name in names})
        reading = replace(reading, article=article)
    return ReadArticle.of(
        reading.article,
        reading=reading,
        sketches=dict(zip(row["trigger_starts"] or (), row["trigger_sketches"] or (), strict=True)),
    )
