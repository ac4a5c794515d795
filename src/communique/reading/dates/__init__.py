"""Dates in running text: "17 September 2023", "Sept. 17", "on Thursday", "last month", "two weeks ago", "2014".

In go a text and the day on which it was published, or None; out come ``Date`` records, both ends inclusive. ``basis``
is ``stated`` where the text gives the date in full, ``relative`` where it is worked out from the publication date or a
date told before, ``assumed`` where the text leaves out the year. Without a publication date such a date has the
precision ``unknown`` and no days: nothing is made up.

A range ("from 2014 to 2018") is one date. "Since February", "by Friday" are February and Friday. The early, late or
last part of a unit is told as the unit. A weekday is the last one up to the day of publication, and the next one where
the sentence looks ahead ("will meet on Thursday"). A day or month without a year is the nearest, the past one when in
doubt.

What an expression says is read by ``date_phrases``; here the words around it decide whether it is a date at all, and
whether it is past or to come.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from communique.knowledge.calendar_words import calendar_words
from communique.reading.dates.forms import Fixed, Setting, Tense, Yearly
from communique.reading.dates.names import Doubt, Parsed
from communique.reading.dates.periods import Period
from communique.reading.dates.phrases import point, read_date, starters
from communique.reading.dates.relations import Between, retells
from communique.reading.dates.series import period_in_series
from communique.reading.dates.tense import tense_of
from communique.reading.dates.tokens import Tokens
from communique.records import Date, Span
from communique.vocabulary import DatePrecision

_BEFORE: Final = 160  # code points before a marked span in which its sentence is looked at
_AFTER: Final = 100  # and behind it
_TOLD: Final = 1000  # code points back to which "that day" reaches
_NAME: Final = 4  # letters of names of months that are also names of people: Jan, June
_LATE: Final = 2100  # years from here on are seldom told
_MARKS: Final = frozenset("-/.,")  # between digits these make one number of them
_MONEY: Final = frozenset("$€£¥+-.,/")


def dates_in(text: str, published: date | None, start: int = 0, end: int | None = None) -> list[Date]:
    """Find the dates in ``text[start:end]``, left to right, the longest expression at each place.

    What stands around a part of a text is looked at too, and where it says "that day", what was told before.
    """
    stop = len(text) if end is None else end
    part = start > 0 or stop < len(text)
    return list(_Reader(Tokens(text, start, stop), published, part=part).dates())


@lru_cache(maxsize=64)  # several records of an article tell the same date
def parse_date(text: str, span: Span, published: date | None, *, happened: bool = False) -> Date | None:
    """Read the date that a span marks; None where no expression is known.

    The words around the span are looked at too, so that "will meet on Thursday" is the Thursday to come, unless what is
    dated has `happened`. As it is marked, forms that could be something else are taken for dates ("the 4th", "11/20").
    """
    tokens = Tokens(text, span.start, span.end)
    return next(_Reader(tokens, published, part=True, marked=True, happened=happened).dates(), None)


class _Reader:
    """Reads the dates of one stretch of text, from left to right: of a `part` of it, or one `marked` as a date."""

    def __init__(
        self,
        tokens: Tokens,
        published: date | None,
        *,
        part: bool = False,
        marked: bool = False,
        happened: bool = False,
    ) -> None:
        self.tokens = tokens
        self.setting = Setting(published)
        self.part = part
        self.marked = marked
        self.happened = happened
        self.told_end = 0

    @cached_property
    def around(self) -> Tokens:
        """Give the same stretch with what stands around it."""
        if not self.part or not self.tokens.size:
            return self.tokens
        text, start, end = self.tokens.text, self.tokens.starts[0], self.tokens.ends[-1]
        return Tokens(text, max(0, start - _BEFORE), min(len(text), end + _AFTER))

    def dates(self) -> Iterator[Date]:
        """Yield them."""
        tokens, first_words = self.tokens, starters()
        words, values = tokens.words, tokens.values
        index = 0
        while index < tokens.size:
            if values[index] < 0 and words[index] not in first_words:
                index += 1
                continue
            chained = (
                values[index] >= 0 and tokens.glued(index) and words[index - 1] in _MARKS and values[index - 2] >= 0
            )
            parsed = None if chained and tokens.glued(index - 1) else read_date(tokens, index)
            period = self._period(index, parsed) if parsed else None
            if parsed and period is None and isinstance(parsed.form, Between):
                parsed = point(tokens, index)  # no range of days: its first end alone
                period = self._period(index, parsed) if parsed else None
            if parsed is None or period is None:
                index += 1
                continue
            start, end = tokens.starts[index], tokens.ends[parsed.after - 1]
            self._tell(parsed, period, end)
            yield Date(
                start=period.start,
                end=period.end,
                precision=period.precision,
                basis=period.basis,
                span=Span.of(tokens.text, start, end),
            )
            index = parsed.after

    def _tell(self, parsed: Parsed, period: Period, end: int) -> None:
        if period.start is None:
            return
        named = period.precision is DatePrecision.QUARTER and not retells(parsed.form)
        quarter = period if named else self.setting.quarter
        self.setting = replace(self.setting, told=period, quarter=quarter)
        self.told_end = end

    def _period(self, index: int, parsed: Parsed) -> Period | None:
        if isinstance(parsed.form, Fixed) and (parsed.doubt is None or (self.marked and index == 0)):
            return parsed.form.period(self.setting)
        before = bisect_left(self.around.starts, self.tokens.starts[index])
        after = bisect_left(self.around.starts, self.tokens.ends[parsed.after - 1])
        tense = Tense.PAST if self.happened else tense_of(self.around, before, after)
        if parsed.doubt and not (self.marked and index == 0) and not self._is_date(index, parsed, before, after, tense):
            return None
        setting = replace(self.setting, tense=tense)
        if self.part and retells(parsed.form):
            setting = self._looked_back(setting, self.tokens.starts[index])
        try:
            beside = (
                period_in_series(self.around, before, after, parsed.form, setting)
                if isinstance(parsed.form, Yearly)
                else None
            )
            return beside or parsed.form.period(setting)
        except (ValueError, OverflowError):  # beyond the years that a calendar day can have
            return None

    def _looked_back(self, setting: Setting, start: int) -> Setting:
        """Read the dates told before a marked span."""
        text = self.tokens.text
        before = Tokens(text, max(0, start - _TOLD), start)
        reader = _Reader(before, setting.published)
        for _ in reader.dates():
            pass
        return replace(setting, told=reader.setting.told, quarter=reader.setting.quarter)

    def _is_date(self, index: int, parsed: Parsed, before: int, after: int, tense: Tense) -> bool:
        """Tell by the words around it whether a form that could be something else is a date."""
        words, around = calendar_words(), self.around
        previous, following = around.word(before - 1), around.word(after)
        match parsed.doubt:
            case Doubt.NAME:
                return self._is_name_of_date(*self._past_article(index, before), after)
            case Doubt.PERSON:
                follows = around.capital(after) and around.starts[after] - around.ends[after - 1] == 1
                return previous in words.asking or not follows
            case Doubt.YEAR:
                return self._is_year(index, parsed, before, after)
            case Doubt.LENGTH:
                recent = {around.word(before - step) for step in range(1, 5)}
                return tense is Tense.AHEAD and not recent & words.lasting
            case _:
                listed = (
                    previous in {",", "or", "and"}
                    and self.told_end
                    and before > 1
                    and (self.told_end >= around.ends[before - 2])
                )
                closed = following in words.closing or not following[:1].isalnum()
                return bool(listed or previous in words.asking_numbers) and closed

    def _past_article(self, index: int, before: int) -> tuple[int, int]:
        """Give the indices of the name behind "the"."""
        article = self.tokens.word(index) == "the"
        return index + article, before + article

    def _is_name_of_date(self, index: int, before: int, after: int) -> bool:
        """Tell "in May", "on Sun." from the verb, the star and Jan Kavan."""
        words, around = calendar_words(), self.around
        if not self.tokens.capital(index):
            return False
        pointed = around.word(after - 1) == "."
        name = around.word(after - 1 - pointed)
        if pointed and name != "may":
            return True
        previous, following = around.word(before - 1), around.word(after)
        named = len(name) <= _NAME and around.capital(after) and around.starts[after] - around.ends[after - 1] == 1
        kind = words.weekdays if name in words.weekdays else words.months
        if previous in {"and", "or"} and around.word(before - 2) in kind:
            return not named
        if name in words.weekdays:
            return previous in words.asking_day and not named
        attributed = previous == "the" and name == "march" and following.isalpha() and not around.capital(after)
        return attributed or (previous in words.asking and (name == "may" or not named))

    def _is_year(self, index: int, parsed: Parsed, before: int, after: int) -> bool:
        """Tell a year from a count, a price and a part of a name."""
        words, around = calendar_words(), self.around
        following = around.word(after)
        value = max(self.tokens.values[index], self.tokens.values[parsed.after - 1])
        if value < 0:  # in words
            return around.word(before - 1) != "-"
        if value >= _LATE and around.word(before - 1) not in {"in", "by", "until"}:
            return False
        glued = around.glued(before) and (around.word(before - 1) in _MONEY or around.word(before - 1).isalnum())
        if glued and not (
            around.word(before - 1) == "-" and around.word(before - 2) in {"mid", "early", "late", "post", "pre"}
        ):
            return False
        if around.glued(after) and (following == "-" or following[:1].isalnum() or following == "_"):
            return False
        return following not in words.counted
