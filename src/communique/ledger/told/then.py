"""The ledger as it was known on a day: which events looked otherwise then, and how.

In: a day. Out: temporary tables beside the ledger's own, `then_events` and `then_event_actors`, with the events of
which some reports were known by then and others not yet, as the former tell them. All other events known by then are as
they are in `events`. A connection keeps the tables of one day at a time, and makes them anew when the ledger changed.
"""

from __future__ import annotations

import sqlite3

from communique.ledger.told.events import put_together, reports_of

SHADOWED = """
WITH events AS (SELECT * FROM temp.then_events), event_actors AS (SELECT * FROM temp.then_event_actors),
    reports AS (SELECT * FROM main.reports WHERE known <= (SELECT day FROM temp.then_day))
"""
"""Before a query about events, reports and their actors: makes it ask of those that looked otherwise."""

_TABLES = """
CREATE TEMP TABLE then_day (day TEXT, version INTEGER, changes INTEGER);
CREATE TEMP TABLE then_events AS SELECT * FROM main.events WHERE 0;
CREATE TEMP TABLE then_event_actors AS SELECT * FROM main.event_actors WHERE 0;
CREATE INDEX temp.then_events_number ON then_events (number);
CREATE INDEX temp.then_event_actors_event ON then_event_actors (event, role, place);
"""


def spanning(connection: sqlite3.Connection, day: str) -> frozenset[int]:
    """Return the events of which some reports were known by a day and others not, with the tables of that day made."""
    if not connection.execute("SELECT 1 FROM temp.sqlite_schema WHERE name = 'then_day'").fetchone():
        for statement in filter(str.strip, _TABLES.split(";")):
            connection.execute(statement)
    version = connection.execute("PRAGMA data_version").fetchone()[0]
    row = connection.execute("SELECT day, version, changes FROM temp.then_day").fetchone()
    if row is None or tuple(row) != (day, version, connection.total_changes):
        _make(connection, day)
        connection.execute(
            "INSERT INTO temp.then_day (day, version, changes) VALUES (?, ?, ?)",
            (day, version, connection.total_changes + 1),
        )
    return frozenset(row[0] for row in connection.execute("SELECT number FROM temp.then_events"))


def _make(connection: sqlite3.Connection, day: str) -> None:
    for table in ("then_day", "then_events", "then_event_actors"):
        connection.execute(f"DELETE FROM temp.{table}")
    # Written out, so that the index of such events is used.
    query = "SELECT number, id, last_known FROM events WHERE last_known > known AND last_known > ? AND known <= ?"
    for event in connection.execute(query, (day, day)).fetchall():
        rows = reports_of(connection, event["number"], day)
        if not rows:
            continue
        told = put_together(connection, rows)
        values = {"number": event["number"], "id": event["id"], **told.fields, "last_known": event["last_known"]}
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO temp.then_events ({names}) VALUES ({marks})", list(values.values()))
        connection.executemany(
            "INSERT INTO temp.then_event_actors (event, role, place, actor, country, day) VALUES (?, ?, ?, ?, ?, ?)",
            [(event["number"], *each, told.fields["day"]) for each in told.roles],
        )
