"""What an article has to do with those before it: copies, events told already, commitments known from elsewhere.

In: a reading that was just stored, in its transaction. Out: rows of `links` with reasons, and events and threads that
their reports share. `communique.linking` decides; this module finds who is to be compared, and keeps the outcome.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b

from communique.ledger.copies import link_copies
from communique.ledger.database import to_json
from communique.ledger.events import move_reports, refresh_events
from communique.ledger.grouping import add_link
from communique.ledger.link_kinds import TOGETHER
from communique.ledger.pledges import keep_pledge, near_pledges
from communique.ledger.quoted import marks
from communique.ledger.record_rows import Stored
from communique.ledger.threads import move_commitments, refresh_threads
from communique.linking.commitment_pledges import Pledge, pledges
from communique.linking.commitment_relations import Relation
from communique.linking.commitment_threads import order
from communique.linking.commitment_threads import place as place_pledge
from communique.linking.events import Comparison, Told, blocks, place, tell
from communique.records import Reading

CANDIDATES = 40
"""Events that a new report is compared with at most: those with the most keys in common, the latest first."""
PLEDGES = 80
"""Commitments between the same parties that a new one is compared with: the latest."""
LATEST = 100
"""Reports under one key that are looked at: the latest, however many a busy week has."""
REPORTS = 12
"""Reports of an event that are looked at: the first and the latest."""

Vectors = Mapping[int, bytes]
"""The sketch of each trigger's word by its offset, where the reader gives them."""


@lru_cache(maxsize=8192)
def _told(packed: bytes) -> Told:
    """Unpack what a report is known by; those of an event that is in the news are asked for again and again."""
    return Told.from_bytes(packed)


def _block(key: str) -> int:
    """Return the number under which a key is kept, of 48 bits; two keys of one number only cost a comparison."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).digest(), "little")


class Linker:
    """Links what is stored in one ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def link(
        self,
        reading: Reading,
        stored: Stored,
        vectors: Vectors | None = None,
        former: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Link the records of a reading with those of other articles.

        Args:
            reading: it.
            stored: the numbers of its rows.
            vectors: the sketches of its triggers.
            former: what each of its records was linked with before it was read again, by their ids.
        """
        changed = link_copies(self.connection, reading.article, stored.article)
        self._link_events(reading, stored, vectors)
        for number, pledge in zip(stored.commitments, pledges(reading), strict=True):
            self._relate(number, pledge, former or {})
        self._count_again(changed - {stored.article})

    def _count_again(self, articles: Iterable[int]) -> None:
        """Count the sources of what articles tell anew, because they turned out to be copies."""
        numbers = sorted(articles)
        query = f"SELECT DISTINCT event FROM reports WHERE article IN ({marks(numbers)})"
        refresh_events(self.connection, [row[0] for row in self.connection.execute(query, numbers)])
        query = f"SELECT DISTINCT thread FROM commitments WHERE article IN ({marks(numbers)})"
        refresh_threads(self.connection, [row[0] for row in self.connection.execute(query, numbers)])

    def _link_events(self, reading: Reading, stored: Stored, vectors: Vectors | None) -> None:
        tolds = tell(reading, vectors)
        self.connection.executemany(
            "UPDATE reports SET told = ? WHERE number = ?",
            [(told.to_bytes(), number) for number, told in zip(stored.reports, tolds, strict=True)],
        )
        for number, told in zip(stored.reports, tolds, strict=True):
            self._place(number, told)

    def _place(self, report: int, told: Told) -> None:
        """Join a report with the event that it tells, if it is known, and keep the keys that it is found by."""
        keys = [_block(key) for key in blocks(told)]
        near = self._candidates(report, keys)
        found = place(told, near)
        if found is not None:
            self._note_link(report, *found)
        self._contradict(report, told, near)
        self.connection.executemany(
            "INSERT OR IGNORE INTO blocks (block, report) VALUES (?, ?)", [(key, report) for key in keys]
        )
        if found is not None:
            move_reports(self.connection, [report], found[0])

    def _contradict(self, report: int, told: Told, near: Sequence[tuple[int, Sequence[Told]]]) -> None:
        """Note the event that a report denies, or that denies what it tells: they would be one but for that."""
        if told.status not in {"actual", "negated"}:
            return
        other = "actual" if told.status == "negated" else "negated"
        others = [(event, some) for event, tolds in near if (some := [each for each in tolds if each.status == other])]
        found = place(replace(told, status=other), others) if others else None
        if found is not None:
            event, comparison = found
            said = "one says that it did not happen"
            self._note_link(report, event, replace(comparison, reasons=(said, *comparison.reasons)), "contradicts")

    def _candidates(self, report: int, keys: Sequence[int]) -> list[tuple[int, Sequence[Told]]]:
        """Return the events whose reports share a key with a new one, with what their reports are known by."""
        latest = f"SELECT report FROM (SELECT report FROM blocks WHERE block = ? ORDER BY report DESC LIMIT {LATEST})"
        query = f"""
        SELECT reports.event, count(*) AS shared, max(reports.number) AS latest
        FROM ({" UNION ALL ".join(latest for _ in keys)}) AS near JOIN reports ON reports.number = near.report
        WHERE reports.number <> ?
        GROUP BY reports.event ORDER BY shared DESC, latest DESC LIMIT {CANDIDATES}
        """  # numbers of ours
        events = [row["event"] for row in self.connection.execute(query, (*keys, report))]
        return [(event, self._tolds(event)) for event in events]

    def _tolds(self, event: int) -> list[Told]:
        query = "SELECT told FROM reports WHERE event = ? AND told IS NOT NULL ORDER BY known, id"
        found = [row[0] for row in self.connection.execute(query, (event,))]
        if len(found) > REPORTS:
            found = found[: REPORTS // 2] + found[-REPORTS // 2 :]
        return [_told(each) for each in found]

    def _note_link(self, report: int, event: int, comparison: Comparison, kind: str = "same") -> None:
        row = self.connection.execute(
            "SELECT (SELECT id FROM reports WHERE number = ?), reports.id FROM events"
            " JOIN reports ON reports.number = events.lead WHERE events.number = ?",
            (report, event),
        ).fetchone()
        reasons = to_json(comparison.reasons)
        add_link(self.connection, "report", (row[0], row[1]), kind, comparison.probability, reasons)

    def _relate(self, commitment: int, told: Pledge, former: Mapping[str, Sequence[str]]) -> None:
        """Put a commitment into the thread of the one before it that it is, goes on or is part of."""
        row = self.connection.execute("SELECT id, thread FROM commitments WHERE number = ?", (commitment,)).fetchone()
        own, thread = replace(told, id=row["id"]), int(row["thread"])
        keep_pledge(self.connection, commitment, own)
        # Somebody may have edited who gave what it was linked with; that is looked at again all the same.
        others = near_pledges(self.connection, commitment, PLEDGES, former.get(own.id, ()))
        before: dict[int, list[Pledge]] = {}
        for each in others:
            if order(each.pledge) < order(own):
                before.setdefault(each.thread, []).append(each.pledge)
        found = place_pledge(own, list(before.items()))
        if found is not None:
            self._keep(found[1])
            if found[0] is not None:
                thread = move_commitments(self.connection, [commitment], found[0])
        # Articles don't come in the order of their days: what is known from a later day may go on with this one.
        for each in others:
            if order(each.pledge) > order(own) and not self._is_linked(each.pledge.id):
                later = place_pledge(each.pledge, [(thread, [own])])
                if later is not None:
                    self._keep(later[1])
                    if later[0] is not None and each.thread != thread:
                        thread = move_commitments(self.connection, self._of_thread(each.thread), thread)

    def _keep(self, found: Relation) -> None:
        ends, reasons = (found.id, found.other), to_json(found.reasons)
        add_link(self.connection, "commitment", ends, str(found.kind), found.probability, reasons)

    def _is_linked(self, commitment: str) -> bool:
        query = (
            "SELECT 1 FROM links WHERE one = ? AND family = 'commitment' AND kind NOT IN ('total_of', 'contradicts', ?)"
        )
        return self.connection.execute(query, (commitment, TOGETHER)).fetchone() is not None

    def _of_thread(self, thread: int) -> list[int]:
        return [row[0] for row in self.connection.execute("SELECT number FROM commitments WHERE thread = ?", (thread,))]
