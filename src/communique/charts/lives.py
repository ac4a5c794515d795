"""From promise to delivery: each commitment's life as a line of days, by donor.

In: lives, each with its steps. Out: SVG, with its specification.
"""

from __future__ import annotations

from calendar import month_abbr
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from communique.charts.drawing import (
    BAD,
    DOUBTFUL,
    GOOD,
    GREY,
    WAITING,
    WIDTH,
    Picture,
    day_number,
    legend,
    link,
    picture,
    shortened,
    text,
    ticks,
)
from communique.charts.specification import Specification, specified

_LABEL = "From promise to delivery, by donor"
_LEFT, _LINE, _HEAD = 330, 24, 30
_COLOURS = {
    **dict.fromkeys(("pledged", "approved", "contracted"), WAITING),
    "delivered": GOOD,
    **dict.fromkeys(("not delivered", "delayed", "suspended"), DOUBTFUL),
    **dict.fromkeys(("refused", "cancelled"), BAD),
}
_LEGEND = (
    *(("asked for, proposed", GREY), ("promised", WAITING), ("delivered", GOOD)),
    *(("delayed, suspended", DOUBTFUL), ("refused, cancelled", BAD)),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that was known on a day (ISO)."""

    day: str
    stage: str


@dataclass(frozen=True, slots=True)
class Life:
    """One commitment through its life: donor, what it is, steps in order, the day it is due, where it leads."""

    donor: str
    label: str
    steps: tuple[Step, ...]
    due: str | None = None
    address: str | None = None


def lives_chart(lives: Sequence[Life]) -> Picture:
    """Return the picture; donors in the order of their names, each one's commitments by their first day."""
    ranked = sorted(lives, key=lambda each: (each.donor, each.steps[0].day, each.label))
    days = [day_number(step.day) for life in ranked for step in life.steps]
    first, last = min(days), max(*days, min(days) + 30)
    # A day due long after all that is known would press the rest into a corner; it stands at the edge.
    reach = last + (last - first) // 2
    last = max([last, *(min(day_number(life.due), reach) for life in ranked if life.due)])

    def across(day: int) -> float:
        return _LEFT + 10 + (min(day, last) - first) / (last - first) * (WIDTH - _LEFT - 85)

    parts, y = legend(_LEGEND, 12)
    top, donor = y + 14, ""
    y = top
    rows: list[str] = []
    for life in ranked:
        if life.donor != donor:
            donor = life.donor
            y += _HEAD
            rows.append(text(0, y, shortened(donor, _LEFT), bold=True))
        y += _LINE
        rows.append(_row(life, y, [across(day_number(step.day)) for step in life.steps], across, last))
    for day, name in ticks(first, last, 6):
        x = across(day)
        parts.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top + 6:.1f}" y2="{y + 8:.1f}" stroke="currentColor"'
            ' stroke-opacity="0.15"/>'
        )
        parts.append(text(x, top, name, anchor="middle", soft=True))
    specify = partial(_specification, ranked)
    return picture(_LABEL, y + 16, [*parts, *rows], specify=specify)


def _specification(ranked: Sequence[Life]) -> Specification:
    moods = {colour: name for name, colour in _LEGEND}
    spans, steps, due = [], [], []
    called: dict[str, int] = {}
    for life in ranked:
        name = f"{life.donor}: {life.label}"
        called[name] = times = called.get(name, 0) + 1
        row = f"{name} ({times})" if times > 1 else name
        spans.append({"commitment": row, "first": life.steps[0].day, "last": life.steps[-1].day})
        if life.due:
            due.append({"commitment": row, "day": life.due, "told": life.due})
        steps += [
            {
                "commitment": row,
                "donor": life.donor,
                "what": life.label,
                "day": step.day,
                "told": step.day,
                "stage": step.stage,
                "mood": moods[_COLOURS.get(step.stage, GREY)],
                "due": life.due,
                "address": life.address,
            }
            for step in life.steps
        ]
    made = specified("lives", _LABEL, {"spans": spans, "steps": steps, "due": due}, _LEGEND)
    return {**made, "height": _LINE * len(spans)}


def _row(life: Life, y: float, places: Sequence[float], across: Callable[[int], float], last: int) -> str:
    label = text(14, y, shortened(life.label, _LEFT - 20))
    middle = y - 4
    line = (
        f'<line x1="{places[0]:.1f}" x2="{places[-1]:.1f}" y1="{middle:.1f}" y2="{middle:.1f}" stroke="currentColor"'
        ' stroke-opacity="0.45" stroke-width="2"/>'
    )
    due = ""
    if life.due:
        x, later = across(day_number(life.due)), day_number(life.due) > last
        due = f'<path d="M{x:.1f} {middle - 7:.1f}v14" stroke="{DOUBTFUL}" stroke-width="2.5"/>'
        due += text(x + 6, y, f"{month_abbr[int(life.due[5:7])]} {life.due[:4]}", soft=True) if later else ""
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{middle:.1f}" r="6" fill="{_COLOURS.get(step.stage, GREY)}"/>'
        for x, step in zip(places, life.steps, strict=True)
    )
    told = ", ".join(f"{step.stage} {step.day}" for step in life.steps) + (f", due {life.due}" if life.due else "")
    return link(life.address, label + line + due + dots, f"{life.donor}, {life.label}: {told}")
