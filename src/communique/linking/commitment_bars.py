"""Which known commitments a new one can't go on with, however like their sizes are.

In: a pledge, and threads. Out: the pledges of those threads that it may be linked with.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Final

from communique.linking.commitment_evidence import LENT, stated_instrument
from communique.linking.commitment_pledges import Pledge
from communique.linking.commitment_references import Pointer
from communique.linking.commitment_sizes import Size, compare_sums, sizes

_GIVEN: Final = frozenset(("grant",))


def open_to(new: Pledge, threads: Iterable[tuple[Hashable, Sequence[Pledge]]]) -> list[Pledge]:
    """Return the pledges of threads that a new one may go on with."""
    return [
        each
        for _, members in threads
        if not _bars(new, members)
        for each in members
        if not is_priced_otherwise(new, each, members)
    ]


def _bars(new: Pledge, members: Sequence[Pledge]) -> bool:
    """Return whether a pledge can't be of a thread: what is lent is never given, however few of its reports say so."""
    own = stated_instrument(new)
    if own not in LENT | _GIVEN:
        return False
    held = {stated_instrument(each) for each in members} & (LENT | _GIVEN)
    return bool(held) and not held & (LENT if own in LENT else _GIVEN)


def is_priced_otherwise(new: Pledge, old: Pledge, members: Sequence[Pledge]) -> bool:
    """Return whether a pledge with a sum is another than one of the same materiel, whose sum its sentence tells apart.

    "Under a first contract worth $3bn Oman ordered 80 tanks": another 80 for $5bn are a contract of their own.
    """
    if new.amount is None or old.amount is not None or not (new.items and old.items):
        return False
    if any(ref.kind is Pointer.REVISION for ref in new.references):
        return False
    if any(each.size in {Size.LESS, Size.MORE} for each in sizes(new, old)):
        return False
    prices = [each.amount for each in members if each.article == old.article and each.sentence == old.sentence]
    found = [compare_sums(new.amount, each, new.published, old.published).size for each in prices if each]
    other = {Size.MORE, Size.LESS} if new.stage == old.stage else {Size.MORE}
    return bool(found) and all(each in other for each in found)
