"""Days of the calendar in words and digits: "May 4, 2014", "the fourth of May", "2014-05-04", "Tuesday the eleventh".

In go tokens and the index of one; each reading gives the form of the longest date that begins there, with the index of
the token after it, or None. A form that could also be something else has a ``Doubt``.
"""

from dataclasses import replace
from typing import Final

from communique.knowledge.calendar_words import calendar_words
from communique.knowledge.feasts import feast_days
from communique.reading.dates.forms import Fixed, Form, MonthDay, Weekday, Yearly
from communique.reading.dates.names import (
    Doubt,
    Parsed,
    doubtful_name,
    longest,
    month_name,
    month_of,
    separated,
    stated_year,
    weekday_name,
    year_tail,
)
from communique.reading.dates.periods import (
    Period,
    day_of,
    one_day,
    whole_month,
)
from communique.reading.dates.tokens import (
    DATE_DIGITS,
    LAST_DAY,
    SHORT_DIGITS,
    YEAR_DIGITS,
    Tokens,
    day_number,
    full_year,
    ordinal,
)
from communique.vocabulary import Basis, DatePrecision

_MONTHS: Final = 12
_FIRST_YEAR: Final = 1000  # of those with four digits
_NEWS_YEARS: Final = range(1900, 2100)  # in forms that could be other numbers
_MARKS: Final = frozenset("-/.")


def month_first(tokens: Tokens, index: int, step: int | None = None) -> Parsed | None:
    """Read a date that begins with its month: "May 4, 2014", "May 2014", "Dec31", "Sep-23-2020", "May"."""
    name = month_name(tokens, index)
    if name is None:
        return None
    month, after = name
    year, end = year_tail(tokens, separated(tokens, after))
    plain = month_of(month, year, step)
    found = [Parsed(plain, end if year else after, None if year or step is not None else doubtful_name(tokens, index))]
    if year is None and 0 < tokens.digits(after) <= SHORT_DIGITS and not tokens.glued(after):  # "Feb 30"
        found = []
    if year and tokens.word(end) == "-" and tokens.digits(end + 1) == SHORT_DIGITS and tokens.glued(end + 1):
        form = month_day(month, tokens.value(end + 1), None, year)
        found += [Parsed(form, end + 2)] if form else []
    found += [each for each in [_day_behind(tokens, after, month, step)] if each]
    return longest(found)


def _day_behind(tokens: Tokens, index: int, month: int, step: int | None) -> Parsed | None:
    at = separated(tokens, index)
    comma = tokens.skip(at, ",")
    at = tokens.skip(comma if ordinal(tokens, comma) else at, "the")
    day = day_number(tokens, at)
    if day is None or not tokens.plain(day[1] - 1) or _is_unit(tokens, day[1]):
        return None
    if tokens.value(at) < 0 and ordinal(tokens, at) is None and tokens.word(at) in {"one", "a"}:
        return None
    last = _last_day(tokens, day[1])
    if last and month_name(tokens, last[1]):
        last = None
    form_after = last[1] if last else day[1]
    year, end = year_tail(tokens, separated(tokens, form_after))
    form = month_day(month, day[0], last[0] if last else None, year, step)
    if form is None and last:
        year, end = year_tail(tokens, day[1])
        form, form_after = month_day(month, day[0], None, year, step), day[1]
    return Parsed(form, end if year else form_after) if form else None


def _is_unit(tokens: Tokens, index: int) -> bool:
    return tokens.word(index) in {"am", "pm", "a.m", "p.m"}


def _last_day(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read the end of "17-19", "17 to 19", "the ninth through the seventeenth"."""
    stroke = tokens.word(index) == "/" and tokens.glued(index) and tokens.glued(index + 1)  # "19/20 May"
    if not (stroke or tokens.dash(index) or tokens.word(index) in {"to", "and", "through", "thru", "till", "until"}):
        return None
    day = day_number(tokens, tokens.skip(index + 1, "the"))
    if day is None or not tokens.plain(day[1] - 1):
        return None
    return None if tokens.word(day[1]) in calendar_words().units else day


def day_first(tokens: Tokens, index: int, step: int | None = None) -> Parsed | None:
    """Read a date that begins with its day: "4 May 2014", "the fourth of May", "05-Aug-2016", "26–28 June"."""
    day = day_number(tokens, tokens.skip(index, "the"))
    if day is None:
        return None
    last = _last_day(tokens, day[1])
    return longest(
        _day_then_month(tokens, after, day[0], last_day, step)
        for after, last_day in ((day[1], None), *(((last[1], last[0]),) if last else ()))
    )


def _day_then_month(tokens: Tokens, index: int, day: int, last: int | None, step: int | None) -> Parsed | None:
    at = tokens.skip(separated(tokens, index), "of")
    name = month_name(tokens, at)
    if name is None and tokens.digits(at) == YEAR_DIGITS and at > index:  # "23-2020-September"
        year, after = stated_year(tokens.value(at)), separated(tokens, at + 1)
        name = month_name(tokens, after)
        form = month_day(name[0], day, last, year) if name else None
        return Parsed(form, name[1]) if name and form else None
    if name is None or (at == index and tokens.word(at) == "may" and not tokens.capital(at)):
        return None
    tail, end = year_tail(tokens, separated(tokens, name[1]))
    form = month_day(name[0], day, last, tail, step)
    return Parsed(form, end if tail else name[1]) if form else None


def month_day(month: int, day: int, last: int | None, year: Form | None, step: int | None = None) -> Form | None:
    """Give the form of a day or days of a month; None where the month is too short."""
    if not day_of(2000, month, day) or (last and not (day < last and day_of(2000, month, last))):
        return None

    def make(number: int) -> Period | None:
        start, end = day_of(number, month, day), day_of(number, month, last or day)
        return Period(start, end, DatePrecision.DAY, Basis.STATED) if start and end else None

    return Yearly(make, year, step)


def numeric(tokens: Tokens, index: int, weekday: int | None = None, step: int | None = None) -> Parsed | None:  # noqa: PLR0911 - each form returns
    """Read a date in digits: 2014-05-04, 4.5.2014, 5/4/14, 20140504, 2014 05 04, 11/20."""
    first = tokens.digits(index)
    if first == DATE_DIGITS and not tokens.glued(index + 1):
        return _eight(tokens, index)
    if first == DATE_DIGITS and tokens.word(index + 1) in {".", "-", ",", ")", "_"}:
        return _eight(tokens, index)
    if not first or index in tokens.ranked:
        return None
    mark = tokens.word(index + 1)
    if (
        first == YEAR_DIGITS and tokens.digits(index + 1) == SHORT_DIGITS and tokens.digits(index + 2) == SHORT_DIGITS
    ):  # "2014 05 04"
        day = day_of(max(1, tokens.value(index)), tokens.value(index + 1), tokens.value(index + 2))
        return Parsed(Fixed(one_day(day)), index + 3) if day and tokens.value(index) >= _FIRST_YEAR else None
    if mark not in _MARKS or not (tokens.glued(index + 1) and tokens.glued(index + 2)):
        return None
    three = tokens.word(index + 3) == mark and tokens.glued(index + 3) and tokens.glued(index + 4)
    if three and (tokens.digits(index + 4) or tokens.word(index + 4) in calendar_words().months):
        return _three(tokens, index)
    if first == YEAR_DIGITS and tokens.word(index + 2) in calendar_words().months:  # "2019/aug/01"
        return None
    return _two(tokens, index, mark, weekday, step)


def _eight(tokens: Tokens, index: int) -> Parsed | None:
    year, rest = divmod(tokens.value(index), 10_000)
    day = day_of(year, *divmod(rest, 100)) if year in _NEWS_YEARS else None
    return Parsed(Fixed(one_day(day)), index + 1) if day else None


def _three(tokens: Tokens, index: int) -> Parsed | None:  # noqa: PLR0911 - each form returns
    values = [tokens.value(index), tokens.value(index + 2), tokens.value(index + 4)]
    sizes = [tokens.digits(index), tokens.digits(index + 2), tokens.digits(index + 4)]
    months = calendar_words().months
    if tokens.word(index + 2) in months and sizes[0] == YEAR_DIGITS:
        return _dated(values[0], months[tokens.word(index + 2)], values[2], index + 5, Basis.STATED)
    if tokens.word(index + 4) in months and sizes[0] == YEAR_DIGITS:
        return _dated(values[0], months[tokens.word(index + 4)], values[1], index + 5, Basis.STATED)
    if (
        min(sizes) == 0
        or max(sizes) > YEAR_DIGITS
        or (tokens.word(index + 5) in _MARKS and tokens.value(index + 6) >= 0 and tokens.glued(index + 6))
    ):
        return None
    if sizes[0] == YEAR_DIGITS:
        return _dated(values[0], values[1], values[2], index + 5, Basis.STATED)
    if sizes[2] not in {2, 4} or max(sizes[:2]) > SHORT_DIGITS:
        return None
    # A point or hyphen stands in the European order; a stroke in the American one, where both could be.
    mark, (first, second, year) = tokens.word(index + 1), values
    if mark == "." and sizes[2] == SHORT_DIGITS:  # "5.12.14" may be a version or a section
        return None
    year = full_year(year) if sizes[2] == SHORT_DIGITS else year
    day, month = (first, second) if mark != "/" else (second, first)
    if month > _MONTHS:
        day, month = month, day
    sure = mark == "." or first > _MONTHS or second > _MONTHS or first == second
    return _dated(year, month, day, index + 5, Basis.STATED if sure else Basis.ASSUMED)


def _dated(year: int, month: int, day: int, after: int, basis: Basis) -> Parsed | None:
    found = day_of(year, month, day) if year >= _FIRST_YEAR else None
    return Parsed(Fixed(one_day(found, basis)), after) if found else None


def _two(tokens: Tokens, index: int, mark: str, weekday: int | None, step: int | None) -> Parsed | None:
    first, second = tokens.value(index), tokens.value(index + 2)
    if (
        tokens.word(index + 3) in _MARKS
        and tokens.glued(index + 3)
        and tokens.glued(index + 4)
        and tokens.value(index + 4) >= 0
    ):
        return None
    size, other = tokens.digits(index), tokens.digits(index + 2)
    if mark != ".":
        year, month = (first, second) if size == YEAR_DIGITS else (second, first)
        if {size, other} in ({2, 4}, {1, 4}) and year in _NEWS_YEARS:
            if size == YEAR_DIGITS and other == SHORT_DIGITS and mark == "-" and second > first % 100:
                return None
            return Parsed(Fixed(whole_month(year, month)), index + 3) if 1 <= month <= _MONTHS else None
    if mark == "/" and (first, second, size) == (9, 11, 1) and weekday is None:
        once = feast_days("9 11", 2001)
        return Parsed(Fixed(one_day(once[0])), index + 3) if once else None
    hours = mark == "-" and max(first, second) <= _MONTHS  # "Friday 10-6"
    if (
        hours
        or not (0 < size <= SHORT_DIGITS and 0 < other <= SHORT_DIGITS)
        or not (weekday is not None or mark == "/" or step is not None)
    ):
        return None
    day, month = (second, first) if first <= _MONTHS else (first, second)
    form = month_day(month, day, None, None, step) if 1 <= month <= _MONTHS else None
    return Parsed(form, index + 3, Doubt.DIGITS if weekday is None else None) if form else None


def weekday_first(tokens: Tokens, index: int, step: int | None = None) -> Parsed | None:
    """Read a weekday, with the day of the calendar that it falls on where that is told."""
    name = weekday_name(tokens, index)
    if name is None:
        return None
    weekday, after = name
    at = after
    while tokens.word(at) in {",", "-", "("} and at < after + 2:
        at += 1
    inner = longest((month_first(tokens, at, step), day_first(tokens, at, step), numeric(tokens, at, weekday, step)))
    closes = tokens.word(at - 1) == "(" and inner is not None and tokens.word(inner.after) == ")"
    if inner and not (isinstance(inner.form, Yearly) and inner.doubt) and _is_day(tokens, at):
        form = inner.form
        if isinstance(form, Yearly) and form.year is None and form.step is None:
            form = replace(form, weekday=weekday)
        return Parsed(form, inner.after + closes)
    rank = tokens.skip(after, "the")
    day = ordinal(tokens, rank)
    if day and day[0] <= LAST_DAY and (rank > after or tokens.value(rank) >= 0):
        return Parsed(MonthDay(day[0], weekday), day[1])
    doubt = doubtful_name(tokens, index) if step is None else None
    return Parsed(Weekday(weekday, step), after, doubt)


def _is_day(tokens: Tokens, index: int) -> bool:
    """Tell whether what follows a weekday is a day, and not a month of its own: "on Monday, May's party said"."""
    name = month_name(tokens, index)
    return name is None or day_number(tokens, tokens.skip(separated(tokens, name[1]), "the", ",")) is not None
