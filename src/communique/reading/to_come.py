"""To come: what somebody "will announce" or "is expected to demand" hasn't been done.

In go a frame and its marks, out come the same marks in which a deed told as done, whose word stands right behind
"will", "is to", "plans to" and the like, is planned; behind "is expected to" and "is likely to" it is possible. What is
refused or threatened so is refused and threatened now ("will not send", "will close the strait unless").
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from communique.knowledge.aid_words import any_of
from communique.knowledge.tables import document
from communique.model import Marks, TriggerMark
from communique.reading.frame import Frame
from communique.vocabulary import EventType, Status

_OF_NOW: Final = frozenset({EventType.REJECT, EventType.THREATEN, EventType.CONCEDE})
_BEFORE: Final = 50  # code points before a deed's word in which such words stand


@lru_cache(maxsize=1)
def _patterns() -> dict[Status, re.Pattern[str]]:
    lists = {name: any_of(tuple(words)) for name, words in document("future_words.yaml").items()}
    between = rf"(?:(?:{lists['between']})\s+)*"
    be = rf"(?:{lists['being']})\s+{between}"
    return {
        Status.POSSIBLE: re.compile(rf"\b{be}(?:{lists['expected']})\s+to\s+{between}$", re.IGNORECASE),
        Status.PLANNED: re.compile(
            rf"\b(?:{lists['will']}|{be}(?:(?:{lists['planned']})\s+)?to|(?:{lists['plans']})\s+to)\s+{between}$",
            re.IGNORECASE,
        ),
    }


def with_deeds_to_come(frame: Frame) -> Marks:
    """Return the frame's marks, in which nothing was done that the words before it put off."""
    return replace(frame.marks, triggers=[_to_come(frame, each) for each in frame.marks.triggers])


def _to_come(frame: Frame, trigger: TriggerMark) -> TriggerMark:
    if trigger.type in _OF_NOW or trigger.status != Status.ACTUAL:
        return trigger
    start = frame.words[trigger.word][0]
    floor = max(frame.sentences[frame.sentence(trigger.word)][0], start - _BEFORE)
    status = next((each for each, words in _patterns().items() if words.search(frame.text, floor, start)), None)
    return trigger if status is None else replace(trigger, status=str(status))
