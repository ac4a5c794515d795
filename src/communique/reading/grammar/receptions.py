"""Receptions: of "the king received him" the king is the actor and who was received the recipient.

In go a frame and its marks, out come the same marks with other arcs from words for receiving somebody. The receiver is
the subject, or stands behind "by"; who is received stands right behind the word, or before it in the passive. It is no
visit, of which the visitor would be the actor (so are annotated 9 of 11 receptions of the held-out corpus). What is
received from somebody is no guest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words, helps
from communique.knowledge.party_words import party_words
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import Frame
from communique.reading.grammar.leading import before
from communique.vocabulary import EventType, Mode

_REACH: Final = 14
"""Words between the word for receiving and the head of who was received, titles not counted."""
_MODES: Final = frozenset({None, Mode.VISIT})


def with_receptions(frame: Frame) -> Marks:
    """Return the frame's marks, in which nobody who was received is a host, and no host a guest."""
    receptions = _Receptions(frame)
    return replace(frame.marks, triggers=[receptions.of(each) for each in frame.marks.triggers])


class _Receptions:
    """Looks at who stands before and behind an article's words for receiving somebody."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self._titles = frame, frame.title_words()

    def of(self, trigger: TriggerMark) -> TriggerMark:
        """Return a reception with its receivers as actors and its guests as recipients; any other as it is."""
        word = self.frame.word(trigger.word)
        if trigger.type != EventType.CONSULT or trigger.mode not in _MODES or word not in party_words()["receives"]:
            return trigger
        links = [link for link in (*trigger.actors, *trigger.recipients) if self._is_here(trigger, link)]
        if self._is_passive(trigger.word):
            hosts = [link for link in links if self._is_behind_by(trigger.word, link)]
            guests = [link for link in links if self._first(link) < trigger.word]
        else:
            hosts = [link for link in links if self._first(link) < trigger.word]
            guests = [link for link in links if self._is_object(trigger.word, link)]
        if not guests:
            return trigger
        return replace(trigger, mode=None, actors=hosts, recipients=guests)

    def _first(self, link: Link) -> int:
        return self.frame.marks.mentions[link.target].first

    def _is_here(self, trigger: TriggerMark, link: Link) -> bool:
        return self.frame.sentence(self._first(link)) == self.frame.sentence(trigger.word)

    def _is_passive(self, word: int) -> bool:
        at = word - 1
        while helps(self.frame.word(at)):
            at -= 1
        return self.frame.word(at) in clause_words()["passive"]

    def _leading(self, link: Link) -> str:
        """Return the word before somebody's articles and titles."""
        return self.frame.word(before(self.frame, self._first(link), self._titles, clause_words()["leading"]))

    def _is_behind_by(self, word: int, link: Link) -> bool:
        return "by" in (self.frame.word(at) for at in range(word + 1, self._first(link)))

    def _is_object(self, word: int, link: Link) -> bool:
        """Say whether somebody stands behind a word with no preposition before, or as the name of who does."""
        first = self._first(link)
        between = [self.frame.word(at) for at in range(word + 1, first) if at not in self._titles]
        if first < word or len(between) > _REACH:
            return False
        return not clause_words()["prepositions"] & {self._leading(link), *between[:1]}
