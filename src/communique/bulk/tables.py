"""The tables of bulk reading, and how a file of them is written: whole or not at all.

In: rows or Arrow tables. Out: Parquet (zstd), marked with the name of its table, so that `communique add` knows what
holds readings. A row's part depends on its article's id alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from communique.errors import LedgerFull, LedgerReadOnly
from communique.sources import parquet

TABLE: Final = b"communique.table"
"""The key of a file's metadata that names its table."""
ROW_GROUP: Final = 2_000
"""Rows of a group: readings are some kilobytes each."""
_FULL: Final = 28
"""The number of the error "no space left on device"."""


def arrow() -> Any:
    """Return pyarrow.

    Raises:
        MissingExtra: it isn't installed.
    """
    return parquet.arrow("Reading in bulk")


@cache
def schemas() -> Mapping[str, Any]:
    """Return the Arrow schema of each table by its name."""
    pa = arrow()
    text, names, day = pa.string(), pa.list_(pa.string()), pa.date32()
    met = [("key", text), ("source", text), ("ref", text), ("url", text), ("title", text), ("publisher", text),
           ("byline", names), ("published", day)]  # fmt: skip
    reading = [
        *(("id", text), *met, ("language", text), ("reader", text), ("reader_version", text), ("codebook", text)),
        *((family, pa.int32()) for family in ("events", "statements", "commitments")),
        *(("reading", pa.large_string()), ("sketch", pa.binary())),
        *(("trigger_starts", pa.list_(pa.int32())), ("trigger_sketches", pa.list_(pa.binary()))),
        ("appearances", pa.list_(pa.struct(met))),
    ]
    refusal = [("code", text), ("message", text)]
    document = [
        *(("key", text), ("source", text), ("ref", text), ("url", text), ("title", text), ("publisher", text)),
        *(("byline", names), ("published", text), ("language", text), ("html", pa.large_string())),
        *(("text", pa.large_string()), ("verbatim", pa.bool_()), *refusal),
    ]
    link = [("one", text), ("other", text), ("kind", text), ("probability", pa.float64()), ("reasons", names)]
    report = [
        *(("id", text), ("article", text), ("event", text), ("type", text), ("mode", text), ("status", text)),
        *((name, names) for name in ("actors", "actor_countries", "recipients", "recipient_countries")),
        *(("date_start", day), ("date_end", day), ("date_precision", text), ("published", day), ("place", text)),
        *(("place_country", text), ("latitude", pa.float64()), ("longitude", pa.float64()), ("quad", pa.int32())),
        *(("score", pa.float64()), ("cameo", text), ("trigger", text), ("quote", text), ("quote_start", pa.int32())),
        *(("quote_end", pa.int32()), ("publisher", text), ("url", text)),
        *(("probability", pa.float64()), ("reasons", names)),
    ]
    made = {
        "documents": document,
        "outcomes": [("state", text), *reading, *refusal],
        "readings": reading,
        "quarantine": [("id", text), ("key", text), ("source", text), ("url", text), *refusal],
        "copies": link,
        "sources": [("article", text), ("source", text)],
        "reports": report,
    }
    return {name: pa.schema(fields, metadata={TABLE: name.encode()}) for name, fields in made.items()}


def part_of(ident: str, parts: int) -> int:
    """Return the part of an id of hex digits, from 0: the same on every machine."""
    return int(ident[:8], 16) % parts


def table_of(name: str, rows: list[dict[str, Any]]) -> Any:
    """Return rows as a table of a name."""
    return arrow().Table.from_pylist(rows, schemas()[name])


def write_table(path: Path, table: Any, said: Mapping[str, str] | None = None) -> None:
    """Write a table to a file that is there whole or not at all, also after a loss of power.

    Args:
        path: the file.
        table: the table; the metadata of its schema are kept.
        said: more metadata.

    Raises:
        LedgerFull, LedgerReadOnly: it can't be written.
    """
    pa = arrow()
    metadata = {
        **(table.schema.metadata or {}),
        **{key.encode(): value.encode() for key, value in (said or {}).items()},
    }
    table = table.replace_schema_metadata(metadata)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch.open("wb") as out:
            pa.parquet.write_table(table, out, compression="zstd", row_group_size=ROW_GROUP)
            out.flush()
            os.fsync(out.fileno())
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise unwritable(path, error) from error


def write_text(path: Path, text: str) -> None:
    """Write a text to a file that is there whole or not at all.

    Raises:
        LedgerFull, LedgerReadOnly: it can't be written.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with scratch.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        scratch.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> LedgerFull | LedgerReadOnly:
    """Return the error of ours for a file that can't be written."""
    if error.errno == _FULL:
        return LedgerFull(f"{path} can't be written: the disk is full")
    hint = "Name another folder with -o, or allow writing to this one."
    return LedgerReadOnly(f"{path} can't be written: {error.strerror or error}", hint=hint)
