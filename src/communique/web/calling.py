"""What records are called where reasons name their ids: "12 Bradleys of 17 Oct 2024" says more than an id.

In: texts with ids of records in them. Out: for each id what people call it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from communique.ledger.full.details import commitments_in_full
from communique.web.wording import ID, day, pledged

_CALLED: Mapping[str, str] = {
    "report": "SELECT id, type || ' of ', known FROM reports WHERE id IN (SELECT value FROM json_each(?))",
    "event": "SELECT id, type || ' of ', known FROM events WHERE id IN (SELECT value FROM json_each(?))",
    "statement": "SELECT statements.id, actors.name || ', ' || act || ' of ', statements.known FROM statements"
    " JOIN actors ON actors.number = statements.speaker WHERE statements.id IN (SELECT value FROM json_each(?))",
    "actor": "SELECT id, name, NULL FROM actors WHERE id IN (SELECT value FROM json_each(?))",
}
_COMMITMENTS = "SELECT number FROM commitments WHERE id IN (SELECT value FROM json_each(?))"


def called(connection: sqlite3.Connection, said: Iterable[str]) -> dict[str, str]:
    """Return what the records are called whose ids stand in texts; an id of none that the ledger has isn't in it."""
    ids: dict[str, dict[str, None]] = {}
    for text in said:
        for found in ID.finditer(text):
            ids.setdefault(found[1], {})[found[0]] = None
    named = dict.fromkeys(ids.get("link", ()), "link")
    named |= dict.fromkeys(ids.get("thread", ()), "the whole commitment")
    for family, query in _CALLED.items():
        if family in ids:
            for row in connection.execute(query, (json.dumps(list(ids[family])),)):
                named[row[0]] = f"{row[1]}{day(row[2]) if row[2] else ''}"
    if "commitment" in ids:
        numbers = [row[0] for row in connection.execute(_COMMITMENTS, (json.dumps(list(ids["commitment"])),))]
        named |= {each.id: f"{pledged(each)} of {day(each.known)}" for each in commitments_in_full(connection, numbers)}
    return named
