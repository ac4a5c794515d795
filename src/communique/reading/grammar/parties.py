"""Parties: who takes part in talks, an accord or a fight where "between" right behind its noun tells it.

In go a frame and its marks, out come the same marks with other arcs from such nouns. In "following a meeting between
the king and Ms Ode" the parties are these two: whoever speaks of it, and what else the sentence is about, is none; and
they are none of another meeting in the sentence. A host or mediator is one beside them, so nothing is changed where the
sentence has one.

Parties are actors. Whom a fight hit, or an exchange freed, stays the recipient. Of what a mediator does they are the
recipients: "Oman mediated between the two", "shuttled between Peru and Chad".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.party_words import mediating, party_words
from communique.knowledge.person_words import possessives
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import CERTAIN, Frame
from communique.vocabulary import EventType

_REACH: Final = 5  # words between a noun and its "between": "talks in Oslo on Monday between"
_LEADING: Final = 9  # words of titles and the like before a party's name
_MOST: Final = 8  # parties of one list
_ENDS: Final = frozenset(',.;:!?()"“”')


def with_told_parties(frame: Frame) -> Marks:
    """Return the frame's marks, in which nouns with "between" behind them have the parties that it names."""
    parties, triggers = _Parties(frame), frame.marks.triggers
    told = [parties.of(trigger) for trigger in triggers]
    taken = {
        link.target: frame.sentence(made.word)
        for made, trigger in zip(told, triggers, strict=True) if made is not trigger for link in made.actors
    }  # fmt: skip

    def own(trigger: TriggerMark, links: list[Link]) -> list[Link]:
        return [link for link in links if taken.get(link.target) != frame.sentence(trigger.word)]

    return replace(
        frame.marks,
        triggers=[
            replace(made, actors=own(made, made.actors), recipients=own(made, made.recipients))
            if made is trigger and parties.meets(trigger)
            else made
            for made, trigger in zip(told, triggers, strict=True)
        ],
    )


class _Parties:
    """Looks for the parties of an article's triggers."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._at: dict[int, int] = {}  # mentions by their first word, the longest of each
        for index, mark in sorted(enumerate(frame.marks.mentions), key=lambda each: each[1].last):
            self._at[mark.first] = index
        self._titles = frame.title_words()
        self._triggers = {trigger.word for trigger in frame.marks.triggers}

    def meets(self, trigger: TriggerMark) -> bool:
        """Say whether a trigger is a noun for a meeting."""
        return self.frame.word(trigger.word) in party_words()["meetings"]

    def of(self, trigger: TriggerMark) -> TriggerMark:
        """Return a trigger with the parties that stand beside it, or as it is."""
        if trigger.type == EventType.CONSULT and self.frame.word(trigger.word) in party_words()["mediates"]:
            return self._mediated(trigger)
        meets = self.meets(trigger)
        if not meets and self.frame.word(trigger.word) not in party_words()["deals"]:
            return trigger
        parties = self._between(trigger.word)
        if not parties:
            return trigger
        if meets and mediating().search(self.frame.text, *self.frame.sentences[self.frame.sentence(trigger.word)]):
            return trigger
        others = [] if meets else [link for link in trigger.recipients if link.target not in parties]
        return replace(trigger, actors=[Link(each, CERTAIN) for each in parties], recipients=others)

    def _mediated(self, trigger: TriggerMark) -> TriggerMark:
        """Return a word for mediating with those between whom it is done as its recipients."""
        parties = self._between(trigger.word, alone=True)
        if not parties:
            return trigger
        return replace(
            trigger,
            actors=[link for link in trigger.actors if link.target not in parties],
            recipients=[Link(each, CERTAIN) for each in parties],
        )

    def _between(self, noun: int, *, alone: bool = False) -> list[int]:
        """Return the mentions that "between" lists behind a noun; none where the list isn't plain.

        One for two who are named elsewhere is a list where it may stand `alone`.
        """
        for at in range(noun + 1, min(noun + 2 + _REACH, len(self.frame.words))):
            word = self.frame.word(at)
            if word == "between":
                return self._list(at + 1, alone=alone)
            if word in _ENDS or at in self._triggers:
                break
        return []

    def _list(self, at: int, *, alone: bool) -> list[int]:
        found: list[int] = []
        joined = False
        while len(found) < _MOST:
            party = self._party(at)
            if party is None:
                return []
            found.append(party)
            at = self._behind(party)
            word = self.frame.word(at)
            if joined or word not in {"and", ","}:
                break
            joined = word == "and" or self.frame.word(at + 1) == "and"
            at += 2 if word == "," and joined else 1
        return found if joined or (len(found) == 1 and (alone or not self._is_of_two(found[0]))) else []

    def _is_of_two(self, party: int) -> bool:
        """Say whether a mention stands for two who are named elsewhere: "the two governments", "them"."""
        mark = self.frame.marks.mentions[party]
        return mark.kind == "pronoun" or self.frame.word(mark.first) in party_words()["collective"]

    def _party(self, at: int) -> int | None:
        """Return the mention that the next party of a list is, behind its titles."""
        determiners = party_words()["determiners"]
        for word in range(at, min(at + _LEADING, len(self.frame.words))):
            index = self._at.get(word)
            if index is not None:
                mark = self.frame.marks.mentions[index]
                if self.frame.quote(mark.first, mark.last).lower() in possessives() or self._owns(mark.last):
                    continue
                return None if mark.kind == "place" else index
            if word not in self._titles and self.frame.word(word) not in determiners and not self._inside(word):
                return None
        return None

    def _inside(self, word: int) -> bool:
        """Say whether a word is inside of a mention that began before it, which a party's name follows."""
        return any(
            (index := self._at.get(first)) is not None and word < self.frame.marks.mentions[index].last
            for first in range(max(0, word - _LEADING), word)
        )

    def _owns(self, at: int) -> bool:
        return self.frame.word(at) in {"'s", "’s"}

    def _behind(self, party: int) -> int:
        """Return the word behind a party, and behind the country or body that "of" leads to from it."""
        at = self.frame.marks.mentions[party].last
        if self.frame.word(at) != "of":
            return at
        first = at + 1 + (self.frame.word(at + 1) == "the")
        index = self._at.get(first)
        return self.frame.marks.mentions[index].last if index is not None else at
