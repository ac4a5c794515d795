"""Whether a ledger's file holds what a ledger holds: its tables, and in their columns days, lists and words of ours.

In: a connection to a ledger that failed in a way nobody foresaw, or that the doctor looks at. Out: what is wrong with
it, in words. SQLite's own checks don't find values that another program wrote, or that a turned bit left readable.
"""

from __future__ import annotations

import datetime
import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from enum import StrEnum
from functools import cache, partial
from itertools import islice
from typing import Final

from communique.errors import CommuniqueError
from communique.linking.commitment_pledges import Pledge
from communique.linking.duplicates import Sketch
from communique.linking.event_told import Told
from communique.vocabulary import (
    Act,
    ActorKind,
    Basis,
    Category,
    Certainty,
    DatePrecision,
    EventType,
    Instrument,
    ItemClass,
    Mode,
    PlacePrecision,
    QuantityKind,
    Quotation,
    Stage,
    Status,
)

FEW: Final = 20
"""Faults that are told of one column."""
_DAYS: Final = frozenset(
    ("published", "known", "day", "date_start", "date_end", "last_known", "first_day", "last_day", "due")
)
_TIMES: Final = frozenset(("added", "at"))
_LISTS: Final = frozenset(("byline", "sectors", "contexts", "targets", "qualifiers"))
_JSON: Final = frozenset(("dropped", "spans"))
_WORDS: Final[Mapping[tuple[str, str], type[StrEnum]]] = {
    ("actors", "kind"): ActorKind,
    ("statements", "act"): Act,
    ("statements", "certainty"): Certainty,
    ("statements", "quotation"): Quotation,
    **{(table, "type"): EventType for table in ("events", "reports")},
    **{(table, "mode"): Mode for table in ("events", "reports")},
    **{(table, "status"): Status for table in ("events", "reports")},
    **{(table, "date_precision"): DatePrecision for table in ("events", "reports", "statements", "commitments")},
    **{(table, "date_basis"): Basis for table in ("reports", "statements", "commitments")},
    ("reports", "place_precision"): PlacePrecision,
    **{(table, "category"): Category for table in ("threads", "commitments")},
    ("commitments", "instrument"): Instrument,
    **{(table, "stage"): Stage for table in ("threads", "commitments")},
    ("quantities", "kind"): QuantityKind,
    ("items", "class"): ItemClass,
}
_DERIVED: Final = frozenset(("contradictions", "counts"))
"""Tables that hold nothing but what records say together; the doctor's later checks fill them anew."""
_PACKED: Final[Mapping[tuple[str, str], Callable[[bytes], object]]] = {
    ("articles", "sketch"): Sketch.unpack,
    ("reports", "told"): Told.from_bytes,
    ("commitments", "pledge"): Pledge.from_bytes,
}
"""What unpacks what linking knows a row by."""
_COMMENT: Final = re.compile(r"--[^\n]*")
_ORDERED: Final = (("date_start", "date_end"), ("low", "high"))
"""Columns of which the first is never greater than the second."""


def faults(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield what is wrong with tables and their values, in words; nothing where they are as a ledger has them."""
    lacks = lacking(connection)
    if lacks:
        yield f"it lacks {', '.join(lacks[:FEW])}"
        return
    for table, columns in _tables(connection).items():
        for column in columns:
            check = _check(table, column)
            if check is not None:
                # Hardly two rows are packed into the same bytes.
                each = "" if (table, column) in _PACKED else "DISTINCT "
                query = f'SELECT {each}"{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'  # names of the schema
                rows = (row[0] for row in connection.execute(query))
                wrong = list(islice((value for value in rows if not check(value)), FEW))
                yield from (f"{table}.{column} is {str(value)[:40]!r}" for value in wrong)
        for first, last in _ORDERED:
            if first in columns and last in columns:
                query = f'SELECT "{first}", "{last}" FROM "{table}" WHERE "{first}" > "{last}" LIMIT {FEW}'
                pairs = connection.execute(query).fetchall()
                yield from (f"{table}.{first} is {row[0]}, {last} {row[1]}" for row in pairs)


def lacking(connection: sqlite3.Connection) -> list[str]:
    """Return the names of what a new ledger has, and this one has not, or has otherwise, as one of an earlier state."""
    return sorted(_lacking(connection))


def can_be_added(connection: sqlite3.Connection) -> bool:
    """Return whether all that is lacking can be made of what is here: indexes, triggers, views, what is derived."""
    return all(
        kind != "table" or (name in _DERIVED and name not in _schema(connection))
        for name, (kind, _) in _lacking(connection).items()
    )


def add_lacking(connection: sqlite3.Connection) -> None:
    """Make what is lacking, in an open transaction; what can't be made of what is here is left as it is."""
    if not can_be_added(connection):
        return
    there = _schema(connection)
    for name, (kind, sql) in _lacking(connection).items():
        if name in there:
            connection.execute(f'DROP {kind} "{name}"')  # names of the schema
        connection.execute(sql)


def _lacking(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return kind and SQL, by name, of what a new ledger has, and this one has not, or has otherwise: tables first."""
    found = _schema(connection)
    missing = {name: made for name, made in _wanted().items() if found.get(name) != made}
    return dict(sorted(missing.items(), key=lambda each: (each[1][0] != "table", each[0])))


@cache
def _wanted() -> dict[str, tuple[str, str]]:
    """Return kind and SQL, by name, of what a new ledger has."""
    from communique.ledger.file.database import migrations, statements_of  # noqa: PLC0415  # it asks this module what is wrong

    with closing(sqlite3.connect(":memory:")) as new:
        for _, sql in migrations():
            for statement in statements_of(sql):
                new.execute(statement)
        return _schema(new)


def _schema(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Return kind and SQL of what a file has, by name; blanks and comments of the SQL count for nothing."""
    query = "SELECT name, type, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    return {str(name): (str(kind), _plain(str(sql))) for name, kind, sql in connection.execute(query)}


def _plain(sql: str) -> str:
    return " ".join(_COMMENT.sub("", sql).split())


def _tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Return the columns of the ledger's own tables."""
    query = (
        "SELECT tables.name, columns.name FROM pragma_table_list AS tables"
        " JOIN pragma_table_info(tables.name) AS columns"
        " WHERE tables.schema = 'main' AND tables.type = 'table' AND tables.strict"
    )
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(query):
        found.setdefault(table, []).append(column)
    return found


def _check(table: str, column: str) -> Callable[[object], bool] | None:  # noqa: PLR0911  # one for each sort of value
    """Return what says whether a value may stand in a column; None where whatever SQLite takes may."""
    words = _WORDS.get((table, column))
    if words is not None:
        return frozenset(map(str, words)).__contains__
    if column in _DAYS and table != "appearances":
        return _is_day
    if column in _TIMES:
        return _is_time
    if column in _LISTS:
        return _is_list
    if column in _JSON:
        return _is_spans if column == "spans" else _is_dropped
    if (table, column) == ("decisions", "value"):
        return _is_json
    unpack = _PACKED.get((table, column))
    return None if unpack is None else partial(_is_packed, unpack)


def _is_packed(unpack: Callable[[bytes], object], value: object) -> bool:
    try:
        unpack(value)  # type: ignore[arg-type]  # whatever it is
    except (CommuniqueError, TypeError, ValueError):
        return False
    return True


def _is_day(value: object) -> bool:
    try:
        return datetime.date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


def _is_time(value: object) -> bool:
    try:
        datetime.datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _parsed(value: object) -> object:
    try:
        return json.loads(str(value))
    except (ValueError, RecursionError):
        return None


def _is_json(value: object) -> bool:
    return value == "null" or _parsed(value) is not None


def _is_list(value: object) -> bool:
    held = _parsed(value)
    return isinstance(held, list) and all(isinstance(each, str) for each in held)


def _is_spans(value: object) -> bool:
    held = _parsed(value)
    return isinstance(held, list) and all(map(_is_pair, held))


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(each) is int for each in value)  # noqa: PLR2004  # start and end


def _is_dropped(value: object) -> bool:
    held = _parsed(value)
    return isinstance(held, list) and all(isinstance(each, dict) for each in held)
