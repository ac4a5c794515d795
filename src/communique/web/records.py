"""Pages of one thing: a record with its sentences and reasons, an actor, an article with its records in the text.

In: a request with an id. Out: a page, or its JSON.
"""

from __future__ import annotations

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from communique.charts.pictures import ties_of
from communique.errors import UnknownId
from communique.export.bibliography import bibtex
from communique.export.selection import ArticleInFull
from communique.ledger import Ledger
from communique.ledger.explain import Explanation
from communique.ledger.quoted import Quoted
from communique.web.highlight import Stretch, pieces
from communique.web.render import page, with_query

_RECORDS = """
SELECT 'event' AS family, events.id, quotes."start" AS "start", quotes."end" AS "end",
    reports.type || coalesce(' ' || reports.mode, '') || ', ' || reports.status AS says
FROM reports JOIN events ON events.number = reports.event JOIN quotes ON quotes.number = reports.quote
WHERE reports.article = ?1
UNION ALL
SELECT 'event', events.id, reports.trigger_start, reports.trigger_end, reports.type
FROM reports JOIN events ON events.number = reports.event WHERE reports.article = ?1
UNION ALL
SELECT 'statement', statements.id, statements.content_start, statements.content_end, actors.name || ': ' || act
FROM statements JOIN actors ON actors.number = statements.speaker WHERE statements.article = ?1
UNION ALL
SELECT 'commitment', commitments.id, coalesce(amount_start, quotes."start"), coalesce(amount_end, quotes."end"),
    'commitment, ' || stage
FROM commitments JOIN quotes ON quotes.number = commitments.quote WHERE commitments.article = ?1
"""


def record_page(request: Request) -> Response:
    """Return the page of a record, whatever its family; an actor and an article have pages of their own."""
    found = _explained(request, request.path_params["id"])
    if found.family in {"actor", "article"}:
        return RedirectResponse(f"/{found.family}/{found.id}", 303)
    if request.query_params.get("format") == "json":
        return JSONResponse(found.to_json())
    quotes = [point.quote for section in found.sections for point in section.points if point.quote]
    values = {
        "found": found,
        "first": quotes[0] if quotes else None,
        "footnote": _footnote(quotes[0]) if quotes else None,
        "bibtex": _bibtex(request, quotes[0]) if quotes else None,
        "formats": {"csv": f"/{_plural(found.family)}?format=csv", "json": with_query(request, format="json")},
        "reviewed": found.family in {"event", "report", "statement", "commitment"},
    }
    return page(request, "record.html", values)


def actor_page(request: Request) -> Response:
    """Return the page of an actor: what it is called, what it says, does and is done to, and with whom."""
    ledger: Ledger = request.app.state.ledgers.get()
    found = _explained(request, request.path_params["id"])
    if request.query_params.get("format") == "json":
        return JSONResponse(found.to_json())
    values = {
        "found": found,
        "statements": ledger.statements(speaker=found.id, limit=10),
        "doing": ledger.events(actor=found.id, limit=10),
        "receiving": ledger.events(recipient=found.id, limit=10),
        "commitments": ledger.commitments(donor=found.id, limit=10),
        "picture": ties_of(ledger, found.id),
        "counterparts": counterparts(ledger, found.id),
        "formats": {"csv": f"/events?format=csv&actor={found.id}", "json": with_query(request, format="json")},
    }
    return page(request, "actor.html", values)


def counterparts(ledger: Ledger, actor: str, most: int = 12) -> list[dict[str, Any]]:
    """Return whom an actor deals with most: name, id, and counts of what it does to them and they to it."""
    query = """
    WITH own AS (
        SELECT event, role FROM event_actors WHERE actor = (SELECT number FROM actors WHERE id = ?)
        ORDER BY day DESC LIMIT 5000)
    SELECT actors.id, actors.name, actors.country, sum(own.role = 'actor') AS does, sum(own.role = 'recipient') AS receives
    FROM own JOIN event_actors AS others ON others.event = own.event JOIN actors ON actors.number = others.actor
    WHERE actors.id <> ? GROUP BY actors.number ORDER BY count(*) DESC, actors.name LIMIT ?
    """  # noqa: E501  # a query
    return [dict(row) for row in ledger.connection.execute(query, (actor, actor, most))]


def article_page(request: Request) -> Response:
    """Return an article's text with all its records in it."""
    ledger: Ledger = request.app.state.ledgers.get()
    row = ledger.connection.execute(
        "SELECT * FROM articles WHERE id = ?", (_explained(request, request.path_params["id"]).id,)
    ).fetchone()
    if request.query_params.get("format") == "json":
        reading = ledger.reading(row["id"])
        return JSONResponse(reading.to_json() if reading else {})
    stretches = [
        Stretch(each["start"], each["end"], each["family"], each["id"], each["says"])
        for each in ledger.connection.execute(_RECORDS, (row["number"],))
    ]
    copies = ledger.connection.execute(
        "SELECT id, publisher, published, title FROM articles WHERE source = ? AND number <> ?"
        " ORDER BY number LIMIT 50",
        (row["source"], row["number"]),
    ).fetchall()
    values = {
        "article": row,
        "byline": json.loads(row["byline"]),
        "dropped": json.loads(row["dropped"]),
        "pieces": list(pieces(row["text"], stretches)),
        "count": len({each.record for each in stretches}),
        "copies": copies,
        "bibtex": _bibtex_of(row),
        "formats": {"csv": f"/events?format=csv&article={row['id']}", "json": with_query(request, format="json")},
    }
    return page(request, "article.html", values)


def _explained(request: Request, its_id: str) -> Explanation:
    ledger: Ledger = request.app.state.ledgers.get()
    try:
        return ledger.explain(its_id)
    except UnknownId as error:
        raise HTTPException(404, str(error)) from error


def _footnote(quote: Quoted) -> str:
    parts = [f"“{quote.title}”" if quote.title else "", quote.publisher or "", quote.published or "", quote.url or ""]
    where = ", ".join(part for part in parts if part) or f"article {quote.article}"
    return f"{where}: “{quote.quote}”"


def _bibtex(request: Request, quote: Quoted) -> str:
    ledger: Ledger = request.app.state.ledgers.get()
    return _bibtex_of(ledger.connection.execute("SELECT * FROM articles WHERE id = ?", (quote.article,)).fetchone())


def _bibtex_of(row: Any) -> str:
    return bibtex(
        ArticleInFull(
            *(row["id"], row["ref"], row["url"], row["title"], row["publisher"], tuple(json.loads(row["byline"]))),
            *(row["published"], row["added"], row["language"], None, None),
        )
    ).strip()


def _plural(family: str) -> str:
    return {"report": "events", "thread": "commitments"}.get(family, f"{family}s")
