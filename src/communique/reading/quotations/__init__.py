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
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Final

from communique.model import CueMark
from communique.reading.frame import Extent, Frame
from communique.reading.quote_signs import CLOSES, OPENS

_ENDED: Final = re.compile(r"[.?!…][\"”»]|[\"”»]\.")
"""A quotation's end that is a sentence's end too."""
_SIGN: Final = re.compile(f"[{OPENS}{CLOSES}]")
_first, _last = itemgetter(0), itemgetter(1)
_GAP: Final = 160
"""Code points of the longest `, she said, wiping her hands.` between two parts of a quotation."""


def between_marks(text: str, start: int, end: int) -> list[Extent]:
    """Return the extents inside quotation marks of a paragraph; what isn't closed lasts to its end.

    A straight mark inside of a paragraph that isn't closed may be a sign for inches, unless the next paragraph opens
    with one.
    """
    found: list[Extent] = []
    opened: int | None = None
    for match in _SIGN.finditer(text, start, end):
        at, sign = match.start(), match.group()
        if opened is None and sign in OPENS:
            opened = at
        elif opened is not None and sign in CLOSES:
            found.append((opened, at + 1))
            opened = None
    if opened is not None and (text[opened] != '"' or opened == start or _runs_on(text, opened, end)):
        found.append((opened, end))
    return found


def _runs_on(text: str, opened: int, end: int) -> bool:
    """Say whether a quotation that opens inside of a paragraph goes on in the next: that one opens with a mark too."""
    return text[end : end + 1] == "\n" and text[end + 1 : end + 2] in set(OPENS) and not text[opened + 1].isspace()


class Quoted:
    """The quotations of an article, from mark to mark: which words stand in one."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    @cached_property
    def _extents(self) -> list[Extent]:
        """The quotations in the order of the text."""
        return [extent for each in self._frame.paragraphs for extent in between_marks(self._frame.text, *each)]

    def holds(self, word: int) -> bool:
        """Say whether a word stands in quotation marks."""
        start = self._frame.words[word][0]
        at = bisect_right(self._extents, (start, len(self._frame.text) + 1))
        return at > 0 and start < self._extents[at - 1][1]


class Contents:
    """The contents of an article's cues, whole where they are quotations; what is near is looked up, not sought."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._extents: dict[int, list[Extent]] = {}

    @cached_property
    def _cues(self) -> dict[int, list[int]]:
        """The words of the cues by the number of their sentence."""
        found: dict[int, list[int]] = {}
        for cue in self.frame.marks.cues:
            found.setdefault(self.frame.sentence(cue.word), []).append(cue.word)
        return found

    @cached_property
    def _starts(self) -> list[int]:
        """Where the cues' words begin, in order."""
        return sorted(self.frame.words[cue.word][0] for cue in self.frame.marks.cues)

    @cached_property
    def _told(self) -> list[tuple[Extent, int, int]]:
        """The cues' contents in order, with where the cue begins, and the furthest end up to each."""
        found, furthest = [], 0
        told = ((self.frame.extent(*cue.content), cue.word) for cue in self.frame.marks.cues if cue.content)
        for extent, word in sorted(told):
            furthest = max(furthest, extent[1])
            found.append((extent, self.frame.words[word][0], furthest))
        return found

    def whole(self, cue: CueMark, content: Extent) -> Extent:
        """Return a content (an extent of words) with all of the quotation that it is a part of."""
        frame = self.frame
        quoted = self._of(frame.paragraph(cue.word))
        if not quoted:
            return content
        at = frame.words[cue.word][0]
        start, end = frame.extent(*content)
        for number in range(bisect_left(quoted, start - 1, key=_last), len(quoted)):
            first, last = quoted[number]
            if first >= end:
                break
            if first <= at < last:
                continue
            if start - 1 <= first < end < last:
                end = last
            if first < start < last and (start == first + 1 or last - 1 <= end <= last + 1):
                start = first
        start, end = self._own(cue, start, self._onward(at, start, end, quoted), quoted)
        found = frame.words_in(start, end)
        return found if found[0] < found[1] else content

    def between(self, content: Extent) -> tuple[Extent, ...]:
        """Return the reporter's words between the quotations that a content begins and ends with."""
        frame = self.frame
        start, end = frame.extent(*content)
        inside = _inside(self._of(frame.paragraph(content[0])), start, end)
        if not inside or inside[0][0] != start or inside[-1][1] != end:
            return ()
        return tuple(frame.words_in(left[1], right[0]) for left, right in pairwise(inside))

    def _own(self, cue: CueMark, start: int, end: int, quoted: Sequence[Extent]) -> Extent:
        """Return a content without the quotations at its ends that other cues tell in their own sentences."""
        at = self.frame.words[cue.word][0]
        inside = [each for each in _inside(quoted, start - 1, end + 1) if not each[0] <= at < each[1]]
        own = [each for each in inside if not (told := self._cues_beside(each)) or cue.word in told]
        if len(own) in {0, len(inside)}:
            return start, end
        first, last = inside.index(own[0]), inside.index(own[-1])
        return (start if first == 0 else own[0][0]), (end if last == len(inside) - 1 else own[-1][1])

    def _cues_beside(self, extent: Extent) -> set[int]:
        """Return the cues before a quotation in its first sentence, and after it in its last one."""
        frame = self.frame
        first, last = frame.words_in(*extent)
        before = self._cues.get(frame.sentence(first), ())
        after = self._cues.get(frame.sentence(max(first, last - 1)), ())
        return {*(word for word in before if word < first), *(word for word in after if word >= last)}

    def _of(self, paragraph: int) -> list[Extent]:
        if paragraph not in self._extents:
            self._extents[paragraph] = between_marks(self.frame.text, *self.frame.paragraphs[paragraph])
        return self._extents[paragraph]

    def _onward(self, cue: int, start: int, end: int, quoted: Sequence[Extent]) -> int:
        """Return where a content ends that goes on in the quotations after its own; `cue` is where its cue begins."""
        text = self.frame.text
        for number in range(bisect_left(quoted, end, key=_first), len(quoted)):
            first, last = quoted[number]
            if first <= cue < last:
                continue
            before = quoted[min(bisect_left(quoted, end, key=_last), len(quoted) - 1)]
            own = before[0] >= start and before[1] in {end, end + 1} and not before[0] <= cue < before[1]
            between = text[end:first].rstrip()
            if not own or len(between) > _GAP or (between and between[-1] not in ".?!"):
                return end
            if not _is_ended(text, last):
                return end
            if self._told_by_another(cue, end, first, last):
                return end
            end = last
        return end

    def _told_by_another(self, cue: int, end: int, first: int, last: int) -> bool:
        """Say whether another cue stands between two quotations or tells the second of them from outside."""
        between = self._starts[bisect_left(self._starts, end) : bisect_left(self._starts, first)]
        if any(at != cue for at in between):
            return True
        number = bisect_left(self._told, last, key=lambda each: each[0][0])
        while number and self._told[number - 1][2] > first:
            number -= 1
            (_, close), at, _ = self._told[number]
            if close > first and at != cue and not first <= at < last:
                return True
        return False


def _is_ended(text: str, last: int) -> bool:
    """Say whether a quotation ends with a sentence; one that runs on in the next paragraph has no mark there."""
    return text[last - 1] in ".?!…" or any(_ENDED.fullmatch(text, last - 2, close) for close in (last, last + 1))


def _inside(quoted: Sequence[Extent], start: int, end: int) -> Sequence[Extent]:
    """Return the quotations, which stand in order, between two places."""
    return quoted[bisect_left(quoted, start, key=_first) : bisect_right(quoted, end, key=_last)]
