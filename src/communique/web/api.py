"""The JSON API: the same questions as on the command line, with OpenAPI, pages and ETags.

In: requests under /api. Out: JSON. A page of records has `total`, `offset`, `limit` and `next`; a question that isn't
understood is answered with 400 and what to do.
"""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique import __version__
from communique.errors import UnknownId
from communique.ledger import Ledger
from communique.ledger.filters import FAMILIES, VOCABULARIES
from communique.web.lists import LABELS, LONGEST, day_of, filters_of, short
from communique.web.render import page, with_query

MOST = 1_000
"""Records of one answer at most."""
_USUAL = 50


def api_routes() -> list[Route]:
    """Return the routes of the API."""
    return [
        Route("/api", about_page),
        Route("/api/openapi.json", openapi),
        Route("/api/stats", stats),
        Route("/api/search", search),
        Route("/api/calendar", calendar),
        Route("/api/contradictions", contradictions),
        Route("/api/records/{id}", record),
        Route("/api/readings/{id}", reading),
        *(Route(f"/api/{family}", partial(listed, family=family)) for family in FAMILIES),
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
    limit, offset = _whole(request, "limit", _USUAL, MOST), _whole(request, "offset", 0, 10**9)
    ledger: Ledger = request.app.state.ledgers.get()
    found = getattr(ledger, family)(limit=max(limit, 1), offset=offset, **filters_of(request, family))
    more = offset + len(found) < found.total
    return _answer(
        request,
        {
            "total": found.total,
            "offset": offset,
            "limit": max(limit, 1),
            "next": with_query(request, offset=offset + len(found)) if more else None,
            "records": found.to_json(),
        },
    )


def record(request: Request) -> Response:
    """Return what is known of a record and why."""
    ledger: Ledger = request.app.state.ledgers.get()
    try:
        return _answer(request, ledger.explain(request.path_params["id"]).to_json())
    except UnknownId as error:
        raise HTTPException(404, str(error)) from error


def reading(request: Request) -> Response:
    """Return the reading of an article, as the reader gave it."""
    ledger: Ledger = request.app.state.ledgers.get()
    found = ledger.reading(request.path_params["id"])
    if found is None:
        raise HTTPException(404, "The ledger has no such article.")
    return _answer(request, found.to_json())


def stats(request: Request) -> Response:
    """Return counts."""
    return _answer(request, request.app.state.ledgers.get().stats())


def search(request: Request) -> Response:
    """Return sentences that have words in them."""
    said = short(request.query_params.get("text", "").strip())
    if not said:
        raise HTTPException(400, "Give the words to search for as text=.")
    ledger: Ledger = request.app.state.ledgers.get()
    limit, offset = _whole(request, "limit", _USUAL, MOST), _whole(request, "offset", 0, 10**9)
    found = ledger.search(
        said, limit=max(limit, 1), offset=offset, newest=request.query_params.get("order") == "newest"
    )
    rows = [{"snippet": each.snippet, "records": list(each.records), **each.quote.to_json()} for each in found]
    return _answer(request, {"offset": offset, "limit": max(limit, 1), "records": rows})


def calendar(request: Request) -> Response:
    """Return what is planned from a day on."""
    ledger: Ledger = request.app.state.ledgers.get()
    given = request.query_params.get("since") or ledger.stats()["last_day"] or "2000-01-01"
    return _answer(request, {"records": [each.to_json() for each in ledger.calendar(since=day_of(given))]})


def contradictions(request: Request) -> Response:
    """Return where sources contradict each other."""
    ledger: Ledger = request.app.state.ledgers.get()
    return _answer(request, {"records": [each.to_json() for each in ledger.contradictions()]})


def openapi(request: Request) -> Response:
    """Return the description of the API in OpenAPI 3.1."""
    return _answer(request, description())


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
    paths["/api/calendar"] = _operation("List what is planned", [since], _LIST)
    paths["/api/contradictions"] = _operation("List contradictions", [], _LIST)
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
_PAGE = {
    "type": "object",
    "required": ["total", "offset", "limit", "next", "records"],
    "properties": {
        "total": {"type": "integer"},
        "offset": {"type": "integer"},
        "limit": {"type": "integer"},
        "next": {"type": ["string", "null"]},
        "records": {"type": "array", "items": {"type": "object"}},
    },
}

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
_LIST = {
    "type": "object",
    "required": ["records"],
    "properties": {"records": {"type": "array", "items": {"type": "object"}}},
}
_FOUND = {**_LIST, "required": ["records", "offset", "limit"]}


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


def _answer(request: Request, content: Any) -> Response:
    """Return JSON with an ETag, or that nothing is new since the one that the request names."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    held = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if held & {tag, "*"}:
        return Response(status_code=304, headers={"etag": tag})
    return Response(body, media_type="application/json", headers={"etag": tag})
