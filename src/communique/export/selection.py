"""What is to be exported: numbers of events, statements and commitments, and their records in full, one after another.

In: a ledger's connection and numbers. Out: iterators of records in full, fetched in batches: a million take no more
memory than a thousand.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from communique.export.told import Sides, told_events
from communique.ledger.file.database import path_of, told
from communique.ledger.full.details import CommitmentInFull, StatementInFull, commitments_in_full, statements_in_full
from communique.ledger.full.event_details import EventInFull, events_in_full
from communique.ledger.full.event_rows import EventRow, Figure
from communique.ledger.told.imported import own
from communique.ledger.told.people import BATCH, Actors, batches, tuples

T = TypeVar("T")

EVERY = "1"
"""The condition that holds of every record."""


def one_of(column: str, values: Iterable[str]) -> str:
    """Return the condition that a column has one of some words of ours.

    The plus sign keeps SQLite from going along an index of the column: rows go out in the order of their numbers.
    """
    listed = ", ".join(f"'{each}'" for each in sorted(values))
    return f"+{column} IN ({listed})"


@contextmanager
def damage_told(connection: sqlite3.Connection) -> Iterator[None]:
    """Tell what fails in the block because the ledger is damaged as that; what the disk says is left as it is.

    Raises:
        LedgerError: it is damaged, or SQLite couldn't read it.
    """
    try:
        yield
    except OSError:
        raise
    except Exception:
        with told(path_of(connection), connection):
            raise


@dataclass(frozen=True, slots=True)
class ArticleInFull:
    """An article; `text` is None unless it was asked for. `ref` is the caller's own id."""

    id: str
    ref: str | None
    url: str | None
    title: str | None
    publisher: str | None
    byline: tuple[str, ...]
    published: str | None
    added: str
    language: str
    copy_of: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Records to export; each family's numbers are None for all of one's own that weren't rejected.

    Args:
        connection: the ledger.
        events: numbers of events, in the order in which they go out.
        statements: numbers of statements.
        commitments: numbers of commitments.
        with_text: articles go out with their whole text.
        with_imported: rows of others' data sets go out too, where no numbers are given.
        all_statuses: what didn't happen goes out too in shapes that have no column for it, as POLECAT's.
    """

    connection: sqlite3.Connection
    events: Iterable[int] | None = None
    statements: Iterable[int] | None = None
    commitments: Iterable[int] | None = None
    with_text: bool = False
    with_imported: bool = False
    all_statuses: bool = False

    def all_events(self, only: str = EVERY) -> Iterator[EventInFull]:
        """Yield the chosen events in full, those alone of which a condition of SQL holds, if one is given."""
        return events_in_full(self.connection, self._numbers("events", self.events, only))

    def count_events(self, only: str) -> int:
        """Return of how many of the chosen events a condition of SQL holds."""
        return sum(1 for _ in self._numbers("events", self.events, only))

    def told_events(
        self, sides: Sides[T] | None, *, quoted: bool = True, only: str = EVERY
    ) -> Iterator[tuple[EventRow, Actors, Actors, Sequence[Figure]]]:
        """Yield the chosen events as `export.told.told_events` does, of which a condition of SQL holds."""
        return told_events(self.connection, self._numbers("events", self.events, only), sides, quoted=quoted)

    def all_statements(self) -> Iterator[StatementInFull]:
        """Yield the chosen statements in full."""
        return statements_in_full(self.connection, self._numbers("statements", self.statements))

    def all_commitments(self, only: str = EVERY) -> Iterator[CommitmentInFull]:
        """Yield the chosen commitments in full, those alone of which a condition of SQL holds, if one is given."""
        return commitments_in_full(self.connection, self._numbers("commitments", self.commitments, only))

    def all_threads(self, only: str = EVERY) -> Iterator[list[CommitmentInFull]]:
        """Yield the chosen commitments of which a condition of SQL holds, some whole threads together.

        A thread stands where its first commitment does.
        """
        numbers = list(self._numbers("commitments", self.commitments, only))
        query = "SELECT number, thread FROM commitments WHERE number IN"
        thread: dict[int, int] = {}
        for batch in batches(numbers):
            thread.update(tuples(self.connection, query, batch))
        first: dict[int, int] = {}
        for place, each in enumerate(numbers):
            first.setdefault(thread[each], place)
        numbers.sort(key=lambda each: first[thread[each]])
        some: list[int] = []
        for _, whole in groupby(numbers, thread.__getitem__):
            some += whole
            if len(some) >= BATCH:
                yield list(commitments_in_full(self.connection, some))
                some = []
        if some:
            yield list(commitments_in_full(self.connection, some))

    def all_articles(self) -> Iterator[ArticleInFull]:
        """Yield the ledger's articles, in the order in which they came."""
        text = "articles.text" if self.with_text else "NULL"
        query = f"""
        SELECT articles.id, articles.ref, articles.url, articles.title, articles.publisher, articles.byline,
            articles.published, articles.added, articles.language, first.id AS copy_of, {text} AS text FROM articles
        LEFT JOIN articles AS first ON first.number = articles.source AND first.number <> articles.number
        WHERE {self._own("articles")} ORDER BY articles.number
        """  # noqa: S608  # conditions of ours
        for row in self.connection.execute(query):
            yield ArticleInFull(
                *(row["id"], row["ref"], row["url"], row["title"], row["publisher"], tuple(json.loads(row["byline"]))),
                *(row["published"], row["added"], row["language"], row["copy_of"]),
                text=row["text"],
            )

    def text(self, article: str) -> str:
        """Return the text of an article, for what has to quote around a sentence.

        Raises:
            LookupError: the ledger has no such article.
        """
        row = self.connection.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()
        if row is None:
            raise LookupError(f"no article {article}")
        return str(row[0])

    def _own(self, table: str) -> str:
        return "1" if self.with_imported else own(self.connection, table)

    def _numbers(self, family: str, chosen: Iterable[int] | None, only: str = EVERY) -> Iterable[int]:
        if chosen is not None:
            return chosen if only == EVERY else self._among(family, chosen, only)
        query = f"""
        SELECT number FROM {family} WHERE verdict IS NOT 'rejected' AND {self._own(family)} AND {only} ORDER BY number
        """  # noqa: S608  # conditions of ours
        return (row[0] for row in self.connection.execute(query))

    def _among(self, family: str, chosen: Iterable[int], only: str) -> Iterator[int]:
        """Yield those of the chosen of which a condition holds, in their order."""
        query = f"SELECT number FROM {family} WHERE number IN"  # noqa: S608  # names of ours
        for batch in batches(chosen):
            kept = {row[0] for row in tuples(self.connection, query, batch, f"AND {only}")}
            yield from (number for number in batch if number in kept)
