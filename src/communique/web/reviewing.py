"""Review: a queue of records by doubt, and what is decided about them.

In: requests of the queue's page and forms. Out: the page, or the next record after a decision.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from communique.errors import BadDecision, CommuniqueError
from communique.ledger import Ledger
from communique.ledger.decided.decisions import VERDICTS, about, holding, one
from communique.ledger.decided.find import full_id
from communique.ledger.stored.deciding import members_of
from communique.web.changing import IN_FULL, changeable, changed, record_of
from communique.web.checking import lacks
from communique.web.meanwhile import mark_of, refuse_unseen
from communique.web.queues import MOST_COUNTED, QUEUE, alike, joined, last_press, queue, waiting
from communique.web.render import page
from communique.web.security import form_token_is_right, reviewer_of

_FAMILIES = ("events", "commitments")
"""What is reviewed, one queue each."""
FILLED = "filled"
"""The verb of Enter in a field: whatever was filled in there is kept, and nothing else."""
_DECIDING = threading.Lock()
"""One decision at a time: of two that were sent at once, the second meets what the first made."""
_BACK = re.compile(r"/(?:review|record/[a-z]+-[0-9a-f]+|merge/actor-[0-9a-f]+)(?:\?[\w=&%.+-]*)?")


def review_page(request: Request) -> Response:
    """Return the first record of the queue, the least sure of all without a verdict that weren't passed.

    `of=commitments` asks for those, else it is events.
    """
    ledger: Ledger = request.app.state.ledgers.get()
    family = "commitments" if request.query_params.get("of") == "commitments" else "events"
    passed = request.query_params.getlist("passed")[-QUEUE:]
    number = next((number for number, its_id in queue(ledger, family) if its_id not in passed), None)
    make = IN_FULL[family.removesuffix("s")]
    current: Any = next(iter(make(ledger.connection, [number])), None) if number is not None else None
    counts = {each: waiting(ledger, each) for each in _FAMILIES}
    values = {
        "family": family,
        "record": current,
        "counts": counts,
        "most": MOST_COUNTED,
        "gone": passed,
        "passed": [*passed, current.id] if current else [],
        "back": _address(family, passed),
        "ways": [(each, _address(each, [])) for each in _FAMILIES],
        "reports": joined(ledger, family, current.number) if current else [],
        "alike": alike(ledger, current) if current else [],
        "fields": changeable(family.removesuffix("s"), current) if current else [],
        "lacks": lacks(current) if current and family == "commitments" else [],
        "mark": mark_of(ledger.connection, current.id) if current else None,
        "last": last_press(ledger, reviewer_of(request)),
        "reviewer": reviewer_of(request),
    }
    return page(request, "review.html", values)


def _address(family: str, passed: list[str]) -> str:
    asked = [*([("of", family)] if family != "events" else []), *(("passed", each) for each in passed)]
    return f"/review?{urlencode(asked)}" if asked else "/review"


async def decide(request: Request) -> Response:
    """Keep a decision, and go on to the next record.

    Raises:
        HTTPException: the form isn't this page's own, or the decision can't be taken.
    """
    form = await request.form()
    if not form_token_is_right(request.scope, str(form.get("form_token", ""))):
        raise HTTPException(403, "The form is too old or not this page's own. Load the page again.")
    # Whom a proxy names, nobody can be another.
    told = "" if request.scope.get("reviewer") else str(form.get("by", "")).strip()
    reviewer = told or reviewer_of(request)
    try:
        await run_in_threadpool(_keep_seen, request, form, reviewer)
    except CommuniqueError as error:
        raise HTTPException(400, str(error)) from error
    back = str(form.get("back", ""))
    return RedirectResponse(back if _BACK.fullmatch(back) else "/review", 303)


def _keep_seen(request: Request, form: FormData, reviewer: str) -> None:
    """Keep what a form decides, where its record still is what the form showed.

    Raises:
        CommuniqueError: it can't be decided, or the record is another now.
    """
    ledger: Ledger = request.app.state.ledgers.get()
    its_id, verb = request.path_params["id"], str(form.get("verb", ""))
    with _DECIDING:
        again = verb in VERDICTS and _decided(ledger, its_id, verb, reviewer)
        if again and not form.get("note") and not _changes(ledger, its_id, form):
            return
        if verb not in {"undo", "note"}:
            refuse_unseen(ledger.connection, its_id, form)
        _keep(request, form, reviewer)


def _keep(request: Request, form: FormData, reviewer: str) -> None:
    """Keep what a form decides about the record of its address.

    Raises:
        CommuniqueError: it can't be decided.
    """
    ledger: Ledger = request.app.state.ledgers.get()
    verb, its_id = str(form.get("verb", "")), request.path_params["id"]
    note = str(form.get("note", "")).strip() or None
    if verb == "undo":
        taken = [its_id, *map(str, form.getlist("also"))]
        for each in taken:
            _refuse_others(ledger, each, reviewer)
        for each in taken:
            ledger.undo(each, reviewer)
        return
    changes = _changes(ledger, its_id, form) if verb in {"edit", "accept", FILLED} else {}
    others = [*map(str, form.getlist("other")), *str(form.get("others", "")).split()]
    parts = [str(each) for each in form.getlist("report")]
    if verb == FILLED:
        verb = _filled({"edit": changes, "merge": others, "split": parts})
    if verb in {"edit", "accept"} and changes:
        # Who corrects a record has looked at it.
        ledger.edit(its_id, changes, reviewer, note=note, accept=True)
    elif verb == "split":
        ledger.decide(verb, parts or [its_id], reviewer, note=note)
    elif verb == "merge":
        ledger.decide(verb, [str(form.get("whole", its_id)), *others], reviewer, note=note)
    elif verb != "edit":
        ledger.decide(verb, [its_id], reviewer, note=note)
    elif note:
        ledger.decide("note", [its_id], reviewer, note=note)


def _refuse_others(ledger: Ledger, its_id: str, reviewer: str) -> None:
    """Let everybody take back their own decisions alone.

    Raises:
        BadDecision: it is a colleague's.
    """
    found = one(ledger.connection, full_id(ledger.connection, its_id))
    if found is not None and found.by != reviewer:
        hint = f"Ask {found.by} to take it back, decide anew, or run `communique undo {found.id}`."
        raise BadDecision(f"the decision is {found.by}’s", hint=hint)


def _decided(ledger: Ledger, its_id: str, verb: str, reviewer: str) -> bool:
    """Return whether a reviewer's verdict is what stands already: a second press is no second decision."""
    members = members_of(ledger.connection, full_id(ledger.connection, its_id))
    held = [each for each in holding(ledger.connection, about(ledger.connection, members)) if each.verb in VERDICTS]
    return bool(held) and (held[-1].verb, held[-1].by) == (verb, reviewer) and set(members) <= set(held[-1].targets)


def _filled(given: Mapping[str, Collection[str]]) -> str:
    """Return what is asked for by what was filled in, by verb; where nothing was but a note, it is kept as an edit's.

    Raises:
        BadDecision: several things are asked for.
    """
    verbs = [verb for verb, each in given.items() if each]
    if len(verbs) > 1:
        raise BadDecision(f"the form asks to {' and to '.join(verbs)}", hint="Press the button of the one you mean.")
    return verbs[0] if verbs else "edit"


def _changes(ledger: Ledger, its_id: str, form: FormData) -> dict[str, Any]:
    """Return the fields that a form changes of a record.

    Raises:
        UnknownId: there is no such record.
    """
    record = record_of(ledger.connection, its_id)
    return changed(its_id.partition("-")[0], record, form) if record else {}
