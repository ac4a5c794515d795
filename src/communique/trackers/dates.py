"""Dates in cells of trackers' sheets: days, months, quarters and years as people and spreadsheets write them.

In: a cell, a Python value or a text. Out: the first and the last day, or None where the cell says nothing, or something
else than a date. Whether the day or the month stands first in 3/12/2022 is told by the other cells of its column.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from communique.trackers.cells import said
from communique.trackers.columns import tracker_words
from communique.trackers.figures import number
from communique.vocabulary import DatePrecision

Days = tuple[datetime.date, datetime.date]
"""The first and the last day of a date that may be less than precise."""

_FIRST_YEAR: Final = 2022
"""Kiel's month 1 is January 2022."""
_EXCEL: Final = datetime.date(1899, 12, 30)
"""Day 0 of a spreadsheet's numbers for days, from March 1900 on."""
_SERIALS: Final = range(36_526, 73_050)  # 2000 to 2099
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_CLOCK: Final = re.compile(r"(?<=\d)(?:T|\s+)\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s*(?:[AP]M\b|Z|[+-]\d\d:?\d\d))?")
_DATE: Final = r"""(?<![\d/.])(?:
      (?P<year>(?:19|20)\d\d)(?P<mark>[-/.])\ ?(?P<month>\d{1,2})(?:(?P=mark)\ ?(?P<day>\d{1,2}))?
    | (?P<packed>(?:19|20)\d{6})
    | (?P<left>\d{1,2})(?P<sign>[/.\-])\ ?(?P<right>\d{1,2})(?P=sign)\ ?(?P<last>\d{4}|\d\d)
    | (?P<alone>\d{1,2})[/.\-](?P<whole>(?:19|20)\d\d)
    | Q(?P<quarter>[1-4])[ /\-]?\ ?(?P<its>(?:19|20)\d\d)
    | (?P<before>(?:19|20)\d\d)[ /\-]?\ ?Q(?P<then>[1-4])
    | (?:(?P<first>\d{1,2})(?:st|nd|rd|th)?(?:\.\ ?|[ \-/]))?(?<![a-z])(?P<name>MONTHS)(?![a-z])\.?
      (?:\ (?P<after>\d{1,2})(?:st|nd|rd|th)?(?=,|\ (?:19|20)\d\d))?
      (?:,?[ \-/]\ ?(?P<of>(?:19|20)\d\d)|-(?P<short>\d\d))
    )(?![\d/])"""
_SLASHED: Final = re.compile(r"(?<![\d/.\-])(\d{1,2})([/\-])(\d{1,2})\2(\d{4}|\d\d)(?![\d/.\-])")
_CENTURY: Final = 2000
_MOST_YEARS: Final = 60
_DECEMBER: Final = 12
_QUARTER: Final = 3


def month(cell: Any) -> Days | None:
    """Return the days of Kiel's month: 1 is January 2022, 0 is unknown."""
    count = number(cell)
    if count is None or count < 1 or count != int(count) or count > _MOST_YEARS * _DECEMBER:
        return None
    year, at = divmod(int(count) - 1, _DECEMBER)
    return _months(_FIRST_YEAR + year, at + 1)


def _months(year: int, at: int, length: int = 1) -> Days | None:
    """Return the days of some months from one on."""
    last = at + length - 1
    if not 1 <= at <= last <= _DECEMBER:
        return None
    following = datetime.date(year + last // _DECEMBER, last % _DECEMBER + 1, 1)
    return datetime.date(year, at, 1), following - datetime.timedelta(days=1)


def day_first(cells: Iterable[Any]) -> bool | None:
    """Return whether a column writes the day before the month (3/12/2022), None where no cell tells."""
    seconds = False
    for cell in cells:
        found = _SLASHED.search(cell) if isinstance(cell, str) else None
        if found and int(found[1]) > _DECEMBER:
            return True
        seconds = seconds or bool(found and int(found[3]) > _DECEMBER)
    return False if seconds else None


def is_two_ways(cell: Any) -> bool:
    """Return whether a cell may be two days, as 3/12/2022."""
    found = _SLASHED.search(cell) if isinstance(cell, str) else None
    return found is not None and found[1] != found[3] and max(int(found[1]), int(found[3])) <= _DECEMBER


def days(cell: Any, *, dayfirst: bool | None = None) -> Days | None:
    """Return the days of a date: a day, a month, a quarter, a year, or from one to another.

    Args:
        cell: a date, a text, or a spreadsheet's number for a day.
        dayfirst: whether 3/12/2022 is 3 December; None takes both days as its range.
    """
    if isinstance(cell, datetime.datetime):
        return cell.date(), cell.date()
    if isinstance(cell, datetime.date):
        return cell, cell
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        whole = int(cell) if math.isfinite(cell) else 0
        if whole in _SERIALS:
            one = _EXCEL + datetime.timedelta(days=whole)
            return one, one
        return _year(whole)
    return _written(said(cell), dayfirst)


def _year(number_: int) -> Days | None:
    if not 1900 <= number_ <= 2099:  # noqa: PLR2004  # years of the registers
        return None
    return datetime.date(number_, 1, 1), datetime.date(number_, 12, 31)


@lru_cache(maxsize=4096)
def _written(text: str, dayfirst: bool | None) -> Days | None:  # noqa: FBT001  # as of `days`
    if text.isdecimal() and len(text) <= 5:  # noqa: PLR2004  # as many as a spreadsheet's numbers have
        return days(int(text))
    plain = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    plain = _CLOCK.sub("", plain)
    found = list(_date().finditer(plain))
    # What a date stands beside may be words, no further figures.
    rest = _date().sub(" ", plain)
    if not found:
        only = _YEAR.findall(rest)
        return _year(int(only[0])) if len(only) == 1 and not re.search(r"\d", _YEAR.sub("", rest)) else None
    if re.search(r"\d", rest) or len(found) > 2:  # noqa: PLR2004  # from one to another
        return None
    try:
        dates = [_one_of(each, dayfirst) for each in found]
    except ValueError:  # the 30th of February
        return None
    first, last = dates[0], dates[-1]
    return (first[0], last[1]) if first and last and first[0] <= last[1] else None


def _one_of(found: re.Match[str], dayfirst: bool | None) -> Days | None:  # noqa: FBT001, PLR0911  # as of `days`; by form
    part = found.groupdict()
    if part["year"]:
        year, at = int(part["year"]), int(part["month"])
        return _one(year, at, int(part["day"])) if part["day"] else _months(year, at)
    if part["packed"]:
        return _one(int(part["packed"][:4]), int(part["packed"][4:6]), int(part["packed"][6:]))
    if part["left"]:
        return _slashed(part["sign"], int(part["left"]), int(part["right"]), _full(part["last"]), dayfirst)
    if part["alone"]:
        return _months(int(part["whole"]), int(part["alone"]))
    if quarter := part["quarter"] or part["then"]:
        return _months(int(part["its"] or part["before"]), _QUARTER * int(quarter) - 2, _QUARTER)
    at, year = _named(part["name"]), _full(part["of"] or part["short"])
    day = part["first"] or part["after"]
    if part["first"] and part["after"]:
        return None
    return _one(year, at, int(day)) if day else _months(year, at)


@lru_cache(maxsize=1)
def _date() -> re.Pattern[str]:
    """Return what finds dates, with the names of months, also shortened ones."""
    names = {form[:end] for forms in tracker_words()["months"] for form in forms for end in range(3, len(form) + 1)}
    listed = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(_DATE.replace("MONTHS", listed), re.VERBOSE | re.IGNORECASE)


def _full(year: str) -> int:
    return int(year) + (_CENTURY if len(year) == 2 else 0)  # noqa: PLR2004  # two digits


def _named(name: str) -> int:
    """Return the number of a month by its name or the beginning of it."""
    plain = name.casefold()
    names: list[list[str]] = tracker_words()["months"]
    return next(at for at, forms in enumerate(names, 1) if any(form.startswith(plain) for form in forms))


def _slashed(sign: str, left: int, right: int, year: int, dayfirst: bool | None) -> Days:  # noqa: FBT001  # as of `days`
    if sign == "." or left > _DECEMBER:
        return _one(year, right, left)
    if right > _DECEMBER or dayfirst is False:
        return _one(year, left, right)
    if dayfirst:
        return _one(year, right, left)
    pair = sorted((datetime.date(year, right, left), datetime.date(year, left, right)))
    return pair[0], pair[1]


def _one(year: int, at: int, day: int) -> Days:
    found = datetime.date(year, at, day)
    return found, found


def unit_of(when: Days) -> DatePrecision:
    """Return the unit that days are: a day, a month, a quarter, a year, or none of them."""
    start, end = when
    if start == end:
        return DatePrecision.DAY
    units = {1: DatePrecision.MONTH, _QUARTER: DatePrecision.QUARTER, _DECEMBER: DatePrecision.YEAR}
    length = end.month - start.month + 1
    whole = (
        start.year == end.year
        and when == _months(start.year, start.month, length)
        and start.month % length == 1 % length
    )
    return units.get(length, DatePrecision.UNKNOWN) if whole else DatePrecision.UNKNOWN


def years(cell: Any) -> tuple[int, ...]:
    """Return years of a cell in order: "2019-2021" are three, "2019; 2021" two."""
    if isinstance(cell, (datetime.date, datetime.datetime)):
        return (cell.year,)
    text = said(cell)
    found = {int(each) for each in _YEAR.findall(text)}
    for first, last in re.findall(r"((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)", text):
        found.update(range(int(first), min(int(last), int(first) + _MOST_YEARS) + 1))
    return tuple(sorted(found))
