"""Counts of what a ledger holds.

In: a ledger's connection. Out: numbers, and counts by word, month, publisher and language, the largest first.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Any

from communique.ledger.imported import ARTICLES

GROUPS = 40
"""Groups of a count at most, the largest first."""

_NUMBERS = {
    # Rows of others' data sets are told by themselves: they are no articles and no sources of one's own.
    "articles": f"SELECT (SELECT count(*) FROM articles) - (SELECT count(*) FROM ({ARTICLES}))",
    "imported_rows": f"SELECT count(*) FROM ({ARTICLES})",
    "independent_sources": (
        f"SELECT (SELECT count(DISTINCT source) FROM articles) - (SELECT count(*) FROM ({ARTICLES}))"
    ),
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
_COUNTED = {
    "events_by_type": ("events", "type"),
    "events_by_status": ("events", "status"),
    "statements_by_act": ("statements", "act"),
    "commitments_by_stage": ("commitments", "stage"),
    "commitments_by_category": ("commitments", "category"),
}
"""Counts that triggers keep."""
_ARTICLES = {
    "articles_by_publisher": """
        SELECT min(publisher), count(*) FROM articles INDEXED BY articles_publisher WHERE publisher IS NOT NULL
        GROUP BY publisher COLLATE NOCASE
        UNION ALL SELECT 'unknown', (SELECT count(*) FROM articles)
            - (SELECT count(*) FROM articles INDEXED BY articles_publisher WHERE publisher IS NOT NULL)
    """,
    "articles_by_month": """
        SELECT substr(known, 1, 7), many FROM (SELECT known, count(*) AS many FROM articles GROUP BY known)
    """,
    "articles_by_language": "SELECT language, count(*) FROM articles GROUP BY reader, reader_version, language",
    "articles_by_reader": """
        SELECT reader || ' ' || reader_version, count(*) FROM articles GROUP BY reader, reader_version
    """,
}
"""Counts along indexes: an article's row has its text, which takes long to pass by."""


def stats(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return counts by name: numbers, and where something is counted by a word, the words with their numbers."""
    told: dict[str, Any] = {name: connection.execute(query).fetchone()[0] for name, query in _NUMBERS.items()}
    queries = {
        **{
            name: f"SELECT word, number FROM counts WHERE family = '{family}' AND field = '{field}'"
            for name, (family, field) in _COUNTED.items()
        },
        **_ARTICLES,
        "failed_by_code": "SELECT code, count(*) FROM inputs WHERE state = 'failed' GROUP BY 1",
    }
    for name, query in queries.items():
        found: Counter[str] = Counter()
        for word, many in connection.execute(query):
            found[word] += many
        kept = sorted(((word, many) for word, many in found.items() if many), key=lambda each: (-each[1], each[0]))
        told[name] = dict(kept[:GROUPS])
    return told
