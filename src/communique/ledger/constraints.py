"""What people decided about which records are one: links that must be, and links that must not.

In: numbers of records. Out: the events (or threads) that they must belong to, and those that they must not. A merge
binds its records, a split parts them from those that they were split from; where decisions are at odds, the later one
holds. `ledger.decisions` keeps them, `ledger.links` asks before it links, `ledger.settling` carries them out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from communique.ledger.decisions import TABLES, Decision, about, holding, present
from communique.ledger.quoted import marks

COLUMNS = {"report": "event", "commitment": "thread"}
"""What the records of a family are joined in."""


@dataclass(frozen=True, slots=True)
class Bonds:
    """Decisions about some records, by their ids: groups that are one, and pairs that are not, with their decision."""

    groups: tuple[frozenset[str], ...]
    apart: dict[tuple[str, str], Decision]

    def group(self, its_id: str) -> frozenset[str]:
        """Return the records that are one with a record, itself among them."""
        return next((group for group in self.groups if its_id in group), frozenset((its_id,)))

    def barred(self, its_id: str) -> frozenset[str]:
        """Return the records that a record must not be one with."""
        own = self.group(its_id)
        others = {two if one in own else one for one, two in self.apart if one in own or two in own}
        return frozenset(each for other in others for each in self.group(other))


def bonds(connection: sqlite3.Connection, family: str, ids: Iterable[str]) -> Bonds:
    """Return what was decided about some records of a family, and about those that these decisions name."""
    groups: dict[str, set[str]] = {}
    apart: dict[tuple[str, str], Decision] = {}
    # The latest first: what was decided before and is at odds with it doesn't count.
    for each in reversed(_named(connection, family, ids)):
        if each.verb == "merge" or each.value:
            for other in each.targets[1:]:
                _bind(groups, apart, each.targets[0], other)
        if each.verb == "split":
            for one, two in _parted(each):
                if two not in groups.get(one, ()):
                    apart.setdefault((one, two), each)
    return Bonds(tuple({id(each): frozenset(each) for each in groups.values()}.values()), apart)


def _named(connection: sqlite3.Connection, family: str, ids: Iterable[str]) -> list[Decision]:
    known: dict[str, Decision] = {}
    seen: set[str] = set()
    wanted = set(ids)
    while wanted:
        seen |= wanted
        found = [each for each in about(connection, wanted) if each.family == family and each.id not in known]
        fresh = [each for each in holding(connection, found) if each.verb in {"merge", "split"}]
        known.update({each.id: each for each in fresh})
        wanted = {name for each in fresh for name in (*each.targets, *_rest(each))} - seen
    return sorted(known.values(), key=lambda each: each.order)


def _rest(split: Decision) -> list[str]:
    return list(split.value or ()) if split.verb == "split" else []


def _parted(split: Decision) -> list[tuple[str, str]]:
    if split.value:
        return [(one, two) for one in split.targets for two in split.value]
    return [(one, two) for at, one in enumerate(split.targets) for two in split.targets[at + 1 :]]


def _bind(groups: dict[str, set[str]], apart: dict[tuple[str, str], Decision], one: str, two: str) -> None:
    """Make two records one, unless a later decision parts them or records that are one with them."""
    first, second = groups.get(one, {one}), groups.get(two, {two})
    if first is second or any((a in first and b in second) or (a in second and b in first) for a, b in apart):
        return
    both = first | second
    groups.update(dict.fromkeys(both, both))


class Constraints:
    """Decisions about some records, as the events (or threads) that they are to belong to and not to belong to.

    It is asked while records are moved, so it looks up where they are each time.
    """

    def __init__(self, connection: sqlite3.Connection, family: str, numbers: Sequence[int]) -> None:
        self._connection, self._family = connection, family
        query = f"SELECT number, id FROM {TABLES[family]} WHERE number IN ({marks(numbers)})"  # a name of ours
        self._ids: dict[int, str] = {row[0]: row[1] for row in connection.execute(query, numbers)}
        self._bonds = bonds(connection, family, self._ids.values())

    @classmethod
    def of_reports(cls, connection: sqlite3.Connection, reports: Sequence[int]) -> Constraints:
        """Return the decisions about reports."""
        return cls(connection, "report", reports)

    @classmethod
    def of_commitments(cls, connection: sqlite3.Connection, commitments: Sequence[int]) -> Constraints:
        """Return the decisions about commitments."""
        return cls(connection, "commitment", commitments)

    def same_event(self, number: int) -> int | None:
        """Return the event that a report must tell, or the thread of a commitment; None where nothing is decided."""
        own = self._ids[number]
        found = self._joined(self._bonds.group(own) - {own})
        return min(found, default=None)

    def other_events(self, number: int) -> frozenset[int]:
        """Return the events that a report must not tell, or the threads of a commitment."""
        return frozenset(self._joined(self._bonds.barred(self._ids[number])))

    def _joined(self, ids: Iterable[str]) -> set[int]:
        query = f"SELECT {COLUMNS[self._family]} FROM {TABLES[self._family]} WHERE number = ?"  # names of ours
        numbers = present(self._connection, self._family, sorted(ids)).values()
        return {int(self._connection.execute(query, (each,)).fetchone()[0]) for each in numbers}
