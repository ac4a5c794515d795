"""What was promised and what came of it: a selection's commitments, each with all that was ever told of its life.

In: commitments of a selection. Out: `Promises`, the latest promised first. A promise may be made in one month and kept
in another, so the lives are whole, whatever days the selection has; as of a day, they are what was known by then.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from communique.ledger import Ledger
from communique.ledger.full.details import CommitmentInFull, commitments_in_full
from communique.ledger.quoted import Quoted
from communique.ledger.told.contradictions import Contradiction, against, disputed_sums
from communique.ledger.told.givers import givers
from communique.ledger.told.lives import GIVEN, Life, given, lives, numbers_of, whole
from communique.ledger.told.people import Party
from communique.ledger.told.size_words import item_in_words
from communique.linking.commitment_pledges import Pledge
from communique.web.wording import money

MOST = 12
"""Promises that a page tells."""
MOST_DELIVERIES = 20
"""Deliveries of one promise that a page tells, the first; how many more there are is told."""
_NUMBERS = "SELECT number FROM commitments WHERE id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Came:
    """Something that was delivered: what, when it was known (ISO), which record tells it, and its sentence.

    `undelivered` says that the record tells the contrary: it was not delivered; `disputed`, that another source
    contradicts it.
    """

    what: str
    day: str
    record: str
    quote: Quoted
    undelivered: bool = False
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Disputed:
    """Another sum that a source tells of a promise, and which record tells it."""

    what: str
    record: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise: the telling that says most of it, its first day (ISO), where it stands now, and what came of it.

    `donors` are who gives it, `what` has the sum of the whole commitment, `disputed` those at odds with it. `left_out`
    is how many tellings of deliveries `came` doesn't have.
    """

    thread: str
    day: str
    whole: CommitmentInFull
    donors: tuple[Party, ...]
    what: str
    stage: str
    came: tuple[Came, ...]
    left_out: int
    disputed: tuple[Disputed, ...] = ()


@dataclass(frozen=True, slots=True)
class Promises:
    """The promises that a page tells, how many others its selection has, and the day (ISO) as of which they stand."""

    told: tuple[Promise, ...] = ()
    left_out: int = 0
    as_of: str | None = None


def promises(ledger: Ledger, chosen: Iterable[CommitmentInFull], as_of: str | None = None) -> Promises:
    """Return what was promised among chosen commitments, and what came of it.

    Args:
        ledger: the ledger.
        chosen: commitments of it.
        as_of: what was known after this day (ISO) doesn't count.
    """
    wanted = list(dict.fromkeys(each.thread for each in chosen if each.stage in GIVEN and each.verdict != "rejected"))
    numbers = sorted(numbers_of(ledger.connection, wanted[:MOST]))
    found = list(lives(ledger.connection, numbers, as_of))
    odd = disputed_sums(ledger.connection, found, as_of)
    sums = {life.thread.id: _other_sums(life, odd.get(life.thread.id, ())) for life in found}
    # Of a thread that hundreds of articles tell no more is fetched than is shown.
    shown = [each.id for life in found for each in (whole(life), *_deliveries(life)[:MOST_DELIVERIES])]
    disputed = {
        its_id
        for its_id, some in against(ledger.connection, shown, as_of).items()
        if not all(each.update for each in some)
    }
    shown += [its_id for some in sums.values() for its_id in some]
    told = [row[0] for row in ledger.connection.execute(_NUMBERS, (json.dumps(shown),))]
    full = {each.id: each for each in commitments_in_full(ledger.connection, told, as_of=as_of)}
    # What another program takes out in between is in `found` alone.
    donors = givers(ledger.connection, found)
    made = [
        _promise(life, full, donors[life.thread.id], sums[life.thread.id], disputed)
        for life in found
        if whole(life).id in full
    ]
    made.sort(key=lambda each: (each.day, each.thread), reverse=True)
    return Promises(tuple(made), max(0, len(wanted) - MOST), as_of)


def _other_sums(life: Life, disputed: Iterable[Contradiction]) -> list[str]:
    """Return the tellings whose sums are at odds with that of the whole."""
    amount, pledges = life.thread.amount, life.pledges
    if amount is None:
        return []
    found: dict[str, None] = {}
    for each in disputed:
        pair = (each.one.record, each.other.record)
        for one, other in (pair, pair[::-1]):
            of_whole, told = pledges.get(one), pledges.get(other)
            if of_whole and of_whole.amount == amount and (told is None or told.amount != amount):
                found.setdefault(other)
    return list(found)


def _promise(
    life: Life,
    full: Mapping[str, CommitmentInFull],
    donors: tuple[Party, ...],
    sums: Iterable[str],
    disputed: Container[str],
) -> Promise:
    most, delivered = full[whole(life).id], _deliveries(life)
    came: dict[tuple[int, str, str], Came] = {}
    for each in (full[pledge.id] for pledge in delivered[:MOST_DELIVERIES] if pledge.id in full):
        # Copies of one article tell one delivery; the same words on another day, or of another source, may be another.
        key = (life.sources[each.id], each.known, f"{each.stage_told} {_what(each, each)}")
        told = Came(_what(each, each), each.known, each.id, each.quote, each.undelivered, each.id in disputed)
        came.setdefault(key, told)
    return Promise(
        thread=life.thread.id,
        day=min(life.known[each.id] for each in given(life)),
        whole=most,
        donors=donors,
        what=_what(most, life.thread.amount or most),
        stage=most.thread_stage,
        came=tuple(came.values()),
        left_out=max(0, len(delivered) - MOST_DELIVERIES),
        disputed=tuple(Disputed(money(full[each]), each) for each in sums if each in full),
    )


def _deliveries(life: Life) -> list[Pledge]:
    """Return the tellings of deliveries, and those of deliveries that didn't happen."""
    told = [
        each
        for each in life.thread.pledges
        if (each.stage == "delivered" or each.id in life.undelivered) and not each.cumulative
    ]
    return sorted(told, key=lambda each: (life.known[each.id], each.id))


def _what(each: CommitmentInFull, sum_of: Any) -> str:
    """Return what a commitment is of, in words: a sum and its items, else its category."""
    return ", ".join(_parts(each, sum_of)) or each.category.replace("_", " ")


def _parts(each: CommitmentInFull, sum_of: Any) -> Iterator[str]:
    if sum_of.value is not None:
        yield money(sum_of)
    for item in each.items:
        yield item_in_words(item)
