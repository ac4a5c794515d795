"""Coordination: of "Peru, Chad and Togo recalled their envoys" all three did it.

In go a frame and its marks, out come the same marks with more arcs: where at least two of a list of three or more
actors of one kind, joined by commas and a last "and", have a part in an event or a commitment, so have the others. (Of
such lists in the corpus whose members have a part in an event of their sentence, all have it in 9 of 10 cases.) One
that the model gave another part in it keeps that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.model import Link, Marks
from communique.reading.frame import Frame

_FEWEST: Final = 3
"""Actors of a list; of two the second is often the first of another clause."""
_LEADING: Final = 6
"""Words of a title and the like before a name."""


def with_whole_lists(frame: Frame) -> Marks:
    """Return the frame's marks, in which what most of a list take part in, all of it do."""
    list_of = {member: members for members in _lists(frame) for member in members}
    if not list_of:
        return frame.marks

    def whole(links: list[Link], others: list[Link]) -> list[Link]:
        here, there = {link.target: link for link in links}, {link.target for link in others}
        added = [
            Link(each, here[member].probability)
            for member in here
            for each in list_of.get(member, ())
            if each not in here and each not in there and sum(one in here for one in list_of[member]) >= _FEWEST - 1
        ]
        return [*links, *{link.target: link for link in added}.values()]

    return replace(
        frame.marks,
        triggers=[
            replace(
                each, actors=whole(each.actors, each.recipients), recipients=whole(each.recipients, each.actors)
            )
            for each in frame.marks.triggers
        ],
        anchors=[
            replace(
                each, donors=whole(each.donors, each.recipients), recipients=whole(each.recipients, each.donors)
            )
            for each in frame.marks.anchors
        ],
    )  # fmt: skip


def _lists(frame: Frame) -> Iterator[tuple[int, ...]]:
    """Yield the lists of an article, each as its mentions in the order of the text."""
    marks, titles = frame.marks.mentions, frame.title_words()
    members: list[int] = []
    for at in frame.named():
        joint = _joint(frame, marks[members[-1]].last, marks[at].first, titles) if members else None
        if joint is None or marks[at].kind != marks[members[0]].kind:
            members = [at]
            continue
        members.append(at)
        if joint == "and":
            if len(members) >= _FEWEST:
                yield tuple(members)
            members = []


def _joint(frame: Frame, end: int, begin: int, titles: set[int]) -> str | None:
    """Return how what ends and what begins at two words are joined: by a comma or an "and"; None where they aren't."""
    if not 0 < begin - end <= _LEADING or frame.sentence(end - 1) != frame.sentence(begin):
        return None
    joint, at = None, end
    if frame.word(at) == ",":
        joint, at = ",", at + 1
    if frame.word(at) == "and":
        joint, at = "and", at + 1
    between = range(at, begin)
    return joint if all(word in titles or frame.word(word) in clause_words()["articles"] for word in between) else None
