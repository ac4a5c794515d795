"""What is to come: events planned for a day, deliveries due, as the articles known so far tell.

In: a ledger and a day. Out: `Coming`s in the order of their days. An event that was told as done or as not done since
is no longer to come.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from communique.ledger.quoted import Quoted, quoted


@dataclass(frozen=True, slots=True)
class Coming:
    """Something to come: the record's id, its days (ISO; the unit in `precision`), what it is and who takes part."""

    record: str
    start: str
    end: str
    precision: str
    what: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    status: str
    sources: int
    quote: Quoted

    def to_json(self) -> dict[str, object]:
        """Return it as JSON's object."""
        own = ("record", "start", "end", "precision", "what", "actors", "recipients", "place", "status", "sources")
        return {**{name: getattr(self, name) for name in own}, **self.quote.to_json()}


_EVENTS = """
SELECT events.number, events.id, reports.date_start, reports.date_end, reports.date_precision, events.type,
    events.mode, reports.place, events.status, events.sources, reports.quote
FROM events JOIN reports ON reports.number = events.lead
WHERE events.status IN ('planned', 'proposed') AND events.verdict IS NOT 'rejected'
    AND events.day >= ?1 AND events.date_start IS NOT NULL AND reports.date_end >= ?2 AND events.known <= ?3
    AND (?4 IS NULL OR events.date_start <= ?4)
ORDER BY reports.date_start, reports.date_end, events.id
"""
_DUE = """
SELECT commitments.number, threads.id, commitments.date_start, commitments.date_end, commitments.date_precision,
    commitments.category, commitments.stage, threads.sources, commitments.quote
FROM threads JOIN commitments ON commitments.thread = threads.number
WHERE threads.stage IN ('pledged', 'approved', 'contracted', 'delayed') AND commitments.verdict IS NOT 'rejected'
    AND commitments.stage = threads.stage AND commitments.date_start IS NOT NULL
    AND commitments.date_start > commitments.known
    AND commitments.date_end >= ?1 AND commitments.known <= ?2 AND (?3 IS NULL OR commitments.date_start <= ?3)
ORDER BY commitments.date_start, commitments.date_end, threads.id
"""
_LONGEST = datetime.timedelta(days=400)
"""An event's days are looked up by the first; none that reaches into the calendar begins earlier than this before."""


def calendar(
    connection: sqlite3.Connection,
    *,
    since: datetime.date,
    until: datetime.date | None = None,
    known: str | None = None,
) -> Iterator[Coming]:
    """Yield what is to come.

    Args:
        connection: the ledger.
        since: the first day of the calendar.
        until: the last one; open by default.
        known: only what was known on this day (ISO), by default everything.
    """
    last = until.isoformat() if until else None
    end = known or "9999-12-31"
    found: list[Coming] = []
    for row in connection.execute(_EVENTS, ((since - _LONGEST).isoformat(), since.isoformat(), end, last)):
        what = f"{row['type']} {row['mode']}" if row["mode"] else row["type"]
        found.append(
            Coming(
                row["id"],
                row["date_start"],
                row["date_end"],
                row["date_precision"],
                what,
                _names(connection, "event_actors", "event", row["number"], "actor"),
                _names(connection, "event_actors", "event", row["number"], "recipient"),
                row["place"],
                row["status"],
                row["sources"],
                quoted(connection, row["quote"]),
            )
        )
    for row in connection.execute(_DUE, (since.isoformat(), end, last)):
        found.append(  # noqa: PERF401  # as above
            Coming(
                row["id"],
                row["date_start"],
                row["date_end"],
                row["date_precision"],
                f"delivery, {row['category']}",
                _names(connection, "commitment_actors", "commitment", row["number"], "donor"),
                _names(connection, "commitment_actors", "commitment", row["number"], "recipient"),
                None,
                row["stage"],
                row["sources"],
                quoted(connection, row["quote"]),
            )
        )
    yield from sorted(found, key=lambda each: (each.start, each.end, each.record))


def _names(connection: sqlite3.Connection, table: str, record: str, number: int, role: str) -> tuple[str, ...]:
    query = (
        f"SELECT actors.name FROM {table} JOIN actors ON actors.number = {table}.actor"  # names of ours
        f" WHERE {table}.{record} = ? AND role = ? ORDER BY place"
    )
    return tuple(row[0] for row in connection.execute(query, (number, role)))
