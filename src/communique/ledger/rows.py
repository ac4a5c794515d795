"""Values as the ledger's columns keep them, and a row of them into a table.

In: dates, times, spans, words of a record. Out: what SQLite takes, and rows.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from communique.parts import Span


def insert(connection: sqlite3.Connection, table: str, values: Mapping[str, object]) -> int:
    """Insert a row; return its number."""
    return int(connection.execute(_inserting(table, tuple(values)), _plain(values.values())).lastrowid or 0)


def insert_all(connection: sqlite3.Connection, table: str, some: Sequence[Mapping[str, object]]) -> None:
    """Insert rows that have the same columns, in their order."""
    if some:
        connection.executemany(_inserting(table, tuple(some[0])), [_plain(each.values()) for each in some])


@cache
def _inserting(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})"  # names are ours, values are bound


def _plain(values: Iterable[object]) -> list[object]:
    """Return values as SQLite takes them: members of enums as their strings."""
    return [str(value) if isinstance(value, str) else value for value in values]


def span_columns(name: str, span: Span | None) -> dict[str, int | None]:
    """Return the two columns of a span: where it begins and ends, None where there is none."""
    return {f"{name}_start": span.start if span else None, f"{name}_end": span.end if span else None}


def day_of(day: datetime.date | None) -> str | None:
    """Return a day as the ledger keeps it: an ISO date, or None."""
    return day.isoformat() if day else None


def words(value: str) -> list[str]:
    """Return a list of words as it was stored."""
    found: list[str] = json.loads(value)
    return found


def moment(now: datetime.datetime) -> str:
    """Return a time as the ledger keeps it: UTC, to the second."""
    return now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
