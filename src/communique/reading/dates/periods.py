"""Stretches of days: the day, week, month, quarter or year that holds a day, and steps from one to another.

In go days and counts; out come ``Period``s, both ends inclusive. Weeks begin on Monday. A step beyond the years that a
calendar day can have raises ``ValueError`` or ``OverflowError``.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from communique.vocabulary import Basis, DatePrecision

_MONTHS: Final = 12
_QUARTERS: Final = 4


@dataclass(frozen=True, slots=True)
class Period:
    """Days from a first to a last, with precision and basis; no days where they can't be known."""

    start: date | None
    end: date | None
    precision: DatePrecision
    basis: Basis

    def on(self, basis: Basis) -> "Period":
        """Give the same days, known otherwise."""
        return replace(self, basis=basis)


UNKNOWN_RELATIVE: Final = Period(None, None, DatePrecision.UNKNOWN, Basis.RELATIVE)
UNKNOWN_ASSUMED: Final = Period(None, None, DatePrecision.UNKNOWN, Basis.ASSUMED)


def day_of(year: int, month: int, day: int) -> date | None:
    """Give a day of the calendar; None where there is no such day."""
    return date(year, month, day) if 1 <= month <= _MONTHS and 1 <= day <= calendar.monthrange(year, month)[1] else None


def one_day(day: date, basis: Basis = Basis.STATED) -> Period:
    """Give a single day."""
    return Period(day, day, DatePrecision.DAY, basis)


def days(first: date, last: date, basis: Basis = Basis.STATED) -> Period:
    """Give the days from one to another, in no unit."""
    return Period(first, last, DatePrecision.UNKNOWN, basis)


def whole_week(day: date, basis: Basis = Basis.STATED) -> Period:
    """Give the week that holds a day."""
    monday = day - timedelta(day.weekday())
    return Period(monday, monday + timedelta(6), DatePrecision.WEEK, basis)


def whole_month(year: int, month: int, basis: Basis = Basis.STATED) -> Period:
    """Give a month."""
    last = calendar.monthrange(year, month)[1]
    return Period(date(year, month, 1), date(year, month, last), DatePrecision.MONTH, basis)


def whole_quarter(year: int, quarter: int, basis: Basis = Basis.STATED) -> Period:
    """Give a quarter, 1 to 4."""
    return Period(date(year, 3 * quarter - 2, 1), whole_month(year, 3 * quarter).end, DatePrecision.QUARTER, basis)


def whole_year(year: int, basis: Basis = Basis.STATED) -> Period:
    """Give a year."""
    return Period(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR, basis)


def month_after(day: date, step: int) -> Period:
    """Give the month that many months from the one that holds a day."""
    months = _MONTHS * day.year + day.month - 1 + step
    return whole_month(months // _MONTHS, months % _MONTHS + 1)


def day_after(day: date, unit: str, count: int) -> date:
    """Give the day that many units from a day; the last of a month where that month is too short."""
    if unit in {"day", "week", "fortnight"}:
        return day + timedelta(count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[unit]
    whole = month_after(day, count * months)
    if whole.start is None or whole.end is None:
        return day
    return whole.start.replace(day=min(day.day, whole.end.day))


def unit_after(day: date, unit: str, step: int, basis: Basis = Basis.RELATIVE) -> Period:  # noqa: PLR0911 - each form returns
    """Give the day, week, month, … that is that many units from the one that holds a day."""
    match unit:
        case "day":
            return one_day(day + timedelta(step), basis)
        case "week":
            return whole_week(day + timedelta(7 * step), basis)
        case "fortnight":
            ahead = sorted((day, day + timedelta(14 * (step or 1))))
            return days(ahead[0], ahead[1], basis)
        case "weekend":
            saturday = day - timedelta(day.weekday()) + timedelta(5 + 7 * step)
            return days(saturday, saturday + timedelta(1), basis)
        case "month":
            return month_after(day, step).on(basis)
        case "quarter":
            quarters = _QUARTERS * day.year + (day.month - 1) // 3 + step
            return whole_quarter(quarters // _QUARTERS, quarters % _QUARTERS + 1, basis)
        case "half":
            halves = 2 * day.year + (day.month - 1) // 6 + step
            return half_year(halves // 2, halves % 2 + 1).on(basis)
        case "decade":
            return decade(day.year // 10 * 10 + 10 * step).on(basis)
        case "century":
            return century(day.year // 100 + 1 + step).on(basis)
        case _:
            return whole_year(day.year + step, basis)


def half_year(year: int, half: int) -> Period:
    """Give the first or second half of a year."""
    first = date(year, 6 * half - 5, 1)
    return days(first, month_after(first, 5).end or first)


def decade(first: int) -> Period:
    """Give the ten years from a first one."""
    return days(date(first, 1, 1), date(first + 9, 12, 31))


def century(number: int) -> Period:
    """Give a century, as people count them: the 20th is 1900 to 1999."""
    return days(date(max(1, 100 * number - 100), 1, 1), date(100 * number - 1, 12, 31))


def season(year: int, first: int, last: int) -> Period:
    """Give the days from one month to another, that of the next year where it comes before."""
    start = date(year, first, 1)
    return days(start, month_after(start, (last - first) % _MONTHS).end or start)
