"""The application: routes to pages, the API, and the errors of both.

In: the path of a ledger and who may use it. Out: a Starlette application for uvicorn.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from communique.errors import BadDecision, BadQuestion, CommuniqueError, LedgerLocked, MissingExtra, UnknownId
from communique.knowledge.user_actors import SHIPPED, Knowledge
from communique.web.actors import actor_page, network_page
from communique.web.adding import add_article, add_page
from communique.web.api import api_routes
from communique.web.exploring import ADDRESS, FOR_GOOD, vega
from communique.web.ledgers import Ledgers
from communique.web.lists import list_page
from communique.web.merging import merge_page
from communique.web.news import calendar_page, search_page, today_page
from communique.web.places import map_page
from communique.web.records import article_page, record_page
from communique.web.remembering import Memory, remembered
from communique.web.render import SPECIFICATION, page, static
from communique.web.reviewing import decide, review_page
from communique.web.security import Access, Guard

AT_ONCE = 12
"""Requests that are answered at the same time; others wait for their turn."""
_STATUSES = {BadQuestion: 400, UnknownId: 400, BadDecision: 400, LedgerLocked: 503, MissingExtra: 501}
"""What an error of ours is in HTTP; any other is the page's own fault."""
_FAMILIES = ("events", "statements", "commitments", "actors", "articles")


def create_app(
    path: str | Path, access: Access | None = None, reviewer: str = "reviewer", actors: Knowledge = SHIPPED
) -> Starlette:
    """Return the application for the ledger in a file.

    Args:
        path: the file; it has to be there.
        access: who is let in; by default this machine alone.
        reviewer: whose decisions those of the page are.
        actors: whom the reader knows that reads what is added.

    Raises:
        LedgerError: the ledger can't be used.
    """
    ledgers = Ledgers(Path(path))
    ledgers.get()
    routes = [
        Route("/", remembered(today_page)),
        *(Route(f"/{family}", remembered(partial(list_page, family=family))) for family in _FAMILIES),
        Route("/record/{id}", record_page),
        Route("/actor/{id}", remembered(actor_page)),
        Route("/merge/{id}", merge_page),
        Route("/article/{id}", article_page),
        Route("/calendar", remembered(calendar_page)),
        Route("/map", remembered(map_page)),
        Route("/network", remembered(network_page)),
        Route("/search", remembered(search_page)),
        Route("/review", review_page),
        Route("/review/{id}", decide, methods=["POST"]),
        Route("/add", add_page),
        Route("/add", add_article, methods=["POST"]),
        Route(ADDRESS, vega),
        *api_routes(),
        Mount("/static", _Static(packages=[("communique.web", "static")])),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard, access=access or Access())],
        exception_handlers={HTTPException: _told, CommuniqueError: _told},
        lifespan=_few_at_once,
    )
    app.state.ledgers = ledgers
    app.state.memory = Memory(Path(path))
    app.state.ledger_name = Path(path).name
    app.state.reviewer = reviewer
    app.state.actors = actors
    return app


@asynccontextmanager
async def _few_at_once(_: Starlette) -> AsyncIterator[None]:
    """Answer so many requests at once: each thread has the ledger open, and more of them only hinder each other."""
    to_thread.current_default_thread_limiter().total_tokens = AT_ONCE
    yield


class _Static(StaticFiles):
    """The page's own files; one whose address holds the hash of what is sent needn't be asked for again."""

    def file_response(self, *args: Any, **named: Any) -> Response:
        """Return a file."""
        found = super().file_response(*args, **named)
        scope: Scope = named.get("scope") or args[2]
        query = scope["query_string"].decode("latin-1")
        if query and static(Path(named.get("full_path") or args[0]).name).endswith(f"?{query}"):
            found.headers["cache-control"] = FOR_GOOD
        return found


def _told(request: Request, error: Exception) -> Response:
    """Return an error as a page or, for a program, as JSON; with what to do."""
    if isinstance(error, HTTPException):
        status, said = error.status_code, error.detail
    else:
        status = next((code for kind, code in _STATUSES.items() if isinstance(error, kind)), 500)
        said = str(error)
    if request.url.path.startswith("/api") or request.query_params.get("format") in {"json", SPECIFICATION}:
        code = error.code if isinstance(error, CommuniqueError) else "http"
        return JSONResponse({"error": {"code": code, "message": said}}, status)
    return page(request, "error.html", {"status": status, "said": said, "form": _form_of(request, status)}, status)


def _form_of(request: Request, status: int) -> str:
    """Return the address of the page whose form was refused; none where it isn't there."""
    if request.method != "POST" or status == 404 or "/decision-" in request.url.path:  # noqa: PLR2004  # not found
        return ""
    # The review decides about a record at an address of its own, which is no page.
    return request.url.path.replace("/review/", "/record/")
