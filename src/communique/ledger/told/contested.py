"""Which sources contradict each other, kept beside the events and threads that they tell of.

In: numbers of events and threads of which something changed, in an open transaction. Out: rows of `contradictions`.
They follow from the records, links and verdicts alone, so that they are the same in whatever order articles came; what
was known on a day are those known by then. `contradictions` answers from them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from communique.ledger.told.figures import Figure, clashes, figure
from communique.ledger.told.link_kinds import CONTRADICTS


@dataclass(frozen=True, slots=True)
class Clash:
    """Two records that can't both be right, the earlier known first: what they differ in, and what each says.

    `update` says that the later one may know more, because it is of a later day and its figure is higher.
    """

    what: str
    update: bool
    one: str
    one_said: str
    one_known: str
    other: str
    other_said: str
    known: str

    @property
    def row(self) -> tuple[object, ...]:
        """It as columns of `contradictions`."""
        ends = (self.one, self.one_said, self.one_known, self.other, self.other_said, self.known)
        return (self.what, int(self.update), *ends)


def of_figures(one: Figure, other: Figure) -> Clash:
    """Return the clash of two figures."""
    update = other.known > one.known and other.size > one.size
    return Clash(one.what, update, one.record, one.said, one.known, other.record, other.said, other.known)


def contest_event(connection: sqlite3.Connection, event: int) -> None:
    """Write anew who contradicts whom about an event, and about those that its reports deny."""
    row = connection.execute(_TOUCHED, (event,)).fetchone()
    if row is None or not row[0]:
        # Most events are told by one source, and by nobody denied.
        return
    for each in (event, *_denied(connection, event)):
        _write(connection, "event", each, event_clashes(connection, each))


def touched(records: str, whole: str) -> str:
    """Return the SQL that says of a number whether anything may contradict: several sources, or a link or row of it.

    Args:
        records: the table of what is told, `reports` or `commitments`.
        whole: what they belong to, `event` or `thread`.
    """
    linked = " OR ".join(
        f"EXISTS (SELECT 1 FROM {records} CROSS JOIN links ON links.{end} = {records}.id"
        f" WHERE {records}.{whole} = ?1 AND links.kind = '{CONTRADICTS}')"
        for end in ("one", "other")
    )
    told = f"sources > 1 OR EXISTS (SELECT 1 FROM contradictions WHERE {whole} = ?1)"
    return f"SELECT {told} OR {linked} FROM {whole}s WHERE number = ?1"


_TOUCHED = touched("reports", "event")
_DENIED = f"""
SELECT DISTINCT ends.event FROM reports JOIN links ON links.one = reports.id AND links.kind = '{CONTRADICTS}'
JOIN reports AS ends ON ends.id = links.other WHERE reports.event = ?1 AND ends.event <> ?1 ORDER BY 1
"""


def _denied(connection: sqlite3.Connection, event: int) -> list[int]:
    return [row[0] for row in connection.execute(_DENIED, (event,)).fetchall()]


def _write(connection: sqlite3.Connection, column: str, number: int, found: Iterable[Clash]) -> None:
    connection.execute(f"DELETE FROM contradictions WHERE {column} = ?", (number,))  # a name of ours
    connection.executemany(
        f"INSERT INTO contradictions ({column}, what, updated, one, one_said, one_known, other, other_said, known)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, *each.row) for each in found],
    )


def write_thread(connection: sqlite3.Connection, thread: int, found: Iterable[Clash]) -> None:
    """Write down who contradicts whom about a thread, in place of what was written."""
    _write(connection, "thread", thread, found)


_MAY = f"""
SELECT sources > 1 OR EXISTS (SELECT 1 FROM reports JOIN links
    ON links.other = reports.id AND links.kind = '{CONTRADICTS}' AND links.undone IS NULL
    WHERE reports.event = events.number)
FROM events WHERE number = ?
"""
_QUANTITIES = """
SELECT quantities.kind AS what, reports.id AS record, reports.known, articles.source, quantities.value,
    quantities.low, quantities.high, quantities.estimate
FROM reports JOIN quantities ON quantities.report = reports.number JOIN articles ON articles.number = reports.article
WHERE reports.event = ? AND reports.verdict IS NOT 'rejected'
"""
_STATUSES = f"""
SELECT reports.id AS record, reports.known, articles.source, reports.status
FROM reports JOIN articles ON articles.number = reports.article
WHERE reports.event = ?1 AND reports.status IN ('actual', 'negated') AND reports.verdict IS NOT 'rejected'
    AND (SELECT sources FROM events WHERE number = ?1) > 1
UNION
SELECT reports.id, reports.known, articles.source, reports.status
FROM reports AS ends JOIN links
    ON links.other = ends.id AND links.kind = '{CONTRADICTS}' AND links.undone IS NULL
JOIN reports ON reports.id IN (links.one, links.other) JOIN articles ON articles.number = reports.article
WHERE ends.event = ?1 AND reports.status IN ('actual', 'negated') AND reports.verdict IS NOT 'rejected'
ORDER BY 2, 1
"""


def event_clashes(connection: sqlite3.Connection, event: int) -> Iterator[Clash]:
    """Yield who contradicts whom about an event: numbers, and whether it happened."""
    may = connection.execute(_MAY, (event,)).fetchone()
    if may is None or not may[0]:
        return
    groups: dict[str, list[Figure]] = {}
    for row in connection.execute(_QUANTITIES, (event,)):
        groups.setdefault(row["what"], []).append(figure(row, row["what"]))
    for what in sorted(groups):
        yield from (of_figures(*pair) for pair in clashes(groups[what], lambda _, __: True))
    rows = connection.execute(_STATUSES, (event,)).fetchall()
    pairs = [
        sorted(pair, key=lambda row: (row["known"], row["record"]))
        for pair in product(_first(rows, "actual"), _first(rows, "negated"))
        if pair[0]["source"] != pair[1]["source"]
    ]
    if pairs:
        # One source may tell both: then another one may be at odds with it.
        one, other = min(
            pairs, key=lambda pair: (pair[1]["known"], pair[0]["known"], pair[1]["record"], pair[0]["record"])
        )
        yield Clash(
            "status",
            False,  # noqa: FBT003  # as the field is called
            *(one["record"], one["status"], one["known"], other["record"], other["status"], other["known"]),
        )


def _first(rows: Iterable[sqlite3.Row], status: str) -> list[sqlite3.Row]:
    """Return the first rows of a status, of two sources: whoever tells the other side, one of them is another."""
    found: dict[int, sqlite3.Row] = {}
    for row in rows:
        if row["status"] == status:
            found.setdefault(row["source"], row)
    return list(islice(found.values(), 2))
