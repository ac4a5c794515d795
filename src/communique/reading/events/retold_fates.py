"""Fates told again: one person is killed, caught, sentenced or freed once, in however many words.

In go a frame and its cast; out comes, for a trigger, the last one before it, near or far, that tells the same: the
same single person killed, abducted, arrested, convicted, expelled, deported or released, by the same or by nobody
named, with nothing of its status or date against it. (In the corpus 517 words tell such a fate again and 12 one of its
own.) "Six peacekeepers" are as good as one person, a crowd of no number isn't; who is executed was convicted before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.model import TriggerMark
from communique.reading.actors import Cast
from communique.reading.dates.timing import days_differ
from communique.reading.frame import Frame
from communique.reading.values.figures import numbers_in
from communique.vocabulary import HAPPENED, ActorKind, EventType, Mode

_FATES: Final = frozenset({Mode.ABDUCT, Mode.ARREST, Mode.CONVICT, Mode.EXPEL, Mode.DEPORT, Mode.RELEASE})


class RetoldFates:
    """Finds the first words for what befell the persons of an article."""

    def __init__(self, frame: Frame, cast: Cast) -> None:
        self.frame, self.cast = frame, cast

    def before(self, index: int, owner: Mapping[int, int]) -> int | None:
        """Return the last trigger before another one that tells the same fate; None where there is none.

        `owner` gives the first trigger of each that was found to tell one again: none of its days may differ.
        """
        triggers = self.frame.marks.triggers
        trigger = triggers[index]
        fate = self._fate(trigger)
        whom = None if fate is None else self._whom(trigger)
        if fate is None or whom is None:
            return None
        for at in range(index - 1, -1, -1):
            if self._are_one(triggers[at], trigger, fate, whom):
                first = owner.get(at, at)
                told = (triggers[each] for each in range(first, index) if owner.get(each, each) == first)
                if not any(days_differ(self.frame, each, trigger) for each in told):
                    return at
        return None

    def _are_one(self, before: TriggerMark, trigger: TriggerMark, fate: str, whom: str) -> bool:
        if self._fate(before) != fate or self._whom(before) != whom:
            return False
        if before.status != trigger.status and not {before.status, trigger.status} <= HAPPENED:
            return False
        ours, theirs = (set(self.cast.those(each.actors)) for each in (before, trigger))
        return ours <= theirs or theirs <= ours

    def _fate(self, trigger: TriggerMark) -> str | None:
        """Return what a trigger tells to have befallen somebody; None where that may befall them every day."""
        kills = self.frame.word(trigger.word) in clause_words()["killings"]
        if kills and (trigger.type == EventType.ASSAULT or trigger.mode == Mode.CONVICT):
            return trigger.type
        return trigger.mode if trigger.mode in _FATES else None

    def _whom(self, trigger: TriggerMark) -> str | None:
        """Return the single person, or the counted group, whom a trigger befell."""
        whom = self.cast.those(trigger.recipients)
        if len(whom) != 1:
            return None
        who = self.cast.actor(whom[0])
        is_counted = who.kind is ActorKind.GROUP and _is_counted(who.name)
        return whom[0] if who.kind is ActorKind.PERSON or is_counted else None


def _is_counted(name: str) -> bool:
    """Say whether a group is called by its number: "six peacekeepers", but not "dozens of clerks"."""
    number = next(iter(numbers_in(name, 0, len(name))), None)
    return number is not None and number.start == 0 and not number.vague
