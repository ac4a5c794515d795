"""Wholes of which only a part is given: "Peru has paid $5m of the $9m it promised" delivers five million and not nine.

In go an article's drafts; those that only tell of what another one is a part are not delivered with it: they are as far
as was told of the same before, or as the words behind them tell ("that it asked for", "ordered in May"), else promised.
(In the corpus none of 43 such wholes is delivered where its part is.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from communique.knowledge.aid_words import aid_word_lists, any_of
from communique.reading.commitments.drafts import Draft
from communique.reading.frame import Frame
from communique.vocabulary import Stage

_BEHIND: Final = 60
"""Code points behind a whole in which stands what was done with it."""
_TOLD: Final = {
    Stage.REQUESTED: "wanted",
    Stage.CONTRACTED: "ordered",
    Stage.APPROVED: "approved",
    Stage.PLEDGED: "pledged",
}


@lru_cache(maxsize=1)
def _of_whole() -> re.Pattern[str]:
    """Give the pattern of what may stand between a part and its whole: "of the", "out of a total of more than"."""
    lists = aid_word_lists()
    small = any_of([*lists["named_before"], *lists["qualifying"], "of"])
    return re.compile(rf"\s+(?:out\s+)?of\s+(?:(?:{small})\s+){{0,4}}", re.IGNORECASE)


@lru_cache(maxsize=1)
def _told() -> dict[Stage, re.Pattern[str]]:
    lists = aid_word_lists()
    return {stage: re.compile(rf"\b(?:{any_of(lists[name])})\b", re.IGNORECASE) for stage, name in _TOLD.items()}


def stage_wholes(drafts: Sequence[Draft], frame: Frame) -> None:
    """Give the wholes among an article's drafts, which stand in the order of its text, their own stage."""
    for number, (part, whole) in enumerate(pairwise(drafts)):
        if whole.stage is Stage.DELIVERED is part.stage and _is_part(part, whole, frame):
            before = next((each for each in drafts[:number] if _is_same(each, whole)), None)
            whole.stage = before.stage if before else _stage_behind(whole, frame)


def _is_part(part: Draft, whole: Draft, frame: Frame) -> bool:
    """Say whether of two drafts that follow each other the first is the second's part, by the words between them."""
    if part.sentence != whole.sentence or part.end > whole.start:
        return False
    return _of_whole().fullmatch(frame.text, part.end, whole.start) is not None


def _is_same(before: Draft, whole: Draft) -> bool:
    """Say whether a whole has been told before: the same sum, or as many of the same things, not yet delivered."""
    if before.stage is Stage.DELIVERED:
        return False
    if whole.amount:
        there = before.amount
        return there is not None and (there.value, there.currency) == (whole.amount.value, whole.amount.currency)
    return any(one.count == other.count is not None for one in before.items for other in whole.items)


def _stage_behind(whole: Draft, frame: Frame) -> Stage:
    """Return the stage that the first word for one behind a whole tells, in its sentence; promised where none does."""
    limit = min(frame.sentences[whole.sentence][1], whole.end + _BEHIND)
    found = (
        (match.start(), stage)
        for stage, each in _told().items()
        if (match := each.search(frame.text, whole.end, limit))
    )
    return min(found, default=(0, Stage.PLEDGED))[1]
