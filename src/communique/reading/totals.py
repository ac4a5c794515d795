"""Totals: sums and lists that hold others, which nobody may add to them.

In go an article's drafts in the order of the text; those that are totals get `cumulative`. The words beside one say so
("has so far given €2bn", "bringing the total to €2bn", "€2bn since the start of the war"), or two or more sums that
follow at once, in its sentence or the next two, add up to it ("$90m: $50m for food and $40m for hospitals").
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import aid_word_lists, any_of
from communique.reading.drafts import Draft
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
_NO_TOTAL: Final = re.compile(r"\b\w+est\b[^,;]*\b(?:so far|to date)\b|\bof (?:the|an?)\s+$", re.IGNORECASE)
"""Before a sum: "its biggest package so far, worth", "had so far paid half of the"."""
WITHHELD: Final = frozenset({Stage.DELAYED, Stage.SUSPENDED, Stage.CANCELLED, Stage.REFUSED})


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = aid_word_lists()
    told = any_of([*lists["total"], *lists["total_to"]])
    after = any_of(lists["total"])
    return (
        re.compile(rf"\b(?:{told})(?!\w)[^;:]*$", re.IGNORECASE),
        re.compile(rf"[^;:.,]*?,?\s+(?:{after})(?!\w)", re.IGNORECASE),
    )


def mark_totals(drafts: Sequence[Draft], frame: Frame) -> None:
    """Mark the totals among the drafts of an article, which stand in the order of its text."""
    ordered = sorted(drafts, key=lambda draft: draft.start)
    for number, draft in enumerate(ordered):
        before = ordered[number - 1] if number else None
        after = ordered[number + 1] if number + 1 < len(ordered) else None
        if draft.stage not in WITHHELD and _is_called_total(draft, before, after, frame):
            draft.cumulative = True
        if draft.amount and _adds_up(draft, ordered[number + 1 : number + 1 + _PARTS]):
            draft.cumulative = True


def _is_called_total(draft: Draft, before: Draft | None, after: Draft | None, frame: Frame) -> bool:
    """Say whether the words between a draft and its neighbours, in its sentence, call it a total."""
    first, last = _extent(draft)
    if first is None or last is None or (draft.amount and Qualifier.ADDITIONAL in draft.amount.qualifiers):
        return False
    start, end = frame.sentences[draft.sentence]
    floor = max(start, first.start - _BEFORE, before.end if before and before.end <= first.start else start)
    limit = min(end, last.end + _AFTER, after.start if after and after.start >= last.end else end)
    told_before, told_after = _patterns()
    if told_before.search(frame.text, floor, first.start):
        return _NO_TOTAL.search(frame.text, floor, first.start) is None
    return told_after.match(frame.text, last.end, limit) is not None


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
