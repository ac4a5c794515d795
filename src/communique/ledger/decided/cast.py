"""Actors as decisions know them: by id and key, with what it takes to make their row in a ledger that hasn't met them.

In: what a user writes for one actor. Out: `Known`, which goes with the decision from ledger to ledger, and the number
of the actor's row.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from communique.errors import BadDecision
from communique.knowledge.countries import countries
from communique.ledger.decided.find import full_id
from communique.ledger.decided.who import actors_meant, code_of
from communique.ledger.file.database import to_json
from communique.ledger.ids import actor_id
from communique.ledger.quoted import marks
from communique.linking.actors import folded
from communique.vocabulary import ActorKind

_MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """An actor; `id` is made from `key`."""

    id: str
    key: str
    name: str
    kind: str
    country: str | None
    sectors: tuple[str, ...] = ()
    title: str | None = None
    code: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the actor as a decision keeps it."""
        return {**asdict(self), "sectors": list(self.sectors)}

    @property
    def fields(self) -> dict[str, str | None]:
        """What can be edited of the actor, and what goes with it, as columns of `actors`."""
        return {
            "name": self.name,
            "folded": folded(self.name),
            "kind": self.kind,
            "country": self.country,
            "sectors": to_json(self.sectors),
            "title": self.title,
            "code": self.code,
        }

    @classmethod
    def from_json(cls, raw: Any) -> Self:
        """Return the actor that a decision keeps.

        Raises:
            BadDecision: it isn't one.
        """
        try:
            found = cls(**{**raw, "sectors": tuple(map(str, raw.get("sectors", ())))})
            kind = ActorKind(found.kind)
        except (TypeError, ValueError, AttributeError) as error:
            raise BadDecision(f"{raw} is no actor ({error})", hint="Name the actor instead.") from error
        texts = (found.id, found.key, found.name, found.kind)
        optional = (found.country, found.title, found.code)
        if not all(isinstance(each, str) for each in (*texts, *(each for each in optional if each is not None))):
            raise BadDecision(f"{raw} is no actor (a text is missing)", hint="Name the actor instead.")
        if found.id != actor_id(found.key) or not found.name:
            raise BadDecision(f"{found.id} isn't the id of {found.key}", hint="Name the actor instead.")
        return cls(**{**asdict(found), "kind": str(kind)})


def known_actor(connection: sqlite3.Connection, said: Any) -> Known:
    """Return the one actor that is meant by a name, a code or an id; a country's code means its state.

    Raises:
        BadDecision: several are meant.
        BadQuestion, UnknownId: none is.
    """
    if isinstance(said, Mapping):
        return Known.from_json(said)
    words = str(said).strip()
    if words.startswith("actor-"):
        return actor_with(connection, full_id(connection, words))
    code = code_of(words)
    if code in countries():
        return _state(connection, str(code))
    numbers = actors_meant(connection, words)
    if len(numbers) > 1:
        rows = [
            connection.execute("SELECT id, name FROM actors WHERE number = ?", (each,)).fetchone() for each in numbers
        ]
        exact = [row for row in rows if folded(row["name"]) == folded(words)]
        if len(exact) != 1:
            some = ", ".join(f"{row['name']} ({row['id']})" for row in rows[:_MOST])
            raise BadDecision(f"several actors are called {words}: {some}", hint="Write the id of one.")
        return actor_with(connection, exact[0]["id"])
    row = connection.execute("SELECT id FROM actors WHERE number = ?", (numbers[0],)).fetchone()
    return actor_with(connection, row["id"])


def actor_with(connection: sqlite3.Connection, its_id: str) -> Known:
    """Return the actor with an id in the ledger."""
    row = connection.execute("SELECT * FROM actors WHERE id = ?", (its_id,)).fetchone()
    values = {name: row[name] for name in ("id", "key", "name", "kind", "country", "title", "code")}
    return Known(**values, sectors=tuple(json.loads(row["sectors"])))


def _state(connection: sqlite3.Connection, code: str) -> Known:
    key = f"state:{code}"
    its_id = actor_id(key)
    if connection.execute("SELECT 1 FROM actors WHERE id = ?", (its_id,)).fetchone():
        return actor_with(connection, its_id)
    return Known(its_id, key, countries()[code].name, str(ActorKind.STATE), code)


def actor_of(connection: sqlite3.Connection, known: Known) -> int:
    """Return the number of an actor, whose row is made where the ledger hasn't met him."""
    row = connection.execute(
        "SELECT number FROM actors WHERE id = ?1 UNION ALL SELECT actor FROM actor_aliases WHERE id = ?1", (known.id,)
    ).fetchone()
    if row is not None:
        return int(row[0])
    values = {"id": known.id, "key": known.key, **known.fields}
    cursor = connection.execute(
        f"INSERT INTO actors ({', '.join(values)}) VALUES ({marks(values)})",  # names of ours, and marks
        tuple(values.values()),
    )
    return int(cursor.lastrowid or 0)


_TOLD_OF = """
SELECT 1 WHERE EXISTS (SELECT 1 FROM mentions WHERE actor = ?1) OR EXISTS (SELECT 1 FROM report_actors WHERE actor = ?1)
    OR EXISTS (SELECT 1 FROM event_actors WHERE actor = ?1) OR EXISTS (SELECT 1 FROM statements WHERE speaker = ?1)
    OR EXISTS (SELECT 1 FROM statements WHERE addressee = ?1) OR EXISTS (SELECT 1 FROM actor_aliases WHERE actor = ?1)
    OR EXISTS (SELECT 1 FROM commitment_actors WHERE actor = ?1)
    OR EXISTS (SELECT 1 FROM commitments WHERE stage_by = ?1)
"""


def forget_actors(connection: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Take out those of some actors whom nothing tells of any more; an article that does makes the same row anew."""
    for number in sorted(set(numbers)):
        if connection.execute(_TOLD_OF, (number,)).fetchone() is None:
            connection.execute("DELETE FROM actors WHERE number = ?", (number,))
