"""One reading into the ledger's tables, and out of them again.

In: a `Reading`, and an open transaction. Out: rows. What links them to other articles is `ledger.links`; what people
decided about them is `ledger.decisions`.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Mapping

from communique.ledger.file.database import to_json
from communique.ledger.file.packing import pack, unpack
from communique.ledger.rows import day_of, insert, moment
from communique.ledger.stored.record_rows import Placer, RecordWriter, Stored
from communique.ledger.told.events import refresh_events
from communique.ledger.told.threads import refresh_thread
from communique.records import Article, Reading
from communique.text.titles import stand_in

_TABLES_OF_ARTICLE = ("commitments", "reports", "statements", "mentions", "quotes")
"""What a re-reading takes out before it puts the new records in; children first."""


def article_number(connection: sqlite3.Connection, article: str) -> int | None:
    """Return the number of the article with an id, or None."""
    row = connection.execute("SELECT number FROM articles WHERE id = ?", (article,)).fetchone()
    return None if row is None else int(row[0])


def write_reading(
    connection: sqlite3.Connection, reading: Reading, now: datetime.datetime, place: Placer | None = None
) -> Stored:
    """Store a reading; the records of an earlier reading of the same text are replaced.

    Threads are made for the records alone, and so are events, but for reports of which `place` tells that they join
    another; `ledger.links` brings those up to date, and joins threads with those of other articles.
    """
    number = article_number(connection, reading.article.id)
    if number is None:
        number = _insert_article(connection, reading, now)
    else:
        clear_records(connection, number)
        _replace_text(connection, number, reading.article)
        info, published = reading.reader, day_of(reading.article.published)
        connection.execute(
            "UPDATE articles SET reader = ?1, reader_version = ?2, codebook = ?3,"
            # The day comes with a reading that was made with it, and only where none was known.
            " known = coalesce(published, ?4, known), published = coalesce(published, ?4) WHERE number = ?5",
            (info.name, info.version, info.codebook, published, number),
        )
    connection.execute("INSERT INTO readings (article, json) VALUES (?, ?)", (number, pack(reading)))
    return RecordWriter(connection, reading, number).write(place)


def add_appearance(connection: sqlite3.Connection, number: int, article: Article, now: datetime.datetime) -> bool:
    """Note where an article's text was met; return whether it is new there."""
    published = day_of(article.published)
    found = connection.execute(
        "INSERT OR IGNORE INTO appearances (article, ref, url, title, publisher, published, added)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (number, article.ref, article.url, article.title, article.publisher, published, moment(now)),
    )
    return found.rowcount > 0


def load_reading(connection: sqlite3.Connection, number: int) -> Reading:
    """Return the reading of an article as the reader gave it.

    Raises:
        LookupError: there is no such article.
        ReadingError: what is stored breaks the contract.
    """
    row = connection.execute(
        "SELECT json, text, dropped FROM readings JOIN articles ON articles.number = article WHERE article = ?",
        (number,),
    ).fetchone()
    if row is None:
        raise LookupError(f"no reading of article {number}")
    return unpack(row["json"], row["text"], json.loads(row["dropped"]))


def _insert_article(connection: sqlite3.Connection, reading: Reading, now: datetime.datetime) -> int:
    article, info = reading.article, reading.reader
    published = day_of(article.published)
    values: Mapping[str, object] = {
        "id": article.id,
        "ref": article.ref,
        "url": article.url,
        "title": _title(article),
        "publisher": article.publisher,
        "byline": to_json(article.byline),
        "published": published,
        "language": article.language,
        "text": article.text,
        "text_version": article.text_version,
        "dropped": _dropped(article),
        "added": moment(now),
        "known": published or moment(now)[:10],
        "reader": info.name,
        "reader_version": info.version,
        "codebook": info.codebook,
    }
    number = int(connection.execute("SELECT coalesce(max(number), 0) + 1 FROM articles").fetchone()[0])
    insert(connection, "articles", {"number": number, **values, "source": number})
    connection.execute(
        "INSERT INTO article_search (rowid, title, text) VALUES (?, ?, ?)", (number, values["title"], article.text)
    )
    return number


def _title(article: Article) -> str | None:
    """Return what an article is called: by its title, or, where it has no address either, by what stands for one."""
    return article.title or (None if article.url else stand_in(article.text, article.ref))


def _dropped(article: Article) -> str:
    return to_json([{"text": each.text, "reason": each.reason} for each in article.dropped])


def _replace_text(connection: sqlite3.Connection, number: int, article: Article) -> None:
    """Take over a text that has the same words, but other line breaks or other lines dropped from it."""
    row = connection.execute("SELECT title, text, dropped FROM articles WHERE number = ?", (number,)).fetchone()
    dropped = _dropped(article)
    if (row["text"], row["dropped"]) == (article.text, dropped):
        return
    connection.execute(
        "INSERT INTO article_search (article_search, rowid, title, text) VALUES ('delete', ?, ?, ?)",
        (number, row["title"], row["text"]),
    )
    connection.execute(
        "UPDATE articles SET text = ?, text_version = ?, dropped = ? WHERE number = ?",
        (article.text, article.text_version, dropped, number),
    )
    connection.execute(
        "INSERT INTO article_search (rowid, title, text) VALUES (?, ?, ?)", (number, row["title"], article.text)
    )


def delete_article(connection: sqlite3.Connection, number: int) -> None:
    """Delete an article without records, with the words that search finds it by."""
    connection.execute(
        "INSERT INTO article_search (article_search, rowid, title, text)"
        " SELECT 'delete', number, title, text FROM articles WHERE number = ?",
        (number,),
    )
    connection.execute("DELETE FROM articles WHERE number = ?", (number,))


def clear_records(connection: sqlite3.Connection, number: int) -> None:
    """Take out the records of an article, and what stood on them alone."""
    events = [row[0] for row in connection.execute("SELECT DISTINCT event FROM reports WHERE article = ?", (number,))]
    threads = [
        row[0] for row in connection.execute("SELECT DISTINCT thread FROM commitments WHERE article = ?", (number,))
    ]
    connection.execute(
        "INSERT INTO quote_search (quote_search, rowid, quote) SELECT 'delete', quotes.number, quote_texts.quote"
        " FROM quotes JOIN quote_texts ON quote_texts.number = quotes.number WHERE article = ?",
        (number,),
    )
    connection.execute(
        "UPDATE events SET lead = NULL WHERE lead IN (SELECT number FROM reports WHERE article = ?)", (number,)
    )
    for table in _TABLES_OF_ARTICLE:
        connection.execute(f"DELETE FROM {table} WHERE article = ?", (number,))  # a name of ours
    connection.execute("DELETE FROM readings WHERE article = ?", (number,))
    # Before the new records come: an event whose id was that of a report taken out needs another.
    refresh_events(connection, events)
    for thread in threads:
        refresh_thread(connection, thread)
