"""Every record of the ledger against the text that it stands on, and against the reading that it comes from.

In: a connection to a ledger. Out: the articles in which a span is outside the text, a reading doesn't load or isn't of
the text, or a record's id isn't made of what it stands on.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator

from communique.errors import ReadingError
from communique.ledger.ids import commitment_ids, report_ids, statement_ids
from communique.ledger.stored.writing import load_reading
from communique.records import Commitment, Event, Reading, Statement, article_id

Named = tuple[str, str]
"""A record's id in the ledger, and the one in its article's reading."""

UNLOADABLE = (LookupError, TypeError, ValueError, zlib.error, ReadingError)
"""What a stored reading that is broken may raise when it is loaded."""

_SPANS = """
SELECT article, 'a sentence', "start" AS first, "end" AS last FROM quotes
UNION ALL SELECT article, 'a cue', cue_start, cue_end FROM statements WHERE cue_start IS NOT NULL
UNION ALL SELECT article, 'a content', content_start, content_end FROM statements
UNION ALL SELECT article, 'a trigger', trigger_start, trigger_end FROM reports
UNION ALL SELECT article, 'an amount', amount_start, amount_end FROM commitments WHERE amount_start IS NOT NULL
UNION ALL SELECT article, 'a condition', conditions_start, conditions_end FROM commitments
    WHERE conditions_start IS NOT NULL
UNION ALL SELECT reports.article, 'a number of people', quantities."start", quantities."end" FROM quantities
    JOIN reports ON reports.number = quantities.report
UNION ALL SELECT commitments.article, 'an item', items."start", items."end" FROM items
    JOIN commitments ON commitments.number = items.commitment
UNION ALL SELECT article, 'a mention', json_extract(value, '$[0]'), json_extract(value, '$[1]')
    FROM mentions, json_each(mentions.spans)
"""
_OUTSIDE = f"""
WITH sizes AS (SELECT number, id, length(text) AS size FROM articles)
SELECT sizes.id, sizes.number, spans.*, sizes.size FROM ({_SPANS}) AS spans JOIN sizes ON sizes.number = spans.article
WHERE NOT (0 <= first AND first < last AND last <= size)
"""


def damaged_articles(connection: sqlite3.Connection) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield the id of each damaged article, what is wrong with it, and its number."""
    seen: set[str] = set()
    for row in connection.execute(_OUTSIDE):
        if row[0] not in seen:
            seen.add(row[0])
            yield row[0], (f"{row[3]} at {row[4]}:{row[5]} is outside a text of {row[6]} code points", row[1])
    ids = {table: _ids(connection, table) for table in ("statements", "reports", "commitments")}
    for row in connection.execute("SELECT number, id, text, title FROM articles ORDER BY number"):
        if row["id"] not in seen:
            stored = {table: found.get(row["number"], []) for table, found in ids.items()}
            why = _wrong(connection, row, stored)
            if why:
                yield row["id"], (why, row["number"])


def _ids(connection: sqlite3.Connection, table: str) -> dict[int, list[Named]]:
    found: dict[int, list[Named]] = {}
    # A name of ours.
    for article, *named in connection.execute(f"SELECT article, id, local FROM {table} ORDER BY article, number"):
        found.setdefault(article, []).append((named[0], named[1]))
    return found


def _wrong(connection: sqlite3.Connection, row: sqlite3.Row, stored: dict[str, list[Named]]) -> str | None:
    """Return what is wrong with an article, or None. That its quotes are those of its text is a reading's own rule."""
    try:
        reading = load_reading(connection, row["number"])
    except UNLOADABLE as error:
        return f"its reading can't be loaded ({error})"
    if reading.article.text != row["text"] or reading.article.id != row["id"]:
        return "its reading is of another text"
    if article_id(row["text"]) != row["id"]:
        return "its id isn't that of its text"
    for table, ids in _made(reading).items():
        if sorted(stored[table]) != sorted(ids):
            return f"its {table} aren't those of its reading"
    return None


def _made(reading: Reading) -> dict[str, list[Named]]:
    return {
        "statements": _named(statement_ids(reading), reading.statements),
        "reports": _named(report_ids(reading), reading.events),
        "commitments": _named(commitment_ids(reading), reading.commitments),
    }


def _named(ids: Iterable[str], records: Iterable[Event | Statement | Commitment]) -> list[Named]:
    return [(its_id, record.id) for its_id, record in zip(ids, records, strict=True)]
