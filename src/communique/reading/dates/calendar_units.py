"""Longer units as the calendar has them: quarters, halves, years, decades, seasons, feasts, weeks of a year.

In go tokens and the index of one; each reading gives the form of the longest date that begins there, with the index of
the token after it, or None. A form that could also be something else has a ``Doubt``. Days are in ``date_days``.
"""

from collections.abc import Callable
from typing import Final

from communique.knowledge.calendar_words import calendar_words
from communique.knowledge.feasts import attributed_words, capital_feasts, feast_days, feast_names, feast_rules
from communique.reading.dates.forms import Fixed, Form, Unit, Yearly
from communique.reading.dates.names import (
    Doubt,
    Parsed,
    counts,
    month_name,
    month_of,
    separated,
    stated_year,
    weekday_name,
    year_tail,
)
from communique.reading.dates.periods import (
    Period,
    century,
    days,
    decade,
    half_year,
    one_day,
    season,
    whole_quarter,
)
from communique.reading.dates.relations import Nth
from communique.reading.dates.tokens import (
    APOSTROPHES,
    SHORT_DIGITS,
    YEAR_DIGITS,
    Tokens,
    day_number,
    full_year,
    ordinal,
    written_year,
    year_number,
)
from communique.vocabulary import Basis

_DAY_PARTS: Final = frozenset({"weekend", "week", "day", "eve", "morning", "night", "afternoon", "evening"})
_DECADES: Final = range(1500, 2100)
_THIS_CENTURY: Final = 20  # "the 20s" and before are of this century
_CENTURIES: Final = 30
_WEEKS: Final = 53
_WHOLE_DATE: Final = 2  # hyphens of year, month and day


def quarter_or_half(tokens: Tokens, index: int) -> Parsed | None:  # noqa: PLR0911 - each form returns
    """Read "third quarter of 2022", "Q1 2022", "H2 2019", "first half of last year"."""
    rank: tuple[int, int] | None
    if tokens.word(index) in {"q", "h"} and tokens.digits(index + 1) == 1 and tokens.glued(index + 1):
        unit, rank = {"q": "quarter", "h": "half"}[tokens.word(index)], (tokens.value(index + 1), index + 2)
    else:
        found = (-1, index + 1) if tokens.word(index) in {"last", "final"} else ordinal(tokens, index)
        if found is None:
            return None
        after = tokens.skip(tokens.skip(tokens.skip(found[1], "fiscal"), "-"), "fiscal")
        unit, rank = tokens.word(after), (found[0], after + 1)
    number, end = rank
    if unit not in {"quarter", "half"}:
        return None
    year, after = year_tail(tokens, separated(tokens, end))
    number = {"quarter": 4, "half": 2}[unit] if number == -1 else number
    if number > {"quarter": 4, "half": 2}[unit] or number < 1:
        return None
    if tokens.word(index) in {"last", "final"} and year is None:
        return None
    if unit == "half" and year is None and tokens.word(index) != "h":  # of a match, as a rule
        return None
    if year is None and tokens.word(index) in {"q", "h"} and not _stands_alone(tokens, end):
        return None
    return Parsed(part_of_year(unit, number, year), after if year else end)


def _stands_alone(tokens: Tokens, index: int) -> bool:
    """Tell whether nothing is joined to the token before: "H1N1", "the H1-B visa" are no halves of a year."""
    joined = index + 1 if tokens.dash(index) and tokens.glued(index) else index
    return not (tokens.glued(joined) and tokens.word(joined)[:1].isalnum())


def part_of_year(unit: str, number: int, year: Form | None) -> Form:
    """Give the form of a quarter or half of a year."""
    make: Callable[[int], Period | None] = (
        (lambda each: whole_quarter(each, number)) if unit == "quarter" else (lambda each: half_year(each, number))
    )
    return Yearly(make, year, past=True)


def season_name(tokens: Tokens, index: int, step: int | None = None, *, asked: bool = False) -> Parsed | None:
    """Read a season: "summer 2019", "last fall", "the winter of 2014-15"."""
    months = calendar_words().seasons.get(tokens.word(index))
    if months is None:
        return None
    year, after = year_tail(tokens, index + 1)
    if year is None and step is None and not (asked and _closes(tokens, index + 1)):
        return None

    def make(number: int) -> Period | None:
        return season(number, *months)

    return Parsed(Yearly(make, year, step), after if year else index + 1)


def _closes(tokens: Tokens, index: int) -> bool:
    """Tell whether a name ends here, and is no attribute of a noun that follows."""
    word = tokens.word(index)
    return not word[:1].isalpha() or (word in calendar_words().closing and word != "of") or word in _DAY_PARTS


def feast(tokens: Tokens, index: int, step: int | None = None) -> Parsed | None:
    """Read the name of a feast or national day."""
    for name in feast_names().get(tokens.word(index), ()):
        after = _named(tokens, index, name)
        if after is None:
            continue
        joined = " ".join(name)
        if joined in capital_feasts() and not tokens.capital(index):
            return None
        year, end = year_tail(tokens, after)
        once = feast_rules()[joined].count("-") == _WHOLE_DATE and feast_rules()[joined][0].isdigit()
        if once:
            found = feast_days(joined, int(feast_rules()[joined][:4]))
            return Parsed(Fixed(one_day(found[0])), after) if found else None
        if year is None and step is None and not _is_time(tokens, index, after, name[-1]):
            return None

        def make(number: int, joined: str = joined) -> Period | None:
            found = feast_days(joined, number)
            return days(*found) if found and found[0] != found[1] else one_day(found[0]) if found else None

        return Parsed(Yearly(make, year, step), end if year else after)
    return None


def _is_time(tokens: Tokens, index: int, after: int, last: str) -> bool:
    """Tell "killed at Easter" from "the Easter vigil"."""
    if tokens.word(after) in attributed_words():
        return False
    before = tokens.word(index - 1)
    named_day = last in {"day", "eve", "sunday", "monday", "friday", "wednesday", "thursday"}
    return named_day or before in calendar_words().asking_feast or _closes(tokens, after)


def _named(tokens: Tokens, index: int, name: tuple[str, ...]) -> int | None:
    """Give the index after a name, without regard to apostrophes, points and hyphens in it."""
    at = index
    for word in name:
        if at > index and tokens.dash(at):
            at += 1
        if tokens.word(at) == word:
            at = at + 2 if word in {"st", "sept"} and tokens.word(at + 1) == "." else at + 1
        elif tokens.word(at) == word[:-1] and tokens.word(at + 1) in APOSTROPHES and tokens.word(at + 2) == word[-1:]:
            at += 3
        elif tokens.word(at) == word and tokens.word(at + 1) in APOSTROPHES:
            at += 2
        else:
            return None
        if tokens.word(at) in APOSTROPHES and word.endswith("s") and tokens.word(at + 1) in name:
            at += 1
    return at


def long_unit(tokens: Tokens, index: int) -> Parsed | None:
    """Read a decade or century: "1990s", "the '90s", "the nineties", "20th century"."""
    words = calendar_words()
    value = tokens.value(index)
    if tokens.word(index) in words.decades and tokens.word(index - 1) in {"the", "early", "late", "mid", "-"}:
        return Parsed(Fixed(decade(1900 + words.decades[tokens.word(index)])), index + 1)
    if value >= 0 and tokens.word(index + 1) == "s" and tokens.glued(index + 1) and value % 10 == 0:
        if tokens.digits(index) == YEAR_DIGITS and value in _DECADES:
            return Parsed(Fixed(decade(value)), index + 2)
        asked = tokens.word(index - 1) in APOSTROPHES or tokens.word(index - 1) == "the"
        if tokens.digits(index) == SHORT_DIGITS and asked and value:
            return Parsed(Fixed(decade(full_year(value) if value > _THIS_CENTURY else 2000 + value)), index + 2)
    rank = ordinal(tokens, index)
    if rank and 1 <= rank[0] <= _CENTURIES:
        after = tokens.hyphen(rank[1])
        if tokens.word(after) == "century":
            return Parsed(Fixed(century(rank[0])), after + 1)
    return None


def year_first(tokens: Tokens, index: int) -> Parsed | None:
    """Read a year, or what begins with one: "2014", "2017-Q1", "2019 H2", "2017 April", "the 1988 third quarter"."""
    number = year_number(tokens, index)
    if number is None:
        return None
    year, after = stated_year(number[0]), number[1]
    at = separated(tokens, after)
    inner = quarter_or_half(tokens, at)
    if inner and isinstance(inner.form, Yearly) and inner.form.year is None:
        return Parsed(Yearly(inner.form.make, year), inner.after)
    name = month_name(tokens, at)
    if name and not (tokens.value(name[1]) >= 0 or (tokens.word(at) == "may" and not tokens.capital(at))):
        return Parsed(month_of(name[0], year), name[1])
    written = written_year(tokens, index) is not None
    return Parsed(year, after, Doubt.YEAR) if not (written and counts(tokens, after)) else None


def nth_unit(tokens: Tokens, index: int, whole: Callable[[Tokens, int], Parsed | None]) -> Parsed | None:
    """Read units in a longer one: "first two weeks of 2021", "third month of last year", "week 27 of 2019"."""
    words = calendar_words()
    if tokens.word(index) == "week" and 0 < tokens.value(index + 1) <= _WEEKS and tokens.plain(index + 1):
        year, after = year_tail(tokens, index + 2)
        form = Nth(tokens.value(index + 1), "week", year or Unit("year", 0, basis=Basis.ASSUMED))
        return Parsed(form, after if year else index + 2, None if year else Doubt.DIGITS)
    rank = (-1, index + 1) if tokens.word(index) in {"last", "final"} else ordinal(tokens, index)
    if rank is None:
        return None
    count = day_number(tokens, rank[1])
    if count and tokens.word(count[1]) in words.units:
        number, at = count
    else:
        number, at = 1, rank[1]
    weekday = weekday_name(tokens, at)
    unit = str(weekday[0]) if weekday else words.units.get(tokens.word(at), "")
    if not unit or unit in {"weekend", "decade", "century"} or tokens.word(at + 1) not in {"of", "in"}:
        return None
    inner = whole(tokens, at + 2)
    if inner is None or inner.doubt is Doubt.DIGITS:
        return None
    return Parsed(Nth(rank[0], unit, inner.form, number), inner.after)
