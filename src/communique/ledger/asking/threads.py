"""Which threads of commitments a question is about.

In: filters of commitments, as programs give them. Out: numbers of threads. One of which a single telling fits is asked
for as a whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from communique.ledger.asking.questions import Questions
from communique.ledger.told.imported import WORD, own


def narrowing(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what narrows a question, without what only pages it."""
    page = {"limit", "offset", "order", "as_of"}
    return {name: value for name, value in asked.items() if name not in page and value}


def threads_asked(connection: sqlite3.Connection, ask: Questions, asked: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the threads of the commitments that filters ask for."""
    filters = narrowing(asked)
    # Others' data sets are added to one's own only when they are asked for.
    named = filters.get("source") or ()
    sources = (named,) if isinstance(named, str) else tuple(named)
    mine = "1" if any(WORD in each and not each.startswith("!") for each in sources) else own(connection, "threads")
    kept = {row[0] for row in connection.execute(f"SELECT number FROM threads WHERE {mine}")}
    if not filters:
        return sorted(kept)
    found: dict[int, None] = {}
    for number in ask.numbers("commitments", filters, as_of=asked.get("as_of")):
        row = connection.execute("SELECT thread FROM commitments WHERE number = ?", (number,)).fetchone()
        found[row[0]] = None
    return [each for each in found if each in kept]
