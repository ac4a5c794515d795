"""Two words of saying with one subject: "Liv Moe said it was late and urged them to go".

In go a frame and its marks, out come the same marks with other cues. Of a cue right behind "and" or "but", of the same
tense as one before it in its sentence that has its subject before it:

- where both have one speaker what the first tells ends before the "and": in 1,580 of 1,591 places of the corpus. The
  others are mostly words for what somebody thinks ("said he was tired and believed that it was late"), and those stay.
- where what the first tells ends there, and the second one's speaker is somebody named in it ("The family said they had
  met Ola, but warned"), it is the first one's: the second has no subject of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import is_past
from communique.knowledge.person_words import possessives
from communique.knowledge.speech_words import joins, stands_before, thinks
from communique.model import CueMark, Marks
from communique.reading.frame import Frame
from communique.reading.grammar.possessors import in_place
from communique.reading.quotations import Quoted

_REACH: Final = 2
"""Words between "and" and the cue: "and then also said"."""
_SHORTEST: Final = 2
"""Words of a content before the "and"."""


def with_shared_subjects(frame: Frame) -> Marks:
    """Return the frame's marks, in which two cues of one subject have one speaker and each its own content."""
    quoted = Quoted(frame)
    before: dict[int, list[int]] = {}
    cues = list(frame.marks.cues)
    for at in sorted(range(len(cues)), key=lambda each: cues[each].word):
        sentence = frame.sentence(cues[at].word)
        joint = _joint(frame, cues[at].word)
        if joint is not None and not quoted.holds(cues[at].word):
            for first in before.get(sentence, ()):
                if _has_subject(frame, cues[first]) and _tense(frame, cues[first]) == _tense(frame, cues[at]):
                    cues[first], cues[at] = _parted(frame, cues[first], cues[at], joint)
        before.setdefault(sentence, []).append(at)
    meant = {
        old.word: (old.speaker.target, new.speaker)
        for old, new in zip(frame.marks.cues, cues, strict=True)
        if old.speaker and new.speaker and old.speaker != new.speaker
    }
    return replace(
        frame.marks,
        cues=cues,
        triggers=[
            replace(each, actors=in_place(each.actors, *meant[each.word])) if each.word in meant else each
            for each in frame.marks.triggers
        ],
    )


def _parted(frame: Frame, first: CueMark, second: CueMark, joint: int) -> tuple[CueMark, CueMark]:
    """Return two cues of one subject, each with its own content; `joint` is the "and" before the second."""
    if first.content is None or first.speaker is None or second.speaker is None:
        return first, second
    start, end = first.content
    whose = frame.marks.mentions[second.speaker.target]
    if start + _SHORTEST <= joint and second.word < end:
        if _is_of(frame, first, second) and not thinks(frame.word(second.word)):
            last = joint - (frame.word(joint - 1) == ",")
            return replace(first, content=(start, last)), replace(second, speaker=first.speaker)
    elif joint - 1 <= end <= joint and start <= whose.first < end:
        return first, replace(second, speaker=first.speaker)
    return first, second


def _is_of(frame: Frame, first: CueMark, second: CueMark) -> bool:
    """Say whether two cues have one speaker: the second's is the same mention, or a pronoun for it, or its possessive.

    A possessive never speaks: "its spokesman said it was late and denied", "Ola said his men were late and denied".
    """
    if first.speaker is None or second.speaker is None:
        return False
    target, speaker = second.speaker.target, frame.marks.mentions[first.speaker.target]
    word = frame.marks.mentions[target].first
    if frame.word(word) in possessives() and speaker.first - 1 <= word < second.word:
        return True
    while target > first.speaker.target and (link := frame.marks.antecedents.get(target)) is not None:
        target = link.target
    return first.speaker.target == target


def _joint(frame: Frame, cue: int) -> int | None:
    """Return the "and" or "but" before a cue, with adverbs alone between."""
    for word in range(cue - 1, max(-1, cue - 2 - _REACH), -1):
        told = frame.word(word)
        if joins(told):
            return word
        if not stands_before(told):
            return None
    return None


def _has_subject(frame: Frame, cue: CueMark) -> bool:
    """Say whether a cue's speaker stands before it, and what it tells behind it."""
    who = None if cue.speaker is None else frame.marks.mentions[cue.speaker.target]
    behind = cue.content is not None and cue.content[0] > cue.word
    return who is not None and who.last <= cue.word and behind and _tense(frame, cue) is not None


def _tense(frame: Frame, cue: CueMark) -> str | None:
    """Return the tense of a verb by its form, None for others."""
    word = frame.word(cue.word)
    return "past" if is_past(word) else "present" if word.endswith("s") else None
