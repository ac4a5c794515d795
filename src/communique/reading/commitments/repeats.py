"""Repeats: which commitments of an article are one told again, and which only look alike.

In go drafts in the order of the text, out come those that are left. The same sum, or the same items by name and number
("30 Patriot interceptors", "the 30 interceptors", "these interceptors"), from and to nobody else, is the same
commitment. It is another one if one was promised and the other delivered or called off, if their days differ, if the
later is "another" or "a further" one, or if each has a purpose of its own ("for schools", "for clinics"). What is
called "the $20m" was named before. A headline tells what its article does: its things are none beside those of the
article that may be the same by noun or class, and by number.

A sum told before that only says what something belongs to or comes beside ("as part of the $20m", "in addition to the
$20m") is no commitment again, whatever is said to be done with it; items that hang on it are a commitment without it.
Who is only a pronoun ("they", "we") may be anybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import aid_word_lists, any_of
from communique.reading.actors import Cast
from communique.reading.commitments.drafts import Draft, word_at
from communique.reading.dates.timing import date_told
from communique.reading.frame import Frame
from communique.records import Item, Money, Span
from communique.vocabulary import ItemClass, Stage

_LOOK: Final = 64  # code points before a sum or an item in which words about it stand
_PURPOSE: Final = 60  # code points after a sum in which its purpose stands
_KINDS: Final = {
    Stage.DELIVERED: "done",
    **dict.fromkeys((Stage.DELAYED, Stage.SUSPENDED, Stage.CANCELLED, Stage.REFUSED), "withheld"),
}
_CONTENT: Final = re.compile(r"[^\W\d_]{3,}")

_Key = tuple[object, ...]


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    lists = aid_word_lists()
    few = rf"(?:\s+(?:{any_of(lists['qualifying'])})){{0,3}}\s*$"
    return {
        "another": re.compile(rf"\b(?:{any_of(lists['another'])})\b{few}", re.IGNORECASE),
        "another_at": re.compile(rf"(?:{any_of(lists['another'])})\b", re.IGNORECASE),
        "also": re.compile(rf"\balso\s+(?:\w+\s+){{0,2}}?(?:{any_of(lists['giving'])})\b[^.;]*$", re.IGNORECASE),
        "within": re.compile(
            rf"\b(?:{any_of(lists['within'])})\s+(?:{any_of(lists['named_before'])})(?:\s+[\w-]+)?{few}", re.IGNORECASE
        ),
        "named": re.compile(rf"\b(?:{any_of(lists['named_before'])}){few}", re.IGNORECASE),
        "purpose": re.compile(rf"\s+(?:(?:is|are|was|were)\s+)?(?:for|{any_of(lists['set_aside'])})\s+([^.;,:()]+)"),
    }


def without_repeats(drafts: Iterable[Draft], frame: Frame, cast: Cast) -> list[Draft]:
    """Return drafts in order, each commitment once; its first telling takes over what only a later one knows."""
    kept: list[Draft] = []
    told: dict[_Key, Draft] = {}
    alike: dict[_Key, list[Draft]] = {}
    named = frozenset(mention.first for mention in frame.marks.mentions if mention.kind != "place")
    for draft in _without_headlines(list(drafts), frame, cast):
        whole = told.get(_rounded(draft.amount)) if draft.amount else None
        if whole and draft.amount and _is_within(frame, draft.sentence, draft.amount.span):
            draft.amount = None
            if not draft.items:
                _take_over(whole, draft, frame, cast)
                continue
        first = next((each for each in alike.get(_key(draft), ()) if _same(each, draft, frame, named, cast)), None)
        if first is None:
            first = draft
            kept.append(draft)
        else:
            _take_over(first, draft, frame, cast)
        if draft.amount:
            told.setdefault(_rounded(draft.amount), first)
        for key in _keys(first):
            those = alike.setdefault(key, [])
            if not any(each is first for each in those):
                those.append(first)
    return kept


def _without_headlines(drafts: list[Draft], frame: Frame, cast: Cast) -> list[Draft]:
    """Return drafts without the things of a headline that its article tells by their full name and number."""
    kept: list[Draft] = []
    for number, draft in enumerate(drafts):
        fuller: list[Draft] = []
        if draft.items and draft.amount is None and draft.sentence < frame.lead:
            those = [each for each in drafts[number + 1 :] if _may_be_one(draft, each, cast)]
            found = [next((each for each in those if _holds(each, item)), None) for item in draft.items]
            fuller = [each for each in found if each]
        if len(fuller) < len(draft.items) or not fuller:
            kept.append(draft)
            continue
        for each in fuller:
            _take_over(each, replace(draft, items=[]), frame, cast)
    return kept


def _may_be_one(first: Draft, later: Draft, cast: Cast) -> bool:
    """Say whether two drafts may be one by their sides and by how far they have come."""
    sides = (first.donors, later.donors), (first.recipients, later.recipients)
    return _KINDS.get(first.stage) == _KINDS.get(later.stage) and all(
        _agree(cast.named(one), cast.named(other)) for one, other in sides
    )


def _holds(draft: Draft, item: Item) -> bool:
    """Say whether one of a draft's items may be a headline's: of its noun or class, and of no other number."""
    return any(
        (_noun(each) == _noun(item) or each.item_class is item.item_class is not ItemClass.OTHER)
        and (None in (_number(each), _number(item)) or _number(each) == _number(item))
        for each in draft.items
    )


def _noun(item: Item) -> str:
    """Return the noun of a designation: its last word, in the singular."""
    return _last(item).rstrip("s")


def _last(item: Item) -> str:
    return item.designation.lower().split()[-1]


def _number(item: Item) -> int | None:
    """Return how many there are, of a range the most; None where the words don't tell."""
    return item.high or item.count or item.low


def _take_over(first: Draft, draft: Draft, frame: Frame, cast: Cast) -> None:
    first.donors = cast.named(first.donors) or draft.donors or first.donors
    first.recipients = cast.named(first.recipients) or draft.recipients or first.recipients
    first.event = first.event or draft.event
    known = {each.designation.lower() for each in first.items}
    new = [each for each in draft.items if each.designation.lower() not in known]
    first.items += [each for each in new if not any(_tells(frame, each, item) for item in first.items)]


def _rounded(amount: Money) -> _Key:
    """Give a key by which a sum is found that is told again roundly: "661,226,068 euros", "the 661 million"."""
    return f"{amount.value:.3g}", amount.currency, amount.per


def _key(draft: Draft) -> _Key:
    """Give what a telling of the same commitment must have: its sum, or the noun of its first item."""
    if draft.amount:
        return draft.amount.value, draft.amount.currency, draft.amount.per
    return (_noun(draft.items[0]),) if draft.items else ()


def _keys(draft: Draft) -> list[_Key]:
    if draft.amount:
        return [_key(draft)]
    return [(_noun(each),) for each in draft.items]


def _same(first: Draft, later: Draft, frame: Frame, named: frozenset[int], cast: Cast) -> bool:
    sides = (first.donors, later.donors), (first.recipients, later.recipients)
    if not all(_agree(cast.named(one), cast.named(other)) for one, other in sides):
        return False
    if later.amount is None:
        if not later.items or first.stage is not later.stage:
            return False
        if not all(any(_tells(frame, item, each) for each in first.items) for item in later.items):
            return False
    return not _differ(first, later, frame, named)


def _tells(frame: Frame, item: Item, first: Item) -> bool:
    """Say whether an item is one told before: of its name and number, of its noun and number, or "the launchers"."""
    if item.designation.lower() == first.designation.lower() and item.count == first.count:
        return True
    if _noun(item) != _noun(first) or item.item_class is not first.item_class:
        return False
    if item.count is not None:
        return item.count == first.count
    plain = item.designation.lower() == _last(item) and _number(item) is None
    sentence = frame.sentence(word_at(frame, item.span.start))
    return plain and _is_named_before(frame, sentence, item.span)


def _agree(first: tuple[str, ...], later: tuple[str, ...]) -> bool:
    """Say whether two sides may be one: one is unknown, or they share an actor."""
    return not first or not later or bool(set(first) & set(later))


def _differ(first: Draft, later: Draft, frame: Frame, named: frozenset[int]) -> bool:
    """Say whether the words about two commitments that look alike tell them apart.

    `named` are the first words of the actors named.
    """
    where, earlier = _span(later), _span(first)
    anchored = first.anchor and later.anchor
    if anchored and _KINDS.get(first.stage) != _KINDS.get(later.stage):
        return True
    if where and _is_named_before(frame, later.sentence, where):
        return False
    if anchored:
        one, other = (date_told(frame, each.anchor.dates) if each.anchor else None for each in (first, later))
        if one and other and one.start and one.end and other.start and other.end:
            return one.end < other.start or other.end < one.start
    if where is None or earlier is None or first.sentence < frame.lead:
        return False
    if _is_another(frame, later.sentence, where):
        return first.sentence == later.sentence or not _is_another(frame, first.sentence, earlier)
    mine, others = (_purpose(frame, each.sentence, span, named) for each, span in ((first, earlier), (later, where)))
    return bool(mine and others and not mine & others)


def _span(draft: Draft) -> Span | None:
    return draft.amount.span if draft.amount else draft.items[0].span if draft.items else None


def _before(frame: Frame, sentence: int, span: Span) -> str:
    return frame.text[max(frame.sentences[sentence][0], span.start - _LOOK) : span.start]


def _is_named_before(frame: Frame, sentence: int, span: Span) -> bool:
    return _patterns()["named"].search(_before(frame, sentence, span)) is not None


def _is_within(frame: Frame, sentence: int, span: Span) -> bool:
    return _patterns()["within"].search(_before(frame, sentence, span)) is not None


def _is_another(frame: Frame, sentence: int, span: Span) -> bool:
    before, found = _before(frame, sentence, span), _patterns()
    at = found["another_at"].match(frame.text, span.start, span.end)
    return bool(at or found["another"].search(before) or found["also"].search(before))


def _purpose(frame: Frame, sentence: int, span: Span, named: frozenset[int]) -> frozenset[str]:
    """Give the words for what a sum is: none where who gets it follows "for"."""
    limit = min(frame.sentences[sentence][1], span.end + _PURPOSE)
    told = _patterns()["purpose"].match(frame.text, span.end, limit)
    if told is None:
        return frozenset()
    first, last = word_at(frame, told.start(1)), word_at(frame, told.end(1) - 1)
    if any(word in named for word in range(first, last + 1)):
        return frozenset()
    # The purpose ends where the next sum or "and" begins.
    words = re.split(r"\s(?:and|another|a\s+further|in|by|this|next|last|from|to)\s|\d", told.group(1), maxsplit=1)[0]
    return frozenset(word.lower().rstrip("s") for word in _CONTENT.findall(words))
