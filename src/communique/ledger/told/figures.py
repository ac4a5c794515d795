"""Figures of records that tell of one thing, and which of them can't both be right.

In: figures with their sources and days. Out: pairs of `Figure`s, the earlier first, in the order in which they came to
be known; so what was known on a day is what the pairs known by then say.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

UNSURE = 0.1
"""Share by which two figures may differ and still be the same when one of them is rounded or an estimate."""
MOST = 100
"""Pairs of one thing that are told: of an event of which a hundred papers give their own figures, the first."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one record, as a range; None where it is open.

    `known` is the day (ISO) on which it was told, `source` the number of the record's source, `said` the figure in
    words, `stage` that of a commitment.
    """

    what: str
    record: str
    known: str
    source: int
    low: float | None
    high: float | None
    estimate: bool
    said: str
    stage: str = ""

    def meets(self, other: Figure) -> bool:
        """Return whether both can be true."""
        slack = UNSURE if self.estimate or other.estimate else 0.0
        return _below(self.low, other.high, slack) and _below(other.low, self.high, slack)

    @property
    def size(self) -> float:
        """How large it is at most."""
        return self.high if self.high is not None else self.low or 0.0


OfOne = Callable[[Figure, Figure], bool]
"""Says whether two figures, the earlier first, that don't meet are of one thing."""


def _below(low: float | None, high: float | None, slack: float) -> bool:
    return low is None or high is None or low <= high * (1 + slack)


def figure(row: sqlite3.Row, what: str, unit: str = "", stage: str = "") -> Figure:
    """Return the figure of a row with `record`, `known`, `source`, `value`, `low`, `high`, `estimate`."""
    low, high, value = row["low"], row["high"], row["value"]
    if low is None and high is None:
        low = high = value
    said = _number(value) if value is not None and low == high else f"{_or(low, '')}–{_or(high, '')}"
    return Figure(
        what.replace("_", " "),
        row["record"],
        row["known"],
        row["source"],
        low,
        high,
        bool(row["estimate"]),
        said + unit,
        stage,
    )


def _or(number: float | None, without: str) -> str:
    return without if number is None else _number(number)


def _number(value: float) -> str:
    """Return a number with all its digits, as papers write it."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def clashes(figures: Iterable[Figure], of_one: OfOne) -> Iterator[tuple[Figure, Figure]]:
    """Yield pairs of figures of one thing that don't meet, in the order of their later days.

    There is one pair for two sources and what they tell of, whichever of them was the first.
    """
    yield from islice(_clashes(sorted(figures, key=lambda each: (each.known, each.record)), of_one), MOST)


def _clashes(ordered: list[Figure], of_one: OfOne) -> Iterator[tuple[Figure, Figure]]:
    seen: set[tuple[tuple[int, ...], tuple[str, ...]]] = set()
    for at, other in enumerate(ordered):
        for one in ordered[:at]:
            if one.source == other.source or one.meets(other):
                continue
            pair = tuple(sorted((one.source, other.source))), tuple(sorted((one.what, other.what)))
            if pair in seen or not of_one(one, other):
                continue
            seen.add(pair)
            yield one, other


def days(first: str, second: str) -> int:
    """Return the days from one day (ISO) to another."""
    return (datetime.date.fromisoformat(second) - datetime.date.fromisoformat(first)).days
