"""Items and numbers of people: "some 30 used Leopard 2 tanks", "two dozen", "at least 12 people".

In go a text and the span of an item or a number of people; out comes an ``Item`` or a ``Quantity``. For both: a plain
number has low = value = high; "up to 31" leaves low open, "at least 12" leaves high open; a range ("10 to 15") and a
vague number ("dozens") have no value, only low and high. ``estimate`` is true where the words say that the number is
none exact.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from communique.knowledge.genders import gender_of_words
from communique.knowledge.item_classes import item_kind_of, item_words
from communique.reading.values.figures import Number, numbers_in
from communique.reading.values.qualifiers import qualifiers_after, qualifiers_before
from communique.records import Item, Quantity, Span
from communique.vocabulary import Condition, ItemClass, Qualifier, QuantityKind

_BEFORE: Final = 48  # code points before an item in which its count may stand
_RANGE: Final = re.compile(r"\s*(?:-|–|—|to|or)\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_NOTHING: Final = re.compile(r"[\s,-]*")
_ONE: Final = re.compile(r"(?:a|an|another|one)\s+(?=\w)", re.IGNORECASE)
_ONE_BEFORE: Final = re.compile(r"\b(?:a|an|another)\s+$", re.IGNORECASE)
_BATCH: Final = re.compile(r"(\w+) of ")
_OF_WHOLE: Final = re.compile(
    r"\s+(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+|his\s+|her\s+|those\s+|these\s+|some\s+|about\s+|a\s+total\s+of\s+)*$",
    re.IGNORECASE,
)
_WHOSE_AGE: Final = re.compile(r"(?:([^\W\d_]+) of|\b(aged?|ages))\s+$", re.IGNORECASE)
"""Before a number it may be an age: "a girl of six", "a cook aged 40"."""
_NO: Final = re.compile(r"\bno\s+$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_LAST_WORD: Final = re.compile(r"[^\W\d_]+$")


@dataclass(frozen=True, slots=True)
class _Count:
    """A count at ``text[start:end]``; ``value`` is None for a range or a vague number."""

    start: int
    end: int
    value: int | None
    low: int | None
    high: int | None
    estimate: bool


def parse_item(text: str, start: int, end: int, guess: ItemClass | None = None) -> Item | None:
    """Read the item at ``text[start:end]``; None where nothing but a number stands there ("the other six" is one).

    Its count may be in the span or right before it. The class is the table's; ``guess`` is taken where the table knows
    no word of the item or only a generic one, and ``other`` where there is no guess.
    """
    whole = _count_of_item(text, start, end)
    count = _share(text, whole) if whole else None
    first, condition = _skip(text, max(start, whole.end) if whole else start, end)
    while end > first and not text[end - 1].isalnum() and text[end - 1] not in ')"':
        end -= 1
    if first >= end:
        before = _WORD.findall(text[start : whole.start].lower()) if whole else []
        if not any(word in item_words()["which"] for word in before):
            return None
        first = start  # "the remaining 61", of what was named before
    designation = text[first:end]
    kind = item_kind_of(designation)
    known = kind.item_class if kind and (guess is None or not kind.generic) else guess
    return Item(
        designation=designation,
        item_class=known or ItemClass.OTHER,
        count=count.value if count else None,
        low=count.low if count else None,
        high=count.high if count else None,
        estimate=bool(count and count.estimate),
        condition=condition,
        span=Span.of(text, min(start, count.start) if count else start, end),
    )


def parse_elided(text: str, start: int, end: int, like: Item) -> Item | None:
    """Read a mere number at ``text[start:end]`` as so many of what another item is: the 20 of "20 and 12 tanks"."""
    count = _first_count(text, start, end)
    if count is None:
        return None
    return replace(
        like,
        count=count.value,
        low=count.low,
        high=count.high,
        estimate=count.estimate,
        span=Span.of(text, min(start, count.start), end),
    )


def parse_quantity(text: str, start: int, end: int, kind: QuantityKind) -> Quantity | None:
    """Read the number of people at ``text[start:end]``; None where no number stands there.

    Words that qualify it are looked for right before and after it, in the span or outside.
    """
    count = _first_count(text, start, end) or _article(text, start, end)
    if count is None:
        return None
    return Quantity(
        kind=kind,
        value=count.value,
        low=count.low,
        high=count.high,
        estimate=count.estimate,
        span=Span.of(text, min(start, count.start), max(end, count.end)),
    )


def _share(text: str, whole: _Count) -> _Count:
    """Give the count of a part where a count is that of the whole: the 12 of "12 of the 24 howitzers"."""
    of = _OF_WHOLE.search(text, max(0, whole.start - _BEFORE), whole.start)
    if of is None:
        return whole
    before = numbers_in(text, max(0, of.start() - _BEFORE), of.start())
    if not before or before[-1].vague or before[-1].end != of.start() or _is_measure(text, before[-1]):
        return whole
    part = _read(text, before[-1:])
    return part if whole.high is None or (part.low or part.high or 0) <= whole.high else whole


def _count_of_item(text: str, start: int, end: int) -> _Count | None:
    inside = _first_count(text, start, end)
    if inside and all(word in _fillers() for word in _WORD.findall(text[start : inside.start].lower())):
        return _ordinal(text, start, inside)
    floor = max(0, start - _BEFORE)
    before = numbers_in(text, floor, start)
    if before and not _is_measure(text, before[-1]) and re.fullmatch(r"[\s-]*(?:of\s+)?", text[before[-1].end : start]):
        return _read(text, before[-2:] if _is_range(text, before[-2:]) else before[-1:])
    return _article(text, start, end) or _article_before(text, start, end)


def _ordinal(text: str, start: int, whole: _Count) -> _Count:
    """Give one for "the first of eight boats", where the number tells of how many it is one; else the count itself."""
    of = _OF_WHOLE.search(text, start, whole.start)
    word = _LAST_WORD.search(text, start, of.start()) if of else None
    if word is None or word.group().lower() not in item_words()["one_of"]:
        return whole
    return _Count(word.start(), whole.end, 1, 1, 1, estimate=False)


def _fillers() -> frozenset[str]:
    """Give the words that may stand in an item's span before its count."""
    qualifying = "up to at least about around some more than over nearly almost roughly approximately another further"
    return frozenset(
        [
            *item_words()["skipped"],
            *item_words()["which"],
            *qualifying.split(),
            "an",
            "estimated",
            "as",
            "many",
            "between",
        ]
    )


def _article(text: str, start: int, end: int) -> _Count | None:
    """Read "a Patriot battery" as one, unless the article counts nothing ("a number of")."""
    article = _ONE.match(text, start, end)
    if article is None or _is_many(text, article.end(), end):
        return None
    return _Count(article.start(), article.end(), 1, 1, 1, estimate=False)


def _article_before(text: str, start: int, end: int) -> _Count | None:
    """Read the "Patriot battery" of "a third Patriot battery" as one by the article before it, no part of it."""
    if not _ONE_BEFORE.search(text, max(0, start - _BEFORE), start) or _is_many(text, start, end):
        return None
    return _Count(start, start, 1, 1, 1, estimate=False)


def _is_many(text: str, start: int, end: int) -> bool:
    """Say whether what an article stands before may be many: "large number of guns", "weapons"."""
    words = _WORD.findall(text[start:end].lower())
    of = words.index("of") if "of" in words else None
    plural = len(words) > 0 and words[-1].endswith("s") and of is None
    held = words[:1] if of is None else words[max(0, of - 1) : of]
    return plural or any(word in item_words()["collective"] for word in held)


def _first_count(text: str, start: int, end: int) -> _Count | None:
    found = numbers_in(text, start, end)
    numbers = [
        number
        for number in found
        if not (_is_measure(text, number) or _NO.search(text, 0, number.start) or _is_age(text, number))
    ]
    if not numbers:
        return None
    used = 2 if _is_range(text, numbers[:2]) else 1
    return _without_whole(text, _read(text, numbers[:used]), numbers[used : used + 1])


def _is_age(text: str, number: Number) -> bool:
    """Say whether a number is the age, or counts the children, of one person before it: "a man of 41"."""
    whose = _WHOSE_AGE.search(text, max(0, number.start - _BEFORE), number.start)
    return whose is not None and (whose.group(1) is None or gender_of_words([whose.group(1)]) is not None)


def _without_whole(text: str, part: _Count, following: list[Number]) -> _Count:
    """Let a count reach over that of the whole behind it: over the 20 of "14 of the 20 jets"."""
    if not following or following[0].vague or not _OF_WHOLE.fullmatch(text, part.end, following[0].start):
        return part
    return replace(part, end=following[0].end) if (part.high or part.low or 0) <= following[0].low else part


def _is_range(text: str, numbers: list[Number]) -> bool:
    if len(numbers) < 2 or numbers[0].vague or numbers[1].vague:  # noqa: PLR2004
        return False
    gap = text[numbers[0].end : numbers[1].start]
    between = _BETWEEN.search(text, max(0, numbers[0].start - 12), numbers[0].start)
    return numbers[0].low < numbers[1].low and bool(_RANGE.fullmatch(gap) or (between and _AND.fullmatch(gap)))


def _is_measure(text: str, number: Number) -> bool:
    """Say whether a number measures something ("152 mm", "12-year-old") or is a share."""
    word = re.compile(r"[\s-]*([^\W\d_]+)").match(text, number.end)
    unit = word.group(1) if word else ""
    return (
        unit in item_words()["measures"]
        or unit.rstrip("s") in item_words()["measures"]
        or number.low != int(number.low)
    )


def _read(text: str, numbers: list[Number]) -> _Count:
    first, last = numbers[0], numbers[-1]
    qualifiers, _ = qualifiers_before(text, first.start)
    qualifiers |= qualifiers_after(text, last.end)[0] - {Qualifier.ADDITIONAL}
    estimate = Qualifier.ABOUT in qualifiers or first.vague
    if len(numbers) > 1:
        factor = last.scale if first.scale == 1 < last.scale else 1
        # "30 to 2 million" shares no scale: thirty million is more.
        least = first.low * factor if first.low * factor <= last.low else first.low
        return _Count(first.start, last.end, None, int(least), int(last.low), estimate)
    low = None if Qualifier.UP_TO in qualifiers else int(first.low)
    high = None if Qualifier.AT_LEAST in qualifiers or first.high is None else int(first.high)
    return _Count(first.start, last.end, None if first.value is None else int(first.value), low, high, estimate)


def _skip(text: str, start: int, end: int) -> tuple[int, Condition | None]:
    """Give where the designation begins, after words that aren't part of it, and the condition that they tell."""
    words, condition, at = item_words(), None, start
    lists = (("skipped", None), ("new", Condition.NEW), ("second_hand", Condition.SECOND_HAND))
    moved = True
    while moved:
        moved = False
        if space := _NOTHING.match(text, at, end):
            at = space.end()
        if (batch := _BATCH.match(text, at, end)) and batch.group(1).lower() in words["collective"]:
            at, moved = batch.end(), True
            continue
        for name, told in lists:
            phrase = next((one for one in words[name] if _stands(text, at, end, one)), None)
            if phrase:
                at, condition, moved = at + len(phrase), told or condition, True
                break
    if condition is None and any(_stands(text, at, end, one) for one in words["second_hand_named"]):
        condition = Condition.SECOND_HAND
    return at, condition


def _stands(text: str, at: int, end: int, phrase: str) -> bool:
    after = at + len(phrase)
    return text[at:after].lower() == phrase.lower() and after < end and not text[after].isalnum()
