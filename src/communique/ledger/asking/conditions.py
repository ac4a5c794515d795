"""Conditions of SQL, one for each kind of filter.

In: a filter's value as a user writes it. Out: a `Condition` on the table of a family of records. Users' words are bound
to marks, never put into the query.
"""

from __future__ import annotations

import datetime
import difflib
import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from communique.errors import BadQuestion
from communique.ledger.decided.find import full_id, matching
from communique.ledger.decided.typed_numbers import HINT, typed_number
from communique.ledger.told import imported
from communique.ledger.told.lives import UNDELIVERED
from communique.vocabulary import Context, ItemClass, Stage

_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_YEAR = "0001-01-01"
"""What is put behind a year or month to make a day of it."""
_LARGEST = 2**63 - 1
NOT_REJECTED = "{}.verdict IS NOT 'rejected'"
"""What is asked of the records of a table where nobody asks for verdicts."""


@dataclass(frozen=True, slots=True)
class Stream:
    """An index that gives the numbers of rows in the order of their days: its table, column of numbers, and part."""

    table: str
    number: str
    where: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of SQL with what is to be bound to its marks.

    Attributes:
        test: asks it of the row at hand.
        values: for the marks of any one of the queries here; each has all of them.
        rows: query of the numbers of the rows for which it holds, where those can be looked up; it gives the first
            before it has found the last.
        stream: the same in the order of days, where an index has it so.
        day: comparison and bound, where it is about the day that records are ordered by.
    """

    test: str
    values: tuple[object, ...] = ()
    rows: str | None = None
    stream: Stream | None = None
    day: tuple[str, str] | None = None

    @property
    def is_told_elsewhere(self) -> bool:
        """Whether it is other tables that tell which rows it holds for: no index of the rows' own table does."""
        return self.rows is not None and ("EXISTS (" in self.test or "IN (SELECT" in self.test)


Maker = Callable[[sqlite3.Connection, str, str], Condition]


def any_of(found: Sequence[Condition]) -> Condition:
    """Return the condition that one of some holds."""
    if len(found) == 1:
        return found[0]
    rows = [each.rows for each in found if each.rows is not None]
    return Condition(
        " OR ".join(f"({each.test})" for each in found),
        tuple(value for each in found for value in each.values),
        " UNION ALL ".join(f"SELECT * FROM ({each})" for each in rows) if len(rows) == len(found) else None,
    )


def none_of(condition: Condition) -> Condition:
    """Return the condition that another doesn't hold; what isn't known isn't it either."""
    return Condition(f"({condition.test}) IS NOT 1", condition.values)


def word(column: str, vocabulary: type[StrEnum], *, indexed: bool = True) -> Maker:
    """Return a filter by a word of a closed vocabulary; `indexed` tells whether its rows can be looked up."""

    def make(_: sqlite3.Connection, table: str, value: str) -> Condition:
        rows = f"SELECT number FROM {table} WHERE {column} = ?"
        return Condition(f"{table}.{column} = ?", (known(value, vocabulary),), rows if indexed else None)

    return make


def stage(connection: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a commitment is at a stage; a delivery that is told not to have happened is none."""
    found = word("stage", Stage)(connection, table, value)
    if found.values != (Stage.DELIVERED,):
        return found
    happened = f"NOT EXISTS (SELECT 1 FROM reports WHERE reports.number = {table}.report AND {UNDELIVERED})"
    return Condition(f"{found.test} AND {happened}", found.values, f"{found.rows} AND {happened}")


def known(value: str, vocabulary: type[StrEnum]) -> str:
    """Return a word of a vocabulary however it is written: any case, blanks and dashes for underscores.

    Raises:
        BadQuestion: it isn't in it; the message tells the nearest.
    """
    forms = {each.value.casefold().replace("-", "_"): each.value for each in vocabulary}
    found = forms.get(value.strip().casefold().replace(" ", "_").replace("-", "_"))
    if found is None:
        raise BadQuestion(f"{value} is no {_called(vocabulary)}", hint=nearest(value, forms.values()))
    return found


def _called(vocabulary: type[StrEnum]) -> str:
    """Return what a vocabulary's words are called: "event type"."""
    return re.sub(r"(?<=.)([A-Z])", lambda found: f" {found[1]}", vocabulary.__name__).lower()


def nearest(given: str, words: Iterable[str]) -> str:
    """Return a hint that names the words nearest to one that isn't among them, or all of a few."""
    listed = sorted(words)
    return nearest_few(given, listed) or f"It is one of {', '.join(listed)}."


def nearest_few(given: str, words: Iterable[str]) -> str:
    """Return a hint that names the words nearest to one that isn't among them, or an empty text."""
    names = {name.casefold(): name for name in words}
    near = [names[each] for each in difflib.get_close_matches(given.casefold(), names, 3, 0.5)]
    return f"Did you mean {' or '.join(near)}?" if near else ""


def either(*makers: Maker) -> Maker:
    """Return a filter that asks several filters, any of which."""
    return lambda connection, table, value: any_of([make(connection, table, value) for make in makers])


def day(comparison: str, column: str = "day") -> Maker:
    """Return a filter by a day; less than a whole date is its first or last day, as 2024-03."""

    def make(_: sqlite3.Connection, table: str, value: str) -> Condition:
        if not _is_date(value.strip()):
            raise BadQuestion(f"{value} is no date", hint="Write it as 2024-01-18, 2024-01 or 2024.")
        bound = value.strip() if comparison == ">=" else _after(value)
        test = f"{table}.{column} {comparison} ?"
        return Condition(test, (bound,), day=(comparison, bound) if column == "day" else None)

    return make


def _is_date(value: str) -> bool:
    """Return whether a text is a day, month or year of the calendar."""
    if not _DAY.fullmatch(value):
        return False
    try:
        datetime.date.fromisoformat(value + _YEAR[len(value) :])
    except ValueError:
        return False
    return True


def _after(value: str) -> str:
    """Return what stands after all days of a day, month or year: "2024-03" stands before them."""
    return f"{value.strip()}~"


def check_period(since: Sequence[str], until: Sequence[str]) -> None:
    """Check that a period doesn't end before it begins; days, months and years, of which any may hold.

    Raises:
        BadQuestion: it does.
    """
    first, last = (min(since, default=None), max(until, key=_after, default=None))
    if first is not None and last is not None and first.strip() > _after(last):
        raise BadQuestion(f"the period ends ({last}) before it begins ({first})", hint="Change the two days round.")


def published_by(connection: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a record's article is of a publisher, or of a site or one below it.

    `imported` stands for all rows of others' data sets.

    Raises:
        BadQuestion: the ledger has nothing from there; the message tells the nearest.
    """
    given = value.strip().casefold()
    if given == imported.WORD:
        return _of_articles(table, imported.ARTICLES, ())
    hosts = [each for each in _distinct(connection, "host") if each == given or each.endswith(f".{given}")]
    exact = "SELECT publisher FROM articles WHERE publisher = ? COLLATE NOCASE LIMIT 1"
    publishers = [row[0] for row in connection.execute(exact, (value.strip(),))]
    names = [] if publishers else _distinct(connection, "publisher")
    publishers = publishers or [each for each in names if each.casefold() == given]
    if not hosts and not publishers:
        sites = {each.removeprefix("www.") for each in _distinct(connection, "host")}
        raise BadQuestion(f"the ledger has nothing from {value}", hint=_near_source(value, [*names, *sites]))
    ways = [f"SELECT number FROM articles WHERE host IN ({_marks(hosts)})"] if hosts else []
    if publishers:
        ways.append("SELECT number FROM articles WHERE publisher = ? COLLATE NOCASE")
    inside, values = " UNION ".join(ways), (*hosts, *publishers[:1])
    return _of_articles(table, inside, values)


def _near_source(value: str, known_sources: Sequence[str]) -> str:
    if not known_sources:
        return "Its articles have no publishers or addresses."
    near = difflib.get_close_matches(value, known_sources, 3, 0.4) or sorted(known_sources)[:3]
    return f"Write a publisher or a site as the articles have it, such as {' or '.join(near)}."


def _distinct(connection: sqlite3.Connection, column: str) -> list[str]:
    """Return the values of an indexed column of articles, by leaping from one to the next."""
    collate = " COLLATE NOCASE" if column == "publisher" else ""
    query = f"""
    WITH RECURSIVE found (name) AS (
        SELECT min({column}{collate}) FROM articles WHERE {column} IS NOT NULL UNION ALL
        SELECT (SELECT min({column}{collate}) FROM articles WHERE {column} > name{collate}) FROM found
        WHERE name IS NOT NULL
    ) SELECT name FROM found WHERE name IS NOT NULL
    """  # names of ours
    return [row[0] for row in connection.execute(query)]


def _of_articles(table: str, inside: str, values: tuple[object, ...]) -> Condition:
    """Return the condition that a record stands in an article among some."""
    if table == "articles":
        return Condition(f"+articles.number IN ({inside})", values, inside)
    if table == "events":
        return Condition(
            f"EXISTS (SELECT 1 FROM reports WHERE reports.event = events.number AND +reports.article IN ({inside}))",
            values,
            f"SELECT reports.event FROM ({inside}) AS chosen CROSS JOIN reports ON reports.article = chosen.number",
        )
    rows = f"SELECT {table}.number FROM ({inside}) AS chosen CROSS JOIN {table} ON {table}.article = chosen.number"
    return Condition(f"+{table}.article IN ({inside})", values, rows)


def in_article(connection: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a record stands in an article, or is one."""
    return _of_articles(table, "SELECT number FROM articles WHERE id = ?", (full_id(connection, value),))


def known_within(table: str, since: str | None, until: str | None) -> Condition:
    """Return the condition that a record was known from a day on, or up to one, or both."""
    bounds = [(">=", since)] * (since is not None) + [("<=", until)] * (until is not None)
    test = " AND ".join(f"{table}.known {comparison} ?" for comparison, _ in bounds)
    values = tuple(bound for _, bound in bounds)
    if table == "articles":
        return Condition(test, values, f"SELECT number FROM articles WHERE {test}")
    within = " AND ".join(f"articles.known {comparison} ?" for comparison, _ in bounds)
    owned = "reports.event" if table == "events" else f"{table}.number"
    told = "reports" if table == "events" else table
    rows = f"SELECT {owned} FROM articles CROSS JOIN {told} ON {told}.article = articles.number WHERE {within}"
    return Condition(test, values, rows)


def words_in(_: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a record's sentence has words; of an article, its text."""
    values = (matching(value),)
    if table == "articles":
        rows = "SELECT rowid FROM article_search WHERE article_search MATCH ?"
        return Condition(f"+articles.number IN ({rows})", values, rows)
    found = "SELECT rowid FROM quote_search WHERE quote_search MATCH ?"
    if table == "events":
        test = f"EXISTS (SELECT 1 FROM reports WHERE reports.event = events.number AND +reports.quote IN ({found}))"
        return Condition(test, values, _found_in("reports", "event"))
    return Condition(f"+{table}.quote IN ({found})", values, _found_in(table, "number"))


def _found_in(table: str, column: str) -> str:
    joined = f"quote_search CROSS JOIN {table} ON {table}.quote = quote_search.rowid"
    return f"SELECT {table}.{column} FROM {joined} WHERE quote_search MATCH ?"


def verdict(_: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition of what reviewers said: accepted, rejected, none, any."""
    tests = {
        "any": "1",
        "accepted": f"{table}.verdict = 'accepted'",
        "rejected": f"{table}.verdict = 'rejected'",
        "none": f"{table}.verdict IS NULL",
    }
    given = value.strip().casefold()
    if given not in tests:
        raise BadQuestion(f"{value} is no verdict", hint=nearest(value, tests))
    rows = f"SELECT number FROM {table} WHERE verdict = '{given}'" if given in {"accepted", "rejected"} else None
    return Condition(tests[given], (), rows)


def check_range(least: Sequence[str], most: Sequence[str]) -> None:
    """Check that no largest number is below a smallest one, where one of each is given.

    Raises:
        BadQuestion: it is.
    """
    if len(least) == len(most) == 1 and not least[0].startswith("!") and not most[0].startswith("!"):
        low, high = (_number(value) for (value,) in (least, most))
        if low > high:
            raise BadQuestion(f"{least[0]} is more than {most[0]}", hint="Change the two amounts round.")


def _number(value: str) -> float:
    found = typed_number(value)
    if found is None:
        raise BadQuestion(f"{value} is no number", hint=HINT)
    return found


def number(column: str, comparison: str) -> Maker:
    """Return a filter by a number."""

    def make(_: sqlite3.Connection, table: str, value: str) -> Condition:
        bound = _number(value)
        if not abs(bound) <= _LARGEST:
            raise BadQuestion(f"{value} is no number that can be compared", hint=HINT)
        test = f"{table}.{column} {comparison} ?"
        # The index of `sources` has those of more than one.
        narrow = " AND sources > 1" if column == "sources" and bound > 1 else ""
        rows = None if column == "sources" and not narrow else f"SELECT number FROM {table} WHERE {test}{narrow}"
        return Condition(test, (bound,), rows)

    return make


def currency(_: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a sum is in a currency, by its ISO 4217 code.

    Raises:
        BadQuestion: there is no such code.
    """
    from communique.knowledge.currencies import currencies  # noqa: PLC0415  # a table for this filter alone

    code = value.strip().upper()
    codes = currencies()
    if code not in codes:
        raise BadQuestion(f"{value} is no currency", hint=nearest(code, codes))
    return Condition(f"{table}.currency = ?", (code,), f"SELECT number FROM {table} WHERE currency = ?")


def thread(connection: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a commitment is of a thread."""
    rows = "SELECT number FROM commitments WHERE thread = (SELECT number FROM threads WHERE id = ?)"
    return Condition(f"+{table}.number IN ({rows})", (full_id(connection, value),), rows)


def item(_: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a commitment has an item of a class, or with words in its designation."""
    given = value.strip().casefold().replace(" ", "_").replace("-", "_")
    by_class = given in {each.value for each in ItemClass}
    inside = "class = ?" if by_class else "designation LIKE ? ESCAPE '\\'"
    return Condition(
        f"EXISTS (SELECT 1 FROM items WHERE items.commitment = {table}.number AND +{inside})",
        (given if by_class else f"%{escaped(value.strip())}%",),
        f"SELECT commitment FROM items WHERE {inside}",
    )


def context(_: sqlite3.Connection, __: str, value: str) -> Condition:
    """Return the condition that an event has a context."""
    # The reports are asked for too, since some of them may not count as the ledger was known on a day.
    joined = "report_contexts CROSS JOIN reports ON reports.number = report_contexts.report"
    return Condition(
        f"EXISTS (SELECT 1 FROM {joined} WHERE report_contexts.context = ? AND report_contexts.event = events.number)",
        (known(value, Context),),
        "SELECT event FROM report_contexts WHERE context = ?",
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)


def escaped(value: str) -> str:
    """Return a text for a pattern of LIKE that means itself, with a backslash before what LIKE takes otherwise."""
    return re.sub(r"([\\%_])", r"\\\1", value)
