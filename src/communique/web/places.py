"""The map: where things happened, each with the precision with which that is known.

In: a request with the filters of events. Out: a page with a picture (SVG): a dot for a town or site, the country itself
shaded for what is known by its country alone.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from communique.charts.world import Dot, Shade, world_map
from communique.ledger import Ledger
from communique.web.lists import facets, filters_of
from communique.web.render import page, with_query

MOST = 2_000
"""Events on one map, the latest."""
_EXACT = frozenset(("site", "city"))


def map_page(request: Request) -> Response:
    """Return the map of the events that a query asks for."""
    ledger: Ledger = request.app.state.ledgers.get()
    filters = filters_of(request, "events")
    found = ledger.events(limit=MOST, **filters)
    dots: dict[tuple[float, float], list[str]] = {}
    shades: dict[str, int] = {}
    places: dict[tuple[float, float], str] = {}
    nowhere = 0
    for event in found:
        if event.latitude is not None and event.longitude is not None and event.place_precision in _EXACT:
            where = (event.longitude, event.latitude)
            dots.setdefault(where, []).append(event.id)
            places[where] = event.place or ""
        elif event.country:
            shades[event.country] = shades.get(event.country, 0) + 1
        else:
            nowhere += 1
    picture = world_map(
        [
            Dot(lon, lat, places[lon, lat], len(ids), _address(ids, places[lon, lat]))
            for (lon, lat), ids in dots.items()
        ],
        [Shade(country, count, f"/events?place={country}") for country, count in shades.items()],
    )
    values = {
        "picture": picture,
        "shown": sum(map(len, dots.values())),
        "countries": sum(shades.values()),
        "nowhere": nowhere,
        "total": found.total,
        "most": MOST,
        "towns": sorted(((places[where], len(ids)) for where, ids in dots.items()), key=lambda each: -each[1])[:20],
        "facets": facets("events", filters),
        "formats": {
            "csv": f"/events{with_query(request, format='csv')[4:]}",
            "json": f"/events{with_query(request, format='json')[4:]}",
        },
    }
    return page(request, "map.html", values)


def _address(ids: list[str], place: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415  # this function alone

    return f"/record/{ids[0]}" if len(ids) == 1 else f"/events?place={quote(place)}"
