"""Coordination: of "Peru, Chad and Togo recalled their envoys" all three did it.

In go a frame and its marks, out come the same marks with more arcs: where at least two of a list of three or more
actors of one kind, joined by commas and a last "and", have a part in an event or a commitment, so have the others. (Of
such lists in the corpus whose members have a part in an event of their sentence, all have it in 9 of 10 cases.) One
that the model gave another part in it keeps that, unless only that part is a third's too: in "Mali warned Peru, Chad
and Togo" all of the list are warned. "And other neighbours" ends a list of whatever kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.model import Link, Mark, Marks
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

    def parted(links: list[Link], others: list[Link]) -> tuple[list[Link], list[Link]]:
        """Return those of two parts; a list that stands in both is in the one that is nobody else's."""
        for some in {list_of[link.target] for link in links if link.target in list_of}:
            beside = [each for each in (links, others) if any(link.target not in some for link in each)]
            moved = [link for link in (*links, *others) if link.target in some]
            if len(beside) == 1 and any(link in moved for link in others):
                rest = [link for link in beside[0] if link not in moved]
                links, others = (rest, moved) if beside[0] is links else (moved, rest)
        return links, others

    def whole(links: list[Link], others: list[Link]) -> list[Link]:
        here, there = {link.target: link for link in links}, {link.target for link in others}
        added = [
            Link(each, here[member].probability)
            for member in here
            for each in list_of.get(member, ())
            if each not in here and each not in there and sum(one in here for one in list_of[member]) >= _FEWEST - 1
        ]
        return [*links, *{link.target: link for link in added}.values()]

    def completed(links: list[Link], others: list[Link]) -> tuple[list[Link], list[Link]]:
        links, others = parted(links, others)
        return whole(links, others), whole(others, links)

    triggers = [(each, *completed(each.actors, each.recipients)) for each in frame.marks.triggers]
    anchors = [(each, *completed(each.donors, each.recipients)) for each in frame.marks.anchors]
    return replace(
        frame.marks,
        triggers=[replace(each, actors=some, recipients=others) for each, some, others in triggers],
        anchors=[replace(each, donors=some, recipients=others) for each, some, others in anchors],
    )


def _lists(frame: Frame) -> Iterator[tuple[int, ...]]:
    """Yield the lists of an article, each as its mentions in the order of the text."""
    marks, titles = frame.marks.mentions, frame.title_words()
    members: list[int] = []
    for at in frame.named():
        joint = _joint(frame, marks[members[-1]].last, marks[at].first, titles) if members else None
        alike = bool(members) and (marks[at].kind == marks[members[0]].kind or _is_rest(frame, joint, marks[at]))
        if joint is None or not alike:
            members = [at]
            continue
        members.append(at)
        if joint == "and":
            if len(members) >= _FEWEST:
                yield tuple(members)
            members = []


def _is_rest(frame: Frame, joint: str | None, mark: Mark) -> bool:
    """Say whether a mention behind "and" is the rest of a list: "other neighbours"."""
    return joint == "and" and mark.kind == "group" and frame.word(mark.first) == "other"


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
