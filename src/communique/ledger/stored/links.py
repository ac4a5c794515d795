"""What an article has to do with those before it: copies, events told already, commitments known from elsewhere.

In: a reading that was just stored, in its transaction. Out: rows of `links` with reasons, and events and threads that
their reports share. `communique.linking` decides; this module finds who is to be compared, and keeps the outcome. Which
events the reports tell is found beforehand (`ledger.placing`), so that their rows are written once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from communique.ledger.decided.grouping import add_link, add_links
from communique.ledger.file.database import to_json
from communique.ledger.ids import report_ids
from communique.ledger.quoted import marks
from communique.ledger.stored.copies import link_copies
from communique.ledger.stored.placing import place_reports
from communique.ledger.stored.record_rows import Placer, Stored
from communique.ledger.told.events import join_events, refresh_events
from communique.ledger.told.link_kinds import TOGETHER
from communique.ledger.told.pledges import keep_pledge, near_pledges
from communique.ledger.told.threads import move_commitments, refresh_threads
from communique.linking.commitment_pledges import Pledge, pledges
from communique.linking.commitment_relations import Relation
from communique.linking.commitment_threads import order
from communique.linking.commitment_threads import place as place_pledge
from communique.linking.events import tell
from communique.records import Reading

PLEDGES = 80
"""Commitments between the same parties that a new one is compared with: the latest."""

Vectors = Mapping[int, bytes]
"""The sketch of each trigger's word by its offset, where the reader gives them."""


class Linker:
    """Links what is stored in one ledger."""

    compares = True
    """Whether reports are compared with those of other articles."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def placer(self, reading: Reading, vectors: Vectors | None = None) -> Placer:
        """Return what places a reading's reports among known events; `vectors` are the sketches of its triggers."""
        return lambda rows: place_reports(self.connection, rows, tell(reading, vectors), compared=self.compares)

    def link(
        self,
        reading: Reading,
        stored: Stored,
        former: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Link the records of a reading with those of other articles.

        Args:
            reading: it.
            stored: the numbers of its rows, and how its reports were placed.
            former: what each of its records was linked with before it was read again, by their ids.
        """
        changed = link_copies(self.connection, reading.article, stored.article)
        self._keep_events(reading, stored)
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

    def _keep_events(self, reading: Reading, stored: Stored) -> None:
        """Keep how reports were placed, and bring the events up to date that they joined."""
        placed = stored.placed
        if placed is None:
            return
        self.connection.executemany("INSERT OR IGNORE INTO blocks (block, report) VALUES (?, ?)", placed.blocks)
        ids = dict(zip(stored.reports, report_ids(reading), strict=True))
        join_events(self.connection, {ids[number]: event for number, event in placed.joined.items()})
        links = [(each.one, each.other, each.kind, each.probability, each.reasons) for each in placed.links]
        add_links(self.connection, "report", links)

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
        after = [each for each in others if order(each.pledge) > order(own)]
        # Each of them gets a link of its own at most, and that when its turn comes.
        linked = self._linked({each.pledge.id for each in after}) if after else set()
        for each in after:
            if each.pledge.id not in linked:
                later = place_pledge(each.pledge, [(thread, [own])])
                if later is not None:
                    self._keep(later[1])
                    if later[0] is not None and each.thread != thread:
                        thread = move_commitments(self.connection, self._of_thread(each.thread), thread)

    def _keep(self, found: Relation) -> None:
        ends, reasons = (found.id, found.other), to_json(found.reasons)
        add_link(self.connection, "commitment", ends, str(found.kind), found.probability, reasons)

    def _linked(self, commitments: Iterable[str]) -> set[str]:
        """Return which commitments have a link to an earlier one that they belong with."""
        query = (
            "SELECT one FROM links WHERE one IN (SELECT value FROM json_each(?)) AND family = 'commitment'"
            " AND kind NOT IN ('total_of', 'contradicts', ?)"
        )
        return {row[0] for row in self.connection.execute(query, (to_json(sorted(commitments)), TOGETHER))}

    def _of_thread(self, thread: int) -> list[int]:
        return [row[0] for row in self.connection.execute("SELECT number FROM commitments WHERE thread = ?", (thread,))]
