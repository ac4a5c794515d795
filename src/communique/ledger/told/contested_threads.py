"""Which sources contradict each other about a commitment, as carefully as sums are kept from counting twice.

In: numbers of threads in an open transaction, or ids of records of either family whose links changed. Out: rows of
`contradictions`. Figures are compared where they tell of the same: of the whole or of one share of it (a tranche, a
first delivery), at one stage, of one kind of materiel; never a part with its whole, a total with what it holds, or one
of two items with the other. Fewer items that nobody calls a part are one paper's count off where the numbers are near
each other. A revision that an article states is no contradiction, and what was promised and then
delivered is progress.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from communique.ledger.file.database import to_json
from communique.ledger.told.contested import Clash, contest_event, of_figures, touched, write_thread
from communique.ledger.told.contested_parts import Part, parts_of, revised
from communique.ledger.told.figures import Figure, clashes, days, figure
from communique.ledger.told.link_kinds import CONTRADICTS
from communique.ledger.told.lives import Life, lives
from communique.ledger.told.pledges import materiel_of
from communique.linking.commitment_kinds import kinds
from communique.linking.commitment_pledges import Materiel
from communique.linking.commitment_relations import MISCOUNTED, RANK, WEEK
from communique.linking.commitment_sizes import alike

FRESH = 10
"""Days within which two papers tell one delivery; what is told later is another one, or what came of it."""
BEFORE = 2
"""Days by which a refusal may be told before a delivery and still be at odds with it; after more it was overcome."""


def contest_thread(connection: sqlite3.Connection, thread: int, life: Life | None = None) -> None:
    """Write anew who contradicts whom about a thread, and about those that its commitments are at odds with.

    Args:
        connection: a ledger in a transaction.
        thread: its number.
        life: the thread's, where the caller has it.
    """
    row = connection.execute(_TOUCHED, (thread,)).fetchone()
    if row is None or not row[0]:
        return
    write_thread(connection, thread, thread_clashes(connection, thread, life))
    for each in _at_odds_with(connection, thread):
        write_thread(connection, each, thread_clashes(connection, each))


def contest_ends(connection: sqlite3.Connection, family: str, ids: Iterable[str]) -> None:
    """Write anew who contradicts whom about what records with ids belong to, whose links changed.

    Args:
        connection: a ledger in a transaction.
        family: `report`, `commitment`, or another of which nothing is kept.
        ids: of records; those not here are passed over.
    """
    wanted = sorted(ids)
    if family not in {"report", "commitment"} or not wanted:
        return
    table, column = ("reports", "event") if family == "report" else ("commitments", "thread")
    query = f"SELECT DISTINCT {column} FROM {table} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY 1"
    for (number,) in connection.execute(query, (to_json(wanted),)).fetchall():
        (contest_event if family == "report" else contest_thread)(connection, number)


_TOUCHED = touched("commitments", "thread")
_LINKED = f"""
SELECT links.one, links.other FROM commitments JOIN links ON links.one = commitments.id
WHERE commitments.thread = ?1 AND links.kind = '{CONTRADICTS}'
UNION SELECT links.one, links.other FROM commitments JOIN links ON links.other = commitments.id
WHERE commitments.thread = ?1 AND links.kind = '{CONTRADICTS}'
ORDER BY 1, 2
"""
_HELD = f"SELECT number, undone FROM links WHERE one = ? AND other = ? AND kind = '{CONTRADICTS}'"


def _at_odds_with(connection: sqlite3.Connection, thread: int) -> list[int]:
    ends = {end for row in connection.execute(_LINKED, (thread,)).fetchall() for end in row}
    query = "SELECT thread FROM commitments WHERE id = ?"
    found = {row[0] for end in ends for row in connection.execute(query, (end,)).fetchall()}
    return sorted(found - {thread})


def thread_clashes(connection: sqlite3.Connection, thread: int, life: Life | None = None) -> Iterator[Clash]:
    """Yield who contradicts whom about a thread: sums, numbers of items, and whether it was delivered."""
    row = connection.execute("SELECT sources FROM threads WHERE number = ?", (thread,)).fetchone()
    if row is None:
        return
    if row["sources"] > 1:
        known = life or next(lives(connection, [thread]), None)
        if known is not None:
            told = _Told(connection, thread, known)
            yield from told.amounts()
            yield from told.counts()
            yield from told.deliveries()
    yield from _disputed(connection, thread)


_AMOUNTS = """
SELECT commitments.id AS record, commitments.known, articles.source, commitments."value", commitments.low,
    commitments.high, commitments.currency, commitments.stage, commitments.qualifiers LIKE '%about%' AS estimate
FROM commitments JOIN articles ON articles.number = commitments.article
WHERE commitments.thread = ? AND commitments."value" IS NOT NULL
"""
_COUNTS = """
SELECT commitments.id AS record, commitments.known, articles.source, commitments.stage, items.class,
    items.designation, items.count AS value, items.count, items.low, items.high, items.estimate
FROM commitments JOIN articles ON articles.number = commitments.article
JOIN items ON items.commitment = commitments.number
WHERE commitments.thread = ? AND coalesce(items.count, items.low, items.high) IS NOT NULL
ORDER BY commitments.known, commitments.id, items.place
"""
_DELIVERIES = """
SELECT commitments.id AS record, commitments.known, articles.source, commitments.stage,
    coalesce(reports.status = 'negated', 0) AS negated
FROM commitments JOIN articles ON articles.number = commitments.article
LEFT JOIN reports ON reports.number = commitments.report
WHERE commitments.thread = ? AND commitments.stage IN ('delivered', 'refused', 'cancelled', 'delayed', 'suspended')
ORDER BY commitments.known, commitments.id
"""


class _Told:
    """What is told of one thread."""

    def __init__(self, connection: sqlite3.Connection, thread: int, life: Life) -> None:
        self.connection = connection
        self.thread = thread
        self.of = parts_of(life)
        self.revised = revised(connection, thread)

    def _rows(self, query: str) -> list[sqlite3.Row]:
        rows = self.connection.execute(query, (self.thread,)).fetchall()
        # What was rejected, and totals, are told of no part.
        return [row for row in rows if row["record"] in self.of]

    def _is_at_one(self, one: Figure, other: Figure) -> bool:
        """Return whether two figures are of one stage, and neither a later one nor a revision of the other."""
        # Another stage may have another sum, as when less is delivered than was promised.
        return one.stage == other.stage and (one.size, other.size) not in self.revised and not _is_next(one, other)

    def _is_of_one(self, one: Figure, other: Figure) -> bool:
        return self.of[one.record].compares(self.of[other.record])

    def _is_one_sum(self, one: Figure, other: Figure) -> bool:
        return self._is_at_one(one, other) and self._is_of_one(one, other)

    def _is_miscounted(self, one: Figure, other: Figure) -> bool:
        """Return whether items that nobody calls a share are rather another count of the whole, or of another share.

        Of items alone: two tranches may well be of sums near each other.
        """
        parts = self.of[one.record], self.of[other.record]
        if not parts[0].may_be(parts[1]) or days(one.known, other.known) > WEEK or not (one.size and other.size):
            return False
        return MISCOUNTED[0] < one.size / other.size < MISCOUNTED[1]

    def amounts(self) -> Iterator[Clash]:
        """Yield sums that differ."""
        groups: dict[str, list[Figure]] = {}
        for row in self._rows(_AMOUNTS):
            what = f"amount {row['stage']}, {row['currency']}"
            found = figure(row, what, unit=f" {row['currency']}", stage=row["stage"])
            groups.setdefault(found.what, []).append(found)
        for key in sorted(groups):
            yield from (of_figures(*pair) for pair in clashes(groups[key], self._is_one_sum))

    def counts(self) -> Iterator[Clash]:
        """Yield numbers of items that differ, kind by kind: those of one kind hide no others."""
        told: dict[str, list[_Items]] = {}
        for row in self._rows(_COUNTS):
            what = f"{row['class']} {row['stage']}"
            found = figure(row, what, unit=f" {row['designation']}", stage=row["stage"])
            kind = materiel_of(row)
            told.setdefault(row["record"], []).append(_Items(found, kind))
        items = list(told.values())
        groups: dict[tuple[str, int], list[Figure]] = {}
        for some, numbers in zip(items, kinds([each.kind for each in some] for some in items), strict=True):
            for each, number in zip(some, numbers, strict=True):
                groups.setdefault((each.figure.stage, number), []).append(each.figure)
        of_figure = {id(each.figure): each.kind for some in items for each in some}

        def is_one(one: Figure, other: Figure) -> bool:
            if not alike(of_figure[id(one)], of_figure[id(other)]) or not self._is_at_one(one, other):
                return False
            if not self._is_of_one(one, other) and not self._is_miscounted(one, other):
                return False
            mine, theirs = told[one.record], told[other.record]
            return not _has(theirs, one, of_figure[id(one)]) and not _has(mine, other, of_figure[id(other)])

        for key in sorted(groups):
            yield from (of_figures(*pair) for pair in clashes(groups[key], is_one))

    def deliveries(self) -> Iterator[Clash]:
        """Yield the first that one source tells as delivered and another, in the same days, as not delivered."""
        rows = self._rows(_DELIVERIES)
        done = [row for row in rows if row["stage"] == "delivered" and not row["negated"]]
        undone = [row for row in rows if row["stage"] != "delivered" or row["negated"]]
        pairs = [
            sorted(pair, key=lambda row: (row["known"], row["record"]))
            for pair in product(done, undone)
            if self.of[pair[0]["record"]].compares(self.of[pair[1]["record"]]) and _at_odds(*pair)
        ]
        if pairs:
            one, other = min(
                pairs,
                key=lambda pair: (
                    pair[1]["known"],
                    days(pair[0]["known"], pair[1]["known"]),
                    pair[1]["record"],
                    pair[0]["record"],
                ),
            )
            ends = (one["record"], _said(one), one["known"], other["record"], _said(other), other["known"])
            yield Clash("status", False, *ends)  # noqa: FBT003  # as the field is called


@dataclass(frozen=True, slots=True)
class _Items:
    figure: Figure
    kind: Materiel


def _has(items: Sequence[_Items], one: Figure, kind: Materiel) -> bool:
    """Return whether a record tells of items of a kind in a number that a figure meets, singly or taken together."""
    like = [each.figure for each in items if alike(kind, each.kind)]
    lows, highs = [each.low for each in like], [each.high for each in like]
    together = replace(
        one,
        low=None if None in lows else sum(each or 0.0 for each in lows),
        high=None if None in highs else sum(each or 0.0 for each in highs),
        estimate=any(each.estimate for each in like),
    )
    return any(one.meets(each) for each in like) or (len(like) > 1 and one.meets(together))


def _is_next(one: Figure, other: Figure) -> bool:
    """Return whether two figures of deliveries are so far apart that they are of two deliveries."""
    return one.stage == "delivered" and days(one.known, other.known) > FRESH


def _at_odds(done: sqlite3.Row, undone: sqlite3.Row) -> bool:
    """Return whether what is told as not delivered is told too near to a delivery to have been overcome by it."""
    if done["source"] == undone["source"]:
        return False
    after = days(done["known"], undone["known"])
    return (0 if undone["stage"] in {"delayed", "suspended"} and not undone["negated"] else -BEFORE) <= after <= FRESH


def _said(row: sqlite3.Row) -> str:
    return "not delivered" if row["negated"] else str(row["stage"])


_DISPUTED = """
SELECT commitments.thread, commitments.id AS record, commitments.known, articles.source, commitments.stage,
    commitments."value", commitments.low, commitments.high, commitments.currency,
    commitments.qualifiers LIKE '%about%' AS estimate,
    (SELECT count FROM items WHERE commitment = commitments.number ORDER BY place LIMIT 1) AS items
FROM commitments JOIN articles ON articles.number = commitments.article
WHERE commitments.id = ? AND commitments.verdict IS NOT 'rejected'
"""


_ITEMS = """
SELECT commitments.id AS record, commitments.known, 0 AS source, items.class, items.designation, items.count AS value,
    items.count, items.low, items.high, items.estimate
FROM commitments JOIN items ON items.commitment = commitments.number WHERE commitments.id = ? ORDER BY items.place
"""


def _disputed(connection: sqlite3.Connection, thread: int) -> Iterator[Clash]:
    """Yield commitments of which two papers give two figures, so far apart that they stay two in the sums.

    Each such pair is told of the thread of the one that was known first.
    """
    for ends in connection.execute(_LINKED, (thread,)).fetchall():
        held = connection.execute(_HELD, tuple(ends)).fetchall()
        rows = [connection.execute(_DISPUTED, (each,)).fetchone() for each in ends]
        if any(row is None for row in rows) or all(row["undone"] for row in held):
            continue
        earlier, later = sorted(rows, key=lambda row: (row["known"], row["record"]))
        if earlier["thread"] != thread or earlier["source"] == later["source"]:
            continue
        figures = (earlier["value"], later["value"]), (earlier["items"], later["items"])
        stated = {pair for row in rows for pair in revised(connection, row["thread"])}
        if stated & set(figures) or _are_two(connection, earlier, later):
            continue
        yield from _of_pair(connection, earlier, later)


def _of_pair(connection: sqlite3.Connection, earlier: sqlite3.Row, later: sqlite3.Row) -> Iterator[Clash]:
    """Yield what two commitments differ in: their sums, else the numbers of each kind of item that both tell."""
    if earlier["value"] is not None and later["value"] is not None:
        yield _differ(
            earlier, later, "amount", *(figure(row, "", unit=f" {row['currency']}").said for row in (earlier, later))
        )
        return
    told = [connection.execute(_ITEMS, (row["record"],)).fetchall() for row in (earlier, later)]
    items = [[materiel_of(each) for each in some] for some in told]
    numbers = kinds(items)
    pairs = [
        (one, other)
        for one, kind in zip(told[0], numbers[0], strict=True)
        for other, same in zip(told[1], numbers[1], strict=True)
        if kind == same and not figure(one, "").meets(figure(other, ""))
    ]
    for one, other in pairs or [(told[0][0], told[1][0])] if all(told) else []:
        yield _differ(earlier, later, "items", _counted(one), _counted(other))


def _differ(earlier: sqlite3.Row, later: sqlite3.Row, what: str, one: str, other: str) -> Clash:
    return Clash(
        f"{what} {earlier['stage']}".replace("_", " "),
        False,  # noqa: FBT003  # as the field is called
        *(earlier["record"], one, earlier["known"]),
        *(later["record"], other, later["known"]),
    )


def _counted(row: sqlite3.Row) -> str:
    return f"{figure(row, '').said} {row['designation']}" if row["value"] is not None else str(row["designation"])


def _are_two(connection: sqlite3.Connection, one: sqlite3.Row, other: sqlite3.Row) -> bool:
    """Return whether two commitments aren't two figures for one.

    They aren't where one of them is a share of what its thread tells of, where both are of one thread by now (which
    compares them itself), or where each goes on with what was told before under its own figure.
    """
    if one["thread"] == other["thread"]:
        return True
    found = {row["record"]: next(lives(connection, [row["thread"]]), None) for row in (one, other)}
    if any(life is None or parts_of(life).get(its_id) != Part() for its_id, life in found.items()):
        return True
    return all(_goes_on(found[row["record"]], row) for row in (one, other))


def _goes_on(life: Life | None, row: sqlite3.Row) -> bool:
    """Return whether a commitment was told before: at an earlier stage, or longer ago than papers tell one thing."""
    pledges: Mapping[str, object] = life.pledges if life else {}
    return life is not None and any(
        life.known[its_id] <= row["known"]
        and (RANK[life.pledges[its_id].stage] < RANK[row["stage"]] or days(life.known[its_id], row["known"]) > WEEK)
        for its_id in pledges
        if its_id != row["record"]
    )
