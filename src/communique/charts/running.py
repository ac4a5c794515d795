"""Running totals: how much came together month by month, a line of steps for each stage.

In: sums by month. Out: SVG, with its specification.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from communique.charts.drawing import COLOURS, GOOD, WAITING, WIDTH, Picture, legend, link, picture, sized, text, ticks
from communique.charts.specification import Specification, specified

_HEIGHT, _LEFT = 150, 90
_COLOURS = {"pledged": WAITING, "approved": COLOURS[3], "contracted": COLOURS[5], "delivered": GOOD}


@dataclass(frozen=True, slots=True)
class Running:
    """What a line is called, and its sums in euros by month ("2024-03"), in order."""

    name: str
    sums: tuple[tuple[str, float], ...]


def running_chart(lines: Sequence[Running]) -> Picture:
    """Return the picture; each line begins with the first month of all and is carried on to the last."""
    months = sorted({month for line in lines for month, _ in line.sums})
    first, last = _begins(months[0]), _begins(months[-1], after=True)
    highest = max(sum(value for _, value in line.sums) for line in lines) or 1.0
    colours = {line.name: _COLOURS.get(line.name, COLOURS[-1]) for line in lines}
    parts, y = legend(list(colours.items()), 12)
    bottom = y + 12 + _HEIGHT

    def across(day: int) -> float:
        return _LEFT + (day - first) / (last - first) * (WIDTH - _LEFT - 10)

    for share in (0.0, 0.5, 1.0):
        at = bottom - share * _HEIGHT
        parts.append(
            f'<line x1="{_LEFT}" x2="{WIDTH}" y1="{at:.1f}" y2="{at:.1f}" stroke="currentColor" stroke-opacity="0.15"/>'
        )
        parts.append(text(_LEFT - 8, at + 4, sized(share * highest), anchor="end", soft=True))
    parts += [text(across(day), bottom + 18, name, soft=True) for day, name in ticks(first, last - 20, 8)]
    for line in lines:
        sums = [value for _, value in line.sums]
        path, told = [f"M{_LEFT} {bottom:.1f}"], []
        for (month, _), value in zip(line.sums, accumulate(sums), strict=True):
            path.append(f"H{across(_begins(month)):.1f}V{bottom - value / highest * _HEIGHT:.1f}")
            told.append(f"{month} {sized(value)}")
        path.append(f"H{across(last):.1f}")
        drawn = f'<path d="{"".join(path)}" fill="none" stroke="{colours[line.name]}" stroke-width="2.5"/>'
        parts.append(link(None, drawn, f"{line.name}, EUR in all: {', '.join(told)}"))
    label = "Running totals in euros, by stage"
    return picture(label, bottom + 26, parts, specify=partial(_specification, label, lines, colours, months[0]))


def _specification(label: str, lines: Sequence[Running], colours: Mapping[str, str], first: str) -> Specification:
    rows = []
    for line in lines:
        begun = () if line.sums and line.sums[0][0] == first else ((first, 0.0),)
        months = (*begun, *line.sums)
        for (month, _), total in zip(months, accumulate(value for _, value in months), strict=True):
            rows.append(
                {"stage": line.name, "month": f"{month}-01", "when": month, "total": total, "said": sized(total)}
            )
    return specified("running", label, {"sums": rows}, list(colours.items()))


def _begins(month: str, *, after: bool = False) -> int:
    day = datetime.date.fromisoformat(f"{month}-01")
    return ((day + datetime.timedelta(days=31)).replace(day=1) if after else day).toordinal()
