"""Possessors: in "his lawyer said" the lawyer speaks, whoever he is.

In go a frame and its marks, out come the same marks with other arcs from cues: one to a possessive ("my", "his") leads
to the actor before whose noun it stands where the cue comes right behind that. "He called his men together and said" is
his own, and so is "his claim that".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import helps
from communique.knowledge.person_words import possessives
from communique.model import CueMark, Link, Marks
from communique.reading.frame import Frame

_REACH: Final = 3
"""Words between a possessive and its noun, or between that and the cue."""


def with_own_speakers(frame: Frame) -> Marks:
    """Return the frame's marks, in which nobody says what one of theirs says."""
    begins = {frame.marks.mentions[at].first: at for at in frame.named()}
    return replace(frame.marks, cues=[_of_own(frame, begins, each) for each in frame.marks.cues])


def _of_own(frame: Frame, begins: dict[int, int], cue: CueMark) -> CueMark:
    """Return a cue with the speaker behind a possessive; `begins` gives the mention that begins at a word."""
    if cue.speaker is None:
        return cue
    whose = frame.marks.mentions[cue.speaker.target]
    if whose.kind != "pronoun" or frame.quote(whose.first, whose.last).lower() not in possessives() | {"your"}:
        return cue
    own = next((begins[word] for word in range(whose.last, whose.last + _REACH) if word in begins), None)
    if own is None or not _follows(frame, frame.marks.mentions[own].last, cue.word):
        return cue
    return replace(cue, speaker=Link(own, cue.speaker.probability))


def _follows(frame: Frame, end: int, cue: int) -> bool:
    """Say whether a cue comes right behind what ends at a word, or with its auxiliaries and adverbs alone between."""
    return 0 <= cue - end <= _REACH and all(helps(frame.word(word)) for word in range(end, cue))
