"""Items as sheets and news name them, compared: a tracker writes "PzH 2000", an article "self-propelled howitzers".

In: items of a row and of a commitment. Out: whether they may be the same kind, and how their numbers stand. Sheets name
designations where articles name classes, so that one class is enough here, and a shared word of the name tells more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from communique.ledger.full.details import Materiel
from communique.linking.actors import folded
from communique.linking.commitment_references import plain_words
from communique.linking.event_words import stem
from communique.trackers.rows import SheetItem

ABOUT = 0.15
"""Share by which a number that the tracker calls an estimate may differ."""


@dataclass(frozen=True, slots=True)
class Ware:
    """An item of the ledger: name, class, telling words (stems), and its number as a range, None where open."""

    name: str
    item_class: str
    words: frozenset[str]
    low: float | None
    high: float | None

    def same_kind(self, other: Ware) -> bool:
        """Return whether two items of one thread are of one kind."""
        shared = self.words & other.words
        return bool(shared) or (self.item_class == other.item_class and not (self.words and other.words))

    @property
    def number(self) -> str:
        """The number for people, empty where it isn't told."""
        low, high = (None if each is None else f"{each:,.15g}" for each in (self.low, self.high))
        if low is not None and high is not None:
            return low if low == high else f"{low}-{high}"
        return f"at least {low}" if low is not None else f"up to {high}" if high is not None else ""

    def told(self) -> str:
        """Return it for people: "24 howitzers"."""
        return f"{self.number} {self.name}".strip()


def ware(item: Materiel) -> Ware:
    """Return an item of the ledger as it is compared."""
    low, high = item.low, item.high
    if low is None and high is None:
        low = high = item.count
    return Ware(item.designation, item.item_class, telling_words(item.designation), low, high)


@lru_cache(maxsize=8192)
def telling_words(name: str) -> frozenset[str]:
    """Return the stems of the words of a name that tell which item it is."""
    return frozenset(stem(each) for each in folded(name).split() if each not in plain_words()) - {""}


def kinship(item: SheetItem, other: Ware) -> float:
    """Return how likely a sheet's item is the ledger's: 0 for another kind, 0.5 for one class, 1 for shared words."""
    if telling_words(item.name) & other.words:
        return 1.0
    return 0.5 if other.item_class in item.classes else 0.0


def numbers_agree(count: float, other: Ware, *, about: bool = False) -> bool | None:
    """Return whether a sheet's number is the ledger's or within its range; None where that has none."""
    if other.low is None and other.high is None:
        return None
    slack = ABOUT if about else 0.0
    low = other.low if other.low is not None else -math.inf
    high = other.high if other.high is not None else math.inf
    return low * (1 - slack) <= count <= high * (1 + slack) if low > 0 else count <= high * (1 + slack)
