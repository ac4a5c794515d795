"""Rows of others' data sets in the ledger: stored as articles of their own, linked with nothing, told apart by reader.

In: readings that `communique.imports` made of rows. Out: rows of the ledger's tables. An imported row is an article
whose reader is called `READER`; it is nobody's copy and no report of an event that others tell, so that it never adds
to the independent sources of one's own records unless somebody merges the two. A row that its data set has changed
takes the place of what it was.
"""

from __future__ import annotations

import datetime
import sqlite3
from typing import Literal

from communique.ledger.ids import commitment_ids, report_ids, statement_ids
from communique.ledger.rows import moment
from communique.ledger.stored.settling import replay
from communique.ledger.stored.writing import (
    add_appearance,
    article_number,
    clear_records,
    delete_article,
    write_reading,
)
from communique.ledger.told.imported import READER
from communique.records import Reading

ImportState = Literal["added", "changed", "known"]


def store_row(connection: sqlite3.Connection, key: str, origin: str, reading: Reading) -> ImportState:
    """Store the reading of a row, in an open transaction; return what became of it.

    Args:
        connection: a ledger open for writing.
        key: what the row is known by, the same in every file that has it.
        origin: the file.
        reading: what was made of it.
    """
    now = datetime.datetime.now(datetime.UTC)
    name = f"{READER}:{key}"
    query = "SELECT inputs.article, articles.id FROM inputs JOIN articles ON articles.number = article WHERE key = ?"
    before = connection.execute(query, (name,)).fetchone()
    if before is not None and before["id"] == reading.article.id:
        return "known"
    number = article_number(connection, reading.article.id)
    state: ImportState = "known"
    if number is None:
        state = "added"
        if before is not None:
            clear_records(connection, before["article"])
            delete_article(connection, before["article"])
            state = "changed"
        stored = write_reading(connection, reading, now)
        number = stored.article
        add_appearance(connection, number, reading.article, now)
        ids = (*report_ids(reading), *statement_ids(reading), *commitment_ids(reading))
        replay(connection, [reading.article.id, *ids])
    connection.execute(
        "INSERT OR REPLACE INTO inputs (key, origin, state, article, tries, at) VALUES (?, ?, 'read', ?, 1, ?)",
        (name, origin, number, moment(now)),
    )
    return state
