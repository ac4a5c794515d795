"""What is to come: events planned for a day, deliveries due, as the articles known so far tell.

In: a ledger and a day. Out: `Coming`s in the order of their days. An event that was told as done or as not done since
is no longer to come.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from communique.ledger.quoted import Quoted, quoted
from communique.ledger.told.lives import lives
from communique.linking.commitment_threads import PROMISED

_OF_QUOTE = {"start": "quote_start", "end": "quote_end"}
"""What a sentence's offsets are called beside days."""


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
        """Return it as JSON's object: `start` and `end` are its days, `quote_start` and `quote_end` the sentence's."""
        own = ("record", "start", "end", "precision", "what", "actors", "recipients", "place", "status", "sources")
        told = {_OF_QUOTE.get(name, name): value for name, value in self.quote.to_json().items()}
        return {**{name: getattr(self, name) for name in own}, **told}


_EVENTS = """
SELECT events.number, events.id, reports.date_start, reports.date_end, reports.date_precision, events.type,
    events.mode, reports.place, events.status, events.sources, reports.quote
FROM events INDEXED BY events_planned CROSS JOIN reports ON reports.number = events.lead
WHERE events.status IN ('planned', 'proposed') AND events.date_start IS NOT NULL
    AND events.date_start >= ?1 AND events.date_end >= ?2 AND events.known <= ?3
    AND (?4 IS NULL OR events.date_start <= ?4)
    AND events.verdict IS NOT 'rejected' AND reports.date_end >= ?2
ORDER BY events.date_start, events.date_end, events.id
LIMIT ?5
"""
# An event's days are those of the report that tells it best, where that one has any: others are in no calendar.
_FIRST = (
    "CASE WHEN commitments.date_start > commitments.known THEN commitments.date_start ELSE commitments.date_end END"
)
"""What is promised for days that have begun already ("by the end of 2024") is due on the last of them."""
_PROMISED = f"""
SELECT thread, min({_FIRST}) AS first FROM commitments INDEXED BY commitments_promised
WHERE stage IN ('pledged', 'approved', 'contracted', 'delayed') AND date_end > known
    AND date_end >= ?1 AND known <= ?2 AND verdict IS NOT 'rejected'
    AND (?3 IS NULL OR {_FIRST} <= ?3)
GROUP BY thread ORDER BY 2, 1
"""
_DUE = f"""
SELECT commitments.number, threads.id, {_FIRST} AS first, commitments.date_end, commitments.date_precision,
    commitments.category, threads.sources, commitments.quote
FROM commitments JOIN threads ON threads.number = commitments.thread WHERE commitments.id = ?
"""
_BATCH = 50
"""Commitments that are looked at together."""
_LONGEST = datetime.timedelta(days=400)
"""An event's days are looked up by the first; none that reaches into the calendar begins earlier than this before."""


def calendar(
    connection: sqlite3.Connection,
    *,
    since: datetime.date,
    until: datetime.date | None = None,
    known: str | None = None,
    limit: int | None = None,
) -> Iterator[Coming]:
    """Yield what is to come.

    Args:
        connection: the ledger.
        since: the first day of the calendar.
        until: the last one; open by default.
        known: only what was known on this day (ISO), by default everything.
        limit: so many at most, the first to come.
    """
    last = until.isoformat() if until else None
    end = known or "9999-12-31"
    found: list[Coming] = []
    most = -1 if limit is None else limit
    for row in connection.execute(_EVENTS, (_from(since), since.isoformat(), end, last, most)):
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
    found += _first_due(connection, since.isoformat(), last, known, limit)
    yield from islice(sorted(found, key=_when), limit)


def _from(since: datetime.date) -> str:
    """Return the first day on which what is still to come on a day may have begun."""
    return (since - min(_LONGEST, since - datetime.date.min)).isoformat()


def _when(each: Coming) -> tuple[str, str, str]:
    return each.start, each.end, each.record


def _first_due(
    connection: sqlite3.Connection, since: str, last: str | None, known: str | None, limit: int | None
) -> list[Coming]:
    """Return the deliveries due: all, or the first ones."""
    rows = connection.execute(_PROMISED, (since, known or "9999-12-31", last)).fetchall()
    found: list[Coming] = []
    for at in range(0, len(rows), _BATCH):
        # What is looked at later begins no earlier.
        if limit is not None and sum(each.start < rows[at]["first"] for each in found) >= limit:
            break
        found += _due(connection, [row["thread"] for row in rows[at : at + _BATCH]], since, last, known)
    return found


def deliveries_due(connection: sqlite3.Connection, threads: Iterable[int]) -> Iterator[Coming]:
    """Yield the deliveries that threads, by number, promise for a day, past or to come, until all of it came."""
    return _due(connection, threads, "", None, None)


def _due(
    connection: sqlite3.Connection, threads: Iterable[int], since: str, last: str | None, known: str | None
) -> Iterator[Coming]:
    """Yield the deliveries due: of each commitment the day promised last, unless all of it came or was called off."""
    for life in lives(connection, threads, known):
        if life.thread.stage not in PROMISED or life.thread.due_pledge is None:
            continue
        row = connection.execute(_DUE, (life.thread.due_pledge,)).fetchone()
        if row["first"] is None or row["date_end"] < since or (last and row["first"] > last):
            continue
        yield Coming(
            row["id"],
            row["first"],
            row["date_end"],
            row["date_precision"],
            f"delivery, {row['category']}",
            _names(connection, "commitment_actors", "commitment", row["number"], "donor"),
            _names(connection, "commitment_actors", "commitment", row["number"], "recipient"),
            None,
            life.thread.stage,
            row["sources"],
            quoted(connection, row["quote"]),
        )


def _names(connection: sqlite3.Connection, table: str, record: str, number: int, role: str) -> tuple[str, ...]:
    query = (
        f"SELECT actors.name FROM {table} JOIN actors ON actors.number = {table}.actor"  # names of ours
        f" WHERE {table}.{record} = ? AND role = ? ORDER BY place"
    )
    return tuple(row[0] for row in connection.execute(query, (number, role)))
