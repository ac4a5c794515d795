"""One deed in two words: "declared a truce", "set fire", "agreed to resign", "a decision to expel", "voiced concern".

In go a frame and its marks, out come the same marks with more arcs from a trigger to a later one of the same event:
where both have one type and one status and

- a light verb stands right before the noun, with articles and adjectives alone between;
- the second is the infinitive right behind the first: one event for the act of speech, none for its content.

In the corpus such a pair is one event, or one of them none, in all but 1 of 16 places that the model marked as two.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from functools import lru_cache
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.person_words import possessives
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import CERTAIN, Frame

_REACH: Final = 5  # words between a light verb and its noun, hyphens included
_JOINTS: Final = frozenset({"and", "or", "but", "by", "that", "who", "which", "as", "into", "to"})


def with_one_deed(frame: Frame) -> Marks:
    """Return the frame's marks, in which a deed told by two words beside each other is one."""
    triggers = frame.marks.triggers
    at_word = {trigger.word: number for number, trigger in enumerate(triggers)}
    return replace(frame.marks, triggers=[_whole(frame, each, at_word) for each in triggers])


def _whole(frame: Frame, trigger: TriggerMark, at_word: dict[int, int]) -> TriggerMark:
    """Return a trigger with an arc to the other word of its deed; `at_word` gives the trigger at a word."""
    other = _infinitive(frame, trigger.word, at_word)
    other = _noun(frame, trigger.word, at_word) if other is None else other
    if other is None or any(link.target == other for link in trigger.again):
        return trigger
    told = frame.marks.triggers[other]
    if (told.type, told.status) != (trigger.type, trigger.status):
        return trigger
    return replace(trigger, again=[*trigger.again, Link(other, CERTAIN)])


def _infinitive(frame: Frame, word: int, at_word: dict[int, int]) -> int | None:
    """Return the trigger that is the infinitive right behind a word: "to resign", "not to return"."""
    at = word + 1 + (frame.word(word + 1) == "not")
    return at_word.get(at + 1) if frame.word(at) == "to" else None


def _noun(frame: Frame, word: int, at_word: dict[int, int]) -> int | None:
    """Return the trigger that is the noun of a light verb."""
    at = noun_behind(frame, word, at_word) if _is_light(frame.word(word)) else None
    return None if at is None else at_word[at]


def noun_of_speech(frame: Frame, cue: int, cues: Container[int]) -> int | None:
    """Return the cue that is the noun of what a cue says: "repeated his claim", "expressed disappointment"."""
    if _is_light(frame.word(cue)) or frame.word(cue + 1) in clause_words()["articles"] | possessives():
        return noun_behind(frame, cue, cues)
    return None


def noun_behind(frame: Frame, word: int, nouns: Container[int]) -> int | None:
    """Return the next of some words, where between it and the word before are articles and adjectives alone."""
    for at in range(word + 1, word + 2 + _REACH):
        told = frame.word(at)
        if at in nouns:
            return at if frame.sentence(at) == frame.sentence(word) else None
        joint = told in _JOINTS or told in clause_words()["prepositions"]
        if joint or not (told == "-" or told.isalnum()):
            return None
    return None


def _is_light(verb: str) -> bool:
    return verb in clause_words()["light"] or verb.startswith(_light_stems())


@lru_cache(maxsize=1)
def _light_stems() -> tuple[str, ...]:
    return tuple(each[:-1] for each in clause_words()["light"] if each.endswith("-"))
