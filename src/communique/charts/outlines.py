"""The outlines of the world's countries, at 1:110m and 1:50m, as paths of SVG and as GeoJSON.

In: `world-110m.json` and `world-50m.json`, which `communique.charts.atlas` makes. Out: arrays of points in the Natural
Earth projection, paths, features. What lies outside the part of the map that is shown is not in a path, nor is what is
too fine to be seen, so a near map weighs no more than a far one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Points: TypeAlias = NDArray[np.float64]
"""Points of a ring, (n, 2): degrees east and north, or x and y of the map."""
Frame: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height of a part of the map."""

WIDTH, HEIGHT = 960, 500
"""Size of the whole map, in its own units."""
FINER = 2.5
"""How much nearer than the whole world the outlines of 1:50m are taken; those of 1:110m begin to look hewn there."""
_SCALE = WIDTH / (2 * 2.73539)
"""Units of the map a unit of the projection, whose equator is 2 * 2.73539 long."""
_SEEN = 0.45
"""What can be seen, in units of the picture as it is shown."""
_BESIDE = 0.25
"""What of the frame's size is kept on each side of it, where an outline goes on."""
_TRIANGLE = 3
_LEAST = 1e-4
"""Square degrees of the least island of a feature; on a grid a lesser one may have turned over."""
_HALF = 180.0
"""Degrees of longitude from the middle of the map to its border."""


def project(points: Points) -> Points:
    """Return where points (degrees east and north) lie on the map.

    The polynomial is that of the Natural Earth projection (T. Patterson, B. Jenny, B. Savric, "A polynomial equation
    for the Natural Earth projection", Cartography and Geographic Information Science 38, 2011).
    """
    lam, phi = np.radians(points[..., 0]), np.radians(points[..., 1])
    two = phi * phi
    four = two * two
    x = lam * (0.8707 - 0.131979 * two + four * (-0.013791 + four * (0.003971 * two - 0.001529 * four)))
    y = phi * (1.007226 + two * (0.015085 + four * (-0.044475 + 0.028874 * two - 0.005916 * four)))
    return np.stack((WIDTH / 2 + x * _SCALE, HEIGHT / 2 - y * _SCALE), axis=-1)


@lru_cache(maxsize=2)
def rings(scale: str) -> Mapping[str, tuple[tuple[Points, ...], ...]]:
    """Return of each country its polygons, of each its rings in degrees; the scale is 110m or 50m."""
    held = json.loads((files("communique.charts") / f"world-{scale}.json").read_text("utf-8"))
    arcs = [np.cumsum(np.array(arc, dtype=np.int64).reshape(-1, 2), axis=0) / held["grid"] for arc in held["arcs"]]
    return {
        country: tuple(tuple(_joined(arcs, ring) for ring in polygon) for polygon in polygons)
        for country, polygons in held["countries"].items()
    }


def _joined(arcs: Sequence[Points], ring: Sequence[int]) -> Points:
    """Return a ring from its arcs; a negative number is the complement of one that is gone back along (TopoJSON)."""
    parts = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in ring]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


@lru_cache(maxsize=2)
def _projected(scale: str) -> tuple[tuple[str, tuple[tuple[Points, Frame], ...]], ...]:
    """Return each country's rings on the map, each with the frame around it."""
    return tuple(
        (
            country,
            tuple(
                (ring, _around(ring)) for polygon in polygons for each in polygon for ring in map(project, _cut(each))
            ),
        )
        for country, polygons in rings(scale).items()
    )


def _cut(ring: Points) -> Iterator[Points]:
    """Yield what a ring of the sphere is on a flat map: cut at 180 degrees, and along the pole that it goes around."""
    jumps = np.diff(ring[:, 0])
    turns = np.concatenate(([0], np.cumsum(np.where(jumps > _HALF, -1, np.where(jumps < -_HALF, 1, 0)))))
    if not turns.any():
        yield ring
        return
    whole = ring + np.stack((turns * 2.0 * _HALF, np.zeros(len(ring))), axis=-1)
    if turns[-1]:
        pole = math.copysign(_HALF / 2, float(whole[0, 1]))
        ends = np.array(((whole[-1, 0], pole), (whole[0, 0], pole), tuple(whole[0])))
        whole = np.concatenate((whole, ends))
    for moved in (-2 * _HALF, 0.0, 2 * _HALF):
        part = whole + np.array((moved, 0.0))
        inside = np.abs(part[:, 0]) <= _HALF
        if inside.any():
            # Of what lies beyond the border its ends are kept, moved to the border; the rest would be drawn along it.
            kept = inside | np.roll(inside, 1) | np.roll(inside, -1)
            yield np.clip(part[kept], (-_HALF, -_HALF / 2), (_HALF, _HALF / 2))


def _around(ring: Points) -> Frame:
    left, top = ring.min(axis=0)
    right, bottom = ring.max(axis=0)
    return float(left), float(top), float(right - left), float(bottom - top)


def extent(country: str) -> Points:
    """Return the corners of a country's frames on the map, (n, 2); none where its outline isn't known."""
    found = next((held for name, held in _projected("110m") if name == country), ())
    return np.array([corner for _, (x, y, wide, high) in found for corner in ((x, y), (x + wide, y + high))]).reshape(
        -1, 2
    )


def paths(frame: Frame) -> dict[str, str]:
    """Return the outline of each country that is in a part of the map, as a path of SVG."""
    near = WIDTH / frame[2]
    found = {}
    for country, held in _projected("50m" if near >= FINER else "110m"):
        path = "".join(_path(ring, frame, _SEEN / near) for ring, around in held if _meets(around, frame))
        if path:
            found[country] = path
    return found


def _meets(one: Frame, other: Frame) -> bool:
    return all(one[at] <= other[at] + other[at + 2] and other[at] <= one[at] + one[at + 2] for at in (0, 1))


def _path(ring: Points, frame: Frame, seen: float) -> str:
    """Return a ring as a path: points outside the frame are moved to its border, and fine ones left out."""
    left, top, wide, high = frame
    beside = _BESIDE * wide
    low, most = np.array((left - beside, top - beside)), np.array((left + wide + beside, top + high + beside))
    # On a grid as fine as can be seen, what falls on the point before it is left out.
    cells = np.round(np.clip(ring, low, most) / seen).astype(np.int64)
    kept = cells[np.concatenate(([True], (np.diff(cells, axis=0) != 0).any(axis=1)))]
    if len(kept) <= _TRIANGLE:
        return ""
    steps = np.diff(kept, axis=0)
    # Steps are whole numbers of the grid; the path's picture scales them.
    begun = f"M{kept[0, 0]} {kept[0, 1]}"
    return f"{begun}l{' '.join(f'{x} {y}' for x, y in steps.tolist())}z"


def unit(frame: Frame) -> float:
    """Return what a unit of `paths` is on the map."""
    return _SEEN * frame[2] / WIDTH


def features(scale: str = "110m") -> Iterator[dict[str, Any]]:
    """Yield each country as a feature of GeoJSON, its code as `id`.

    Rings go round as D3 has it, whose sphere has no outside: what is inside lies to the right of an outer ring.
    """
    for country, polygons in rings(scale).items():
        made = [
            [_turned(ring, right=not at).tolist() for at, ring in enumerate(polygon) if abs(_area(ring)) > _LEAST]
            for polygon in polygons
            if abs(_area(polygon[0])) > _LEAST
        ]
        if made:
            yield {"type": "Feature", "id": country, "geometry": {"type": "MultiPolygon", "coordinates": made}}


def _turned(ring: Points, *, right: bool) -> Points:
    if np.ptp(ring[:, 0]) > _HALF:  # it goes across 180 degrees, where no area of the plane tells anything
        return ring
    return ring if (_area(ring) < 0) == right else ring[::-1]


def _area(ring: Points) -> float:
    """Return the area of a closed ring on the plane, in square degrees; negative where it goes round to the right."""
    x, y = (ring - ring[0]).T
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2
