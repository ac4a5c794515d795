"""Dates in running text: "17 September 2023", "Sept. 17", "on Thursday", "last month", "two weeks ago", "2014".

In go a text and the day on which it was published, or None; out come ``Date`` records, both ends inclusive. ``basis``
is ``stated`` where the text gives the date in full, ``relative`` where it is worked out from the publication date,
``assumed`` where the text leaves out the year. Without a publication date such a date has the precision ``unknown`` and
no days: nothing is made up. Words of dates are in ``knowledge/calendar.yaml``.

A weekday is the last one up to the day of publication, and the next one where the clause before it looks ahead ("will
meet on Thursday"). A day or month without a year is the nearest, the past one when in doubt.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from communique.knowledge.calendar_words import CalendarWords, calendar_words
from communique.records import Date, Span
from communique.vocabulary import Basis, DatePrecision

_CLAUSE: Final = 80  # code points before a date in which a word may make it one to come
_RECENT: Final = 240  # days back within which a date without a year is taken for a past one
_MONTHS: Final = 12
_CENTURY: Final = 100
_PIVOT: Final = 50


@dataclass(frozen=True, slots=True)
class _Period:
    """Days from a first to a last, with precision and basis; no days where they can't be known."""

    start: date | None
    end: date | None
    precision: DatePrecision
    basis: Basis


_Reader = Callable[[re.Match[str], date | None], "_Period | None"]
_UNKNOWN_RELATIVE: Final = _Period(None, None, DatePrecision.UNKNOWN, Basis.RELATIVE)
_UNKNOWN_ASSUMED: Final = _Period(None, None, DatePrecision.UNKNOWN, Basis.ASSUMED)


def dates_in(text: str, published: date | None) -> list[Date]:
    """Find the dates in a text, left to right, the longest expression at each place."""
    return list(_dates(text, 0, len(text), published))


def parse_date(text: str, span: Span, published: date | None) -> Date | None:
    """Read the date that a span marks; None where no expression is known.

    The words before the span are looked at too, so that "will meet on Thursday" is the Thursday to come.
    """
    return next(_dates(text, span.start, span.end, published), None)


def _dates(text: str, start: int, end: int, published: date | None) -> Iterator[Date]:
    found: list[tuple[int, int, _Period]] = []
    for pattern, reader in _patterns():
        for match in pattern.finditer(text, start, end):
            period = reader(match, published)
            if period:
                found.append((match.start(), match.end(), period))
    found.sort(key=lambda each: (each[0], -each[1]))
    last = start
    for first, after, period in found:
        if first < last:
            continue
        last = after
        yield Date(
            start=period.start,
            end=period.end,
            precision=period.precision,
            basis=period.basis,
            span=Span.of(text, first, after),
        )


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    words = calendar_words()
    parts = {
        "month": rf"(?P<month>{_either(words.months)})\b\.?",
        "day": r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?",
        "last": r"(?:\s?[-–—]\s?|\s(?:to|and)\s)(?P<last>[0-3]?\d)(?:st|nd|rd|th)?",
        "year": r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d|[.,]\d|%)",
        "weekday": rf"(?P<weekday>{_either(words.weekdays)})\b\.?",
        "name": rf"(?:(?:{_either(words.weekdays)})\b\.?,?\s+(?:the\s+)?)?",
        "count": rf"(?P<count>{_either(words.counts)}|\d{{1,3}})",
        "ordinal": rf"(?P<ordinal>{_either(words.ordinals)})",
        "days": _either(words.days),
        "which": r"(?P<which>this|last|next|past|coming|previous|current|following)",
    }
    table: list[tuple[str, _Reader]] = [
        (r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _numeric),
        (r"(?<![\d.])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?!\d)", _numeric),
        (r"(?<![\d/])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4}|\d\d)(?![\d/])", _slashed),
        (r"\b{name}(?:the\s+)?{day}(?:{last})?(?:\s+of)?\s+{month}(?:,?\s+(?:of\s+)?{year})?", _day_of_month),
        (
            r"\b{name}{month}\s+(?:the\s+)?{day}(?!\d|[.,]\d|\s*(?:%|percent))(?:{last}(?!\d))?(?:,?\s+{year})?",
            _day_of_month,
        ),
        (r"\b(?:early |late |mid-?|mid |end of )?{month},?\s+(?:of\s+)?{year}", _month),
        (r"\b{which}\s+{month}(?!\s+\d)", _which_month),
        (r"\b(?:early |late |mid-?|mid |end of )?{month}(?!\w)", _month),
        (r"\b(?:the\s+)?{ordinal}[\s-]quarter(?:\s+(?:of\s+)?{year})?", _quarter),
        (r"\bQ(?P<ordinal>[1-4])(?:\s+(?:of\s+)?{year})?\b", _quarter),
        (r"(?<![\w,.$€£¥+-]){year}(?![\w-])", _year),
        (r"\b(?:the\s+|mid-|early |late )*(?P<decade>(?:19|20)\d0)s\b", _decade),
        (r"\b(?:{days})\b", _single_day),
        (r"\b{count}\s+(?P<unit>day|week|month|year)s?\s+ago\b", _ago),
        (r"\b(?:earlier |later )?(?:the )?{which}\s+(?P<unit>week|month|quarter|year)\b", _which_unit),
        (r"\b(?:{which}\s+)?{weekday}(?:\s+(?P<week>last|this|next)\s+week)?(?!\w)", _weekday),
    ]
    return tuple((re.compile(_filled(pattern, parts), re.IGNORECASE), reader) for pattern, reader in table)


def _filled(pattern: str, parts: dict[str, str]) -> str:
    """Put each part where the pattern has its name in braces."""
    return re.sub(r"\{([a-z]+)\}", lambda match: parts[match.group(1)], pattern)


def _either(words: object) -> str:
    ordered = sorted(map(str, words), key=len, reverse=True)  # type: ignore[call-overload]
    return "|".join(re.escape(word) for word in ordered)


def _words() -> CalendarWords:
    return calendar_words()


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= _MONTHS and 1 <= day <= calendar.monthrange(year, month)[1] else None


def _whole_month(year: int, month: int, basis: Basis) -> _Period:
    last = calendar.monthrange(year, month)[1]
    return _Period(date(year, month, 1), date(year, month, last), DatePrecision.MONTH, basis)


def _whole_quarter(year: int, quarter: int, basis: Basis) -> _Period:
    last = _whole_month(year, 3 * quarter, basis)
    return _Period(date(year, 3 * quarter - 2, 1), last.end, DatePrecision.QUARTER, basis)


def _whole_year(year: int, basis: Basis) -> _Period:
    return _Period(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR, basis)


def _one_day(day: date | None, basis: Basis) -> _Period | None:
    return _Period(day, day, DatePrecision.DAY, basis) if day else None


def _looks_ahead(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _CLAUSE) : match.start()].lower()
    clause = re.split(r"[.;:!?\n]\s|,\s(?:which|who|after|before)\s", before)[-1]
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", clause) for word in _words().future)


def _nearest_year(match: re.Match[str], published: date, make: Callable[[int], date | None]) -> int | None:
    """Give the year that a day or month without one means."""
    years = [year for year in (published.year - 1, published.year, published.year + 1) if make(year)]
    distance = {year: (day - published).days for year in years if (day := make(year))}
    past, ahead = [each for each in years if distance[each] <= 0], [each for each in years if distance[each] >= 0]
    if ahead and _looks_ahead(match):
        return ahead[0]
    if past and -distance[past[-1]] <= _RECENT:
        return past[-1]
    return min(years, key=lambda year: abs(distance[year]), default=None)


def _is_word(match: re.Match[str], group: str, *, alone: bool) -> bool:
    """Say whether a name of a month or weekday is only a word like others: "may", "march", "sun"."""
    name = match.group(group)
    if name.lower() not in _words().ambiguous:
        return False
    if not alone:
        return False
    before = re.search(r"(\S+)\s+$", match.string[max(0, match.start(group) - 16) : match.start(group)])
    asked = before is not None and before.group(1).lower().strip(",(") in _words().asking
    return not (name[0].isupper() and (asked or match.string[match.end(group) : match.end(group) + 1] == "."))


def _numeric(match: re.Match[str], _: date | None) -> _Period | None:
    return _one_day(_day(int(match["year"]), int(match["month"]), int(match["day"])), Basis.STATED)


def _slashed(match: re.Match[str], _: date | None) -> _Period | None:
    """Read "9/17/2023" and "17/9/2023"; where both could be the month, the first is taken for it, as in the USA."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if year < _CENTURY:
        year += 2000 if year < _PIVOT else 1900
    basis = Basis.ASSUMED if first <= _MONTHS and second <= _MONTHS and first != second else Basis.STATED
    month, day = (first, second) if first <= _MONTHS else (second, first)
    return _one_day(_day(year, month, day), basis)


def _day_of_month(match: re.Match[str], published: date | None) -> _Period | None:
    month, first = _words().months[match["month"].lower()], int(match["day"])
    last = int(match["last"] or first)
    year: int | None
    if match["year"]:
        year, basis = int(match["year"]), Basis.STATED
    elif published is None:
        return _UNKNOWN_ASSUMED if _day(2000, month, first) else None
    else:
        year, basis = _nearest_year(match, published, lambda each: _day(each, month, first)), Basis.ASSUMED
    start, end = (_day(year, month, first), _day(year, month, last)) if year else (None, None)
    return _Period(start, end, DatePrecision.DAY, basis) if start and end and start <= end else None


def _month(match: re.Match[str], published: date | None) -> _Period | None:
    groups = match.groupdict()
    month = _words().months[match["month"].lower()]
    if groups.get("year"):
        return _whole_month(int(groups["year"]), month, Basis.STATED)
    if _is_word(match, "month", alone=True) or re.match(r"\s+\d{1,2}\b", match.string[match.end() :]):
        return None
    if published is None:
        return _UNKNOWN_ASSUMED
    if month == published.month and not _looks_ahead(match):
        return _whole_month(published.year, month, Basis.ASSUMED)
    year = _nearest_year(match, published, lambda each: date(each, month, 1))
    return _whole_month(year, month, Basis.ASSUMED) if year else None


def _which_month(match: re.Match[str], published: date | None) -> _Period | None:
    if published is None:
        return _UNKNOWN_RELATIVE
    month, year, which = _words().months[match["month"].lower()], published.year, match["which"].lower()
    if which in {"last", "past", "previous"}:
        year -= month >= published.month
    elif which in {"next", "coming", "following"}:
        year += month <= published.month
    return _whole_month(year, month, Basis.RELATIVE)


def _quarter(match: re.Match[str], published: date | None) -> _Period | None:
    ordinal = match["ordinal"].lower()
    quarter = int(ordinal) if ordinal.isdigit() else _words().ordinals[ordinal]
    if match["year"]:
        return _whole_quarter(int(match["year"]), quarter, Basis.STATED)
    if published is None:
        return _UNKNOWN_ASSUMED
    return _whole_quarter(published.year - (3 * quarter - 2 > published.month), quarter, Basis.ASSUMED)


def _year(match: re.Match[str], _: date | None) -> _Period | None:
    following = re.match(r"\s+([A-Za-z]+)", match.string[match.end() : match.end() + 20])
    return (
        None if following and following.group(1) in _words().counted else _whole_year(int(match["year"]), Basis.STATED)
    )


def _decade(match: re.Match[str], _: date | None) -> _Period:
    first = int(match["decade"])
    return _Period(date(first, 1, 1), date(first + 9, 12, 31), DatePrecision.UNKNOWN, Basis.STATED)


def _single_day(match: re.Match[str], published: date | None) -> _Period | None:
    if published is None:
        return _UNKNOWN_RELATIVE
    distance = _words().days[re.sub(r"\s+", " ", match.group().lower())]
    return _one_day(published + timedelta(distance), Basis.RELATIVE)


def _ago(match: re.Match[str], published: date | None) -> _Period | None:
    if published is None:
        return _UNKNOWN_RELATIVE
    written = match["count"].lower()
    return _unit(published, match["unit"].lower(), -(_words().counts.get(written) or int(written)))


def _which_unit(match: re.Match[str], published: date | None) -> _Period | None:
    if published is None:
        return _UNKNOWN_RELATIVE
    which = match["which"].lower()
    step = {"this": 0, "current": 0, "next": 1, "coming": 1, "following": 1}.get(which, -1)
    return _unit(published, match["unit"].lower(), step)


def _unit(published: date, unit: str, step: int) -> _Period | None:
    """Give the day, week, month, quarter or year that many units from the publication date; weeks begin on Monday."""
    try:
        if unit == "day":
            return _one_day(published + timedelta(step), Basis.RELATIVE)
        if unit == "week":
            monday = published + timedelta(7 * step - published.weekday())
            return _Period(monday, monday + timedelta(6), DatePrecision.WEEK, Basis.RELATIVE)
        if unit == "month":
            months = 12 * published.year + published.month - 1 + step
            return _whole_month(months // 12, months % 12 + 1, Basis.RELATIVE)
        if unit == "quarter":
            quarters = 4 * published.year + (published.month - 1) // 3 + step
            return _whole_quarter(quarters // 4, quarters % 4 + 1, Basis.RELATIVE)
        return _whole_year(published.year + step, Basis.RELATIVE)
    except (ValueError, OverflowError):
        return None


def _weekday(match: re.Match[str], published: date | None) -> _Period | None:
    if _is_word(match, "weekday", alone=match["which"] is None and match["week"] is None):
        return None
    if published is None:
        return _UNKNOWN_RELATIVE
    weekday = _words().weekdays[match["weekday"].lower()]
    which, week = (match["which"] or "").lower(), (match["week"] or "").lower()
    monday = published - timedelta(published.weekday())
    if week:
        return _one_day(monday + timedelta({"last": -7, "this": 0, "next": 7}[week] + weekday), Basis.RELATIVE)
    back, ahead = (published.weekday() - weekday) % 7, (weekday - published.weekday()) % 7
    if which in {"last", "past", "previous"}:
        return _one_day(published - timedelta(back or 7), Basis.RELATIVE)
    if which in {"next", "coming", "following"}:
        return _one_day(published + timedelta(ahead or 7), Basis.RELATIVE)
    to_come = which == "this" or _looks_ahead(match)
    return _one_day(published + timedelta(ahead) if to_come else published - timedelta(back), Basis.RELATIVE)
