"""Drafts of commitments: what the model's anchors, or a list beside them, tell, before it is whole.

A draft is changed while the article's commitments are completed (``completion``, ``givers``), left out where it is told
again (``repeats``), and then made a record (``commitments``).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from communique.model import AnchorMark
from communique.reading.frame import Frame
from communique.records import Event, Item, Money, Span
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
        single: whether words call it one of many, and so no total of them.
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
    conditions: Span | None = None
    bare: bool = False
    single: bool = False

    def has_deal(self) -> bool:
        """Say whether somebody gives or is given something: who has things that no deed moves is no donor of them."""
        if self.donors and self.recipients:
            return True
        return bool(self.donors or self.recipients) and bool(self.event or self.amount)


def word_at(frame: Frame, at: int) -> int:
    """Return the number of the word that stands at a code point, or of the one before it."""
    return max(0, bisect_right(frame.words, (at, len(frame.text) + 1)) - 1)
