"""Drafts of commitments: what the model's anchors, or a list beside them, tell, before it is whole.

A draft is changed while the article's commitments are completed (``completion``, ``givers``) and then made a record
(``commitments``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.model import AnchorMark
from communique.reading.frame import Frame
from communique.records import Event, Item, Money
from communique.vocabulary import Category, Instrument, Stage

Extent = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """A commitment in the making.

    Attributes:
        start: code point at which what is committed stands.
        end: the one after its last.
        sentence: number of the sentence in which it stands.
        anchor: the model's, None where the text around completes the list.
        bare: whether its sentence is a mere list, which names nobody who gives.
    """

    start: int
    end: int
    sentence: int
    anchor: AnchorMark | None
    event: Event | None = None
    donors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    category: Category = Category.UNSPECIFIED
    instrument: Instrument = Instrument.UNSPECIFIED
    amount: Money | None = None
    items: list[Item] = field(default_factory=list)
    stage: Stage = Stage.PLEDGED
    stage_by: str | None = None
    cumulative: bool = False
    bare: bool = False

    def has_sides(self) -> bool:
        """Say whether a donor or a recipient is known."""
        return bool(self.donors or self.recipients)


def without_repeats(drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts in order, each sum and each list once.

    The same sum, or the same items by name and number, from and to nobody else, is the same commitment told again; the
    first telling takes over what only the later one knows.
    """
    kept: list[Draft] = []
    for draft in drafts:
        first = next((each for each in kept if _same(each, draft)), None)
        if first is None:
            kept.append(draft)
            continue
        first.donors = first.donors or draft.donors
        first.recipients = first.recipients or draft.recipients
        first.event = first.event or draft.event
        known = {each.designation.lower() for each in first.items}
        first.items += [each for each in draft.items if each.designation.lower() not in known]
    return kept


def _same(left: Draft, right: Draft) -> bool:
    if not (_agree(left.donors, right.donors) and _agree(left.recipients, right.recipients)):
        return False
    if left.amount and right.amount:
        one, other = left.amount, right.amount
        return (one.value, one.currency, one.per) == (other.value, other.currency, other.per)
    if left.amount or right.amount or not right.items or left.stage is not right.stage:
        return False
    told = {(each.designation.lower(), each.count) for each in left.items}
    return all((each.designation.lower(), each.count) in told for each in right.items)


def _agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Say whether two sides may be one: one is unknown, or they share an actor."""
    return not left or not right or bool(set(left) & set(right))


def word_at(frame: Frame, at: int) -> int:
    """Return the number of the word that stands at a code point, or of the one before it."""
    return max(0, bisect_right(frame.words, (at, len(frame.text) + 1)) - 1)
