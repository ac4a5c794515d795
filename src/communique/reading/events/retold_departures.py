"""Departures told again: one resignation of a minister and one withdrawal of an army, in however many words.

In go a frame, its cast and places; out comes, for a trigger, the one before it, near or far, that tells the same:

- one who resigned did so once: the last resigning of the same, if dates and status don't tell them apart, or of
  whomever, where "the resignation" is nobody's (no passage of the corpus has two of one person and status);
- "the withdrawal", "the US pullout", "their exit" is that of the same country's forces that was told before, whether
  the president, the state or its troops withdraw, and whether it is planned or under way, but none from another place
  (in the corpus 50 of 54 such nouns).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.person_words import possessives
from communique.model import TriggerMark
from communique.reading.actors import Cast
from communique.reading.dates.timing import days_differ
from communique.reading.frame import Frame
from communique.reading.grammar.departures import is_departure
from communique.reading.places import Places
from communique.vocabulary import HAPPENED, Mode, Status

_LEADING: Final = 5
"""Words between a determiner and the noun of a departure."""
_DEFINITE: Final = frozenset({"the", "this", "these", "that"})
_INDEFINITE: Final = frozenset({"a", "an", "any", "another", "no", "further", "such"})
_FROM: Final = frozenset({"from", "in"})
_CLAUSES: Final = frozenset({",", ";", ":", "to", "that", "which", "who"})
_RUNNING: Final = frozenset({Status.ACTUAL, Status.PLANNED})
"""Statuses of a withdrawal that is the matter of an article."""
_PAST: Final = frozenset({Status.HISTORICAL, Status.NEGATED})


class RetoldDepartures:
    """Finds the first words for the departures of an article."""

    def __init__(self, frame: Frame, cast: Cast, places: Places) -> None:
        self.frame, self.cast, self.places = frame, cast, places
        self._ends = {mark.last: mark.first for mark in frame.marks.mentions}

    def before(self, index: int) -> int | None:
        """Return the last trigger before another one that tells the same departure; None where there is none."""
        triggers = self.frame.marks.triggers
        trigger = triggers[index]
        if trigger.mode not in {Mode.RESIGN, Mode.WITHDRAW}:
            return None
        return next((at for at in range(index - 1, -1, -1) if self._are_one(triggers[at], trigger)), None)

    def _are_one(self, before: TriggerMark, trigger: TriggerMark) -> bool:
        """Say whether two words tell one departure; who has resigned leaves, and does not withdraw."""
        persons = all(self.frame.marks.mentions[link.target].kind != "state" for link in trigger.actors)
        if before.mode == Mode.RESIGN:
            return (trigger.mode == Mode.RESIGN or (persons and bool(trigger.actors))) and self._resign_alike(
                before, trigger
            )
        return before.mode == trigger.mode and self._withdraw_alike(before, trigger)

    def _resign_alike(self, before: TriggerMark, trigger: TriggerMark) -> bool:
        if before.status != trigger.status and not {before.status, trigger.status} <= HAPPENED:
            return False
        if days_differ(self.frame, before, trigger):
            return False
        ours, theirs = (set(self.cast.those(each.actors)) for each in (before, trigger))
        if not theirs:
            return is_departure(self.frame, trigger.word) and self._is_definite(trigger.word)
        return bool(ours) and (ours <= theirs or theirs <= ours)

    def _withdraw_alike(self, before: TriggerMark, trigger: TriggerMark) -> bool:
        if not (is_departure(self.frame, trigger.word) and self._is_definite(trigger.word)):
            return False
        if before.status != trigger.status and (before.status not in _RUNNING or trigger.status in _PAST):
            return False
        ours, theirs = self._countries(before), self._countries(trigger)
        if trigger.actors and ours.isdisjoint(theirs):
            return False
        left = self._left(trigger)
        return not (left and left.isdisjoint(self._left(before))) and not days_differ(self.frame, before, trigger)

    def _countries(self, trigger: TriggerMark) -> set[str]:
        """Return the countries of those who withdraw."""
        return {
            country
            for each in self.cast.those(trigger.actors)
            if (country := self.cast.actor(each).country) is not None
        }

    def _left(self, trigger: TriggerMark) -> set[str]:
        """Return the countries that are left: those named behind "from" or "in", with no clause between."""
        frame, marks = self.frame, self.frame.marks.mentions
        _, closing = frame.words_in(*frame.sentences[frame.sentence(trigger.word)])
        behind = range(trigger.word + 1, closing)
        closing = next((at for at in behind if frame.word(at) in _CLAUSES), closing)
        named = [
            at
            for at, mark in enumerate(marks)
            if trigger.word < mark.first < closing and mark.kind in {"place", "state"} and self._is_left(mark.first)
        ]
        return set(self._states(named))

    def _states(self, mentions: list[int]) -> Iterable[str]:
        for at, place in self.places.at(mentions).items():
            who = self.cast.of(at)
            country = place.country or (self.cast.actor(who).country if who is not None else None)
            if country is not None:
                yield country

    def _is_left(self, first: int) -> bool:
        before = first - 1 - (self.frame.word(first - 1) in clause_words()["articles"])
        return self.frame.word(before) in _FROM

    def _is_definite(self, word: int) -> bool:
        """Say whether a noun is a certain one: "the", or somebody's, with no "a" or "any" before."""
        at, owned = word - 1, False
        for _ in range(_LEADING):
            told = self.frame.word(at)
            if told in _DEFINITE | clause_words()["genitive"] | possessives():
                return True
            if told in _INDEFINITE:
                return False
            if at + 1 in self._ends:
                owned, at = True, self._ends[at + 1] - 1
            elif told.isalpha() and told not in clause_words()["prepositions"]:
                at -= 1
            else:
                break
        return owned
