"""Definite nouns: "the passengers" are those of whom "nine bus passengers" told, where the text tells of no others.

In: a frame and its mentions' names. Out: for a noun alone behind "the" or "these", the last mention before it by a
phrase of that noun, where all of these are one actor. A noun that goes on with "of" or "who" may be anybody, and a
number ("the two") counts others each time. (In the corpus 93 of 108 such nouns that nothing else joins are of that
actor.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.offices import is_deputy
from communique.knowledge.person_words import makes_another
from communique.reading.actors.coreference import RELATIVE, Named
from communique.reading.frame import Frame

DEFINITE: Final = frozenset({"the", "these", "those"})
"""Words before a noun that was told of before."""
KINDS: Final = frozenset({"person", "group", "organization"})
"""Kinds of actors that are called by such nouns; states have rules of their own."""


class Definites:
    """Finds of whom a noun behind "the" was told before."""

    def __init__(self, frame: Frame, names: Sequence[Named]) -> None:
        self.frame, self.names = frame, names

    def meant(self, index: int, root: Callable[[int], int]) -> int | None:
        """Return the last mention before a definite noun that tells of the same; `root` gives a mention's actor."""
        if not self._is_definite(index):
            return None
        marks = self.frame.marks.mentions
        fits = [
            each
            for each in self._by_head.get(self.frame.word(marks[index].first), ())
            if marks[each].last <= marks[index].first
        ]
        if len({root(each) for each in fits}) != 1 or marks[fits[-1]].kind != marks[index].kind:
            return None
        return None if marks[index].kind == "person" and self._is_said_between(fits[-1], index) else fits[-1]

    def _is_said_between(self, earlier: int, index: int) -> bool:
        """Say whether a noun stands between two mentions too: "Ola, also a clerk", may be meant as well."""
        marks = self.frame.marks.mentions
        between = range(marks[earlier].last, marks[index].first)
        return self.frame.word(marks[index].first) in {self.frame.word(at) for at in between}

    def _is_definite(self, index: int) -> bool:
        """Say whether a mention is a noun alone behind "the", with nothing behind it that tells whose or which."""
        mark = self.frame.marks.mentions[index]
        if mark.kind not in KINDS or mark.last - mark.first != 1 or self.names[index].named:
            return False
        noun, after = self.frame.word(mark.first), self.frame.word(mark.last)
        if makes_another(noun) or not noun.isalpha():
            return False
        goes_on = after in RELATIVE or after == "of" or after in clause_words()["genitive"]
        return self.frame.word(mark.first - 1) in DEFINITE and not goes_on

    @cached_property
    def _by_head(self) -> dict[str, list[int]]:
        """The common nouns for persons, crowds and bodies by the noun itself, in the order of the text."""
        found: dict[str, list[int]] = {}
        for index in self.frame.in_order():
            mark, name = self.frame.marks.mentions[index], self.names[index]
            if mark.kind in KINDS and not name.named and not name.pronoun:
                head = self._head(mark.first, mark.last)
                if head == mark.first or not is_deputy(self.frame.word(head - 1), self.frame.word(head)):
                    found.setdefault(self.frame.word(head), []).append(index)
        return found

    def _head(self, first: int, last: int) -> int:
        """Return the noun of a phrase: its last word, or the one before "of" or the like."""
        ends = clause_words()["prepositions"] | clause_words()["relative"]
        return next((at - 1 for at in range(first + 1, last) if self.frame.word(at) in ends), last - 1)
