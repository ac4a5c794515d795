"""Records of the ledger in full, for exports and pages: who with country, sectors and code, where, when, in what words.

In: numbers of rows, in batches. Out: frozen rows, in the order of the numbers.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from communique.ledger.quoted import Quoted, marks

BATCH = 500
"""Rows that are fetched together: a query for each of their parts, not for each row."""

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
class EventInFull:
    """An event with its parties and the report that tells it best."""

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
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    quantities: tuple[Figure, ...]
    quote: Quoted


@dataclass(frozen=True, slots=True)
class StatementInFull:
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
    known: str
    verdict: str | None
    speaker: Party
    addressee: Party | None
    quote: Quoted


@dataclass(frozen=True, slots=True)
class CommitmentInFull:
    """A commitment with its parties, items and thread."""

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
    known: str
    verdict: str | None
    stage_by: Party | None
    told_by: str | None
    donors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    items: tuple[Materiel, ...]
    quote: Quoted


_QUOTE = """
    substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start") AS quote_text,
    articles.id AS article_id, quotes."start" AS quote_start, quotes."end" AS quote_end, articles.publisher,
    articles.published, articles.title,
    articles.url, articles.source
"""

_NOW = "events JOIN reports ON reports.number = events.lead"
_THEN = """
(SELECT event, number, min(known || id) FROM reports WHERE known <= ?1 AND verdict IS NOT 'rejected' GROUP BY event)
    AS known_reports JOIN events ON events.number = known_reports.event
    JOIN reports ON reports.number = known_reports.number
"""
_COUNTED = """
(SELECT count({}) FROM reports AS those JOIN articles AS their ON their.number = those.article
    WHERE those.event = events.number AND those.known <= ?1 AND those.verdict IS NOT 'rejected')
"""


def _events_query(*, then: bool) -> str:
    """Return the query of events, as they are now, or as the reports tell that were known by a day (value 1)."""
    own = "reports" if then else "events"
    counts = (
        (_COUNTED.format("*"), _COUNTED.format("DISTINCT their.source"))
        if then
        else (
            "events.reports",
            "events.sources",
        )
    )
    return f"""
    SELECT events.number, events.id, {own}.type, {own}.mode, reports.contexts, {own}.status, {own}.date_start,
        {own}.date_end, {own}.date_precision, reports.date_basis, {own}.day, events.known, reports.place, {own}.country,
        reports.admin1, reports.latitude, reports.longitude, reports.geonames, reports.place_precision, reports.quad,
        reports.score, reports.cameo, reports.why, {counts[0]} AS reports, {counts[1]} AS sources, events.verdict,
        speakers.name AS told_by, reports.number AS report,
        substr(articles.text, reports.trigger_start + 1, reports.trigger_end - reports.trigger_start) AS trigger_word,
        {_QUOTE}
    FROM {_THEN if then else _NOW} JOIN quotes ON quotes.number = reports.quote
    JOIN articles ON articles.number = reports.article
    LEFT JOIN statements ON statements.number = reports.statement
    LEFT JOIN actors AS speakers ON speakers.number = statements.speaker
    WHERE events.number IN
    """


_STATEMENTS = f"""
SELECT statements.*, substr(articles.text, cue_start + 1, cue_end - cue_start) AS cue,
    substr(articles.text, content_start + 1, content_end - content_start) AS content,
    (SELECT id FROM statements AS outer_statements WHERE outer_statements.number = statements.within) AS within_id,
    {_QUOTE}
FROM statements JOIN quotes ON quotes.number = statements.quote JOIN articles ON articles.number = statements.article
WHERE statements.number IN
"""

_COMMITMENTS = f"""
SELECT commitments.*, threads.id AS thread_id, speakers.name AS told_by, {_QUOTE}
FROM commitments JOIN threads ON threads.number = commitments.thread JOIN quotes ON quotes.number = commitments.quote
JOIN articles ON articles.number = commitments.article
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
    for batch in _batches(numbers):
        rows = _rows(connection, _events_query(then=as_of is not None), batch, *([as_of] if as_of else []))
        parties = _parties(connection, "event_actors", "event", batch)
        figures = _figures(connection, [row["report"] for row in rows.values()])
        for number in batch:
            row = rows.get(number)
            if row is not None:
                yield EventInFull(
                    *(row["number"], row["id"], row["type"], row["mode"], _words(row["contexts"]), row["status"]),
                    *(row["date_start"], row["date_end"], row["date_precision"], row["date_basis"], row["day"]),
                    *(row["known"], row["place"], row["country"], row["admin1"], row["latitude"], row["longitude"]),
                    *(row["geonames"], row["place_precision"], row["quad"], row["score"], row["cameo"], row["why"]),
                    *(row["reports"], row["sources"], row["verdict"], row["told_by"], row["trigger_word"]),
                    actors=tuple(parties.get((number, "actor"), ())),
                    recipients=tuple(parties.get((number, "recipient"), ())),
                    quantities=tuple(figures.get(row["report"], ())),
                    quote=_quoted(row),
                )


def statements_in_full(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[StatementInFull]:
    """Yield statements by number; a number of no statement is left out."""
    for batch in _batches(numbers):
        rows = _rows(connection, _STATEMENTS, batch)
        wanted = {row[name] for row in rows.values() for name in ("speaker", "addressee") if row[name] is not None}
        people = _people(connection, sorted(wanted))
        for number in batch:
            row = rows.get(number)
            if row is not None:
                yield StatementInFull(
                    *(row["number"], row["id"], row["act"], row["certainty"], row["quotation"], row["cue"] or None),
                    *(row["content"], row["content_start"], row["content_end"], row["within_id"], row["date_start"]),
                    *(row["date_end"], row["day"], row["known"], row["verdict"], people[row["speaker"]]),
                    addressee=people.get(row["addressee"]),
                    quote=_quoted(row),
                )


def commitments_in_full(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[CommitmentInFull]:
    """Yield commitments by number; a number of no commitment is left out."""
    for batch in _batches(numbers):
        rows = _rows(connection, _COMMITMENTS, batch)
        parties = _parties(connection, "commitment_actors", "commitment", batch)
        people = _people(connection, sorted({row["stage_by"] for row in rows.values() if row["stage_by"] is not None}))
        items = _items(connection, batch)
        for number in batch:
            row = rows.get(number)
            if row is not None:
                yield CommitmentInFull(
                    *(row["number"], row["id"], row["thread_id"], row["category"], row["instrument"], row["value"]),
                    *(row["low"], row["high"], row["currency"], _words(row["qualifiers"] or "[]"), row["per"]),
                    *(row["stage"], bool(row["cumulative"]), row["date_start"], row["date_end"]),
                    *(row["date_precision"], row["day"], row["known"], row["verdict"]),
                    stage_by=people.get(row["stage_by"]),
                    told_by=row["told_by"],
                    donors=tuple(parties.get((number, "donor"), ())),
                    recipients=tuple(parties.get((number, "recipient"), ())),
                    items=tuple(items.get(number, ())),
                    quote=_quoted(row),
                )


def _batches(numbers: Iterable[_T]) -> Iterator[list[_T]]:
    source = iter(numbers)
    while batch := list(islice(source, BATCH)):
        yield batch


def _rows(connection: sqlite3.Connection, query: str, batch: Sequence[int], *before: str) -> dict[int, sqlite3.Row]:
    found = connection.execute(f"{query} ({marks(batch)})", (*before, *batch))
    return {row["number"]: row for row in found}


def _parties(
    connection: sqlite3.Connection, table: str, record: str, batch: Sequence[int]
) -> dict[tuple[int, str], list[Party]]:
    query = f"""
    SELECT {table}.{record} AS record, role, actors.* FROM {table} JOIN actors ON actors.number = {table}.actor
    WHERE {table}.{record} IN ({marks(batch)}) ORDER BY record, role, place
    """  # names of ours
    found: dict[tuple[int, str], list[Party]] = {}
    for row in connection.execute(query, batch):
        found.setdefault((row["record"], row["role"]), []).append(_party(row))
    return found


def _people(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int | None, Party]:
    query = f"SELECT * FROM actors WHERE number IN ({marks(numbers)})"  # marks only
    return {row["number"]: _party(row) for row in connection.execute(query, numbers)}


def _party(row: sqlite3.Row) -> Party:
    return Party(row["id"], row["name"], row["kind"], row["country"], _words(row["sectors"]), row["title"], row["code"])


def _figures(connection: sqlite3.Connection, reports: Sequence[int]) -> dict[int, list[Figure]]:
    query = f"SELECT * FROM quantities WHERE report IN ({marks(reports)}) ORDER BY report, place"
    found: dict[int, list[Figure]] = {}
    for row in connection.execute(query, reports):
        figure = Figure(row["kind"], row["value"], row["low"], row["high"], bool(row["estimate"]))
        found.setdefault(row["report"], []).append(figure)
    return found


def _items(connection: sqlite3.Connection, batch: Sequence[int]) -> dict[int, list[Materiel]]:
    query = f"SELECT * FROM items WHERE commitment IN ({marks(batch)}) ORDER BY commitment, place"
    found: dict[int, list[Materiel]] = {}
    for row in connection.execute(query, batch):
        item = Materiel(
            *(row["designation"], row["class"], row["count"], row["low"], row["high"], bool(row["estimate"])),
            condition=row["condition"],
        )
        found.setdefault(row["commitment"], []).append(item)
    return found


def _quoted(row: sqlite3.Row) -> Quoted:
    return Quoted(
        *(
            row["quote_text"],
            row["article_id"],
            row["quote_start"],
            row["quote_end"],
            row["publisher"],
            row["published"],
        ),
        *(row["title"], row["url"], row["source"]),
    )


def _words(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value)) if value != "[]" else ()
