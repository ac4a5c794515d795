"""Quotations by their marks, and how far what a cue tells goes on in them.

In: a frame. Out: the extents (code points) from an opening mark to its closing one, paragraph by paragraph; and the
content of a cue led on to the ends of the quotation that the model marked in part.

- A quotation that opens inside a content ends where it closes; one that closes with it begins where it opens.
- `“We are tired. We want to go,” she said. “Nobody listens.”`: a quotation that fills the next sentence, and that no
  other cue tells, is said by the same one (corpus/GUIDELINES.md, section 3).
- `“We are tired,” she said. “Not I,” said her son.`: a quotation that has a cue in its own sentence is not another's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from communique.model import CueMark
from communique.reading.frame import Extent, Frame

OPENING: Final = "“„«"
CLOSING: Final = "”»"
_ENDED: Final = re.compile(r"[.?!…][\"”»]|[\"”»]\.")
"""A quotation's end that is a sentence's end too."""
_GAP: Final = 160
"""Code points of the longest `, she said, wiping her hands.` between two parts of a quotation."""


def between_marks(text: str, start: int, end: int) -> list[Extent]:
    """Return the extents inside quotation marks of a paragraph; what isn't closed lasts to its end."""
    found: list[Extent] = []
    opened: int | None = None
    for at in range(start, end):
        sign = text[at]
        if opened is None and (sign in OPENING or sign == '"'):
            opened = at
        elif opened is not None and (sign in CLOSING or sign == '"'):
            found.append((opened, at + 1))
            opened = None
    if opened is not None and (text[opened] != '"' or opened == start):
        found.append((opened, end))
    return found


class Contents:
    """The contents of an article's cues, whole where they are quotations."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._extents: dict[int, list[Extent]] = {}

    def whole(self, cue: CueMark, content: Extent) -> Extent:
        """Return a content (an extent of words) with all of the quotation that it is a part of."""
        frame = self.frame
        quoted = [each for each in self._of(frame.paragraph(cue.word)) if not self._holds(each, cue.word)]
        if not quoted:
            return content
        start, end = frame.extent(*content)
        for first, last in quoted:
            if start - 1 <= first < end < last:
                end = last
            if first < start < last and (start == first + 1 or last - 1 <= end <= last + 1):
                start = first
        start, end = self._own(cue, start, self._onward(cue, start, end, quoted), quoted)
        found = frame.words_in(start, end)
        return found if found[0] < found[1] else content

    def between(self, content: Extent) -> tuple[Extent, ...]:
        """Return the reporter's words between the quotations that a content begins and ends with."""
        frame = self.frame
        start, end = frame.extent(*content)
        inside = [each for each in self._of(frame.paragraph(content[0])) if start <= each[0] and each[1] <= end]
        if not inside or inside[0][0] != start or inside[-1][1] != end:
            return ()
        return tuple(frame.words_in(left[1], right[0]) for left, right in pairwise(inside))

    def _own(self, cue: CueMark, start: int, end: int, quoted: Sequence[Extent]) -> Extent:
        """Return a content without the quotations at its ends that other cues tell in their own sentences."""
        inside = [each for each in quoted if start - 1 <= each[0] and each[1] <= end + 1]
        own = [each for each in inside if not (told := self._cues_beside(each)) or cue.word in told]
        if len(own) in {0, len(inside)}:
            return start, end
        first, last = inside.index(own[0]), inside.index(own[-1])
        return (start if first == 0 else own[0][0]), (end if last == len(inside) - 1 else own[-1][1])

    def _cues_beside(self, extent: Extent) -> set[int]:
        """Return the cues before a quotation in its first sentence, and after it in its last one."""
        frame = self.frame
        first, last = frame.words_in(*extent)
        opens, closes = frame.sentence(first), frame.sentence(max(first, last - 1))
        return {
            cue.word
            for cue in frame.marks.cues
            if (cue.word < first and frame.sentence(cue.word) == opens)
            or (cue.word >= last and frame.sentence(cue.word) == closes)
        }

    def _of(self, paragraph: int) -> list[Extent]:
        if paragraph not in self._extents:
            self._extents[paragraph] = between_marks(self.frame.text, *self.frame.paragraphs[paragraph])
        return self._extents[paragraph]

    def _holds(self, extent: Extent, word: int) -> bool:
        return extent[0] <= self.frame.words[word][0] < extent[1]

    def _onward(self, cue: CueMark, start: int, end: int, quoted: Sequence[Extent]) -> int:
        """Return where a content ends that goes on in the quotations after its own."""
        text = self.frame.text
        for first, last in quoted:
            if first < end:
                continue
            own = any(begin >= start and close in {end, end + 1} for begin, close in quoted)
            between = text[end:first].rstrip()
            if not own or len(between) > _GAP or (between and between[-1] not in ".?!"):
                return end
            if not _ENDED.fullmatch(text, last - 2, last + 1) and not _ENDED.fullmatch(text, last - 2, last):
                return end
            if self._told_by_another(cue, end, first, last):
                return end
            end = last
        return end

    def _told_by_another(self, cue: CueMark, end: int, first: int, last: int) -> bool:
        """Say whether another cue stands between two quotations or tells the second of them from outside."""
        frame = self.frame
        for other in frame.marks.cues:
            at = frame.words[other.word][0]
            if other is cue or first <= at < last:
                continue
            if end <= at < first:
                return True
            begin, close = frame.extent(*other.content) if other.content else (at, at)
            if begin < last and first < close:
                return True
        return False
