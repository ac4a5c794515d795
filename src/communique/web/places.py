"""The map: where things happened, each with the precision with which that is known.

In: a request with the filters of events. Out: a page with a picture (SVG): a dot for a town or site, the country itself
shaded for what is known by its country alone.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from communique.charts.pictures import MOST_EVENTS, map_of
from communique.ledger import Ledger
from communique.web.lists import asked_of, carried, facets, filters_of
from communique.web.render import page, with_query


def map_page(request: Request) -> Response:
    """Return the map of the events that a query asks for."""
    ledger: Ledger = request.app.state.ledgers.get()
    filters = filters_of(request, "events")
    near = request.query_params.get("view") != "world"
    drawn = map_of(ledger, filters, near=near)
    values = {
        "map": drawn,
        "pictures": {"map": drawn.svg},
        "near": near,
        "far": with_query(request, view="world" if near else None),
        "most": MOST_EVENTS,
        "facets": facets(request, "events", filters),
        "carried": carried(request),
        "asked": asked_of(ledger, filters),
        "formats": {
            "csv": f"/events{with_query(request, format='csv')[4:]}",
            "json": f"/events{with_query(request, format='json')[4:]}",
        },
    }
    return page(request, "map.html", values)
