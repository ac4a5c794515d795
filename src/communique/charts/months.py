"""Months of a calendar: each day a field, coloured where something is planned.

In: days with what is planned on them. Out: SVG, with its specification.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from communique.charts.drawing import Picture, link, picture, text
from communique.charts.specification import Specification, specified

_LABEL = "Months with what is planned"
_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MOST = 12
"""Months of one picture."""
_PLANNED = "#2f6ba8"
"""White figures on it have a contrast of 5.5 to 1."""
_FIELD, _BESIDE = 30, 4
_WIDE, _TALL = 7 * _FIELD + 28, 6 * _FIELD + 66


def months_chart(planned: Mapping[str, Sequence[str]], *, links: bool = True) -> Picture:
    """Return the months in which something is planned, the earliest first.

    Args:
        planned: what is planned on each day (ISO).
        links: let each day lead to `#day-` with it.
    """
    months = sorted({day[:7] for day in planned})[:MOST]
    parts: list[str] = []
    for at, month in enumerate(months):
        left, top = at % _BESIDE * _WIDE, at // _BESIDE * _TALL
        year, number = map(int, month.split("-"))
        parts.append(text(left, top + 16, f"{calendar.month_name[number]} {year}", bold=True))
        parts += [
            text(left + (column + 0.5) * _FIELD - 2, top + 38, name, anchor="middle", soft=True)
            for column, name in enumerate(("M", "T", "W", "T", "F", "S", "S"))
        ]
        for row, week in enumerate(calendar.monthcalendar(year, number)):
            for column, day in enumerate(week):
                if day:
                    iso = f"{month}-{day:02}"
                    parts.append(
                        _field(left + column * _FIELD, top + 46 + row * _FIELD, iso, planned.get(iso, ()), links=links)
                    )
    weeks = max(len(calendar.monthcalendar(*map(int, month.split("-")))) for month in months)
    height = (-(-len(months) // _BESIDE) - 1) * _TALL + 46 + weeks * _FIELD
    width = min(_BESIDE, len(months)) * _WIDE - 28
    specify = partial(_specification, months, planned, links=links)
    return picture(_LABEL, height, parts, width, natural=True, specify=specify)


def _specification(months: Sequence[str], planned: Mapping[str, Sequence[str]], *, links: bool) -> Specification:
    return specified("months", _LABEL, {"days": list(_days(months, planned, links=links))})


def _days(months: Sequence[str], planned: Mapping[str, Sequence[str]], *, links: bool) -> Iterator[dict[str, Any]]:
    """Yield a row for each day of the months."""
    for month in months:
        year, number = map(int, month.split("-"))
        for week, days in enumerate(calendar.monthcalendar(year, number)):
            for weekday, day in zip(_WEEKDAYS, days, strict=True):
                if day:
                    iso = f"{month}-{day:02}"
                    what = planned.get(iso)
                    yield {
                        "month": f"{calendar.month_name[number]} {year}",
                        "week": week,
                        "weekday": weekday,
                        "number": day,
                        "day": iso,
                        "planned": "; ".join(what) if what else None,
                        "address": f"#day-{iso}" if what and links else None,
                    }


def _field(x: float, y: float, iso: str, what: Sequence[str], *, links: bool) -> str:
    look = f'fill="{_PLANNED}"' if what else 'fill="currentColor" fill-opacity="0.05"'
    field = f'<rect x="{x}" y="{y}" width="{_FIELD - 4}" height="{_FIELD - 4}" rx="4" {look}/>'
    ink = ' fill="#ffffff" font-weight="600"' if what else ' fill="currentColor" fill-opacity="0.75"'
    number = f'<text x="{x + _FIELD / 2 - 2}" y="{y + 18}" text-anchor="middle"{ink}>{int(iso[8:])}</text>'
    if not what:
        return field + number
    return link(f"#day-{iso}" if links else None, field + number, f"{iso}: {'; '.join(what)}")
