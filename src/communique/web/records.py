"""Pages of one thing: a record with its sentences, reasons and history, an article with its records in the text.

In: a request with an id. Out: a page, or its JSON.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from communique.errors import UnknownId
from communique.export.bibliography import bibtex
from communique.export.selection import ArticleInFull
from communique.ledger import Ledger
from communique.ledger.asking.explain import Explanation
from communique.ledger.full.details import NOT_DELIVERED, commitments_in_full, statements_in_full
from communique.ledger.full.event_details import events_in_full
from communique.ledger.quoted import Quoted
from communique.ledger.told.lives import UNDELIVERED
from communique.text.titles import stand_in
from communique.web.calling import called
from communique.web.changing import changeable
from communique.web.doubts import Doubts, doubts
from communique.web.files import citation, csv_file
from communique.web.highlight import Stretch, pieces, sentences
from communique.web.meanwhile import mark_of
from communique.web.queues import own_decisions
from communique.web.render import fragment, page, with_query
from communique.web.security import reviewer_of

_RECORDS = f"""
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
    'commitment, ' || iif({UNDELIVERED}, '{NOT_DELIVERED}', stage)
FROM commitments JOIN quotes ON quotes.number = commitments.quote
LEFT JOIN reports ON reports.number = commitments.report WHERE commitments.article = ?1
"""  # noqa: S608  # words of ours
_SENTENCES = 'SELECT "start", max("end") FROM quotes WHERE article = ? GROUP BY "start"'
"""Where the sentences begin and end that records stand on: each can be led to."""
_FEW = 2
"""Reasons why records are one that stand on a page at once; more are folded, since doubts stand below them."""
_IN_FULL: Mapping[str, tuple[str, Callable[[sqlite3.Connection, Sequence[int]], Iterable[Any]]]] = {
    "event": ("events", events_in_full),
    "statement": ("statements", statements_in_full),
    "commitment": ("commitments", commitments_in_full),
    "thread": ("commitments", commitments_in_full),
}


def record_page(request: Request) -> Response:
    """Return the page of a record, whatever its family; an actor and an article have pages of their own."""
    found = explained(request, request.path_params["id"])
    if found.family in {"actor", "article"}:
        return RedirectResponse(f"/{found.family}/{found.id}", 303)
    if request.query_params.get("format") == "json":
        return JSONResponse(found.to_json())
    if request.query_params.get("format") == "csv":
        return csv_file(found.id, _rows(found))
    quotes = [point.quote for section in found.sections for point in section.points if point.quote]
    whole = _whole(request, found)
    values = {
        "found": found,
        "first": quotes[0] if quotes else None,
        "footnote": _footnote(quotes[0]) if quotes else None,
        "bibtex": _bibtex(request, quotes[0]) if quotes else None,
        "formats": {"csv": with_query(request, format="csv"), "json": with_query(request, format="json")},
        "address": fragment(quotes[0]) if quotes else None,
        "whole": whole,
        "doubts": _doubts(request, found),
        "few": _FEW,
        "called": _called(request, found),
        "fields": changeable(found.family, whole) if whole else [],
        "reviewed": found.family in {"event", "report", "statement", "commitment"},
        "mark": mark_of(request.app.state.ledgers.get().connection, found.id),
        "undoable": own_decisions(request.app.state.ledgers.get(), found.id, reviewer_of(request)),
    }
    return page(request, "record.html", values)


def article_page(request: Request) -> Response:
    """Return an article's text with all its records in it."""
    ledger: Ledger = request.app.state.ledgers.get()
    row = ledger.connection.execute(
        "SELECT * FROM articles WHERE id = ?", (explained(request, request.path_params["id"]).id,)
    ).fetchone()
    if request.query_params.get("format") == "json":
        reading = ledger.reading(row["id"])
        return JSONResponse(reading.to_json() if reading else {})
    stretches = [
        Stretch(each["start"], each["end"], each["family"], each["id"], each["says"])
        for each in ledger.connection.execute(_RECORDS, (row["number"],))
    ]
    ends = dict(map(tuple, ledger.connection.execute(_SENTENCES, (row["number"],))))
    copies = ledger.connection.execute(
        "SELECT id, publisher, published, title FROM articles WHERE source = ? AND number <> ?"
        " ORDER BY number LIMIT 50",
        (row["source"], row["number"]),
    ).fetchall()
    values = {
        "article": row,
        "byline": json.loads(row["byline"]),
        "dropped": json.loads(row["dropped"]),
        "sentences": list(sentences(pieces(row["text"], stretches, {*ends, *ends.values()}), ends)),
        "count": len({each.record for each in stretches}),
        "copies": copies,
        "bibtex": _bibtex_of(row),
        "formats": {"csv": f"/events?format=csv&article={row['id']}", "json": with_query(request, format="json")},
    }
    return page(request, "article.html", values)


def explained(request: Request, its_id: str) -> Explanation:
    """Return what is known of the record with an id.

    Raises:
        HTTPException: there is none (404).
    """
    ledger: Ledger = request.app.state.ledgers.get()
    try:
        return ledger.explain(its_id)
    except UnknownId as error:
        raise HTTPException(404, str(error)) from error


def _footnote(quote: Quoted) -> str:
    # An article without a title is called by its first words, which have their marks.
    title = quote.title if not quote.title or quote.title.startswith("“") else f"“{quote.title}”"
    parts = [title or "", quote.publisher or "", quote.published or "", quote.url or ""]
    where = ", ".join(part for part in parts if part) or f"article {quote.article}"
    return f"{where}: “{quote.quote}”"


def _bibtex(request: Request, quote: Quoted) -> str:
    ledger: Ledger = request.app.state.ledgers.get()
    return _bibtex_of(ledger.connection.execute("SELECT * FROM articles WHERE id = ?", (quote.article,)).fetchone())


def _bibtex_of(row: Any) -> str:
    # A ledger that an earlier version wrote may have articles without one.
    title = row["title"] or (None if row["url"] else stand_in(row["text"], row["ref"]))
    return bibtex(
        ArticleInFull(
            *(row["id"], row["ref"], row["url"], title, row["publisher"], tuple(json.loads(row["byline"]))),
            *(row["published"], row["added"], row["language"], None, None),
        )
    ).strip()


def _called(request: Request, found: Explanation) -> dict[str, str]:
    ledger: Ledger = request.app.state.ledgers.get()
    return called(ledger.connection, (point.said for section in found.sections for point in section.points))


def _rows(found: Explanation) -> Iterator[dict[str, Any]]:
    for section in found.sections:
        for point in section.points:
            yield {"record": found.id, "section": section.title, "said": point.said, **citation(point.quote)}


def _whole(request: Request, found: Explanation) -> Any:
    """Return the record itself in full: an event, a statement, a commitment, or all of a commitment's life."""
    ledger: Ledger = request.app.state.ledgers.get()
    if found.family not in _IN_FULL:
        return None
    table, make = _IN_FULL[found.family]
    column = "thread" if found.family == "thread" else "number"
    query = f"SELECT number FROM {table} WHERE {column} = (SELECT number FROM {found.family}s WHERE id = ?)"  # noqa: S608  # names of ours
    numbers = [row[0] for row in ledger.connection.execute(f"{query} ORDER BY number", (found.id,))]
    rows = list(make(ledger.connection, numbers))
    if found.family == "thread":
        return sorted(rows, key=lambda each: (each.known, each.number))
    return rows[0] if rows else None


def _doubts(request: Request, found: Explanation) -> Doubts:
    """Return who doubts, denies or warns of it; see `web.doubts`."""
    if found.family not in {"thread", "commitment", "event"}:
        return Doubts()
    ledger: Ledger = request.app.state.ledgers.get()
    return doubts(ledger.connection, (point.quote for each in found.sections for point in each.points if point.quote))
