"""Distribution: "Peru and Chad gave $5m and $6m" tells of two gifts, and each giver has its own.

In go a frame and its marks, out come the same marks: where as many sums stand in a row as actors in a list that all of
them give to or have them from, each sum keeps the arc to its own. Only commas and an "and" part the sums: what each is
for would make them gifts of all ("$5m in aid and $6m in loans"). They are of one kind: sums of money, or numbers of the
same things ("20 and 12 tanks", marked as one value or as two); things of two kinds only with a "respectively".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.model import AnchorMark, Link, Mark, Marks
from communique.reading.frame import Frame
from communique.reading.grammar.coordination import lists_in
from communique.reading.values.figures import numbers_in

Extent = tuple[int, int]
Members = tuple[int, ...]

_FEWEST: Final = 2
_JOINTS: Final = frozenset({",", "and"})
_NEAR: Final = 12
"""Words behind the last of the sums in which "respectively" stands."""


def with_own_shares(frame: Frame) -> Marks:
    """Return the frame's marks, in which each of several sums in a row has its own of as many givers, or getters."""
    if not frame.marks.anchors:
        return frame.marks
    lists = [some for mixed in (False, True) for some in lists_in(frame, mixed=mixed)]
    marks = _parted(frame, lists)
    frame = frame if marks is frame.marks else replace(frame, marks=marks)
    anchors = list(frame.marks.anchors)
    for row in list(_rows(frame)):
        here = [anchors[number] for number, _ in row]
        shared = _shared(frame, here, lists)
        if shared is None:
            continue
        values = {value for _, value in row}
        for (number, _), member in zip(row, shared[1], strict=True):
            anchor = anchors[number]
            own = [_link(here, shared[0], member)]
            items = [link for link in anchor.items if link.target not in values]
            donors = own if shared[0] == "donors" else anchor.donors
            recipients = own if shared[0] == "recipients" else anchor.recipients
            anchors[number] = replace(anchor, donors=donors, recipients=recipients, items=items)
    return replace(frame.marks, anchors=anchors)


def _shared(frame: Frame, row: Sequence[AnchorMark], lists: Sequence[Members]) -> tuple[str, Sequence[int]] | None:
    """Return the side of a row of anchors that is as long a list of its sentence, with the list; None without one."""
    mentions, sentence = frame.marks.mentions, frame.sentence(row[0].word)
    for side in ("donors", "recipients"):
        targets = {link.target for anchor in row for link in getattr(anchor, side)}
        for members in lists:
            here = frame.sentence(mentions[members[0]].first) == sentence
            if here and targets and len(members) == len(row) and targets <= set(members):
                return side, members
    return None


def _link(row: Sequence[AnchorMark], side: str, member: int) -> Link:
    """Return the surest arc of a row of anchors on one side, to a member."""
    return Link(member, max(link.probability for anchor in row for link in getattr(anchor, side)))


def _rows(frame: Frame) -> Iterator[list[tuple[int, int]]]:
    """Yield the rows of sums that may be shared out, each as the numbers of its anchors with those of their values."""
    values = frame.marks.values
    at_word = {mark.last - 1: index for index, mark in enumerate(values) if mark.kind in {"money", "item"}}
    anchored = sorted(
        ((number, at_word[each.word]) for number, each in enumerate(frame.marks.anchors) if each.word in at_word),
        key=lambda pair: values[pair[1]].first,
    )
    row: list[tuple[int, int]] = []
    for pair in anchored:
        if row and not is_joined(frame, values[row[-1][1]], values[pair[1]]):
            yield from _whole(frame, row)
            row = []
        row.append(pair)
    yield from _whole(frame, row)


def _whole(frame: Frame, row: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield a row where it is one: of sums, or of numbers whose last one alone has its noun, or told respectively."""
    marks = [frame.marks.values[value] for _, value in row]
    if len(row) < _FEWEST or len({mark.kind for mark in marks}) > 1:
        return
    dates = {tuple(link.target for link in frame.marks.anchors[number].dates) for number, _ in row}
    alike = marks[0].kind == "money" or all(_is_bare(frame, mark) for mark in marks[:-1])
    if (alike and len(dates) == 1) or _is_respective(frame, marks[-1].last):
        yield row


def is_joined(frame: Frame, one: Mark, other: Mark) -> bool:
    """Say whether only a comma and an "and" stand between two values."""
    between = [frame.word(at) for at in range(one.last, other.first)]
    return 0 < len(between) <= len(_JOINTS) and set(between) <= _JOINTS


def _is_bare(frame: Frame, mark: Mark) -> bool:
    """Say whether a value is a number and nothing else."""
    start, end = frame.extent(mark.first, mark.last)
    return any((each.start, each.end) == (start, end) for each in numbers_in(frame.text, start, end))


def _is_respective(frame: Frame, last: int) -> bool:
    """Say whether "respectively" stands behind sums that end before a word, in their sentence."""
    sentence = frame.sentence(last - 1)
    behind = range(last, min(last + _NEAR, len(frame.words)))
    return any(frame.word(at) in clause_words()["respective"] and frame.sentence(at) == sentence for at in behind)


def _parted(frame: Frame, lists: Sequence[Members]) -> Marks:
    """Return the marks in which "20 and 12 tanks" of two givers, marked as one value, are two, each with its anchor."""
    values, anchors = list(frame.marks.values), list(frame.marks.anchors)
    hung = {mark.last - 1: index for index, mark in enumerate(values) if mark.kind == "item"}
    for anchor in frame.marks.anchors:
        index = hung.get(anchor.word)
        numbers = [] if index is None else _numbers(frame, values[index])
        if index is None or not numbers or _shared(frame, [anchor] * len(numbers), lists) is None:
            continue
        mark = values[index]
        values[index] = replace(mark, first=numbers[-1][0])
        values += [replace(mark, first=first, last=last) for first, last in numbers[:-1]]
        anchors += [replace(anchor, word=last - 1, items=[]) for _, last in numbers[:-1]]
    if len(anchors) == len(frame.marks.anchors):
        return frame.marks
    return replace(frame.marks, values=values, anchors=sorted(anchors, key=lambda each: each.word))


def _numbers(frame: Frame, mark: Mark) -> list[Extent]:
    """Return the words of each number of "20, 12 and five tanks"; none where one value has no more than a number."""
    start, end = frame.extent(mark.first, mark.last)
    found = [frame.words_in(each.start, each.end) for each in numbers_in(frame.text, start, end)]
    joined = all({frame.word(at) for at in range(one[1], other[0])} <= _JOINTS for one, other in pairwise(found))
    ranged = frame.word(mark.first - 1) in clause_words()["ranging"]
    return found if len(found) >= _FEWEST and found[0][0] == mark.first and joined and not ranged else []
