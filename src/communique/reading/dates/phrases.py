"""Dates as people tell them, of all the forms together, and ranges of them: "from 2014 to 2018", "Friday last week".

In go tokens and the index of one; ``read_date`` gives the form of the longest date that begins there, with the index of
the token after it, or None.
"""

from functools import lru_cache
from typing import Final

from communique.knowledge.calendar_words import calendar_words
from communique.knowledge.feasts import feast_names
from communique.knowledge.number_words import number_words
from communique.reading.dates.calendar_days import day_first, month_first, numeric, weekday_first
from communique.reading.dates.calendar_units import feast, long_unit, nth_unit, quarter_or_half, season_name, year_first
from communique.reading.dates.distances import shift
from communique.reading.dates.forms import MonthDay, Unclear, Unit, Weekday, Yearly
from communique.reading.dates.names import Doubt, Parsed, longest, stated_year
from communique.reading.dates.relations import Between, Rolling, Shift
from communique.reading.dates.tokens import LAST_DAY, SHORT_DIGITS, Tokens, ordinal, year_number
from communique.reading.dates.units import named_unit, part, stepped, told

_LINKS: Final = frozenset({"to", "through", "thru", "till", "until"})
_DEPTH: Final = 4  # dates within dates: "the first week of the month before Easter"
_KEPT: Final = 1000  # readings that are kept
_SPAN: Final = 15  # years that "2014-18" may hold


@lru_cache(maxsize=1)
def starters() -> frozenset[str]:
    """Give the words that a date can begin with, beside digits."""
    words, numbers = calendar_words(), number_words()
    return frozenset(
        {
            *words.months, *words.weekdays, *words.seasons, *words.ordinals, *words.decades, *words.steps,
            *words.parts, *words.counts, *words.vague, *feast_names(), *numbers.units, *numbers.tens,
            *(phrase.split()[0] for phrase in words.days),
            "the", "that", "in", "from", "between", "q", "h", "w", "year", "fiscal", "fy", "calendar", "week", "same",
            "latest", "final", "month", "quarter",
        }
    )  # fmt: skip


@lru_cache(maxsize=1)
def _after_article() -> frozenset[str]:
    return starters() | {"day", "days", "weekend", "comparable", "eve", "full", "fiscal", "most", "turn", "fortnight"}


def read_date(tokens: Tokens, index: int) -> Parsed | None:
    """Read the longest date that begins at a token."""
    word = tokens.word(index)
    if word in {"from", "between"}:
        return _framed(tokens, index)
    if (
        word in {"the", "in", "a", "an"}
        and tokens.value(index + 1) < 0
        and tokens.word(index + 1) not in _after_article()
    ):
        return None
    first = point(tokens, index)
    if first is None:
        return None
    return _range(tokens, first) or first


def _framed(tokens: Tokens, index: int) -> Parsed | None:
    """Read "from … to …", "between … and …"."""
    start = index + 1
    if tokens.word(start) == "now" and tokens.word(start + 1) in {"and", "to", "until", "till"}:
        last = point(tokens, start + 2)
        return (
            Parsed(Between(Unit("day", 0), last.form), last.after) if last and last.doubt is not Doubt.LENGTH else None
        )
    if tokens.value(start) < 0 and tokens.word(start) not in _after_article():
        return None
    whole = longest((day_first(tokens, start), month_first(tokens, start)))
    first = point(tokens, start)
    if first is None:
        return None
    between = tokens.word(index) == "between"
    links = _LINKS | {"and"} if between else _LINKS
    if tokens.word(first.after) in links or tokens.dash(first.after):
        last = _end(tokens, first.after + 1)
        if last and last.doubt is not Doubt.LENGTH:
            return Parsed(Between(first.form, last.form), last.after)
    return (
        whole
        if whole and any(tokens.word(at) in links or tokens.dash(at) for at in range(start, whole.after))
        else None
    )


def _end(tokens: Tokens, index: int) -> Parsed | None:
    """Read the end of a range; "now" and "date" are the day of publication."""
    if tokens.word(index) in {"now", "date", "present"}:
        return Parsed(Unit("day", 0), index + 1)
    if tokens.word(index) == "current" and tokens.word(index + 1) == "date":
        return Parsed(Unit("day", 0), index + 2)
    found = point(tokens, index)
    at = tokens.skip(index, "the")
    rank = ordinal(tokens, at)
    if found is None and rank and rank[0] <= LAST_DAY:
        return Parsed(MonthDay(rank[0]), rank[1])
    return found


def _range(tokens: Tokens, first: Parsed) -> Parsed | None:  # noqa: PLR0911 - each form returns
    """Read "2014-18", "26 June to 28 June 2020", "Monday through Friday" behind the first date."""
    at, dash = first.after, tokens.dash(first.after)
    if not dash and tokens.word(at) not in _LINKS:
        return None
    if first.doubt is Doubt.YEAR and dash:
        return _years(tokens, first)
    if first.doubt is Doubt.LENGTH or isinstance(first.form, (Unit, Shift, Rolling, Unclear, Between)):
        return None
    if tokens.word(at) in {"until", "till"} and first.doubt:
        return None
    last = _end(tokens, at + 1) if not (dash and tokens.glued(at) and not tokens.glued(at + 1)) else None
    if last is None or last.doubt is Doubt.LENGTH:
        return None
    if type(last.form) is not type(first.form) and not (dash or isinstance(last.form, (Unit, Yearly))):
        return None
    doubt = first.doubt if first.doubt and last.doubt else None
    return Parsed(Between(first.form, last.form), last.after, doubt)


def _years(tokens: Tokens, first: Parsed) -> Parsed | None:
    at = first.after + 1
    year, value = tokens.value(first.after - 1), tokens.value(at)
    if year < 0 or tokens.glued(first.after) != tokens.glued(at) or not tokens.plain(at):
        return None
    if tokens.dash(at + 1) and tokens.glued(at + 1) and tokens.value(at + 2) >= 0:
        return None
    if tokens.digits(at) == SHORT_DIGITS and 0 < value - year % 100 <= _SPAN and tokens.glued(at):  # "2014-18"
        return Parsed(Between(first.form, stated_year(year // 100 * 100 + value)), at + 1, Doubt.YEAR)
    later = year_number(tokens, at)
    if later and later[0] > year:
        return Parsed(Between(first.form, stated_year(later[0])), later[1], Doubt.YEAR)
    last = _end(tokens, at) if not tokens.glued(at) or later is None else None
    return (
        Parsed(Between(first.form, last.form), last.after) if last and tokens.value(at) < 0 and not last.doubt else None
    )


def point(tokens: Tokens, index: int) -> Parsed | None:
    """Read a date that is no range of two dates, of so many dates within dates as people say, and each place once."""
    if tokens.depth >= _DEPTH:
        return None
    key = index, tokens.depth
    if key not in tokens.kept:
        if len(tokens.kept) >= _KEPT:
            tokens.kept.clear()
        tokens.depth += 1
        found = _point(tokens, index)
        tokens.depth -= 1
        tokens.kept[key] = found
        return found
    known: Parsed | None = tokens.kept[key]
    return known


def _point(tokens: Tokens, index: int) -> Parsed | None:
    at = tokens.skip(index, "the")
    word = tokens.word(at)
    words = calendar_words()
    found: list[Parsed | None] = [_day_phrase(tokens, index)]
    if tokens.value(at) >= 0:
        found += [numeric(tokens, at), day_first(tokens, at), year_first(tokens, at), long_unit(tokens, at)]
    if word in words.months:
        found += [month_first(tokens, at)]
    if word in words.weekdays:
        found += [_weekday(tokens, at)]
    if word in words.seasons:
        asked = tokens.word(index - 1 if index < at else at - 1) in words.asking_season
        found += [season_name(tokens, at, asked=asked)]
    if word in feast_names():
        found += [feast(tokens, at)]
    if word in words.steps or word in {"latest", "recent", "most"}:
        found += [stepped(tokens, at)]
    if word in words.parts or word in words.decades:
        found += [part(tokens, index, point), long_unit(tokens, at)]
    found += _counted(tokens, index, at)
    found += [named_unit(tokens, index, at, point), told(tokens, index, point)]
    return longest(found)


def _counted(tokens: Tokens, index: int, at: int) -> list[Parsed | None]:
    """Read what begins with a number in words or digits, or an ordinal."""
    words, numbers, word = calendar_words(), number_words(), tokens.word(at)
    found: list[Parsed | None] = []
    digits = tokens.value(at) >= 0
    if digits or word in words.ordinals or word in {"last", "final", "week", "q", "h"} or word in numbers.tens:
        found += [quarter_or_half(tokens, at), nth_unit(tokens, at, _whole), _nth_month_day(tokens, index, at)]
        found += [long_unit(tokens, at), day_first(tokens, at)]
    elif word in numbers.units or word in numbers.tens:
        found += [day_first(tokens, at)]
    if word in numbers.units or word in numbers.tens:
        found += [year_first(tokens, at)]
    if (
        digits
        or word in numbers.units
        or word in numbers.tens
        or word in words.counts
        or word in words.vague
        or word == "in"
    ):
        found += [shift(tokens, index, point)]
    return found


def _whole(tokens: Tokens, index: int) -> Parsed | None:
    """Read the longer unit behind "the first week of"."""
    at = tokens.skip(index, "the")
    unit = calendar_words().units.get(tokens.word(at), "")
    if at > index and unit in {"month", "quarter", "year", "week"}:
        return Parsed(Unit(unit, 0), at + 1)
    return point(tokens, index)


def _nth_month_day(tokens: Tokens, index: int, at: int) -> Parsed | None:
    """Read "the 18th", "the 21st of this month"."""
    rank = ordinal(tokens, at)
    if rank is None or not 1 <= rank[0] <= LAST_DAY or index == at:
        return None
    after = tokens.skip(rank[1], "of")
    month = stepped(tokens, tokens.skip(after, "the"))
    if month and isinstance(month.form, Unit) and month.form.unit == "month":
        return Parsed(MonthDay(rank[0], month=month.form), month.after)
    if after > rank[1] and tokens.word(after) == "the" and tokens.word(after + 1) == "month":
        return Parsed(MonthDay(rank[0], month=Unit("month", 0)), after + 2)
    return Parsed(MonthDay(rank[0]), rank[1], Doubt.DIGITS) if tokens.value(at) >= 0 else None


def _day_phrase(tokens: Tokens, index: int) -> Parsed | None:
    """Read "today", "the day before yesterday", "this morning"."""
    for phrase, distance in _days_by_first_word().get(tokens.word(index), ()):
        if all(tokens.word(index + i) == word for i, word in enumerate(phrase)):
            return Parsed(Unit("day", distance), index + len(phrase))
    return None


@lru_cache(maxsize=1)
def _days_by_first_word() -> dict[str, list[tuple[list[str], int]]]:
    found: dict[str, list[tuple[list[str], int]]] = {}
    for phrase, distance in calendar_words().days.items():
        found.setdefault(phrase.split()[0], []).append((phrase.split(), distance))
    return found


def _weekday(tokens: Tokens, index: int) -> Parsed | None:
    """Read a weekday with the week or distance behind it: "Friday last week", "Monday of next week", "Friday week"."""
    plain = weekday_first(tokens, index)
    if plain is None or not isinstance(plain.form, Weekday):
        return plain
    weekday, after = plain.form.weekday, plain.after
    at = tokens.skip(tokens.skip(tokens.skip(after, ","), "of", "in"), "the")
    week = stepped(tokens, at)
    if week and isinstance(week.form, Unit) and week.form.unit == "week":
        return Parsed(Weekday(weekday, week=week.form), week.after)
    if tokens.word(after) == "week" and tokens.word(after + 1) not in {"of", "in"} and not tokens.dash(after + 1):
        return Parsed(Shift(((1, "week"),), Weekday(weekday, 0), exact=True), after + 1)
    moved = shift(tokens, tokens.skip(after, ","), point)
    if moved and isinstance(moved.form, Shift) and moved.doubt is None and not moved.form.retold:
        form = moved.form
        own = form.steps[0][1] == "day"  # the count of days tells the weekday itself
        return Parsed(Shift(form.steps, form.base, exact=True, weekday=None if own else weekday), moved.after)
    return plain
