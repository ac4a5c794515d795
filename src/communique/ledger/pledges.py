"""Commitments of the ledger as linking knows them, packed beside their rows.

In: the number of a commitment. Out: those between the same parties, as pledges, with their threads.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from communique.linking.commitment_pledges import Pledge


@dataclass(frozen=True, slots=True)
class Held:
    """A pledge, and the numbers of its commitment and thread."""

    number: int
    thread: int
    pledge: Pledge


_NEAR = """
SELECT commitments.number, commitments.thread, commitments.pledge FROM commitments
WHERE commitments.number IN (
    SELECT others.commitment FROM commitment_actors AS own JOIN commitment_actors AS others
        ON others.commitment <> ?1 AND (others.country = own.country OR others.actor = own.actor)
    WHERE own.commitment = ?1 AND own.role = ?2 ORDER BY others.day DESC LIMIT ?3)
    AND commitments.pledge IS NOT NULL AND commitments.verdict IS NOT 'rejected'
ORDER BY commitments.known, commitments.id
"""


def keep_pledge(connection: sqlite3.Connection, commitment: int, pledge: Pledge) -> None:
    """Keep what linking knows a commitment by."""
    connection.execute("UPDATE commitments SET pledge = ? WHERE number = ?", (pledge.to_bytes(), commitment))


def near_pledges(connection: sqlite3.Connection, commitment: int, most: int) -> list[Held]:
    """Return the latest commitments that name the giver of one, on whichever side; where it has none, its taker."""
    for role in ("donor", "recipient"):
        rows = connection.execute(_NEAR, (commitment, role, most)).fetchall()
        if rows:
            return [Held(row["number"], row["thread"], Pledge.from_bytes(row["pledge"])) for row in rows]
    return []
