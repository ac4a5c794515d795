"""What makes one telling a part of what was told before, where no size says so: the rest of it, or what it holds.

In: two pledges. Out: whether the later is such a part, and points with the reason in words.
"""

from __future__ import annotations

from communique.linking.commitment_evidence import UNGIVEN, days_between, is_cumulative, shares_of
from communique.linking.commitment_pledges import Pledge
from communique.linking.commitment_references import LAST, Pointer
from communique.linking.commitment_sizes import Likeness, Size, is_vague
from communique.linking.event_words import term


def is_rest(each: Pledge) -> bool:
    """Return whether a pledge tells of "the rest", "the remaining weapons", and neither how many nor of what kind."""
    if each.amount is not None or not all(map(is_vague, each.items)):
        return False
    return any(ref.ordinal == LAST for ref in shares_of(each))


def rest(new: Pledge, old: Pledge, points: float) -> tuple[float, tuple[str, ...]] | None:
    """Weigh "the rest" against what it may be the rest of: promised before, in its article or on the same matter."""
    if days_between(new, old) < 0 or old.stage in UNGIVEN | {"delivered"}:
        return None
    named = {term(word) for item in old.items for word in item.designation}
    if new.article != old.article and not new.topic & (old.topic | named):
        return None
    points += (0.8 if new.article == old.article else 0.3) + 0.5 * bool(new.topic & named)
    return points, ("the rest of what was promised",)


def is_held_by(new: Pledge, old: Pledge, like: Likeness) -> bool:
    """Return whether a pledge is told to be in a package, and another may be that package: its article's, before."""
    if like.size not in {Size.LESS, Size.UNKNOWN}:
        return False
    if new.article != old.article or new.place <= old.place or new.sentence == old.sentence:
        return False
    if old.amount is None or is_cumulative(old) or shares_of(old) or old.stage in UNGIVEN:
        return False
    held = {ref.kind for ref in new.references}
    return Pointer.CONTENTS in held and Pointer.CONTENTS not in {ref.kind for ref in old.references}


def held(new: Pledge, old: Pledge, points: float) -> tuple[float, tuple[str, ...]]:
    """Return the points for what a package holds: the package that was told last before it is likeliest."""
    return points + 1.2 - 0.2 * (new.place - old.place - 1), ("what a package told before holds",)
