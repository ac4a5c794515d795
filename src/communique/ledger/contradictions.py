"""Where sources contradict each other: two numbers of dead, two sums of one package, told as done and as not done.

In: a ledger. Out: `Contradiction`s, each with both sentences. Two numbers contradict each other when their ranges don't
meet; a number that rises from one day to the next, as tolls do, is told as an update and not as a contradiction, and a
revision that an article states is neither. What was promised and then delivered, or delayed and then delivered, is
progress. Copies of one article are one source, and a source doesn't contradict itself.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from communique.ledger.quoted import Quoted, quoted

UNSURE = 0.1
"""Share by which two figures may differ and still be the same when one of them is rounded or an estimate."""
FRESH = 10
"""Days within which two papers tell one delivery; what is told later is another one, or what came of it."""
BEFORE = 2
"""Days by which a refusal may be told before a delivery and still be at odds with it; after more it was overcome."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says: the record, its figure or word, the day it was known, and its sentence."""

    record: str
    said: str
    known: str
    quote: Quoted


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sources that can't both be right, or a figure that was updated.

    Args:
        about: id of the event or thread.
        what: what they differ in: `status`, `dead`, `amount`, `howitzers` …
        update: the later one may know more, because it is of a later day and its figure is higher.
        one, other: the earlier and the later.
    """

    about: str
    what: str
    update: bool
    one: Side
    other: Side

    def to_json(self) -> dict[str, object]:
        """Return the contradiction as JSON's object."""
        sides = {
            name: {"record": side.record, "said": side.said, "known": side.known, **side.quote.to_json()}
            for name, side in (("one", self.one), ("other", self.other))
        }
        return {"about": self.about, "what": self.what, "update": self.update, **sides}


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure of one record, as a range; None where it is open."""

    about: str
    what: str
    record: str
    known: str
    quote: int
    source: int
    low: float | None
    high: float | None
    estimate: bool
    said: str
    stage: str = ""

    def meets(self, other: _Figure) -> bool:
        """Return whether both can be true."""
        slack = UNSURE if self.estimate or other.estimate else 0.0
        return _below(self.low, other.high, slack) and _below(other.low, self.high, slack)

    @property
    def size(self) -> float:
        return self.high if self.high is not None else self.low or 0.0


def _below(low: float | None, high: float | None, slack: float) -> bool:
    return low is None or high is None or low <= high * (1 + slack)


def contradictions(
    connection: sqlite3.Connection, *, until: str | None = None, updates: bool = True
) -> Iterator[Contradiction]:
    """Yield what contradicts each other in a ledger, the newest first.

    Args:
        connection: the ledger.
        until: only what was known on this day (ISO).
        updates: yield figures that were updated too.
    """
    figures = [*_quantities(connection), *_amounts(connection), *_counts(connection)]
    found = [
        *_numbers(connection, figures, until),
        *_disputed(connection, until),
        *_statuses(connection, until),
        *_deliveries(connection, until),
    ]
    found.sort(key=lambda each: (each.other.known, each.about, each.what), reverse=True)
    yield from (each for each in found if updates or not each.update)


def _numbers(connection: sqlite3.Connection, figures: Iterable[_Figure], until: str | None) -> Iterator[Contradiction]:
    revised = _revised(connection)
    for group in _grouped(figures, until):
        seen: set[tuple[int, int]] = set()
        for one, other in combinations(sorted(group, key=lambda each: (each.known, each.record)), 2):
            pair = (one.source, other.source)
            if one.source == other.source or pair in seen or one.meets(other):
                continue
            if (one.size, other.size) in revised.get(one.about, ()) or _is_next(one, other):
                continue
            seen.add(pair)
            yield Contradiction(
                one.about,
                one.what,
                other.known > one.known and other.size > one.size,
                _side(connection, one),
                _side(connection, other),
            )


def _is_next(one: _Figure, other: _Figure) -> bool:
    """Return whether two figures of deliveries are so far apart that they are of two deliveries."""
    return one.stage == "delivered" and _days(one.known, other.known) > FRESH


def _days(first: str, second: str) -> int:
    """Return the days from one day (ISO) to another."""
    return (datetime.date.fromisoformat(second) - datetime.date.fromisoformat(first)).days


def _revised(connection: sqlite3.Connection) -> dict[str, set[tuple[float, float]]]:
    """Return by thread the figures that an article says to have become others, with these, in the order of time."""
    query = """
    SELECT threads.id, old."value" AS old_value, new."value" AS new_value, was.count AS old_count,
        item.count AS new_count
    FROM links JOIN commitments AS new ON new.id = links.one JOIN commitments AS old ON old.id = links.other
    JOIN threads ON threads.number = new.thread
    LEFT JOIN items AS item ON item.commitment = new.number LEFT JOIN items AS was ON was.commitment = old.number
    WHERE links.family = 'commitment' AND links.kind = 'revision_of' AND links.undone IS NULL
    """
    found: dict[str, set[tuple[float, float]]] = {}
    for row in connection.execute(query):
        pairs = ((row["old_value"], row["new_value"]), (row["old_count"], row["new_count"]))
        found.setdefault(row["id"], set()).update(each for each in pairs if None not in each)
    return found


def _side(connection: sqlite3.Connection, figure: _Figure) -> Side:
    return Side(figure.record, figure.said, figure.known, quoted(connection, figure.quote))


def _grouped(figures: Iterable[_Figure], until: str | None) -> Iterator[Sequence[_Figure]]:
    groups: defaultdict[Hashable, list[_Figure]] = defaultdict(list)
    for each in figures:
        if until is None or each.known <= until:
            groups[each.about, each.what].append(each)
    return (group for group in groups.values() if len(group) > 1)


def _quantities(connection: sqlite3.Connection) -> Iterator[_Figure]:
    query = """
    SELECT events.id AS about, quantities.kind AS what, reports.id AS record, reports.known, reports.quote,
        articles.source, quantities.value, quantities.low, quantities.high, quantities.estimate
    FROM events JOIN reports ON reports.event = events.number JOIN articles ON articles.number = reports.article
    JOIN quantities ON quantities.report = reports.number
    WHERE events.sources > 1 AND reports.verdict IS NOT 'rejected'
    """
    for row in connection.execute(query):
        yield _figure(row, row["what"])


def _amounts(connection: sqlite3.Connection) -> Iterator[_Figure]:
    query = """
    SELECT threads.id AS about, 'amount' AS what, commitments.id AS record, commitments.known, commitments.quote,
        articles.source, commitments."value", commitments.low, commitments.high, commitments.currency,
        commitments.stage, commitments.qualifiers LIKE '%about%' AS estimate
    FROM threads JOIN commitments ON commitments.thread = threads.number
    JOIN articles ON articles.number = commitments.article
    WHERE threads.sources > 1 AND commitments."value" IS NOT NULL AND NOT commitments.cumulative
        AND commitments.verdict IS NOT 'rejected'
        AND NOT EXISTS (SELECT 1 FROM links WHERE links.one = commitments.id AND links.undone IS NULL
            AND links.kind IN ('part_of', 'total_of'))
    """
    for row in connection.execute(query):
        # Another stage may have another sum, as when less is delivered than was promised.
        what = f"amount {row['stage']}, {row['currency']}"
        yield _figure(row, what, unit=f" {row['currency']}", stage=row["stage"])


def _counts(connection: sqlite3.Connection) -> Iterator[_Figure]:
    query = """
    SELECT threads.id AS about, items.class AS what, commitments.id AS record, commitments.known, commitments.quote,
        articles.source, items.count AS value, items.low, items.high, items.estimate, items.designation,
        commitments.stage
    FROM threads JOIN commitments ON commitments.thread = threads.number
    JOIN articles ON articles.number = commitments.article JOIN items ON items.commitment = commitments.number
    WHERE threads.sources > 1 AND coalesce(items.count, items.low, items.high) IS NOT NULL
        AND commitments.verdict IS NOT 'rejected'
    """
    for row in connection.execute(query):
        yield _figure(row, f"{row['what']} {row['stage']}", unit=f" {row['designation']}", stage=row["stage"])


def _figure(row: sqlite3.Row, what: str, unit: str = "", stage: str = "") -> _Figure:
    low, high, value = row["low"], row["high"], row["value"]
    if low is None and high is None:
        low = high = value
    said = f"{value:,g}" if value is not None and low == high else f"{_or(low, '')}–{_or(high, '')}"
    return _Figure(
        row["about"],
        what.replace("_", " "),
        row["record"],
        row["known"],
        row["quote"],
        row["source"],
        low,
        high,
        bool(row["estimate"]),
        said + unit,
        stage,
    )


def _or(number: float | None, without: str) -> str:
    return without if number is None else f"{number:,g}"


def _statuses(connection: sqlite3.Connection, until: str | None) -> Iterator[Contradiction]:
    """Yield what one source tells as done and another as not done."""
    query = """
    SELECT events.id AS about, reports.id AS record, reports.known, reports.quote, articles.source, reports.status
    FROM events JOIN reports ON reports.event = events.number JOIN articles ON articles.number = reports.article
    WHERE events.sources > 1 AND reports.status IN ('actual', 'negated') AND reports.verdict IS NOT 'rejected'
    UNION ALL
    SELECT counterparts.id, reports.id, reports.known, reports.quote, articles.source, reports.status
    FROM links JOIN reports ON reports.id IN (links.one, links.other)
    JOIN reports AS ends ON ends.id = links.other JOIN events AS counterparts ON counterparts.number = ends.event
    JOIN articles ON articles.number = reports.article
    WHERE links.kind = 'contradicts' AND links.undone IS NULL AND reports.verdict IS NOT 'rejected'
    """
    groups: defaultdict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(query):
        if until is None or row["known"] <= until:
            groups[row["about"]].append(row)
    for about, rows in groups.items():
        rows.sort(key=lambda row: (row["known"], row["record"]))
        done = next((row for row in rows if row["status"] == "actual"), None)
        undone = next((row for row in rows if row["status"] == "negated"), None)
        if done is None or undone is None or done["source"] == undone["source"]:
            continue
        one, other = sorted((done, undone), key=lambda row: (row["known"], row["record"]))
        sides = tuple(
            Side(row["record"], row["status"], row["known"], quoted(connection, row["quote"])) for row in (one, other)
        )
        yield Contradiction(about, "status", update=False, one=sides[0], other=sides[1])


_DISPUTED = """
SELECT threads.id AS about, commitments.id AS record, commitments.known, commitments.quote, articles.source,
    commitments.stage, commitments."value", commitments.low, commitments.high, commitments.currency,
    commitments.qualifiers LIKE '%about%' AS estimate,
    (SELECT count FROM items WHERE commitment = commitments.number ORDER BY place LIMIT 1) AS items,
    (SELECT designation FROM items WHERE commitment = commitments.number ORDER BY place LIMIT 1) AS designation
FROM commitments JOIN threads ON threads.number = commitments.thread
JOIN articles ON articles.number = commitments.article
WHERE commitments.id = ? AND commitments.verdict IS NOT 'rejected'
"""


def _disputed(connection: sqlite3.Connection, until: str | None) -> Iterator[Contradiction]:
    """Yield commitments of which two papers give two figures, so far apart that they stay two in the sums."""
    query = """
    SELECT one, other FROM links WHERE family = 'commitment' AND kind = 'contradicts' AND undone IS NULL
    ORDER BY one, other
    """
    revised = _revised(connection)
    for ends in connection.execute(query).fetchall():
        rows = [connection.execute(_DISPUTED, (each,)).fetchone() for each in ends]
        if any(row is None or (until and row["known"] > until) for row in rows):
            continue
        earlier, later = sorted(rows, key=lambda row: (row["known"], row["record"]))
        figures = (earlier["value"], later["value"]), (earlier["items"], later["items"])
        stated = {pair for row in rows for pair in revised.get(row["about"], ())}
        if earlier["source"] == later["source"] or stated & set(figures):
            continue
        what = "amount" if earlier["value"] is not None and later["value"] is not None else "items"
        one, other = (
            Side(row["record"], _sized(row), row["known"], quoted(connection, row["quote"])) for row in (earlier, later)
        )
        yield Contradiction(
            earlier["about"], f"{what} {earlier['stage']}".replace("_", " "), update=False, one=one, other=other
        )


def _sized(row: sqlite3.Row) -> str:
    if row["value"] is not None:
        return _figure(row, "", unit=f" {row['currency']}").said
    return f"{row['items']:,} {row['designation']}" if row["items"] is not None else str(row["designation"] or "")


_DELIVERIES = """
SELECT threads.id AS about, commitments.id AS record, commitments.known, commitments.quote, articles.source,
    commitments.stage, coalesce(reports.status = 'negated', 0) AS negated
FROM threads JOIN commitments ON commitments.thread = threads.number
JOIN articles ON articles.number = commitments.article LEFT JOIN reports ON reports.number = commitments.report
WHERE threads.sources > 1 AND commitments.verdict IS NOT 'rejected'
    AND commitments.stage IN ('delivered', 'refused', 'cancelled', 'delayed', 'suspended')
    AND NOT EXISTS (SELECT 1 FROM links WHERE links.one = commitments.id AND links.undone IS NULL
        AND links.kind IN ('part_of', 'total_of'))
ORDER BY commitments.known, commitments.id
"""


def _deliveries(connection: sqlite3.Connection, until: str | None) -> Iterator[Contradiction]:
    """Yield commitments that one source tells as delivered and another, in the same days, as not delivered."""
    groups: defaultdict[str, list[sqlite3.Row]] = defaultdict(list)
    for row in connection.execute(_DELIVERIES):
        if until is None or row["known"] <= until:
            groups[row["about"]].append(row)
    for about, rows in groups.items():
        done = [row for row in rows if row["stage"] == "delivered" and not row["negated"]]
        undone = [row for row in rows if row["stage"] != "delivered" or row["negated"]]
        pairs = [(one, other) for one in done for other in undone if _at_odds(one, other)]
        if not pairs:
            continue
        nearest = min(pairs, key=lambda pair: (abs(_days(pair[0]["known"], pair[1]["known"])), pair[1]["record"]))
        sides = tuple(
            Side(row["record"], _said(row), row["known"], quoted(connection, row["quote"]))
            for row in sorted(nearest, key=lambda row: (row["known"], row["record"]))
        )
        yield Contradiction(about, "status", update=False, one=sides[0], other=sides[1])


def _at_odds(done: sqlite3.Row, undone: sqlite3.Row) -> bool:
    """Return whether what is told as not delivered is told too near to a delivery to have been overcome by it."""
    if done["source"] == undone["source"]:
        return False
    after = _days(done["known"], undone["known"])
    return (0 if undone["stage"] in {"delayed", "suspended"} and not undone["negated"] else -BEFORE) <= after <= FRESH


def _said(row: sqlite3.Row) -> str:
    return "not delivered" if row["negated"] else str(row["stage"])
