"""Which known events an article's reports tell, found for all of them together before their rows are written.

In: the rows that an article's reports will be, and what linking knows them by. Out: `Placed`: the event that each of
them joins, the keys under which it will be found, and its links with reasons. Reports are placed one after another, as
a later one may tell what an earlier one of the same article does; what the ledger holds is asked for once. Where people
merged or split events, a report is compared with what links alone make one: what was decided says which reports are of
one event, not what it is like.
"""

from __future__ import annotations

import sqlite3
from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from typing import Any, Final

from communique.ledger.decided.grouping import linked_alone
from communique.ledger.file.database import to_json
from communique.ledger.told.events import leading, reports_of
from communique.linking.actors import UNNAMED, is_named
from communique.linking.events import Alike, Comparison, Told, blocks, choose, unbarred

CANDIDATES: Final = 40
"""Events that a new report is compared with at most: those with the most keys in common, the latest first."""
LATEST: Final = 100
"""Reports under one key that are looked at: the latest, however many a busy week has."""
REPORTS: Final = 12
"""Reports of an event that are looked at: the first and the latest."""

_UNDER = f"""
SELECT sought.value, (SELECT group_concat(report) FROM
    (SELECT report FROM blocks WHERE block = sought.value ORDER BY report DESC LIMIT {LATEST}))
FROM json_each(?) AS sought
"""
_EVENTS = "SELECT number, event FROM reports WHERE number IN (SELECT value FROM json_each(?))"
_TOLDS = """
SELECT event, known, id, told FROM reports WHERE event IN (SELECT value FROM json_each(?)) AND told IS NOT NULL
ORDER BY known, id
"""
_WITH_IDS = (
    "SELECT number, event, known, id, told FROM reports WHERE id IN (SELECT value FROM json_each(?)) ORDER BY 3, 4"
)
_LEAD = "SELECT reports.id FROM events JOIN reports ON reports.number = events.lead WHERE events.number = ?"

Row = Mapping[str, Any]
"""A row of `reports` that is to be written; `roles` counts the roles in which it names somebody."""


@dataclass(frozen=True, slots=True)
class Link:
    """Why a report belongs to an event, or denies it: the ids of it and of the report that tells the event best."""

    one: str
    other: str
    kind: str
    probability: float
    reasons: str


@dataclass(slots=True)
class Placed:
    """What came of an article's reports.

    Attributes:
        told: what each report is known by, in their order.
        joined: the number of a report with that of the event that it joins; others tell events of their own.
        blocks: keys and numbers of reports.
        links: in the order in which they were found.
    """

    told: list[bytes]
    joined: dict[int, int] = field(default_factory=dict)
    blocks: list[tuple[int, int]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)


@lru_cache(maxsize=8192)
def _told(packed: bytes) -> Told:
    """Unpack what a report is known by; those of an event that is in the news are asked for again and again."""
    return Told.from_bytes(packed)


def _block(key: str) -> int:
    """Return the number under which a key is kept, of 48 bits; two keys of one number only cost a comparison."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=6).digest(), "little")


def place_reports(
    connection: sqlite3.Connection, rows: Sequence[Row], tolds: Sequence[Told], *, compared: bool = True
) -> Placed:
    """Return what an article's reports join.

    Args:
        connection: a ledger in a transaction, without these reports.
        rows: of the reports, each with the number of an event of its own.
        tolds: what they are known by.
        compared: whether they are compared with known ones at all.
    """
    keys = [[_block(key) for key in blocks(told)] for told in tolds]
    found = Placed([told.to_bytes() for told in tolds])
    for row, some in zip(rows, keys, strict=True):
        found.blocks += [(key, row["number"]) for key in dict.fromkeys(some)]
    if compared and rows:
        _Placing(connection, rows, tolds, keys, found).run()
    return found


def _may_deny(told: Told, other: Told) -> bool:
    """Return whether one may deny what the other tells: nobody denies what he tells himself, or an act by another.

    "We hit a depot, no houses" is one speaker's word, and sanctions that didn't come deny no threat of them.
    """
    own = told.teller == other.teller and (told.article == other.article or is_named(told.teller or UNNAMED))
    return told.type == other.type and not own


class _Placing:
    """The reports of one article while they are placed."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        rows: Sequence[Row],
        tolds: Sequence[Told],
        keys: Sequence[Sequence[int]],
        found: Placed,
    ) -> None:
        self._connection, self._rows, self._tolds, self._keys, self._found = connection, rows, tolds, keys, found
        self._under = self._latest({key for some in keys for key in some})
        self._event = self._events({report for some in self._under.values() for report in some})
        self._linked: dict[int, list[sqlite3.Row]] = {}
        """Reports that links alone make one, of events that people merged or split: by a number of no event."""
        self._part_decided()
        self._own: dict[int, list[int]] = {}
        """Under each key the reports of this article that are placed, the latest last."""
        self._best: dict[int, Row | sqlite3.Row] = {}
        """By event that reports of this article tell, the report of all that tells it best."""
        self._near = [self._sharing(at) for at in range(len(rows))]
        self._packed = self._reports_of({event for some in self._near for event in some})
        self._open = [
            {event: some for event in near if (some := unbarred(tolds[at], self._told(event)))}
            for at, near in enumerate(self._near)
        ]
        self._alike = self._all_alike()

    def _part_decided(self) -> None:
        """Have links alone tell what is one where people merged or split events."""
        for ids in linked_alone(self._connection, "report", set(self._event.values())):
            rows = self._connection.execute(_WITH_IDS, (to_json(sorted(ids)),)).fetchall()
            if rows:
                group = -min(row["number"] for row in rows)
                self._linked[group] = rows
                self._event.update((row["number"], group) for row in rows)

    def _all_alike(self) -> Alike:
        """Return what works out how like reports are that may be one, those of this article included."""
        known = ((at, each) for at, near in enumerate(self._open) for some in near.values() for each in some)
        return Alike(self._tolds, chain(known, self._own_pairs()))

    def _own_pairs(self) -> Iterator[tuple[int, Told]]:
        """Yield the reports of this article that may be one, no longer asked for once there are too many of them.

        A report is only ever compared with the latest under its keys, so that a long article has no more of them for
        each of its reports than a short one.
        """
        under: dict[int, list[int]] = {}
        for at, keys in enumerate(map(dict.fromkeys, self._keys)):
            # Most of those that share one key share several.
            for before in dict.fromkeys(each for key in keys for each in under.get(key, [])[-LATEST:]):
                for other in unbarred(self._tolds[at], [self._own_told(before)]):
                    yield at, other
            for key in keys:
                under.setdefault(key, []).append(at)

    def _own_told(self, at: int) -> Told:
        return _told(self._found.told[at])

    def run(self) -> None:
        """Place the reports, in their order."""
        for at, row in enumerate(self._rows):
            keys, number = self._keys[at], row["number"]
            if any(key in self._own for key in keys):
                self._near[at] = self._sharing(at)
            found = choose(at, self._candidates(at), self._alike)
            if found is not None:
                self._note(at, *found)
            self._contradict(at)
            for key in keys:
                self._own.setdefault(key, []).append(number)
            event = row["event"] if found is None else found[0]
            if found is not None:
                self._found.joined[number] = self._number(event)
            self._event[number] = event
            self._join(event, row)
            # In the order of their days, and on one day of their ids.
            insort(self._packed.setdefault(event, []), (row["known"], row["id"], self._found.told[at]))

    def _latest(self, keys: Iterable[int]) -> dict[int, list[int]]:
        """Return the latest reports under each key, the latest first."""
        rows = self._connection.execute(_UNDER, (to_json(sorted(keys)),))
        return {key: sorted(map(int, said.split(",")), reverse=True) for key, said in rows if said is not None}

    def _events(self, reports: Iterable[int]) -> dict[int, int]:
        return {row[0]: row[1] for row in self._connection.execute(_EVENTS, (to_json(sorted(reports)),))}

    def _reports_of(self, events: Iterable[int]) -> dict[int, list[tuple[str, str, bytes]]]:
        """Return the reports of events, in order: their days, ids and what they are known by."""
        found: dict[int, list[tuple[str, str, bytes]]] = {event: [] for event in events}
        for event, *report in self._connection.execute(_TOLDS, (to_json(sorted(found)),)):
            found[event].append(tuple(report))
        for group in found.keys() & self._linked.keys():
            found[group] = [
                (row["known"], row["id"], row["told"]) for row in self._linked[group] if row["told"] is not None
            ]
        return found

    def _number(self, event: int) -> int:
        """Return the number of an event that a report may join; decisions have their say when it has."""
        return int(self._linked[event][0]["event"]) if event in self._linked else event

    def _told(self, event: int) -> list[Told]:
        """Return what the reports of an event are known by, the first and the latest."""
        packed = self._packed[event]
        if len(packed) > REPORTS:
            packed = packed[: REPORTS // 2] + packed[-REPORTS // 2 :]
        return [_told(each) for _, _, each in packed]

    def _sharing(self, at: int) -> list[int]:
        """Return the events whose reports share a key with a new one."""
        shared: dict[int, list[int]] = {}
        for key in self._keys[at]:
            own, known = self._own.get(key), self._under.get(key, [])
            for report in [*own[: -LATEST - 1 : -1], *known][:LATEST] if own else known:
                held = shared.setdefault(self._event[report], [0, 0])
                held[0] -= 1
                held[1] = min(held[1], -report)
        return sorted(shared, key=shared.__getitem__)[:CANDIDATES]

    def _candidates(self, at: int) -> list[tuple[int, list[Told]]]:
        """Return near events that no rule bars, with those of their reports that a new one is compared with."""
        found = []
        for event in self._near[at]:
            # What reports of this article joined meanwhile has others than before.
            changed = event in self._best
            some = unbarred(self._tolds[at], self._told(event)) if changed else self._open[at].get(event)
            if some:
                found.append((event, some))
        return found

    def _contradict(self, at: int) -> None:
        """Note the event that a report denies, or that denies what it tells: they would be one but for that."""
        told = self._tolds[at]
        if told.status not in {"actual", "negated"}:
            return
        other = "actual" if told.status == "negated" else "negated"
        turned = replace(told, status=other)
        others = [
            (event, open_)
            for event in self._near[at]
            if (some := [each for each in self._told(event) if each.status == other and _may_deny(told, each)])
            and (open_ := unbarred(turned, some))
        ]
        found = choose(at, others, self._alike)
        if found is not None:
            event, comparison = found
            said = "one says that it did not happen"
            self._note(at, event, replace(comparison, reasons=(said, *comparison.reasons)), "contradicts")

    def _note(self, at: int, event: int, comparison: Comparison, kind: str = "same") -> None:
        reasons = to_json(comparison.reasons)
        link = Link(self._rows[at]["id"], self._lead(event), kind, comparison.probability, reasons)
        self._found.links.append(link)

    def _join(self, event: int, row: Row) -> None:
        """Note that a report of this article tells an event."""
        best = self._best.get(event)
        known = self._known(event) if best is None else [best]
        self._best[event] = leading([*known, row])

    def _lead(self, event: int) -> str:
        """Return the id of the report that tells an event best, those of this article that joined it included."""
        if event in self._best:
            return str(self._best[event]["id"])
        if event in self._linked:
            return str(leading(self._known(event))["id"])
        return str(self._connection.execute(_LEAD, (event,)).fetchone()[0])

    def _known(self, event: int) -> list[Row | sqlite3.Row]:
        """Return the reports of an event that the ledger holds, as far as links alone make them one."""
        linked = {row["id"]: row["event"] for row in self._linked.get(event, ())}
        known = [row for each in set(linked.values()) or {event} for row in reports_of(self._connection, each)]
        return [row for row in known if not linked or row["id"] in linked]
