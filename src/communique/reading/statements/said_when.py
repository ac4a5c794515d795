"""When something was said: the date beside a cue, outside of what it tells.

In: a cue and its content. Out: the date behind the cue ("said on Friday", "told reporters in Kyiv on Friday"), right
before it ("the minister on Friday said"), or at the head of its sentence ("On Friday the minister said"); None where
another cue or event stands between both, to which the date belongs as well.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from communique.model import CueMark, Link
from communique.reading.dates.timing import date_told
from communique.reading.frame import Extent, Frame
from communique.records import Date

BEHIND: Final = 8
"""Words between a cue and its date."""
AHEAD: Final = 16
"""Words between a date that opens a sentence and the cue."""
_BREAKS: Final = frozenset({",", ";", ":", "that", "if", "whether", "–", "—", "-"})


class SaidWhen:
    """Finds the dates of an article's statements."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._own = {trigger.word: trigger.dates for trigger in reversed(frame.marks.triggers) if trigger.dates}
        self._busy = sorted(
            {trigger.word for trigger in frame.marks.triggers} | {each.word for each in frame.marks.cues}
        )
        self._dates: dict[int, list[int]] = {}
        for index, mark in enumerate(frame.marks.values):
            if mark.kind == "date":
                self._dates.setdefault(frame.sentence(mark.first), []).append(index)

    def date(self, cue: CueMark, content: Extent) -> Date | None:
        """Return the date of a statement, None where its sentence tells none."""
        frame = self.frame
        if cue.word in self._own:
            return date_told(frame, self._own[cue.word], word=cue.word)
        for index in self._dates.get(frame.sentence(cue.word), ()):
            mark = frame.marks.values[index]
            outside = not content[0] <= mark.first < content[1]
            if outside and self._is_beside(cue.word, (mark.first, mark.last), content):
                return date_told(frame, [Link(index, mark.probability)], word=cue.word)
        return None

    def _is_beside(self, cue: int, date: Extent, content: Extent) -> bool:
        """Say whether nothing but names and places stands between a date and a cue."""
        frame, (first, last) = self.frame, date
        if first > cue:
            between = range(cue + 1, first)
            if len(between) > BEHIND or self._is_busy(between) or cue < content[0] < first:
                return False
            return not _BREAKS.intersection(frame.word(word) for word in between)
        between = range(last, cue)
        if self._is_busy(between) or content[0] < cue:
            return False
        opens = frame.words_in(*frame.sentences[frame.sentence(cue)])[0]
        return not between or (first - opens <= 1 and len(between) <= AHEAD)

    def _is_busy(self, between: range) -> bool:
        """Say whether an event or another cue stands among words."""
        return bisect_left(self._busy, between.start) < bisect_left(self._busy, between.stop)
