"""Passives: who stands before "was shelled" or "have been arrested" is the one to whom it was done.

In go a frame and its marks, out come the same marks with other arcs from deeds of force, arrest, punishment and blame,
and from demands, whose word is a participle behind a form of "be":

- its subject, right before that form or before a "who", is no actor but the recipient, unless "by" names it;
- of an attack, neither is the one who only tells of it: "Togo said that the town had been shelled".

In the corpus such a subject is the recipient in 96 of 100 cases and the actor in 1. Motion ("were sent", "were brought
up") and feelings ("was concerned") are left as they are: they are listed in ``clause_words.yaml``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words, helps, is_past
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import Extent, Frame
from communique.vocabulary import EventType

_DONE_TO: Final = frozenset(
    {EventType.ASSAULT, EventType.COERCE, EventType.SANCTION, EventType.ACCUSE, EventType.REQUEST}
)
_REACH: Final = 8  # words of a verb before its participle
_SPEAKS: Final = 3  # words between "by" and the head of a name behind it


def with_passive_subjects(frame: Frame) -> Marks:
    """Return the frame's marks, in which nobody to whom something was done has done it."""
    passives = _Passives(frame)
    return replace(frame.marks, triggers=[passives.of(each) for each in frame.marks.triggers])


class _Passives:
    """Looks at the words before an article's triggers."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._ends = {mark.last: at for at, mark in enumerate(frame.marks.mentions) if mark.kind != "place"}
        self._told: dict[int, list[Extent]] = {}
        """The contents that each mention is the speaker of."""
        for cue in frame.marks.cues:
            if cue.content is not None and cue.speaker is not None:
                self._told.setdefault(cue.speaker.target, []).append(cue.content)

    def of(self, trigger: TriggerMark) -> TriggerMark:
        """Return a trigger whose subject is no actor, where it is a passive one; any other as it is."""
        if trigger.type not in _DONE_TO or not trigger.actors:
            return trigger
        begins = self._verb(trigger.word)
        if begins is None:
            return trigger
        subject, whole = self._subject(begins)
        taken = [link for link in trigger.actors if link.target == subject]
        told = [link for link in trigger.actors if self._only_tells(trigger, link)]
        if not (taken or told):
            return trigger
        known = {link.target for link in trigger.recipients}
        return replace(
            trigger,
            actors=[link for link in trigger.actors if link not in taken and link not in told],
            recipients=[*trigger.recipients, *(link for link in taken if whole and link.target not in known)],
        )

    def _verb(self, word: int) -> int | None:
        """Return the first word of the passive verb whose participle a word is, None where it is no such."""
        lists = clause_words()
        participle = self.frame.word(word)
        if not is_past(participle) or participle in lists["feelings"]:
            return None
        opening, _ = self.frame.words_in(*self.frame.sentences[self.frame.sentence(word)])
        first, passive = word, False
        for at in range(word - 1, max(opening, word - _REACH) - 1, -1):
            told = self.frame.word(at)
            if told in lists["passive"]:
                passive = True
            elif not helps(told):
                break
            first = at
        return first if passive else None

    def _subject(self, begins: int) -> tuple[int | None, bool]:
        """Return the mention right before a verb, and whether it is the subject itself, no "leader of" it."""
        before = begins
        if self.frame.word(before - 1) in clause_words()["relative"]:
            before -= 1
        before -= self.frame.word(before - 1) == ","
        subject = self._ends.get(begins, self._ends.get(before))
        if subject is None:
            return None, False
        at = self.frame.marks.mentions[subject].first - 1
        at -= self.frame.word(at) in clause_words()["leading"]
        return subject, self.frame.word(at) not in clause_words()["prepositions"]

    def _only_tells(self, trigger: TriggerMark, link: Link) -> bool:
        """Say whether somebody linked to an attack is its teller, outside of what they tell."""
        if trigger.type != EventType.ASSAULT or self._is_named_by(link):
            return False
        at = self.frame.marks.mentions[link.target].first
        return any(
            first <= trigger.word < last and not first <= at < last for first, last in self._told.get(link.target, ())
        )

    def _is_named_by(self, link: Link) -> bool:
        first = self.frame.marks.mentions[link.target].first
        return "by" in (self.frame.word(at) for at in range(max(0, first - _SPEAKS), first))
