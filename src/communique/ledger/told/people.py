"""Actors as parties of records in full: who, of which country and sectors, with title and code.

In: numbers of actors, or of records in roles. Out: `Party`s, each looked up once in a run of records: those in the news
are in every other record.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, TypeVar

from communique.ledger.quoted import marks

BATCH: Final = 1_000
"""Rows that are fetched together: a query for each of their parts, not for each row."""
_MOST: Final = 50_000
"""Actors that are kept at hand at most while records are fetched."""
_T = TypeVar("_T")

Actors = tuple[int, ...]
"""Numbers of the actors on one side, in their order."""


@dataclass(frozen=True, slots=True)
class Party:
    """An actor in a role: id, name, kind, country, PLOVER sectors (most specific first), title, code."""

    id: str
    name: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]
    title: str | None
    code: str | None


_ACTORS = "SELECT number, id, name, kind, country, sectors, title, code FROM actors WHERE number IN"


class People:
    """Looks up actors of a ledger, each of a run of records once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[int, Party] = {}

    def of(self, numbers: Iterable[int | None]) -> Mapping[int | None, Party]:
        """Return actors by number, at least those of some numbers."""
        wanted = {each for each in numbers if each is not None}
        if len(self._known) > _MOST:
            self._known.clear()
        new = sorted(wanted - self._known.keys())
        for start in range(0, len(new), BATCH):
            for row in tuples(self._connection, _ACTORS, new[start : start + BATCH]):
                number, ident, name, kind, country, sectors, title, code = row
                self._known[number] = Party(ident, name, kind, country, listed(sectors), title, code)
        return self.known

    @property
    def known(self) -> Mapping[int | None, Party]:
        """Actors by number: those asked for last are among them, until others are asked for."""
        return self._known  # type: ignore[return-value]  # to look up None in it is to find nobody

    def roles(self, table: str, record: str, batch: Sequence[int]) -> dict[tuple[int, str], list[Party]]:
        """Return the actors of records by record and role, in the order of their places."""
        found = actors_in_roles(self._connection, table, record, batch)
        known = self.of(actor for sides in found.values() for actors in sides.values() for actor in actors)
        return {
            (number, role): [known[actor] for actor in actors]
            for role, sides in found.items()
            for number, actors in sides.items()
        }


def parties(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[tuple[int, Party]]:
    """Yield actors with their numbers, in the order of those; none is kept but those of a batch."""
    for batch in batches(numbers):
        found = People(connection).of(batch)
        yield from ((number, found[number]) for number in batch)


def actors_in_roles(
    connection: sqlite3.Connection, table: str, record: str, batch: Sequence[int], *, before: str = ""
) -> dict[str, dict[int, Actors]]:
    """Return the numbers of the actors of records by role and record, in the order of their places.

    Args:
        connection: the ledger.
        table: of roles, such as `event_actors`.
        record: its column that has the record's number.
        batch: numbers of records.
        before: what stands before the query, such as `then.SHADOWED`.
    """
    query = f"{before}SELECT {record}, role, actor FROM {table} WHERE {record} IN"
    found: dict[str, dict[int, Actors]] = {}
    for number, role, actor in tuples(connection, query, batch, f"ORDER BY {record}, role, place"):
        side = found.setdefault(role, {})
        side[number] = (*side[number], actor) if number in side else (actor,)
    return found


def tuples(connection: sqlite3.Connection, query: str, numbers: Sequence[int], after: str = "") -> sqlite3.Cursor:
    """Return the rows of a query ending in IN for some numbers, as plain tuples: a million has no time for names."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(f"{query} ({marks(numbers)}) {after}", numbers)


def batches(numbers: Iterable[_T]) -> Iterator[list[_T]]:
    """Yield numbers in lists of `BATCH`, the last one shorter."""
    source = iter(numbers)
    while batch := list(islice(source, BATCH)):
        yield batch


@lru_cache(maxsize=8192)
def listed(stored: str) -> tuple[str, ...]:
    """Return a list of words as the ledger keeps it."""
    return tuple(json.loads(stored)) if stored != "[]" else ()
