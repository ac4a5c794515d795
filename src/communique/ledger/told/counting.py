"""Counts of what a ledger holds.

In: a ledger's connection. Out: numbers, and counts by word, month, publisher and language, the largest first. What
grows with the articles is counted by triggers as they come: a cold disk takes longer to go through an index of a
million rows than anybody waits for a page.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from communique.ledger.told.imported import READER

GROUPS = 40
"""Groups of a count at most, the largest first."""

LOOKED_AT = 20_000
"""Articles among which those without a day of publication are counted, the latest added: all of most ledgers."""

KEPT: Final[Mapping[tuple[str, str], str]] = {
    ("events", "type"): "type",
    ("events", "status"): "status",
    ("statements", "act"): "act",
    ("commitments", "stage"): "stage",
    ("commitments", "category"): "category",
    ("articles", "publisher"): "coalesce(publisher, 'unknown')",
    ("articles", "month"): "substr(known, 1, 7)",
    ("articles", "language"): "language",
    ("articles", "reader"): "reader || ' ' || reader_version",
    ("articles", "source"): "iif(source = number, 'own', 'copy')",
    ("reports", "all"): "'all'",
    ("threads", "all"): "'all'",
    ("actors", "all"): "'all'",
}
"""What triggers count: by table and field the expression whose values are counted."""
_BY: Final[Mapping[str, tuple[str, str]]] = {
    "events_by_type": ("events", "type"),
    "events_by_status": ("events", "status"),
    "statements_by_act": ("statements", "act"),
    "commitments_by_stage": ("commitments", "stage"),
    "commitments_by_category": ("commitments", "category"),
    "articles_by_publisher": ("articles", "publisher"),
    "articles_by_month": ("articles", "month"),
    "articles_by_language": ("articles", "language"),
    "articles_by_reader": ("articles", "reader"),
}
_REJECTED: Final[Mapping[tuple[str, str], str]] = {
    **{
        (family, field): f"SELECT {KEPT[family, field]}, count(*) FROM {family} WHERE verdict = 'rejected' GROUP BY 1"
        for family, field in _BY.values()
        if family != "articles"
    },
    ("reports", "all"): """
        SELECT 'all', count(*) FROM events JOIN reports ON reports.event = events.number
        WHERE events.verdict = 'rejected'
    """,
    ("threads", "all"): """
        SELECT 'all', count(DISTINCT thread) FROM commitments WHERE verdict = 'rejected' AND NOT EXISTS (
            SELECT 1 FROM commitments AS others
            WHERE others.thread = commitments.thread AND others.verdict IS NOT 'rejected')
    """,
}
"""What is taken off what triggers count: people reject few, which an index holds."""
_ASKED: Final[Mapping[str, str]] = {
    "decisions": "SELECT count(*) FROM decisions",
    "first_day": "SELECT min(known) FROM articles",
    # An article of which nobody told the day is known from when it was added: that is no day of the news.
    "last_day": """
        SELECT coalesce(
            (SELECT known FROM articles WHERE published IS NOT NULL ORDER BY known DESC LIMIT 1),
            (SELECT max(known) FROM articles))
    """,
    "undated": f"""
        SELECT count(*) FROM (SELECT published FROM articles ORDER BY number DESC LIMIT {LOOKED_AT})
        WHERE published IS NULL
    """,
    "bytes": "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
}


def events_of(connection: sqlite3.Connection, articles: Iterable[str]) -> int:
    """Return how many events some articles, by their ids, made: those that no other article of the ledger tells."""
    query = """
    WITH own AS (SELECT number FROM articles WHERE id IN (SELECT value FROM json_each(?)))
    SELECT count(*) FROM (SELECT DISTINCT event FROM reports WHERE article IN (SELECT number FROM own)) AS told
    WHERE NOT EXISTS (
        SELECT 1 FROM reports WHERE reports.event = told.event AND article NOT IN (SELECT number FROM own))
    """
    return int(connection.execute(query, (json.dumps(list(articles)),)).fetchone()[0])


def ahead_of(connection: sqlite3.Connection, articles: Iterable[str], today: str) -> str | None:
    """Return the last day of publication of some articles that is after today and tomorrow; None where none is."""
    query = (
        "SELECT max(published) FROM articles"
        " WHERE published > date(?, '+1 day') AND id IN (SELECT value FROM json_each(?))"
    )
    found = connection.execute(query, (today, json.dumps(list(articles)))).fetchone()[0]
    return None if found is None else str(found)


def otherwise_dated(connection: sqlite3.Connection, articles: Iterable[str], day: str) -> int:
    """Return how many of some articles have another day of publication."""
    query = "SELECT count(*) FROM articles WHERE published <> ? AND id IN (SELECT value FROM json_each(?))"
    return int(connection.execute(query, (day, json.dumps(list(articles)))).fetchone()[0])


def stats(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return counts by name: numbers, and where something is counted by a word, the words with their numbers.

    What reviewers rejected isn't counted, as it isn't listed.
    """
    kept: dict[tuple[str, str], Counter[str]] = {each: Counter() for each in KEPT}
    for family, field, word, many in connection.execute("SELECT family, field, word, number FROM counts"):
        kept[family, field][word] = many
    for (family, field), query in _REJECTED.items():
        kept[family, field].subtract(dict(connection.execute(query).fetchall()))
    kept["articles", "publisher"] = _one_a_name(kept["articles", "publisher"])
    failed = Counter(dict(connection.execute("SELECT code, count(*) FROM inputs WHERE state = 'failed' GROUP BY 1")))
    told: dict[str, Any] = _numbers(kept, failed)
    told |= {name: connection.execute(query).fetchone()[0] for name, query in _ASKED.items()}
    told |= {name: _largest(kept[each]) for name, each in _BY.items()}
    return {**told, "failed_by_code": _largest(failed)}


def _numbers(kept: Mapping[tuple[str, str], Counter[str]], failed: Counter[str]) -> dict[str, int]:
    # Rows of others' data sets are told by themselves: they are no articles and no sources of one's own.
    imported = sum(many for word, many in kept["articles", "reader"].items() if word.startswith(f"{READER} "))
    sources = kept["articles", "source"]
    return {
        "articles": sources.total() - imported,
        "imported_rows": imported,
        # An article whose copies share a source with it gives them its number.
        "independent_sources": sources["own"] - imported,
        "copies": sources["copy"],
        "failed": failed.total(),
        "actors": kept["actors", "all"].total(),
        "events": kept["events", "type"].total(),
        "reports": kept["reports", "all"].total(),
        "statements": kept["statements", "act"].total(),
        "commitments": kept["commitments", "stage"].total(),
        "threads": kept["threads", "all"].total(),
    }


def _one_a_name(publishers: Mapping[str, int]) -> Counter[str]:
    """Return counts in which a publisher who is written in small and in large letters is one."""
    called: dict[str, str] = {}
    found: Counter[str] = Counter()
    for name in sorted(name for name, many in publishers.items() if many):
        found[called.setdefault(name.lower(), name)] += publishers[name]
    return found


def _largest(counts: Mapping[str, int]) -> dict[str, int]:
    some = sorted(((word, many) for word, many in counts.items() if many), key=lambda each: (-each[1], each[0]))
    return dict(some[:GROUPS])
