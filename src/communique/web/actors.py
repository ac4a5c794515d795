"""Pages of an actor: what it is called, its offices over time, what it says and does, its ties; and the network of one.

In: a request with an actor's id. Out: a page, or the same as CSV or JSON.
"""

from __future__ import annotations

import contextlib
import datetime
from dataclasses import asdict, dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from communique.charts.pictures import ties_of
from communique.errors import UnknownId
from communique.knowledge.persons import terms
from communique.ledger import Ledger
from communique.ledger.decided.find import full_id
from communique.shown import numbered
from communique.web.files import csv_file
from communique.web.lists import short
from communique.web.records import explained
from communique.web.render import page, with_query

_TITLES = """
SELECT mentions.title, min(articles.published) AS first, max(articles.published) AS last, count(*) AS articles
FROM mentions JOIN actors ON actors.number = mentions.actor JOIN articles ON articles.number = mentions.article
WHERE actors.id = ? AND mentions.title IS NOT NULL AND mentions.title <> '' GROUP BY lower(mentions.title)
ORDER BY first, last LIMIT 20
"""
_LARGEST = """
SELECT actors.id, actors.name FROM (
    SELECT actor, count(*) AS events FROM event_actors WHERE event > (SELECT max(number) FROM events) - 5000
    GROUP BY +actor ORDER BY events DESC LIMIT 12) AS busy JOIN actors ON actors.number = busy.actor
ORDER BY busy.events DESC, actors.name
"""
"""Who has most to do with the latest events; the plus keeps SQLite from going through all in the order of actors."""
_COUNTERPARTS = """
WITH own AS (
    SELECT event, role FROM event_actors WHERE actor = (SELECT number FROM actors WHERE id = ?)
    ORDER BY day DESC LIMIT 5000)
SELECT actors.id, actors.name, actors.country, sum(own.role = 'actor' AND others.role = 'recipient') AS does,
    sum(own.role = 'recipient' AND others.role = 'actor') AS receives, sum(own.role = others.role) AS beside
FROM own JOIN event_actors AS others ON others.event = own.event JOIN actors ON actors.number = others.actor
WHERE actors.id <> ? GROUP BY actors.number ORDER BY count(DISTINCT own.event) DESC, actors.name LIMIT ?
"""
_FAMILIES = "SELECT kind, name, country, code FROM actors WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Office:
    """A title that an actor had: from and to which day (ISO), and who says so, the articles or the table of persons."""

    title: str
    first: str | None
    last: str | None
    told: str


def actor_page(request: Request) -> Response:
    """Return the page of an actor."""
    ledger: Ledger = request.app.state.ledgers.get()
    found = explained(request, request.path_params["id"])
    if found.family != "actor":
        return RedirectResponse(f"/record/{found.id}", 303)
    if request.query_params.get("format") == "json":
        return JSONResponse({**found.to_json(), "offices": [asdict(each) for each in offices(ledger, found.id)]})
    values = {
        "found": found,
        "row": ledger.connection.execute(_FAMILIES, (found.id,)).fetchone(),
        "offices": offices(ledger, found.id),
        "statements": ledger.statements(speaker=found.id, limit=10),
        "doing": ledger.events(actor=found.id, limit=10),
        "receiving": ledger.events(recipient=found.id, limit=10),
        "commitments": ledger.commitments(donor=found.id, limit=10),
        "gets": ledger.commitments(recipient=found.id, limit=10),
        "pictures": {"ties": ties_of(ledger, found.id)},
        "counterparts": counterparts(ledger, found.id),
        "formats": {"csv": f"/events?format=csv&country={found.id}", "json": with_query(request, format="json")},
    }
    return page(request, "actor.html", values)


def offices(ledger: Ledger, actor: str) -> list[Office]:
    """Return the offices of a person over time: as articles title it, and as the table of persons has it."""
    row = ledger.connection.execute(_FAMILIES, (actor,)).fetchone()
    if row is None or row["kind"] != "person":
        return []
    named = [
        Office(row["title"], row["first"], row["last"], numbered(row["articles"], "articles"))
        for row in ledger.connection.execute(_TITLES, (actor,))
    ]
    if not row["code"]:
        return named
    known = [
        Office(each.title, _iso(each.start), _iso(each.end), "table of persons")
        for each in terms()
        if each.code == row["code"]
    ]
    return sorted((*known, *named), key=lambda each: (each.first or "", each.told))


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def counterparts(ledger: Ledger, actor: str, most: int = 12) -> list[dict[str, Any]]:
    """Return whom an actor deals with most: counts of what it does to them, they to it, and both do together."""
    return [dict(row) for row in ledger.connection.execute(_COUNTERPARTS, (actor, actor, most))]


def network_page(request: Request) -> Response:
    """Return the strongest ties of one actor; of the one with most events where none is named."""
    ledger: Ledger = request.app.state.ledgers.get()
    said = short(request.query_params.get("actor", "").strip())
    most = request.app.state.memory.value("busiest", lambda: ledger.connection.execute(_LARGEST).fetchall())
    actor = _meant(ledger, said) if said else next((row["id"] for row in most), None)
    if said and actor is None:
        raise HTTPException(404, f"The ledger tells of nobody called {said}. Look for the name among the actors.")
    rows = counterparts(ledger, actor) if actor else []
    shape = request.query_params.get("format")
    if shape == "csv":
        return csv_file("network", rows)
    if shape == "json":
        return JSONResponse({"actor": actor, "ties": rows})
    values = {
        "actor": actor,
        "row": ledger.connection.execute(_FAMILIES, (actor,)).fetchone() if actor else None,
        "pictures": {"ties": ties_of(ledger, actor) if actor else None},
        "counterparts": rows,
        "most": most,
        "formats": {"csv": with_query(request, format="csv"), "json": with_query(request, format="json")},
    }
    return page(request, "network.html", values)


def _meant(ledger: Ledger, said: str) -> str | None:
    """Return the id of the actor that is meant: by its id, else by its name, the best known first."""
    if said.startswith("actor-"):
        with contextlib.suppress(UnknownId):
            return full_id(ledger.connection, said)
    found = ledger.actors(name=said, limit=50).rows
    exact = [each for each in found if each.name.casefold() == said.casefold()]
    best = max(exact or found, key=lambda each: (each.events, each.name), default=None)
    return best.id if best else None
