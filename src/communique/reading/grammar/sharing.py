"""Sharing out: a value that several triggers or anchors claim goes to one of them.

In go a frame's marks, out come the same marks with fewer arcs.

An item is part of one commitment (annotators never give it to two): of the one that hangs at it, else of one of its own
sentence, the nearest before it first, else of the nearest before it. A commitment hangs at its sum, or else at its
first item: an anchor at an item that another anchor of its sentence and stage claims is none by itself, nor is one at
an item that "the package includes", a sentence or two after the package was named; that goes to the whole.

What a thing is for ("shells for M777 howitzers") is no item.

A number of people that a trigger of its own sentence claims is not that of a trigger of another sentence. Nor is one
number that of the dead and of the injured: "killing three and wounding 14" (on the held-out corpus the likelier of the
two was right in 7 of 8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from communique.model import AnchorMark, Link, Marks, TriggerMark
from communique.reading.frame import Frame
from communique.reading.values.aid_lists import holds_parts, is_about_package, is_served
from communique.vocabulary import QuantityKind

_NEAR: Final = 2  # sentences before a package's own in which it was named
_FATES: Final = frozenset({QuantityKind.DEAD, QuantityKind.INJURED})  # one number is of one of them


def with_own_values(frame: Frame) -> Marks:
    """Return the frame's marks, each item with one anchor, each number of people with its own sentence's triggers."""
    return replace(frame.marks, triggers=_triggers(frame), anchors=_Items(frame).anchors())


class _Items:
    """The items of an article and the anchors, by number, that claim them."""

    def __init__(self, frame: Frame) -> None:
        self.frame, self.marked = frame, _without_served(frame)
        values = frame.marks.values
        at_word = {mark.last - 1: index for index, mark in enumerate(values)}
        self._hung = [at_word.get(anchor.word) for anchor in self.marked]
        self._claims: dict[int, list[int]] = {}
        for number, anchor in enumerate(self.marked):
            at = self._hung[number]
            own = [at] if at is not None and values[at].kind == "item" else []
            for index in dict.fromkeys((*own, *(link.target for link in anchor.items))):
                self._claims.setdefault(index, []).append(number)

    def anchors(self) -> list[AnchorMark]:
        """Return the anchors with their own items; none that only repeats a part of another's."""
        merged = {number: whole for number in range(len(self.marked)) if (whole := self._whole(number)) is not None}
        items: dict[int, list[Link]] = {}
        for index, claimed in self._claims.items():
            owner = self._owner(index, claimed)
            while owner in merged:
                owner = merged[owner]
            if self._hung[owner] != index:
                items.setdefault(owner, []).append(self._link(index, claimed))
        kept = []
        for number, anchor in enumerate(self.marked):
            mine = items.get(number, [])
            emptied = anchor.items and not mine and self._hung[number] is None
            if number not in merged and not emptied:
                kept.append(replace(anchor, items=mine))
        return kept

    def _link(self, index: int, claimed: Sequence[int]) -> Link:
        """Return the arc to an item, the surest of those that the model drew."""
        arcs = [link for number in claimed for link in self.marked[number].items if link.target == index]
        return max(arcs, key=lambda link: link.probability)

    def _owner(self, index: int, claimed: Sequence[int]) -> int:
        """Return the number of the anchor that an item belongs to."""
        word = self.frame.marks.values[index].last - 1
        sentence = self.frame.sentence(word)

        def rank(number: int) -> tuple[int, int]:
            at = self.marked[number].word
            same = self.frame.sentence(at) == sentence
            order = 0 if at == word else 1 if same and at < word else 2 if same else 3 if at < word else 4
            return order, abs(word - at)

        return min(claimed, key=rank)

    def _whole(self, number: int) -> int | None:
        """Return the anchor of whose list an anchor at an item is a part, None where it has a list of its own."""
        at, frame = self._hung[number], self.frame
        if at is None or frame.marks.values[at].kind != "item":
            return None
        sentence = frame.sentence(self.marked[number].word)
        claimed = [each for each in self._claims[at] if each != number]
        here = [each for each in claimed if self._may_lead(each, number)]
        if here:
            return min(here, key=lambda each: abs(self._word(each) - self._word(number)))
        near = [each for each in claimed if 0 < sentence - frame.sentence(self.marked[each].word) <= _NEAR]
        if len(near) < len(claimed) or not near or not is_about_package(frame.text, frame.sentences[sentence]):
            return None
        last = max(frame.sentence(self.marked[each].word) for each in near)
        there = sorted((each for each in near if frame.sentence(self.marked[each].word) == last), key=self._word)
        ends = [frame.words[self._word(each)] for each in there]
        return there[0] if len(there) > 1 and holds_parts(frame.text, ends[0][1], ends[1][0]) else there[-1]

    def _may_lead(self, other: int, number: int) -> bool:
        """Say whether the anchor of an item's own sentence may be the one of its list: a sum, or an item before it."""
        if self.frame.sentence(self._word(other)) != self.frame.sentence(self._word(number)):
            return False
        at = self._hung[other]
        is_sum = at is not None and self.frame.marks.values[at].kind == "money"
        leads = is_sum or self._word(other) < self._word(number)
        return leads and self.marked[other].stage == self.marked[number].stage

    def _word(self, number: int) -> int:
        return self.marked[number].word


def _without_served(frame: Frame) -> list[AnchorMark]:
    """Return the anchors without items that are only what others are for; one at such an item hangs at its next."""
    marks = frame.marks

    def is_given(index: int) -> bool:
        first = marks.values[index].first
        return not is_served(frame.text, frame.sentences[frame.sentence(first)], frame.words[first][0])

    given = [mark.kind != "item" or is_given(index) for index, mark in enumerate(marks.values)]
    served = {mark.last - 1 for index, mark in enumerate(marks.values) if not given[index]}
    taken = {anchor.word for anchor in marks.anchors}
    claimed = {link.target for anchor in marks.anchors if anchor.word not in served for link in anchor.items}
    kept: list[AnchorMark] = []
    for anchor in marks.anchors:
        items = [link for link in anchor.items if given[link.target]]
        word = anchor.word
        if word in served:
            free = [link.target for link in items if link.target not in claimed]
            word = next((at for each in free if (at := marks.values[each].last - 1) not in taken), -1)
        if word >= 0:
            kept.append(replace(anchor, word=word, items=items))
            taken.add(word)
    return sorted(kept, key=lambda anchor: anchor.word)


def _triggers(frame: Frame) -> list[TriggerMark]:
    """Return the triggers without numbers of people that a trigger at home claims, or that are of another fate."""
    triggers = frame.marks.triggers
    told = [(kind, link, _is_at_home(frame, each, link)) for each in triggers for kind, link in each.quantities]
    claimed = {(kind, link.target) for kind, link, at_home in told if at_home}
    sure = sorted(told, key=lambda each: (each[2], each[1].probability))
    fates = {link.target: kind for kind, link, _ in sure if kind in _FATES}

    def is_own(trigger: TriggerMark, kind: str, link: Link) -> bool:
        if (kind, link.target) in claimed and not _is_at_home(frame, trigger, link):
            return False
        return kind not in _FATES or fates[link.target] == kind

    return [
        replace(each, quantities=[told for told in each.quantities if is_own(each, *told)]) if each.quantities else each
        for each in triggers
    ]


def _is_at_home(frame: Frame, trigger: TriggerMark, link: Link) -> bool:
    """Say whether a trigger stands in the sentence of a number."""
    return frame.sentence(trigger.word) == frame.sentence(frame.marks.values[link.target].first)
