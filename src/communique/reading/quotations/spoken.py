"""Who says what, by the model's cues alone: whom pronouns can stand for depends on it.

In: a frame. Out, each by number of mention: what somebody says, whole where it is a quotation; who says what a mention
stands in; and who spoke last before somebody speaks. `“We will go,” said Ola. “Not I,” he added.`: that is Ola.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from communique.knowledge.person_words import possessives
from communique.reading.frame import Extent, Frame
from communique.reading.quotations import Contents, Quoted


class Spoken:
    """The cues of an article that have a speaker and a content."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._quoted, whole = Quoted(frame), Contents(frame)
        told = [
            (cue.word, cue.content, cue.speaker.target, whole.whole(cue, cue.content))
            for cue in frame.marks.cues
            if cue.content and cue.speaker
        ]
        self._cues = [(word, speaker) for word, _, speaker, _ in told]
        self._told = [(word, content) for word, _, _, content in told]
        self._said = sorted((content, speaker) for _, content, speaker, _ in told)
        self.contents: dict[int, list[Extent]] = {}
        """What each mention that speaks says, to the ends of its quotation."""
        for _, _, speaker, content in told:
            self.contents.setdefault(speaker, []).append(content)

    def is_quoted(self, mention: int) -> bool:
        """Say whether a mention stands in quotation marks."""
        return self._quoted.holds(self.frame.marks.mentions[mention].first)

    def saying(self, mention: int) -> int | None:
        """Return the mention of who says what a mention stands in."""
        word = self.frame.marks.mentions[mention].first
        at = bisect_right(self._said, ((word, len(self.frame.words) + 1), 0))
        for (first, last), speaker in reversed(self._said[:at]):
            if first <= word < last:
                return speaker
        return None

    def last_before(self, mention: int) -> tuple[int, int] | None:
        """Return the mention of who spoke last before one that speaks, and how many sentences before.

        What is told inside of quotations is left out; None where nobody spoke, or the mention itself speaks nothing
        outside of a quotation.
        """
        if mention not in self.contents or self.is_quoted(mention):
            return None
        first = self.frame.marks.mentions[mention].first
        at = bisect_left(self._outside, (first, 0))
        if not at:
            return None
        word, speaker = self._outside[at - 1]
        return speaker, self.frame.sentence(first) - self.frame.sentence(word)

    def subject_before(self, mention: int) -> int | None:
        """Return the first mention of the sentence of one that speaks, where it stands before all that is told.

        "Liv Moe was calmer: there was time, she said": who spoke in the sentence before doesn't go on, Liv does. A
        possessive ("his colleague Liv Moe") is none.
        """
        told, mark = self.contents.get(mention, []), self.frame.marks.mentions[mention]
        first = self._first.get(self.frame.sentence(mark.first))
        if first is None or not told or self.is_quoted(first):
            return None
        last = self.frame.marks.mentions[first].last
        return first if last <= mark.first and all(last <= content[0] for content in told) else None

    @cached_property
    def _first(self) -> dict[int, int]:
        """The first mention of each sentence, but for places and possessives."""
        found: dict[int, int] = {}
        for index in self.frame.in_order():
            mark = self.frame.marks.mentions[index]
            if mark.kind != "place" and self.frame.quote(mark.first, mark.last).lower() not in possessives():
                found.setdefault(self.frame.sentence(mark.first), index)
        return found

    @cached_property
    def _outside(self) -> list[tuple[int, int]]:
        """The cues that nobody else reports and that stand in no quotation, by their word, each with its speaker."""
        return sorted(
            (word, speaker)
            for word, speaker in self._cues
            if not self._quoted.holds(word) and not self._is_reported(word)
        )

    def _is_reported(self, cue: int) -> bool:
        """Say whether a cue stands in what another of its sentence tells: "Ola said that Liv denied it"."""
        beside = self._beside.get(self.frame.sentence(cue), ())
        return any(first <= cue < last and not first <= other < last for other, (first, last) in beside)

    @cached_property
    def _beside(self) -> dict[int, list[tuple[int, Extent]]]:
        """The cues with what they tell, by the number of their sentence."""
        found: dict[int, list[tuple[int, Extent]]] = {}
        for word, content in self._told:
            found.setdefault(self.frame.sentence(word), []).append((word, content))
        return found
