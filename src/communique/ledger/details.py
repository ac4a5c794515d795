"""Records of the ledger in full, for exports and pages: who with country, sectors and code, where, when, in what words.

In: numbers of rows, in batches. Out: frozen rows, in the order of the numbers.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from communique.ledger.lives import UNDELIVERED, lives
from communique.ledger.quoted import Quoted, marks
from communique.ledger.then import SHADOWED, spanning
from communique.ledger.threads import latest_stage
from communique.shown import Shown

BATCH = 1_000
"""Rows that are fetched together: a query for each of their parts, not for each row."""

NOT_DELIVERED = "not delivered"
"""What is said of a delivery that didn't happen, where others have their stage."""
_MOST_PEOPLE = 50_000
"""Actors that are kept at hand at most while records are fetched."""

_POINTS = frozenset(("site", "city"))
"""Precisions with which a place has coordinates of its own."""

_T = TypeVar("_T")


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


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people in an event; None where the range is open."""

    kind: str
    value: int | None
    low: int | None
    high: int | None
    estimate: bool


@dataclass(frozen=True, slots=True)
class Materiel:
    """An item of a commitment."""

    designation: str
    item_class: str
    count: int | None
    low: int | None
    high: int | None
    estimate: bool
    condition: str | None


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


@dataclass(frozen=True, slots=True)
class StatementInFull(Shown):
    """A statement with its parties; `content` is what was said, `cue` the reporting word."""

    number: int
    id: str
    act: str
    certainty: str
    quotation: str
    cue: str | None
    content: str
    content_start: int
    content_end: int
    within: str | None
    date_start: str | None
    date_end: str | None
    day: str
    dated: bool
    known: str
    verdict: str | None
    speaker: Party
    addressee: Party | None
    quote: Quoted


@dataclass(frozen=True, slots=True)
class CommitmentInFull(Shown):
    """A commitment with its parties and items, and what its thread has come to: latest stage, reports, sources.

    `undelivered` says that it tells of a delivery that didn't happen: the report that it stands on is negated.
    """

    number: int
    id: str
    thread: str
    category: str
    instrument: str
    value: float | None
    low: float | None
    high: float | None
    currency: str | None
    qualifiers: tuple[str, ...]
    per: str | None
    stage: str
    cumulative: bool
    date_start: str | None
    date_end: str | None
    date_precision: str | None
    day: str
    dated: bool
    known: str
    verdict: str | None
    stage_by: Party | None
    told_by: str | None
    donors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    items: tuple[Materiel, ...]
    thread_stage: str
    thread_reports: int
    thread_sources: int
    quote: Quoted
    undelivered: bool = False

    @property
    def stage_told(self) -> str:
        """The stage in words: of a delivery that didn't happen (`undelivered`), that."""
        return NOT_DELIVERED if self.undelivered else self.stage


_QUOTE = """
    substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start") AS quote_text,
    articles.id AS article_id, quotes."start" AS quote_start, quotes."end" AS quote_end, articles.publisher,
    articles.published, articles.title,
    articles.url, articles.source
"""

_EVENTS = f"""
SELECT events.number, events.id, events.type, events.mode, reports.contexts, events.status, events.date_start,
    events.date_end, events.date_precision, reports.date_basis, events.day, events.known, reports.place, events.country,
    reports.admin1, reports.latitude, reports.longitude, reports.geonames, reports.place_precision, reports.quad,
    reports.score, reports.cameo, reports.why, events.reports, events.sources, events.verdict,
    speakers.name AS told_by, reports.number AS report, reports.trigger_start, reports.trigger_end,
    substr(articles.text, reports.trigger_start + 1, reports.trigger_end - reports.trigger_start) AS trigger_word,
    {_QUOTE}
FROM events JOIN reports ON reports.number = events.lead JOIN quotes ON quotes.number = reports.quote
JOIN articles ON articles.number = reports.article
LEFT JOIN statements ON statements.number = reports.statement
LEFT JOIN actors AS speakers ON speakers.number = statements.speaker
WHERE events.number IN
"""
_STATEMENTS = f"""
SELECT statements.number, statements.id, act, certainty, quotation,
    substr(articles.text, cue_start + 1, cue_end - cue_start) AS cue,
    substr(articles.text, content_start + 1, content_end - content_start) AS content, content_start, content_end,
    (SELECT id FROM statements AS outer_statements WHERE outer_statements.number = statements.within) AS within_id,
    date_start, date_end, day, statements.known, verdict, speaker, addressee, {_QUOTE}
FROM statements JOIN quotes ON quotes.number = statements.quote JOIN articles ON articles.number = statements.article
WHERE statements.number IN
"""

_COMMITMENTS = f"""
SELECT commitments.number, commitments.id, threads.id AS thread_id, commitments.category, commitments.instrument,
    commitments.value, commitments.low, commitments.high, commitments.currency, commitments.qualifiers, commitments.per,
    commitments.stage, commitments.cumulative, commitments.date_start, commitments.date_end, commitments.date_precision,
    commitments.day, commitments.known, commitments.verdict, commitments.stage_by, speakers.name AS told_by,
    {UNDELIVERED} AS undelivered, commitments.thread, threads.stage AS thread_stage, threads.reports AS thread_reports,
    threads.sources AS thread_sources, {_QUOTE}
FROM commitments JOIN threads ON threads.number = commitments.thread JOIN quotes ON quotes.number = commitments.quote
JOIN articles ON articles.number = commitments.article
LEFT JOIN reports ON reports.number = commitments.report
LEFT JOIN statements ON statements.number = commitments.statement
LEFT JOIN actors AS speakers ON speakers.number = statements.speaker
WHERE commitments.number IN
"""


def events_in_full(
    connection: sqlite3.Connection, numbers: Iterable[int], *, as_of: str | None = None
) -> Iterator[EventInFull]:
    """Yield events by number; a number of no event is left out.

    With `as_of` (an ISO day) an event is what the reports known by then tell, and counts those alone.
    """
    for row, actors, recipients, quantities in _event_rows(connection, numbers, as_of=as_of):
        # In the order of the query's columns: a million rows have no time to look them up by name.
        yield EventInFull(  # type: ignore[call-arg]  # the columns of `_EVENTS` in their order
            *row[:4],
            _words(row[4]),
            *row[5:11],
            row[6] is not None and row[7] is not None,
            *row[11:27],
            row[30],
            row[28],
            row[29],
            tuple(actors),
            tuple(recipients),
            tuple(quantities),
            Quoted(*row[31:]),
        )


def _event_rows(
    connection: sqlite3.Connection, numbers: Iterable[int], *, as_of: str | None = None
) -> Iterator[tuple[tuple[Any, ...], Sequence[Party], Sequence[Party], Sequence[Figure]]]:
    """Yield of each event the columns of `_EVENTS` as they come, its actors, its recipients and its figures."""
    people = _People(connection)
    for batch in _batches(numbers):
        others = sorted(spanning(connection, as_of).intersection(batch)) if as_of is not None else []
        rows = _tuples(connection, _EVENTS, batch)
        parties = people.roles("event_actors", "event", batch)
        if others:
            rows |= _tuples(connection, SHADOWED + _EVENTS, others)
            parties = {key: each for key, each in parties.items() if key[0] not in others}
            parties |= people.roles("event_actors", "event", others, before=SHADOWED)
        figures = _figures(connection, [row[27] for row in rows.values()])
        for number in batch:
            row = rows.get(number)
            if row is not None:
                yield (
                    row,
                    parties.get((number, "actor"), ()),
                    parties.get((number, "recipient"), ()),
                    figures.get(row[27], ()),
                )


def statements_in_full(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[StatementInFull]:
    """Yield statements by number; a number of no statement is left out."""
    people = _People(connection)
    for batch in _batches(numbers):
        rows = _tuples(connection, _STATEMENTS, batch)
        known = people.of(row[at] for row in rows.values() for at in (15, 16))
        for number in batch:
            row = rows.get(number)
            if row is not None:
                yield StatementInFull(  # type: ignore[call-arg]  # the columns of `_STATEMENTS` in their order
                    *row[:5],
                    row[5] or None,
                    *row[6:13],
                    row[10] is not None and row[11] is not None,
                    *row[13:15],
                    known[row[15]],
                    known.get(row[16]),
                    Quoted(*row[17:]),
                )


def commitments_in_full(
    connection: sqlite3.Connection, numbers: Iterable[int], *, as_of: str | None = None
) -> Iterator[CommitmentInFull]:
    """Yield commitments by number; a number of no commitment is left out.

    With `as_of` (an ISO day) a thread has come to what those known by then tell.
    """
    people = _People(connection)
    for batch in _batches(numbers):
        rows = _tuples(connection, _COMMITMENTS, batch)
        parties = people.roles("commitment_actors", "commitment", batch)
        known = people.of(row[19] for row in rows.values())
        items = _items(connection, batch)
        then = _threads(connection, [row[22] for row in rows.values()], as_of) if as_of is not None else None
        for number in batch:
            row = rows.get(number)
            if row is not None:
                yield CommitmentInFull(  # type: ignore[call-arg]  # the columns of `_COMMITMENTS` in their order
                    *row[:9],
                    _words(row[9] or "[]"),
                    *row[10:12],
                    bool(row[12]),
                    *row[13:17],
                    row[13] is not None and row[14] is not None,
                    *row[17:19],
                    known.get(row[19]),
                    row[20],
                    tuple(parties.get((number, "donor"), ())),
                    tuple(parties.get((number, "recipient"), ())),
                    tuple(items.get(number, ())),
                    *(row[23:26] if then is None else then[row[22]]),
                    Quoted(*row[26:]),
                    bool(row[21]),
                )


def _batches(numbers: Iterable[_T]) -> Iterator[list[_T]]:
    source = iter(numbers)
    while batch := list(islice(source, BATCH)):
        yield batch


def _threads(connection: sqlite3.Connection, threads: Iterable[int], until: str) -> dict[int, tuple[str, int, int]]:
    """Return by number what threads had come to on a day: the stage, reports, independent sources."""
    numbers = sorted(set(threads))
    query = f"""
    SELECT thread, stage, commitments.known, commitments.id, commitments.verdict, articles.source,
        {UNDELIVERED} AS undelivered
    FROM commitments JOIN articles ON articles.number = commitments.article
    LEFT JOIN reports ON reports.number = commitments.report
    WHERE thread IN ({marks(numbers)}) AND commitments.known <= ?
    """  # marks only
    found: dict[int, list[sqlite3.Row]] = {}
    for row in connection.execute(query, (*numbers, until)):
        found.setdefault(row["thread"], []).append(row)
    kept = {thread: [row for row in rows if row["verdict"] != "rejected"] for thread, rows in found.items()}
    several = [thread for thread, rows in kept.items() if len(rows) > 1]
    stages = {
        thread: life.thread.stage for thread, life in zip(several, lives(connection, several, until), strict=True)
    }
    then = {}
    for thread, rows in found.items():
        told = kept[thread] or rows
        stage = stages.get(thread) or latest_stage(told)
        then[thread] = (stage, len(told), len({row["source"] for row in told}))
    return then


def _tuples(connection: sqlite3.Connection, query: str, batch: Sequence[int]) -> dict[int, Any]:
    """Return rows as plain tuples by their first column, the number."""
    return {row[0]: row for row in _plain(connection, f"{query} ({marks(batch)})", batch)}


def _plain(connection: sqlite3.Connection, query: str, batch: Sequence[int]) -> sqlite3.Cursor:
    """Return the rows of a query as plain tuples: a million have no time for names."""
    cursor = connection.cursor()
    cursor.row_factory = None
    return cursor.execute(query, batch)


class _People:
    """Looks up actors, each of a run of records once: those in the news are in every other record."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[int, Party] = {}

    def of(self, numbers: Iterable[int | None]) -> dict[int | None, Party]:
        """Return actors by number, at least those of some numbers."""
        wanted = {each for each in numbers if each is not None}
        if len(self._known) > _MOST_PEOPLE:
            self._known.clear()
        new = sorted(wanted - self._known.keys())
        for start in range(0, len(new), BATCH):
            part = new[start : start + BATCH]
            query = f"SELECT * FROM actors WHERE number IN ({marks(part)})"  # marks only
            self._known |= {row["number"]: _party(row) for row in self._connection.execute(query, part)}
        return self._known  # type: ignore[return-value]  # to look up None in it is to find nobody

    def roles(
        self, table: str, record: str, batch: Sequence[int], *, before: str = ""
    ) -> dict[tuple[int, str], list[Party]]:
        """Return the actors of records by record and role, in the order of their places."""
        query = f"""
        {before}SELECT {record}, role, actor FROM {table} WHERE {record} IN ({marks(batch)})
        ORDER BY {record}, role, place
        """  # names of ours
        rows = _plain(self._connection, query, batch).fetchall()
        known = self.of({actor for _, _, actor in rows})
        found: dict[tuple[int, str], list[Party]] = {}
        for number, role, actor in rows:
            found.setdefault((number, role), []).append(known[actor])
        return found


def _party(row: sqlite3.Row) -> Party:
    return Party(row["id"], row["name"], row["kind"], row["country"], _words(row["sectors"]), row["title"], row["code"])


def _figures(connection: sqlite3.Connection, reports: Sequence[int]) -> dict[int, list[Figure]]:
    query = f"""
    SELECT report, kind, value, low, high, estimate FROM quantities WHERE report IN ({marks(reports)})
    ORDER BY report, place
    """
    found: dict[int, list[Figure]] = {}
    for report, kind, value, low, high, estimate in _plain(connection, query, reports):
        found.setdefault(report, []).append(Figure(kind, value, low, high, bool(estimate)))
    return found


def _items(connection: sqlite3.Connection, batch: Sequence[int]) -> dict[int, list[Materiel]]:
    query = f"""
    SELECT commitment, designation, class, "count", low, high, estimate, condition FROM items
    WHERE commitment IN ({marks(batch)}) ORDER BY commitment, place
    """
    found: dict[int, list[Materiel]] = {}
    for commitment, name, kind, count, low, high, estimate, condition in _plain(connection, query, batch):
        item = Materiel(name, kind, count, low, high, bool(estimate), condition)
        found.setdefault(commitment, []).append(item)
    return found


@lru_cache(maxsize=8192)
def _words(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value)) if value != "[]" else ()
