"""Sums and numbers of items in words, for people: in lists and in explanations alike.

In: a number with its range, None where it is open. Out: "10,000", "3–5", "up to 12", "at least 300".
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Protocol

from communique.knowledge.number_words import number_words
from communique.shown import ranged

_ITEMS = """
SELECT items.designation, items.count, items.low, items.high
FROM items JOIN commitments ON commitments.number = items.commitment WHERE commitments.id = ? ORDER BY place
"""


def told_size(value: float | None, low: float | None, high: float | None) -> str:
    """Return a number or its range, with the thousands apart; empty where nothing is told."""
    return ranged(value, low, high, "{:,.15g}".format, ("–", "up to ", "at least "))


def told_item(designation: str, count: int | None, low: int | None, high: int | None) -> str:
    """Return an item with its number: "24 howitzers"; "the remaining five" has it in its name already."""
    if count is not None and _number(designation.rpartition(" ")[2]) == count:
        return designation
    return f"{told_size(count, low, high)} {designation}".lstrip()


class Counted(Protocol):
    """An item with how many there are of it; a range has no `count`."""

    @property
    def designation(self) -> str:
        """What it is."""

    @property
    def count(self) -> int | None:
        """The exact number."""

    @property
    def low(self) -> int | None:
        """The least number."""

    @property
    def high(self) -> int | None:
        """The highest number."""


def item_in_words(item: Counted) -> str:
    """Return an item with its number or range: "24 howitzers", "3–5 tanks"."""
    return told_item(item.designation, item.count, item.low, item.high)


def _number(word: str) -> int | None:
    plain = word.casefold().replace(",", "")
    words = number_words()
    return int(plain) if plain.isascii() and plain.isdigit() else words.units.get(plain, words.tens.get(plain))


def told_items(connection: sqlite3.Connection, commitment: str) -> Iterator[str]:
    """Yield the items of a commitment, by its id."""
    return (told_item(*each) for each in connection.execute(_ITEMS, (commitment,)))


def told_sum(value: float | None, low: float | None, high: float | None, currency: str | None, per: str | None) -> str:
    """Return a sum: "up to 80,000,000 EUR a year"; empty where there is none."""
    if value is None:
        return ""
    return f"{told_size(value, low, high)} {currency}{f' a {per}' if per else ''}"
