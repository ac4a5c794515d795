"""Names of months, weekdays and years, of which dates are made, and what a reading of a date gives.

In go tokens and the index of one; out come a number or form and the index of the token after it, or None.
"""

from collections.abc import Callable, Iterable
from enum import Enum, auto
from typing import Final, NamedTuple

from communique.knowledge.calendar_words import calendar_words
from communique.reading.dates.forms import Fixed, Form, Unit, Yearly
from communique.reading.dates.periods import (
    whole_month,
    whole_year,
)
from communique.reading.dates.tokens import (
    APOSTROPHES,
    LAST_DAY,
    SHORT_DIGITS,
    Tokens,
    full_year,
    year_number,
)

_MARKS: Final = frozenset("-/.")
_SHORT: Final = 4  # letters of the longest abbreviation of a month or weekday
_FULL_NAMES: Final = frozenset({"may", "june", "july"})


class Doubt(Enum):
    """Why a form may be no date."""

    NAME = auto()  # "may", "sun"
    DIGITS = auto()  # "11/20", "the 4th"
    PERSON = auto()  # "April Jones"
    YEAR = auto()  # "2014"
    LENGTH = auto()  # "in two weeks"


class Parsed(NamedTuple):
    """A form, and the index of the token after it."""

    form: Form
    after: int
    doubt: Doubt | None = None


Reading = Callable[[Tokens, int], "Parsed | None"]
"""What reads a date that begins at a token."""


def longest(found: Iterable[Parsed | None]) -> Parsed | None:
    """Give the longest of what was read, the first of equals."""
    return max((each for each in found if each), key=lambda each: each.after, default=None)


def stated_year(number: int) -> Form:
    """Give the form of a year that is told in full."""
    return Fixed(whole_year(number))


def year_tail(tokens: Tokens, index: int) -> tuple[Form | None, int]:
    """Read the year behind a day, month or quarter: ", 2014", "of last year", "'98"; none leaves the index as it is."""
    after = tokens.skip(index, ",")
    of = tokens.skip(after, "of", "in")
    linked = of > after
    named = tokens.skip(tokens.skip(of, "the"), "year") if linked else of
    number = year_number(tokens, named)
    if number and (linked or not counts(tokens, number[1])):
        return stated_year(number[0]), number[1]
    short = of + 1 if tokens.word(of) in APOSTROPHES and tokens.glued(of + 1) else of
    if tokens.digits(short) == SHORT_DIGITS and (
        short > of or (tokens.word(of - 1) == "of" and tokens.value(short) > LAST_DAY)
    ):
        return stated_year(full_year(tokens.value(short))), short + 1
    relative = relative_year(tokens, of, linked=linked) if after == index else None
    return relative or (None, index)


def relative_year(tokens: Tokens, index: int, *, linked: bool) -> tuple[Form, int] | None:
    """Read "last year", "the following year", "that year"; after "of" also "the year"."""
    words = calendar_words()
    at = tokens.skip(index, "the")
    word = tokens.word(at)
    at = tokens.skip(at, "same") if word in {"that", "the"} else at
    if word in {"that", "same"} and tokens.word(tokens.skip(at, word, "same")) == "year":
        return Unit("year", 0, retold=True), tokens.skip(at, word, "same") + 1
    if word in words.steps and tokens.word(at + 1) == "year":
        return Unit("year", words.steps[word], retold=word in words.retelling), at + 2
    if linked and at > index and word == "year":
        return Unit("year", 0), at + 1
    return None


def counts(tokens: Tokens, index: int) -> bool:
    """Tell whether a word follows that makes four digits a count: "2014 troops"."""
    return tokens.word(index) in calendar_words().counted


def month_name(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read the name of a month, with the point of an abbreviation."""
    month = calendar_words().months.get(tokens.word(index), 0)
    return (month, _past_point(tokens, index)) if month else None


def weekday_name(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Read the name of a weekday, with the point of an abbreviation."""
    weekday = calendar_words().weekdays.get(tokens.word(index), -1)
    return (weekday, _past_point(tokens, index)) if weekday >= 0 else None


def _past_point(tokens: Tokens, index: int) -> int:
    word = tokens.word(index)
    short = len(word) <= _SHORT + (word == "thurs") and word not in _FULL_NAMES
    pointed = tokens.word(index + 1) == "." and tokens.glued(index + 1)
    follows = tokens.value(index + 2) >= 0
    return index + 2 if pointed and (short or (follows and not tokens.glued(index + 2))) else index + 1


def doubtful_name(tokens: Tokens, index: int) -> Doubt | None:
    """Doubt a name that is also another word or a person's."""
    words, word = calendar_words(), tokens.word(index)
    return Doubt.NAME if word in words.ambiguous else Doubt.PERSON if word in words.persons else None


def separated(tokens: Tokens, index: int) -> int:
    """Skip the mark between the parts of "23/Sep/2020"."""
    return index + 1 if tokens.word(index) in _MARKS and tokens.glued(index) and tokens.glued(index + 1) else index


def month_of(month: int, year: Form | None, step: int | None = None) -> Form:
    """Give the form of a month."""
    return Yearly(lambda number: whole_month(number, month), year, step)
