"""An article's records written from its reading, linked, and brought to what people decided about them.

In: a reading, or the number of an article whose reading is stored, in an open transaction. Out: its rows as the reader
and the decisions make them. `rewrite` leaves events and threads as the linker made them: what a decision changed is
undone, not what the articles have to do with one another.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable
from typing import Any

from communique.ledger.decided.cast import forget_actors
from communique.ledger.decided.grouping import let_go
from communique.ledger.ids import commitment_ids, report_ids, statement_ids
from communique.ledger.stored.links import Linker, Vectors
from communique.ledger.stored.record_rows import Stored
from communique.ledger.stored.settling import replay
from communique.ledger.stored.writing import load_reading, write_reading
from communique.ledger.told.events import move_reports
from communique.ledger.told.imported import READER
from communique.ledger.told.threads import move_commitments
from communique.linking.events import Told
from communique.records import Reading


def write_linked(linker: Linker, reading: Reading, now: datetime.datetime, vectors: Vectors | None = None) -> int:
    """Store a reading, link its records, and apply what was decided about them; return the article's number."""
    before = cast_of(linker.connection, reading.article.id)
    # A reading that comes without sketches (from another program) keeps those of the reader before.
    sketches = {**_sketches(linker.connection, reading), **(vectors or {})}
    former = _let_go(linker.connection, reading.article.id)
    # Rows of others' data sets are no reports of what one's own articles tell.
    own = reading.reader.name != READER
    stored = write_reading(linker.connection, reading, now, linker.placer(reading, sketches) if own else None)
    if own:
        linker.link(reading, stored, former)
    _decide(linker.connection, reading, stored, before)
    return stored.article


def _sketches(connection: sqlite3.Connection, reading: Reading) -> dict[int, bytes]:
    """Return the sketches of an article's triggers that the ledger has, by their offsets in a text that stays."""
    query = (
        "SELECT trigger_start, told FROM reports JOIN articles ON articles.number = reports.article"
        " WHERE articles.id = ? AND articles.text = ? AND told IS NOT NULL"
    )
    rows = connection.execute(query, (reading.article.id, reading.article.text))
    found = {start: Told.from_bytes(told).vector for start, told in rows}
    return {start: vector for start, vector in found.items() if vector is not None}


def _let_go(connection: sqlite3.Connection, article: str) -> dict[str, list[str]]:
    """Take out the links of an article's records, which are to be linked anew; return what each was linked with."""
    former: dict[str, list[str]] = {}
    for family, table in (("report", "reports"), ("commitment", "commitments")):
        query = (
            f"SELECT {table}.id FROM {table} JOIN articles ON articles.number = {table}.article"  # names of ours
            " WHERE articles.id = ? ORDER BY 1"
        )
        former |= let_go(connection, family, [row[0] for row in connection.execute(query, (article,)).fetchall()])
    return former


def _decide(connection: sqlite3.Connection, reading: Reading, stored: Stored, before: Iterable[int]) -> None:
    query = "SELECT DISTINCT actors.id FROM mentions JOIN actors ON actors.number = mentions.actor WHERE article = ?"
    actors = [row[0] for row in connection.execute(query, (stored.article,))]
    replay(connection, [reading.article.id, *_ids(reading), *actors])
    forget_actors(connection, before)


def cast_of(connection: sqlite3.Connection, article: str) -> list[int]:
    """Return the numbers of the actors that an article's records tell of until now."""
    query = """
    SELECT actor FROM mentions JOIN articles ON articles.number = mentions.article WHERE articles.id = ?1
    UNION SELECT actor FROM report_actors JOIN reports ON reports.number = report_actors.report
        JOIN articles ON articles.number = reports.article WHERE articles.id = ?1
    UNION SELECT actor FROM commitment_actors JOIN commitments ON commitments.number = commitment_actors.commitment
        JOIN articles ON articles.number = commitments.article WHERE articles.id = ?1
    UNION SELECT speaker FROM statements JOIN articles ON articles.number = statements.article WHERE articles.id = ?1
    UNION SELECT addressee FROM statements JOIN articles ON articles.number = statements.article
        WHERE articles.id = ?1 AND addressee IS NOT NULL
    UNION SELECT stage_by FROM commitments JOIN articles ON articles.number = commitments.article
        WHERE articles.id = ?1 AND stage_by IS NOT NULL
    """
    return [row[0] for row in connection.execute(query, (article,))]


def _ids(reading: Reading) -> list[str]:
    return [*report_ids(reading), *statement_ids(reading), *commitment_ids(reading)]


def rewrite(connection: sqlite3.Connection, article: int) -> None:
    """Write an article's records anew, and leave them in their events and threads."""
    reading = load_reading(connection, article)
    before = cast_of(connection, reading.article.id)
    reports = _all(connection, "SELECT id, event AS joined, told AS known FROM reports WHERE article = ?", article)
    threads = _all(
        connection, "SELECT id, thread AS joined, pledge AS known FROM commitments WHERE article = ?", article
    )
    blocks = _all(
        connection,
        "SELECT reports.id, block FROM blocks JOIN reports ON reports.number = blocks.report WHERE article = ?",
        article,
    )
    former = _all(
        connection,
        "SELECT id, event FROM former_ids WHERE event IN (SELECT event FROM reports WHERE article = ?)",
        article,
    )
    # Told before the article's own records go: numbers of events and threads that go with them are given anew.
    shared = {
        "report": _shared(connection, "reports", "event", article),
        "commitment": _shared(connection, "commitments", "thread", article),
    }
    stored = write_reading(connection, reading, datetime.datetime.now(datetime.UTC))
    numbers = _numbered(report_ids(reading), stored.reports)
    events = _put_back(connection, "report", reports, numbers, shared["report"])
    given = _numbered(commitment_ids(reading), stored.commitments)
    _put_back(connection, "commitment", threads, given, shared["commitment"])
    connection.executemany(
        "INSERT OR IGNORE INTO blocks (block, report) VALUES (?, ?)",
        [(row["block"], numbers[row["id"]]) for row in blocks if row["id"] in numbers],
    )
    for row in former:
        if not connection.execute("SELECT 1 FROM events WHERE id = ?", (row["id"],)).fetchone():
            connection.execute(
                "INSERT OR REPLACE INTO former_ids (id, event) VALUES (?, ?)", (row["id"], events[row["event"]])
            )
    _decide(connection, reading, stored, before)


def _all(connection: sqlite3.Connection, query: str, article: int) -> list[Any]:
    return connection.execute(query, (article,)).fetchall()


def _shared(connection: sqlite3.Connection, table: str, column: str, article: int) -> frozenset[int]:
    """Return the events or threads of an article that other articles tell too."""
    query = (
        f"SELECT DISTINCT {column} FROM {table} WHERE article <> ?1"
        f" AND {column} IN (SELECT {column} FROM {table} WHERE article = ?1)"
    )
    return frozenset(row[0] for row in connection.execute(query, (article,)))


def _numbered(ids: Iterable[str], numbers: Iterable[int]) -> dict[str, int]:
    return dict(zip(ids, numbers, strict=True))


def _put_back(
    connection: sqlite3.Connection, family: str, before: Iterable[Any], numbers: dict[str, int], shared: frozenset[int]
) -> dict[int, int]:
    """Put records back into the events or threads that they were in; return the numbers of these now."""
    report = family == "report"
    table, joined, known = ("reports", "event", "told") if report else ("commitments", "thread", "pledge")
    groups: dict[int, list[int]] = {}
    for row in before:
        if row["id"] in numbers:
            groups.setdefault(row["joined"], []).append(numbers[row["id"]])
            query = f"UPDATE {table} SET {known} = ? WHERE number = ?"  # names of ours
            connection.execute(query, (row["known"], numbers[row["id"]]))
    now: dict[int, int] = {}
    for old, members in groups.items():
        own = connection.execute(f"SELECT {joined} FROM {table} WHERE number = ?", (members[0],)).fetchone()[0]
        now[old] = (move_reports if report else move_commitments)(connection, members, old if old in shared else own)
    return now
