"""Generic deeds: what "any country that supplied it with missiles" would have done, nobody is told to have done.

In go a frame and its marks, out come the same marks in which the clause behind such an indefinite holds no deed that
happened: its triggers are hypothetical, what is given in it is speculated, and nobody from before the indefinite does
or gives it. The same holds for what is done as a rule (habits.py).
"Whoever shelled the clinic fled" tells of a deed, so behind "whoever" a verb of the present must follow ("whoever kills
him"), or a modal one stand in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.model import AnchorMark, Link, Marks, TriggerMark
from communique.reading.frame import Extent, Frame
from communique.reading.grammar.habits import ENDS, Habits
from communique.vocabulary import HAPPENED, Stage, Status

_INDEFINITE: Final = re.compile(r"\b(?:any(?:one|body)?|who(?:m)?ever|whichever)\b", re.IGNORECASE)
_REACH: Final = 4  # words between "any" and its relative pronoun: "any foreign bank or firm that"


def with_generic_deeds(frame: Frame) -> Marks:
    """Return the frame's marks, in which what an indefinite somebody does is no deed that happened."""
    clauses = list(_clauses(frame))
    habits = Habits(frame)
    supposed = [_around(clauses, each.word) or habits.clause(each) for each in frame.marks.triggers]
    if not any(supposed):
        return frame.marks

    by_word = {each.word: clause for each, clause in zip(frame.marks.triggers, supposed, strict=True)}

    def of(anchor: AnchorMark) -> Extent | None:
        event = by_word.get(anchor.word) or (supposed[anchor.event.target] if anchor.event else None)
        return _around(clauses, anchor.word) or event

    return replace(
        frame.marks,
        triggers=[_generic(frame, *each) for each in zip(frame.marks.triggers, supposed, strict=True)],
        anchors=[_supposed(frame, each, of(each)) for each in frame.marks.anchors],
    )


def _around(clauses: list[Extent], word: int) -> Extent | None:
    return next((each for each in clauses if each[0] < word < each[1]), None)


def _generic(frame: Frame, trigger: TriggerMark, clause: Extent | None) -> TriggerMark:
    """Return a trigger as it is outside of a clause, inside with those alone as actors who stand in it."""
    if clause is None or trigger.status not in HAPPENED:
        return trigger
    return replace(trigger, status=str(Status.HYPOTHETICAL), actors=_inside(frame, trigger.actors, clause))


def _supposed(frame: Frame, anchor: AnchorMark, clause: Extent | None) -> AnchorMark:
    """Return an anchor as it is outside of a clause, inside as speculated, by those alone who stand in it."""
    if clause is None or anchor.stage != Stage.DELIVERED:
        return anchor
    return replace(anchor, stage=str(Stage.SPECULATED), donors=_inside(frame, anchor.donors, clause))


def _inside(frame: Frame, links: list[Link], clause: Extent) -> list[Link]:
    return [link for link in links if clause[0] <= frame.marks.mentions[link.target].first < clause[1]]


def _clauses(frame: Frame) -> Iterator[Extent]:
    """Yield the words from each indefinite to the end of the clause behind it."""
    for start, end in frame.sentences:
        if not _INDEFINITE.search(frame.text, start, end):
            continue
        first, last = frame.words_in(start, end)
        told = [frame.word(at) for at in range(first, last)]
        modal = not clause_words()["modal"].isdisjoint(told)
        for place, word in enumerate(told):
            if _opens(told, place, modal=modal) or (word == "any" and _relative(told, place)):
                behind = next((at for at in range(place + 1, len(told)) if told[at] in ENDS), len(told))
                yield first + place, first + behind


def _opens(told: list[str], place: int, *, modal: bool) -> bool:
    """Say whether a word is "anyone who" or, beside a modal verb or before one of the present, "whoever"."""
    words, follows = clause_words(), told[place + 1] if place + 1 < len(told) else ""
    if told[place] in words["anyone"]:
        return follows in words["relative"]
    present = follows.endswith("s") and follows not in words["passive"] | words["auxiliaries"] | words["leading"]
    return told[place] in words["whoever"] and (modal or present)


def _relative(told: list[str], place: int) -> bool:
    """Say whether a relative pronoun stands near behind "any", with words alone between."""
    for word in told[place + 2 : place + 2 + _REACH]:
        if word in clause_words()["relative"]:
            return True
        if not word.isalpha():
            break
    return False
