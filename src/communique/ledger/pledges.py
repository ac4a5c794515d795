"""Commitments of the ledger as `linking.commitments` knows them.

In: the number of a commitment. Out: it and those between the same parties, as pledges, with their threads.
"""

from __future__ import annotations

import datetime
import sqlite3
from dataclasses import dataclass

from communique.ledger.quoted import marks
from communique.linking.commitments import Pledge, Ware, ware


@dataclass(frozen=True, slots=True)
class Held:
    """A pledge, and the numbers of its commitment and thread."""

    number: int
    thread: int
    pledge: Pledge


_NEAR = """
SELECT commitments.number FROM commitments WHERE commitments.number = ?1 OR commitments.number IN (
    SELECT others.commitment FROM commitment_actors AS own JOIN commitment_actors AS others
        ON others.role = 'donor' AND others.commitment <> ?1
        AND ((own.country IS NOT NULL AND others.country = own.country) OR others.actor = own.actor)
    WHERE own.commitment = ?1 AND own.role = 'donor' ORDER BY others.day DESC LIMIT ?2)
"""


def near_pledges(connection: sqlite3.Connection, commitment: int, most: int) -> list[Held]:
    """Return a commitment and the latest of those that the same give, whoever takes; rejected ones are left out."""
    numbers = [row[0] for row in connection.execute(_NEAR, (commitment, most))]
    return pledges_of(connection, numbers, keep=commitment)


def pledges_of(connection: sqlite3.Connection, numbers: list[int], keep: int | None = None) -> list[Held]:
    """Return commitments as pledges; rejected ones are left out, but for the one to keep."""
    query = f"""
    SELECT commitments.*, articles.id AS article_id, articles.source,
        substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start") AS sentence
    FROM commitments JOIN articles ON articles.number = commitments.article
    JOIN quotes ON quotes.number = commitments.quote
    WHERE commitments.number IN ({marks(numbers)}) AND (commitments.verdict IS NOT 'rejected' OR commitments.number = ?)
    """
    rows = connection.execute(query, (*numbers, keep)).fetchall()
    parties: dict[tuple[int, str], set[str]] = {}
    for row in connection.execute(
        "SELECT commitment, role, coalesce(commitment_actors.country, actors.key) AS who FROM commitment_actors"
        f" JOIN actors ON actors.number = actor WHERE commitment IN ({marks(numbers)})",
        numbers,
    ):
        parties.setdefault((row["commitment"], row["role"]), set()).add(row["who"])
    wares: dict[int, list[Ware]] = {}
    for row in connection.execute(
        f"SELECT * FROM items WHERE commitment IN ({marks(numbers)}) ORDER BY place", numbers
    ):
        made = ware(row["class"], row["designation"], row["count"], row["low"], row["high"])
        wares.setdefault(row["commitment"], []).append(made)
    return [
        Held(
            row["number"],
            row["thread"],
            Pledge(
                id=row["id"],
                article=row["article_id"],
                source=str(row["source"]),
                known=datetime.date.fromisoformat(row["known"]),
                donors=frozenset(parties.get((row["number"], "donor"), ())),
                recipients=frozenset(parties.get((row["number"], "recipient"), ())),
                category=row["category"],
                low=row["low"],
                high=row["high"] if row["high"] is not None or row["low"] is not None else row["value"],
                currency=row["currency"],
                wares=tuple(wares.get(row["number"], ())),
                stage=row["stage"],
                cumulative=bool(row["cumulative"]),
                sentence=row["sentence"],
            ),
        )
        for row in rows
    ]
