"""Units of time that are told from the present or a date told before: "last week", "the year's end", "that day".

In go tokens, the index of one and what reads any date; each reading gives a form and the index of the token after it,
or None.
"""

from typing import Final

from communique.knowledge.calendar_words import calendar_words
from communique.reading.dates.calendar_days import day_first, month_first, numeric, weekday_first
from communique.reading.dates.calendar_units import feast, quarter_or_half, season_name
from communique.reading.dates.forms import Form, NearWeekend, Unit, Weekday, Yearly
from communique.reading.dates.names import Doubt, Parsed, Reading, longest, stated_year, weekday_name
from communique.reading.dates.relations import ReportedQuarter, Rolling, Shift, UnitOf, WeekOf, YearAgo
from communique.reading.dates.tokens import SHORT_DIGITS, Tokens, cardinal, full_year, year_number

_TIMES_OF_DAY: Final = frozenset({"morning", "afternoon", "evening", "night"})


_RUNNING = frozenset(("month", "year", "decade"))
_THROUGH = {
    "coming": ("over", "within", "throughout", "during", "in"),
    "next": ("over", "within", "throughout"),
}
"""Words before "the coming year" by which it is the twelve months from now on and no year of the calendar."""


def stepped(tokens: Tokens, index: int) -> Parsed | None:  # noqa: C901, PLR0911 - each form returns
    """Read what "last", "this", "next" stand before: a unit, a weekday, a month, a season, a feast."""
    words = calendar_words()
    word = tokens.word(index)
    at = index + 1
    if word in {"latest", "recent", "most"}:
        at = tokens.skip(at, "recent")
        unit = tokens.word(at)
        if unit in {"quarter", "period"}:
            return Parsed(ReportedQuarter(), at + 1)
        if unit == "fiscal" and tokens.word(at + 1) == "year":
            return Parsed(Unit("year", -1), at + 2)
        return None
    step = words.steps.get(word)
    if step is None:
        return None
    at = tokens.skip(at, "past", "coming") if word == "this" else at
    step = -1 if tokens.word(at - 1) == "past" else step
    article = tokens.word(index - 1) == "the"
    retold = word in words.retelling or (article and word == "next")
    for skipped in ("fiscal", "calendar", "school", "business", "working", "academic", "financial"):
        at = tokens.skip(at, skipped)
    unit = words.units.get(tokens.word(at), "")
    through = article and at == index + 1 and tokens.word(index - 2) in _THROUGH.get(word, ())
    if unit in _RUNNING and through and tokens.word(at + 1) not in {"'", "’"}:
        return Parsed(Rolling(1, unit), at + 1)
    if unit and not tokens.word(at).endswith("s"):
        return _stepped_unit(tokens, at, unit, step, retold=retold)
    if tokens.word(at) in _TIMES_OF_DAY and article and step > 0:
        return Parsed(Unit("day", step, retold=True), at + 1)
    inner = longest((month_first(tokens, at, step), day_first(tokens, at, step), numeric(tokens, at, step=step)))
    if inner:
        lower = tokens.word(at) in words.ambiguous and not tokens.capital(at)
        return None if lower else Parsed(inner.form, inner.after)
    if weekday_name(tokens, at):
        found = weekday_first(tokens, at, step)
        if found and isinstance(found.form, Weekday):
            return Parsed(Weekday(found.form.weekday, step, retold=word in words.retelling), found.after)
        return found
    named = season_name(tokens, at, step) or feast(tokens, at, step)
    return named or _rolling(tokens, at, step)


def _stepped_unit(tokens: Tokens, at: int, unit: str, step: int, *, retold: bool) -> Parsed | None:  # noqa: PLR0911 - each form returns
    """Read the unit after "next", and what belongs to it: "next week Monday", "next year's first quarter"."""
    if unit == "day" and not (step > 0 or retold):
        return None
    form: Form = NearWeekend(step) if unit == "weekend" else Unit(unit, step, retold=retold)
    after = at + 1
    if tokens.dash(after) and tokens.glued(after):
        return None
    if unit == "week":
        day = tokens.skip(tokens.skip(after, "-", ","), "on")
        weekday = weekday_name(tokens, day)
        if weekday and (tokens.capital(day) or tokens.word(day) not in calendar_words().ambiguous):
            return Parsed(Weekday(weekday[0], week=form), weekday[1])
    if unit == "year" and tokens.word(after) in {"'", "’"} and tokens.word(after + 1) == "s":
        part = quarter_or_half(tokens, after + 2)
        if part and isinstance(part.form, Yearly):
            return Parsed(Yearly(part.form.make, form), part.after)
        if tokens.word(after + 2) in {"quarter", "period"}:
            return Parsed(ReportedQuarter(step), after + 3)
        end = _year_end(tokens, after + 2)
        return Parsed(form, end or after)
    if unit in {"decade", "century"} and step < 0 and tokens.word(at - 2) == "the":
        return Parsed(Rolling(-1, unit), after)
    return Parsed(form, after)


def _rolling(tokens: Tokens, index: int, step: int) -> Parsed | None:
    """Read the count behind "the past", "the next": "two weeks"."""
    number = cardinal(tokens, index)
    if not step or number is None or not number[0]:
        return None
    at = tokens.skip(number[1], "business", "calendar", "fiscal")
    unit = calendar_words().units.get(tokens.word(at), "")
    if unit in {"", "weekend", "half"} or not tokens.word(at).endswith("s"):
        return None
    if tokens.word(at + 1) in {"of", "in"} and (
        tokens.value(at + 2) >= 0 or tokens.word(at + 2) in calendar_words().months
    ):
        return None
    return Parsed(Rolling(step * number[0], unit), at + 1)


def part(tokens: Tokens, index: int, point: Reading) -> Parsed | None:  # noqa: PLR0911 - each form returns
    """Read "early May", "mid-August", "the end of 2000", "later this year", "the rest of the week", "the turn of"."""
    words = calendar_words()
    at = tokens.skip(index, "the")
    part = tokens.word(at)
    if part not in words.parts:
        return None
    at += 1
    if part == "half":
        return None
    at = tokens.hyphen(at)
    linked = (
        tokens.skip(at, "of", "in", "on") if part in {"early", "late", "earlier", "later"} else tokens.skip(at, "of")
    )
    if (
        part in {"earlier", "later"}
        and linked == at
        and tokens.word(at) not in {"this", "that", "last", "next", "today", "the"}
    ):
        return None
    whole = longest((point(tokens, linked) if linked > at else None, _bare_unit(tokens, at, linked, part)))
    if whole is None and (linked > at or part in {"early", "mid", "late", "earlier", "later"}):
        whole = point(tokens, linked)
    if whole is None and part in {"early", "mid", "late"}:
        whole = season_name(tokens, linked, asked=True)
    if whole is None or whole.doubt in {Doubt.DIGITS, Doubt.LENGTH} or isinstance(whole.form, Shift):
        return None
    if tokens.word(linked) in words.counts or tokens.word(linked) in words.vague:
        return None
    if whole.doubt is Doubt.NAME and not tokens.capital(linked):
        return None
    return Parsed(whole.form, whole.after)


def _bare_unit(tokens: Tokens, at: int, linked: int, part: str) -> Parsed | None:
    """Read "end of month", "later in the day"."""
    article = tokens.skip(linked, "the")
    unit = calendar_words().units.get(tokens.word(article), "")
    if linked == at or unit not in {"day", "week", "month", "quarter", "year", "decade", "century"}:
        return None
    if unit == "day" and (part not in {"earlier", "later", "early", "late"} or article == linked):
        return None
    if article == linked and part != "end":
        return None
    return Parsed(Unit(unit, 0), article + 1)


def _year_end(tokens: Tokens, index: int) -> int | None:
    return index + 1 if tokens.word(index) == "end" else None


def named_unit(tokens: Tokens, index: int, at: int, point: Reading) -> Parsed | None:  # noqa: C901, PLR0911 - each form returns
    """Read "year-end", "fiscal 1988", "year-ago quarter", "the year two thousand", "week of the 18th", "weekend"."""
    word = tokens.word(at)
    if word == "year":
        return _year(tokens, index, at, point)
    if word in {"fiscal", "calendar", "fy", "full"}:
        named = tokens.skip(at + 1, "year", "-")
        number = year_number(tokens, named)
        if number and word != "full":
            return Parsed(stated_year(number[0]), number[1])
        if word == "fy" and tokens.digits(named) == SHORT_DIGITS:  # "FY23"
            return Parsed(stated_year(full_year(tokens.value(named))), named + 1)
        part = quarter_or_half(tokens, tokens.skip(at + 1, "-")) if word == "fiscal" else None
        if part:
            return part
        yearly = index < at and tokens.word(at + 1) == "year"
        return Parsed(Unit("year", 0), at + 2) if yearly and not tokens.dash(at + 2) else None
    if word == "comparable":
        return _year(tokens, index, at + 1, point) if tokens.word(at + 1) == "year" else None
    if word == "w" and tokens.word(at + 1) == "/" and tokens.word(at + 2) == "c":
        return _week_of(tokens, at + 3, point)
    if word in {"week", "weekend"}:
        return _week(tokens, index, at, point)
    if word == "quarter" and index < at:
        return _quarter(tokens, at, point)
    if (
        word in {"month", "quarter"}
        and tokens.word(at + 1) == "-"
        and tokens.word(at + 2) == "end"
        and tokens.glued(at + 1)
    ):
        return Parsed(Unit(word, 0), at + 3)
    return None


def _year(tokens: Tokens, index: int, at: int, point: Reading) -> Parsed | None:  # noqa: PLR0911 - each form returns
    after = at + 1
    number = year_number(tokens, tokens.skip(after, "of"))
    if number and not tokens.dash(index - 1):
        return Parsed(stated_year(number[0]), number[1])
    if tokens.word(after) in {"ended", "ending"} and index < at:
        day = point(tokens, tokens.skip(after + 1, "on"))
        return Parsed(UnitOf("year", day.form), after) if day else None
    joined = tokens.hyphen(after)
    if tokens.word(joined) in {"ago", "earlier"} and joined > after:
        end = joined + 1
        part = quarter_or_half(tokens, end)
        if part and isinstance(part.form, Yearly):
            return Parsed(Yearly(part.form.make, Unit("year", -1)), part.after)
        if tokens.word(end) in {"quarter", "period"}:
            return Parsed(ReportedQuarter(-1), end + 1)
        return Parsed(YearAgo(), end)
    possessive = after + 2 if tokens.word(after) in {"'", "’"} and tokens.word(after + 1) == "s" else joined
    if tokens.word(possessive) == "end":
        return Parsed(Unit("year", 0), possessive + 1)
    return None


def _week_of(tokens: Tokens, index: int, point: Reading) -> Parsed | None:
    """Read the day behind "the week of"."""
    day = point(tokens, index)
    if day is None or day.doubt is Doubt.LENGTH:
        return None
    return Parsed(WeekOf(day.form), day.after)


def _week(tokens: Tokens, index: int, at: int, point: Reading) -> Parsed | None:
    after = tokens.word(at + 1)
    if tokens.word(at) == "weekend":
        of = point(tokens, at + 2) if after == "of" and index < at else None
        if of and isinstance(of.form, Yearly):
            return of
        return Parsed(NearWeekend(None), at + 1) if index < at and not tokens.dash(at + 1) else None
    if index < at and after in {"of", "beginning", "starting", "commencing", "ending", "ended"}:
        return _week_of(tokens, tokens.skip(at + 2, "on"), point)
    if index < at and after in {"after", "before"} and tokens.word(at + 2) in {"next", "last"}:
        return Parsed(Unit("week", 2 if after == "after" else -2), at + 3)
    return None


def _quarter(tokens: Tokens, at: int, point: Reading) -> Parsed | None:
    """Read "the quarter", "the quarter ended Sept. 30", "the quarter a year ago"."""
    after = at + 1
    if tokens.word(after) in {"ended", "ending", "through"}:
        day = point(tokens, tokens.skip(after + 1, "on"))
        if day:
            return Parsed(UnitOf("quarter", day.form), after)
    if tokens.word(after) == "a" and tokens.word(after + 1) == "year" and tokens.word(after + 2) in {"ago", "earlier"}:
        return Parsed(ReportedQuarter(-1), after + 3)
    if tokens.word(after) in {"of", "-", "final", "finals"} or tokens.word(at - 2) not in {"for", "in", "during", "of"}:
        return None
    return Parsed(ReportedQuarter(), after)


def told(tokens: Tokens, index: int, point: Reading) -> Parsed | None:  # noqa: PLR0911 - each form returns
    """Read what reckons from the date told before: "that day", "the same year", "the day before", "the week after"."""
    words = calendar_words()
    word = tokens.word(index)
    at = tokens.skip(index, "that", "the")
    same = tokens.word(at) == "same"
    at += same
    unit = words.units.get(tokens.word(at), "")
    if unit in {"", "half", "weekend", "century"} or tokens.word(at).endswith("s") or not (at > index):
        return None
    after = at + 1
    if tokens.dash(after) and tokens.glued(after):
        return None
    if word == "that" or same:
        if tokens.word(index - 1) in {"at", "to"} or (same and tokens.word(after) in {"as", "of", "that", "when"}):
            return None
        return Parsed(Unit(unit, 0, retold=True), after)
    if word == "the" and tokens.word(after) in {"before", "after"} and unit != "quarter":
        step = -1 if tokens.word(after) == "before" else 1
        base = point(tokens, after + 1)
        if base and base.doubt is not Doubt.LENGTH and not isinstance(base.form, Shift):
            return Parsed(Shift(((step, unit),), base.form, exact=unit == "day"), base.after)
        closed = tokens.word(after + 1) in {"", ".", ",", ";", "!", "?", "and", "but", ")", "when", "as"}
        return Parsed(Shift(((step, unit),), retold=True), after + 1) if closed else None
    return _own_unit(tokens, index, unit, after)


def _own_unit(tokens: Tokens, index: int, unit: str, after: int) -> Parsed | None:
    """Read "for the year", "this week's": the unit that holds the day of publication."""
    if unit not in {"week", "month", "year"} or tokens.word(index) != "the" or index + 2 != after:
        return None
    asked = tokens.word(index - 1) in {"for", "during", "in", "of", "over"}
    closed = tokens.word(after) in {"", ".", ",", ";", "!", "?", ")", "and", "but", "'", "’", "to"}
    ranked = tokens.word(index - 2) in {
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "quarter",
        "half",
        "rest",
        "part",
    }
    if not (asked and (closed or ranked)) or (tokens.word(index - 1) == "of" and not ranked):
        return None
    return Parsed(Unit(unit, 0), after)
