"""Review: a queue of records by doubt, and what is decided about them.

In: requests of the queue's page and forms. Out: the page, or the next record after a decision.
"""

from __future__ import annotations

import datetime
import re

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.errors import CommuniqueError
from communique.ledger import Ledger
from communique.ledger.details import EventInFull, events_in_full
from communique.ledger.quoted import Quoted, quoted
from communique.vocabulary import EventType, Status
from communique.web.render import page
from communique.web.security import form_token_is_right

QUEUE = 200
"""Events that are looked at for the queue: the latest without a verdict."""
MOST_COUNTED = 10_000
"""Events that wait are counted up to here."""
_WAITING = "SELECT count(*) FROM (SELECT 1 FROM events WHERE verdict IS NULL LIMIT ?)"
_QUEUE = """
SELECT events.number, events.id, reports.why FROM (
    SELECT number, id, lead FROM events WHERE verdict IS NULL ORDER BY day DESC, number DESC LIMIT ?) AS events
JOIN reports ON reports.number = events.lead
"""
_NEAR = 14
"""Days within which two events may be the same."""
_REPORTS = "SELECT id, quote FROM reports WHERE event = ? ORDER BY known, number LIMIT 12"
_ALIKE = """
SELECT events.number FROM event_actors AS own JOIN event_actors AS others ON others.actor = own.actor
JOIN events ON events.number = others.event
WHERE own.event = ?1 AND others.event <> ?1 AND events.type = ?2 AND events.verdict IS NOT 'rejected'
    AND others.day BETWEEN ?3 AND ?4
GROUP BY events.number ORDER BY count(*) DESC, abs(julianday(events.day) - julianday(?5)), events.number LIMIT 6
"""
_CHANCE = re.compile(r"\((0\.\d+|1\.00)[;)]")
_BACK = re.compile(r"/(?:review|record/[a-z]+-[0-9a-f]+)(?:\?[\w=&%.+-]*)?")


def review_page(request: Request) -> Response:
    """Return the first event of the queue, the least sure of all without a verdict, or the one that is asked for."""
    ledger: Ledger = request.app.state.ledgers.get()
    waiting = queue(ledger)
    passed = request.query_params.getlist("passed")
    number = next((number for number, its_id in waiting if its_id not in passed), None)
    current = next(iter(events_in_full(ledger.connection, [number])), None) if number is not None else None
    count = int(ledger.connection.execute(_WAITING, (MOST_COUNTED,)).fetchone()[0])
    values = {
        "event": current,
        "count": count,
        "more": count >= MOST_COUNTED,
        "passed": [*passed, current.id][-50:] if current else [],
        "reports": _reports(ledger, current) if current else [],
        "alike": _alike(ledger, current) if current else [],
        "types": [each.value for each in EventType],
        "statuses": [each.value for each in Status],
        "last": ledger.decisions()[-1:],
        "reviewer": request.scope.get("reviewer") or request.app.state.reviewer,
    }
    return page(request, "review.html", values)


def queue(ledger: Ledger) -> list[tuple[int, str]]:
    """Return number and id of events without a verdict, the least probable first."""
    rows = ledger.connection.execute(_QUEUE, (QUEUE,)).fetchall()
    return [(row["number"], row["id"]) for row in sorted(rows, key=lambda each: (doubt(each["why"]), each["id"]))]


def _reports(ledger: Ledger, event: EventInFull) -> list[tuple[str, Quoted]]:
    """Return the reports of an event, id and sentence, that may be split off; none where it has one alone."""
    rows = ledger.connection.execute(_REPORTS, (event.number,)).fetchall()
    return [(row["id"], quoted(ledger.connection, row["quote"])) for row in rows] if len(rows) > 1 else []


def _alike(ledger: Ledger, event: EventInFull) -> list[EventInFull]:
    """Return events of the same type and an actor in common within some days, which may be the same one."""
    day = datetime.date.fromisoformat(event.day)
    near = [(day + datetime.timedelta(days=each)).isoformat() for each in (-_NEAR, _NEAR)]
    rows = ledger.connection.execute(_ALIKE, (event.number, event.type, *near, event.day)).fetchall()
    return list(events_in_full(ledger.connection, [row[0] for row in rows]))


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
    # Whom a proxy names, nobody can be another.
    named = request.scope.get("reviewer") or str(form.get("by", "")).strip()
    reviewer = named or request.app.state.reviewer

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
        if verb == "split":
            parts = [str(each) for each in form.getlist("report")]
            ledger.decide(verb, parts or [its_id], reviewer, note=note)
            return
        others = [*map(str, form.getlist("other")), *str(form.get("others", "")).split()]
        ledger.decide(verb, [its_id, *others] if verb == "merge" else [its_id], reviewer, note=note)

    try:
        await run_in_threadpool(keep)
    except CommuniqueError as error:
        raise HTTPException(400, str(error)) from error
    back = str(form.get("back", ""))
    return RedirectResponse(back if _BACK.fullmatch(back) else "/review", 303)
