"""The application: routes to pages, the API, and the errors of both.

In: the path of a ledger and who may use it. Out: a Starlette application for uvicorn.
"""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from communique.charts.pictures import months_of
from communique.errors import BadDecision, BadQuestion, CommuniqueError, LedgerLocked, UnknownId
from communique.ledger import Ledger
from communique.web.adding import add_article, add_page
from communique.web.api import api_routes
from communique.web.ledgers import Ledgers
from communique.web.lists import day_of, list_page, short
from communique.web.places import map_page
from communique.web.records import actor_page, article_page, record_page
from communique.web.render import page, with_query
from communique.web.reviewing import decide, review_page
from communique.web.security import Access, Guard

_STATUSES = {BadQuestion: 400, UnknownId: 400, BadDecision: 400, LedgerLocked: 503}
"""What an error of ours is in HTTP; any other is the page's own fault."""
_FAMILIES = ("events", "statements", "commitments", "actors", "articles")


def create_app(path: str | Path, access: Access | None = None, reviewer: str = "reviewer") -> Starlette:
    """Return the application for the ledger in a file.

    Args:
        path: the file; it has to be there.
        access: who is let in; by default this machine alone.
        reviewer: whose decisions those of the page are.

    Raises:
        LedgerError: the ledger can't be used.
    """
    ledgers = Ledgers(Path(path))
    ledgers.get()
    routes = [
        Route("/", today_page),
        *(Route(f"/{family}", partial(list_page, family=family)) for family in _FAMILIES),
        Route("/record/{id}", record_page),
        Route("/actor/{id}", actor_page),
        Route("/article/{id}", article_page),
        Route("/calendar", calendar_page),
        Route("/map", map_page),
        Route("/search", search_page),
        Route("/review", review_page),
        Route("/review/{id}", decide, methods=["POST"]),
        Route("/add", add_page),
        Route("/add", add_article, methods=["POST"]),
        *api_routes(),
        Mount("/static", StaticFiles(packages=[("communique.web", "static")])),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, access=access or Access())],
        exception_handlers={HTTPException: _told, CommuniqueError: _told},
    )
    app.state.ledgers = ledgers
    app.state.ledger_name = Path(path).name
    app.state.reviewer = reviewer
    return app


def today_page(request: Request) -> Response:
    """Return what is new, what is to come, what contradicts, what is overdue."""
    ledger: Ledger = request.app.state.ledgers.get()
    counts = ledger.stats()
    last = counts["last_day"] or datetime.datetime.now(datetime.UTC).date().isoformat()
    values = {
        "counts": counts,
        "last": last,
        "new": ledger.events(limit=8),
        "coming": ledger.calendar(since=datetime.date.fromisoformat(last))[:8],
        "contradictions": ledger.contradictions()[:6],
        "overdue": overdue(ledger, last),
        "formats": {"csv": "/events?format=csv", "json": "/api/stats"},
    }
    return page(request, "today.html", values)


def overdue(ledger: Ledger, day: str) -> list[Any]:
    """Return commitments whose stated day of delivery has passed without a report of it, the latest first."""
    query = """
    SELECT commitments.number FROM commitments JOIN threads ON threads.number = commitments.thread
    WHERE threads.stage IN ('pledged', 'approved', 'contracted', 'delayed') AND commitments.verdict IS NOT 'rejected'
        AND commitments.date_end < ? AND commitments.date_start > commitments.known
    ORDER BY commitments.date_end DESC LIMIT 8
    """
    numbers = [row[0] for row in ledger.connection.execute(query, (day,))]
    from communique.ledger.details import commitments_in_full  # noqa: PLC0415  # this page alone

    return list(commitments_in_full(ledger.connection, numbers))


def calendar_page(request: Request) -> Response:
    """Return what is planned from a day on."""
    ledger: Ledger = request.app.state.ledgers.get()
    since = request.query_params.get("since") or ledger.stats()["last_day"] or "2000-01-01"
    until = request.query_params.get("until") or None
    first, last = day_of(since), day_of(until) if until else None
    coming = ledger.calendar(since=first, until=last)
    if request.query_params.get("format") == "json":
        return JSONResponse([each.to_json() for each in coming])
    months: dict[str, list[Any]] = {}
    for each in coming:
        months.setdefault(each.start[:7], []).append(each)
    values = {
        "months": months,
        "firsts": {each.start: each.record for each in reversed(coming)},
        "picture": months_of(ledger, first, last),
        "since": since,
        "until": until or "",
        "formats": {"csv": "/events?format=csv&status=planned", "json": with_query(request, format="json")},
    }
    return page(request, "calendar.html", values)


def search_page(request: Request) -> Response:
    """Return the sentences that have words in them."""
    ledger: Ledger = request.app.state.ledgers.get()
    said = short(request.query_params.get("text", "").strip())
    newest = request.query_params.get("order") == "newest"
    found = ledger.search(said, newest=newest) if said else []
    if request.query_params.get("format") == "json":
        return JSONResponse(
            [{"snippet": each.snippet, "records": each.records, **each.quote.to_json()} for each in found]
        )
    values = {
        "found": found,
        "searched": said,
        "newest": newest,
        "formats": {
            "csv": f"/events?{urlencode({'format': 'csv', 'text': said})}",
            "json": with_query(request, format="json"),
        },
    }
    return page(request, "search.html", values)


def _told(request: Request, error: Exception) -> Response:
    """Return an error as a page or, for a program, as JSON; with what to do."""
    if isinstance(error, HTTPException):
        status, said = error.status_code, error.detail
    else:
        status = next((code for kind, code in _STATUSES.items() if isinstance(error, kind)), 500)
        said = str(error)
    if request.url.path.startswith("/api") or request.query_params.get("format") == "json":
        code = error.code if isinstance(error, CommuniqueError) else "http"
        return JSONResponse({"error": {"code": code, "message": said}}, status)
    return page(request, "error.html", {"status": status, "said": said}, status)
