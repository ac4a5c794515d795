"""Companions: of "the minister, along with envoys from Chad, met him" both met him.

In go a frame and its marks, out come the same marks with more arcs: whoever is named behind "along with", "alongside"
and the like, right behind an actor of a deed and before the deed's word in the same clause, is an actor too. (So are
all eight such companions in the corpus and the open texts.)
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from communique.knowledge.party_words import party_words
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import Frame

_LEADING: Final = 4
"""Words of a title, or of a noun that leads to a name, before that name: "defence chiefs from"."""
_FAR: Final = 12
"""Words between a companion and the deed."""
_ENDS: Final = frozenset({".", ";", ":", "who", "which", "that", "whose", "said", "says"})


def with_companions(frame: Frame) -> Marks:
    """Return the frame's marks, in which companions take part in what they are named for."""
    joined = _companions(frame)
    if not joined:
        return frame.marks
    return replace(frame.marks, triggers=[_with(frame, joined, each) for each in frame.marks.triggers])


def _with(frame: Frame, joined: dict[int, int], trigger: TriggerMark) -> TriggerMark:
    """Return a trigger with the companions of its actors; `joined` gives each one's."""
    marks, known = frame.marks.mentions, {link.target for link in (*trigger.actors, *trigger.recipients)}
    added = [
        Link(joined[link.target], link.probability)
        for link in trigger.actors
        if link.target in joined
        and joined[link.target] not in known
        and 0 <= trigger.word - marks[joined[link.target]].last <= _FAR
        and _is_one_clause(frame, marks[joined[link.target]].last, trigger.word)
    ]
    return replace(trigger, actors=[*trigger.actors, *added]) if added else trigger


def _is_one_clause(frame: Frame, first: int, last: int) -> bool:
    return frame.sentence(first) == frame.sentence(last) and all(
        frame.word(at) not in _ENDS for at in range(first, last)
    )


def _companions(frame: Frame) -> dict[int, int]:
    """Return the companion of each mention that has one."""
    marks = frame.marks.mentions
    phrases = [phrase.split() for phrase in party_words()["companions"]]
    longest, beginnings = 1 + max(map(len, phrases)) + _LEADING, {phrase[0] for phrase in phrases}
    found = {}
    for one, other in pairwise(frame.named()):
        begin = marks[other].first
        if not 0 < begin - marks[one].last <= longest:
            continue
        words = [frame.word(at) for at in range(marks[one].last, begin)]
        words = words[1:] if words[:1] == [","] else words
        begins = not beginnings.isdisjoint(words[:1])
        if begins and any(words[: len(each)] == each and len(words) - len(each) <= _LEADING for each in phrases):
            found[one] = other
    return found
