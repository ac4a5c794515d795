"""How a question is answered: which index leads, and in what order rows come out of it.

In: conditions. Out: numbers of records in order, and how many there are. A condition that few rows meet leads: they are
gathered and the rest is asked of each. Where all are met by many, rows are gone through in the order of their days
until enough are found, along the index of one of the conditions if there is one.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from communique.ledger.conditions import Condition, known_within
from communique.ledger.filters import Family
from communique.ledger.then import SHADOWED, spanning

FEW = 7_000
"""So many rows of a condition are gathered at most. Among a million records, going through them until 50 meet one that
more do takes less time (bench/ledger.py)."""
FIRST = 1_000
"""If one condition has no more rows than this, the others' aren't counted further."""
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
    rows: str = ""
    along: Condition | None = None


def numbers(connection: sqlite3.Connection, asked: Asked, limit: int | None, offset: int) -> Iterator[int]:
    """Yield the numbers of the records that a question asks for, in its order."""
    ways = [_found(connection, each) for each in _ways(connection, asked)]
    if len(ways) == 1:
        found = ways[0]
    else:
        found = iter(heapq.merge(*ways, key=lambda row: row[1:], reverse=asked.order.endswith(" DESC")))
    stop = None if limit is None else offset + limit
    return (row[0] for row in islice(found, offset, stop))


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
        least: list[int] | None = None
        chosen = None
        for each in found:
            rows = _rows(connection, each, most if least is None else len(least))
            if rows is not None and (least is None or len(rows) < len(least)):
                least, chosen = rows, each
        if least is not None:
            return _Lead(gathered=chosen, rows=json.dumps(least))
    if asked.order != asked.family.order:
        return _Lead()
    return _Lead(along=next((each for each in found if each.stream is not None), None))


def _rows(connection: sqlite3.Connection, condition: Condition, most: int) -> list[int] | None:
    """Return the numbers of the rows of a condition, or None where they are more than some or can't be looked up."""
    if condition.rows is None:
        return None
    query = f"SELECT * FROM ({condition.rows}) LIMIT {most + 1}"  # ours
    rows = [row[0] for row in connection.execute(query, condition.values)]
    return rows if len(rows) <= most else None


def _found(connection: sqlite3.Connection, way: _Way) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query in the question's order: the number, and what they are ordered by."""
    table, order = way.asked.family.table, way.asked.order
    source, tests, values = _parts(way)
    stream = way.lead.along.stream if way.lead.along else None
    if stream is not None:
        order = f"{stream.table}.day DESC, {stream.table}.{stream.number} DESC"
    columns = [each.removesuffix(" DESC") for each in order.split(", ")]
    # Two parties of one event may be of one country.
    chosen = f"DISTINCT {columns[-1]}, {', '.join(columns)}" if stream else f"{table}.number, {', '.join(columns)}"
    before = SHADOWED if way.shadowed else ""
    query = f"{before}SELECT {chosen} FROM {source} WHERE {tests} ORDER BY {order}"
    return map(tuple, connection.execute(query, values))


def _count(connection: sqlite3.Connection, way: _Way) -> int:
    table = way.asked.family.table
    source, tests, values = _parts(way, along=False)
    before = SHADOWED if way.shadowed else ""
    query = f"{before}SELECT count(*) FROM {source} WHERE {tests}"
    if tests == f"({table}.verdict IS NOT 'rejected')" and not way.shadowed:
        # Counting all and taking off a few needs no look at each.
        query = f"SELECT (SELECT count(*) FROM {table}) - (SELECT count(*) FROM {table} WHERE verdict = 'rejected')"
    return int(connection.execute(query, values).fetchone()[0])


def _parts(way: _Way, *, along: bool = True) -> tuple[str, str, list[object]]:
    """Return FROM, WHERE and values of a query."""
    asked, lead = way.asked, way.lead
    table = asked.family.table
    # SQLite would rather go through all of a word's rows than through the few that were known beforehand.
    source, tests, values = f"{table} INDEXED BY {table}_coming" if way.early else table, [], list[object]()
    found = _conditions(asked)
    if lead.gathered is not None:
        tests.append(f"{table}.number IN (SELECT json_each.value FROM json_each(?))")
        values.append(lead.rows)
        found = [each for each in found if each != lead.gathered]
    elif along and lead.along is not None and lead.along.stream is not None:
        stream = lead.along.stream
        source = f"{stream.table} CROSS JOIN {table} ON {table}.number = {stream.table}.{stream.number}"
        tests.append(stream.where)
        values.extend(lead.along.values)
        found = [each for each in found if each != lead.along]
        for comparison, bound in (*(each.day for each in found if each.day), *([way.day] if way.day else [])):
            tests.append(f"{stream.table}.day {comparison} ?")
            values.append(bound)
    for each in found:
        tests.append(f"({each.test})")
        values.extend(each.values)
    tests += way.tests
    values += way.values
    if way.day is not None:
        tests.append(f"{table}.day {way.day[0]} ?")
        values.append(way.day[1])
    return source, " AND ".join(tests) or "1", values
