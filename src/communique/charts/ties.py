"""The strongest ties of one actor: it in the middle, at most a dozen others around it.

In: ties. Out: SVG, with its specification. More than a dozen would be a picture of nothing; the table beside it has
them all.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from communique.charts.drawing import BAD, GOOD, GREY, Picture, legend, link, picture, shortened, text
from communique.charts.specification import specified
from communique.shown import numbered

MOST = 12
"""Ties of one picture."""
_MIDDLE, _NEAR, _SIDE = (340.0, 160.0), 125.0, 680.0
_FRIENDLY, _MIXED, _HOSTILE = "mostly friendly", "mixed", "mostly hostile"
_LEGEND = ((_FRIENDLY, GOOD), (_MIXED, GREY), (_HOSTILE, BAD))
_MILD = 1.0
"""Goldstein-like scores of PLOVER's types between minus and plus this are neither friendly nor hostile."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Whom an actor deals with: name, events that both are in, their mean score (-10 to 10), where it leads."""

    name: str
    count: int
    score: float
    address: str | None = None


def ties_chart(actor: str, ties: Sequence[Tie]) -> Picture:
    """Return the picture: the thicker a line, the more events; its colour tells how friendly they are."""
    ranked = sorted(ties, key=lambda each: (-each.count, each.name))[:MOST]
    most = max((each.count for each in ranked), default=1)
    x0, y0 = _MIDDLE
    lines, nodes = [], []
    rows: list[dict[str, Any]] = []
    moods = dict(_LEGEND)
    for at, tie in enumerate(ranked):
        angle = 2 * math.pi * at / len(ranked) - math.pi / 2
        x, y = x0 + _NEAR * 1.25 * math.cos(angle), y0 + _NEAR * math.sin(angle)
        mood = _FRIENDLY if tie.score > _MILD else _HOSTILE if tie.score < -_MILD else _MIXED
        colour = moods[mood]
        thick = 1.5 + 7 * math.sqrt(tie.count / most)
        lines.append(
            f'<line x1="{x0}" y1="{y0}" x2="{x:.1f}" y2="{y:.1f}" stroke="{colour}" stroke-width="{thick:.1f}"/>'
        )
        side = "middle" if abs(math.cos(angle)) < 0.2 else "start" if math.cos(angle) > 0 else "end"  # noqa: PLR2004  # nearly straight up or down
        shift = 0 if side == "middle" else 14 if side == "start" else -14
        down = 4 if side != "middle" else 24 if math.sin(angle) > 0 else -14
        room = x0 - _NEAR * 1.25 - 20 if side != "middle" else 200
        circle = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{colour}"/>'
        name = text(
            x + shift, y + down, f"{shortened(tie.name, room - 8 * len(str(tie.count)) - 6)} {tie.count:,}", anchor=side
        )
        rows.append(
            {
                "name": tie.name,
                "label": f"{tie.name} {tie.count:,}",
                "events": tie.count,
                "score": tie.score,
                "mood": mood,
                "side": side,
                "x": x,
                "y": y,
                "middle_x": x0,
                "middle_y": y0,
                "address": tie.address,
            }
        )
        nodes.append(
            link(
                tie.address, circle + name, f"{tie.name}: {numbered(tie.count, 'events')}, mean score {tie.score:+.1f}"
            )
        )
    middle = (
        f'<circle cx="{x0}" cy="{y0}" r="15" fill="{GREY}"/><circle cx="{x0}" cy="{y0}" r="10" fill="currentColor"/>'
    )
    marks, end = legend(_LEGEND, 2 * y0 + 20, _SIDE)
    label = f"The strongest ties of {actor}"
    specify = partial(specified, "ties", label, {"ties": rows}, _LEGEND)
    return picture(label, end, [*lines, *nodes, middle, *marks], _SIDE, specify=specify)
