"""Habits: deeds of a kind of people, or of nobody, that a clause tells as what is done or would be done.

In go a frame and a trigger, out comes the clause in which its deed is only thought of; None where it may have happened.

- "Banks that lend to rebels risk sanctions", "those who torture will be tried": at a clause's beginning several without
  article, number or name, and behind their relative pronoun a present verb. A word of the past or a date in the clause
  makes them certain ones: "rebels who hold the town shelled it".
- "Killing envoys is a crime": a form in "-ing" at a clause's beginning with a bare object; with "would", "could" or
  "might" any object, since that deed is yet to be done.
"""

from __future__ import annotations

from typing import Final

from communique.knowledge.clause_words import clause_words, is_past
from communique.knowledge.countries import country_of
from communique.knowledge.person_words import is_plural
from communique.model import TriggerMark
from communique.reading.frame import Extent, Frame
from communique.reading.quote_signs import OPENS

ENDS: Final = frozenset({",", ";", ":", "—", "–", '"', "”"})
"""Where a clause ends within its sentence."""
_QUOTES: Final = frozenset(f"{OPENS}‘")
_LONGEST: Final = 3
"""Words of the longest noun phrase before a relative pronoun."""
_REACH: Final = 80
"""Words of a clause that are looked at."""
_OBJECT: Final = 3
"""Words behind a form in "-ing" within which its object begins."""


class Habits:
    """Looks for the clauses of an article that tell what is done as a rule."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        marks = frame.marks
        self._cues = {cue.word for cue in marks.cues}
        self._contents = {cue.content[0] for cue in marks.cues if cue.content}
        self._content_ends = {cue.content[1] for cue in marks.cues if cue.content}
        self._ends_of = {mark.first: mark.last for mark in (*marks.values, *marks.mentions)}
        self._dates = sorted(mark.first for mark in marks.values if mark.kind == "date")

    def clause(self, trigger: TriggerMark) -> Extent | None:
        """Return the words from who does a deed, or from the deed where nobody does, to the end of what is supposed."""
        return self._of_a_kind(trigger.word) or self._as_subject(trigger.word)

    def _of_a_kind(self, verb: int) -> Extent | None:
        """Return the words from "banks" to "lend" in "banks that lend to rebels risk sanctions"."""
        told, words = self.frame.word, clause_words()
        at = verb - 1
        if told(at) in words["adverbs"]:
            at -= 1
        if told(at) not in words["relative"] or not _is_present(told(verb)):
            return None
        first = self._kind_before(at)
        if first is None or self._is_certain(first, verb + 1):
            return None
        return first, verb + 1

    def _kind_before(self, relative: int) -> int | None:
        """Return where a noun phrase for a kind of people, at a clause's beginning, begins before a word."""
        told, head = self.frame.word, relative - 1
        barred = clause_words()["determiners"] | clause_words()["prepositions"]
        if head < 0 or not (told(head) == "those" or is_plural(told(head))):
            return None
        for first in range(head, max(-1, head - _LONGEST), -1):
            word = told(first)
            if not word.replace("-", "").isalpha() or word in barred:
                return None
            opens = self._opens(first)
            spelling = self.frame.quote(first, first + 1)
            if not spelling.islower() and not (opens and country_of(spelling) is None and spelling.istitle()):
                return None
            if opens:
                return first
        return None

    def _as_subject(self, verb: int) -> Extent | None:
        """Return the clause of "killing envoys is a crime"."""
        words, told = clause_words(), self.frame.word
        if not (told(verb).endswith("ing") and self._opens(verb)):
            return None
        begins = self._object(verb)
        if begins is None:
            return None
        end = self._end(verb)
        rest = {told(at) for at in range(begins, end)}
        if not rest.isdisjoint(words["unreal"]):
            return verb, end
        bare = self.frame.quote(begins, self._ends_of[begins]).islower()
        between = (told(at) in words["determiners"] for at in range(verb + 1, begins + 1))
        if not bare or any(between) or self._is_certain(verb, verb + 1):
            return None
        whole = end in self._content_ends or end + 1 in self._content_ends or told(end) not in ENDS
        return (verb, end) if whole or not rest.isdisjoint(words["be"] | words["modal"]) else None

    def _object(self, verb: int) -> int | None:
        """Return where the object of a form in "-ing" begins: a mention or thing, with no preposition before it."""
        for at in range(verb + 1, verb + 1 + _OBJECT):
            if self.frame.word(at) in clause_words()["prepositions"]:
                return None
            if at in self._ends_of:
                return at
        return None

    def _is_certain(self, first: int, behind: int) -> bool:
        """Say whether a clause tells of the past or has a date; `behind` is the word from which verbs are looked at."""
        end, told, be = self._end(behind - 1), self.frame.word, clause_words()["be"]
        if any(is_past(told(at)) and told(at - 1) not in be for at in range(behind, end)):
            return True
        return any(first <= date < end for date in self._dates)

    def _end(self, at: int) -> int:
        """Return where the clause that goes on behind a word ends."""
        _, limit = self.frame.words_in(*self.frame.sentences[self.frame.sentence(at)])
        limit = min(limit, at + 1 + _REACH)
        return next((end for end in range(at + 1, limit) if self.frame.word(end) in ENDS), limit)

    def _opens(self, at: int) -> bool:
        """Say whether a clause begins with a word: the sentence's or a content's first, or behind "that" or a cue."""
        start, _ = self.frame.sentences[self.frame.sentence(at)]
        before = self.frame.word(at - 1)
        if self.frame.words[at][0] == start:
            return True
        if at in self._contents:
            return before not in clause_words()["prepositions"]  # "accused of stealing grain"
        return before == "that" or before in _QUOTES or at - 1 in self._cues


def _is_present(verb: str) -> bool:
    """Say whether a verb has the form that several people's deeds have in the present."""
    single = verb.endswith("s") and not verb.endswith("ss")
    return verb.isalpha() and not (single or verb.endswith("ing") or is_past(verb) or verb in clause_words()["modal"])
