"""Alliances: with whom and against whom a deed is done, where a word right before a mention tells it.

In go a frame and its marks, out come the same marks with other arcs from triggers. Behind an event's word

- whom it is "against" is the recipient: "an offensive of the army against the rebels";
- whom one stands "alongside" or "together with" is an actor too: "troops fought alongside the Kurds";
- so is who stands behind such a word right behind an actor, before the event's word: "the general, alongside the
  chiefs of staff, met";
- so is, in a fight, whom one stands "with", where "against" follows: "fought with the Kurds against the group", which
  makes the group the recipient.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.party_words import party_words
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import CERTAIN, Frame
from communique.vocabulary import EventType

_REACH: Final = 6  # words between an event's word and the one that tells the side
_LEADING: Final = 9  # words of titles and the like between that one and the mention


def with_allies(frame: Frame) -> Marks:
    """Return the frame's marks, in which triggers have those as actors and recipients whom such words tell so."""
    sides = _Sides(frame)
    return replace(frame.marks, triggers=[sides.of(each) for each in frame.marks.triggers])


class _Sides:
    """Finds the words before the mentions that an article's triggers lead to."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._titles = frame.title_words()
        self._first = {mark.first: at for at, mark in enumerate(frame.marks.mentions) if mark.kind != "place"}

    def of(self, trigger: TriggerMark) -> TriggerMark:
        """Return a trigger with the sides that the words before its mentions tell."""
        with_them = [each for link in trigger.actors if (each := self._beside(trigger, link)) is not None]
        others = {link.target for link in (*trigger.actors, *trigger.recipients)}
        met = [Link(each, CERTAIN) for each in dict.fromkeys(with_them) if each not in others]
        foes = [link for link in trigger.actors if self._told(trigger, link) == "against"]
        allies = [link for link in trigger.recipients if self._told(trigger, link) == "beside"]
        joined = [link for link in trigger.recipients if link not in allies and self._joined(trigger, link)]
        if not (met or foes or allies or joined):
            return trigger
        against = [each for link in joined if (each := self._foe(link)) is not None and each not in others]
        return replace(
            trigger,
            actors=[*(each for each in trigger.actors if each not in foes), *met, *allies, *joined],
            recipients=[
                *(each for each in trigger.recipients if each not in (*allies, *joined)),
                *foes,
                *(Link(each, CERTAIN) for each in against),
            ],
        )

    def _told(self, trigger: TriggerMark, link: Link) -> str | None:
        """Say what the words right before a mention tell: it is "against" or "beside" it; None where they don't."""
        at = self._before(link.target)
        if at is None or not 0 < at - trigger.word <= _REACH:
            return None
        if self.frame.word(at) == "against":
            return "against"
        beside = self.frame.word(at) == "alongside" or (
            self.frame.word(at) == "with" and self.frame.word(at - 1) in {"together", "along"}
        )
        return "beside" if beside else None

    def _beside(self, trigger: TriggerMark, link: Link) -> int | None:
        """Return the mention that "alongside" and the like lead to right behind an actor, before the event's word."""
        at = self.frame.marks.mentions[link.target].last
        at += self.frame.word(at) == ","
        if self.frame.word(at) in {"together", "along"} and self.frame.word(at + 1) == "with":
            at += 1
        elif self.frame.word(at) != "alongside":
            return None
        found = self._behind(at)
        return found if found is not None and self.frame.marks.mentions[found].last <= trigger.word else None

    def _joined(self, trigger: TriggerMark, link: Link) -> bool:
        """Say whether somebody in a fight is whom others fight with, against a third."""
        at = self._before(link.target)
        return (
            trigger.type == EventType.ASSAULT
            and at == trigger.word + 1
            and self.frame.word(at) == "with"
            and self._foe(link) is not None
        )

    def _foe(self, link: Link) -> int | None:
        """Return the mention that "against" right behind another one leads to."""
        at = self.frame.marks.mentions[link.target].last
        return self._behind(at) if self.frame.word(at) == "against" else None

    def _behind(self, at: int) -> int | None:
        """Return the mention right behind a word, but for titles and determiners."""
        for word in range(at + 1, at + 1 + _LEADING):
            if word in self._first:
                return self._first[word]
            if not self._is_leading(word):
                break
        return None

    def _before(self, mention: int) -> int | None:
        """Return the word before a mention, its titles and determiners; None where there is none near."""
        first = self.frame.marks.mentions[mention].first
        return next(
            (at for at in range(first - 1, max(-1, first - 2 - _LEADING), -1) if not self._is_leading(at)), None
        )

    def _is_leading(self, at: int) -> bool:
        return at in self._titles or self.frame.word(at) in party_words()["determiners"]
