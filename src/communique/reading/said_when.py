"""When something was said: the date beside a cue, outside of what it tells.

In: a cue and its content. Out: the date behind the cue ("said on Friday", "told reporters in Kyiv on Friday"), right
before it ("the minister on Friday said"), or at the head of its sentence ("On Friday the minister said"); None where
another cue or event stands between both, to which the date belongs as well.
"""

from __future__ import annotations

from typing import Final

from communique.model import CueMark, Link
from communique.reading.frame import Extent, Frame
from communique.reading.timing import date_told
from communique.records import Date

BEHIND: Final = 8
"""Words between a cue and its date."""
AHEAD: Final = 16
"""Words between a date that opens a sentence and the cue."""
_BREAKS: Final = frozenset({",", ";", ":", "that", "if", "whether", "–", "—", "-"})


def said_when(frame: Frame, cue: CueMark, content: Extent) -> Date | None:
    """Return the date of a statement, None where its sentence tells none."""
    own = next((trigger.dates for trigger in frame.marks.triggers if trigger.word == cue.word and trigger.dates), None)
    if own:
        return date_told(frame, own)
    sentence = frame.sentence(cue.word)
    busy = {trigger.word for trigger in frame.marks.triggers} | {each.word for each in frame.marks.cues}
    busy.discard(cue.word)
    for index, mark in enumerate(frame.marks.values):
        if mark.kind != "date" or frame.sentence(mark.first) != sentence:
            continue
        if content[0] <= mark.first < content[1]:
            continue
        if _is_beside(frame, cue.word, (mark.first, mark.last), content, busy):
            return date_told(frame, [Link(index, mark.probability)])
    return None


def _is_beside(frame: Frame, cue: int, date: Extent, content: Extent, busy: set[int]) -> bool:
    """Say whether nothing but names and places stands between a date and a cue."""
    first, last = date
    if first > cue:
        between = range(cue + 1, first)
        words = [frame.quote(word, word + 1).lower() for word in between]
        near = len(between) <= BEHIND and not _BREAKS.intersection(words)
        return near and not busy.intersection(between) and not cue < content[0] < first
    between = range(last, cue)
    if busy.intersection(between) or content[0] < cue:
        return False
    opens = frame.words_in(*frame.sentences[frame.sentence(cue)])[0]
    return not between or (first - opens <= 1 and len(between) <= AHEAD)
