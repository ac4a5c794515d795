"""How one commitment told in the news relates to one told before: same, stage, part, revision, total, at odds.

In: pledges. Out: a `Relation` with its probability and reasons, both sentences beside it; or None, which is what a pair
gets that can't be told. A wrong link hides money and a missed one counts it twice, so nothing is linked by donor and
recipient alone: sizes have to fit, or a sentence has to name the other.

Each piece of evidence (`commitment_evidence`, and what is told by sizes, stages and days here) adds to a logit. The
figures were set by hand and checked on `corpus/histories` (its dev part); `python -m training.histories` measures them.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from communique.linking.commitment_evidence import (
    NAMED,
    RANK,
    STOPS,
    UNGIVEN,
    WEEK,
    days_between,
    form,
    group_share,
    is_announced,
    is_cumulative,
    is_further_delivery,
    is_named_by,
    is_told_again,
    one_sentence,
    parties,
    said,
    shares_of,
    through_body,
)
from communique.linking.commitment_parts import held, is_held_by, is_rest, rest
from communique.linking.commitment_pledges import Pledge
from communique.linking.commitment_references import LAST, Pointer
from communique.linking.commitment_sizes import UNSIZED, Likeness, Size, sizes

__all__ = [
    "APART",
    "LEAST",
    "MISCOUNTED",
    "RANK",
    "STOPS",
    "UNGIVEN",
    "WEEK",
    "Kind",
    "Relation",
    "compare",
    "relate",
]

LEAST: Final = 0.5
"""Probability under which no relation is given."""
FRESH: Final = 10
"""Days within which two papers tell one piece of news."""
_TIE: Final = 0.02
"""Probabilities that differ by no more fit equally well."""
_YEAR: Final = 365
_LONGEST: Final = 1500
"""Days over which a commitment can be told of."""


_FADING: Final = {
    "promised": ((FRESH, 0.0), (45, 0.8), (150, 1.5), (300, 2.0)),
    # A contract is signed once.
    "contracted": ((FRESH, 0.0), (150, 0.5), (_LONGEST, 1.0)),
    "delivered": ((FRESH, 0.0), (21, 1.2), (60, 2.2)),
}


class Kind(StrEnum):
    """How a pledge relates to another."""

    SAME = "same"
    STAGE_OF = "stage_of"
    PART_OF = "part_of"
    REVISION_OF = "revision_of"
    TOTAL_OF = "total_of"
    CONTRADICTS = "contradicts"


APART: Final = frozenset((Kind.TOTAL_OF, Kind.CONTRADICTS))
"""Kinds that don't make their pledges one commitment."""
DISPUTED: Final = (0.4, 2.5)
"""Ratios between which two sizes may be two figures for one thing."""
MISCOUNTED: Final = (0.7, 1.4)
"""Ratios between which two numbers of items, told in one week, are two counts of one thing, and none is a share."""


@dataclass(frozen=True, slots=True)
class Relation:
    """The pledge `id` is the same as, a stage of, … the pledge `other`.

    `share` says that it covers only part of the other's size, as a tranche or a first delivery does. `reasons` are
    short phrases for people, `quotes` the two sentences, `id`'s first.
    """

    id: str
    other: str
    kind: Kind
    probability: float
    reasons: tuple[str, ...]
    quotes: tuple[str, str]
    share: bool = False


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A relation under consideration: its kind, points for it, and why."""

    kind: Kind
    points: float
    reasons: tuple[str, ...]
    share: bool = False


def relate(new: Pledge, earlier: Sequence[Pledge]) -> Relation | None:
    """Return how a pledge relates to the earlier one that it fits best, or None where it fits none.

    Where two fit equally well, as two like packages do, the earlier told one has its later stages, the later told one
    its repetitions.
    """
    found = [(relation, each) for each in earlier if (relation := compare(new, each)) is not None]
    if not found:
        return None
    # What is more than a total of others, or at odds with one, is that first.
    for kind in (Kind.CONTRADICTS, Kind.TOTAL_OF):
        found = [pair for pair in found if pair[0].kind is not kind] or found
    if any(relation.share for relation, _ in found):
        # A share that was told before is joined there, not to its whole.
        again = [(relation, each) for relation, each in found if not relation.share and _is_same_share(new, each)]
        found = again or found
    best = max(relation.probability for relation, _ in found)
    near = [(relation, each) for relation, each in found if relation.probability >= best - _TIE]
    totals = all(relation.kind is Kind.TOTAL_OF for relation, _ in near)
    onward = not totals and all(relation.kind in {Kind.STAGE_OF, Kind.PART_OF} for relation, _ in near)
    near.sort(key=lambda pair: (pair[1].published or datetime.date.min, pair[1].id))
    return near[0 if onward else -1][0]


def compare(new: Pledge, old: Pledge) -> Relation | None:
    """Return how one pledge relates to one other, or None where that can't be told.

    The relation is the later one's to the earlier, but for a share that was told before its whole.
    """
    if new.id == old.id:
        return None
    found = _compared(new, old)
    if any(ref.value is not None or ref.count is not None for ref in shares_of(old)):
        turned = _compared(old, new)
        if turned is not None and turned.share and (found is None or found.probability < turned.probability):
            return turned
    return found


def _compared(new: Pledge, old: Pledge) -> Relation | None:
    sides = parties(new, old) or group_share(new, old) or one_sentence(new, old) or through_body(new, old)
    if (
        sides is None
        or abs(days_between(new, old)) > _LONGEST
        or (new.package and old.package not in {None, new.package})
    ):
        return None
    weighed = _totals(new, old) if _is_total(new, old) or _is_total(old, new) else _weigh(new, old)
    if weighed is None:
        return None
    points = weighed.points + sides[0] + form(new, old)
    probability = round(1 / (1 + math.exp(-points)), 3)
    if probability < LEAST:
        return None
    reasons = (*sides[1], *weighed.reasons)
    quotes = (new.sentence, old.sentence)
    return Relation(new.id, old.id, weighed.kind, probability, reasons, quotes, weighed.share)


def _is_same_share(new: Pledge, old: Pledge) -> bool:
    """Return whether a share was told before: of that size, or of that place among several."""
    equal = bool(shares_of(old)) and any(each.size is Size.EQUAL for each in sizes(new, old))
    return equal or _is_same_lot(new, old)


def _is_same_lot(new: Pledge, old: Pledge) -> bool:
    """Return whether both are the first, or the last, of a kind of which no number is told: "the first shells"."""
    which = [{ref.ordinal for ref in shares_of(each) if ref.ordinal} for each in (new, old)]
    counted = any(each.count is not None for each in (*new.items, *old.items)) or new.amount or old.amount
    return bool(which[0] & which[1]) and not counted


def _is_total(each: Pledge, other: Pledge) -> bool:
    """Return whether a pledge is a total, and not just all of the other ("12 ambulances in all")."""
    if any(ref.kind is Pointer.REVISION for ref in each.references):
        return False
    totalled = any(ref.kind is Pointer.TOTAL for ref in each.references)
    if not totalled:
        # What no word calls a total, and a share's sentence names as its whole, was read so by mistake.
        return is_cumulative(each) and not is_named_by(each, other)
    if is_cumulative(each) and each.amount is not None:
        return True
    for like in sizes(each, other):
        # "So far 160 tonnes have come" of the 300 promised is a share of them.
        if like.size is Size.EQUAL or (like.items and like.size is Size.LESS and _is_forward(each, other)):
            return False
    return True


def _totals(new: Pledge, old: Pledge) -> _Weighed | None:
    """Weigh a total against what it may hold, or against the same total told again."""
    both = _is_total(new, old) and _is_total(old, new)
    like = next((each for each in sizes(new, old) if each.size is not Size.UNKNOWN), UNSIZED)
    if both:
        if like.size is Size.EQUAL and abs(days_between(new, old)) <= FRESH:
            return _Weighed(Kind.SAME, 1.0, ("the same total told again", like.reason))
        return None
    if _is_total(old, new):
        return None
    if like.size is Size.MORE and old.stage not in UNGIVEN and days_between(new, old) >= 0:
        return _Weighed(Kind.TOTAL_OF, 1.0, ("a total that holds what was told before", like.reason))
    return None


def _weigh(new: Pledge, old: Pledge) -> _Weighed | None:  # noqa: PLR0911  # one way out for each thing that decides
    """Weigh a pair by sizes and references."""
    told, like = said(new, old), _likeness(new, old)
    if told is None:
        return None
    points, reasons = told.points, told.reasons
    if told.kind is Pointer.PART:
        equal, more = like.size is Size.EQUAL, like.size is Size.MORE and not (like.items or like.converted)
        # No part is more than its whole.
        return None if more else _Weighed(_step(new, old) if equal else Kind.PART_OF, points, reasons, share=not equal)
    if told.kind is Pointer.REVISION and (like.size in {Size.LESS, Size.MORE} or points >= NAMED):
        return _Weighed(Kind.REVISION_OF, points + 0.3, reasons)
    smaller = like.size is Size.LESS or (like.size is Size.UNKNOWN and like.items and like.telling)
    if told.bare and smaller and days_between(new, old) >= 0 and not _is_same_lot(new, old):
        if RANK[old.stage] >= RANK["delivered"] and any(ref.ordinal == LAST for ref in shares_of(new)):
            return None  # what was left is no part of what had come
        return _Weighed(Kind.PART_OF, points + 0.8, (*reasons, like.reason), share=True)
    if is_rest(new) or is_held_by(new, old, like):
        part = rest(new, old, points) if is_rest(new) else held(new, old, points)
        return part and _Weighed(Kind.PART_OF, *part, share=True)
    by_size = _by_size(new, old, like, named=told.kind is not None and points >= 1)
    if by_size is None:
        if told.kind is None or points < 1:
            return _disputed(new, old, like)
        return _Weighed(_step(new, old), points - 1.0, reasons)
    reasons = (*by_size.reasons, *reasons)
    if is_further_delivery(new, old):
        return _Weighed(Kind.PART_OF, by_size.points + points, reasons, share=True)
    return replace(by_size, points=by_size.points + points, reasons=reasons)


def _likeness(new: Pledge, old: Pledge) -> Likeness:
    """Return what sizes say: sums where both have one, else items; items where sums can't be compared."""
    found = list(sizes(new, old))
    known = [each for each in found if each.size is not Size.UNKNOWN]
    if known:
        return known[0]
    return max(found, key=lambda each: (each.telling, each.rateless), default=UNSIZED)


def _step(new: Pledge, old: Pledge) -> Kind:
    return Kind.SAME if new.stage == old.stage else Kind.STAGE_OF


def _by_size(new: Pledge, old: Pledge, like: Likeness, *, named: bool) -> _Weighed | None:
    """Weigh a pair by sizes, stages and days; `named` says that the later one's sentence points at the earlier."""
    if like.size is Size.EQUAL:
        return _equal(new, old, like, named=named)
    if like.size is Size.UNKNOWN:
        return _unsized(new, old, like)
    if like.items and like.size is Size.LESS and _is_forward(new, old) and new.stage not in UNGIVEN:
        return _Weighed(Kind.STAGE_OF, 0.5 + like.telling, ("fewer of the same", like.reason), share=True)
    near = abs(days_between(new, old)) <= WEEK and new.article != old.article and new.stage == old.stage
    if near and like.ratio and MISCOUNTED[0] < like.ratio < MISCOUNTED[1] and like.items:
        return _Weighed(Kind.SAME, 0.1 + like.telling, ("numbers differ, told within a week", like.reason))
    return None


def _disputed(new: Pledge, old: Pledge, like: Likeness) -> _Weighed | None:
    """Weigh whether two papers give two figures for one thing: told in one week, at one stage, for the same."""
    plain = all(ref.kind in {Pointer.KNOWN, Pointer.RETOLD} for each in (new, old) for ref in each.references)
    near = abs(days_between(new, old)) <= WEEK and new.article != old.article and new.stage == old.stage
    if not plain or not near or like.ratio is None or not DISPUTED[0] < like.ratio < DISPUTED[1]:
        return None
    named = like.items and like.telling >= 0.5  # noqa: PLR2004  # a designation that both have
    alike = new.purpose & old.purpose or len(new.topic & old.topic) > 1 or (new.package and new.package == old.package)
    if not named and not alike:
        return None
    return _Weighed(Kind.CONTRADICTS, 0.3 + 0.4 * named, ("two figures, told within a week", like.reason))


def _is_forward(new: Pledge, old: Pledge) -> bool:
    return RANK[new.stage] > RANK[old.stage] and days_between(new, old) >= 0


def _equal(new: Pledge, old: Pledge, like: Likeness, *, named: bool) -> _Weighed | None:
    """Weigh a pair of one size."""
    days, gap = days_between(new, old), abs(days_between(new, old))
    if _other_share(new, old) or (new.article == old.article and new.sentence == old.sentence):
        return None  # of two equal numbers in one sentence neither is the other
    points = 2.6 * like.telling
    reasons = ("the same size", like.reason)
    if _is_whole(new) or _is_whole(old):
        # Named as the whole of a share it is what was told before; its stage is the share's.
        return _Weighed(_step(new, old), points + 0.3, reasons)
    if new.stage == old.stage:
        if _dates_differ(new, old):
            return None
        return _Weighed(Kind.SAME, points - _aged(new, old), reasons)
    if _is_forward(new, old):
        return _Weighed(Kind.STAGE_OF, points + 0.3 - 0.8 * (gap > _YEAR), reasons)
    # Told at an earlier stage than before: a look back, unless much time has passed since it was given, and not just
    # announced ("gives"). What was refused may be promised after all.
    cut = any(ref.kind is Pointer.REVISION for ref in old.references)
    given = old.stage in {"delivered", "cancelled"} and not is_announced(old)
    late = given and not (cut or named) and days > FRESH
    return _Weighed(Kind.STAGE_OF, points - (2.5 if late else 0.4) - 0.8 * (gap > 60), reasons)  # noqa: PLR2004  # days


def _aged(new: Pledge, old: Pledge) -> float:
    """Return points against two tellings of one size and stage, by the days between them."""
    if _is_of_then(new, old):
        return 0.0
    # What a country "gives" is often promised by that, and delivered later.
    stage = "promised" if is_announced(old) and days_between(new, old) > 0 else new.stage
    return 0.4 + _faded(abs(days_between(new, old)), stage)


def _is_of_then(new: Pledge, old: Pledge) -> bool:
    """Return whether a pledge looks back at the days in which another was told: "granted $200m in June"."""
    if new.start is None or new.end is None or old.published is None or new.published is None:
        return False
    slack = datetime.timedelta(days=2)
    return (new.published - new.end).days > FRESH and new.start - slack <= old.published <= new.end + slack


def _is_whole(each: Pledge) -> bool:
    return any(ref.kind is Pointer.WHOLE for ref in each.references)


def _faded(gap: int, stage: str) -> float:
    """Return points against one piece of news told again after some days; deliveries repeat, promises are repeated."""
    steps = _FADING.get(stage, _FADING["promised"])
    return next((points for days, points in steps if gap <= days), steps[-1][1] + 1.0)


def _other_share(new: Pledge, old: Pledge) -> bool:
    """Return whether a pledge is another share than one told before, of the same size."""
    mine, theirs = shares_of(new), shares_of(old)
    if not mine or not theirs:
        return False
    which = {ref.ordinal for ref in mine if ref.ordinal}, {ref.ordinal for ref in theirs if ref.ordinal}
    if which[0] and which[1]:
        return not which[0] & which[1]
    return any(ref.adds for ref in mine)


def _dates_differ(new: Pledge, old: Pledge) -> bool:
    """Return whether two deliveries are told to have been on different days."""
    if new.stage != "delivered" or not (new.start and old.start):
        return False
    return new.precision == old.precision == "day" and abs((new.start - old.start).days) > 3  # noqa: PLR2004  # days


def _unsized(new: Pledge, old: Pledge, like: Likeness) -> _Weighed | None:
    """Weigh a pair of which a size isn't told: items without a number, or a sum against items."""
    gap = abs(days_between(new, old))
    if like.rateless and gap <= FRESH:
        return _Weighed(_step(new, old), -0.6, (like.reason, "told in the same days"))
    if not like.telling or (new.article == old.article and not is_told_again(new, old)):
        return None
    forward = _is_forward(new, old)
    faded = 0.0 if gap <= FRESH else 0.5 if forward or gap <= 120 else 1.2  # noqa: PLR2004  # days
    return _Weighed(_step(new, old), 1.6 * like.telling + 0.3 * forward - faded, ("the same materiel", like.reason))
