"""One reading into the ledger's tables, and out of them again.

In: a `Reading`, and an open transaction. Out: rows. What links them to other articles is `ledger.links`; what people
decided about them is `ledger.decisions`.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from communique.knowledge.countries import countries
from communique.ledger.database import to_json
from communique.ledger.events import refresh_events
from communique.ledger.ids import actor_id, commitment_ids, report_ids, statement_ids
from communique.ledger.packing import pack, unpack
from communique.ledger.threads import refresh_thread
from communique.linking.actors import actor_key, folded, state_of
from communique.parts import Date, Span
from communique.records import Actor, Article, Commitment, Event, Reading, Statement
from communique.vocabulary import ActorKind

_TABLES_OF_ARTICLE = ("commitments", "reports", "statements", "mentions", "quotes")
"""What a re-reading takes out before it puts the new records in; children first."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a reading became: the numbers of its rows, in the reading's order."""

    article: int
    statements: tuple[int, ...]
    reports: tuple[int, ...]
    commitments: tuple[int, ...]


def article_number(connection: sqlite3.Connection, article: str) -> int | None:
    """Return the number of the article with an id, or None."""
    row = connection.execute("SELECT number FROM articles WHERE id = ?", (article,)).fetchone()
    return None if row is None else int(row[0])


def write_reading(connection: sqlite3.Connection, reading: Reading, now: datetime.datetime) -> Stored:
    """Store a reading; the records of an earlier reading of the same text are replaced.

    Events and threads are made for the records alone; `ledger.links` joins them with those of other articles.
    """
    number = article_number(connection, reading.article.id)
    if number is None:
        number = _insert_article(connection, reading, now)
    else:
        _clear(connection, number)
        _replace_text(connection, number, reading.article)
        info = reading.reader
        connection.execute(
            "UPDATE articles SET reader = ?, reader_version = ?, codebook = ? WHERE number = ?",
            (info.name, info.version, info.codebook, number),
        )
    connection.execute("INSERT INTO readings (article, json) VALUES (?, ?)", (number, pack(reading)))
    return _Writer(connection, reading, number).write()


def add_appearance(connection: sqlite3.Connection, number: int, article: Article, now: datetime.datetime) -> bool:
    """Note where an article's text was met; return whether it is new there."""
    published = _day(article.published)
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


def moment(now: datetime.datetime) -> str:
    """Return a time as the ledger keeps it: UTC, to the second."""
    return now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _insert_article(connection: sqlite3.Connection, reading: Reading, now: datetime.datetime) -> int:
    article, info = reading.article, reading.reader
    published = _day(article.published)
    values: Mapping[str, object] = {
        "id": article.id,
        "ref": article.ref,
        "url": article.url,
        "title": article.title,
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
        "INSERT INTO article_search (rowid, title, text) VALUES (?, ?, ?)", (number, article.title, article.text)
    )
    return number


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


def _clear(connection: sqlite3.Connection, number: int) -> None:
    """Take out the records of an article, and what stood on them alone."""
    events = [row[0] for row in connection.execute("SELECT DISTINCT event FROM reports WHERE article = ?", (number,))]
    threads = [
        row[0] for row in connection.execute("SELECT DISTINCT thread FROM commitments WHERE article = ?", (number,))
    ]
    connection.execute(
        "DELETE FROM links WHERE undone IS NULL AND (one IN (SELECT id FROM reports WHERE article = ?1)"
        " OR other IN (SELECT id FROM reports WHERE article = ?1)"
        " OR one IN (SELECT id FROM commitments WHERE article = ?1)"
        " OR other IN (SELECT id FROM commitments WHERE article = ?1))",
        (number,),
    )
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


class _Writer:
    """Writes the records of one reading; it holds what their rows refer to."""

    def __init__(self, connection: sqlite3.Connection, reading: Reading, number: int) -> None:
        self._connection = connection
        self._reading = reading
        self._number = number
        row = connection.execute("SELECT known FROM articles WHERE number = ?", (number,)).fetchone()
        self._known: str = row[0]
        # Rows that nothing refers to; they are written together at the end.
        self._mentions: list[tuple[object, ...]] = []
        self._roles: list[tuple[int, int, str, int, int, str]] = []
        self._quantities: list[tuple[object, ...]] = []
        self._actors = {each.id: self._actor(each) for each in reading.actors}
        self._quotes: dict[tuple[int, int], int] = {}
        self._statements: dict[str, int] = {}
        self._reports: dict[str, int] = {}
        # This writer alone makes events and threads while it writes.
        self._event, self._thread = self._next("events"), self._next("threads")

    def write(self) -> Stored:
        reading = self._reading
        self._statements = self._numbers("statements", [each.id for each in reading.statements])
        for statement, its_id in zip(reading.statements, statement_ids(reading), strict=True):
            self._statement(statement, its_id)
        self._reports = self._numbers("reports", [each.id for each in reading.events])
        for event, its_id in zip(reading.events, report_ids(reading), strict=True):
            self._report(event, its_id)
        commitments = self._numbers("commitments", [each.id for each in reading.commitments])
        for commitment, its_id in zip(reading.commitments, commitment_ids(reading), strict=True):
            self._commitment(commitment, its_id, commitments[commitment.id])
        self._rest()
        return Stored(
            self._number,
            tuple(self._statements.values()),
            tuple(self._reports.values()),
            tuple(commitments.values()),
        )

    def _numbers(self, table: str, local: Sequence[str]) -> dict[str, int]:
        """Return the numbers that records will have, given beforehand because statements refer to later ones."""
        first = self._next(table)
        return {each: first + at for at, each in enumerate(local)}

    def _next(self, table: str) -> int:
        query = f"SELECT coalesce(max(number), 0) + 1 FROM {table}"  # a name of ours
        return int(self._connection.execute(query).fetchone()[0])

    def _actor(self, actor: Actor) -> int:
        key = actor_key(actor, self._reading.article.id)
        row = self._connection.execute(
            "SELECT number FROM actors WHERE key = ?1 UNION ALL SELECT actor FROM actor_aliases WHERE key = ?1", (key,)
        ).fetchone()
        number = int(row[0]) if row else self._new_actor(actor, key)
        spans = ",".join(f"[{each.start},{each.end}]" for each in actor.mentions)
        self._mentions.append((self._number, number, actor.id, actor.name, actor.title, f"[{spans}]"))
        return number

    def _new_actor(self, actor: Actor, key: str) -> int:
        return insert(self._connection, "actors", {"id": actor_id(key), "key": key, **actor_values(actor)})

    def _rest(self) -> None:
        execute = self._connection.executemany
        execute(
            "INSERT INTO mentions (article, actor, local, name, title, spans) VALUES (?, ?, ?, ?, ?, ?)", self._mentions
        )
        execute(
            "INSERT INTO report_actors (report, role, place, actor) VALUES (?, ?, ?, ?)",
            [(report, role, at, actor) for _, report, role, at, actor, _ in self._roles],
        )
        execute(
            "INSERT INTO event_actors (event, role, place, actor, country, day)"
            " VALUES (?, ?, ?, ?, (SELECT country FROM actors WHERE number = ?4), ?)",
            [(event, role, at, actor, day) for event, _, role, at, actor, day in self._roles],
        )
        execute(
            'INSERT INTO quantities (report, place, kind, value, low, high, estimate, "start", "end")'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            self._quantities,
        )

    def _statement(self, each: Statement, its_id: str) -> None:
        values = {
            "number": self._statements[each.id],
            "id": its_id,
            "article": self._number,
            "local": each.id,
            "speaker": self._actors[each.speaker],
            "act": each.act,
            **_span("cue", each.cue),
            **_span("content", each.content),
            "quotation": each.quotation,
            "addressee": self._actors[each.addressee] if each.addressee else None,
            "certainty": each.certainty,
            "within": self._statements[each.within] if each.within else None,
            **self._date(each.date),
            "known": self._known,
            "quote": self._quote(each.evidence),
        }
        insert(self._connection, "statements", values)

    def _report(self, each: Event, its_id: str) -> None:
        date, place = self._date(each.date), each.place
        number = self._reports[each.id]
        event, self._event = self._event, self._event + 1
        country = place.country if place else None
        shared = {"type": each.type, "mode": each.mode, "status": each.status, "known": self._known, "country": country}
        spanned = {name: date[name] for name in ("date_start", "date_end", "date_precision", "day")}
        insert(
            self._connection,
            "events",
            {
                "number": event,
                "id": f"event-{its_id.partition('-')[2]}",
                "lead": number,
                **shared,
                **spanned,
                "reports": 1,
                "sources": 1,
            },
        )
        values = {
            "number": number,
            "id": its_id,
            "article": self._number,
            "local": each.id,
            "event": event,
            **shared,
            "contexts": to_json(each.contexts),
            "statement": self._statements[each.attributed_to] if each.attributed_to else None,
            **date,
            "place": place.name if place else None,
            "admin1": place.admin1 if place else None,
            "latitude": place.latitude if place else None,
            "longitude": place.longitude if place else None,
            "geonames": place.geonames if place else None,
            "place_precision": place.precision if place else None,
            **_span("trigger", each.trigger),
            "quad": each.quad,
            "score": each.score,
            "cameo": each.cameo,
            "why": each.why,
            "quote": self._quote(each.evidence),
        }
        insert(self._connection, "reports", values)
        roles = {"actor": each.actors, "recipient": each.recipients}
        self._roles += [
            (event, number, role, at, actor, str(date["day"]))
            for role, actors in roles.items()
            for at, actor in enumerate(self._distinct(actors))
        ]
        self._quantities += [
            (number, at, str(q.kind), q.value, q.low, q.high, int(q.estimate), q.span.start, q.span.end)
            for at, q in enumerate(each.quantities)
        ]

    def _commitment(self, each: Commitment, its_id: str, number: int) -> None:
        date, amount = self._date(each.date), each.amount
        thread, self._thread = self._thread, self._thread + 1
        money = {
            "value": amount.value if amount else None,
            "low": amount.low if amount else None,
            "high": amount.high if amount else None,
            "currency": amount.currency if amount else None,
        }
        insert(
            self._connection,
            "threads",
            {
                "number": thread,
                "id": f"thread-{its_id.partition('-')[2]}",
                "category": each.category,
                "stage": each.stage,
                **money,
                "first_day": date["day"],
                "last_day": date["day"],
                "reports": 1,
                "sources": 1,
            },
        )
        values = {
            "number": number,
            "id": its_id,
            "article": self._number,
            "local": each.id,
            "thread": thread,
            "report": self._reports[each.event] if each.event else None,
            "category": each.category,
            "instrument": each.instrument,
            **money,
            "qualifiers": to_json(amount.qualifiers) if amount else None,
            "per": amount.per if amount else None,
            **_span("amount", amount.span if amount else None),
            "stage": each.stage,
            "stage_by": self._actors[each.stage_by] if each.stage_by else None,
            **_span("conditions", each.conditions),
            "cumulative": int(each.cumulative),
            **date,
            "known": self._known,
            "statement": self._statements[each.attributed_to] if each.attributed_to else None,
            "quote": self._quote(each.evidence),
        }
        insert(self._connection, "commitments", values)
        roles = {"donor": each.donors, "recipient": each.recipients}
        self._connection.executemany(
            "INSERT INTO commitment_actors (commitment, role, place, actor, country, day)"
            " VALUES (?, ?, ?, ?, (SELECT country FROM actors WHERE number = ?4), ?)",
            [
                (number, role, at, actor, date["day"])
                for role, actors in roles.items()
                for at, actor in enumerate(self._distinct(actors))
            ],
        )
        self._connection.executemany(
            'INSERT INTO items (commitment, place, designation, class, count, low, high, estimate, condition, "start",'
            ' "end") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            [
                (
                    *(number, at, i.designation, i.item_class, i.count, i.low, i.high, int(i.estimate), i.condition),
                    *(i.span.start, i.span.end),
                )
                for at, i in enumerate(each.items)
            ],
        )

    def _distinct(self, actors: Iterable[str]) -> list[int]:
        """Return the numbers of actors; two of the reading may be one across articles."""
        return list(dict.fromkeys(self._actors[each] for each in actors))

    def _date(self, date: Date | None) -> dict[str, object]:
        start, end = (date.start, date.end) if date else (None, None)
        # A time that is open on one side ("since 2022") is no day on which something happened.
        first = start if end else None
        return {
            "date_start": _day(start),
            "date_end": _day(end),
            "date_precision": date.precision if date else None,
            "date_basis": date.basis if date else None,
            "day": _day(first) or self._known,
        }

    def _quote(self, span: Span) -> int:
        """Return the number of a sentence, which is stored and indexed once."""
        key = (span.start, span.end)
        if key not in self._quotes:
            self._quotes[key] = insert(
                self._connection, "quotes", {"article": self._number, "start": span.start, "end": span.end}
            )
            self._connection.execute(
                "INSERT INTO quote_search (rowid, quote) VALUES (?, ?)", (self._quotes[key], span.quote)
            )
        return self._quotes[key]


def actor_values(actor: Actor) -> dict[str, str | None]:
    """Return the columns of an actor as a reading has it; a state goes by its country's name."""
    state = state_of(actor)
    name = countries()[state].name if state else actor.name
    return {
        "name": name,
        "folded": folded(name),
        "kind": str(ActorKind.STATE if state else actor.kind),
        "country": actor.country,
        "sectors": to_json(actor.sectors),
        "title": actor.title,
        "code": actor.code,
    }


def insert(connection: sqlite3.Connection, table: str, values: Mapping[str, object]) -> int:
    """Insert a row; return its number."""
    return int(connection.execute(_inserting(table, tuple(values)), _plain(values.values())).lastrowid or 0)


@cache
def _inserting(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})"  # names are ours, values are bound


def _plain(values: Iterable[object]) -> list[object]:
    """Return values as SQLite takes them: members of enums as their strings."""
    return [str(value) if isinstance(value, str) else value for value in values]


def _span(name: str, span: Span | None) -> dict[str, int | None]:
    return {f"{name}_start": span.start if span else None, f"{name}_end": span.end if span else None}


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def words(value: str) -> list[str]:
    """Return a list of words as it was stored."""
    found: list[str] = json.loads(value)
    return found
