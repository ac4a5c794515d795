"""Templates and what they need to show records: figures, citations, links that find the sentence in the article.

In: a template's name and values. Out: HTML, in which every text of an article is escaped.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping
from functools import lru_cache, partial
from http import HTTPStatus
from importlib.resources import files
from typing import Any
from urllib.parse import quote as percent
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from communique.charts.drawing import Picture, sized
from communique.ledger.quoted import Quoted
from communique.ledger.told.size_words import item_in_words
from communique.shown import numbered
from communique.text.titles import stand_in
from communique.web.checking import against
from communique.web.exploring import vega_address
from communique.web.wording import count, day, days, highlighted, linked, money, plain, pledged, when

PAGES = (
    ("/", "Today"),
    ("/commitments", "Commitments"),
    ("/events", "Events"),
    ("/statements", "Statements"),
    ("/actors", "Actors"),
    ("/map", "Map"),
    ("/network", "Network"),
    ("/calendar", "Calendar"),
    ("/articles", "Articles"),
    ("/review", "Review"),
    ("/add", "Add"),
)
"""The pages of the head, in order."""

SPECIFICATION = "vegalite"
"""The format of a picture's specification."""
_FEW_WORDS = 6


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the templates' environment; whatever isn't a template's own is escaped."""
    made = Environment(
        loader=PackageLoader("communique.web"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"static": static, "pages": PAGES, "fragment": fragment, "vega": vega_address()}
    made.filters |= {"plain": plain, "money": money, "count": count, "large": sized, "day": day, "days": days}
    made.filters |= {"linked": linked, "highlighted": highlighted, "safe_url": safe_url, "when": when}
    made.filters |= {
        "stand_in": stand_in,
        "against": against,
        "pledged": pledged,
        "numbered": numbered,
        "item": item_in_words,
    }
    return made


def page(request: Request, template: str, values: Mapping[str, Any], status: int = HTTPStatus.OK) -> Response:
    """Return a page, or the Vega-Lite specification of one of its `pictures` where the request asks for that.

    Raises:
        HTTPException: the page has no such picture (404).
    """
    if status == HTTPStatus.OK and request.query_params.get("format") == SPECIFICATION:
        return _specification(request.query_params.get("picture", ""), values.get("pictures", {}))
    shared = {
        "specification": partial(_specification_address, request),
        "here": request.url.path,
        "ledger_name": request.app.state.ledger_name,
        "form_token": request.scope.get("form_token", ""),
        "searched": None,
        "formats": None,
        "asked": None,
        "printed": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }
    return HTMLResponse(environment().get_template(template).render({**shared, **values}), status)


def _specification(name: str, pictures: Mapping[str, Picture | None]) -> Response:
    made = pictures.get(name)
    if made is None or made.specification is None:
        known = ", ".join(each for each, picture in pictures.items() if picture is not None) or "none"
        raise HTTPException(404, f"This page has no picture {name}. It has: {known}.")
    return JSONResponse(made.specification)


def _specification_address(request: Request, name: str) -> str:
    return with_query(request, format=SPECIFICATION, picture=name)


@lru_cache(maxsize=64)
def static(name: str) -> str:
    """Return the address of one of the page's own files; it changes with the file: no browser keeps an old one."""
    data = (files("communique.web") / "static" / name).read_bytes()
    return f"/static/{name}?{hashlib.sha256(data).hexdigest()[:10]}"


def with_query(request: Request, **changes: str | int | None) -> str:
    """Return a request's address with other values in its query; None takes one out."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name not in changes]
    kept += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path


def safe_url(address: str | None) -> str | None:
    """Return a web address that may become a link: of http or https alone, whatever an article says of itself."""
    return address if address and address.lower().startswith(("http://", "https://")) else None


def fragment(quote: Quoted) -> str | None:
    """Return a link to the sentence in its article: a text fragment (wicg.github.io/scroll-to-text-fragment)."""
    address = safe_url(quote.url)
    if address is None:
        return None
    words = quote.quote.split()
    ends = (
        [" ".join(words)]
        if len(words) <= 2 * _FEW_WORDS
        else [" ".join(words[:_FEW_WORDS]), " ".join(words[-_FEW_WORDS:])]
    )
    # A dash and a comma have a meaning of their own there.
    coded = ",".join(percent(each, safe="").replace("-", "%2D") for each in ends)
    return f"{address.partition('#')[0]}#:~:text={coded}"
