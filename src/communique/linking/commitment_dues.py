"""Days on which something was to be delivered, and whether it is overdue.

In: a thread and a day. Out: what says that a delivery of it is overdue. A later promise of a day takes the place of an
earlier one, but not where the two are of other kinds of materiel: shells that were due in May are not put off by the
vehicles that are due in June.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from communique.linking.commitment_pledges import Pledge
from communique.linking.commitment_shares import DELIVERED

if TYPE_CHECKING:
    from communique.linking.commitment_threads import Thread

PROMISED: Final = frozenset(("pledged", "approved", "contracted", "delayed"))
"""Stages of a commitment of which something is to come."""
DONE: Final = frozenset((DELIVERED, "cancelled", "refused"))
"""Stages after which nothing is."""


@dataclass(frozen=True, slots=True)
class Overdue:
    """A delivery that should have been: the day promised, how many days ago, which pledge says so, and why in words."""

    due: datetime.date
    days: int
    pledge: str
    reason: str


def promises(each: Pledge) -> bool:
    """Return whether a pledge gives a day to come on which there shall be delivery."""
    ahead = each.end is not None and each.published is not None and each.end > each.published
    return ahead and each.stage in PROMISED


def overdue(thread: Thread, on: datetime.date) -> list[Overdue]:
    """Return what says that deliveries are overdue on a day, each of other kinds; none where all came, or isn't due."""
    if thread.due is None or thread.due_pledge is None or thread.stage in DONE:
        return []
    dues = {thread.due_pledge: thread.due} | {its_id: due for due, its_id in _others(thread)}
    part = " all of it" if any(each.stage == DELIVERED for each in thread.shares) else " it"
    found = []
    for its_id, due in sorted(dues.items(), key=lambda each: (each[1], each[0])):
        if on > due:
            days = (on - due).days
            reason = f"promised by {due}, {days} days before {on}; no report says that{part} was delivered"
            found.append(Overdue(due, days, its_id, reason))
    return found


def _others(thread: Thread) -> Iterator[tuple[datetime.date, str]]:
    """Yield days promised for other kinds than those of later promises, of which nothing has come, and who says so."""
    told = thread.pledges
    for place, each in enumerate(told):
        later = told[place + 1 :]
        if each.end is None or not promises(each) or not _kinds(each):
            continue
        replaced = any(promises(other) and not _is_of_other_kinds(each, other) for other in later)
        stopped = any(other.stage in DONE and not _is_of_other_kinds(each, other) for other in later)
        if not replaced and not stopped:
            yield each.end, each.id


def _is_of_other_kinds(each: Pledge, other: Pledge) -> bool:
    """Return whether two tellings are of other kinds of materiel; what tells no kind may be of any."""
    return bool(_kinds(other)) and not _kinds(each) & _kinds(other)


def _kinds(each: Pledge) -> frozenset[str]:
    return frozenset(item.item_class for item in each.items)
