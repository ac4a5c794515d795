"""Counts of what a ledger holds.

In: a ledger's connection. Out: numbers, and counts by word, month, publisher and language, the largest first.
"""

from __future__ import annotations

import sqlite3
from typing import Any

GROUPS = 40
"""Groups of a count at most, the largest first."""

_NUMBERS = {
    "articles": "SELECT count(*) FROM articles",
    "independent_sources": "SELECT count(DISTINCT source) FROM articles",
    "copies": "SELECT count(*) FROM articles WHERE source <> number",
    "failed": "SELECT count(*) FROM inputs WHERE state = 'failed'",
    "actors": "SELECT count(*) FROM actors",
    "events": "SELECT count(*) FROM events",
    "reports": "SELECT count(*) FROM reports",
    "statements": "SELECT count(*) FROM statements",
    "commitments": "SELECT count(*) FROM commitments",
    "threads": "SELECT count(*) FROM threads",
    "decisions": "SELECT count(*) FROM decisions",
    "first_day": "SELECT min(known) FROM articles",
    "last_day": "SELECT max(known) FROM articles",
    "bytes": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
}
_GROUPED = {
    "events_by_type": ("events", "type"),
    "events_by_status": ("events", "status"),
    "statements_by_act": ("statements", "act"),
    "commitments_by_stage": ("commitments", "stage"),
    "commitments_by_category": ("commitments", "category"),
    "articles_by_publisher": ("articles", "coalesce(publisher, 'unknown')"),
    "articles_by_month": ("articles", "substr(known, 1, 7)"),
    "articles_by_language": ("articles", "language"),
    "articles_by_reader": ("articles", "reader || ' ' || reader_version"),
    "failed_by_code": ("inputs", "code"),
}


def stats(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return counts by name: numbers, and where something is counted by a word, the words with their numbers."""
    told: dict[str, Any] = {name: connection.execute(query).fetchone()[0] for name, query in _NUMBERS.items()}
    for name, (table, column) in _GROUPED.items():
        only = "WHERE state = 'failed'" if table == "inputs" else ""
        query = f"SELECT {column}, count(*) FROM {table} {only} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {GROUPS}"
        told[name] = {row[0]: row[1] for row in connection.execute(query)}
    return told
