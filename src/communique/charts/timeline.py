"""Events over time: a column for each day, week, month or year, in it the kinds on top of one another.

In: days with kinds. Out: SVG, with its specification.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from communique.charts.drawing import COLOURS, WIDTH, Picture, day_number, legend, link, picture, text, ticks
from communique.charts.specification import Specification, specified

_HEIGHT, _LEFT, _MOST = 200, 44, len(COLOURS) - 1
_WEEK, _MONTH, _YEAR = 60, 420, 4_000
"""Days from which on a column is a week, a month, a year."""
_NAME = 70
"""Room for the name of a month."""
REST = "other"


Leads = Callable[[str, str, Sequence[str]], str]
"""Gives the address of a column's events, by its first and last day (ISO) and kinds, "!" before those that aren't."""


def timeline_chart(
    events: Sequence[tuple[str, str]], label: str = "Events over time", leads: Leads | None = None
) -> Picture:
    """Return the picture of (day, kind); the commonest kinds have colours, the others share one.

    Days that lie far from all others, as an anniversary's do, are left out and counted.
    """
    days = sorted(day_number(day) for day, _ in events)
    first, last = _usual(days)
    shown = [(day_number(day), kind) for day, kind in events if first <= day_number(day) <= last]
    rest = len(days) - len(shown)
    size = _size(last - first)
    kinds = [kind for kind, _ in Counter(kind for _, kind in shown).most_common(_MOST)]
    colours = {kind: COLOURS[at] for at, kind in enumerate(kinds)}
    counted: Counter[tuple[int, str]] = Counter()
    for day, kind in shown:
        counted[_begins(day, size), kind if kind in colours else REST] += 1
    if any(kind == REST for _, kind in counted):
        colours[REST] = COLOURS[-1]
    columns = sorted({start for start, _ in counted})
    tallest = max(sum(counted[start, kind] for kind in colours) for start in columns)
    parts, y = legend(list(colours.items()), 12)
    bottom = y + 8 + _HEIGHT
    origin, end = columns[0], _next(_begins(last, size), size)
    chosen = {kind: (kind,) if kind in kinds else tuple(f"!{each}" for each in kinds) for kind in colours}

    def address(start: int, kind: str) -> str | None:
        # The outermost columns are without the days that are left out.
        outer = (max(start, first), min(_next(start, size) - 1, last)) if rest else (start, _next(start, size) - 1)
        begins, ends = (datetime.date.fromordinal(day).isoformat() for day in outer)
        return leads(begins, ends, chosen[kind]) if leads else None

    def across(day: float) -> float:
        return _LEFT + (day - origin) / (end - origin) * (WIDTH - _LEFT)

    for value in sorted({0, tallest // 2, tallest}):
        at = bottom - value / tallest * _HEIGHT
        parts.append(
            f'<line x1="{_LEFT}" x2="{WIDTH}" y1="{at:.1f}" y2="{at:.1f}" stroke="currentColor" stroke-opacity="0.15"/>'
        )
        parts.append(text(_LEFT - 6, at + 4, f"{value:,}", anchor="end", soft=True))
    for start in columns:
        x, wide = across(start), max(1.0, min(60.0, across(_next(start, size)) - across(start) - 1))
        at = bottom
        for kind, colour in colours.items():
            number = counted[start, kind]
            if number:
                tall = number / tallest * _HEIGHT
                at -= tall
                bar = f'<rect x="{x:.1f}" y="{at:.1f}" width="{wide:.1f}" height="{tall:.1f}" fill="{colour}"/>'
                parts.append(link(address(start, kind), bar, f"{_called(start, size)}, {kind}: {number}"))
    parts += [
        text(across(day), bottom + 18, name, anchor="start" if across(day) < WIDTH - _NAME else "end", soft=True)
        for day, name in ticks(origin, end - 1, 8)
    ]
    height = bottom + 26
    if rest:
        height += 20
        parts.append(text(WIDTH, bottom + 38, f"{rest} on days long before or after", anchor="end"))
    label = f"{label}, a column each {size}"
    return picture(label, height, parts, specify=partial(_specification, label, counted, colours, size, address))


def _specification(
    label: str,
    counted: Mapping[tuple[int, str], int],
    colours: Mapping[str, str],
    size: str,
    address: Callable[[int, str], str | None],
) -> Specification:
    heights: Counter[int] = Counter()
    rows = []
    for start, kind in sorted(counted, key=lambda each: (each[0], list(colours).index(each[1]))):
        below = heights[start]
        heights[start] += counted[start, kind]
        rows.append(
            {
                "from": datetime.date.fromordinal(start).isoformat(),
                "to": datetime.date.fromordinal(_next(start, size)).isoformat(),
                "when": _called(start, size),
                "kind": kind,
                "events": counted[start, kind],
                "below": below,
                "above": heights[start],
                "address": address(start, kind),
            }
        )
    return specified("timeline", label, {"columns": rows}, list(colours.items()))


def _usual(days: Sequence[int]) -> tuple[int, int]:
    few = len(days) // 50
    low, high = days[few], days[len(days) - 1 - few]
    return (low, high) if (high - low) * 2 < days[-1] - days[0] else (days[0], days[-1])


def _size(span: int) -> str:
    return "day" if span < _WEEK else "week" if span < _MONTH else "month" if span < _YEAR else "year"


def _begins(day: int, size: str) -> int:
    date = datetime.date.fromordinal(day)
    if size == "week":
        return max(day - date.weekday(), 1)
    if size == "month":
        return date.replace(day=1).toordinal()
    return date.replace(month=1, day=1).toordinal() if size == "year" else day


def _next(start: int, size: str) -> int:
    last = datetime.date.max.toordinal()  # the last column may begin there
    if size in {"day", "week"}:
        return min(start + (1 if size == "day" else 7), last)
    onward = start + (32 if size == "month" else 367)
    return last if onward > last else _begins(onward, size)


def _called(start: int, size: str) -> str:
    date = datetime.date.fromordinal(start).isoformat()
    return {"day": date, "week": f"week of {date}", "month": date[:7], "year": date[:4]}[size]


def dyads(parties: Iterable[tuple[str | None, str | None]]) -> list[str]:
    """Return the dyad of each event, "RUS → UKR"; ? stands for a party without a country."""
    return [f"{one or '?'} → {other}" if other else f"{one or '?'} alone" for one, other in parties]
