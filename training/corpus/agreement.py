"""Agreement of two annotators on the same passages.

F1 of a family takes one annotator as right and doesn't depend on which:

mentions     the span is the same
statements   the cues overlap, the contents share at least half, the speakers have a mention in common
events       the triggers (first or later) overlap, the type is the same
roles        of all (event, role, actor): the events' triggers overlap, the actors have a mention in common
commitments  the anchors overlap; donors have a mention in common, or nobody gives any; recipients likewise

Accuracy of a code is the share of the records that both have in which it is the same: act of statements whose cues
overlap, status of events whose triggers overlap, stage of commitments whose anchors overlap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from typing import Final, TypeVar

from training.corpus.notes import CommitmentNote, EventNote, Extent, Passage, StatementNote
from training.corpus.spans import overlap, same_half

FAMILIES: Final = ("mentions", "statements", "events", "roles", "commitments")
CODES: Final = ("status", "act", "stage")
"""Codes whose accuracy is measured."""

_Note = TypeVar("_Note", StatementNote, EventNote, CommitmentNote)


class _Pair:
    """One passage as two annotators have it; adds to the counts."""

    def __init__(self, left: Passage, right: Passage, counts: Counter[str]) -> None:
        self.left, self.right, self.counts = left, right, counts
        self._mentions = (_mentions_of(left), _mentions_of(right))

    def same(self, left: str | None, right: str | None) -> bool:
        """Say whether two actors have a mention in common, or neither is told."""
        if left is None or right is None:
            return left is right
        ours, theirs = (self._mentions[side].get(ident, ()) for side, ident in enumerate((left, right)))
        return any(overlap(*pair) for pair in product(ours, theirs))

    def _same_side(self, left: Sequence[str], right: Sequence[str]) -> bool:
        """Say whether the actors of one side have somebody in common, or neither annotator gives any."""
        return any(self.same(*pair) for pair in product(left, right)) or not (left or right)

    def _add(self, family: str, agreed: int, left: int, right: int) -> None:
        self.counts[f"{family} agreed"] += agreed
        self.counts[f"{family} both"] += left + right

    def count(self) -> None:
        """Add what the annotators agree on, and what there is."""
        ours, theirs = ({each for some in side.values() for each in some} for side in self._mentions)
        self._add("mentions", len(ours & theirs), len(ours), len(theirs))
        self._statements()
        self._events()
        self._commitments()

    def _statements(self) -> None:
        pairs = matched(self.left.statements, self.right.statements, lambda note: [note.cue], lambda note: note.act)
        agreed = sum(
            self.same(ours.speaker, theirs.speaker) and _same_content(ours.content, theirs.content)
            for ours, theirs in pairs
        )
        self._add("statements", agreed, len(self.left.statements), len(self.right.statements))
        self._accuracy("act", [ours.act == theirs.act for ours, theirs in pairs])

    def _events(self) -> None:
        pairs = matched(
            self.left.events, self.right.events, lambda note: [note.trigger, *note.mentions], lambda note: note.type
        )
        agreed = sum(ours.type == theirs.type for ours, theirs in pairs)
        self._add("events", agreed, len(self.left.events), len(self.right.events))
        roles = sum(
            self._common(ours.actors, theirs.actors) + self._common(ours.recipients, theirs.recipients)
            for ours, theirs in pairs
        )
        self._add("roles", roles, *(_roles(side.events) for side in (self.left, self.right)))
        self._accuracy("status", [ours.status == theirs.status for ours, theirs in pairs])

    def _common(self, left: Iterable[str], right: Iterable[str]) -> int:
        """Return how many actors two lists have in common, each counted once."""
        free, common = list(right), 0
        for ident in left:
            fit = next((each for each in free if self.same(ident, each)), None)
            if fit is not None:
                free.remove(fit)
                common += 1
        return common

    def _commitments(self) -> None:
        pairs = matched(
            self.left.commitments, self.right.commitments, lambda note: [note.anchor], lambda note: note.stage
        )
        agreed = sum(
            self._same_side(ours.donors, theirs.donors) and self._same_side(ours.recipients, theirs.recipients)
            for ours, theirs in pairs
        )
        self._add("commitments", agreed, len(self.left.commitments), len(self.right.commitments))
        self._accuracy("stage", [ours.stage == theirs.stage for ours, theirs in pairs])

    def _accuracy(self, code: str, same: list[bool]) -> None:
        self.counts[f"{code} same"] += sum(same)
        self.counts[f"{code} matched"] += len(same)


def _mentions_of(passage: Passage) -> dict[str, tuple[Extent, ...]]:
    return {actor.id: actor.mentions for actor in passage.actors}


def _roles(events: Iterable[EventNote]) -> int:
    return sum(len(note.actors) + len(note.recipients) for note in events)


def _same_content(left: Extent | None, right: Extent | None) -> bool:
    if left is None or right is None:
        return left is right
    return same_half(left, right)


def matched(
    left: Iterable[_Note],
    right: Iterable[_Note],
    heads: Callable[[_Note], list[Extent]],
    code: Callable[[_Note], str],
) -> list[tuple[_Note, _Note]]:
    """Return pairs of records whose heads (cues, triggers, anchors) overlap, each record in one pair at most.

    Pairs that have the same code, too, come first, then the others in the order of the text.
    """
    fits = [
        (code(ours) != code(theirs), ours, theirs)
        for ours, theirs in product(left, right)
        if any(overlap(*pair) for pair in product(heads(ours), heads(theirs)))
    ]
    pairs: list[tuple[_Note, _Note]] = []
    used: set[tuple[str, str]] = set()
    for _, ours, theirs in sorted(fits, key=lambda each: (each[0], min(heads(each[1])), min(heads(each[2])))):
        if not used & {("left", ours.id), ("right", theirs.id)}:
            used |= {("left", ours.id), ("right", theirs.id)}
            pairs.append((ours, theirs))
    return pairs


def agreement(left: Iterable[Passage], right: Iterable[Passage]) -> dict[str, float | None]:
    """Return the F1 of each family and the accuracy of each code, over the passages that both annotators have.

    A figure is None where neither annotator has anything that it could be measured on; `passages` is how many passages
    were compared.

    Raises:
        ValueError: a passage has the same id and another text.
    """
    others = {passage.id: passage for passage in right}
    counts: Counter[str] = Counter()
    compared = 0
    for ours in left:
        theirs = others.get(ours.id)
        if theirs is None:
            continue
        if theirs.text != ours.text:
            raise ValueError(f"{ours.id} has two texts; agreement needs annotations of the same text")
        _Pair(ours, theirs, counts).count()
        compared += 1
    figures: dict[str, float | None] = {"passages": compared}
    for family in FAMILIES:
        figures[f"{family}_f1"] = _share(2 * counts[f"{family} agreed"], counts[f"{family} both"])
    for code in CODES:
        figures[f"{code}_accuracy"] = _share(counts[f"{code} same"], counts[f"{code} matched"])
    return figures


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
