"""How a question is answered: which index leads, and in what order rows come out of it.

In: conditions. Out: numbers of records in order, and how many there are. A condition that few rows meet leads: they are
gathered and the rest is asked of each. Where all are met by many, rows are gone through in the order of their days
until enough are found, along the index of the condition that fewest meet of those that have one.
"""

from __future__ import annotations

import heapq
import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from communique.ledger.asking.conditions import NOT_REJECTED, Condition, known_within
from communique.ledger.asking.filters import Family
from communique.ledger.told.counting import KEPT
from communique.ledger.told.then import SHADOWED, spanning

FEW = 4_500
"""So many rows of a condition are gathered at most. Among a million records, going through them until 50 meet one that
more do takes less time (bench/ledger.py)."""
FIRST = 1_000
"""If one condition has no more rows than this, the others' aren't counted further."""
REJECTED = 2_000
"""So many rejected records are looked up beforehand at most; where they are more, each record is asked instead."""
_REJECTED_OF = "SELECT number FROM {} WHERE verdict = 'rejected'"
_DATED = frozenset(("events", "statements", "commitments"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: a family, the conditions of its filters, and when what is asked for was known (ISO, inclusive)."""

    family: Family
    conditions: tuple[Condition, ...]
    order: str
    known_since: str | None = None
    known_until: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True)
class _Lead:
    """What leads: a condition whose rows are gathered (as JSON), or whose index is gone along, or nothing."""

    gathered: Condition | None = None
    rows: str = "[]"
    along: Condition | None = None


def numbers(connection: sqlite3.Connection, asked: Asked, limit: int | None, offset: int) -> Iterator[int]:
    """Yield the numbers of the records that a question asks for, in its order."""
    ways = _ways(connection, asked)
    if len(ways) == 1:
        # SQLite passes over rows without making anything of them.
        return (row[0] for row in _found(connection, ways[0], -1 if limit is None else limit, offset))
    stop = -1 if limit is None else offset + limit
    each_found = [_found(connection, each, stop) for each in ways]
    found = heapq.merge(*each_found, key=lambda row: row[1:], reverse=asked.order.endswith(" DESC"))
    return (row[0] for row in islice(found, offset, None if limit is None else stop))


def total(connection: sqlite3.Connection, asked: Asked) -> int:
    """Return how many records a question asks for."""
    whole = _Way(asked, *_bound(asked), _lead(connection, asked))
    count = _count(connection, whole)
    if _then(asked):
        spanning(connection, str(asked.as_of))
        count += _count(connection, _Way(asked, (), (), _Lead(), shadowed=True))
    return count


@dataclass(frozen=True, slots=True)
class _Way:
    """One query of a question: further tests with their values, what leads, and whether it is of temporary tables."""

    asked: Asked
    tests: tuple[str, ...]
    values: tuple[object, ...]
    lead: _Lead
    day: tuple[str, str] | None = None
    early: bool = False
    shadowed: bool = False


def _ways(connection: sqlite3.Connection, asked: Asked) -> list[_Way]:
    table = asked.family.table
    tests, values = _bound(asked)
    lead = _lead(connection, asked)
    until = asked.as_of if asked.known_until is None else min(filter(None, (asked.as_of, asked.known_until)))
    newest = asked.order == asked.family.order
    ways = []
    if until is None or table not in _DATED or not newest or lead.gathered:
        ways.append(_Way(asked, tests, values, lead))
    else:
        # Going down from the latest day would pass by all that was known later.
        early = (*tests, f"{table}.day > {table}.known", f"{table}.day > ?")
        ways += [
            _Way(asked, early, (*values, until), _Lead(), early=True),
            _Way(asked, tests, values, lead, ("<=", until)),
        ]
    if _then(asked):
        spanning(connection, str(asked.as_of))
        ways.append(_Way(asked, (), (), _Lead(), shadowed=True))
    return ways


def _then(asked: Asked) -> bool:
    return asked.as_of is not None and asked.family.table == "events"


def _bound(asked: Asked) -> tuple[tuple[str, ...], tuple[object, ...]]:
    """Return the tests of when records were known, with their values."""
    table = asked.family.table
    if asked.as_of is None:
        return (), ()
    last = " AND events.last_known <= ?" if table == "events" else ""
    return (f"{table}.known <= ?{last}",), (asked.as_of,) * (2 if last else 1)


def _conditions(asked: Asked) -> list[Condition]:
    found = list(asked.conditions)
    if asked.known_since is not None or asked.known_until is not None:
        found.append(known_within(asked.family.table, asked.known_since, asked.known_until))
    return found


def _lead(connection: sqlite3.Connection, asked: Asked) -> _Lead:
    found = _conditions(asked)
    for most in (min(FIRST, FEW), FEW):
        least, lead = most + 1, _Lead()
        for each in found:
            count, rows = _rows(connection, each, least - 1)
            if count < least:
                least, lead = count, _Lead(gathered=each, rows=rows)
        if lead.gathered:
            return lead
    if asked.order != asked.family.order:
        return _Lead()
    along = [each for each in found if each.stream is not None]
    return _Lead(
        along=min(along, key=lambda each: _back(connection, each)) if len(along) > 1 else next(iter(along), None)
    )


def _back(connection: sqlite3.Connection, condition: Condition) -> str:
    """Return how far back, as a day, the latest rows of a condition with a stream reach: the fewer, the further."""
    stream = condition.stream
    if stream is None:
        return ""
    query = f"SELECT day FROM {stream.table} WHERE {stream.where} ORDER BY day DESC LIMIT 1 OFFSET ?"  # ours
    row = connection.execute(query, (*condition.values, min(FIRST, FEW))).fetchone()
    return str(row[0]) if row else ""


def _rows(connection: sqlite3.Connection, condition: Condition, most: int) -> tuple[int, str]:
    """Return how many rows a condition has and their numbers as JSON, looking at one more than `most` at most.

    A condition whose rows can't be looked up has one more than `most`.
    """
    if condition.rows is None:
        return most + 1, "[]"
    # One row of JSON: thousands of rows would cost as many objects of Python.
    named = f"SELECT NULL AS number WHERE 0 UNION ALL SELECT * FROM ({condition.rows})"
    query = f"SELECT count(*), json_group_array(number) FROM (SELECT * FROM ({named}) LIMIT {most + 1})"  # ours
    count, rows = connection.execute(query, condition.values).fetchone()
    return int(count), str(rows)


def _found(connection: sqlite3.Connection, way: _Way, limit: int, offset: int = 0) -> Iterator[tuple[Any, ...]]:
    """Yield rows of a query in the question's order, all for a limit of -1: number, and what they are ordered by."""
    table = way.asked.family.table
    source, tests, values, order = _parts(connection, way)
    stream = way.lead.along.stream if way.lead.along else None
    columns = [each.removesuffix(" DESC") for each in order.split(", ")]
    # Two parties of one event may be of one country.
    chosen = f"DISTINCT {columns[-1]}, {', '.join(columns)}" if stream else f"{table}.number, {', '.join(columns)}"
    before = SHADOWED if way.shadowed else ""
    query = f"{before}SELECT {chosen} FROM {source} WHERE {tests} ORDER BY {order} LIMIT ? OFFSET ?"
    return map(tuple, connection.execute(query, (*values, limit, offset)))


def _looks_at_rows(connection: sqlite3.Connection, way: _Way) -> bool:
    """Return whether something is asked of records that no index of days tells: more than their numbers and days."""
    table = way.asked.family.table
    rest = [each for each in _conditions(way.asked) if each != way.lead.along]
    tests = [*way.tests, *(each.test for each in rest if not _unrejected(connection, table, each))]
    return any(re.search(rf"\b{table}\.(?!(?:number|day)\b)", each) for each in tests)


def _count(connection: sqlite3.Connection, way: _Way) -> int:
    table = way.asked.family.table
    found = _conditions(way.asked)
    before = SHADOWED if way.shadowed else ""
    if way.shadowed or way.lead.gathered is not None:
        source, tests, values, _ = _parts(connection, way, along=False)
        query = f"{before}SELECT count(*) FROM {source} WHERE {tests}"
    elif [each.test for each in found] == [NOT_REJECTED.format(table)] and not way.tests:
        # Counting all and taking off a few needs no look at each.
        query = f"SELECT (SELECT count(*) FROM {table}) - (SELECT count(*) FROM {table} WHERE verdict = 'rejected')"
        values = []
    elif not way.tests and (field := _one_word(table, found)):
        values = [table, field, *found[0].values, *found[0].values]
        query = (
            "SELECT coalesce((SELECT number FROM counts WHERE family = ? AND field = ? AND word = ?), 0)"
            f" - (SELECT count(*) FROM {table} WHERE verdict = 'rejected' AND {field} = ?)"
        )
    else:
        query, values = _counting(connection, way)
    return int(connection.execute(query, values).fetchone()[0])


def _one_word(table: str, found: Sequence[Condition]) -> str | None:
    """Return the field of which one word is asked for and nothing else, where its words are counted as they come."""
    fields = (field for family, field in KEPT if family == table)
    return next(
        (each for each in fields if [f"{table}.{each} = ?", NOT_REJECTED.format(table)] == [one.test for one in found]),
        None,
    )


def _counting(connection: sqlite3.Connection, way: _Way) -> tuple[str, list[object]]:
    """Return a query that counts what many rows of each condition meet, with its values.

    Conditions that other tables tell of lead, the first one along its index if it has one, which gives the parties of
    one record one after another; the records themselves are only looked at where another condition is about them.
    """
    table = way.asked.family.table
    found = _conditions(way.asked)
    lead = way.lead.along or next((each for each in found if each.is_told_elsewhere), None)
    rest = [each for each in found if each is not lead]
    if lead is None:
        source, tests, values, _ = _parts(connection, way, along=False)
        return f"SELECT count(*) FROM {source} WHERE {tests}", values
    if lead.stream is not None:
        number, source, where = f"{lead.stream.table}.{lead.stream.number}", lead.stream.table, [lead.stream.where]
        distinct = f"{source}.day, {number}"
    else:
        number, source, where = "chosen.number", f"(SELECT NULL AS number WHERE 0 UNION ALL {lead.rows}) AS chosen", []
        distinct = number
    values = list(lead.values)
    asked = list(way.tests)
    for each in rest:
        if _unrejected(connection, table, each):
            where.append(f"{number} NOT IN ({_REJECTED_OF.format(table)})")
        elif each.is_told_elsewhere:
            where.append(f"{number} IN (SELECT * FROM ({each.rows}))")
            values.extend(each.values)
        else:
            asked.append(f"({each.test})")
    own = [value for each in rest if f"({each.test})" in asked for value in each.values]
    joined = f"{source} CROSS JOIN {table} ON {table}.number = {number}" if asked else source
    tests = " AND ".join([*where, *asked]) or "1"
    query = f"SELECT count(*) FROM (SELECT DISTINCT {distinct} FROM {joined} WHERE {tests})"
    return query, [*values, *way.values, *own]


def _parts(connection: sqlite3.Connection, way: _Way, *, along: bool = True) -> tuple[str, str, list[object], str]:
    """Return FROM, WHERE, values and ORDER BY of a query."""
    asked, lead = way.asked, way.lead
    table, order = asked.family.table, asked.order
    # SQLite would rather go through all of a word's rows than through the few that were known beforehand.
    source, tests, values = f"{table} INDEXED BY {table}_coming" if way.early else table, [], list[object]()
    found = _conditions(asked)
    if lead.gathered is not None:
        tests.append(f"{table}.number IN (SELECT json_each.value FROM json_each(?))")
        values.append(lead.rows)
        found = [each for each in found if each != lead.gathered]
    elif along and lead.along is not None and lead.along.stream is not None:
        stream = lead.along.stream
        values.extend(lead.along.values)
        found = [each for each in found if each != lead.along]
        if _looks_at_rows(connection, way):
            source = f"{stream.table} CROSS JOIN {table} ON {table}.number = {stream.table}.{stream.number}"
            order = f"{stream.table}.day DESC, {stream.table}.{stream.number} DESC"
            tests.append(stream.where)
            for comparison, bound in (*(each.day for each in found if each.day), *([way.day] if way.day else [])):
                tests.append(f"{stream.table}.day {comparison} ?")
                values.append(bound)
        else:
            # The index has all that is asked for: its entries stand for the records.
            source = f"(SELECT {stream.number} AS number, day FROM {stream.table} WHERE {stream.where}) AS {table}"
    for each in found:
        # An index tells a record's number without a look at the record.
        unrejected = not way.shadowed and _unrejected(connection, table, each)
        tests.append(f"{table}.number NOT IN ({_REJECTED_OF.format(table)})" if unrejected else f"({each.test})")
        values.extend(each.values)
    tests += way.tests
    values += way.values
    if way.day is not None:
        tests.append(f"{table}.day {way.day[0]} ?")
        values.append(way.day[1])
    return source, " AND ".join(tests) or "1", values, order


def _unrejected(connection: sqlite3.Connection, table: str, condition: Condition) -> bool:
    """Return whether a condition leaves out rejected records, and these are so few that they are best looked up."""
    if condition.test != NOT_REJECTED.format(table):
        return False
    query = f"SELECT count(*) FROM ({_REJECTED_OF.format(table)} LIMIT {REJECTED + 1})"
    return int(connection.execute(query).fetchone()[0]) <= REJECTED
