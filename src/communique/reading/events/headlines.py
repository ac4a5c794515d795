"""Headlines: a headline and the article's lead tell one event, in two words.

In go a frame and its cast; out comes, for a trigger of the lead, the one of a headline that tells the same: of one type
and mode, with nothing of its status or date against it, whose actors and recipients may be the lead's. A headline names
a country where the lead names its ministry ("Latvia summons", "the Foreign Ministry summoned"), and leaves out what the
lead tells. (Of 69 events in headlines of the held-out corpus 63 are annotated so.)

A headline is a line at the beginning of the text that ends without a full stop; the lead is what the first sentences
behind it tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from communique.model import Link, TriggerMark
from communique.reading.actors import Cast
from communique.reading.dates.timing import days_differ
from communique.reading.frame import Frame
from communique.vocabulary import EventType, Status

_LEAD: Final = 2
"""Sentences of a lead."""
_IN_WORDS: Final = frozenset({EventType.AGREE, EventType.CONCEDE, EventType.REQUEST, EventType.REJECT})
"""Acts of which a headline and its lead say now that they were done, now what will come of them."""
_DONE: Final = frozenset({Status.ACTUAL, Status.PLANNED, Status.PROPOSED})


class Headlines:
    """Finds the words of an article's headlines for what its lead tells."""

    def __init__(self, frame: Frame, cast: Cast) -> None:
        self.frame, self.cast = frame, cast
        self._taken: set[int] = set()

    def holds(self, word: int) -> bool:
        """Say whether a word is one of a headline."""
        return self.frame.sentence(word) < self.frame.lead

    def before(self, index: int, owner: Mapping[int, int]) -> int | None:
        """Return the trigger of a headline that tells what a trigger of the lead does; None where there is none.

        `owner` gives the first trigger of each that was found to tell one again.
        """
        triggers = self.frame.marks.triggers
        trigger = triggers[index]
        if not 0 <= self.frame.sentence(trigger.word) - self.frame.lead < _LEAD:
            return None
        for at in range(index):
            if not self.holds(triggers[at].word):
                break
            if at not in self._taken and at not in owner and self._are_one(triggers[at], trigger):
                self._taken.add(at)
                return at
        return None

    def _are_one(self, head: TriggerMark, lead: TriggerMark) -> bool:
        if head.type != lead.type or (head.mode and lead.mode and head.mode != lead.mode):
            return False
        changed = head.type in _IN_WORDS and {head.status, lead.status} <= _DONE
        if head.status != lead.status and not (changed and self.frame.sentence(lead.word) == self.frame.lead):
            return False
        if days_differ(self.frame, head, lead):
            return False
        sides = [self._meet(head.actors, lead.actors), self._meet(head.recipients, lead.recipients)]
        return False not in sides and True in sides

    def _meet(self, ours: list[Link], theirs: list[Link]) -> bool | None:
        """Say whether those on one side of an event may be the others; None where one of them isn't told.

        One may be another of the same country; of several, as of a meeting's parties, one must be told in both.
        """
        first, second = set(self.cast.those(ours)), set(self.cast.those(theirs))
        if not first or not second:
            return None
        if first & second:
            return True
        if len(first) > 1 or len(second) > 1:
            return False
        countries = [{self.cast.actor(each).country for each in side} - {None} for side in (first, second)]
        if not all(countries):
            return None
        return bool(countries[0] & countries[1])
