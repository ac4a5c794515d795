"""What a commitment is of, in words: "EUR 1.2 billion", "24 howitzers", "the EUR 500 million announced on 3 March".

In: sums and pledges. Out: words.
"""

from __future__ import annotations

from typing import Final

from communique.linking.commitment_pledges import Pledge, Sum
from communique.linking.commitment_sizes import spelled

_MANY: Final = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def told_on(pledge: Pledge) -> str:
    """Return what a commitment is of, its stage, and the day on which it was told."""
    stage = "announced" if pledge.stage == "pledged" else pledge.stage
    day = f" on {pledge.published.day} {pledge.published:%B %Y}" if pledge.published else ""
    return f"{size_of(pledge)} {stage}{day}"


def size_of(pledge: Pledge) -> str:
    """Return what a commitment is of, in words: its sum, else its items."""
    if pledge.amount:
        return money(pledge.amount)
    counts = [f"{each.count} {spelled(each.designation) or each.item_class}" for each in pledge.items if each.count]
    return pledge.anchor or ", ".join(counts) or pledge.category


def money(amount: Sum) -> str:
    """Return a sum in words: "EUR 1.2 billion", "USD 85 million a year"."""
    size, word = next(((size, word) for size, word in _MANY if amount.value >= size), (1.0, ""))
    number = f"{amount.value / size:,.4g}" if word else f"{amount.value:,.15g}"
    per = f" a {amount.per}" if amount.per else ""
    return f"{amount.currency} {number}{f' {word}' if word else ''}{per}"
