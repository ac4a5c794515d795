"""Words of dates, from ``calendar.yaml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from communique.knowledge.tables import document


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """Words of dates, lower case.

    Attributes:
        months: name or abbreviation to 1–12.
        weekdays: name or abbreviation to 0 (Monday) – 6.
        seasons: name to first and last month.
        units: singular or plural to the unit's name.
        ordinals: first to thirtieth; those between are made of tens and units.
        decades: "nineties" to 90.
        steps: "last", "this", "next" to the steps from the present unit.
        retelling: steps that reckon from the date told before.
        days: words and phrases for single days to their distance in days from the publication date.
        parts: parts of a longer period ("early", "end").
        counts: words for one or two of a unit, beside the numbers.
        vague: words for no exact number.
        ambiguous: names that are also other words ("may").
        persons: months that are also given names.
        asking: words before an ambiguous month that show a date; ``asking_day`` before a weekday, ``asking_numbers``
            before digits that could be something else.
        asking_feast: words before a feast that show its time; ``asking_season`` before a season.
        closing: words after a day's number that show that no noun follows.
        counted: words after four digits that show a count.
        ahead: words that make a date of their sentence one to come; ``ahead_to`` likewise before "to".
        perhaps: modal verbs that do so where no "have" follows.
        deferring: verbs that make a date ahead that "until" or "to" leads to.
        enduring: verbs of what lasts up to a date ahead that "until", "through" or "up to" leads to.
        lest: words between "until" and its date ("until at least May").
        until: words and phrases right before a date that say the same, more weakly.
        past: verb forms that make it a past one, beside those in "-ed".
        reporting: verbs of reporting, in the past.
        timeless: forms in "-ed" that say nothing of the time.
        lasting: words before "in two weeks" that show a length of time.
        ranked: words, beside ordinals, of what is measured by a day behind "since" ("the worst since May").
    """

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    seasons: Mapping[str, tuple[int, int]]
    units: Mapping[str, str]
    ordinals: Mapping[str, int]
    decades: Mapping[str, int]
    steps: Mapping[str, int]
    retelling: frozenset[str]
    days: Mapping[str, int]
    parts: frozenset[str]
    counts: Mapping[str, int]
    vague: frozenset[str]
    ambiguous: frozenset[str]
    persons: frozenset[str]
    asking: frozenset[str]
    asking_day: frozenset[str]
    asking_numbers: frozenset[str]
    asking_feast: frozenset[str]
    asking_season: frozenset[str]
    closing: frozenset[str]
    counted: frozenset[str]
    ahead: frozenset[str]
    ahead_to: frozenset[str]
    perhaps: frozenset[str]
    deferring: frozenset[str]
    enduring: frozenset[str]
    lest: frozenset[str]
    until: frozenset[str]
    past: frozenset[str]
    reporting: frozenset[str]
    timeless: frozenset[str]
    lasting: frozenset[str]
    ranked: frozenset[str]


@lru_cache(maxsize=1)
def calendar_words() -> CalendarWords:
    """Give the words of dates."""
    raw = document("calendar.yaml")

    def table(key: str) -> Mapping[str, Any]:
        return MappingProxyType(raw[key])

    def words(key: str) -> frozenset[str]:
        return frozenset(raw[key])

    return CalendarWords(
        months=table("months"),
        weekdays=table("weekdays"),
        seasons=MappingProxyType({name: (first, last) for name, (first, last) in raw["seasons"].items()}),
        units=table("units"),
        ordinals=table("ordinals"),
        decades=table("decades"),
        steps=table("steps"),
        retelling=words("retelling"),
        days=table("days"),
        parts=words("parts"),
        counts=table("counts"),
        vague=words("vague"),
        ambiguous=words("ambiguous"),
        persons=words("persons"),
        asking=words("asking"),
        asking_day=words("asking_day"),
        asking_numbers=words("asking_numbers"),
        asking_feast=words("asking_feast"),
        asking_season=words("asking_season"),
        closing=words("closing"),
        counted=words("counted"),
        ahead=words("ahead"),
        ahead_to=words("ahead_to"),
        perhaps=words("perhaps"),
        deferring=words("deferring"),
        enduring=words("enduring"),
        lest=words("lest"),
        until=words("until"),
        past=words("past"),
        reporting=words("reporting"),
        timeless=words("timeless"),
        lasting=words("lasting"),
        ranked=words("ranked"),
    )
