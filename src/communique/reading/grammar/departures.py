"""Departures: who resigns or withdraws is the owner of the noun or stands behind its "of", or before its verb.

In go a frame and its marks, out come the same marks with other arcs from words for resigning and withdrawing:

- "his resignation" and "Ms Ode's departure" are theirs alone;
- behind such a noun only "of" and "by" lead to who leaves: "the withdrawal would leave Togo alone" is not Togo's;
- "the exit of Ms Ode" is hers, whoever stands before it;
- who is told behind "after", "over" or "because" did not resign too;
- to whom somebody resigns, or whom they leave, stands behind "to" or "from" (so do 2 of the 3 recipients that the model
  has right on the held-out corpus, and 2 of its 6 wrong ones), and those from whom troops withdraw behind "in", too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.party_words import party_words
from communique.knowledge.person_words import possessives
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import CERTAIN, Frame
from communique.reading.grammar.leading import before
from communique.vocabulary import Mode

_MODES: Final = frozenset({Mode.RESIGN, Mode.WITHDRAW})
_ADJECTIVES: Final = 2
"""Words between an owner and the noun: "Ms Ode's abrupt resignation"."""
_REACH: Final = 12
"""Words between a noun and who stands behind its "of" or "by"."""
_LEADS: Final = frozenset({"of", "by"})
_FROM: Final = frozenset({"from", "to"})


def is_departure(frame: Frame, word: int) -> bool:
    """Say whether a word is a noun for leaving: "resignation", "pullout"."""
    return frame.word(word) in clause_words()["departures"]


def with_own_departures(frame: Frame) -> Marks:
    """Return the frame's marks, in which those alone resign or withdraw who are told to."""
    departures = _Departures(frame)
    return replace(frame.marks, triggers=[departures.of(each) for each in frame.marks.triggers])


class _Departures:
    """Looks at the words around an article's departures."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._titles = frame.title_words()
        marks = enumerate(frame.marks.mentions)
        self._ends = {mark.last: at for at, mark in marks if mark.kind != "place"}

    def of(self, trigger: TriggerMark) -> TriggerMark:
        """Return a trigger with the sides that its words tell, where it is a departure; any other as it is."""
        if trigger.mode not in _MODES:
            return trigger
        resigns = trigger.mode == Mode.RESIGN
        actors, recipients = trigger.actors, trigger.recipients
        if is_departure(self.frame, trigger.word):
            actors = self._owners(trigger, alone=resigns)
            recipients = [link for link in recipients if self._is_left(trigger.word, link)]
        elif resigns:
            actors = self._subjects(trigger)
        if resigns:
            recipients = [link for link in recipients if self._before(link) in _FROM]
        return replace(trigger, actors=actors, recipients=recipients)

    def _owners(self, trigger: TriggerMark, *, alone: bool) -> list[Link]:
        """Return who leaves by a noun; its owner `alone` or beside others who stand before it."""
        owner = self._owner(trigger.word)
        if owner is not None and alone and (theirs := self._named_behind(trigger, owner)):
            return theirs
        if owner is not None and alone:
            known = next((link for link in trigger.actors if link.target == owner), None)
            return [known or Link(owner, CERTAIN)]
        behind = [link for link in trigger.actors if self._is_behind(trigger.word, link)]
        led = [link for link in behind if self._is_led_to(trigger.word, link)]
        if led and alone:
            return led
        return [link for link in trigger.actors if link not in behind or link in led]

    def _owner(self, word: int) -> int | None:
        """Return the mention that a noun belongs to by its possessive form."""
        for at in range(word, word - 1 - _ADJECTIVES, -1):
            owned = self.frame.word(at - 1) in clause_words()["genitive"]
            mention = self._ends.get(at - 1 if owned else at, self._ends.get(at))
            if mention is not None:
                first = self.frame.marks.mentions[mention].first
                is_pronoun = at - first == 1 and self.frame.word(first) in possessives()
                return mention if owned or is_pronoun else None
            if not self.frame.word(at - 1).isalpha():
                break
        return None

    def _named_behind(self, trigger: TriggerMark, owner: int) -> list[Link]:
        """Return who is named behind a pronoun that opens a sentence: "In her resignation letter, Ms Ode"."""
        marks, frame = self.frame.marks.mentions, self.frame
        opening, closing = frame.words_in(*frame.sentences[frame.sentence(trigger.word)])
        if marks[owner].kind != "pronoun" or marks[owner].first > opening + 1:
            return []
        return [
            link
            for link in trigger.actors
            if trigger.word < marks[link.target].first < closing and marks[link.target].kind != "pronoun"
        ]

    def _subjects(self, trigger: TriggerMark) -> list[Link]:
        """Return who leaves by a verb: where somebody stands before it, nobody behind "after" or "over"."""
        if all(self._is_behind(trigger.word, link) for link in trigger.actors):
            return trigger.actors
        return [
            link
            for link in trigger.actors
            if not self._is_behind(trigger.word, link)
            or not any(word in clause_words()["circumstances"] for word in self._between(trigger.word, link))
        ]

    def _is_behind(self, word: int, link: Link) -> bool:
        return self.frame.marks.mentions[link.target].first > word

    def _is_left(self, word: int, link: Link) -> bool:
        """Say whether somebody stands before a noun, or behind it and a preposition: "the withdrawal from Togo"."""
        return not self._is_behind(word, link) or self._before(link) in _FROM | {"in", "of"}

    def _is_led_to(self, word: int, link: Link) -> bool:
        """Say whether "of" or "by" leads from a noun to a mention near behind it."""
        between = self._between(word, link)
        return len(between) <= _REACH and not _LEADS.isdisjoint(between[:_ADJECTIVES])

    def _between(self, word: int, link: Link) -> list[str]:
        return [self.frame.word(at) for at in range(word + 1, self.frame.marks.mentions[link.target].first)]

    def _before(self, link: Link) -> str:
        """Return the word before a mention, its titles and determiners."""
        first, leading = self.frame.marks.mentions[link.target].first, party_words()["determiners"] | possessives()
        return self.frame.word(before(self.frame, first, self._titles, leading))
