"""Which part of a thread each of its commitments tells of, and which figures an article says to have become others.

In: the life of a thread, or its number. Out: `Part`s by commitment; pairs of figures. `contested_threads` compares what
is told of one part alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from communique.ledger.told.lives import Life
from communique.linking.commitment_shares import Share
from communique.linking.commitment_threads import is_total


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a thread a commitment tells of: the places of the shares, none for the whole; who calls it one."""

    path: tuple[int, ...] = ()
    called: bool = False

    def compares(self, other: Part) -> bool:
        """Return whether both tell of the same."""
        return self.path == other.path

    def may_be(self, other: Part) -> bool:
        """Return whether what isn't called a share may be another count: of the whole, or of a share of the same."""
        inner, outer = sorted((self, other), key=lambda each: -len(each.path))
        if inner.path == outer.path:
            return False
        if len(inner.path) == len(outer.path):
            return inner.path[:-1] == outer.path[:-1] and not (inner.called and outer.called)
        return inner.path[:-1] == outer.path and not inner.called


def parts_of(life: Life) -> dict[str, Part]:
    """Return by commitment which part of a thread it tells of; totals tell of none."""
    pledges = life.pledges
    told = {each: Part() for each in pledges}

    def note(shares: Iterable[Share], path: tuple[int, ...]) -> None:
        for at, each in enumerate(shares):
            told.update(dict.fromkeys(each.pledges, Part((*path, at), each.called)))
            note(each.shares, (*path, at))

    note(life.thread.shares, ())
    return {its_id: part for its_id, part in told.items() if not is_total(pledges[its_id])}


_REVISED = """
SELECT old."value" AS old_value, new."value" AS new_value, was.count AS old_count, item.count AS new_count
FROM commitments AS new JOIN links ON links.one = new.id AND links.kind = 'revision_of' AND links.undone IS NULL
JOIN commitments AS old ON old.id = links.other
LEFT JOIN items AS item ON item.commitment = new.number LEFT JOIN items AS was ON was.commitment = old.number
WHERE new.thread = ?
"""


def revised(connection: sqlite3.Connection, thread: int) -> set[tuple[float, float]]:
    """Return the figures that an article says to have become others, with these, in the order of time."""
    found: set[tuple[float, float]] = set()
    for row in connection.execute(_REVISED, (thread,)):
        pairs = ((row["old_value"], row["new_value"]), (row["old_count"], row["new_count"]))
        found.update(each for each in pairs if None not in each)
    return found
