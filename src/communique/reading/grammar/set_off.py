"""Clauses set off by commas: what follows one has no part in the deeds inside it.

In go a frame and its marks, out come the same marks with fewer arcs. In "the war, which began when rebels attacked
Torvik, has killed 9,000 people since May" the toll and the date are the war's, not the attack's, and nor are the people
its victims. (In the corpus 14 of 18 such arcs are wrong, in long articles more.) The comma of a list sets nothing off:
"who were beaten, robbed and jailed by troops".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from communique.knowledge.clause_words import clause_words, is_past
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import Extent, Frame


def with_set_off_clauses_apart(frame: Frame) -> Marks:
    """Return the frame's marks, in which no deed of a clause set off has parties, numbers or dates from behind it."""
    clauses = list(_clauses(frame))
    return replace(frame.marks, triggers=[_inside(frame, each, clauses) for each in frame.marks.triggers])


def _inside(frame: Frame, trigger: TriggerMark, clauses: list[Extent]) -> TriggerMark:
    """Return a trigger, in a clause set off without what stands behind it; a pronoun there may look back into it."""
    last = next((last for first, last in clauses if first < trigger.word < last), None)
    if last is None:
        return trigger
    mentions, values, here = frame.marks.mentions, frame.marks.values, frame.sentence(trigger.word)

    def own(links: list[Link]) -> list[Link]:
        return [
            link for link in links if mentions[link.target].kind == "pronoun" or is_own(mentions[link.target].first)
        ]

    def is_own(word: int) -> bool:
        return word < last or frame.sentence(word) != here

    return replace(
        trigger,
        actors=own(trigger.actors),
        recipients=own(trigger.recipients),
        dates=[link for link in trigger.dates if is_own(values[link.target].first)],
        quantities=[(kind, link) for kind, link in trigger.quantities if is_own(values[link.target].first)],
    )


def _clauses(frame: Frame) -> Iterator[Extent]:
    """Yield the words from the comma before a relative pronoun to the one before the verb of the clause around."""
    for start, end in frame.sentences:
        first, last = frame.words_in(start, end)
        free = first
        for at in [each for each in range(first, last) if frame.text[frame.words[each][0]] == ","]:
            closed = _closing(frame, at, last) if at >= free and _opens(frame, at) else None
            if closed is not None:
                yield at, closed
                free = closed


def _opens(frame: Frame, at: int) -> bool:
    """Say whether a comma stands before "which" or "in which"."""
    behind = at + 1 + (frame.word(at + 1) in clause_words()["prepositions"])
    return frame.word(behind) in clause_words()["setting_off"]


def _closing(frame: Frame, opening: int, last: int) -> int | None:
    """Return the comma behind which the verb of the clause around follows: none of a list, no "announced by"."""
    verbs = clause_words()["passive"] | clause_words()["lasting"] | clause_words()["modal"]
    for at in range(opening + 3, last):
        verb, behind = frame.word(at + 1), frame.word(at + 2)
        if frame.word(at) == "," and (verb in verbs or is_past(verb)) and behind not in {"and", "or", ",", "by"}:
            return at
    return None
