"""Commitments of the ledger as linking knows them, packed beside their rows.

In: the number of a commitment. Out: those between the same parties, as pledges, with their threads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from communique.linking.commitment_pledges import Materiel, Pledge, materiel


@dataclass(frozen=True, slots=True)
class Held:
    """A pledge, and the numbers of its commitment and thread."""

    number: int
    thread: int
    pledge: Pledge


def materiel_of(row: sqlite3.Row) -> Materiel:
    """Return an item of a commitment as linking knows it, from a row of `items`."""
    return materiel(row["class"], row["designation"], row["count"], row["low"], row["high"])


# Those of parties who are in the news are asked for again and again.
_pledge = lru_cache(maxsize=4096)(Pledge.from_bytes)

_NEAR = """
SELECT commitments.number, commitments.thread, commitments.pledge, commitments.known, commitments.id
FROM commitments
WHERE commitments.number IN (
    SELECT others.commitment FROM commitment_actors AS own JOIN commitment_actors AS others
        ON others.commitment <> ?1 AND (others.country = own.country OR others.actor = own.actor)
    WHERE own.commitment = ?1 AND own.role = ?2 ORDER BY others.day DESC LIMIT ?3)
    AND commitments.pledge IS NOT NULL
ORDER BY commitments.known, commitments.id
"""


def keep_pledge(connection: sqlite3.Connection, commitment: int, pledge: Pledge) -> None:
    """Keep what linking knows a commitment by."""
    connection.execute("UPDATE commitments SET pledge = ? WHERE number = ?", (pledge.to_bytes(), commitment))


def near_pledges(connection: sqlite3.Connection, commitment: int, most: int, former: Iterable[str] = ()) -> list[Held]:
    """Return the latest commitments that name the giver of one, on whichever side; where it has none, its taker.

    Those with ids in `former` are among them in any case.
    """
    found: dict[int, sqlite3.Row] = {}
    for role in ("donor", "recipient"):
        found = {row["number"]: row for row in connection.execute(_NEAR, (commitment, role, most))}
        if found:
            break
    for its_id in former:
        query = "SELECT number, thread, pledge, known, id FROM commitments WHERE id = ? AND pledge IS NOT NULL"
        found |= {row["number"]: row for row in connection.execute(query, (its_id,))}
    rows = sorted(found.values(), key=lambda row: (row["known"], row["id"]))
    return [Held(row["number"], row["thread"], _pledge(row["pledge"])) for row in rows]
