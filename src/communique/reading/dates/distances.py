"""Distances in time: "three weeks ago", "two days after Easter", "in a fortnight", "a year earlier".

In go tokens, the index of one and what reads any date; out come a form and the index of the token after it, or None.
"""

from typing import Final

from communique.knowledge.calendar_words import calendar_words
from communique.reading.dates.calendar_units import year_first
from communique.reading.dates.forms import Unclear, Weekday
from communique.reading.dates.names import Doubt, Parsed, Reading, weekday_name
from communique.reading.dates.relations import Shift, YearAgo
from communique.reading.dates.tokens import Tokens, cardinal, year_number

_FEW: Final = 3  # steps of "two years, one month and three days"


def _past_half(tokens: Tokens, index: int) -> int:
    """Skip "and a half", "1/2", "½" behind a number."""
    if tokens.word(index) == "and" and tokens.word(index + 1) == "a" and tokens.word(index + 2) == "half":
        return index + 3
    if tokens.value(index) == 1 and tokens.word(index + 1) == "/" and tokens.word(index + 2) == "2":
        return index + 3
    return tokens.skip(index, "½")


def _steps(tokens: Tokens, index: int) -> tuple[tuple[tuple[int, str], ...], int] | None:
    """Read counts and units: "three weeks", "2 years 1 month 21 days", "a year and a half"; a vague count is 0."""
    words = calendar_words()
    found: list[tuple[int, str]] = []
    at = index
    while len(found) < _FEW:
        word = tokens.word(at)
        number = cardinal(tokens, at)
        if word in words.counts:
            number = words.counts[word], tokens.skip(at + 1, "couple", "few")
            vague = tokens.word(at + 1) == "few"
            number = (0 if vague else 2 if tokens.word(at + 1) == "couple" else number[0]), tokens.skip(number[1], "of")
        elif word in words.vague:
            number = 0, at + 1
        if number is None:
            break
        after_half = _past_half(tokens, number[1])
        half = after_half > number[1]
        at_unit = after_half if half else tokens.hyphen(number[1])
        unit = words.units.get(tokens.word(at_unit), "")
        if unit in {"", "quarter", "half", "weekend"}:
            break
        found.append((number[0], unit))
        at = at_unit + 1
        after_half = _past_half(tokens, at)
        half, at = half or after_half > at, after_half
        if half and unit in {"year", "decade"}:
            found.append((6, "month") if unit == "year" else (5, "year"))
        if tokens.word(at) in {",", "and"} and tokens.value(at + 1) >= 0:
            at += 1
    return (tuple(found), at) if found else None


def shift(tokens: Tokens, index: int, point: Reading) -> Parsed | None:  # noqa: PLR0911 - each form returns
    """Read a distance in time from the publication, from a date told before, or from one that is told with it."""
    start = tokens.skip(tokens.skip(index, "in"), "about", "just", "another")
    found = _steps(tokens, start)
    if found is None:
        return None
    steps, at = found
    vague = any(count == 0 for count, _ in steps)
    at = at + 2 if tokens.word(at) == "or" and tokens.word(at + 1) == "so" else at
    back = tuple((-count, unit) for count, unit in steps)
    word, after = tokens.word(at), at + 1
    if word == "ago":
        year = steps == ((1, "year"),)
        return Parsed(Unclear() if vague else YearAgo() if year else Shift(back), after)
    if vague:
        return None
    exact = any(unit in {"day", "fortnight"} for _, unit in steps)
    if word in {"earlier", "later"} and index == start:
        if tokens.word(after) == "than":
            return None
        moved = back if word == "earlier" else steps
        return Parsed(Shift(moved, retold=True, exact=exact), after)
    if word == "from" and tokens.word(after) == "now":
        return _on_weekday(tokens, Shift(steps, exact=True), after + 1)
    if word in {"from", "after", "before", "since", "hence"} or (word == "prior" and tokens.word(after) == "to"):
        return _from_date(tokens, back if word in {"before", "prior"} else steps, at, point)
    if word == "on" and steps[0][1] == "week" and weekday_name(tokens, after) and index == start:
        weekday = weekday_name(tokens, after)
        return Parsed(Shift(steps, Weekday(weekday[0], 0), exact=True), weekday[1]) if weekday else None
    if start == index or tokens.word(index) != "in":
        return None
    end = _past_time(tokens, at)
    day = _on_weekday(tokens, Shift(steps, exact=exact), end)
    return Parsed(day.form, day.after, Doubt.LENGTH if end == at else None)


def _past_time(tokens: Tokens, index: int) -> int:
    """Skip "time" in "in two weeks' time", "in a fortnight's time"."""
    after = tokens.skip(tokens.skip(index, "'", "’"), "s")
    return after + 1 if after > index and tokens.word(after) == "time" else index


def _on_weekday(tokens: Tokens, shift: Shift, after: int) -> Parsed:
    """Read the weekday behind a distance: "in three days on Friday"."""
    weekday = weekday_name(tokens, after + 1) if tokens.word(after) == "on" else None
    if weekday:
        own = shift.steps[0][1] == "day"
        form = Shift(shift.steps, shift.base, exact=True, weekday=None if own else weekday[0])
        return Parsed(form, weekday[1])
    return Parsed(shift, after)


def _from_date(tokens: Tokens, steps: tuple[tuple[int, str], ...], at: int, point: Reading) -> Parsed | None:
    base = point(
        tokens,
        at + 2
        if tokens.word(at) == "prior"
        else tokens.skip(at + 1, "the")
        if tokens.word(at + 2) == "year"
        else at + 1,
    )
    if tokens.word(at + 1) == "the" and tokens.word(at + 2) == "year" and year_number(tokens, at + 3):
        base = year_first(tokens, at + 3)
    if base is None or base.doubt in {Doubt.LENGTH, Doubt.DIGITS} or isinstance(base.form, Shift):
        return None
    if base.doubt is Doubt.NAME and not tokens.capital(at + 1):
        return None
    return _on_weekday(tokens, Shift(steps, base.form, exact=True), base.after)
