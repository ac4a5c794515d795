"""Whether a row of a sheet is one that the ledger has under its id, or another sheet's that is numbered alike.

In: a row that became a reading, and its file. Out: the key under which it is stored. Home-made sheets number their rows
from 1, so that an id alone says little: a row of another file takes the place of what is there where the two agree in
who gives or when, and in one thing more; else both are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING, Any

from communique.imports.coded import Made
from communique.ledger.told.imported import READER
from communique.records import Reading

if TYPE_CHECKING:
    from communique.ledger import Ledger


def stored_key(ledger: Ledger, made: Made, origin: str) -> tuple[str, str, bool]:
    """Return a row's key, the other file that has its id (or an empty text), and whether its row is another one."""
    if not made.reading.commitments:
        return made.key, "", False
    known = list(_known(ledger, made.key))
    for key, file, article in known:
        if article == made.reading.article.id or file == origin:
            return key, "", False
    for key, file, article in known:
        before = ledger.reading(article)
        if before is not None and _is_same(made.reading, before):
            return key, file, False
    if not known:
        return made.key, "", False
    return f"{made.key} #{len(known) + 1}", known[0][1], True


def _known(ledger: Ledger, key: str) -> Iterator[tuple[str, str, str]]:
    """Yield the keys of the rows that have an id, with their files and articles."""
    query = (
        "SELECT inputs.origin, articles.id FROM inputs JOIN articles ON articles.number = inputs.article WHERE key = ?"
    )
    for at in count(1):
        name = key if at == 1 else f"{key} #{at}"
        row = ledger.connection.execute(query, (f"{READER}:{name}",)).fetchone()
        if row is None:
            return
        yield name, row[0], row[1]


def _is_same(one: Reading, other: Reading) -> bool:
    equal = [left is not None and left == right for left, right in zip(_telling(one), _telling(other), strict=True)]
    return (equal[0] or equal[1]) and sum(equal) > 1


def _telling(reading: Reading) -> tuple[Any, ...]:
    """Return who gives, when, how much, and in which words."""
    (told,) = reading.commitments
    actors = {each.id: each.country or each.name for each in reading.actors}
    amount = (told.amount.value, told.amount.currency) if told.amount else None
    day = (told.date.start, told.date.end) if told.date else None
    return frozenset(actors[each] for each in told.donors), day, amount, told.evidence.quote
