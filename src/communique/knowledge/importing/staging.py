"""Rows in order without holding them in memory: they wait in a temporary database that SQLite keeps on disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import Final

from communique.knowledge.actor_table import COLUMNS, ActorRow
from communique.vocabulary import ActorKind, Sector

_MANY: Final = 10_000


def temporary() -> closing[sqlite3.Connection]:
    """Return a database of its own, which is on disk once it is large, and gone when it is closed."""
    return closing(sqlite3.connect("", isolation_level=None))


def in_order(rows: Iterable[ActorRow]) -> Iterator[ActorRow]:
    """Yield rows by name, term and their other cells, each once, whatever order they come in."""
    marks = ", ".join("?" * len(COLUMNS))
    with temporary() as database:
        columns = ", ".join(f'"{column}"' for column in COLUMNS)  # "end" is a word of SQL's
        database.execute(f"CREATE TABLE rows ({columns})")
        cells = (row.cells() for row in rows)
        while some := list(islice(cells, _MANY)):
            database.execute("BEGIN")
            database.executemany(f"INSERT INTO rows VALUES ({marks})", some)  # noqa: S608  # marks alone
            database.execute("COMMIT")
        for name, aliases, kind, country, sectors, title, start, end, code in database.execute(
            f'SELECT DISTINCT * FROM rows ORDER BY name, start, "end", {columns}'  # noqa: S608  # names of columns alone
        ):
            yield ActorRow(
                name=name,
                aliases=tuple(aliases.split("; ")) if aliases else (),
                kind=ActorKind(kind),
                country=country or None,
                sectors=tuple(map(Sector, sectors.split("; "))) if sectors else (),
                title=title,
                start=start,
                end=end,
                code=code or None,
            )
