"""Events of the ledger as the columns of one query, with the numbers of their actors and their figures.

In: numbers of events, in batches. Out: `EventRow`s in the order of the numbers. Pages make records in full of them
(`event_details`), exports write tables of a million of them with no record made in between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from communique.ledger.quoted import COLUMNS, SENTENCE
from communique.ledger.told.people import Actors, actors_in_roles, batches, tuples
from communique.ledger.told.then import SHADOWED, spanning


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people in an event; None where the range is open."""

    kind: str
    value: int | None
    low: int | None
    high: int | None
    estimate: bool


class EventRow(NamedTuple):
    """An event with the report that tells it best; `contexts` is JSON, `report` a number.

    A tuple, since a million of dataclasses take longer than everything else that is done with them.
    """

    number: int
    id: str
    type: str
    mode: str | None
    contexts: str
    status: str
    date_start: str | None
    date_end: str | None
    date_precision: str | None
    date_basis: str | None
    day: str
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
    why: str | None
    reports: int
    sources: int
    verdict: str | None
    told_by: str | None
    report: int
    trigger: str | None
    trigger_start: int
    trigger_end: int
    quote: str | None
    article: str
    quote_start: int
    quote_end: int
    publisher: str | None
    published: str | None
    title: str | None
    url: str | None
    source: int


_WHY = "reports.why"
_TRIGGER = "substr(articles.text, reports.trigger_start + 1, reports.trigger_end - reports.trigger_start)"
_EVENTS = f"""
SELECT events.number, events.id, events.type, events.mode, reports.contexts, events.status, events.date_start,
    events.date_end, events.date_precision, reports.date_basis, events.day, events.known, reports.place, events.country,
    reports.admin1, reports.latitude, reports.longitude, reports.geonames, reports.place_precision, reports.quad,
    reports.score, reports.cameo, {_WHY}, events.reports, events.sources, events.verdict, speakers.name,
    reports.number, {_TRIGGER}, reports.trigger_start, reports.trigger_end, {COLUMNS}
FROM events JOIN reports ON reports.number = events.lead JOIN quotes ON quotes.number = reports.quote
JOIN articles ON articles.number = reports.article
LEFT JOIN statements ON statements.number = reports.statement
LEFT JOIN actors AS speakers ON speakers.number = statements.speaker
WHERE events.number IN
"""
_FIGURES = "SELECT report, kind, value, low, high, estimate FROM quantities WHERE report IN"


def event_rows(  # noqa: PLR0913  # what may be left out, told apart by name
    connection: sqlite3.Connection,
    numbers: Iterable[int],
    learn: Callable[[set[int]], object] | None,
    *,
    as_of: str | None = None,
    quoted: bool = True,
    reasons: bool = True,
) -> Iterator[tuple[EventRow, Actors, Actors, Sequence[Figure]]]:
    """Yield events with their actors, recipients and numbers of people; a number of no event is left out.

    Args:
        connection: the ledger.
        numbers: of events.
        learn: called with the numbers of all actors of the events that come next, before they come; None where nobody
            needs to know more of them.
        as_of: an ISO day: an event is what the reports known by then tell, and counts those alone.
        quoted: whether `quote` is wanted; to cut it out of the text takes time, and so does
        reasons: whether `why` and `trigger` are.
    """
    query = _EVENTS if quoted else _EVENTS.replace(SENTENCE, "NULL")
    query = query if reasons else query.replace(_TRIGGER, "NULL").replace(_WHY, "NULL")
    for batch in batches(numbers):
        others = spanning(connection, as_of).intersection(batch) if as_of is not None else set()
        rows: dict[int, EventRow] = {}
        actors: dict[int, Actors] = {}
        recipients: dict[int, Actors] = {}
        for before, some in (("", [each for each in batch if each not in others]), (SHADOWED, sorted(others))):
            if some:
                rows |= {row[0]: EventRow._make(row) for row in tuples(connection, before + query, some)}
                roles = actors_in_roles(connection, "event_actors", "event", some, before=before)
                actors |= roles.get("actor", {})
                recipients |= roles.get("recipient", {})
        if learn is not None:
            learn(set().union(*actors.values(), *recipients.values()))
        figures = _figures(connection, [row.report for row in rows.values()])
        for number in batch:
            row = rows.get(number)
            if row is not None:
                yield row, actors.get(number, ()), recipients.get(number, ()), figures.get(row.report, ())


def _figures(connection: sqlite3.Connection, reports: Sequence[int]) -> Mapping[int, Sequence[Figure]]:
    found: dict[int, list[Figure]] = {}
    for report, kind, value, low, high, estimate in tuples(connection, _FIGURES, reports, "ORDER BY report, place"):
        found.setdefault(report, []).append(Figure(kind, value, low, high, bool(estimate)))
    return found
