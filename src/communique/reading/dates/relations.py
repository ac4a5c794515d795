"""Dates that lean on another date: so long before or after it, a part of it, from one to another.

In goes a ``Setting`` as in ``date_forms``; out comes a ``Period``, or None where the calendar has no such day.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from communique.knowledge.feasts import nth_weekday
from communique.reading.dates.forms import Form, Setting, Tense
from communique.reading.dates.periods import (
    UNKNOWN_RELATIVE,
    Period,
    day_after,
    days,
    one_day,
    unit_after,
    whole_quarter,
    whole_week,
)
from communique.vocabulary import Basis, DatePrecision

_BASES: Final = (Basis.STATED, Basis.RELATIVE, Basis.ASSUMED)


@dataclass(frozen=True, slots=True)
class ReportedQuarter:
    """The quarter that a report is about, or the one a year before it: that told last, else the last one over."""

    years: int = 0

    def period(self, setting: Setting) -> Period | None:
        """Give it."""
        if setting.quarter and setting.quarter.start:
            day = setting.quarter.start
        elif setting.published:
            day = unit_after(setting.published, "quarter", -1).start or setting.published
        else:
            return UNKNOWN_RELATIVE
        return whole_quarter(day.year + self.years, (day.month + 2) // 3, Basis.RELATIVE)


@dataclass(frozen=True, slots=True)
class Shift:
    """Some units before or after a date.

    Attributes:
        steps: count and unit, in order; counts before the date are negative.
        base: the date; None for that of publication.
        exact: whether the day is meant, and not the unit that holds it ("two weeks after today").
        retold: whether the date is the one told before ("two weeks later").
        weekday: the weekday of that week ("Monday two weeks from now").
    """

    steps: tuple[tuple[int, str], ...]
    base: Form | None = None
    exact: bool = False
    retold: bool = False
    weekday: int | None = None

    def period(self, setting: Setting) -> Period | None:
        """Give the day or the unit."""
        day: date | None
        if self.base:
            base = self.base.period(setting)
            if base is None:
                return None
            day = base.end if self.steps[0][0] > 0 and base.precision is not DatePrecision.YEAR else base.start
        else:
            day = setting.teller(self.steps[0][1]) if self.retold else setting.published
        if day is None:
            return UNKNOWN_RELATIVE
        if self.retold and self.steps in (((-1, "year"),), ((1, "year"),)):
            return self._year(setting, day)
        for count, unit in self.steps:
            day = day_after(day, unit, count)
        if self.weekday is not None:
            day += timedelta(self.weekday - day.weekday())
        elif not self.exact:
            return unit_after(day, self.steps[-1][1], 0)
        return one_day(day, Basis.RELATIVE)

    def _year(self, setting: Setting, day: date) -> Period | None:
        """Give the same unit a year before or after: "a year earlier" than a quarter is a quarter."""
        count = self.steps[0][0]
        told = setting.quarter or setting.told
        if told and told.start and told.precision in {DatePrecision.QUARTER, DatePrecision.MONTH}:
            start = day_after(told.start, "year", count)
            return unit_after(start, told.precision.value, 0)
        return unit_after(day, "year", count)


@dataclass(frozen=True, slots=True)
class YearAgo:
    """A year ago: the same quarter a year before where a quarter is being reported, else the year."""

    def period(self, setting: Setting) -> Period | None:
        """Give it."""
        if setting.quarter:
            return ReportedQuarter(-1).period(setting)
        return unit_after(setting.published, "year", -1) if setting.published else UNKNOWN_RELATIVE


@dataclass(frozen=True, slots=True)
class Nth:
    """Units within a longer one: "the first two weeks of 2021", "the last week of December", "the third month of"."""

    which: int  # 1 is the first, -1 the last
    unit: str  # a unit, or a weekday's number
    whole: Form
    count: int = 1

    def period(self, setting: Setting) -> Period | None:
        """Give them."""
        whole = self.whole.period(setting)
        if whole is None or whole.start is None or whole.end is None:
            return whole
        if self.unit.isdigit():
            found = nth_weekday(whole.start.year, whole.start.month, int(self.unit), self.which)
            return one_day(found, whole.basis) if found <= whole.end else None
        if self.unit == "week" and self.count == 1 and whole.precision is DatePrecision.YEAR:
            return self._week(whole.start, whole.end, whole)
        return self._units(whole.start, whole.end, whole)

    def _week(self, start: date, end: date, whole: Period) -> Period | None:
        """Give a week of the year that has its Thursday, as ISO 8601 counts them."""
        if self.which < 0:
            return whole_week(end - timedelta((end.weekday() - 3) % 7), whole.basis)
        thursday = start + timedelta((3 - start.weekday()) % 7 + 7 * (self.which - 1))
        return whole_week(thursday, whole.basis) if thursday <= end else None

    def _units(self, start: date, end: date, whole: Period) -> Period | None:
        if self.unit == "half":
            long = whole.precision is DatePrecision.YEAR
            middle = day_after(start, "month", 6) if long else start + timedelta(((end - start).days + 1) // 2)
            first = self.which == 1
            return days(start, middle - timedelta(1), whole.basis) if first else days(middle, end, whole.basis)
        after = end + timedelta(1)
        first_day = day_after(after, self.unit, -self.count) if self.which < 0 else start
        if self.which > 0:
            first_day = day_after(start, self.unit, self.which - 1)
        last_day = day_after(first_day, self.unit, self.count) - timedelta(1)
        if first_day < start or last_day > end:
            return None
        if self.count == 1 and self.unit in {"day", "month", "quarter", "year"}:
            return unit_after(first_day, self.unit, 0, whole.basis)
        found = days(first_day, last_day, whole.basis)
        # "The first week of May" is its first seven days, whatever weekday it begins on.
        return replace(found, precision=DatePrecision.WEEK) if (self.unit, self.count) == ("week", 1) else found


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week that holds a day."""

    day: Form

    def period(self, setting: Setting) -> Period | None:
        """Give it."""
        inner = self.day.period(setting)
        return whole_week(inner.start, inner.basis) if inner and inner.start else inner


@dataclass(frozen=True, slots=True)
class UnitOf:
    """The quarter or year that ends on a day: "the quarter ended Sept. 30"."""

    unit: str
    day: Form

    def period(self, setting: Setting) -> Period | None:
        """Give it."""
        inner = self.day.period(replace(setting, tense=Tense.PAST))
        return unit_after(inner.start, self.unit, 0, inner.basis) if inner and inner.start else inner


@dataclass(frozen=True, slots=True)
class Rolling:
    """So many units up to the day of publication, or from it: "the past two weeks", "the next three days"."""

    count: int
    unit: str

    def period(self, setting: Setting) -> Period | None:
        """Give the days."""
        if setting.published is None:
            return UNKNOWN_RELATIVE
        other = day_after(setting.published, self.unit, self.count)
        return days(min(setting.published, other), max(setting.published, other), Basis.RELATIVE)


@dataclass(frozen=True, slots=True)
class Between:
    """From one date to another, each told as far as the other doesn't tell it."""

    first: Form
    last: Form

    def period(self, setting: Setting) -> Period | None:
        """Give the days from the first of the one to the last of the other."""
        tense = replace(setting, lent=None)
        last = self.last.period(tense)
        if last is None:
            return None
        if last.basis is Basis.STATED and last.end:
            first = self.first.period(replace(tense, lent=last.end.year))
            if first and first.start and last.end < first.start and first.basis is Basis.STATED:
                first = self.first.period(replace(tense, lent=last.end.year - 1))
        else:
            first = self.first.period(tense)
            if first and first.start:
                last = self.last.period(replace(tense, after=first.start)) or last
        if first is None:
            return None
        basis = max(first.basis, last.basis, key=_BASES.index)
        if first.start is None or last.end is None:
            return Period(None, None, DatePrecision.UNKNOWN, basis)
        if first.start > last.end:
            return None
        both = first.precision is last.precision is DatePrecision.DAY
        return Period(first.start, last.end, DatePrecision.DAY if both else DatePrecision.UNKNOWN, basis)


def retells(form: Form) -> bool:
    """Tell whether a form reckons from a date told before."""
    if getattr(form, "retold", False) or isinstance(form, (ReportedQuarter, YearAgo)):
        return True
    parts = ("year", "base", "week", "month", "whole", "day", "first", "last")
    inner = (each for name in parts if (each := getattr(form, name, None)) is not None and hasattr(each, "period"))
    return any(retells(each) for each in inner)
