"""How the ledger knows rows of others' data sets: by the reader of their articles, which is nobody of ours.

In: nothing. Out: conditions of SQL. `ledger.importing` stores such rows.
"""

from __future__ import annotations

import sqlite3
from typing import Final

READER: Final = "import"
"""The name of the reader of an imported row; its version is the data set's kind."""
ARTICLES: Final = f"SELECT number FROM articles WHERE reader = '{READER}'"
"""The articles that are imported rows; along an index."""
WORD: Final = "imported"
"""What a filter by source takes for all of them."""
_OWN: Final = {
    "events": "EXISTS (SELECT 1 FROM reports JOIN articles ON articles.number = reports.article"
    f" WHERE reports.event = events.number AND articles.reader <> '{READER}')",
    "threads": "EXISTS (SELECT 1 FROM commitments JOIN articles ON articles.number = commitments.article"
    f" WHERE commitments.thread = threads.number AND articles.reader <> '{READER}')",
}


def has_imports(connection: sqlite3.Connection) -> bool:
    """Return whether a ledger has rows of others' data sets."""
    return bool(connection.execute(f"SELECT EXISTS ({ARTICLES})").fetchone()[0])


def own(connection: sqlite3.Connection, table: str) -> str:
    """Return the condition that a row of a table is one's own: not of imported rows alone; "1" where there are none.

    Args:
        connection: the ledger.
        table: `articles`, `events`, `threads`, `statements` or `commitments`, by which its rows go in the query.
    """
    if not has_imports(connection):
        return "1"
    if table == "articles":
        return f"articles.reader <> '{READER}'"
    return _OWN.get(table, f"{table}.article NOT IN ({ARTICLES})")
