"""Bodies by common nouns: "the Syrian army" again is the same one, and "Police" at a sentence's start is no name.

In: a frame and its mentions' names. Out: which words with a capital are common nouns, and pairs of mentions by the same
noun phrase, one earlier and one later, that are one actor. A body ("the police") is one by a word alone, a group only
by several words ("Tuareg rebels"); none where an article or number makes it another ("a company"), nor where both tell
their country and these differ. And which common noun for a person or crowd is none of an actor that is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.countries import country_of
from communique.knowledge.offices import is_deputy, offices_in
from communique.knowledge.person_words import makes_another
from communique.reading.actors.coreference import RELATIVE, Named
from communique.reading.frame import Frame

BODIES: Final = {"organization": 1, "group": 2}
"""Kind to the fewest words by which two mentions are one."""


class Nouns:
    """Finds the common nouns among an article's mentions of bodies."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    @cached_property
    def _small(self) -> frozenset[str]:
        """The words that the text has without capital."""
        text = self.frame.text
        return frozenset([text[start:end] for start, end in self.frame.words if text[start].islower()])

    def with_capitals(self, names: Sequence[Named]) -> Iterator[int]:
        """Yield the bodies of one word that have their capital from the sentence that they begin: "Police"."""
        for index, mark in enumerate(self.frame.marks.mentions):
            if mark.kind in BODIES and mark.last - mark.first == 1 and names[index].named and self._is_noun(mark.first):
                yield index

    def _is_noun(self, at: int) -> bool:
        """Say whether a word begins its sentence and is a common noun by the text or by the table of offices."""
        word = self.frame.quote(at, at + 1)
        if self.frame.words[at][0] != self.frame.sentences[self.frame.sentence(at)][0] or not word.istitle():
            return False
        noun = word.lower()
        phrase = f"The {noun}"  # with a capital, so that "Muslims" isn't the table's without one
        return noun in self._small or any(match.end - match.start == len(noun) for match in offices_in(phrase))

    def again(self, names: Sequence[Named]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of an earlier and a later mention of one body."""
        marks = self.frame.marks.mentions
        seen: dict[str, int] = {}
        for index in self.frame.in_order():
            name, mark = names[index], marks[index]
            words = name.text.lower().split()
            if (
                name.named
                or name.pronoun
                or name.text.lower() in RELATIVE
                or len(words) < BODIES.get(mark.kind, len(words) + 1)
            ):
                continue
            key = " ".join(words)
            earlier = seen.get(key)
            seen[key] = index
            if earlier is not None and not self._is_other(index, words[0]) and self.of_one_country(earlier, index):
                yield earlier, index

    def told_before(self, names: Sequence[Named]) -> Iterator[tuple[int, int]]:
        """Yield the pairs of a noun for a person and of its last word later: "a UN official", then "the official".

        It is the nearest of that noun where nothing else between is called so, as in 657 of 675 places of the corpus.
        What follows "the official of" is another.
        """
        marks, seen = self.frame.marks.mentions, dict[str, int]()
        for index in self.frame.in_order():
            mark = marks[index]
            noun = self.frame.quote(mark.last - 1, mark.last)
            if mark.kind != "person" or names[index].pronoun or not noun.islower():
                continue
            if mark.last - mark.first > 1 and is_deputy(self.frame.word(mark.last - 2), noun):
                continue  # no vice president is "the president"
            earlier = seen.get(noun)
            seen[noun] = index
            if earlier is None or mark.last - mark.first > 1 or self.frame.word(mark.first - 1) != "the":
                continue
            between = (self.frame.word(at) for at in range(marks[earlier].last, mark.first))
            if noun not in between and self.frame.word(mark.last) not in clause_words()["prepositions"]:
                yield earlier, index

    def _is_other(self, index: int, first: str) -> bool:
        """Say whether a later mention's words make it another body than the one before."""
        at = self.frame.marks.mentions[index].first
        before = self.frame.quote(at - 1, at).lower() if at else ""
        return any(makes_another(word) or word[:1].isdigit() for word in (before, first))

    def is_none_of(self, index: int, others: Sequence[int], names: Sequence[Named]) -> bool:
        """Say whether a common noun is none of an actor, by the actor's other mentions that are no pronouns.

        A person is no body or crowd, and a crowd no person. "An official" is nobody named before in the text, but for
        its headline ("Ola Brekke, 19, held", "A student was held").
        """
        marks = self.frame.marks.mentions
        kind, kinds = marks[index].kind, {marks[each].kind for each in others}
        if names[index].named or names[index].pronoun or not kinds:
            return False
        if kind != "person":
            return kind == "group" and kinds == {"person"}
        before = [each for each in others if names[each].named and marks[each].first < marks[index].first]
        headlined = (self.frame.in_headline(marks[each].first) for each in before)
        return kinds <= set(BODIES) or (self.is_new(index) and not all(headlined))

    def is_new(self, index: int) -> bool:
        """Say whether a noun for a person brings in somebody: "an official", but not "Ola, an official", "is one"."""
        first = self.frame.marks.mentions[index].first
        article = next((at for at in (first - 1, first) if makes_another(self.frame.word(at))), None)
        if article is None:
            return False
        before = self.frame.word(article - 1)
        apposed = before == "," and article - 1 in self._ends
        return not apposed and before not in {"as", *clause_words()["be"]}

    @cached_property
    def _ends(self) -> frozenset[int]:
        """The words behind the mentions of persons, and behind brackets and numbers: "Ola, 56, an official"."""
        marks, words = self.frame.marks.mentions, range(1, len(self.frame.words))
        after = {mark.last for mark in marks if mark.kind in {"person", "pronoun"}}
        return frozenset(after) | {at for at in words if self.frame.word(at - 1)[-1:] in {")", *"0123456789"}}

    def is_unlike(self, index: int, others: Sequence[int], names: Sequence[Named]) -> bool:
        """Say whether a noun for a person is none by which a named actor is called, or whose title is ("general")."""
        marks = self.frame.marks.mentions
        if marks[index].kind != "person" or names[index].named or not any(names[each].named for each in others):
            return False
        titles = (title for at, title in enumerate(self.frame.marks.titles) if self._bearer(at) in others)
        nouns = {self.frame.word(each.last - 1) for each in (*titles, *(marks[each] for each in others))}
        return self.frame.word(marks[index].last - 1) not in nouns

    def _bearer(self, title: int) -> int | None:
        link = self.frame.marks.bearers.get(title)
        return link.target if link else None

    def of_one_country(self, one: int, other: int) -> bool:
        """Say whether two mentions may be of one country: their country arcs do not lead to different ones."""
        mine, theirs = self.country(one), self.country(other)
        return mine is None or theirs is None or mine == theirs

    def country(self, index: int) -> str | None:
        """Return the country of the word that a mention's country arc points at, with the two before it."""
        pointed = self.frame.pointed(index)
        return country_of(pointed) if pointed else None
