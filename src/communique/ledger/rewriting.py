"""An article's records written anew from its stored reading, linked again, and decided again.

In: the number of an article, in an open transaction. Out: its rows as the reader and the decisions make them.
"""

from __future__ import annotations

import datetime
import sqlite3

from communique.ledger.decisions import replay
from communique.ledger.ids import commitment_ids, report_ids, statement_ids
from communique.ledger.links import Linker, Vectors
from communique.ledger.writing import load_reading, write_reading
from communique.records import Reading


def write_linked(linker: Linker, reading: Reading, now: datetime.datetime, vectors: Vectors | None = None) -> int:
    """Store a reading, link its records, and apply what was decided about them; return the article's number."""
    stored = write_reading(linker.connection, reading, now)
    linker.link(reading, stored, vectors)
    replay(linker.connection, [*report_ids(reading), *statement_ids(reading), *commitment_ids(reading)])
    return stored.article


def rewrite(connection: sqlite3.Connection, article: int) -> None:
    """Write an article's records anew."""
    reading = load_reading(connection, article)
    write_linked(Linker(connection), reading, datetime.datetime.now(datetime.UTC))
