"""Coordination: of "Peru, Chad and Togo recalled their envoys" all three did it.

In go a frame and its marks, out come the same marks with more arcs: where at least two of a list of three or more
actors of one kind, joined by commas and a last "and", have a part in an event or a commitment, so have the others. (Of
such lists in the corpus whose members have a part in an event of their sentence, all have it in 9 of 10 cases.) One
that the model gave another part in it keeps that, unless only that part is a third's too: in "Mali warned Peru, Chad
and Togo" all of the list are warned. "And other neighbours" ends a list of whatever kind.

Of two, or of a longer list of which only one has a part, the others have it where the list can't be the end of one
clause and the beginning of the next (`_stands_whole`): "when Peru and Chad met", "a raid by Peru and Chad in June". (On
the held-out corpus they have it in 9 of 10 places where the model gave it to one alone.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import clause_words, helps, is_past
from communique.model import AnchorMark, Link, Mark, Marks, TriggerMark
from communique.reading.frame import Frame
from communique.reading.grammar.leading import before

_FEWEST: Final = 3
"""Actors of a list that is one wherever it stands; of two the second is often the first of another clause."""
MUCH_SURER: Final = 3
"""So many times as probable is the part of a list in all to the other part, that is a slip of the network's."""
_OWNERS: Final = frozenset({"state", "organization"})
"""Kinds of those whose possessive may stand before a person of a list."""
_LEADING: Final = 6
"""Words of a title and the like before a name."""


def with_whole_lists(frame: Frame) -> Marks:
    """Return the frame's marks, in which what most of a list take part in, all of it do."""
    list_of = {member: members for members in lists_in(frame, mixed=False) for member in members}
    wholes = _Wholes(frame)

    def parted(links: list[Link], others: list[Link]) -> tuple[list[Link], list[Link]]:
        """Return those of two parts; a list that stands in both is in the surer one, else in the one of nobody else."""
        for some in {list_of[link.target] for link in links if link.target in list_of}:
            beside = [each for each in (links, others) if any(link.target not in some for link in each)]
            first, second = ([link for link in each if link.target in some] for each in (links, others))
            if not second or not beside:
                continue
            sure = [sum(link.probability for link in each) for each in (first, second)]
            rest = [[link for link in each if link.target not in some] for each in (links, others)]
            if max(sure) >= MUCH_SURER * min(sure):
                rest[sure.index(max(sure))] += [*first, *second]
            elif len(beside) == 1:
                rest[beside[0] is links] += [*first, *second]
            else:
                continue
            links, others = rest
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

    def completed(at: TriggerMark | AnchorMark, links: list[Link], others: list[Link]) -> tuple[list[Link], list[Link]]:
        links, others = parted(links, others)
        links, others = whole(links, others), whole(others, links)
        return wholes.of(at.word, links, others)

    triggers = [(each, *completed(each, each.actors, each.recipients)) for each in frame.marks.triggers]
    anchors = [(each, *completed(each, each.donors, each.recipients)) for each in frame.marks.anchors]
    return replace(
        frame.marks,
        triggers=[replace(each, actors=some, recipients=others) for each, some, others in triggers],
        anchors=[replace(each, donors=some, recipients=others) for each, some, others in anchors],
    )


class _Wholes:
    """Completes what one of a list has a part in, where the list stands whole before or behind the word for it."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._list_of = {member: members for members in lists_in(frame, mixed=True) for member in members}
        self._taken = {each.word for each in frame.marks.triggers}
        self._titles = frame.title_words()

    def of(self, word: int, links: list[Link], others: list[Link]) -> tuple[list[Link], list[Link]]:
        """Return the links of two parts in what a word tells, each with all of a list that stands whole.

        A list of which some have one part and some the other has the one that its place tells.
        """
        for members in {self._list_of[link.target] for link in (*links, *others) if link.target in self._list_of}:
            first, second = ([link for link in part if link.target in members] for part in (links, others))
            if len(members) in {len(first), len(second)} or not self._stands_whole(word, members):
                continue
            is_first = bool(first) if not (first and second) else self._does(word, members)
            if is_first is None:
                continue
            chance = max(link.probability for link in (*first, *second))
            whole = [Link(each, chance) for each in members]
            links, others = ([link for link in part if link.target not in members] for part in (links, others))
            links, others = ([*links, *whole], others) if is_first else (links, [*others, *whole])
        return links, others

    def _does(self, word: int, members: tuple[int, ...]) -> bool | None:
        """Say whether the subject right before a verb did it, or had it done to it; None where it is no subject."""
        last = self.frame.marks.mentions[members[-1]].last
        if last > word:
            return None
        passive = any(self.frame.word(each) in clause_words()["passive"] for each in range(last, word))
        return not (passive and is_past(self.frame.word(word)))

    def _stands_whole(self, word: int, members: tuple[int, ...]) -> bool:
        """Say whether a list is the whole subject right before a word, or all that a preposition leads to behind it."""
        marks = self.frame.marks.mentions
        first, last = marks[members[0]].first, marks[members[-1]].last
        if self.frame.sentence(first) != self.frame.sentence(word):
            return False
        at, ahead = before(self.frame, first, self._titles, clause_words()["leading"]), self.frame.word(last)
        if last <= word:
            return self._opens(at, first) and self._leads(last, word)
        prepositions = clause_words()["prepositions"]
        leading = self.frame.word(at)
        parted = any(word < each < first for each in self._taken)
        ends = ahead not in clause_words()["genitive"] and (not ahead[:1].isalnum() or ahead in prepositions)
        return first > word and leading in prepositions and leading != ahead and not parted and ends and ahead != "-"

    def _opens(self, at: int, first: int) -> bool:
        """Say whether a clause opens behind a word: it is no part of the list's sentence, a sign or a conjunction."""
        word = self.frame.word(at)
        if at < 0 or self.frame.sentence(at) != self.frame.sentence(first):
            return True
        return word in clause_words()["conjunctions"] | clause_words()["relative"] or not (
            word[:1].isalnum() or word in clause_words()["genitive"] or word == "-"
        )

    def _leads(self, last: int, word: int) -> bool:
        """Say whether from the end of a list to a word are only what helps its verb, and "who" and the like."""
        at = last + (self.frame.word(last) == "," and self.frame.word(last + 1) in clause_words()["relative"])
        at += at > last
        passive = clause_words()["passive"]
        return all(helps(self.frame.word(each)) or self.frame.word(each) in passive for each in range(at, word))


def lists_in(frame: Frame, *, mixed: bool) -> Iterator[tuple[int, ...]]:
    """Yield the lists of an article, each as its mentions in the order of the text, `mixed` ones of any kinds."""
    marks, titles = frame.marks.mentions, frame.title_words()
    members: list[int] = []
    owned = _owned(frame)
    owners = set(owned.values())
    for at in frame.named():
        if at in owners:
            continue
        first = marks[owned.get(at, at)].first
        joint = _joint(frame, marks[members[-1]].last, first, titles) if members else None
        alike = mixed or not members or marks[at].kind == marks[members[0]].kind or _is_rest(frame, joint, marks[at])
        if joint is None or not alike:
            members = [at]
            continue
        members.append(at)
        if joint == "and":
            if len(members) >= _FEWEST or (mixed and frame.word(marks[members[0]].last) == "and"):
                yield tuple(members)
            members = []


def _owned(frame: Frame) -> dict[int, int]:
    """Return the mentions of persons with whose possessive right before them, by both indexes: "Peru's Ode"."""
    marks, genitive = frame.marks.mentions, clause_words()["genitive"]
    ends = {mark.last: at for at, mark in enumerate(marks) if mark.kind in _OWNERS}
    return {
        at: ends[mark.first - 1]
        for at, mark in enumerate(marks)
        if mark.kind == "person" and mark.first - 1 in ends and frame.word(mark.first - 1) in genitive
    }


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
