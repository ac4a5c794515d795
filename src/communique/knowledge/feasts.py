"""Feasts and national days: names, and the days on which they fall in a year.

The rules are in ``feasts.yaml``; feasts of the moon calendars are in ``movable_feasts.csv``, for 1990 to 2035. Islamic
ones there are of the Umm al-Qura calendar; where the new moon is sighted they may fall a day later. Easter is reckoned
by the anonymous Gregorian computus and the Julian one (Meeus, Astronomical Algorithms, chapter 8).
"""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from communique.knowledge.calendar_words import calendar_words
from communique.knowledge.tables import document, rows

Days = tuple[date, date]
_LAST_GREGORIAN: Final = 9990


def easter(year: int) -> date:
    """Give Easter Sunday of the western churches."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Give Easter Sunday of the eastern churches, as a day of the Gregorian calendar."""
    moon = (19 * (year % 19) + 15) % 30
    month, day = divmod(moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114, 31)
    return date(year, month, day + 1) + timedelta(year // 100 - year // 400 - 2)


@lru_cache(maxsize=1)
def feast_rules() -> Mapping[str, str]:
    """Give the rule to each name."""
    return MappingProxyType(document("feasts.yaml")["rules"])


@lru_cache(maxsize=1)
def feast_names() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Give the names as words, by their first word as it is and without the "s" of a possessive, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(feast_rules(), key=lambda each: -len(each.split())):
        words = tuple(name.split())
        for first in {words[0], words[0].removesuffix("s")}:
            found.setdefault(first, []).append(words)
    return MappingProxyType({first: tuple(names) for first, names in found.items()})


@lru_cache(maxsize=1)
def capital_feasts() -> frozenset[str]:
    """Give the names that are names only with a capital."""
    return frozenset(document("feasts.yaml")["capital"])


@lru_cache(maxsize=1)
def attributed_words() -> frozenset[str]:
    """Give the words before which a feast is a mere attribute ("Christmas tree")."""
    return frozenset(document("feasts.yaml")["attributed"])


@lru_cache(maxsize=1)
def _moved() -> Mapping[tuple[str, int], Days]:
    found: dict[tuple[str, int], Days] = {}
    for row in rows("movable_feasts.csv"):
        first = date.fromisoformat(row["first"])
        # Twelve moons are shorter than a year: where one has two of a feast, the first is taken.
        found.setdefault((row["feast"], first.year), (first, date.fromisoformat(row["last"])))
    return MappingProxyType(found)


def feast_days(name: str, year: int) -> Days | None:
    """Give the first and last day of a feast in a year; None where there is none, or it isn't known."""
    if not 1 <= year <= _LAST_GREGORIAN:
        return None
    rule = feast_rules()[name]
    base, plus, distance = rule.partition("+")
    if not plus and rule.startswith("easter-"):
        base, _, distance = rule.partition("-")
        distance = f"-{distance}"
    if not plus and rule.startswith("orthodox easter-"):
        base, distance = "orthodox easter", rule.removeprefix("orthodox easter")
    if distance:
        day = _reckoned(base, year) + timedelta(int(distance))
        return day, day
    if rule[0].isdigit():
        fixed = _fixed(rule, year)
        return (fixed, fixed) if fixed else None
    return _moved().get((rule, year))


def _reckoned(base: str, year: int) -> date:
    if base == "easter":
        return easter(year)
    if base == "orthodox easter":
        return orthodox_easter(year)
    if base == "election day":  # of the United States: the Tuesday after the first Monday of November
        return nth_weekday(year, 11, 0, 1) + timedelta(1)
    return nth_weekday(year, 11, 3, 4)  # Thanksgiving


def _fixed(rule: str, year: int) -> date | None:
    if " " in rule:
        number, weekday, which = rule.split()
        return nth_weekday(year, int(number), calendar_words().weekdays[weekday], int(which))
    *once, month, day = map(int, rule.split("-"))
    return date(year, month, day) if not once or once[0] == year else None


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """Give the first, second … weekday (0 is Monday) of a month, -1 the last.

    Raises:
        ValueError: the month has no such day.
    """
    days = calendar.monthrange(year, month)[1]
    if which < 0:
        last = date(year, month, days)
        return last - timedelta((last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return date(year, month, 1 + (weekday - first.weekday()) % 7 + 7 * (which - 1))
