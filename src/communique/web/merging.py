"""Merging actors: who else an actor may be, by the words of its name, and what was decided about it.

In: a request with an actor's id. Out: a page whose form is `web.reviewing`'s.
"""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from communique.ledger import Ledger
from communique.ledger.asking.questions import ActorRow
from communique.web.lists import short
from communique.web.meanwhile import mark_of
from communique.web.queues import own_decisions
from communique.web.records import explained
from communique.web.render import page
from communique.web.security import reviewer_of

_MOST, _LEAST = 20, 3
"""Actors that are offered, and letters of a word by which they are looked for."""


def merge_page(request: Request) -> Response:
    """Return the form that makes other actors one with an actor.

    Raises:
        HTTPException: there is no such actor.
    """
    ledger: Ledger = request.app.state.ledgers.get()
    found = explained(request, request.path_params["id"])
    if found.family != "actor":
        raise HTTPException(404, f"{found.id} is no actor. Events and commitments are merged in Review.")
    row = ledger.connection.execute("SELECT id, name FROM actors WHERE id = ?", (found.id,)).fetchone()
    said = short(request.query_params.get("name", "").strip())
    values = {
        "row": row,
        "found": found,
        "said": said,
        "alike": _alike(ledger, row["id"], [said] if said else row["name"].split()),
        "mark": mark_of(ledger.connection, row["id"]),
        "undoable": own_decisions(ledger, row["id"], reviewer_of(request)),
        "reviewer": reviewer_of(request),
    }
    return page(request, "merge.html", values)


def _alike(ledger: Ledger, its_id: str, words: list[str]) -> list[ActorRow]:
    """Return other actors with one of some words in their names, those with most of them first."""
    shared: dict[str, int] = {}
    rows: dict[str, ActorRow] = {}
    for word in words:
        if len(word) >= _LEAST or len(words) == 1:
            for each in ledger.actors(name=word, limit=10 * _MOST).rows:
                rows[each.id] = each
                shared[each.id] = shared.get(each.id, 0) + 1
    ranked = sorted(rows.values(), key=lambda each: (-shared[each.id], -each.events, each.name))
    return [each for each in ranked if each.id != its_id][:_MOST]
