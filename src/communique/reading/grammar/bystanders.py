"""Bystanders: who mediated, judged, foiled or reported a deed did not do it.

In go a frame and its marks, out come the same marks with other arcs from triggers: whoever stands behind "brokered by",
"condemned by" or "foiled by", alone or in a list, is no actor of a deed that is named before these words. Of a meeting
the mediator or host is the recipient. Nor is an actor who only says or believes it: "were reported by relief workers to
have been killed".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words, is_past
from communique.knowledge.party_words import party_words
from communique.model import Marks, TriggerMark
from communique.reading.frame import Frame
from communique.reading.grammar.coordination import lists_in
from communique.reading.grammar.leading import before
from communique.vocabulary import EventType

_LEADING: Final = 5
"""Words of a title and the like between "by" and a name."""


def with_bystanders_apart(frame: Frame) -> Marks:
    """Return the frame's marks, in which no bystander takes part in a deed."""
    firsts = {member: members[0] for members in lists_in(frame, mixed=True) for member in members}
    titles = frame.title_words()
    return replace(frame.marks, triggers=[_own(frame, firsts, titles, each) for each in frame.marks.triggers])


def _own(frame: Frame, firsts: dict[int, int], titles: set[int], trigger: TriggerMark) -> TriggerMark:
    """Return a trigger without the actors who only mediate or judge; of a meeting the mediators are recipients.

    `firsts` gives the first of the list in which a mention stands, `titles` the words of titles.
    """
    tellers = {link.target for link in trigger.actors if _only_tells(frame, titles, trigger.word, link.target)}
    if tellers:
        trigger = replace(trigger, actors=[link for link in trigger.actors if link.target not in tellers])
    roles = {
        link.target: _role(frame, titles, trigger.word, firsts.get(link.target, link.target)) for link in trigger.actors
    }
    if not any(roles.values()):
        return trigger
    mediators = [
        link for link in trigger.actors
        if roles[link.target] == "mediated" and trigger.type == EventType.CONSULT
    ]  # fmt: skip
    return replace(
        trigger,
        actors=[link for link in trigger.actors if not roles[link.target]],
        recipients=[*trigger.recipients, *mediators],
    )


def _role(frame: Frame, titles: set[int], word: int, who: int) -> str | None:
    """Return which list the participle of is behind whose "by" an actor stands; None where there is no such."""
    at = before(frame, frame.marks.mentions[who].first, titles, clause_words()["leading"], _LEADING)
    if frame.word(at) != "by" or not word < at - 1 or frame.sentence(word) != frame.sentence(at):
        return None
    return next((name for name in ("mediated", "judged") if frame.word(at - 1) in party_words()[name]), None)


def _only_tells(frame: Frame, titles: set[int], word: int, who: int) -> bool:
    """Say whether an actor stands between a participle with "by" and the "to have" or "to be" of a passive deed."""
    mark = frame.marks.mentions[who]
    at, last = before(frame, mark.first, titles, clause_words()["leading"], _LEADING), mark.last
    if frame.word(at) != "by" or not is_past(frame.word(at - 1)) or frame.sentence(word) != frame.sentence(at):
        return False
    behind = tuple(frame.word(each) for each in range(last, last + 3))
    return word > last and (behind[:2] == ("to", "be") or behind == ("to", "have", "been"))
