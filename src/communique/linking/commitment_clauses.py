"""One sentence about commitments: its sums, numbers and dates, and which of them a phrase names.

In: an article's text, where the sentence stands, and where the commitments' own words do. Out: `Clause`, on which
`commitment_references` is built.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from communique.linking.commitment_phrases import (
    AUXILIARY,
    BREAK,
    RELATIVE,
    Pointer,
    Reference,
    ordinal,
    patterns,
    stages,
)
from communique.linking.event_words import stem
from communique.reading.dates import dates_in
from communique.reading.values.amounts import money_in
from communique.reading.values.figures import Number, numbers_in
from communique.records import Date, Money

Extent = tuple[int, int]
"""Where something stands: code points, the end exclusive."""

BEHIND: Final = 60
"""Code points from a phrase to the sum or number that it names, at most."""
BESIDE: Final = 90
"""Code points from a commitment's own words to a phrase that is about it, at most."""
NEAR: Final = 45
"""Code points between a commitment's own words and a phrase right before them, at most."""
_REACH: Final = 150
"""Code points behind a phrase in which stands what it names."""
_MILLIONS: Final = 1e6
_PAST: Final = 4
"""Days from which a day before publication is no news of the day any more."""


class Clause:
    """One sentence of an article: what is counted and dated in it, and what stands near what.

    Args:
        text: the article's text.
        extent: where the sentence stands.
        published: the article's day, None where it isn't known.
        anchors: the own words of all commitments that the sentence tells.
    """

    def __init__(
        self, text: str, extent: Extent, published: datetime.date | None, anchors: Sequence[Extent] = ()
    ) -> None:
        self._text, (self._start, self._end), self._published = text, extent, published
        self._anchors = tuple(anchors)

    # Worked out when they are first asked for: most sentences point to nothing.
    @cached_property
    def _sums(self) -> list[Money]:
        return money_in(self._text, self._start, self._end)

    @cached_property
    def _numbers(self) -> list[Number]:
        sums = [(held.span.start, held.span.end) for held in self._sums]
        found = numbers_in(self._text, self._start, self._end)
        return [each for each in found if not any(start <= each.start < end for start, end in sums)]

    @cached_property
    def _dates(self) -> list[Date]:
        return dates_in(self._text, self._published, self._start, self._end)

    def _cues(self, name: str) -> Iterator[re.Match[str]]:
        return patterns()[name].finditer(self._text, self._start, self._end)

    def _limit(self, at: int) -> int:
        broken = BREAK.search(self._text, at, self._end)
        return min(self._end, at + _REACH, broken.start() if broken else self._end)

    def _between(self, own: Extent, cue: Extent) -> bool:
        """Return whether another commitment's own words stand between."""
        low, high = min(own[1], cue[1]), max(own[0], cue[0])
        return any(low <= each[0] and each[1] <= high and each != own for each in self._anchors)

    def _named(self, kind: Pointer, begin: int, at: int, own: Extent, *, adds: bool | None = None) -> Reference:
        """Return the reference of a phrase that begins at `begin` and whose object stands from `at` on."""
        limit = self._limit(at)
        phrase = self._phrase_end(at, limit)
        sum_ = next((each for each in self._sums if at <= each.span.start < min(limit, at + BEHIND)), None)
        if sum_ is not None and overlaps((sum_.span.start, sum_.span.end), own):
            sum_ = None
        number = None
        if sum_ is None:
            number = next((each for each in self._numbers if at <= each.start < min(limit, at + NEAR)), None)
            if number is not None and (self._is_date(number) or not self._counts_own(number, own)):
                number = None
        value, currency = (sum_.value, sum_.currency) if sum_ else (None, None)
        if number is not None and number.scale >= _MILLIONS and self._sums:
            # "42 million euros of the grant of 100 million": the unit is told once.
            value, currency = number.value, self._sums[0].currency
        day = self._day(at, phrase, own)
        told = patterns()["retold"].search(self._text, at, phrase)
        ends = [at, *(each.span.end for each in (sum_, day) if each and each.span), *([number.end] if number else [])]
        return Reference(
            kind,
            self._text[begin : max(ends)].strip(),
            value=value,
            currency=currency,
            count=int(number.value) if number and number.value is not None and value is None else None,
            start=day.start if day else None,
            end=day.end if day else None,
            stage=stages().get(told.group("told").lower()) if told else None,
            adds=adds,
            ordinal=ordinal(self._text[max(self._start, min(begin, own[0]) - 25) : max(at, own[1])])
            if kind is Pointer.PART
            else None,
        )

    def _phrase_end(self, at: int, limit: int) -> int:
        """Return where what is named at `at` ends before the verb: of "12 of the 18 were delivered on Monday" no day.

        A verb of a clause about it ("the 18 that were promised in March") belongs to it.
        """
        verb = AUXILIARY.search(self._text, at, limit)
        return verb.start() if verb and not RELATIVE.search(self._text, at, verb.start()) else limit

    def _counts_own(self, number: Number, own: Extent) -> bool:
        """Return whether a number counts the same as the commitment's own: "the first of seven flights" doesn't."""
        if overlaps((number.start, number.end), own):
            return False
        if number.scale >= _MILLIONS and any(overlaps((each.span.start, each.span.end), own) for each in self._sums):
            return True
        counted = {stem(each) for each in re.findall(r"[^\W\d]+", self._text[number.end : number.end + 40])[:3]}
        mine = {stem(each) for each in re.findall(r"[^\W\d]{3,}", self._text[own[0] : own[1]])}
        bare = re.match(r"\s*(?:[^\w\s]|$|[^\W\d]*ed\b)", self._text[number.end : number.end + 20]) is not None
        numeral = not mine or any(each.start <= own[0] and own[1] <= each.end for each in self._numbers)
        return numeral or bare or bool(counted & mine)

    def _is_sum(self, own: Extent) -> bool:
        """Return whether own words are of money: a sum, or millions of a unit that was told before."""
        bare = ((each.start, each.end) for each in self._numbers if each.scale >= _MILLIONS)
        return any(overlaps(each, own) for each in (*((held.span.start, held.span.end) for held in self._sums), *bare))

    def _told_before(self, begin: int, own: Extent) -> Reference:
        """Return the reference of a commitment that is told again, with the day and stage that stand behind it."""
        limit = self._limit(own[1])
        day = self._day(own[1], limit, own)
        told = patterns()["retold"].search(self._text, own[1], limit)
        return Reference(
            Pointer.RETOLD,
            self._text[begin : max(own[1], day.span.end if day and day.span else 0)].strip(),
            start=day.start if day else None,
            end=day.end if day else None,
            stage=stages().get(told.group("told").lower()) if told else None,
        )

    def _is_date(self, number: Number) -> bool:
        return any(each.span and each.span.start <= number.start < each.span.end for each in self._dates)

    def _day(self, start: int, end: int, own: Extent) -> Date | None:
        """Return the first day before publication that is told between."""
        for each in self._dates:
            if each.span and start <= each.span.start < end and self._is_past(each) and each.span.start >= own[1] - 400:
                return each
        return None

    def _is_past(self, date: Date) -> bool:
        if date.start is None:
            return False
        return self._published is None or (date.end or date.start) < self._published

    def _adds(self, start: int, end: int) -> bool | None:
        """Return whether words call a share one of several, or the state of things."""
        if patterns()["next"].search(self._text, max(self._start, start), end):
            return True
        return False if patterns()["so_far"].search(self._text, self._start, self._end) else None

    def _near(self, own: Extent, cue: Extent) -> bool:
        gap = cue[0] - own[1] if cue[0] >= own[1] else own[0] - cue[1]
        return gap <= BESIDE

    def _counts(self, start: int, end: int) -> bool:
        """Return whether another sum or number stands between."""
        starts = [*(each.span.start for each in self._sums), *(n.start for n in self._numbers if not self._is_date(n))]
        return any(start <= each < end for each in (*starts, *(each[0] for each in self._anchors)))

    def _is_old(self, day: Date) -> bool:
        if day.end is None or self._published is None:
            return False
        return (self._published - day.end).days >= _PAST


def overlaps(one: Extent, two: Extent) -> bool:
    """Return whether two stretches have a code point in common."""
    return one[0] < two[1] and two[0] < one[1]
