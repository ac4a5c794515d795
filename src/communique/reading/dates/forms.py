"""What an expression of a date says, before it is known when it was said: a month, a weekday, the next week.

In goes a ``Setting``: the publication date, the tense of the sentence and the dates told before; out comes a
``Period``, or None where the calendar has no such day. ``date_days``, ``date_calendar`` and ``date_phrases`` make these
forms of words; forms that lean on another date are in ``date_relations``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import Final, Protocol

from communique.reading.dates.periods import (
    UNKNOWN_ASSUMED,
    UNKNOWN_RELATIVE,
    Period,
    day_of,
    month_after,
    one_day,
    unit_after,
)
from communique.vocabulary import Basis, DatePrecision

_NEAR: Final = 2  # years within which it comes, but for the 29 February
_FEBRUARY_29: Final = 9  # years within which there is always a leap year
_RECENT: Final = 240  # days back within which a date without a year is taken for a past one
_PAST: Final = 300  # likewise where the verb is of the past
_JUST_OVER: Final = 30  # likewise where the verb is of the future
_REPORTED: Final = 150  # likewise for a quarter: that of a report to come
_DAYS: Final = {
    "day": 7,
    "week": 8,
    "fortnight": 15,
    "month": 32,
    "quarter": 93,
    "year": 367,
}  # of the told date, at most
_SATURDAY: Final = 5
_MONTHS_OF_WEEKDAYS: Final = 30  # months within which any day of the month falls on any weekday


class Tense(Enum):
    """Where the words around a date put it."""

    PAST = auto()
    AHEAD = auto()
    NEARING = auto()  # "by", "until": to come, where that is the nearer
    OPEN = auto()


_TO_COME: Final = frozenset({Tense.AHEAD, Tense.NEARING})


@dataclass(frozen=True, slots=True)
class Setting:
    """What a date is read against.

    Attributes:
        published: the day of publication.
        tense: where the sentence puts the date.
        told: the last date told before.
        quarter: the last quarter told before.
        lent: a year that the other end of a range gives.
        after: a day at or after which the date lies, as the end of a range does.
    """

    published: date | None
    tense: Tense = Tense.OPEN
    told: Period | None = None
    quarter: Period | None = None
    lent: int | None = None
    after: date | None = None

    def teller(self, unit: str) -> date | None:
        """Give the day from which "the next day", "two weeks later" reckon: of the last date told, else of publication.

        None where the last date is told in longer units than the one that is reckoned in.
        """
        if self.told is None or self.told.start is None or self.told.end is None:
            return self.published
        return self.told.start if (self.told.end - self.told.start).days < _DAYS.get(unit, _DAYS["year"]) else None


class Form(Protocol):
    """What an expression says."""

    def period(self, setting: Setting) -> Period | None:
        """Give the days that it means."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that are told in full."""

    days: Period

    def period(self, setting: Setting) -> Period | None:  # noqa: ARG002 - it means the same everywhere
        """Give them."""
        return self.days


@dataclass(frozen=True, slots=True)
class Unclear:
    """A time that words leave open: "a few years ago"."""

    def period(self, setting: Setting) -> Period | None:  # noqa: ARG002 - it means the same everywhere
        """Give no days."""
        return UNKNOWN_RELATIVE


@dataclass(frozen=True, slots=True)
class Yearly:
    """What comes once a year: a day of a month, a month, a quarter, a season, a feast.

    Attributes:
        make: gives it for a year, None where the year has none.
        year: what tells the year.
        step: -1 for "last", 0 for "this", 1 for "next".
        weekday: the weekday told with it; where it is one in a year nearby, that year is meant.
        past: whether without a tense it is the last one begun ("the third quarter").
    """

    make: Callable[[int], Period | None]
    year: Form | None = None
    step: int | None = None
    past: bool = False
    weekday: int | None = None

    def period(self, setting: Setting) -> Period | None:
        """Give the one that is meant."""
        if self.year:
            whole = self.year.period(setting)
            if whole is None or whole.start is None:
                return whole
            made = self.make(whole.start.year)
            return made.on(whole.basis) if made else None
        if setting.lent:
            return self.make(setting.lent)
        if setting.published is None:
            unknown = UNKNOWN_ASSUMED if self.step is None else UNKNOWN_RELATIVE
            return unknown if any(self.make(year) for year in range(2000, 2005)) else None
        return self._near(setting, setting.published)

    def _near(self, setting: Setting, today: date) -> Period | None:
        day = setting.after or today
        made = self._around(day, _NEAR) or self._around(day, _FEBRUARY_29)
        if self.weekday is not None:
            nearby = [each for each in made if abs(each.start.year - day.year) <= 1]
            made = [each for each in nearby if each.start.weekday() == self.weekday] or made
        begun = [each for each in made if each.start <= today]
        to_come = [each for each in made if each.end >= today]
        basis = Basis.ASSUMED if self.step is None else Basis.RELATIVE
        if setting.after:
            found = next((each for each in made if each.end >= setting.after), None)
        elif self.step == 0:
            found = next((each for each in made if each.start.year == today.year), None)
        elif self.step:
            over = [each for each in made if each.end < today]
            later = [each for each in made if each.start > today]
            found = next(iter(later), None) if self.step > 0 else max(over, key=lambda each: each.start, default=None)
        else:
            found = self._nearest(setting.tense, today, begun, to_come)
        return Period(found.start, found.end, found.precision, basis) if found else None

    def _nearest(self, tense: Tense, today: date, begun: list["_Known"], to_come: list["_Known"]) -> "_Known | None":
        """Give the last one or the next one: the nearer, but for the tense.

        Whoever means a day eleven months off says its year, even where the verb near it is of the other tense.
        """
        last = max(begun, key=lambda each: each.start, default=None)
        coming = next(iter(to_come), None)
        if last is None or coming is None or last == coming:
            return last or coming
        if tense is Tense.AHEAD:
            over = (today - last.end).days
            return last if over <= (_REPORTED if self.past else _JUST_OVER) else coming
        if tense is Tense.NEARING:
            return coming if (coming.start - today).days <= (today - last.end).days else last
        recent = (today - last.end).days <= _PAST if tense is Tense.PAST else (today - last.start).days <= _RECENT
        return last if self.past or recent else coming

    def _around(self, day: date, reach: int) -> list["_Known"]:
        years = range(max(1, day.year - reach), min(date.max.year, day.year + reach) + 1)
        made = (self.make(year) for year in years)
        return [_Known(each.start, each.end, each.precision) for each in made if each and each.start and each.end]


@dataclass(frozen=True, slots=True)
class _Known:
    start: date
    end: date
    precision: DatePrecision


@dataclass(frozen=True, slots=True)
class Unit:
    """A day, week, month, … some steps from the present one, or from that of the date told before."""

    unit: str
    step: int
    retold: bool = False
    basis: Basis = Basis.RELATIVE

    def period(self, setting: Setting) -> Period | None:
        """Give it."""
        day = setting.teller(self.unit) if self.retold else setting.published
        return unit_after(day, self.unit, self.step, self.basis) if day else UNKNOWN_RELATIVE


@dataclass(frozen=True, slots=True)
class NearWeekend:
    """A weekend: the last one or the one to come, by the tense where no word tells."""

    step: int | None

    def period(self, setting: Setting) -> Period | None:
        """Give Saturday and Sunday."""
        if setting.published is None:
            return UNKNOWN_RELATIVE
        step = self.step if self.step is not None else 0
        begun = setting.published.weekday() >= _SATURDAY
        if self.step is None and setting.tense not in _TO_COME and not begun:
            step = -1
        return unit_after(setting.published, "weekend", step)


@dataclass(frozen=True, slots=True)
class Weekday:
    """A weekday: the last or next one, or that of a week."""

    weekday: int
    step: int | None = None
    week: Form | None = None
    retold: bool = False

    def period(self, setting: Setting) -> Period | None:
        """Give the day."""
        if self.week:
            whole = self.week.period(setting)
            if whole is None or whole.start is None:
                return whole
            monday = whole.start - timedelta(whole.start.weekday())
            return one_day(monday + timedelta(self.weekday), Basis.RELATIVE)
        today = setting.teller("week") if self.retold else setting.published
        if today is None:
            return UNKNOWN_RELATIVE
        back, ahead = (today.weekday() - self.weekday) % 7, (self.weekday - today.weekday()) % 7
        if setting.after:
            today, ahead = setting.after, (self.weekday - setting.after.weekday()) % 7
            return one_day(today + timedelta(ahead), Basis.RELATIVE)
        if self.step is None:
            distance = ahead if setting.tense in _TO_COME else -back
        else:
            distance = -(back or 7) if self.step < 0 else (ahead or 7) if self.step else ahead
        return one_day(today + timedelta(distance), Basis.RELATIVE)


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the month without its month: "the 18th", "Tuesday the eleventh", "the 15th of next month"."""

    day: int
    weekday: int | None = None
    month: Form | None = None

    def period(self, setting: Setting) -> Period | None:
        """Give the nearest such day, the past one when in doubt."""
        if self.month:
            whole = self.month.period(setting)
            if whole is None or whole.start is None:
                return whole
            found = day_of(whole.start.year, whole.start.month, self.day)
            return one_day(found, whole.basis) if found else None
        today = setting.after or setting.published
        if today is None:
            return UNKNOWN_ASSUMED
        ahead = setting.tense in _TO_COME or setting.after is not None
        for step in range(_MONTHS_OF_WEEKDAYS):
            month = month_after(today, step if ahead else -step).start
            found = day_of(month.year, month.month, self.day) if month else None
            if found and (found >= today if ahead else found <= today) and self._falls(found):
                return one_day(found, Basis.ASSUMED)
        return None

    def _falls(self, day: date) -> bool:
        return self.weekday is None or day.weekday() == self.weekday
