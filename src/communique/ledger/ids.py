"""Ids that a record has on every machine and after every re-reading: made from what it stands on.

In: records of one reading. Out: ids such as `report-1f3a9c0d2b4788aa`. An event is told from others of its article by
its trigger, a statement by its cue (or content), a commitment by its amount or items. So another reader that finds the
same thing at the same words gives it the same id, whatever it makes of it, and decisions stay with it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from communique.parts import Span
from communique.records import Commitment, Event, Reading, Statement


def actor_id(key: str) -> str:
    """Return the id of the actor with a key of `linking.actor_key`."""
    return _id("actor", key)


def report_ids(reading: Reading) -> list[str]:
    """Return the ids of a reading's events, as reports of them, in their order."""
    return _ids("report", reading, (_event_anchor(each) for each in reading.events))


def statement_ids(reading: Reading) -> list[str]:
    """Return the ids of a reading's statements, in their order."""
    return _ids("statement", reading, (_statement_anchor(each) for each in reading.statements))


def commitment_ids(reading: Reading) -> list[str]:
    """Return the ids of a reading's commitments, in their order."""
    return _ids("commitment", reading, (_commitment_anchor(each) for each in reading.commitments))


def event_id(reports: Iterable[str]) -> str:
    """Return the id of the event that some reports tell: that of the first of their ids."""
    return f"event-{min(reports).partition('-')[2]}"


def thread_id(commitments: Iterable[str]) -> str:
    """Return the id of the thread of some commitments: that of the first of their ids."""
    return f"thread-{min(commitments).partition('-')[2]}"


def link_id(one: str, other: str) -> str:
    """Return the id of the link between two records or articles; its first eight digits are those of `one`."""
    return f"link-{one.rpartition('-')[2][:8]}{hashlib.sha256(f'{one} {other}'.encode()).hexdigest()[:8]}"


def _ids(family: str, reading: Reading, anchors: Iterable[str]) -> list[str]:
    seen: Counter[str] = Counter()
    ids = []
    for anchor in anchors:
        # Two records on the same words, as of two speakers of one cue, are told apart by their order.
        seen[anchor] += 1
        ids.append(_id(family, f"{reading.article.id} {anchor} {seen[anchor]}"))
    return ids


def _event_anchor(event: Event) -> str:
    return _where(event.trigger)


def _statement_anchor(statement: Statement) -> str:
    return _where(statement.cue or statement.content)


def _commitment_anchor(commitment: Commitment) -> str:
    if commitment.amount:
        return _where(commitment.amount.span)
    return " ".join(_where(each.span) for each in commitment.items) or _where(commitment.evidence)


def _where(span: Span) -> str:
    return f"{span.start}:{span.end}"


def _id(family: str, said: str) -> str:
    return f"{family}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
