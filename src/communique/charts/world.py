"""The map of the world: dots for towns and sites, shaded countries for what is known by its country alone.

In: dots and shades. Out: SVG, in the Natural Earth projection. Outlines: Natural Earth, 1:110m, public domain
(`world.json` tells where from).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from communique.charts.drawing import link

WIDTH, HEIGHT = 960, 500
"""Size of the picture, in its own units."""
_SCALE = WIDTH / (2 * 2.73539)
"""Units of the picture a unit of the projection, whose equator is 2 * 2.73539 long."""
_LEAST, _MOST, _GROWING = 3.5, 14.0, 3.5
"""Radius of a dot of one event, of the largest, and by what it grows with the root of the count."""
_MARGIN = 30.0
_NUMBER = re.compile(r"-?[\d.]+")
_NEAREST = 4.0
"""How much nearer than the whole world is shown at most; the outlines hold no more."""


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


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a point lies in the picture.

    The polynomial is that of the Natural Earth projection (T. Patterson, B. Jenny, B. Savric, "A polynomial equation
    for the Natural Earth projection", Cartography and Geographic Information Science 38, 2011).
    """
    lam, phi = math.radians(longitude), math.radians(latitude)
    two = phi * phi
    four = two * two
    x = lam * (0.8707 - 0.131979 * two + four * (-0.013791 + four * (0.003971 * two - 0.001529 * four)))
    y = phi * (1.007226 + two * (0.015085 + four * (-0.044475 + 0.028874 * two - 0.005916 * four)))
    return WIDTH / 2 + x * _SCALE, HEIGHT / 2 - y * _SCALE


def view(dots: Iterable[Dot], countries: Iterable[str]) -> tuple[tuple[float, float, float, float], float]:
    """Return the part of the picture in which all dots and countries lie, with a margin, and how much nearer it is."""
    points = [project(each.longitude, each.latitude) for each in dots]
    for country in countries:
        numbers = [float(each) for each in _NUMBER.findall(outlines().get(country, ""))]
        points += zip(numbers[::2], numbers[1::2], strict=True)
    if not points:
        return (0.0, 8.0, float(WIDTH), HEIGHT - 40.0), 1.0
    left, right = min(x for x, _ in points) - _MARGIN, max(x for x, _ in points) + _MARGIN
    top, bottom = min(y for _, y in points) - _MARGIN, max(y for _, y in points) + _MARGIN
    tall = HEIGHT - 40.0
    wide = min(WIDTH, max(WIDTH / _NEAREST, right - left, (bottom - top) * WIDTH / tall))
    high = wide * tall / WIDTH
    x = min(max(0.0, (left + right - wide) / 2), WIDTH - wide)
    y = min(max(8.0, (top + bottom - high) / 2), HEIGHT - 32.0 - high)
    return (x, y, wide, high), WIDTH / wide


@lru_cache(maxsize=1)
def outlines() -> dict[str, str]:
    """Return the outline of each country as a path of SVG."""
    held = json.loads((files("communique.charts") / "world.json").read_text("utf-8"))["countries"]
    return {
        country: "".join(_path(ring) for polygon in polygons for ring in polygon) for country, polygons in held.items()
    }


def _path(ring: Sequence[Sequence[float]]) -> str:
    points = (project(longitude, latitude) for longitude, latitude in ring)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"


def world_map(dots: Iterable[Dot], shades: Iterable[Shade], *, near: bool = False) -> str:
    """Return the map as SVG; all names are escaped.

    Args:
        dots: places.
        shades: countries.
        near: show the part of the world where they are, and not all of it.
    """
    by_country = {each.country: each for each in shades}
    most = max((each.count for each in by_country.values()), default=1)
    ranked = sorted(dots, key=lambda each: (-each.count, each.name))
    box, scale = view(ranked, by_country) if near else ((0.0, 8.0, float(WIDTH), HEIGHT - 40.0), 1.0)
    thin = f"{0.5 / scale:.2f}"
    frame = " ".join(f"{each:.1f}" for each in box)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}" role="group" aria-label="Map">',
        f'<g fill="currentColor" fill-opacity="0.08" stroke="currentColor" stroke-opacity=".25" stroke-width="{thin}">',
    ]
    parts += [f'<path d="{path}"/>' for country, path in outlines().items() if country not in by_country]
    parts.append("</g>")
    for country, shade in by_country.items():
        path = outlines().get(country)
        if path is not None:
            strength = 0.25 + 0.5 * math.sqrt(shade.count / most)
            parts.append(
                link(
                    shade.address,
                    f'<path d="{path}" fill="#c98a1b" fill-opacity="{strength:.2f}" stroke="currentColor"'
                    f' stroke-opacity="0.4" stroke-width="{thin}"/>',
                    f"{country}: {shade.count} known by the country alone",
                )
            )
    largest = max((each.count for each in ranked), default=1)
    for dot in ranked:
        x, y = project(dot.longitude, dot.latitude)
        # The area of a dot is its count; where all are few, none is large.
        radius = max(_LEAST, min(_MOST, _GROWING * math.sqrt(largest)) * math.sqrt(dot.count / largest)) / scale
        parts.append(
            link(
                dot.address,
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#3f7fbf" fill-opacity="0.75"'
                f' stroke="#ffffff" stroke-width="{0.7 / scale:.2f}"/>',
                f"{dot.name}: {dot.count}",
            )
        )
    return "".join((*parts, "</svg>"))
