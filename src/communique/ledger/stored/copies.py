"""Which article is a copy of which: copies of one text share one source, articles of one story its number.

In: an article that was just stored, in its transaction. Out: its keys, links with reasons, and one source for it and
the articles that it is a copy of.
"""

from __future__ import annotations

import datetime
import sqlite3
from dataclasses import dataclass
from urllib.parse import urlsplit

from communique.ledger.file.database import to_json
from communique.linking.duplicates import STORY, Kind, Likeness, bands, compare, sketch
from communique.records import Article

CANDIDATES = 6
"""Articles whose text is compared with a new one: those with the most keys in common."""
LATEST = 200
"""Articles under one key that are looked at: the latest. One that more have is of a phrase that everybody uses, or that
a publisher puts under every text; a copy has other keys in common."""
VERSIONS = 6
"""Other articles that an address has at most if it is that of one article and its versions."""
_VERSION = Likeness(1.0, 1.0, Kind.REWRITE, 0.0, ("both stood at the same address",))
DAYS = 45
"""A copy is looked for among articles of so many days before and after."""


@dataclass(frozen=True, slots=True)
class _Near:
    number: int
    id: str
    text: str
    known: str
    source: int


def link_copies(connection: sqlite3.Connection, article: Article, number: int) -> frozenset[int]:
    """Find what an article is a copy of, or of the story of; return the numbers of articles whose source changed."""
    made = sketch(article)
    keys = bands(made)
    row = connection.execute("SELECT known, source FROM articles WHERE number = ?", (number,)).fetchone()
    changed: set[int] = set()
    for near in _candidates(connection, keys, number, row["known"]):
        apart = abs((datetime.date.fromisoformat(row["known"]) - datetime.date.fromisoformat(near.known)).days)
        found = compare(article.text, near.text, days_apart=apart)
        if found.kind is None:
            continue
        if found.kind.copied:
            changed |= _join(connection, number, near.number)
            _note(connection, article.id, near, found)
        else:
            _join_story(connection, number, near.number)
    for near in _versions(connection, article.url, number, row["known"]):
        if compare(article.text, near.text).subject >= STORY:
            changed |= _join(connection, number, near.number)
            _note(connection, article.id, near, _VERSION)
    # An article that is read again has the same words, and so the same keys.
    connection.executemany(
        "INSERT OR IGNORE INTO bands (band, article) VALUES (?, ?)", [(key, number) for key in dict.fromkeys(keys)]
    )
    return frozenset(changed)


def _candidates(connection: sqlite3.Connection, keys: tuple[int, ...], number: int, known: str) -> list[_Near]:
    day = datetime.date.fromisoformat(known)
    first, last = (day + datetime.timedelta(days=step) for step in (-DAYS, DAYS))
    latest = f"SELECT article FROM (SELECT article FROM bands WHERE band = ? ORDER BY article DESC LIMIT {LATEST})"
    query = f"""
    SELECT articles.number, articles.id, articles.text, articles.known, articles.source
    FROM (SELECT article, count(*) AS shared FROM ({" UNION ALL ".join(latest for _ in keys)}) WHERE article <> ?
        GROUP BY article ORDER BY shared DESC, article LIMIT 50) AS near
    JOIN articles ON articles.number = near.article
    WHERE articles.known BETWEEN ? AND ? ORDER BY near.shared DESC, articles.number LIMIT {CANDIDATES}
    """
    rows = connection.execute(query, (*keys, number, first.isoformat(), last.isoformat()))
    return [_Near(*row) for row in rows]


def _versions(connection: sqlite3.Connection, url: str | None, number: int, known: str) -> list[_Near]:
    """Return what else stood at an article's address and isn't of its source yet: it was corrected, or went on.

    An address with many articles is that of a channel or a front page, and tells nothing of a single one.
    """
    if url is None or not urlsplit(url).path.strip("/"):
        return []
    day = datetime.date.fromisoformat(known)
    first, last = ((day + datetime.timedelta(days=step)).isoformat() for step in (-DAYS, DAYS))
    query = "SELECT number, id, text, known, source FROM articles WHERE url = ? AND number <> ? LIMIT ?"
    found = [_Near(*row) for row in connection.execute(query, (url, number, VERSIONS + 1))]
    (source,) = connection.execute("SELECT source FROM articles WHERE number = ?", (number,)).fetchone()
    return [each for each in found if len(found) <= VERSIONS and first <= each.known <= last and each.source != source]


def _join(connection: sqlite3.Connection, number: int, other: int) -> set[int]:
    """Give two articles, and those that share a source with either, one source; return those whose source changed."""
    sources = {
        row[0] for row in connection.execute("SELECT source FROM articles WHERE number IN (?, ?)", (number, other))
    }
    least = min(sources)
    changed: set[int] = set()
    for source in sources - {least}:
        changed |= {row[0] for row in connection.execute("SELECT number FROM articles WHERE source = ?", (source,))}
        connection.execute("UPDATE articles SET source = ? WHERE source = ?", (least, source))
    return changed


def _join_story(connection: sqlite3.Connection, number: int, other: int) -> None:
    row = connection.execute("SELECT coalesce(story, number) FROM articles WHERE number = ?", (other,)).fetchone()
    connection.execute(
        "UPDATE articles SET story = ? WHERE number IN (?, ?) AND story IS NULL", (row[0], number, other)
    )


def _note(connection: sqlite3.Connection, article: str, near: _Near, found: Likeness) -> None:
    # Of two articles that are read again each finds the other.
    connection.execute(
        "DELETE FROM links WHERE family = 'article' AND ((one = ?1 AND other = ?2) OR (one = ?2 AND other = ?1))",
        (article, near.id),
    )
    connection.execute(
        "INSERT INTO links (family, one, other, kind, probability, reasons) VALUES ('article', ?, ?, ?, ?, ?)",
        (article, near.id, str(found.kind), found.score, to_json(found.reasons)),
    )
