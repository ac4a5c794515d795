"""The queues of a review: which events and commitments wait, the least sure first, and what may be the same.

In: a ledger. Out: numbers and ids of what waits; beside one record the others that may be one with it, and what was
joined into it.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import islice

from communique.ledger import Ledger
from communique.ledger.decided.decisions import Decision, about, holding, latest
from communique.ledger.full.details import CommitmentInFull, commitments_in_full
from communique.ledger.full.event_details import EventInFull, events_in_full
from communique.ledger.quoted import Quoted, quoted
from communique.ledger.stored.deciding import members_of
from communique.web.checking import chance, sureness

QUEUE = 200
"""Records of a family that are looked at for its queue: the latest without a verdict."""
MOST_COUNTED = 10_000
"""Records that wait are counted up to here."""
_WAITING = {
    "events": "SELECT count(*) FROM (SELECT 1 FROM events WHERE verdict IS NULL LIMIT ?)",
    "commitments": "SELECT count(*) FROM (SELECT 1 FROM commitments WHERE verdict IS NULL LIMIT ?)",
}
_EVENTS = """
SELECT events.number, events.id, reports.why FROM (
    SELECT number, id, lead FROM events WHERE verdict IS NULL ORDER BY day DESC, number DESC LIMIT ?) AS events
JOIN reports ON reports.number = events.lead
"""
_COMMITMENTS = """
SELECT commitments.number, commitments.id, reports.why FROM (
    SELECT number, id, report FROM commitments WHERE verdict IS NULL ORDER BY day DESC, number DESC LIMIT ?)
    AS commitments
LEFT JOIN reports ON reports.number = commitments.report
"""
_NEAR = 14
"""Days within which two events may be the same."""
_NEAR_PROMISES = 60
"""Days within which two commitments may be."""
_REPORTS = "SELECT id, quote FROM reports WHERE event = ? ORDER BY known, number LIMIT 12"
_TELLINGS = """
SELECT id, quote FROM commitments WHERE thread = (SELECT thread FROM commitments WHERE number = ?)
ORDER BY known, number LIMIT 12
"""
_ALIKE = """
SELECT events.number FROM event_actors AS own JOIN event_actors AS others ON others.actor = own.actor
JOIN events ON events.number = others.event
WHERE own.event = ?1 AND others.event <> ?1 AND events.type = ?2 AND events.verdict IS NOT 'rejected'
    AND others.day BETWEEN ?3 AND ?4
GROUP BY events.number ORDER BY count(*) DESC, abs(julianday(events.day) - julianday(?5)), events.number LIMIT 6
"""
_ALIKE_PROMISES = """
SELECT min(commitments.number) FROM commitment_actors AS own
JOIN commitment_actors AS others ON others.actor = own.actor AND others.role = own.role
JOIN commitments ON commitments.number = others.commitment
WHERE own.commitment = ?1 AND others.day BETWEEN ?2 AND ?3 AND commitments.verdict IS NOT 'rejected'
    AND commitments.thread <> (SELECT thread FROM commitments WHERE number = ?1)
GROUP BY commitments.thread
ORDER BY count(DISTINCT own.role || own.actor) DESC, min(abs(julianday(commitments.day) - julianday(?4))), 1 LIMIT 6
"""
_PRESS = datetime.timedelta(seconds=1)
"""Decisions about the same records that are no further apart are of one press of a key."""
_LOOKED_BACK = 400
"""Decisions of a reviewer that are looked at for the last press."""


def waiting(ledger: Ledger, family: str) -> int:
    """Return how many records of a family wait, counted up to `MOST_COUNTED`."""
    return int(ledger.connection.execute(_WAITING[family], (MOST_COUNTED,)).fetchone()[0])


def queue(ledger: Ledger, family: str = "events") -> list[tuple[int, str]]:
    """Return number and id of events or commitments without a verdict, the least sure first."""
    if family == "events":
        rows = ledger.connection.execute(_EVENTS, (QUEUE,)).fetchall()
        return [(row["number"], row["id"]) for row in sorted(rows, key=lambda each: (chance(each["why"]), each["id"]))]
    why = {row["number"]: row["why"] for row in ledger.connection.execute(_COMMITMENTS, (QUEUE,))}
    full = commitments_in_full(ledger.connection, list(why))
    ranked = sorted(full, key=lambda each: (sureness(each, why[each.number]), each.id))
    return [(each.number, each.id) for each in ranked]


def joined(ledger: Ledger, family: str, number: int) -> list[tuple[str, Quoted]]:
    """Return what was joined into an event or a commitment, id and sentence; nothing where it stands alone."""
    rows = ledger.connection.execute(_REPORTS if family == "events" else _TELLINGS, (number,)).fetchall()
    return [(row["id"], quoted(ledger.connection, row["quote"])) for row in rows] if len(rows) > 1 else []


def alike(ledger: Ledger, each: EventInFull | CommitmentInFull) -> Sequence[EventInFull | CommitmentInFull]:
    """Return others with an actor in common within some days, which may be the same: events of a type, or promises."""
    day = datetime.date.fromisoformat(each.day)
    within = _NEAR if isinstance(each, EventInFull) else _NEAR_PROMISES
    near = [(day + datetime.timedelta(days=days)).isoformat() for days in (-within, within)]
    if isinstance(each, EventInFull):
        rows = ledger.connection.execute(_ALIKE, (each.number, each.type, *near, each.day)).fetchall()
        return list(events_in_full(ledger.connection, [row[0] for row in rows]))
    rows = ledger.connection.execute(_ALIKE_PROMISES, (each.number, *near, each.day)).fetchall()
    return list(commitments_in_full(ledger.connection, [row[0] for row in rows]))


def own_decisions(ledger: Ledger, its_id: str, reviewer: str) -> list[str]:
    """Return the ids of a reviewer's decisions about a record that hold, the earliest first."""
    found = about(ledger.connection, [its_id, *members_of(ledger.connection, its_id)])
    return [each.id for each in holding(ledger.connection, found) if each.by == reviewer]


def last_press(ledger: Ledger, reviewer: str) -> list[Decision]:
    """Return the decisions of a reviewer's last press of a key that holds, the latest first; none where none does."""
    found: list[Decision] = []
    for each in islice(latest(ledger.connection, reviewer), _LOOKED_BACK):
        if not found:
            found.append(each)
            continue
        first = found[0]
        apart = datetime.datetime.fromisoformat(first.at) - datetime.datetime.fromisoformat(each.at)
        if each.targets != first.targets or apart > _PRESS:
            break
        found.append(each)
    return found
