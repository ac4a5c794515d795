"""The life of one commitment across articles: told again, at another stage, part of a bigger one, revised, a total.

In: pledges, what linking knows a commitment by. Out: how a new one relates to an earlier one, with reasons for people.
The rules, in the order in which they are asked: the givers and takers have to fit; a total that includes earlier
commitments belongs to no single one; equal sums or equal counts of the same materiel are the same; a smaller number of
the same materiel, or a sum whose sentence names the bigger one, is part of it; a sum that its sentence tells to have
been raised or cut is a revision. When nothing of this is told the two are apart: a wrong merge hides money, and a
missed one counts it twice, so both need a reason.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from communique.knowledge.tables import document
from communique.linking.actors import folded
from communique.reading.amounts import money_in

ROUNDING = 0.02
"""Share by which a sum may differ from another and still be the same, rounded."""
LONGEST = 800
"""Days between two tellings of one commitment at most; aid pledged over several years is told of yearly."""
FRESH = 10
"""Days within which two like deliveries are one, told twice."""
_NONE_GIVEN = frozenset(("speculated", "requested", "refused", "cancelled"))
_ORDER = {
    stage: place
    for place, stages in enumerate(
        (
            ("speculated", "requested"),
            ("proposed",),
            ("pledged",),
            ("approved",),
            ("contracted", "delayed", "suspended"),
            ("delivered", "refused", "cancelled"),
        )
    )
    for stage in stages
}
"""Stages in the order of a commitment's life; those in one group come at the same point of it."""


class Relation(StrEnum):
    """How a commitment relates to an earlier one."""

    SAME = "same"
    STAGE_OF = "stage_of"
    PART_OF = "part_of"
    REVISION_OF = "revision_of"
    TOTAL_OF = "total_of"


@dataclass(frozen=True, slots=True)
class Ware:
    """An item as linking knows it: class, folded designation, and its count as a range, None where it isn't told."""

    item_class: str
    designation: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Pledge:
    """A commitment as linking knows it.

    Args:
        id: the caller's.
        article: the article's id.
        source: the same for articles that are copies of one another.
        known: the day on which it was known.
        donors: countries of those who give, or their keys where they have none.
        recipients: of those who take.
        category: `military` …
        low, high: the sum as a range; None where it is open or not told.
        currency: ISO 4217, None where no sum is told.
        wares: its items.
        stage: `pledged` …
        cumulative: a total that includes earlier commitments.
        sentence: the words that tell it.
    """

    id: str
    article: str
    source: str
    known: datetime.date
    donors: frozenset[str]
    recipients: frozenset[str]
    category: str
    low: float | None
    high: float | None
    currency: str | None
    wares: tuple[Ware, ...]
    stage: str
    cumulative: bool
    sentence: str

    @property
    def size(self) -> float | None:
        """The sum, or the bound that is told of it."""
        return self.high if self.high is not None else self.low


@dataclass(frozen=True, slots=True)
class Related:
    """How a pledge relates to another: the relation, the other's id, how probable, and why."""

    relation: Relation
    other: str
    probability: float
    reasons: tuple[str, ...]


def relate(new: Pledge, earlier: Iterable[Pledge]) -> Related | None:
    """Return how a pledge relates to the one of earlier ones that it fits best, or None where it stands alone."""
    found = [related for each in earlier if each.id != new.id and (related := compare(new, each)) is not None]
    return max(found, key=lambda each: (each.probability, each.other), default=None)


def compare(new: Pledge, other: Pledge) -> Related | None:
    """Return how a pledge relates to another, or None where nothing is told of that."""
    parties = _parties(new, other)
    if parties is None or abs((new.known - other.known).days) > LONGEST:
        return None
    if "unspecified" not in {new.category, other.category} and new.category != other.category:
        return None
    if new.cumulative != other.cumulative:
        return _total(new, other, parties)
    for ask in (_by_sum, _by_wares):
        found = ask(new, other)
        if found is not None:
            relation, probability, reasons = found
            return Related(relation, other.id, min(probability, parties[0]), (*parties[1], *reasons))
    return None


def _parties(new: Pledge, other: Pledge) -> tuple[float, tuple[str, ...]] | None:
    """Return how well givers and takers fit, with reasons; None where they don't."""
    reasons = []
    known = 0
    for name, one, two in (("from", new.donors, other.donors), ("to", new.recipients, other.recipients)):
        if one and two:
            # Two who give together are not one of them: their sums are others.
            if one != two and not (one < two and name == "to") and not (two < one and name == "to"):
                return None
            known += 1
            reasons.append(f"{name} {' and '.join(sorted(one & two))}")
    if not known or not (new.donors and other.donors):
        return None
    return (0.95 if known > 1 else 0.7), tuple(reasons)


def _total(new: Pledge, other: Pledge, parties: tuple[float, tuple[str, ...]]) -> Related | None:
    total, part = (new, other) if new.cumulative else (other, new)
    if total is not new or total.size is None or part.size is None or total.currency != part.currency:
        return None
    if part.size > total.size or part.stage in _NONE_GIVEN:
        return None
    return Related(
        Relation.TOTAL_OF, other.id, min(0.6, parties[0]), (*parties[1], "a total of what was told until then")
    )


def _by_sum(new: Pledge, other: Pledge) -> tuple[Relation, float, tuple[str, ...]] | None:
    if new.size is None or other.size is None or new.currency != other.currency:
        return None
    if _close(new.size, other.size):
        if _is_later_promise(new, other):
            return None
        return _step(new, other), 0.9, (f"the same sum, {new.size:,.15g} {new.currency}",)
    if new.size < other.size and _names(new.sentence, other) and _of_whole(new.sentence):
        return (
            Relation.PART_OF,
            0.85,
            (f"its sentence names the {other.size:,.15g} {other.currency} that it is part of",),
        )
    if _names(new.sentence, other) and _revised(new.sentence):
        return Relation.REVISION_OF, 0.8, (f"its sentence names the {other.size:,.15g} {other.currency} of before",)
    return None


def _by_wares(new: Pledge, other: Pledge) -> tuple[Relation, float, tuple[str, ...]] | None:
    if new.size is not None and other.size is not None:
        return None
    pairs = [(one, two) for one in new.wares for two in other.wares if _alike(one, two)]
    if not pairs:
        return None
    one, two = max(pairs, key=lambda pair: (pair[0].designation == pair[1].designation, pair[1].high or 0))
    what = f"the same materiel, {one.designation}"
    if one.high is None or two.high is None:
        return (_step(new, other), 0.6, (what,)) if _goes_on(new, other, one, two) else None
    return _by_numbers(new, other, what, one.high, two.high)


def _by_numbers(
    new: Pledge, other: Pledge, what: str, one: int, two: int
) -> tuple[Relation, float, tuple[str, ...]] | None:
    if one == two:
        return None if _is_later_promise(new, other) else (_step(new, other), 0.85, (what, f"as many, {one}"))
    if new.stage == other.stage:
        told = (what, f"{one} and {two}, told within {FRESH} days")
        return (Relation.SAME, 0.6, told) if _told_twice(new, other, one, two) else None
    onward = _ORDER[new.stage] > _ORDER[other.stage] and one < two
    return (Relation.STAGE_OF, 0.75, (what, f"{one} of the {two}")) if onward else None


def _goes_on(new: Pledge, other: Pledge, one: Ware, two: Ware) -> bool:
    """Return whether materiel without a number on either side is the same: in the same words, soon after, a step on."""
    near = abs((new.known - other.known).days) <= FRESH * 9
    onward = _ORDER[new.stage] > _ORDER[other.stage] or new.stage in {other.stage, "delayed"}
    return near and onward and one.designation == two.designation


def _told_twice(new: Pledge, other: Pledge, one: int, two: int) -> bool:
    """Return whether two numbers of one stage are two sources' of the same lot: within days, and not half of each."""
    near = abs((new.known - other.known).days) <= FRESH and new.source != other.source
    return near and min(one, two) / max(one, two) >= 0.5  # noqa: PLR2004  # half as many is another lot


def _step(new: Pledge, other: Pledge) -> Relation:
    return Relation.SAME if new.stage == other.stage else Relation.STAGE_OF


def _is_later_promise(new: Pledge, other: Pledge) -> bool:
    """Return whether a like promise comes after the other was fulfilled, or long after it was made: another one."""
    if _further(new.sentence) and not _further(other.sentence):
        return True
    apart = (new.known - other.known).days
    if other.stage == "delivered" and new.stage != "delivered" and apart > FRESH:
        return True
    return new.stage == other.stage and apart > FRESH * 12 and not _names_past(new.sentence)


def _alike(one: Ware, two: Ware) -> bool:
    if one.item_class != two.item_class and "other" not in {one.item_class, two.item_class}:
        return False
    if one.designation == two.designation:
        return True
    left, right = set(one.designation.split()), set(two.designation.split())
    return bool(left & right - _plain_words()) and (left <= right or right <= left)


def _close(one: float, two: float) -> bool:
    return abs(one - two) <= ROUNDING * max(one, two)


def _names(sentence: str, other: Pledge) -> bool:
    """Return whether a sentence names another pledge's sum beside its own."""
    if other.size is None:
        return False
    return any(
        each.currency == other.currency and _close(each.value, other.size)
        for each in money_in(sentence, 0, len(sentence))
    )


@lru_cache(maxsize=8)
def _phrases(name: str) -> re.Pattern[str]:
    words = document("commitment_references.yaml")[name]
    return re.compile(
        r"\b(?:" + "|".join(re.escape(each).replace(r"\ ", r"\s+") for each in words) + r")\b", re.IGNORECASE
    )


def _of_whole(sentence: str) -> bool:
    return bool(_phrases("part").search(sentence))


def _revised(sentence: str) -> bool:
    return bool(_phrases("revised").search(sentence))


def _further(sentence: str) -> bool:
    return bool(_phrases("further").search(sentence))


def _names_past(sentence: str) -> bool:
    return bool(_phrases("promised_before").search(sentence))


@lru_cache(maxsize=1)
def _plain_words() -> frozenset[str]:
    return frozenset(document("commitment_references.yaml")["plain_words"])


def ware(item_class: str, designation: str, count: int | None, low: int | None, high: int | None) -> Ware:
    """Return an item as linking knows it."""
    words = [each.rstrip("s") for each in folded(designation).split()]
    return Ware(item_class, " ".join(words), low if low is not None else count, high if high is not None else count)


def threads(pledges: Sequence[Pledge]) -> list[list[str]]:
    """Return the ids of pledges by thread, each thread's in the order in which they were known.

    The outcome doesn't depend on the order of `pledges`.
    """
    ordered = sorted(pledges, key=lambda each: (each.known, each.article, each.id))
    of: dict[str, list[str]] = {}
    for at, each in enumerate(ordered):
        found = relate(each, ordered[:at])
        joined = found is not None and found.relation is not Relation.TOTAL_OF and found.probability >= LEAST
        thread = of[found.other] if found is not None and joined else []
        thread.append(each.id)
        of[each.id] = thread
    unique = {id(thread): thread for thread in of.values()}
    return list(unique.values())


LEAST = 0.5
"""Probability from which a pledge joins the thread of another."""
