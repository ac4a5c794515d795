"""How the sizes of two commitments compare: sums in whatever currency and rounding, and items by kind and number.

In: the sums or items of two pledges. Out: whether they are equal, one less, more, or not to be compared, and how
telling that is. "$1.2bn" is 1,197 million rounded; a sum in another currency is converted at the rates of its day.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from communique.knowledge.currencies import currencies
from communique.knowledge.rates import convert
from communique.knowledge.tables import rows
from communique.linking.actors import folded
from communique.linking.commitment_phrases import bare_words, plain_words
from communique.linking.commitment_pledges import Materiel, Pledge, Sum
from communique.linking.event_words import stem

EXACT: Final = 0.003
"""Share by which two sums may differ whatever their rounding."""
ABOUT: Final = 0.05
"""The same where one is called approximate."""
CONVERTED: Final = 0.035
"""The same where they are in two currencies: papers convert at rates of other days, and round."""
COARSEST: Final = 0.045
"""Most that rounding to two digits may hide: 1.2 is 1.15 to 1.25."""
LATEST_RATES: Final = 800
"""Days by which the last known rate may be older than a sum, for a comparison that is approximate anyway."""
_DIGITS: Final = 2
"""Digits that a round sum is taken to have at least: 500 million is not 450."""
_SHARP: Final = 3
"""Digits from which a sum is unlikely to be met twice by chance."""


class Size(StrEnum):
    """How one size stands to another."""

    EQUAL = "equal"
    LESS = "less"
    MORE = "more"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How the size of one pledge stands to another's.

    `telling` is how seldom it would be so by chance, 0 to 1; `converted` that two currencies were compared, `ratio` one
    to the other where both are known; `reason` says it for people. `items` says that materiel decided, `rateless`
    that two sums can't be compared for lack of a rate.
    """

    size: Size
    telling: float = 0.0
    ratio: float | None = None
    converted: bool = False
    items: bool = False
    rateless: bool = False
    reason: str = ""


UNSIZED: Final = Likeness(Size.UNKNOWN)


def digits(value: float) -> int:
    """Return the significant digits of a sum as it was written: 2 of 1.2 billion."""
    return len(f"{value:.0f}".rstrip("0")) if value >= 1 else 1


def compare_sums(new: Sum, old: Sum, new_day: datetime.date | None, old_day: datetime.date | None) -> Likeness:
    """Return how one sum stands to another; unknown where there is no rate between their currencies."""
    if (new.per is None) != (old.per is None):
        return UNSIZED
    value, converted = old.value, new.currency != old.currency
    if converted and _is_bare_dollar(new, old):
        converted = False
    if converted:
        found = _converted(old.value, old.currency, new.currency, old_day or new_day)
        if found is None:
            return Likeness(Size.UNKNOWN, reason="no rate between the currencies", rateless=True)
        value = found
    if not value or not new.value:
        return UNSIZED
    slack = _slack(new, old) + (CONVERTED if converted else EXACT)
    ratio = new.value / value
    apart = abs(math.log(ratio))
    if apart <= slack or _within(new, value, old, slack):
        return Likeness(Size.EQUAL, _telling(new, old, converted=converted), ratio, converted, reason=_said(new, old))
    size = Size.LESS if ratio < 1 else Size.MORE
    return Likeness(size, 0.3, ratio, converted, reason=_said(new, old))


def _is_bare_dollar(new: Sum, old: Sum) -> bool:
    """Return whether one number of two kinds of dollars is told: a bare "$" is read as US dollars, whosever it is."""
    if "USD" not in {new.currency, old.currency} or not {new.currency, old.currency} <= _dollars():
        return False
    return bool(old.value) and abs(math.log(new.value / old.value)) <= EXACT if new.value else False


@lru_cache(maxsize=1)
def _dollars() -> frozenset[str]:
    return frozenset(code for code, each in currencies().items() if "dollar" in each.nouns or "dollars" in each.nouns)


def _slack(new: Sum, old: Sum) -> float:
    """Return the share by which the coarser of two sums may have been rounded; two as exact ones were not."""
    about = ABOUT if "about" in new.qualifiers | old.qualifiers else 0.0
    if digits(new.value) == digits(old.value) and new.currency == old.currency:
        return about
    return about + max(_rounding(each) for each in (new, old))


def _rounding(each: Sum) -> float:
    exact = max(_DIGITS, digits(each.value))
    return min(COARSEST, 0.5 * 10.0 ** (len(f"{each.value:.0f}") - exact) / each.value)


def _within(new: Sum, value: float, old: Sum, slack: float) -> bool:
    """Return whether a plain sum lies in the other's range, or two ranges are one."""
    scale = value / old.value
    low = old.low * scale if old.low is not None else None
    high = old.high * scale if old.high is not None else None
    narrow = low is not None and high is not None and low < high
    return narrow and low * (1 - slack) <= new.value <= high * (1 + slack)  # type: ignore[operator]  # narrow says so


def _telling(new: Sum, old: Sum, *, converted: bool) -> float:
    """Return how seldom two sums would be equal by chance."""
    sharp = min(digits(new.value), digits(old.value))
    return 0.45 if converted else (0.9 if sharp >= _SHARP else 0.75 if sharp == _DIGITS else 0.6)


def _said(new: Sum, old: Sum) -> str:
    return f"{new.currency} {new.value:,.15g} / {old.currency} {old.value:,.15g}"


@lru_cache(maxsize=16_384)
def _converted(value: float, currency: str, to: str, day: datetime.date | None) -> float | None:
    if day is None:
        return None
    return convert(value, currency, to, day, oldest=LATEST_RATES).value


def compare_items(new: Sequence[Materiel], old: Sequence[Materiel]) -> Likeness:
    """Return how the items of one pledge stand to another's, by the pair that tells most."""
    if not new or not old:
        return UNSIZED
    best = UNSIZED
    for one in new:
        for other in old:
            found = _compare_item(one, other)
            if (found.size is not Size.UNKNOWN, found.telling) > (best.size is not Size.UNKNOWN, best.telling):
                best = found
    if best.size is not Size.EQUAL:
        together = (_compare_total(one, old) for one in new), (_compare_total(other, new) for other in old)
        best = next((each for some in together for each in some if each is not None), best)
    return best


def _compare_total(one: Materiel, others: Sequence[Materiel]) -> Likeness | None:
    """Return that an item is all of several kinds taken together: 30 tanks are 10 of one type and 20 of another."""
    like = [each for each in others if alike(one, each)]
    counts = [each.count for each in like if each.count is not None]
    if len(like) <= 1 or len(counts) < len(like) or one.count != sum(counts):
        return None
    words = spelled(one.designation) or one.item_class
    reason = f"{one.count:g} / {' + '.join(f'{each:g}' for each in counts)} {words}"
    return Likeness(Size.EQUAL, 0.8, 1.0, items=True, reason=reason)


def alike(one: Materiel, other: Materiel) -> bool:
    """Return whether two items may be one kind of materiel: class and designation don't speak against it."""
    left, right = telling(one), telling(other)
    if one.item_class != other.item_class:
        same = bool(one.designation) and one.designation == other.designation
        return same or _may_be(one, other.item_class) or _may_be(other, one.item_class)
    if not left or not right or left <= right or right <= left:
        return True
    models = [{each for each in words if any(letter.isdigit() for letter in each)} for words in (left, right)]
    return bool(left & right) and not (models[0] and models[1] and models[0] != models[1])


def telling(item: Materiel) -> frozenset[str]:
    """Return the stems of a designation that tell which item it is; "guns" and "systems" have none."""
    return item.designation - _common() - bare_words().keys()


def _may_be(item: Materiel, item_class: str) -> bool:
    """Return whether an item is told by a bare word alone that may mean another class: howitzers are "guns" too."""
    return not telling(item) and any(item_class in bare_words().get(each, ()) for each in item.designation)


def _compare_item(one: Materiel, other: Materiel) -> Likeness:
    if not alike(one, other):
        return UNSIZED
    named = bool(one.designation & other.designation)
    words = spelled(one.designation | other.designation) or one.item_class
    new, old = number_of(one), number_of(other)
    if new is None or old is None:
        model = any(letter.isdigit() for each in one.designation & other.designation for letter in each)
        telling = 0.6 if model else 0.45 if named else 0.2
        return Likeness(Size.UNKNOWN, telling, items=True, reason=words)
    ratio = new / old if old else None
    reason = f"{new:g} / {old:g} {words}"
    if new == old:
        rare = 0.2 if new <= 1 else 0.3 if new % 50 == 0 else 0.4
        return Likeness(Size.EQUAL, 0.45 + rare + 0.1 * named, ratio, items=True, reason=reason)
    if _overlap(one, other):
        return Likeness(Size.EQUAL, 0.5, ratio, items=True, reason=reason)
    return Likeness(Size.LESS if new < old else Size.MORE, 0.4 + 0.1 * named, ratio, items=True, reason=reason)


def spelled(stems: Iterable[str]) -> str:
    """Return stems of a designation as words for people: "howitz" is of a howitzer; what no table has stays a stem."""
    return " ".join(_words().get(each, each) for each in sorted(stems))


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    words = sorted({word for row in rows("item_classes.csv") for word in folded(row["phrase"]).split()}, key=len)
    return {stem(word): word for word in reversed(words)}


def number_of(item: Materiel) -> float | None:
    """Return how many of an item there are, the middle of a range; None where it isn't told."""
    if item.count is not None:
        return float(item.count)
    known = [each for each in (item.low, item.high) if each is not None]
    return sum(known) / len(known) if known else None


def is_vague(item: Materiel) -> bool:
    """Return whether an item names no kind and no number: "military equipment", "the rest"."""
    if number_of(item) is not None:
        return False
    return not item.designation or (item.item_class == "other" and item.designation <= _common())


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(stem(each) for each in plain_words())


def _overlap(one: Materiel, other: Materiel) -> bool:
    """Return whether a range ("10 to 15", "dozens") holds the other's number."""
    if one.count is not None and other.count is not None:
        return False
    spans = [(each.low or 0, math.inf if each.high is None else each.high) for each in (one, other)]
    return max(spans[0][0], spans[1][0]) <= min(spans[0][1], spans[1][1])


def contradicts(new: Pledge, old: Pledge) -> bool:
    """Return whether the items of two pledges are of kinds that have nothing in common."""
    mine, theirs = ([each for each in some.items if not is_vague(each)] for some in (new, old))
    if not mine or not theirs:
        return False
    return not any(alike(one, other) for one in mine for other in theirs)


def sizes(new: Pledge, old: Pledge) -> Iterator[Likeness]:
    """Yield what sums and items say of two pledges, sums first."""
    if new.amount and old.amount:
        yield compare_sums(new.amount, old.amount, new.published, old.published)
    yield compare_items(new.items, old.items)
