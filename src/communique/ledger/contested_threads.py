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
from dataclasses import dataclass
from itertools import product

from communique.ledger.contested import Clash, contest_event, of_figures, touched, write_thread
from communique.ledger.database import to_json
from communique.ledger.figures import Figure, clashes, days, figure
from communique.ledger.link_kinds import CONTRADICTS
from communique.ledger.lives import Life, lives
from communique.linking.commitment_evidence import shares_of
from communique.linking.commitment_pledges import Materiel, materiel
from communique.linking.commitment_relations import MISCOUNTED, RANK, WEEK
from communique.linking.commitment_sizes import alike
from communique.linking.commitment_threads import Share, is_total

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
        self.of = _parts(life)
        self.revised = _revised(connection, thread)

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
        """Yield numbers of items that differ."""
        items: dict[str, list[_Items]] = {}
        figures: list[Figure] = []
        for row in self._rows(_COUNTS):
            what = f"{row['class']} {row['stage']}"
            found = figure(row, what, unit=f" {row['designation']}", stage=row["stage"])
            kind = materiel(row["class"], row["designation"], row["count"], row["low"], row["high"])
            items.setdefault(row["record"], []).append(_Items(found, kind))
            figures.append(found)
        kinds = {id(each.figure): each.kind for some in items.values() for each in some}

        def is_one(one: Figure, other: Figure) -> bool:
            if not alike(kinds[id(one)], kinds[id(other)]) or not self._is_at_one(one, other):
                return False
            if not self._is_of_one(one, other) and not self._is_miscounted(one, other):
                return False
            mine, theirs = items[one.record], items[other.record]
            return not _has(theirs, one, kinds[id(one)]) and not _has(mine, other, kinds[id(other)])

        yield from (of_figures(*pair) for pair in clashes(figures, is_one))

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
    """Return whether a record tells of items of a kind in a number that a figure meets."""
    return any(alike(kind, each.kind) and one.meets(each.figure) for each in items)


@dataclass(frozen=True, slots=True)
class _Part:
    """Which part of a thread a commitment tells of: the places of the shares, none for the whole; who calls it one."""

    path: tuple[int, ...] = ()
    called: bool = False

    def compares(self, other: _Part) -> bool:
        """Return whether both tell of the same."""
        return self.path == other.path

    def may_be(self, other: _Part) -> bool:
        """Return whether what isn't called a share may be another count: of the whole, or of a share of the same."""
        inner, outer = sorted((self, other), key=lambda each: -len(each.path))
        if inner.path == outer.path:
            return False
        if len(inner.path) == len(outer.path):
            return inner.path[:-1] == outer.path[:-1] and not (inner.called and outer.called)
        return inner.path[:-1] == outer.path and not inner.called


def _parts(life: Life) -> dict[str, _Part]:
    """Return by commitment which part of a thread it tells of; totals tell of none."""
    pledges = life.pledges
    told = {each: _Part() for each in pledges}

    def note(shares: Iterable[Share], path: tuple[int, ...]) -> None:
        for at, each in enumerate(shares):
            called = any(shares_of(pledges[its_id]) for its_id in each.pledges)
            told.update(dict.fromkeys(each.pledges, _Part((*path, at), called)))
            note(each.shares, (*path, at))

    note(life.thread.shares, ())
    return {its_id: part for its_id, part in told.items() if not is_total(pledges[its_id])}


def _is_next(one: Figure, other: Figure) -> bool:
    """Return whether two figures of deliveries are so far apart that they are of two deliveries."""
    return one.stage == "delivered" and days(one.known, other.known) > FRESH


_REVISED = """
SELECT old."value" AS old_value, new."value" AS new_value, was.count AS old_count, item.count AS new_count
FROM commitments AS new JOIN links ON links.one = new.id AND links.kind = 'revision_of' AND links.undone IS NULL
JOIN commitments AS old ON old.id = links.other
LEFT JOIN items AS item ON item.commitment = new.number LEFT JOIN items AS was ON was.commitment = old.number
WHERE new.thread = ?
"""


def _revised(connection: sqlite3.Connection, thread: int) -> set[tuple[float, float]]:
    """Return the figures that an article says to have become others, with these, in the order of time."""
    found: set[tuple[float, float]] = set()
    for row in connection.execute(_REVISED, (thread,)):
        pairs = ((row["old_value"], row["new_value"]), (row["old_count"], row["new_count"]))
        found.update(each for each in pairs if None not in each)
    return found


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
    (SELECT count FROM items WHERE commitment = commitments.number ORDER BY place LIMIT 1) AS items,
    (SELECT designation FROM items WHERE commitment = commitments.number ORDER BY place LIMIT 1) AS designation
FROM commitments JOIN articles ON articles.number = commitments.article
WHERE commitments.id = ? AND commitments.verdict IS NOT 'rejected'
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
        stated = {pair for row in rows for pair in _revised(connection, row["thread"])}
        if stated & set(figures) or _are_two(connection, earlier, later):
            continue
        what = "amount" if earlier["value"] is not None and later["value"] is not None else "items"
        yield Clash(
            f"{what} {earlier['stage']}".replace("_", " "),
            False,  # noqa: FBT003  # as the field is called
            *(earlier["record"], _sized(earlier, what), earlier["known"]),
            *(later["record"], _sized(later, what), later["known"]),
        )


def _are_two(connection: sqlite3.Connection, one: sqlite3.Row, other: sqlite3.Row) -> bool:
    """Return whether two commitments aren't two figures for one.

    They aren't where one of them is a share of what its thread tells of, where both are of one thread by now (which
    compares them itself), or where each goes on with what was told before under its own figure.
    """
    if one["thread"] == other["thread"]:
        return True
    found = {row["record"]: next(lives(connection, [row["thread"]]), None) for row in (one, other)}
    if any(life is None or _parts(life).get(its_id) != _Part() for its_id, life in found.items()):
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


def _sized(row: sqlite3.Row, what: str) -> str:
    """Return the sum, or the first of the items: which of them the clash is about."""
    if what == "amount":
        return figure(row, "", unit=f" {row['currency']}").said
    return f"{row['items']:,} {row['designation']}" if row["items"] is not None else str(row["designation"] or "")
