"""A whole ledger as a folder of Parquet, and with whole articles what makes the same ledger again.

In: a ledger. Out: a folder. Its files are for people and their programs: `events.parquet`, `statements.parquet`,
`commitments.parquet` and `articles.parquet` as the export of one family writes them, and `decisions.parquet`. With
whole articles there are also `readings.parquet`, which `communique add` takes into any ledger, and `tables/` with every
table of the ledger as it is, of which `communique import` makes an equal one.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from communique.errors import LedgerFull, LedgerMissing, LedgerReadOnly
from communique.export.columns import FAMILIES
from communique.export.selection import Selection, damage_told
from communique.export.tables import write_parquet
from communique.ledger.file.packing import unpack
from communique.linking.events import Told
from communique.sources.parquet import TABLE, arrow

VERSION: Final = b"communique.ledger"
"""The key of a table's metadata with the version of the ledger that it is of."""
TABLES: Final = "tables"
"""The folder of the ledger's own tables."""
_ROWS: Final = 5_000
_READINGS: Final = 500
_KINDS: Final = {"INTEGER": "int64", "TEXT": "string", "REAL": "float64", "BLOB": "binary"}
"""Arrow's types for the types of strict tables."""
_DECISIONS: Final = ("id", "at", "by", "verb", "family", "targets", "field", "value", "note", "undoes")


def write_ledger(chosen: Selection, folder: Path) -> dict[str, int]:
    """Write a ledger to a folder; it is there whole or not at all. Return the rows of each of its files.

    Args:
        chosen: the ledger; with `with_text` what makes it again goes out too.
        folder: it must not be there yet, or be empty.

    Raises:
        LedgerMissing: the folder above it doesn't exist.
        LedgerReadOnly: it can't be written, or has something in it.
        LedgerFull: there is no room.
        LedgerDamaged: it can't be read.
        MissingExtra: pyarrow isn't installed.
    """
    folder = folder.absolute()
    if not folder.parent.is_dir():
        raise LedgerMissing(f"the folder {folder.parent} doesn't exist", hint="Make it, or name another place.")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LedgerReadOnly(f"{folder} has something in it", hint="Name a folder that isn't there yet.")
    scratch = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        scratch.mkdir()
        with damage_told(chosen.connection):
            counts = _write(chosen, scratch)
        if folder.exists():
            folder.rmdir()
        scratch.replace(folder)
    except OSError as error:
        problem = f"{folder} can't be written: {error.strerror or error}"
        raise LedgerFull(problem, hint="Make room, or name another place.") from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return counts


def _write(chosen: Selection, folder: Path) -> dict[str, int]:
    connection = chosen.connection
    # All files are of one moment, whoever writes to the ledger meanwhile.
    connection.execute("BEGIN")
    try:
        every = replace(chosen, with_imported=True)
        counts = {}
        for family in FAMILIES:
            with (folder / f"{family}.parquet").open("wb") as out:
                counts[family] = write_parquet(every, out, family)
        query = f"SELECT {', '.join(_DECISIONS)} FROM decisions ORDER BY at, id"  # noqa: S608  # names of ours
        with (folder / "decisions.parquet").open("wb") as out:
            kinds = dict.fromkeys(_DECISIONS, "string")
            counts["decisions"] = _write_rows(connection.execute(query), kinds, out, {TABLE: b"decisions"})
        if chosen.with_text:
            with (folder / "readings.parquet").open("wb") as out:
                counts["readings"] = _write_readings(connection, out)
            (folder / TABLES).mkdir()
            version = str(connection.execute("PRAGMA user_version").fetchone()[0]).encode()
            for name in ledger_tables(connection):
                with (folder / TABLES / f"{name}.parquet").open("wb") as out:
                    kinds = columns_of(connection, name)
                    rows = connection.execute(_selected(name, kinds))
                    _write_rows(rows, kinds, out, {TABLE: f"{TABLES}/{name}".encode(), VERSION: version})
    finally:
        connection.execute("COMMIT")
    return counts


def ledger_tables(connection: sqlite3.Connection) -> list[str]:
    """Return the names of a ledger's own tables; full-text indexes are made anew of them."""
    query = """
    SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name
    """
    return [row[0] for row in connection.execute(query)]


def columns_of(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return Arrow's types of a table's columns by name; what SQLite works out by itself is left out."""
    rows = connection.execute("SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", (table,))
    return {row[0]: _KINDS[row[1]] for row in rows}


def _selected(table: str, columns: Iterable[str]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"SELECT {names} FROM {table}"  # noqa: S608  # names of ours


def _write_rows(rows: sqlite3.Cursor, kinds: dict[str, str], out: BinaryIO, said: dict[bytes, bytes]) -> int:
    """Write rows of a query as Parquet, some thousand at a time; return how many."""
    pa = arrow()
    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in kinds.items()], metadata=said)
    count = 0
    with pa.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        while batch := rows.fetchmany(_ROWS):
            columns = [
                pa.array(column, field.type) for column, field in zip(zip(*batch, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
            count += len(batch)
    return count


def _write_readings(connection: sqlite3.Connection, out: BinaryIO) -> int:
    """Write all readings as `sources.parquet` takes them; return how many."""
    pa = arrow()
    text = pa.string()
    met = [(name, text) for name in ("key", "ref", "url", "title", "publisher")]
    met += [("byline", pa.list_(text)), ("published", pa.date32())]
    fields = [("id", text), ("reading", pa.large_string()), ("trigger_starts", pa.list_(pa.int32()))]
    fields += [("trigger_sketches", pa.list_(pa.binary())), ("appearances", pa.list_(pa.struct(met)))]
    schema = pa.schema(fields, metadata={TABLE: b"readings"})
    count = 0
    with pa.parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        batch: list[dict[str, Any]] = []
        for row in _readings(connection):
            batch.append(row)
            count += 1
            if len(batch) == _READINGS:
                writer.write_table(pa.Table.from_pylist(batch, schema))
                batch.clear()
        if batch:
            writer.write_table(pa.Table.from_pylist(batch, schema))
    return count


def _readings(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    query = """
    SELECT articles.number, articles.id, json, text, dropped FROM readings
    JOIN articles ON articles.number = readings.article ORDER BY articles.number
    """
    for row in connection.execute(query):
        reading = unpack(row["json"], row["text"], json.loads(row["dropped"]))
        tolds = connection.execute(
            "SELECT trigger_start, told FROM reports WHERE article = ? AND told IS NOT NULL ORDER BY 1",
            (row["number"],),
        )
        vectors = [(start, vector) for start, told in tolds if (vector := Told.from_bytes(told).vector) is not None]
        yield {
            "id": row["id"],
            "reading": reading.dumps(),
            "trigger_starts": [start for start, _ in vectors],
            "trigger_sketches": [vector for _, vector in vectors],
            "appearances": list(_appearances(connection, row["number"], row["id"])),
        }


def _appearances(connection: sqlite3.Connection, number: int, article: str) -> Iterator[dict[str, Any]]:
    """Yield where an article's text was met; the reading's own place first, under the key of an input that had it."""
    query = "SELECT key FROM inputs WHERE article = ? ORDER BY at, key"
    keys = [row[0] for row in connection.execute(query, (number,))]
    query = """
    SELECT ref, url, title, publisher, published FROM appearances WHERE article = ?1 ORDER BY
        (ref, url, publisher, published) IS NOT (SELECT ref, url, publisher, published FROM articles WHERE number = ?1),
        rowid
    """
    for at, row in enumerate(connection.execute(query, (number,))):
        day = row["published"] and datetime.date.fromisoformat(row["published"])
        key = keys[at] if at < len(keys) else f"reading:{article}:{at}"
        yield {"key": key, **dict(row), "byline": [], "published": day}
