"""Statements and commitments of the ledger in full, for exports and pages; events stand in `event_details`.

In: numbers of rows, in batches. Out: frozen rows, in the order of the numbers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from communique.ledger.quoted import COLUMNS, Quoted, marks
from communique.ledger.told.lives import UNDELIVERED, lives
from communique.ledger.told.people import Party, People, batches, listed, tuples
from communique.ledger.told.threads import latest_stage
from communique.shown import Shown

NOT_DELIVERED = "not delivered"
"""What is said of a delivery that didn't happen, where others have their stage."""


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


_STATEMENTS = f"""
SELECT statements.number, statements.id, act, certainty, quotation,
    substr(articles.text, cue_start + 1, cue_end - cue_start) AS cue,
    substr(articles.text, content_start + 1, content_end - content_start) AS content, content_start, content_end,
    (SELECT id FROM statements AS outer_statements WHERE outer_statements.number = statements.within) AS within_id,
    date_start, date_end, day, statements.known, verdict, speaker, addressee, {COLUMNS}
FROM statements JOIN quotes ON quotes.number = statements.quote JOIN articles ON articles.number = statements.article
WHERE statements.number IN
"""

_COMMITMENTS = f"""
SELECT commitments.number, commitments.id, threads.id, commitments.category, commitments.instrument,
    commitments.value, commitments.low, commitments.high, commitments.currency, commitments.qualifiers, commitments.per,
    commitments.stage, commitments.cumulative, commitments.date_start, commitments.date_end, commitments.date_precision,
    commitments.day, commitments.known, commitments.verdict, commitments.stage_by, speakers.name AS told_by,
    {UNDELIVERED} AS undelivered, commitments.thread, threads.stage, threads.reports,
    threads.sources AS thread_sources, {COLUMNS}
FROM commitments JOIN threads ON threads.number = commitments.thread JOIN quotes ON quotes.number = commitments.quote
JOIN articles ON articles.number = commitments.article
LEFT JOIN reports ON reports.number = commitments.report
LEFT JOIN statements ON statements.number = commitments.statement
LEFT JOIN actors AS speakers ON speakers.number = statements.speaker
WHERE commitments.number IN
"""
_ITEMS = """
SELECT commitment, designation, class, "count", low, high, estimate, condition FROM items WHERE commitment IN
"""


def statements_in_full(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[StatementInFull]:
    """Yield statements by number; a number of no statement is left out."""
    people = People(connection)
    for batch in batches(numbers):
        rows = {row[0]: row for row in tuples(connection, _STATEMENTS, batch)}
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
    people = People(connection)
    for batch in batches(numbers):
        rows = {row[0]: row for row in tuples(connection, _COMMITMENTS, batch)}
        parties = people.roles("commitment_actors", "commitment", batch)
        known = people.of(row[19] for row in rows.values())
        items = _items(connection, batch)
        then = _threads(connection, [row[22] for row in rows.values()], as_of) if as_of is not None else None
        for number in batch:
            row = rows.get(number)
            if row is not None:
                yield CommitmentInFull(  # type: ignore[call-arg]  # the columns of `_COMMITMENTS` in their order
                    *row[:9],
                    listed(row[9] or "[]"),
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


def _items(connection: sqlite3.Connection, batch: Sequence[int]) -> dict[int, list[Materiel]]:
    found: dict[int, list[Materiel]] = {}
    rows = tuples(connection, _ITEMS, batch, "ORDER BY commitment, place")
    for commitment, name, kind, count, low, high, estimate, condition in rows:
        item = Materiel(name, kind, count, low, high, bool(estimate), condition)
        found.setdefault(commitment, []).append(item)
    return found
