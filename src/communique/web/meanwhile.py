"""What a form showed of a record: nothing is decided about another than was seen, in a second tab or by a colleague.

In: the id of a record, and a form about it that was sent. Out: a mark that is another once the record was decided
about, joined, split or read anew; what became of it meanwhile, in words.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from communique.errors import BadDecision
from communique.ledger.decided.decisions import Decision, about
from communique.ledger.decided.find import full_id
from communique.ledger.stored.deciding import members_of
from communique.web.changing import changeable, record_of
from communique.web.wording import plain


def mark_of(connection: sqlite3.Connection, its_id: str) -> str:
    """Return the mark of a record as it is now; notes change nothing of it.

    Raises:
        UnknownId: there is no such record.
    """
    found = full_id(connection, its_id)
    fields = [(each.name, each.value) for each in _fields(connection, found)]
    told = [found, members_of(connection, found), [each.id for each in _decided(connection, found)], fields]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def refuse_unseen(connection: sqlite3.Connection, its_id: str, form: Mapping[str, Any]) -> None:
    """Refuse a form that showed a record as it is no more; one without a mark, as a program sends it, is let pass.

    Raises:
        UnknownId: there is no such record.
        BadDecision: the record is another now; the message says what it is.
    """
    mark = form.get("mark")
    if not mark or mark == mark_of(connection, its_id):
        return
    raise BadDecision(
        f"{its_id} was changed meanwhile, and nothing of the form was kept: {_now(connection, its_id, form)}",
        hint="Load its page again, and decide about what it is now.",
    )


def _now(connection: sqlite3.Connection, its_id: str, form: Mapping[str, Any]) -> str:
    """Return what became of a record since a form showed it."""
    found = full_id(connection, its_id)
    told = [f"it is part of {found} now"] if found != its_id else []
    for each in _fields(connection, found):
        was = form.get(f"{each.name}_was")
        if was is not None and was != each.value:
            told.append(f"{each.label} is {plain(each.value) or 'none'} now, it was {plain(was) or 'none'}")
    decided = _decided(connection, found)
    if decided:
        told.append(f"the last decision is {decided[-1].by}’s: {decided[-1].verb}")
    return "; ".join(told) or "it was read anew"


def _fields(connection: sqlite3.Connection, found: str) -> Any:
    return changeable(found.partition("-")[0], record_of(connection, found))


def _decided(connection: sqlite3.Connection, found: str) -> list[Decision]:
    return [each for each in about(connection, members_of(connection, found)) if each.verb != "note"]
