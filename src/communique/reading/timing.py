"""The date of a record, from the model's arcs to words that tell one.

In: the links of a trigger or anchor. Out: the date of the first that can be read. What happened since a day, or was
given since then, has no end: "Norway has given 1.7 billion since 2022" is of no day of 2022.
"""

from __future__ import annotations

from collections.abc import Iterable

from communique.model import Link
from communique.reading.dates import parse_date
from communique.reading.frame import Frame
from communique.records import Date
from communique.vocabulary import DatePrecision


def date_told(frame: Frame, links: Iterable[Link]) -> Date | None:
    """Return the date that the first of the linked words tells, or None."""
    for link in links:
        mark = frame.marks.values[link.target]
        found = parse_date(frame.text, frame.span(mark.first, mark.last), frame.published)
        if found and _is_since(frame, mark.first):
            return Date(found.start, None, DatePrecision.UNKNOWN, found.basis, found.span)
        if found:
            return found
    return None


def _is_since(frame: Frame, word: int) -> bool:
    """Say whether "since" stands before a word, or before its "the" or "early"."""
    return "since" in (frame.quote(at, at + 1).lower() for at in range(max(0, word - 2), word + 1))
