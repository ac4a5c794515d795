"""How sure a speaker was over time: each statement a dot at its day and certainty, a line from one to the next.

In: statements. Out: SVG, with its specification.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from communique.charts.drawing import (
    BAD,
    DOUBTFUL,
    GREY,
    WAITING,
    WIDTH,
    Picture,
    day_number,
    legend,
    link,
    picture,
    text,
    ticks,
)
from communique.charts.specification import Specification, specified

_LEVELS = ("certain", "probable", "possible", "unlikely")
_LEFT, _STEP = 90, 44
_MOODS = (
    ("says", GREY, ("say", "announce", "acknowledge", "agree", "thank", "apologize")),
    ("asserts, promises, urges, praises", WAITING, ("assert", "promise", "urge", "praise", "propose", "predict")),
    ("doubts, warns, speculates", DOUBTFUL, ("doubt", "warn", "speculate")),
    ("denies, refuses, criticizes, threatens", BAD, ("deny", "refuse", "criticize", "threaten")),
)


@dataclass(frozen=True, slots=True)
class Uttered:
    """One thing said: its day (ISO), act, certainty, words, and where it leads."""

    day: str
    act: str
    certainty: str
    words: str
    address: str | None = None


def drift_chart(said: Sequence[Uttered], speaker: str) -> Picture:
    """Return the picture; what was said on one day stands side by side."""
    ordered = sorted(said, key=lambda each: each.day)
    first, last = day_number(ordered[0].day), day_number(ordered[-1].day)
    used = {each.act for each in ordered}
    entries = [(name, colour) for name, colour, acts in _MOODS if used & set(acts)]
    parts, y = legend(entries, 12)
    top = y + 22
    colours = {act: colour for _, colour, acts in _MOODS for act in acts}
    for at, level in enumerate(_LEVELS):
        line = top + at * _STEP
        parts.append(
            f'<line x1="{_LEFT}" x2="{WIDTH}" y1="{line}" y2="{line}" stroke="currentColor" stroke-opacity="0.15"/>'
        )
        parts.append(text(_LEFT - 10, line + 4, level, anchor="end", soft=True))
    bottom = top + (len(_LEVELS) - 1) * _STEP
    span = max(1, last - first)
    times: dict[str, int] = {}
    points = []
    for each in ordered:
        beside = times[each.day] = times.get(each.day, -1) + 1
        x = _LEFT + 20 + (day_number(each.day) - first) / span * (WIDTH - _LEFT - 160) + min(beside * 15, 120)
        points.append((x, top + _LEVELS.index(each.certainty) * _STEP))
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    parts.append(f'<path d="M{path}" fill="none" stroke="currentColor" stroke-opacity="0.25" stroke-width="1.5"/>')
    for (x, y), each in zip(points, ordered, strict=True):
        dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6.5" fill="{colours.get(each.act, GREY)}"/>'
        parts.append(link(each.address, dot, f"{each.day}, {each.act}, {each.certainty}: {each.words}"))
    for day, name in ticks(first, last, 8):
        x = _LEFT + 20 + (day - first) / span * (WIDTH - _LEFT - 160)
        parts.append(text(x, bottom + 28, name, soft=True))
    label = f"What {speaker} said, by day and certainty"
    return picture(label, bottom + 36, parts, specify=partial(_specification, label, ordered, entries, span))


def _specification(
    label: str, ordered: Sequence[Uttered], entries: Sequence[tuple[str, str]], span: int
) -> Specification:
    moods = {act: name for name, _, acts in _MOODS for act in acts}
    times: dict[str, int] = {}
    rows = []
    for each in ordered:
        beside = times[each.day] = times.get(each.day, -1) + 1
        # What was said on one day stands side by side, each a hundredth of the whole span apart.
        at = datetime.datetime.fromisoformat(each.day) + datetime.timedelta(days=beside * span / 100)
        rows.append(
            {
                "at": at.isoformat(),
                "day": each.day,
                "act": each.act,
                "mood": moods.get(each.act, _MOODS[0][0]),
                "certainty": each.certainty,
                "words": each.words,
                "address": each.address,
            }
        )
    return specified("drift", label, {"said": rows}, entries)
