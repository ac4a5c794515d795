"""Words of dates, from ``calendar.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from communique.knowledge.tables import document


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """Words of dates, lower case.

    Attributes:
        months: name or abbreviation to 1–12.
        weekdays: name or abbreviation to 0 (Monday) – 6.
        ambiguous: names that are also other words ("may").
        asking: words before an ambiguous name that show a date.
        ordinals: first to fourth.
        days: phrases for single days to their distance in days from the publication date.
        counts: small numbers.
        future: words that make a date after them one to come.
        counted: words after four digits that show a count.
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    ambiguous: frozenset[str]
    asking: frozenset[str]
    ordinals: Mapping[str, int]
    days: Mapping[str, int]
    counts: Mapping[str, int]
    future: tuple[str, ...]
    counted: frozenset[str]


@lru_cache(maxsize=1)
def calendar_words() -> CalendarWords:
    """Give the words of dates."""
    raw = document("calendar.yaml")
    return CalendarWords(
        months=MappingProxyType(raw["months"]),
        weekdays=MappingProxyType(raw["weekdays"]),
        ambiguous=frozenset(raw["ambiguous"]),
        asking=frozenset(raw["asking"]),
        ordinals=MappingProxyType({str(word): number for word, number in raw["ordinals"].items()}),
        days=MappingProxyType(raw["days"]),
        counts=MappingProxyType(raw["counts"]),
        future=tuple(raw["future"]),
        counted=frozenset(raw["counted"]),
    )
