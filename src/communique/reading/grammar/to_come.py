"""To come: what somebody "will announce" or "is expected to demand" hasn't been done, nor has "the coming assault".

In go a frame and its marks, out come the same marks in which a deed told as done isn't where the words beside it put
it off:

- a verb right behind "will", "is to", "plans to" and the like is planned, behind "is expected to" and "is likely to"
  possible. What is refused or threatened so is refused and threatened now ("will not send", "will close the strait
  unless");
- so is a noun behind a verb that says no more than that it is done ("is expected to hold talks");
- a noun that is "forthcoming", made ready for ("a date for the", "ahead of a") or that "will be held" is planned; one
  that is expected, whose likelihood, prospect or risk is told, or that "may follow", is possible, and so is one that
  isn't known yet and whose effects are only possible ("the potential impact of Togo's aid", but not "of the aid");
- what somebody's decision is "to" do is planned, where it takes time to do (`_PUT_OFF`): most bans and sanctions hold
  as soon as they are decided.

What would have been given by such a deed is pledged or speculated.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from communique.knowledge.clause_words import is_past
from communique.knowledge.future_words import future_patterns
from communique.model import Marks, TriggerMark
from communique.reading.frame import Frame
from communique.reading.grammar.undone import with_statuses
from communique.vocabulary import EventType, Status

_OF_NOW: Final = frozenset({EventType.REJECT, EventType.THREATEN, EventType.CONCEDE})
_PUT_OFF: Final = frozenset({EventType.RETREAT, EventType.AID, EventType.CONSULT, EventType.ASSAULT})
_BEFORE: Final = 80  # code points before a deed's word in which such words stand
_OF_NOUNS: Final = {
    "noun_likely": Status.POSSIBLE, "noun_soon": Status.PLANNED,
    "noun_planned": Status.PLANNED, "noun_prepared": Status.PLANNED, "noun_ahead": Status.PLANNED,
    "noun_awaited": Status.POSSIBLE, "noun_possible": Status.POSSIBLE, "noun_weighed": Status.POSSIBLE,
}  # fmt: skip


def with_deeds_to_come(frame: Frame) -> Marks:
    """Return the frame's marks, in which nothing was done that the words beside it put off."""
    taken = {each.word for each in frame.marks.triggers}
    statuses = [_status(frame, each, taken) for each in frame.marks.triggers]
    return with_statuses(frame.marks, [_as_first_told(frame, at, statuses) for at in range(len(statuses))])


def _as_first_told(frame: Frame, at: int, statuses: Sequence[Status | None]) -> Status | None:
    """Return a trigger's new status; a later word of the sentence for a deed ("aid in sending") has the first one's."""
    trigger = frame.marks.triggers[at]
    if statuses[at] is None and trigger.status == Status.ACTUAL and not is_past(frame.word(trigger.word)):
        for link in trigger.again:
            if frame.sentence(frame.marks.triggers[link.target].word) == frame.sentence(trigger.word):
                return statuses[link.target]
    return statuses[at]


def _status(frame: Frame, trigger: TriggerMark, taken: set[int]) -> Status | None:
    """Return the status of a deed that the words beside it put off, None where they say nothing of the kind."""
    if trigger.status != Status.ACTUAL:
        return None
    start, end = frame.words[trigger.word]
    opening, closing = frame.sentences[frame.sentence(trigger.word)]
    floor = max(opening, start - _BEFORE)
    found = future_patterns()
    if trigger.type not in _OF_NOW:
        for name, status in (("verb_possible", Status.POSSIBLE), ("verb_planned", Status.PLANNED)):
            if found[name].search(frame.text, floor, start):
                return status
    if trigger.type in _PUT_OFF and found["verb_resolved"].search(frame.text, floor, start):
        return Status.PLANNED
    if is_past(frame.word(trigger.word)):
        return None
    behind = _behind(frame.text, end, closing, opening)
    return behind or _before_noun(frame, trigger.word, floor, taken)


def _before_noun(frame: Frame, word: int, floor: int, taken: set[int]) -> Status | None:
    """Return the status that the words before a noun give it, with no other deed and no verb of the past between."""
    start, found = frame.words[word][0], future_patterns()
    for name, status in _OF_NOUNS.items():
        match = found[name].search(frame.text, floor, start)
        if match is None or found["doing"].search(frame.text, floor, match.start()):
            continue
        between = range(frame.words_in(match.start(1), start)[0], word)
        if taken.isdisjoint(between) and not any(map(is_past, match[1].lower().split())):
            return status
    return None


def _behind(text: str, end: int, closing: int, opening: int) -> Status | None:
    """Return the status that "will be held", "may follow" and the like give the noun before them.

    What "would follow" is planned, as somebody told before, but supposed where the sentence has an "if".
    """
    found = future_patterns()
    if found["behind_planned"].match(text, end, closing):
        return Status.PLANNED
    if found["behind_possible"].match(text, end, closing):
        return Status.POSSIBLE
    if found["behind_would"].match(text, end, closing):
        return Status.HYPOTHETICAL if found["supposing"].search(text, opening, closing) else Status.PLANNED
    return None
