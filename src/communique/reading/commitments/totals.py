"""Totals: sums and lists that hold others, which nobody may add to them.

In go an article's drafts in the order of the text; those that are totals get `cumulative`. The words beside one say so
("has so far given €2bn", "bringing the total to €2bn", "€2bn since the start of the war"), or two or more sums that
follow at once, in its sentence or the next two, add up to it ("$90m: $50m for food and $40m for hospitals").
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import aid_word_lists, any_of
from communique.reading.commitments.drafts import Draft
from communique.reading.frame import Frame
from communique.records import Span
from communique.vocabulary import Qualifier, Stage

_BEFORE: Final = 100  # code points before a sum in which words make it a total
_AFTER: Final = 60  # code points after it in which they do
_NEXT: Final = 2  # sentences after a sum's own in which its parts stand
_PARTS: Final = 12  # sums that are added up at most
_PAIR: Final = 2
_ROUNDED: Final = 0.02
"""Share of a total by which three sums or more may miss it."""
WITHHELD: Final = frozenset({Stage.DELAYED, Stage.SUSPENDED, Stage.CANCELLED, Stage.REFUSED})


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What calls a sum a total, before and after it; what keeps such words from it; and a package with a number.

    Only one of many is told by "its biggest package so far, worth" and "the 17th since the start of the war, worth".
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    but: re.Pattern[str]
    numbered: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    lists = aid_word_lists()
    told = any_of([*lists["total"], *lists["total_to"]])
    after = any_of(lists["total"])
    ordinal = rf"(?:\d+(?:st|nd|rd|th)|{any_of(lists['ordinals'])})"
    return _Patterns(
        re.compile(rf"\b(?:{told})(?!\w)[^;:]*$", re.IGNORECASE),
        re.compile(rf"[^;:.,]*?,?\s+(?:{after})(?!\w)", re.IGNORECASE),
        re.compile(rf"\b(?:\w+est|{ordinal})\b[^,;]*\b(?:so far|to date|since)\b|\bof (?:the|an?)\s+$", re.IGNORECASE),
        re.compile(rf"\b{ordinal}\s+(?:[\w-]+\s+){{0,3}}(?:{any_of(lists['numbered_gifts'])})\b", re.IGNORECASE),
    )


def mark_totals(drafts: Sequence[Draft], frame: Frame) -> None:
    """Mark the totals among the drafts of an article, which stand in the order of its text."""
    ordered = sorted(drafts, key=lambda draft: draft.start)
    for number, draft in enumerate(ordered):
        before = ordered[number - 1] if number else None
        after = ordered[number + 1] if number + 1 < len(ordered) else None
        called = _is_called_total(draft, before, after, frame)
        if called is not None and not (called and draft.stage in WITHHELD):
            draft.cumulative, draft.single = called, not called
        if draft.amount and _adds_up(draft, ordered[number + 1 : number + 1 + _PARTS]):
            draft.cumulative = True


def _is_called_total(draft: Draft, before: Draft | None, after: Draft | None, frame: Frame) -> bool | None:
    """Say whether the words between a draft and its neighbours, in its sentence, call it a total.

    False is the answer of words that call it one of many, whatever was read; None where there are no such words.
    """
    first, last = _extent(draft)
    if first is None or last is None or (draft.amount and Qualifier.ADDITIONAL in draft.amount.qualifiers):
        return None
    start, end = frame.sentences[draft.sentence]
    floor = max(start, first.start - _BEFORE, before.end if before and before.end <= first.start else start)
    limit = min(end, last.end + _AFTER, after.start if after and after.start >= last.end else end)
    told = _patterns()
    # "Its 17th package of arms since the war began, worth €2bn": what is in it stands between.
    near = max(start, first.start - _BEFORE) if before is None or before.amount is None else floor
    if told.before.search(frame.text, floor, first.start):
        return told.but.search(frame.text, near, first.start) is None
    behind = told.after.match(frame.text, last.end, limit)
    if behind:
        return told.but.search(frame.text, near, behind.end()) is None
    return False if told.numbered.search(frame.text, near, first.start) else None


def _extent(draft: Draft) -> tuple[Span | None, Span | None]:
    """Return the first and the last span of what is committed: the sum, else the items."""
    spans = (
        [draft.amount.span] if draft.amount else sorted((each.span for each in draft.items), key=lambda at: at.start)
    )
    return (spans[0], spans[-1]) if spans else (None, None)


def _adds_up(whole: Draft, following: Sequence[Draft]) -> bool:
    """Say whether the sums right behind one, of the same givers and in its currency, add up to it.

    Two do so exactly; of three and more each may have been rounded.
    """
    total, parts, amount = 0.0, 0, whole.amount
    for draft in following:
        if amount is None or draft.amount is None:
            continue
        near = draft.sentence - whole.sentence <= _NEXT
        givers = not (whole.donors and draft.donors) or bool(set(whole.donors) & set(draft.donors))
        alike = (draft.amount.currency, draft.amount.per) == (amount.currency, amount.per)
        total, parts = total + draft.amount.value, parts + 1
        if not (near and givers and alike) or total > amount.value * (1 + _ROUNDED):
            return False
        if parts > 1 and math.isclose(total, amount.value, rel_tol=_ROUNDED if parts > _PAIR else 1e-9):
            return True
    return False
