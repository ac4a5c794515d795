"""Commitments of the ledger as linking knows them, packed beside their rows.

In: the number of a commitment. Out: those between the same parties, as pledges, with their threads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

from communique.ledger.file.database import to_json
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

_PARTIES = "SELECT place, actor, country FROM commitment_actors WHERE commitment = ? AND role = ?"
_OF_ONE = """
SELECT * FROM (SELECT day, commitment, role, place FROM commitment_actors WHERE {} AND commitment <> ?3
    ORDER BY day DESC, commitment DESC, role DESC, place DESC LIMIT ?4)
"""
_LATEST = f"""
{_OF_ONE.format("actor = ?1")} UNION {_OF_ONE.format("country = ?2")}
ORDER BY day DESC, commitment DESC, role DESC, place DESC LIMIT ?4
"""
"""Both go along an index from its end, however many commitments a party has."""
_NEAR = """
SELECT number, thread, pledge, known, id FROM commitments
WHERE number IN (SELECT value FROM json_each(?)) AND pledge IS NOT NULL
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
        numbers = to_json(_latest(connection, commitment, role, most))
        found = {row["number"]: row for row in connection.execute(_NEAR, (numbers,))}
        if found:
            break
    for its_id in former:
        query = "SELECT number, thread, pledge, known, id FROM commitments WHERE id = ? AND pledge IS NOT NULL"
        found |= {row["number"]: row for row in connection.execute(query, (its_id,))}
    rows = sorted(found.values(), key=lambda row: (row["known"], row["id"]))
    return [Held(row["number"], row["thread"], _pledge(row["pledge"])) for row in rows]


def _latest(connection: sqlite3.Connection, commitment: int, role: str, most: int) -> list[int]:
    """Return the latest commitments that name the actors, or countries, who have a role in one; of one day the newest.

    One that names two of them counts as two of the most that are wanted.
    """
    near: list[tuple[str, int, str, int, int]] = []
    for own, actor, country in connection.execute(_PARTIES, (commitment, role)).fetchall():
        near += [(*row, own) for row in connection.execute(_LATEST, (actor, country, commitment, most))]
    return sorted({number for _, number, *_ in nlargest(most, near)})
