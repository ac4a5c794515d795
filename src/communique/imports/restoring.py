"""A ledger that was exported to a folder of Parquet, back into a ledger.

In: a folder that `export.whole` wrote with whole articles. Out: in an empty ledger the same rows in every table, so
that it is equal: records, links, decisions. A ledger that has articles takes over the readings, links them with its
own, and then the decisions.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from communique.errors import UnreadableFile, UnsupportedFormat
from communique.export.whole import TABLES, VERSION, columns_of, ledger_tables
from communique.ledger.file.database import transaction
from communique.ledger.stored.adding import Input
from communique.sources.parquet import arrow, parquet_items

if TYPE_CHECKING:
    from communique.ledger import Ledger

_ROWS: Final = 5_000
_INDEXES: Final = ("article_search", "quote_search", "actor_search")
_HINT: Final = "Export the ledger again, with --with-text."


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: articles and decisions; whether it was into an empty ledger, which is equal then."""

    articles: int
    decisions: int
    equal: bool


class _Nobody:
    """Reads nothing: all articles bring their readings along."""

    def read_many(self, articles: list[object]) -> Iterator[object]:
        """Yield nothing."""
        return iter(articles[:0])


def is_exported(folder: Path) -> bool:
    """Return whether a folder is one of `export.whole`, with or without whole articles."""
    return folder.is_dir() and (folder / "decisions.parquet").is_file() and (folder / "articles.parquet").is_file()


def restore(ledger: Ledger, folder: Path) -> Restored:
    """Take a folder's ledger into another one: all of it, or where a file is damaged nothing of an empty ledger.

    Raises:
        UnsupportedFormat: the folder lacks the tables of a ledger, or they are of another version.
        UnreadableFile: a file is damaged.
        LedgerError: the ledger can't be written.
        MissingExtra: pyarrow isn't installed.
    """
    if not (folder / TABLES).is_dir():
        raise UnsupportedFormat(f"{folder} was exported without whole articles", hint=_HINT)
    connection = ledger.connection
    used = "SELECT EXISTS (SELECT 1 FROM articles) OR EXISTS (SELECT 1 FROM decisions) OR EXISTS (SELECT 1 FROM inputs)"
    if connection.execute(used).fetchone()[0]:
        return _merge(ledger, folder)
    pa = arrow()
    try:
        with transaction(connection):
            _fill(connection, folder)
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile(f"{folder} can't be read: {error}", hint="Copy the folder again.") from error
    query = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM decisions)"
    articles, decisions = connection.execute(query).fetchone()
    return Restored(articles, decisions, equal=True)


def _fill(connection: sqlite3.Connection, folder: Path) -> None:
    """Fill the tables of an empty ledger; what is kept by triggers comes from its tables too."""
    pa = arrow()
    connection.execute("PRAGMA defer_foreign_keys = ON")
    query = "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
    made = connection.execute(f"{query} ORDER BY type, rowid").fetchall()
    # Written anew afterwards: that is quicker than row by row, and triggers have done their work already.
    for each in made:
        connection.execute(f"DROP {each['type']} {each['name']}")
    version = str(connection.execute("PRAGMA user_version").fetchone()[0]).encode()
    for name in ledger_tables(connection):
        path = folder / TABLES / f"{name}.parquet"
        if not path.is_file():
            raise UnsupportedFormat(f"{folder} lacks {TABLES}/{path.name}", hint=_HINT)
        with pa.parquet.ParquetFile(path) as file:
            kinds = columns_of(connection, name)
            schema = file.schema_arrow
            if (schema.metadata or {}).get(VERSION) != version or schema.names != list(kinds):
                raise UnsupportedFormat(f"{path} is of another version of the ledger", hint=_HINT)
            names, marks = ", ".join(f'"{each}"' for each in kinds), ", ".join("?" * len(kinds))
            for batch in file.iter_batches(_ROWS):
                rows = zip(*(column.to_pylist() for column in batch.columns), strict=True)
                query = f"INSERT INTO {name} ({names}) VALUES ({marks})"  # noqa: S608  # names of ours
                connection.executemany(query, rows)
    for each in made:
        connection.execute(each["sql"])
    for each in _INDEXES:
        connection.execute(f"INSERT INTO {each} ({each}) VALUES ('rebuild')")  # noqa: S608  # names of ours
    if (lost := connection.execute("PRAGMA foreign_key_check").fetchone()) is not None:
        raise UnreadableFile(f"a row of {lost[0]} in {folder} refers to nothing", hint="Copy the folder again.")


def _merge(ledger: Ledger, folder: Path) -> Restored:
    items = parquet_items(folder / "readings.parquet", str(folder))
    inputs = (Input(each.key, each.origin, each.load) for each in items)
    nobody: Any = _Nobody()
    added = sum(each.state == "added" for each in ledger.add(inputs, reader=nobody))
    fresh, _ = ledger.import_decisions(_decisions(folder / "decisions.parquet"))
    return Restored(added, fresh, equal=False)


def _decisions(path: Path) -> Iterator[str]:
    pa = arrow()
    try:
        rows = pa.parquet.read_table(path).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise UnreadableFile(f"{path} can't be read: {error}", hint="Copy the folder again.") from error
    for row in rows:
        value = None if row["value"] is None else json.loads(row["value"])
        yield json.dumps({**row, "targets": json.loads(row["targets"]), "value": value})
