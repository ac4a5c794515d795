"""What was promised and what came of it: a selection's commitments, each with all that was ever told of its life.

In: commitments of a selection. Out: `Promise`s, the latest promised first. A promise may be made in one month and kept
in another, so the lives are whole, whatever days the selection has.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from communique.ledger import Ledger
from communique.ledger.details import CommitmentInFull, commitments_in_full
from communique.web.wording import money

MOST = 12
"""Promises that a page tells."""
GIVEN = ("pledged", "approved", "contracted")
"""Stages of a promise; which of them was told first is its day."""
_LIVES = """
SELECT number FROM commitments JOIN (SELECT value AS thread FROM json_each(?)) AS chosen USING (thread)
WHERE verdict IS NOT 'rejected' ORDER BY number LIMIT 600
"""
_THREADS = "SELECT number FROM threads WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Came:
    """Something that was delivered: what, when it was known (ISO), which record tells it."""

    what: str
    day: str
    record: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise: the telling that says most of it, its first day (ISO), where it stands now, and what came of it."""

    thread: str
    day: str
    whole: CommitmentInFull
    what: str
    stage: str
    came: tuple[Came, ...]


def promises(ledger: Ledger, chosen: Iterable[CommitmentInFull]) -> list[Promise]:
    """Return what was promised among chosen commitments, and what came of it."""
    wanted = list(dict.fromkeys(each.thread for each in chosen if each.stage in GIVEN and each.verdict != "rejected"))
    numbers = [row[0] for row in ledger.connection.execute(_THREADS, (json.dumps(wanted[:MOST]),))]
    told = [row[0] for row in ledger.connection.execute(_LIVES, (json.dumps(numbers),))]
    lives: dict[str, list[CommitmentInFull]] = {}
    for each in commitments_in_full(ledger.connection, told):
        lives.setdefault(each.thread, []).append(each)
    made = [_promise(thread, life) for thread, life in lives.items()]
    return sorted(made, key=lambda each: (each.day, each.thread), reverse=True)


def _promise(thread: str, life: Sequence[CommitmentInFull]) -> Promise:
    given = [each for each in life if each.stage in GIVEN and not each.cumulative] or list(life)
    whole = max(given, key=lambda each: (each.value or 0, len(each.items), len(each.donors) + len(each.recipients)))
    delivered = sorted((each for each in life if each.stage == "delivered" and not each.cumulative), key=_known)
    came = {_what(each): Came(_what(each), each.known, each.id) for each in delivered}
    first = min(given, key=_known)
    return Promise(thread, first.known, whole, _what(whole), whole.thread_stage, tuple(came.values()))


def _known(each: CommitmentInFull) -> tuple[str, int]:
    return each.known, each.number


def _what(each: CommitmentInFull) -> str:
    """Return what a commitment is of, in words: sum and items, else its category."""
    return ", ".join(_parts(each)) or each.category.replace("_", " ")


def _parts(each: CommitmentInFull) -> Iterator[str]:
    if each.value is not None:
        yield money(each)
    for item in each.items:
        yield f"{item.count:,} {item.designation}" if item.count is not None else item.designation
