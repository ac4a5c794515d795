"""Who doubts, denies or warns of something: such statements in the articles that tell of it.

In: the sentences that tell of it. Out: `Doubt`s, the nearest to them first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from communique.ledger.details import StatementInFull, statements_in_full
from communique.ledger.quoted import Quoted, marks

MOST = 6
"""Doubts of one record that are told."""
_DOUBTS = """
SELECT statements.number, statements.speaker, articles.source,
    substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start") AS sentence
FROM statements JOIN articles ON articles.number = statements.article
JOIN quotes ON quotes.number = statements.quote
WHERE articles.id IN ({}) AND statements.verdict IS NOT 'rejected' AND (? IS NULL OR statements.known <= ?)
    AND (statements.act IN ('doubt', 'deny', 'refuse', 'criticize', 'warn') OR statements.certainty = 'unlikely')
ORDER BY (SELECT min(abs(quotes."start" - value)) FROM json_each(?)), statements.day DESC, statements.number
"""
"""What stands near the sentence is most likely about it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody doubts, denies or warns: the statement, and how many sources have its sentence; copies are one."""

    told: StatementInFull
    sources: int


def doubts(
    connection: sqlite3.Connection, told: Iterable[Quoted], *, most: int = MOST, until: str | None = None
) -> list[Doubt]:
    """Return who doubts what some sentences tell; of those known by a day (ISO) if one is given.

    A sentence that several of the articles have, wherever it stands in them, is told once.
    """
    quotes = list(told)
    articles = list(dict.fromkeys(each.article for each in quotes))
    starts = json.dumps([each.start for each in quotes])
    nearest: dict[tuple[int, str], int] = {}
    sources: dict[tuple[int, str], set[int]] = {}
    for row in connection.execute(_DOUBTS.format(marks(articles)), (*articles, until, until, starts)):
        said = (row["speaker"], " ".join(row["sentence"].casefold().split()))
        nearest.setdefault(said, row["number"])
        sources.setdefault(said, set()).add(row["source"])
    many = {nearest[said]: len(sources[said]) for said in list(nearest)[:most]}
    return [Doubt(each, many[each.number]) for each in statements_in_full(connection, many)]
