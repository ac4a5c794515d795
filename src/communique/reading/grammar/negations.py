"""Negations: how far a "not" reaches. Who "has not said whether aid was cut" leaves open whether it was.

In go a frame and its marks, out come the same marks in which a deed told as one that didn't happen is

- possible, where what isn't said, decided or confirmed is "whether" it happened;
- actual, where it is a noun for what somebody didn't answer: "has not responded to requests".
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import any_of
from communique.knowledge.clause_words import clause_words, is_past
from communique.knowledge.tables import document
from communique.model import Marks, TriggerMark
from communique.reading.frame import Frame
from communique.vocabulary import Status

_BEFORE: Final = 100  # code points before a deed's word in which such words stand


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give what stands before a deed that is left open, and before one that isn't answered."""
    lists = {name: any_of(tuple(words)) for name, words in document("negation_words.yaml").items()}
    word, denied = r"[\w’'-]+\s+", rf"\b(?:{lists['not']})|\bno\b"
    leading = any_of(sorted(clause_words()["leading"] | clause_words()["determiners"]))
    return (
        re.compile(rf"\b(?:{lists['not']})\s+(?:{word}){{1,4}}whether\s+(?:(?!{denied}){word}){{0,8}}$", re.IGNORECASE),
        re.compile(
            rf"\b(?:{lists['not']})\s+(?:(?:{lists['between']})\s+)*(?:{lists['answering']})\s+"
            rf"(?:(?:{leading})\s+)?(?:{word}){{0,2}}$",
            re.IGNORECASE,
        ),
    )  # fmt: skip


def with_negations_in_reach(frame: Frame) -> Marks:
    """Return the frame's marks, in which no deed is denied that a "not" before it doesn't reach."""
    return replace(frame.marks, triggers=[_reached(frame, each) for each in frame.marks.triggers])


def _reached(frame: Frame, trigger: TriggerMark) -> TriggerMark:
    if trigger.status != Status.NEGATED:
        return trigger
    start = frame.words[trigger.word][0]
    floor = max(frame.sentences[frame.sentence(trigger.word)][0], start - _BEFORE)
    is_open, unanswered = _patterns()
    if is_open.search(frame.text, floor, start):
        return replace(trigger, status=str(Status.POSSIBLE))
    if unanswered.search(frame.text, floor, start) and not is_past(frame.word(trigger.word)):
        return replace(trigger, status=str(Status.ACTUAL))
    return trigger
