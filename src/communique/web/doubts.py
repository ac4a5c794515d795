"""Who doubts, denies or warns of something: such statements near the sentences that tell of it.

In: the sentences that tell of it. Out: `Doubts`, the nearest to them first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from communique.ledger.full.details import StatementInFull, statements_in_full
from communique.ledger.quoted import Quoted, marks

MOST, MOST_MORE = 6, 30
"""Doubts that a page shows at once, and those that it opens when asked; how many others there are is told."""
_NEAR = 1_000
"""Code points from a sentence of the record's within which a doubt may be about it: some paragraphs."""
_DOUBTS = """
SELECT statements.number, statements.speaker, articles.source, articles.id AS article, quotes."start",
    substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start") AS sentence
FROM statements JOIN articles ON articles.number = statements.article
JOIN quotes ON quotes.number = statements.quote
WHERE articles.id IN ({}) AND statements.verdict IS NOT 'rejected' AND (? IS NULL OR statements.known <= ?)
    AND (statements.act IN ('doubt', 'deny', 'refuse', 'criticize', 'warn') OR statements.certainty = 'unlikely')
ORDER BY statements.day DESC, statements.number
"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody doubts, denies or warns: the statement, and how many sources have its sentence; copies are one."""

    told: StatementInFull
    sources: int


@dataclass(frozen=True, slots=True)
class Doubts:
    """Who doubts a record, the nearest first: those shown at once, those opened when asked, how many others."""

    shown: tuple[Doubt, ...] = ()
    more: tuple[Doubt, ...] = ()
    left_out: int = 0


def doubts(
    connection: sqlite3.Connection,
    told: Iterable[Quoted],
    *,
    most: int = MOST,
    more: int = MOST_MORE,
    until: str | None = None,
) -> Doubts:
    """Return who doubts what some sentences tell; of those known by a day (ISO) if one is given.

    What stands near a sentence, in its own article, is most likely about it; what stands far from all isn't told. A
    sentence that several of the articles have, wherever it stands in them, is told once.

    Args:
        connection: the ledger.
        told: the sentences.
        most: so many are shown at once, at most.
        more: so many beside them are opened when asked, at most.
        until: only what was known on this day (ISO).
    """
    starts: dict[str, set[int]] = {}
    for quote in told:
        starts.setdefault(quote.article, set()).add(quote.start)
    rows = connection.execute(_DOUBTS.format(marks(starts)), (*starts, until, until)).fetchall()
    near = [(min(abs(row["start"] - each) for each in starts[row["article"]]), row) for row in rows]
    nearest: dict[tuple[int, str], int] = {}
    sources: dict[tuple[int, str], set[int]] = {}
    for off, row in sorted(near, key=lambda each: each[0]):
        if off > _NEAR:
            break
        said = (row["speaker"], " ".join(row["sentence"].casefold().split()))
        nearest.setdefault(said, row["number"])
        sources.setdefault(said, set()).add(row["source"])
    many = {nearest[said]: len(sources[said]) for said in list(nearest)[: most + more]}
    found = [Doubt(each, many[each.number]) for each in statements_in_full(connection, many)]
    return Doubts(tuple(found[:most]), tuple(found[most:]), len(nearest) - len(many))
