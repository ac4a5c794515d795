"""Dates side by side of which one tells the year for all: "in May and June 2022", "last July and August".

In go tokens, the extent of a date without a year, and its form; out comes the date beside it that tells the year, and
whether it stands behind.
"""

from dataclasses import replace
from typing import Final

from communique.reading.dates.forms import Setting, Yearly
from communique.reading.dates.periods import Period
from communique.reading.dates.phrases import point
from communique.reading.dates.tokens import Tokens

_JOINS: Final = frozenset({"and", "or", "&"})
_AGAIN: Final = frozenset({"in", "on"})
_SERIES: Final = 6
"""Dates that stand side by side, at most."""
_LONGEST: Final = 5
"""Tokens of a date before another one, at most."""


def period_in_series(tokens: Tokens, start: int, after: int, form: Yearly, setting: Setting) -> Period | None:
    """Give the days of a date without a year in the year of one beside it; None where none tells a year.

    "May and June 2022" are of one year, and December is of the year before in "December and January 2023".
    """
    if form.year is not None or form.step is not None:
        return None
    if behind := _behind(tokens, after):
        last = behind.period(setting)
        if last is None or last.start is None:
            return None
        year = last.start.year
        found = [form.period(replace(setting, lent=each)) for each in (year, year - 1)]
        return next((each.on(last.basis) for each in found if each and each.start and each.start <= last.start), None)
    if before := _before(tokens, start):
        first = before.period(setting)
        return form.period(replace(setting, after=first.start)) if first and first.start else None
    return None


def _tells_year(form: object) -> bool:
    return isinstance(form, Yearly) and (form.year is not None or form.step is not None)


def _behind(tokens: Tokens, after: int) -> Yearly | None:
    """Give the date that ends a series behind a place and tells a year: "… , June and July 2022"."""
    at, joined = after, False
    for _ in range(_SERIES):
        at = tokens.skip(at, ",")
        if tokens.word(at) in _JOINS:
            joined, at = True, tokens.skip(at + 1, *_AGAIN)
        elif at == after:
            return None
        following = point(tokens, at)
        if following is None or not isinstance(following.form, Yearly):
            return None
        if _tells_year(following.form):
            return following.form if joined else None
        if joined:
            return None
        at = after = following.after
    return None


def _before(tokens: Tokens, start: int) -> Yearly | None:
    """Give the date that tells a year right before "and" and a place: "last July and"."""
    end = start - 1
    if tokens.word(end) not in _JOINS:
        return None
    for at in range(end - 1, max(-1, end - _LONGEST - 1), -1):
        found = point(tokens, at)
        if found and found.after == end and _tells_year(found.form):
            return found.form if isinstance(found.form, Yearly) else None
    return None
