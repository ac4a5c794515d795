"""Events of the ledger in full, for exports and pages: who with country, sectors and code, where, when, in what words.

In: numbers of events, in batches. Out: frozen rows, in the order of the numbers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from communique.ledger.full.event_rows import Figure, event_rows
from communique.ledger.quoted import Quoted
from communique.ledger.told.people import Party, People, listed
from communique.shown import Shown

_POINTS = frozenset(("site", "city"))
"""Precisions with which a place has coordinates of its own."""


@dataclass(frozen=True, slots=True)
class EventInFull(Shown):
    """An event with its parties and the report that tells it best.

    `day` is that of the event where it is `dated`, else the day on which it was known.
    """

    number: int
    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    status: str
    date_start: str | None
    date_end: str | None
    date_precision: str | None
    date_basis: str | None
    day: str
    dated: bool
    known: str
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
    why: str
    reports: int
    sources: int
    verdict: str | None
    told_by: str | None
    trigger: str
    trigger_start: int
    trigger_end: int
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    quantities: tuple[Figure, ...]
    quote: Quoted

    @property
    def point(self) -> tuple[float, float] | None:
        """Longitude and latitude where a town or site is told; a country's centroid is not where something happened."""
        if self.place_precision not in _POINTS or self.longitude is None or self.latitude is None:
            return None
        return self.longitude, self.latitude


def events_in_full(
    connection: sqlite3.Connection, numbers: Iterable[int], *, as_of: str | None = None
) -> Iterator[EventInFull]:
    """Yield events by number; a number of no event is left out.

    With `as_of` (an ISO day) an event is what the reports known by then tell, and counts those alone.
    """
    people = People(connection)
    known = people.known
    for row, actors, recipients, figures in event_rows(connection, numbers, people.of, as_of=as_of):
        # In the order of the query's columns: a million rows have no time to look them up by name.
        told: tuple[Any, ...] = row
        yield EventInFull(  # type: ignore[call-arg]  # the columns of `EventRow` in their order
            *told[:4],
            listed(row.contexts),
            *told[5:11],
            row.date_start is not None and row.date_end is not None,
            *told[11:27],
            *told[28:31],
            tuple(known[each] for each in actors),
            tuple(known[each] for each in recipients),
            tuple(figures),
            Quoted(*told[31:]),
        )
