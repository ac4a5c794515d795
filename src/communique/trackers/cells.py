"""Cells of trackers' sheets as values: numbers, days, years, parties, currencies.

In: a cell, a Python value or a text as people type it. Out: a value, or None where the cell says nothing. A cell that
can't be understood is None as well; the sheet's reader notes it.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from communique.knowledge.countries import country_match
from communique.knowledge.currencies import currency_of
from communique.ledger.who import code_of
from communique.linking.actors import folded
from communique.trackers.columns import tracker_words

Days = tuple[datetime.date, datetime.date]
"""The first and the last day of a date that may be less than precise."""

_NUMBER: Final = re.compile(r"\(?[-−+]?\s*\(?\d[\d\s.,' ]*\)?")
_FIRST_YEAR: Final = 2022
"""Kiel's month 1 is January 2022."""
_EXCEL: Final = datetime.date(1899, 12, 30)
"""Day 0 of a spreadsheet's numbers for days, from March 1900 on."""
_SERIALS: Final = range(36_526, 73_050)  # 2000 to 2099
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")
_SLASHED: Final = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_NAMED: Final = re.compile(r"(?:(\d{1,2})[. ]+)?([A-Za-z]{3,9})\.?(?:[ ]+(\d{1,2}),?)?[ ]+(\d{4})")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEARS_BACK: Final = 2000
_MOST_YEARS: Final = 60
_GROUP: Final = 3
_DECEMBER: Final = 12


@lru_cache(maxsize=1)
def _nothing() -> frozenset[str]:
    return frozenset(tracker_words()["nothing"])


def said(cell: Any) -> str:
    """Return a cell as text on one line, empty where it says nothing ("." and the like)."""
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = " ".join(str(cell).split()).removeprefix("'")
    return "" if text.casefold() in _nothing() else text


def number(cell: Any, *, accounting: bool = True) -> float | None:
    """Return a number; in `accounting` one in parentheses is negative, else they mean an estimate, as in SIPRI's."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return float(cell) if math.isfinite(cell) else None
    text = said(cell)
    found = _NUMBER.search(text)
    if not found:
        return None
    taken = found[0]
    digits = re.sub(r"[^\d.,]", "", taken).strip(".,")
    if not digits:
        return None
    value = float(_pointed(digits))
    negative = "-" in taken or "−" in taken or (accounting and taken.startswith("(") and taken.endswith(")"))
    return (-value if negative else value) if math.isfinite(value) else None


def _pointed(digits: str) -> str:
    """Return digits with a point before the decimals and nothing between the thousands."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return digits
    mark = digits[last]
    both = "." in digits and "," in digits
    whole = digits.count(mark) > 1 or (mark == "," and len(digits) - last - 1 == _GROUP and not both)
    if whole and not (both and digits.count(mark) == 1):
        return re.sub(r"[.,]", "", digits)
    return re.sub(r"[.,]", "", digits[:last]) + "." + digits[last + 1 :]


def month(cell: Any) -> Days | None:
    """Return the days of Kiel's month: 1 is January 2022, 0 is unknown."""
    count = number(cell)
    if count is None or count < 1 or count != int(count) or count > _MOST_YEARS * _DECEMBER:
        return None
    year, at = divmod(int(count) - 1, _DECEMBER)
    return _whole_month(_FIRST_YEAR + year, at + 1)


def _whole_month(year: int, at: int) -> Days | None:
    if not 1 <= at <= _DECEMBER:
        return None
    following = datetime.date(year + at // _DECEMBER, at % _DECEMBER + 1, 1)
    return datetime.date(year, at, 1), following - datetime.timedelta(days=1)


def day_first(cells: Iterable[Any]) -> bool | None:
    """Return whether a column writes the day before the month (3/12/2022), None where no cell tells."""
    firsts, seconds = set(), set()
    for cell in cells:
        found = _SLASHED.search(cell) if isinstance(cell, str) else None
        if found and found[2] == "/":
            firsts.add(int(found[1]) > _DECEMBER)
            seconds.add(int(found[3]) > _DECEMBER)
    if True in firsts:
        return True
    return False if True in seconds else None


def days(cell: Any, *, dayfirst: bool | None = None) -> Days | None:
    """Return the days of a date: a day, a month, or a year.

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
    text = said(cell)
    try:
        return _written(text, dayfirst)
    except ValueError:
        return None


def _year(number_: int) -> Days | None:
    if not 1900 <= number_ <= 2099:  # noqa: PLR2004  # years of the registers
        return None
    return datetime.date(number_, 1, 1), datetime.date(number_, 12, 31)


def _written(text: str, dayfirst: bool | None) -> Days | None:  # noqa: FBT001  # as of `days`
    if text.isdecimal():
        return days(int(text[:9]))
    if found := _ISO.search(text):
        year, at = int(found[1]), int(found[2])
        return _one(year, at, int(found[3])) if found[3] else _whole_month(year, at)
    if found := _SLASHED.search(text):
        return _slashed(found, dayfirst)
    if (found := _NAMED.search(text)) and found[2][:3].casefold() in _MONTHS:
        at, year = _MONTHS.index(found[2][:3].casefold()) + 1, int(found[4])
        one = found[1] or found[3]
        return _one(year, at, int(one)) if one else _whole_month(year, at)
    only = _YEAR.findall(text)
    return _year(int(only[0])) if len(set(only)) == 1 else None


def _slashed(found: re.Match[str], dayfirst: bool | None) -> Days:  # noqa: FBT001  # as of `days`
    left, right, year = int(found[1]), int(found[3]), int(found[4])
    year += _YEARS_BACK if year < 100 else 0  # noqa: PLR2004  # two digits
    if found[2] == "." or left > _DECEMBER:
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


def years(cell: Any) -> tuple[int, ...]:
    """Return years of a cell in order: "2019-2021" are three, "2019; 2021" two."""
    if isinstance(cell, (datetime.date, datetime.datetime)):
        return (cell.year,)
    text = said(cell)
    found = {int(each) for each in _YEAR.findall(text)}
    for first, last in re.findall(r"((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)", text):
        found.update(range(int(first), min(int(last), int(first) + _MOST_YEARS) + 1))
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _parties() -> dict[str, str]:
    return {folded(name): code for code, names in tracker_words()["parties"].items() for name in names}


@lru_cache(maxsize=4096)
def party(name: str) -> str | None:
    """Return what a party is compared by: ISO 3166 or PLOVER code, or else its folded name; None for nobody named."""
    plain = folded(name.strip(" *"))
    if not plain or plain.split()[0] in _nothing():
        return None
    without = name.strip(" *").partition("(")[0].strip()
    known = _parties()
    for each in (name.strip(" *"), without):
        if found := known.get(folded(each)) or code_of(each):
            return found
    match = country_match(without or name)
    return match.iso3 if match else plain


def parties(cell: Any) -> frozenset[str]:
    """Return the parties of a cell; several are apart by semicolons."""
    found = (party(each) for each in said(cell).split(";") if each.strip())
    return frozenset(each for each in found if each)


def currency(cell: Any) -> str | None:
    """Return the ISO 4217 code of a code, sign or name of a currency."""
    text = said(cell)
    return currency_of(text) or currency_of(text.upper())
