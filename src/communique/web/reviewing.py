"""Review: a queue of records by doubt, and what is decided about them.

In: requests of the queue's page and forms. Out: the page, or the next record after a decision.
"""

from __future__ import annotations

import re
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.errors import CommuniqueError
from communique.ledger import Ledger
from communique.ledger.details import events_in_full
from communique.vocabulary import EventType, Status
from communique.web.render import page
from communique.web.security import form_token_is_right

QUEUE = 200
"""Events that are looked at for the queue: the latest without a verdict."""
_CHANCE = re.compile(r"\((0\.\d+|1\.00)[;)]")
_BACK = re.compile(r"/(?:review|record/[a-z]+-[0-9a-f]+)(?:\?[\w=&%.+-]*)?")


def review_page(request: Request) -> Response:
    """Return the first event of the queue, the least sure of all without a verdict, or the one that is asked for."""
    ledger: Ledger = request.app.state.ledgers.get()
    waiting = queue(ledger)
    passed = request.query_params.getlist("passed")
    current = next((each for each in waiting if each.id not in passed), None)
    count = int(ledger.connection.execute("SELECT count(*) FROM events WHERE verdict IS NULL").fetchone()[0])
    values = {
        "event": current,
        "count": count,
        "passed": [*passed, current.id][-50:] if current else [],
        "types": [each.value for each in EventType],
        "statuses": [each.value for each in Status],
        "last": ledger.decisions()[-1:],
        "reviewer": request.app.state.reviewer,
    }
    return page(request, "review.html", values)


def queue(ledger: Ledger) -> list[Any]:
    """Return events without a verdict, the least probable first."""
    query = "SELECT number FROM events WHERE verdict IS NULL ORDER BY day DESC, number DESC LIMIT ?"
    numbers = [row[0] for row in ledger.connection.execute(query, (QUEUE,))]
    return sorted(events_in_full(ledger.connection, numbers), key=lambda event: (doubt(event.why), event.id))


def doubt(why: str) -> float:
    """Return the least probability that a reason tells; 1 where it tells none."""
    return min(map(float, _CHANCE.findall(why)), default=1.0)


async def decide(request: Request) -> Response:
    """Keep a decision, and go on to the next record.

    Raises:
        HTTPException: the form isn't this page's own, or the decision can't be taken.
    """
    form = await request.form()
    if not form_token_is_right(request.scope, str(form.get("form_token", ""))):
        raise HTTPException(403, "The form is too old or not this page's own. Load the page again.")
    verb, its_id = str(form.get("verb", "")), request.path_params["id"]
    reviewer = str(form.get("by", "")).strip() or request.app.state.reviewer

    def keep() -> None:
        ledger: Ledger = request.app.state.ledgers.get()
        if verb == "undo":
            ledger.undo(its_id, reviewer)
            return
        note = str(form.get("note", "")).strip() or None
        if verb == "edit":
            for field in ("type", "status"):
                if form.get(field) and form.get(field) != form.get(f"{field}_was"):
                    ledger.decide("edit", [its_id], reviewer, field=field, value=str(form[field]), note=note)
            return
        others = [part for part in str(form.get("others", "")).split() if part]
        ledger.decide(verb, [its_id, *others], reviewer, note=note)

    try:
        await run_in_threadpool(keep)
    except CommuniqueError as error:
        raise HTTPException(400, str(error)) from error
    back = str(form.get("back", ""))
    return RedirectResponse(back if _BACK.fullmatch(back) else "/review", 303)
