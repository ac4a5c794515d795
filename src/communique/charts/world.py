"""The map of the world: dots for towns and sites, shaded countries for what is known by its country alone.

In: dots and shades. Out: SVG in the Natural Earth projection, with its specification. Outlines: Natural Earth, public
domain (`world-110m.json` and `world-50m.json` tell where from).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from communique.charts.drawing import Picture, link, picture, shortened, text
from communique.charts.outlines import HEIGHT, WIDTH, Frame, extent, features, paths, project, unit
from communique.charts.specification import Specification, specified

_LEAST, _MOST, _GROWING = 4.5, 14.0, 4.5
"""Radius of a dot of one event, of the largest, and by what it grows with the root of the count."""
_MARGIN = 30.0
_NEAREST = 10.0
"""How much nearer than the whole world is shown at most; the outlines hold no more."""
_NAMED, _LETTERS, _LONGEST = 12, 12.0, 150.0
"""Dots that are named at most, the size of the letters, and the width of a name."""
_WHOLE: Frame = (0.0, 8.0, float(WIDTH), HEIGHT - 40.0)


@dataclass(frozen=True, slots=True)
class Dot:
    """A place: degrees, its name, how many events, and the address that it links to."""

    longitude: float
    latitude: float
    name: str
    count: int
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Shade:
    """A country (ISO 3166-1 alpha-3), how many events are known by it alone, and the address that it links to."""

    country: str
    count: int
    address: str | None = None


def view(dots: Iterable[Dot], countries: Iterable[str]) -> tuple[Frame, float]:
    """Return the part of the picture in which all dots and countries lie, with a margin, and how much nearer it is."""
    points = [placed(each) for each in dots]
    points += [(float(x), float(y)) for country in countries for x, y in extent(country)]
    if not points:
        return _WHOLE, 1.0
    left, right = min(x for x, _ in points) - _MARGIN, max(x for x, _ in points) + _MARGIN
    top, bottom = min(y for _, y in points) - _MARGIN, max(y for _, y in points) + _MARGIN
    tall = HEIGHT - 40.0
    wide = min(WIDTH, max(WIDTH / _NEAREST, right - left, (bottom - top) * WIDTH / tall))
    high = wide * tall / WIDTH
    x = min(max(0.0, (left + right - wide) / 2), WIDTH - wide)
    y = min(max(8.0, (top + bottom - high) / 2), HEIGHT - 32.0 - high)
    return (x, y, wide, high), WIDTH / wide


def placed(dot: Dot) -> tuple[float, float]:
    """Return where a dot lies on the map."""
    x, y = project(np.array((dot.longitude, dot.latitude)))
    return float(x), float(y)


def world_map(dots: Iterable[Dot], shades: Iterable[Shade], *, near: bool = False) -> Picture:
    """Return the map as SVG; all names are escaped.

    Args:
        dots: places.
        shades: countries.
        near: show the part of the world where they are, and not all of it.
    """
    by_country = {each.country: each for each in shades}
    ranked = sorted(dots, key=lambda each: (-each.count, each.name))
    box, scale = view(ranked, by_country) if near else (_WHOLE, 1.0)
    parts = list(_countries(box, by_country))
    largest = max((each.count for each in ranked), default=1)
    dotted = []
    for dot in ranked:
        x, y = placed(dot)
        x, y = (x - box[0]) * scale, (y - box[1]) * scale
        # The area of a dot is its count; where all are few, none is large.
        radius = max(_LEAST, min(_MOST, _GROWING * math.sqrt(largest)) * math.sqrt(dot.count / largest))
        dotted.append((dot, x, y, radius))
        circle = (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#3f7fbf" fill-opacity="0.75" stroke="#ffffff"'
            ' stroke-width="0.7"/>'
        )
        parts.append(link(dot.address, circle, f"{dot.name}: {dot.count}"))
    parts += _names(dotted)
    specify = partial(_specification, ranked, by_country, box)
    return picture("Map", _WHOLE[3], parts, specify=specify)


def _countries(box: Frame, by_country: Mapping[str, Shade]) -> Iterable[str]:
    """Yield the outlines in a part of the map, those that are shaded after the others."""
    grid = unit(box)
    scale = grid * WIDTH / box[2]
    move = f'transform="translate({-box[0] * WIDTH / box[2]:.2f} {-box[1] * WIDTH / box[2]:.2f}) scale({scale:g})"'
    held = paths(box)
    plain = "".join(path for country, path in held.items() if country not in by_country)
    look = f'{move} stroke="currentColor" stroke-width="{0.6 / scale:.2f}" stroke-linejoin="round"'
    yield f'<path {look} fill="currentColor" fill-opacity="0.08" stroke-opacity="0.3" d="{plain}"/>'
    most = max((each.count for each in by_country.values()), default=1)
    for country, shade in by_country.items():
        if country in held:
            strength = 0.25 + 0.5 * math.sqrt(shade.count / most)
            inner = (
                f'<path {look} fill="#c98a1b" fill-opacity="{strength:.2f}" stroke-opacity="0.4" d="{held[country]}"/>'
            )
            yield link(shade.address, inner, f"{country}: {shade.count} known by the country alone")


def _names(dotted: Sequence[tuple[Dot, float, float, float]]) -> Iterable[str]:
    """Yield the names of the largest dots, each where it covers no other name and no dot larger than its own."""
    taken: list[Frame] = [(x - radius, y - radius, 2 * radius, 2 * radius) for _, x, y, radius in dotted[: 4 * _NAMED]]
    named = 0
    for dot, x, y, radius in dotted[: 4 * _NAMED]:
        name = shortened(dot.name, _LONGEST, _LETTERS)
        wide, high = len(name) * _LETTERS * 0.58, _LETTERS
        for left, anchor in ((x + radius + 3, "start"), (x - radius - 3 - wide, "end")):
            room = (left, y - high / 2, wide, high)
            inside = left >= 0 and left + wide <= WIDTH
            if inside and named < _NAMED and not any(_covers(room, each) for each in taken):
                at = left if anchor == "start" else left + wide
                yield f'<g font-size="{_LETTERS:g}">{text(at, y + 4, name, anchor=anchor)}</g>'
                taken.append(room)
                named += 1
                break


def _covers(one: Frame, other: Frame) -> bool:
    return all(one[at] < other[at] + other[at + 2] and other[at] < one[at] + one[at + 2] for at in (0, 1))


def _specification(dots: Sequence[Dot], shades: Mapping[str, Shade], box: Frame) -> Specification:
    outlined = []
    for each in features():
        shade = shades.get(each["id"])
        count = shade.count if shade else 0
        told = f"{each['id']}: {count} known by the country alone" if shade else each["id"]
        properties = {"events": count, "told": told, "address": shade.address if shade else None}
        outlined.append({**each, "properties": properties})
    places = [
        {
            "place": each.name,
            "longitude": each.longitude,
            "latitude": each.latitude,
            "events": each.count,
            "address": each.address,
        }
        for each in dots
    ]
    made = specified("map", "Where events happened", {"outlines": outlined, "places": places})
    # The sliders begin with the part of the world where something is.
    middle = _middle(dots) if box[2] < WIDTH else (0.0, 0.0)
    begins = {"nearer": round(WIDTH / box[2], 1), "east": round(middle[0]), "north": round(middle[1])}
    made["params"] = [{**each, "value": begins[each["name"]]} for each in made["params"]]
    return made


def _middle(dots: Sequence[Dot]) -> tuple[float, float]:
    """Return the middle of dots, degrees east and north."""
    if not dots:
        return 0.0, 0.0
    east, north = [each.longitude for each in dots], [each.latitude for each in dots]
    return (min(east) + max(east)) / 2, (min(north) + max(north)) / 2
