"""Events as the columns of a query, for tables of a million rows: no record is made in between, and no actor twice.

In: a ledger's connection and numbers of events. Out: rows in the order of the numbers, with the numbers of the actors
on both sides; `Sides` tells what is to be written of those.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from communique.ledger.details import BATCH, Figure, Party
from communique.ledger.quoted import marks

T = TypeVar("T")
Actors = tuple[int, ...]
"""Numbers of the actors on one side, in their order."""

_MOST = 10_000
"""Sides, and actors, that are kept at hand at most: those in the news come again and again."""


class Told(NamedTuple):
    """An event with the report that tells it best, as `EventInFull`; `contexts` is JSON, `report` a number.

    A tuple, since a million of dataclasses take longer than everything else that is done with them.
    """

    number: int
    report: int
    id: str
    day: str
    date_start: str | None
    date_end: str | None
    date_precision: str | None
    date_basis: str | None
    type: str
    mode: str | None
    contexts: str
    status: str
    told_by: str | None
    place: str | None
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    place_precision: str | None
    quad: int
    score: float
    cameo: str
    reports: int
    sources: int
    verdict: str | None
    known: str
    quote: str | None
    quote_start: int
    quote_end: int
    article: str
    publisher: str | None
    published: str | None
    title: str | None
    url: str | None


_QUOTE = 'substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start")'
_EVENTS = """
SELECT events.number, reports.number, events.id, events.day, events.date_start, events.date_end, events.date_precision,
    reports.date_basis, events.type, events.mode, reports.contexts, events.status, speakers.name, reports.place,
    events.country, reports.admin1, reports.latitude, reports.longitude, reports.geonames, reports.place_precision,
    reports.quad, reports.score, reports.cameo, events.reports, events.sources, events.verdict, events.known,
    {quote}, quotes."start", quotes."end", articles.id, articles.publisher, articles.published, articles.title,
    articles.url
FROM events JOIN reports ON reports.number = events.lead JOIN quotes ON quotes.number = reports.quote
JOIN articles ON articles.number = reports.article
LEFT JOIN statements ON statements.number = reports.statement
LEFT JOIN actors AS speakers ON speakers.number = statements.speaker
WHERE events.number IN ({marks})
"""
_ACTORS = "SELECT number, id, name, kind, country, sectors, title, code FROM actors WHERE number IN ({marks})"
_ROLES = "SELECT event, role, actor FROM event_actors WHERE event IN ({marks}) ORDER BY event, role, place"
_FIGURES = """
SELECT report, kind, value, low, high, estimate FROM quantities WHERE report IN ({marks}) ORDER BY report, place
"""


class Sides(Generic[T]):
    """What is written of the actors on a side, made once for all events that have the same ones.

    Args:
        write: what makes it of the parties.
    """

    def __init__(self, write: Callable[[tuple[Party, ...]], T]) -> None:
        self._write = write
        self._known: dict[int, Party] = {}
        self._made: dict[Actors, T] = {}

    def learn(self, connection: sqlite3.Connection, actors: set[int]) -> None:
        """Look up actors, so that `of` can be asked for sides of them until the next call."""
        if len(self._made) > _MOST:
            self._made.clear()
        if len(self._known) > _MOST:
            self._known.clear()
        new = sorted(actors - self._known.keys())
        for start in range(0, len(new), BATCH):
            self._known |= _parties(connection, new[start : start + BATCH])

    def of(self, actors: Actors) -> T:
        """Return what is written of actors."""
        made = self._made.get(actors)
        if made is None:
            made = self._made[actors] = self._write(tuple(self._known[each] for each in actors))
        return made


def parties(connection: sqlite3.Connection, actors: Iterable[int]) -> Iterator[tuple[int, Party]]:
    """Yield actors by number, with their numbers, in their order."""
    source = iter(actors)
    while batch := list(islice(source, BATCH)):
        found = _parties(connection, batch)
        yield from ((number, found[number]) for number in batch)


def _parties(connection: sqlite3.Connection, actors: Sequence[int]) -> dict[int, Party]:
    return {
        number: Party(ident, name, kind, country, words(sectors), title, code)
        for number, ident, name, kind, country, sectors, title, code in _rows(connection, _ACTORS, actors)
    }


def told_events(
    connection: sqlite3.Connection, numbers: Iterable[int], sides: Sides[T] | None, *, quoted: bool = True
) -> Iterator[tuple[Told, Actors, Actors, Sequence[Figure]]]:
    """Yield events with their actors, recipients and numbers of people; a number of no event is left out.

    Args:
        connection: the ledger.
        numbers: of events.
        sides: knows the actors of what was yielded last; None where their numbers are enough.
        quoted: whether `quote` is wanted: to cut it out of the text takes time.
    """
    query = _EVENTS.replace("{quote}", _QUOTE if quoted else "NULL")
    source = iter(numbers)
    while batch := list(islice(source, BATCH)):
        rows = {row[0]: Told._make(row) for row in _rows(connection, query, batch)}
        actors: dict[int, Actors] = {}
        recipients: dict[int, Actors] = {}
        seen: set[int] = set()
        for event, role, actor in _rows(connection, _ROLES, batch):
            side = actors if role == "actor" else recipients
            side[event] = (*side[event], actor) if event in side else (actor,)
            seen.add(actor)
        if sides is not None:
            sides.learn(connection, seen)
        figures: dict[int, list[Figure]] = {}
        for report, kind, value, low, high, estimate in _rows(connection, _FIGURES, [row[1] for row in rows.values()]):
            figures.setdefault(report, []).append(Figure(kind, value, low, high, bool(estimate)))
        for number in batch:
            row = rows.get(number)
            if row is not None:
                yield row, actors.get(number, ()), recipients.get(number, ()), figures.get(row[1], ())


@lru_cache(maxsize=8192)
def words(stored: str) -> tuple[str, ...]:
    """Return a list of words as the ledger keeps it."""
    return tuple(json.loads(stored)) if stored != "[]" else ()


def _rows(connection: sqlite3.Connection, query: str, numbers: Sequence[int]) -> sqlite3.Cursor:
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(query.replace("{marks}", marks(numbers)), numbers)
