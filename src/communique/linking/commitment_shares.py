"""Shares of a commitment, and whether together they are all of it: tranches, first deliveries, one of its kinds.

In: the items and sum of a whole and its shares. Out: whether all was delivered, and what of its materiel was not.
All is there when the deliveries of every kind make up its number, those of money its sum, or when a paper says of what
was delivered that it was the last of it ("the remaining 12 of the 18", "the rest") and no later report says otherwise.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from communique.linking.commitment_kinds import WHOLE, named
from communique.linking.commitment_pledges import Materiel, Pledge, Sum
from communique.linking.commitment_references import LAST, Pointer
from communique.linking.commitment_relations import MISCOUNTED, STOPS, WEEK
from communique.linking.commitment_sizes import is_vague, number_of

DELIVERED: Final = "delivered"
CALLED_OFF: Final = frozenset(("refused", "cancelled"))


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a commitment with a life of its own: a tranche, a first delivery, one giver's part of a joint one.

    `adds` says that it comes beside the shares before it, False that its size holds theirs, None that nothing is told.
    `called` says that somebody calls it a part, `last` that a report of its delivery calls it the last, `disputed` that
    another says, no sooner, that it was not delivered. `shares` are its own parts.
    """

    pledges: tuple[str, ...]
    donors: frozenset[str]
    stage: str
    day: datetime.date | None
    amount: Sum | None
    items: tuple[Materiel, ...]
    adds: bool | None
    called: bool = False
    last: bool = False
    disputed: bool = False
    shares: tuple[Share, ...] = ()


def told_of(share: Share) -> Iterator[str]:
    """Yield the ids of the pledges that tell of a share, or of parts of it."""
    yield from share.pledges
    for each in share.shares:
        yield from told_of(each)


def is_last(pledges: Iterable[Pledge]) -> bool:
    """Return whether a delivery is told to be the last of what is named."""
    return any(
        ref.kind is Pointer.PART and ref.ordinal == LAST
        for each in pledges
        if each.stage == DELIVERED
        for ref in each.references
    )


def is_disputed(pledges: Sequence[Pledge]) -> bool:
    """Return whether what one paper tells as delivered another tells, no sooner, as stopped or put off."""
    days = [each.published or datetime.date.min for each in pledges if each.stage == DELIVERED]
    return bool(days) and any(
        each.stage in STOPS and (each.published or datetime.date.min) >= min(days) for each in pledges
    )


def all_there(items: Sequence[Materiel], amount: Sum | None, shares: Sequence[Share]) -> bool:
    """Return whether the deliveries of parts are the whole of a commitment, of every kind of its items."""
    given = list(_delivered(shares))
    if not given:
        return False
    if amount is not None and _is_paid(amount, given):
        return True
    told = [each for each in items if not is_vague(each)]
    if not told:
        # Of what is told by no kind and no number, the last closes all.
        return any(each.last for each in given)
    return not open_items(told, shares)


@dataclass(frozen=True, slots=True)
class Open:
    """An item of which not all was delivered; `left` is how many are to come, None where no number is told."""

    item: Materiel
    left: float | None


def open_items(items: Sequence[Materiel], shares: Sequence[Share]) -> tuple[Open, ...]:
    """Return the items of a whole of which not all was delivered, by its shares; what was called off isn't to come."""
    told = [each for each in items if not is_vague(each)]
    given = list(_delivered(shares))
    gone = [named(each.items, told) for each in shares if each.stage in CALLED_OFF]
    if any(each.last and all(map(is_vague, each.items)) for each in given):
        return ()
    counts = [named(each.items, told) for each in given]
    found = []
    for place, item in enumerate(told):
        some = [_Lot(share, counted[place]) for share, counted in zip(given, counts, strict=True)]
        of_it = [each for each in some if each.number is not None]
        wanted = number_of(item)
        off = [each[place] for each in gone if each[place] is not None]
        if off and (not wanted or not all(off)):
            continue
        wanted = wanted and max(0.0, wanted - sum(each or 0.0 for each in off))
        if off and not wanted:
            continue
        if any(each.share.last for each in of_it) and not _is_short_by_now(of_it, wanted):
            continue
        if not wanted:
            # A first lot of what has no number may be any part of it.
            if not any(not each.share.called for each in of_it):
                found.append(Open(item, None))
            continue
        once = [each for at, each in enumerate(of_it) if not any(_is_recount(each, other) for other in of_it[:at])]
        came = growth([each.number for each in once], [each.share.adds for each in once])[1]
        if came < WHOLE * wanted:
            found.append(Open(item, wanted - came))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Lot:
    """How many of one item a share holds: None where it holds none, 0 where it tells no number."""

    share: Share
    number: float | None

    @property
    def day(self) -> datetime.date:
        return self.share.day or datetime.date.min


def _is_recount(lot: _Lot, earlier: _Lot) -> bool:
    """Return whether a number is rather another paper's count of a delivery that was told, and no further one."""
    if lot.share.adds or (lot.share.called and earlier.share.called) or not lot.number or not earlier.number:
        return False
    near = abs((lot.day - earlier.day).days) <= WEEK
    return near and MISCOUNTED[0] < lot.number / earlier.number < MISCOUNTED[1]


def _is_short_by_now(lots: Sequence[_Lot], wanted: float | None) -> bool:
    """Return whether a report after the last delivery gives a lower number as that of all that came."""
    if not wanted:
        return False
    first = min(each.day for each in lots if each.share.last)
    return any(
        each.share.adds is False and each.day >= first and (each.number or wanted) < WHOLE * wanted for each in lots
    )


def _is_paid(amount: Sum, given: Sequence[Share]) -> bool:
    """Return whether sums in the whole's own currency make it up, or the last of them is paid."""
    if amount.per is not None or not amount.value:
        return False
    sums = [each for each in given if each.amount and each.amount.currency == amount.currency and not each.amount.per]
    if any(each.last for each in sums):
        return True
    sizes = [each.amount.value for each in sums if each.amount]
    return growth(sizes, [each.adds for each in sums])[1] >= WHOLE * amount.value


def _delivered(shares: Iterable[Share]) -> Iterator[Share]:
    """Yield the shares that were delivered, and the parts of those that weren't as a whole."""
    for each in shares:
        if each.stage == DELIVERED:
            if not each.disputed:
                yield each
        else:
            yield from _delivered(each.shares)


def growth(sizes: Sequence[float | None], adds: Sequence[bool | None]) -> tuple[list[float], float]:
    """Return by how much each share adds to those before it, in the order of time, and their whole.

    A share that is told to come beside the others adds its size. Any other that is larger than all before it may hold
    them, so it adds only what is over; a smaller one can't hold them, and adds its size unless it is told to be the
    state of things.
    """
    found, total = [], 0.0
    for size, beside in zip(sizes, adds, strict=True):
        known = size or 0.0
        grown = known if beside or not total else known - total if known >= total else 0.0 if beside is False else known
        found.append(grown)
        total += grown
    return found, total
