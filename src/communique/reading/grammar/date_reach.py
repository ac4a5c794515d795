"""Dates within reach: a clause with "since" has its own date, and what came "a day after" wasn't on the same day.

In go a frame and its marks, out come the same marks with fewer arcs from triggers to dates:

- "protests since the roof fell in May" are not of May, which is the fall's (in the corpus none of 5 was);
- of "on Friday, two days after a bomb went off", Friday is no day of the bomb's (none of 3); "hours after" may be.
"""

from __future__ import annotations

from dataclasses import replace

from communique.knowledge.clause_words import clause_words
from communique.model import Link, Marks, TriggerMark
from communique.reading.frame import Frame


def with_dates_in_reach(frame: Frame) -> Marks:
    """Return the frame's marks, in which no deed has the date of a clause that it is not in."""
    return replace(frame.marks, triggers=[_dated(frame, each) for each in frame.marks.triggers])


def _dated(frame: Frame, trigger: TriggerMark) -> TriggerMark:
    dates = [link for link in trigger.dates if not _is_of_another(frame, trigger.word, link)]
    return trigger if len(dates) == len(trigger.dates) else replace(trigger, dates=dates)


def _is_of_another(frame: Frame, word: int, link: Link) -> bool:
    """Say whether "since" parts a deed from a date behind it, or days part it from one before it."""
    date = frame.marks.values[link.target]
    if frame.sentence(date.first) != frame.sentence(word):
        return False
    if word < date.first:
        begins = frame.word(date.first - 1), frame.word(date.first)  # "since May" tells when the deed began
        return "since" not in begins and any(frame.word(at) == "since" for at in range(word + 1, date.first))
    return any(
        frame.word(at) in {"after", "before"} and frame.word(at - 1) in clause_words()["spans"]
        for at in range(date.last + 1, word)
    )
