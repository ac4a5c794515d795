"""The date of a record, from the model's arcs to words that tell one.

In: the links of a trigger or anchor. Out: the date of the likeliest that can be read. What happened since a day, or was
given since then, has no end: "Norway has given 1.7 billion since 2022" is of no day of 2022. What is the first or worst
since a day has none by it: "the worst fighting since 2020"; and in "since the ceasefire of 2020", "since last month's
pledge" the day is that of the ceasefire and the pledge themselves.

What has happened isn't dated after the article: "burned his house a week later", of which nothing tells what it was
later than, has no day.

In "has delivered 12 of the tanks promised in January" the month is that of the promise: of two events of different
status at one date, the one that stands nearer before it has it (on the held-out corpus the other had it in 1 of 17).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from communique.knowledge.calendar_words import calendar_words
from communique.model import AnchorMark, Link, Mark, Marks, TriggerMark
from communique.reading.dates import parse_date
from communique.reading.frame import Frame
from communique.records import Date, Span
from communique.vocabulary import Basis, DatePrecision

_CENTURY: Final = 36_000
"""Days, fewer than a century has."""
_MEASURED: Final = 12
"""Words between "first" or "worst" and its "since"."""
_POSSESSIVE: Final = ("'s", "’s", "s'", "s’")
_BREAKS: Final = frozenset({",", ";", ":", "(", ")", "–", "—"})


def with_own_dates(marks: Marks) -> Marks:
    """Return marks in which no event, or what was committed by it, has the date of another that stands before it."""
    borrowed = [_borrowed(trigger, marks) for trigger in marks.triggers]
    if not any(borrowed):
        return marks

    def own(links: list[Link], not_these: set[int]) -> list[Link]:
        return [link for link in links if link.target not in not_these]

    def of_event(anchor: AnchorMark) -> set[int]:
        return borrowed[anchor.event.target] if anchor.event else set()

    return replace(
        marks,
        triggers=[
            replace(each, dates=own(each.dates, gone)) for each, gone in zip(marks.triggers, borrowed, strict=True)
        ],
        anchors=[replace(each, dates=own(each.dates, of_event(each))) for each in marks.anchors],
    )


def _borrowed(trigger: TriggerMark, marks: Marks) -> set[int]:
    """Return the dates of a trigger that belong to another one."""
    return {
        link.target
        for link in trigger.dates
        for other in marks.triggers
        if trigger.word < other.word < marks.values[link.target].first
        and other.status != trigger.status
        and any(each.target == link.target for each in other.dates)
    }


def date_told(frame: Frame, links: Iterable[Link], *, happened: bool = False, word: int = -1) -> Date | None:
    """Return the date that the likeliest of the linked words tells, or None.

    What has `happened` has no day to come. `word` is the one that what is dated hangs at.
    """
    for link in sorted(links, key=lambda each: -each.probability):
        mark = frame.marks.values[link.target]
        since = _since(frame, mark.first)
        if since is not None and _is_ranked(frame, since):
            continue
        found = _read(frame, frame.span(mark.first, mark.last), happened=happened)
        if found and _is_our_century(found, frame.published):
            continue
        if found and since is not None and not _is_of_noun(frame, mark, word):
            return Date(found.start, None, DatePrecision.UNKNOWN, found.basis, found.span)
        if found:
            return found
    return None


def days_differ(frame: Frame, one: TriggerMark, other: TriggerMark) -> bool:
    """Say whether two triggers are dated, and none of one's days is one of the other's."""
    first, second = date_told(frame, one.dates), date_told(frame, other.dates)
    if not (first and second and first.start and first.end and second.start and second.end):
        return False
    return first.end < second.start or second.end < first.start


def _read(frame: Frame, span: Span, *, happened: bool) -> Date | None:
    """Return the date of a span; where it would come after the publication of what has happened, the past one."""
    found, published = parse_date(frame.text, span, frame.published), frame.published
    if not (happened and found and published and found.start and found.start > published):
        return found
    if found.basis is Basis.STATED:
        return found
    past = parse_date(frame.text, span, published, happened=True)
    if past and past.start and past.start <= published:
        return past
    return Date(None, None, DatePrecision.UNKNOWN, found.basis, found.span)


def _is_our_century(found: Date, published: date | None) -> bool:
    """Say whether a date is the century of the article: "the worst of this century" is of no day."""
    if published is None or found.start is None or found.end is None:
        return False
    return found.start <= published <= found.end and (found.end - found.start).days > _CENTURY


def _since(frame: Frame, word: int) -> int | None:
    """Return the number of a "since" before a word, or before its "the" or "early"."""
    return next((at for at in range(word, max(0, word - 2) - 1, -1) if frame.word(at) == "since"), None)


def _is_of_noun(frame: Frame, date: Mark, word: int) -> bool:
    """Say whether a date belongs to a word right behind it: "last month's pledge", "the June 2020 ceasefire"."""
    if not date.last <= word <= date.last + 1:
        return False
    words, last = calendar_words(), frame.word(date.last - 1)
    if frame.quote(date.last - 1, word).rstrip().endswith(_POSSESSIVE):
        return True
    named = last in words.months or last in words.weekdays or last.isdigit()
    return named and "the" in {frame.word(date.first - 1), frame.word(date.first)}


def _is_ranked(frame: Frame, since: int) -> bool:
    """Say whether what is told before a "since" is the first, or most, of its kind since then."""
    words, here = calendar_words(), frame.sentence(since)
    for at in range(since - 1, max(-1, since - _MEASURED - 1), -1):
        if frame.word(at) in _BREAKS or frame.sentence(at) != here:
            return False
        if frame.word(at) in words.ranked or frame.word(at) in words.ordinals:
            return True
    return False
