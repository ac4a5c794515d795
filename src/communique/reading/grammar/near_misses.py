"""Near misses: deeds that nearly happened, were kept from happening, or are only near.

In go a frame and its marks, out come the marks in which a deed that is told as done didn't happen where the words right
beside it say so, and what would have been given by it is only supposed:

- "nearly killed", "almost managed to sign", "came close to signing", "failed to agree", "stopped short of accusing";
- what somebody "narrowly escaped", where the word is one for what can be escaped (a bomb that was escaped went off);
- what was "foiled" or "averted", before or behind.

Who "is close to signing", or "on the brink of" a deed, may do it yet. "Nearly destroyed" tells how far a deed went that
was done. Words and verbs are listed in ``near_miss_words.yaml``.
"""

from __future__ import annotations

from typing import Final

from communique.knowledge.clause_words import is_past
from communique.knowledge.near_miss_words import near_miss_patterns
from communique.model import Marks, TriggerMark
from communique.reading.frame import Frame
from communique.reading.grammar.undone import with_statuses
from communique.vocabulary import HAPPENED, EventType, Status

_BEFORE: Final = 60  # code points before a deed's word in which such words stand
_AFTER: Final = 40  # those behind it


def with_near_misses(frame: Frame) -> Marks:
    """Return the frame's marks, in which nothing happened that the words beside it say was only near."""
    return with_statuses(frame.marks, [_status(frame, each) for each in frame.marks.triggers])


def _status(frame: Frame, trigger: TriggerMark) -> Status | None:
    """Return the status of a deed that only nearly happened, None where its words say nothing of the kind."""
    if trigger.status not in HAPPENED or trigger.type == EventType.REJECT:
        return None
    start, end = frame.words[trigger.word]
    opening, closing = frame.sentences[frame.sentence(trigger.word)]
    found, word = near_miss_patterns(), frame.text[start:end]
    floor = max(opening, start - _BEFORE)

    def before(name: str) -> bool:
        return found[name].search(frame.text, floor, start) is not None

    in_ing, past = word.endswith("ing"), is_past(word.lower())
    undone = (
        (past and not found["degree"].match(word) and before("nearly"))
        or before("nearly_managed")
        or (in_ing and before("undone_ing"))
        or (not (in_ing or past) and before("undone_base"))
        or (past and before("escaped"))
        or (found["escapable"].match(word.lower()) is not None and before("escaped_noun"))
        or before("came_near")
        or before("prevented")
        or found["was_prevented"].match(frame.text, end, min(closing, end + _AFTER)) is not None
    )
    if undone:
        return Status.NEGATED
    return Status.POSSIBLE if before("is_near") else None
