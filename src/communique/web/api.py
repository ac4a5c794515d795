"""The JSON API: the same questions as on the command line, with OpenAPI and pages.

In: requests under /api. Out: JSON, which `remembered` keeps and gives an ETag. A page of records has `total`, `offset`,
`limit` and `next`; a question that isn't understood is answered with 400 and what to do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique import __version__
from communique.errors import UnknownId
from communique.ledger import Ledger
from communique.ledger.asking.filters import FAMILIES, VOCABULARIES
from communique.web.lists import LABELS, LONGEST, day_of, filters_of, short, stats_of
from communique.web.remembering import remembered
from communique.web.render import page, with_query

MOST = 1_000
"""Records of one answer at most."""
_USUAL = 50


def api_routes() -> list[Route]:
    """Return the routes of the API."""
    return [
        Route("/api", remembered(about_page)),
        Route("/api/openapi.json", remembered(openapi)),
        Route("/api/stats", remembered(stats)),
        Route("/api/search", remembered(search)),
        Route("/api/calendar", remembered(calendar)),
        Route("/api/contradictions", remembered(contradictions)),
        Route("/api/records/{id}", remembered(record)),
        Route("/api/readings/{id}", remembered(reading)),
        *(Route(f"/api/{family}", remembered(partial(listed, family=family))) for family in FAMILIES),
    ]


def about_page(request: Request) -> Response:
    """Return a page for people that tells of the API."""
    return page(request, "api.html", {"families": {name: list(each.filters) for name, each in FAMILIES.items()}})


def listed(request: Request, family: str) -> Response:
    """Return a page of a family's records."""
    known = {*FAMILIES[family].filters, "limit", "offset", "as_of"}
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        raise HTTPException(400, f"{unknown[0]} is no filter of {family}. It is one of {', '.join(sorted(known))}.")
    limit, offset = _paging(request)
    ledger: Ledger = request.app.state.ledgers.get()
    found = getattr(ledger, family)(limit=limit, offset=offset, **filters_of(request, family))
    return _answer(_page_of(request, found.to_json(), found.total, offset, limit))


def _page_of(request: Request, rows: Sequence[Any], total: int, offset: int, limit: int) -> dict[str, Any]:
    more = offset + len(rows) < total
    return {
        "total": total,
        "offset": offset,
        "limit": limit,
        "next": with_query(request, offset=offset + len(rows)) if more else None,
        "records": rows,
    }


def _paging(request: Request) -> tuple[int, int]:
    """Return how many records are asked for, and how many are passed over before."""
    return max(_whole(request, "limit", _USUAL, MOST), 1), _whole(request, "offset", 0, 10**9)


def record(request: Request) -> Response:
    """Return what is known of a record and why."""
    ledger: Ledger = request.app.state.ledgers.get()
    try:
        return _answer(ledger.explain(request.path_params["id"]).to_json())
    except UnknownId as error:
        raise HTTPException(404, str(error)) from error


def reading(request: Request) -> Response:
    """Return the reading of an article, as the reader gave it."""
    ledger: Ledger = request.app.state.ledgers.get()
    found = ledger.reading(request.path_params["id"])
    if found is None:
        raise HTTPException(404, "The ledger has no such article.")
    return _answer(found.to_json())


def stats(request: Request) -> Response:
    """Return counts."""
    return _answer(stats_of(request))


def search(request: Request) -> Response:
    """Return sentences that have words in them."""
    said = short(request.query_params.get("text", "").strip())
    if not said:
        raise HTTPException(400, "Give the words to search for as text=.")
    ledger: Ledger = request.app.state.ledgers.get()
    limit, offset = _paging(request)
    found = ledger.search(said, limit=limit, offset=offset, newest=request.query_params.get("order") == "newest")
    rows = [{"snippet": each.snippet, "records": list(each.records), **each.quote.to_json()} for each in found]
    return _answer({"offset": offset, "limit": limit, "records": rows})


def calendar(request: Request) -> Response:
    """Return a page of what is planned from a day on. How much there is in all isn't counted: `next` tells of more."""
    ledger: Ledger = request.app.state.ledgers.get()
    given = request.query_params.get("since") or stats_of(request)["last_day"] or "2000-01-01"
    limit, offset = _paging(request)
    found = ledger.calendar(since=day_of(given), limit=offset + limit + 1)[offset:]
    after = with_query(request, offset=offset + limit) if len(found) > limit else None
    rows = [each.to_json() for each in found[:limit]]
    return _answer({"offset": offset, "limit": limit, "next": after, "records": rows})


def contradictions(request: Request) -> Response:
    """Return a page of where sources contradict each other, the newest first."""
    ledger: Ledger = request.app.state.ledgers.get()
    limit, offset = _paging(request)
    rows = [each.to_json() for each in ledger.contradictions(limit=limit, offset=offset)]
    return _answer(_page_of(request, rows, ledger.count_contradictions(), offset, limit))


def openapi(_: Request) -> Response:
    """Return the description of the API in OpenAPI 3.1."""
    return _answer(description())


def description() -> dict[str, Any]:
    """Return the OpenAPI description."""
    paths: dict[str, Any] = {}
    for family, each in FAMILIES.items():
        parameters = [_parameter(name) for name in (*each.filters, *(["as_of"] if family != "actors" else []))]
        paths[f"/api/{family}"] = _operation(f"List {family}", [*parameters, *_PAGING], _PAGE)
    text = {"name": "text", "in": "query", "required": True, "schema": {"type": "string", "minLength": 1}}
    order = {"name": "order", "in": "query", "schema": {"enum": ["best", "newest"]}}
    since = {"name": "since", "in": "query", "schema": {"type": "string", "format": "date"}}
    paths["/api/search"] = _operation("Search sentences", [text, order, *_PAGING], _FOUND)
    paths["/api/calendar"] = _operation("List what is planned", [since, *_PAGING], _PLANNED)
    paths["/api/contradictions"] = _operation("List contradictions", list(_PAGING), _PAGE)
    paths["/api/stats"] = _operation("Count what the ledger holds", [], {"type": "object"})
    its_id = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    for name, about in (("records", "Explain a record"), ("readings", "Return an article's reading")):
        paths[f"/api/{name}/{{id}}"] = _operation(about, [its_id], {"type": "object"}, missing=True)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Communiqué", "version": __version__, "description": "A ledger of the news, with sentences."},
        "paths": paths,
        "components": {"schemas": {"Error": _ERROR}},
    }


_PAGING = [
    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": _USUAL}},
    {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 10**9, "default": 0}},
]
_FIELDS: dict[str, Any] = {
    "total": {"type": "integer"},
    "offset": {"type": "integer"},
    "limit": {"type": "integer"},
    "next": {"type": ["string", "null"]},
    "records": {"type": "array", "items": {"type": "object"}},
}


def _list_of(*fields: str) -> dict[str, Any]:
    return {"type": "object", "required": list(fields), "properties": {name: _FIELDS[name] for name in fields}}


_PAGE, _PLANNED = _list_of(*_FIELDS), _list_of("offset", "limit", "next", "records")
_FOUND = _list_of("offset", "limit", "records")

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"type": "string"}, "message": {"type": "string", "minLength": 1}},
        }
    },
}


def _parameter(name: str) -> dict[str, Any]:
    about = "A day; the ledger as it was known then." if name == "as_of" else LABELS[name]
    schema: dict[str, Any] = {"type": "string", "maxLength": LONGEST}
    if name in VOCABULARIES:
        schema["examples"] = [each.value for each in VOCABULARIES[name]][:3]
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _operation(about: str, parameters: list[Any], schema: Any, *, missing: bool = False) -> dict[str, Any]:
    problem = {
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
        "description": "What was wrong, and what to do.",
    }
    answers: dict[str, Any] = {
        "200": {"description": about, "content": {"application/json": {"schema": schema}}},
        "304": {"description": "Nothing new since the ETag."},
        "400": problem,
    }
    if missing:
        answers["404"] = problem
    return {"get": {"summary": about, "parameters": parameters, "responses": answers}}


def _whole(request: Request, name: str, usual: int, most: int) -> int:
    value = request.query_params.get(name)
    if value is None:
        return usual
    if not (value.isascii() and value.isdecimal() and len(value) < 12 and int(value) <= most):  # noqa: PLR2004
        raise HTTPException(400, f"{name} is {value}; write a whole number up to {most:,}.")
    return int(value)


def _answer(content: Any) -> Response:
    """Return JSON; half of a character that an article has alone (a surrogate) is written as an escape."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    return Response(body, media_type="application/json")
