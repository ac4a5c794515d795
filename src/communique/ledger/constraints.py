"""What people decided about which records are one: links that must be, and links that must not.

In: numbers of records. Out: the events that they must tell, or must not. `ledger.decisions` keeps the decisions.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from communique.ledger.quoted import marks


@dataclass(frozen=True, slots=True)
class Constraints:
    """Decisions about some reports, as events that they are to tell and not to tell."""

    same: dict[int, int]
    others: dict[int, frozenset[int]]

    def same_event(self, report: int) -> int | None:
        """Return the event that a report must tell, or None."""
        return self.same.get(report)

    def other_events(self, report: int) -> frozenset[int]:
        """Return the events that a report must not tell."""
        return self.others.get(report, frozenset())

    @classmethod
    def of_reports(cls, connection: sqlite3.Connection, reports: Sequence[int]) -> Constraints:
        """Return the decisions about reports, the latest of each pair."""
        query = f"""
        SELECT reports.number, reports.id, decisions.verb, decisions.targets FROM reports
        JOIN decision_targets ON decision_targets.target = reports.id
        JOIN decisions ON decisions.number = decision_targets.decision
        WHERE reports.number IN ({marks(reports)}) AND decisions.verb IN ('merge', 'split')
            AND NOT EXISTS (SELECT 1 FROM decisions AS later WHERE later.undoes = decisions.id)
        ORDER BY decisions.at, decisions.id
        """  # marks only
        same: dict[int, int] = {}
        others: dict[int, set[int]] = {}
        for number, own, verb, targets in connection.execute(query, reports).fetchall():
            for target in json.loads(targets):
                row = connection.execute("SELECT event FROM reports WHERE id = ?", (target,)).fetchone()
                if target == own or row is None:
                    continue
                if verb == "merge":
                    same[number] = row[0]
                    others.get(number, set()).discard(row[0])
                else:
                    others.setdefault(number, set()).add(row[0])
                    if same.get(number) == row[0]:
                        del same[number]
        return cls(same, {number: frozenset(each) for number, each in others.items()})
