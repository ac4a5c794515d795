"""Who are counted: "11 fighters" of one deed are not the victims of the next one too.

In go a frame and its marks, out come the same marks with fewer arcs from deeds to those to whom they were done. Who are
told with their number are new to the reader: they are the victims of the deeds of their own sentence, where these count
them, and of other words for one of them. So a deed of another sentence hasn't got them, unless its word stands

- in the headline, which tells what comes; or
- behind them as a certain noun: "the raid", "their murder", "each killing".

(In the corpus what goes without is wrong in 10 of 14 cases, in long articles more often.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.person_words import possessives
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import Frame
from communique.reading.grammar.numbers_told import holders

_CERTAIN: Final = frozenset({"the", "this", "that", "these", "those", "each", "both"})
"""Words before the noun of a deed that was told before; so are possessives."""


def with_counted_at_home(frame: Frame) -> Marks:
    """Return the frame's marks, in which who are counted in one sentence are no victims of another one's deeds."""
    counted = _Counted(frame)
    triggers = [
        replace(each, recipients=[link for link in each.recipients if not counted.is_of_others(number, link)])
        if each.recipients
        else each
        for number, each in enumerate(frame.marks.triggers)
    ]
    return replace(frame.marks, triggers=triggers)


class _Counted:
    """Knows which deeds of their own sentence count the people of an article."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        triggers = frame.marks.triggers
        self._one = _one_deeds(triggers)
        numbers: dict[int, set[int]] = {}
        for number, mentions in holders(frame).items():
            for mention in mentions:
                numbers.setdefault(mention, set()).add(number)
        self._at_home: dict[int, set[int]] = {}
        """The deeds of their own sentence that count people, by their mention."""
        for index, trigger in enumerate(triggers):
            claimed = {link.target for _, link in trigger.quantities}
            for link in trigger.recipients:
                if self._is_here(trigger.word, link) and not claimed.isdisjoint(numbers.get(link.target, ())):
                    self._at_home.setdefault(link.target, set()).add(self._one[index])

    def is_of_others(self, number: int, link: Link) -> bool:
        """Say whether people to whom a deed is said to be done are counted by others alone."""
        home, word = self._at_home.get(link.target), self.frame.marks.triggers[number].word
        if home is None or self._one[number] in home or self._is_here(word, link) or self.frame.in_headline(word):
            return False
        return word < self.frame.marks.mentions[link.target].first or not self._is_certain(word)

    def _is_here(self, word: int, link: Link) -> bool:
        return self.frame.sentence(word) == self.frame.sentence(self.frame.marks.mentions[link.target].first)

    def _is_certain(self, word: int) -> bool:
        """Say whether a word is a noun of which the text has told: behind "the", with one word between or none."""
        before = self.frame.word(word - 1)
        if before in _CERTAIN or before in possessives():
            return True
        between = before in clause_words()["prepositions"] or not before.isalnum()
        return not between and self.frame.word(word - 2) in _CERTAIN | possessives()


def _one_deeds(triggers: Sequence[TriggerMark]) -> list[int]:
    """Return for each trigger the first one of its deed, as far as the arcs between words for one deed tell."""
    first = list(range(len(triggers)))

    def root(at: int) -> int:
        while first[at] != at:
            at = first[at]
        return at

    for number, trigger in enumerate(triggers):
        for link in trigger.again:
            one, other = sorted((root(number), root(link.target)))
            first[other] = one
    return [root(at) for at in range(len(triggers))]
