"""Events as the columns of a query, for tables of a million rows: no record is made in between, and no actor twice.

In: a ledger's connection and numbers of events. Out: rows in the order of the numbers, with the numbers of the actors
on both sides; `Sides` tells what is to be written of those.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Generic, TypeVar

from communique.ledger.full.event_rows import EventRow, Figure, event_rows
from communique.ledger.told.people import Actors, Party, People

T = TypeVar("T")

_MOST: Final = 10_000
"""Sides that are kept at hand at most: those in the news come again and again."""


class Sides(Generic[T]):
    """What is written of the actors on a side, made once for all events that have the same ones.

    Args:
        write: what makes it of the parties.
    """

    def __init__(self, write: Callable[[tuple[Party, ...]], T]) -> None:
        self._write = write
        self._known: Mapping[int | None, Party] = {}
        self._made: dict[Actors, T] = {}

    def learn(self, known: Mapping[int | None, Party]) -> None:
        """Take the actors by number of which `of` can be asked until the next call."""
        if len(self._made) > _MOST:
            self._made.clear()
        self._known = known

    def of(self, actors: Actors) -> T:
        """Return what is written of actors."""
        made = self._made.get(actors)
        if made is None:
            made = self._made[actors] = self._write(tuple(self._known[each] for each in actors))
        return made


def told_events(
    connection: sqlite3.Connection, numbers: Iterable[int], sides: Sides[T] | None, *, quoted: bool = True
) -> Iterator[tuple[EventRow, Actors, Actors, Sequence[Figure]]]:
    """Yield events with their actors, recipients and numbers of people; a number of no event is left out.

    Args:
        connection: the ledger.
        numbers: of events.
        sides: knows the actors of what was yielded last; None where their numbers are enough.
        quoted: whether `quote` is wanted: to cut it out of the text takes time.
    """
    people = People(connection)
    learn = None if sides is None else lambda actors: sides.learn(people.of(actors))
    return event_rows(connection, numbers, learn, quoted=quoted, reasons=False)
