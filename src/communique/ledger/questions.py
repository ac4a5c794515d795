"""Questions to the ledger: which events, statements, commitments, actors and articles there are.

In: filters (see `ledger.filters`). Out: an `Answer`, a sequence of records in full, and how many there are in all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from communique.errors import BadQuestion, MissingExtra
from communique.ledger.details import (
    CommitmentInFull,
    EventInFull,
    StatementInFull,
    commitments_in_full,
    events_in_full,
    statements_in_full,
)
from communique.ledger.filters import FAMILIES, conditions, where
from communique.ledger.find import matching
from communique.ledger.quoted import Quoted, quoted
from communique.ledger.writing import words

LIMIT = 50
"""Records of an answer where no limit is given."""

GROUPS = 40
"""Groups of a count at most, the largest first."""

T = TypeVar("T")
Filter = str | Sequence[str] | float | None


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor of the ledger, and in how many articles, statements and events it is told of."""

    number: int
    id: str
    name: str
    kind: str
    country: str | None
    sectors: str
    title: str | None
    code: str | None
    articles: int
    statements: int
    events: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article, what it holds, and the article that it copies, if it does."""

    number: int
    id: str
    published: str | None
    publisher: str | None
    title: str | None
    url: str | None
    added: str
    reader: str
    copy_of: str | None
    events: int
    statements: int
    commitments: int


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that a search found, with a snippet in which the words stand between « and », and its records."""

    quote: Quoted
    snippet: str
    records: tuple[str, ...]


class Answer(Sequence[T], Generic[T]):
    """The records that a question asked for, in order, up to its limit; `total` counts those beyond it too."""

    def __init__(
        self, numbers: Sequence[int], records: Callable[[Sequence[int]], Iterable[T]], count: Callable[[], int]
    ) -> None:
        self.numbers = tuple(numbers)
        self._records = records
        self._count = count

    @cached_property
    def rows(self) -> tuple[T, ...]:
        """The records, fetched when they are first looked at."""
        return tuple(self._records(self.numbers))

    @cached_property
    def total(self) -> int:
        """How many records there are, whatever the limit; counted when it is first asked for."""
        return self._count()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        """Return a record, or some."""
        return self.rows[at]

    def __repr__(self) -> str:
        return f"<{len(self.numbers)} records>"

    def to_json(self) -> list[dict[str, Any]]:
        """Return the records as JSON's objects."""
        return [asdict(row) for row in self.rows]  # type: ignore[call-overload]  # rows are dataclasses

    def to_pandas(self) -> Any:
        """Return the records as a pandas frame, a column for each field; parties and items as lists of their names.

        Raises:
            MissingExtra: pandas isn't installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415  # as the user wishes
        except ImportError as error:
            raise MissingExtra("A pandas frame", "pandas") from error
        return pd.DataFrame([flat(row) for row in self.to_json()])

    def to_polars(self) -> Any:
        """Return the records as a polars frame, as `to_pandas`.

        Raises:
            MissingExtra: polars isn't installed.
        """
        try:
            import polars as pl  # noqa: PLC0415  # as the user wishes
        except ImportError as error:
            raise MissingExtra("A polars frame", "polars") from error
        return pl.DataFrame([flat(row) for row in self.to_json()], infer_schema_length=None)


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's object without objects in it: those of a list by name, those alone by their fields."""
    made: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict) and name == "quote":
            made |= {f"quote_{field}" if field in {"start", "end"} else field: each for field, each in value.items()}
        elif isinstance(value, dict):
            made[name] = value["name"]
        elif isinstance(value, (list, tuple)):
            made[name] = [
                each.get("name") or each.get("designation") or each.get("kind") if isinstance(each, dict) else each
                for each in value
            ]
        else:
            made[name] = value
    return made


class Questions:
    """Answers questions to one ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def events(
        self, *, limit: int | None = LIMIT, offset: int = 0, as_of: str | None = None, **filters: Filter
    ) -> Answer[EventInFull]:
        """Return events, the latest day first."""
        return self._ask(
            "events",
            lambda numbers: events_in_full(self._connection, numbers, as_of=as_of),
            limit,
            offset,
            as_of,
            filters,
        )

    def statements(
        self, *, limit: int | None = LIMIT, offset: int = 0, as_of: str | None = None, **filters: Filter
    ) -> Answer[StatementInFull]:
        """Return statements, the latest day first."""
        return self._ask(
            "statements", lambda numbers: statements_in_full(self._connection, numbers), limit, offset, as_of, filters
        )

    def commitments(
        self, *, limit: int | None = LIMIT, offset: int = 0, as_of: str | None = None, **filters: Filter
    ) -> Answer[CommitmentInFull]:
        """Return commitments, the latest day first."""
        return self._ask(
            "commitments", lambda numbers: commitments_in_full(self._connection, numbers), limit, offset, as_of, filters
        )

    def actors(self, *, limit: int | None = LIMIT, offset: int = 0, **filters: Filter) -> Answer[ActorRow]:
        """Return actors by name."""
        return self._ask("actors", self._actors, limit, offset, None, filters)

    def articles(
        self, *, limit: int | None = LIMIT, offset: int = 0, as_of: str | None = None, **filters: Filter
    ) -> Answer[ArticleRow]:
        """Return articles, the latest first."""
        return self._ask("articles", self._articles, limit, offset, as_of, filters)

    def numbers(
        self,
        family: str,
        filters: Mapping[str, Filter],
        *,
        limit: int | None = None,
        offset: int = 0,
        as_of: str | None = None,
    ) -> Iterator[int]:
        """Yield the numbers of the records that filters ask for, in order, as exports take them."""
        query, values = self._query(family, filters, as_of)
        order = FAMILIES[family].order
        found = self._connection.execute(
            f"SELECT {family}.number FROM {family} WHERE {query} ORDER BY {order} LIMIT ? OFFSET ?",
            (*values, -1 if limit is None else limit, offset),
        )
        return (row[0] for row in found)

    def search(
        self, said: str, *, limit: int = LIMIT, offset: int = 0, newest: bool = False, as_of: str | None = None
    ) -> list[Found]:
        """Return the sentences that have words in them, the best first, with the records that stand on them.

        Args:
            said: words, all of which have to be there; "phrases"; -words that may not; OR between two; a star for
                any ending.
            limit: sentences at most.
            offset: sentences passed over.
            newest: the latest first instead.
            as_of: only articles known on this day (ISO).
        """
        order = "articles.known DESC, quotes.number DESC" if newest else "bm25(quote_search), quotes.number DESC"
        rows = self._connection.execute(
            "SELECT quotes.number, snippet(quote_search, 0, '«', '»', '…', 24) AS snippet FROM quote_search"
            " JOIN quotes ON quotes.number = quote_search.rowid JOIN articles ON articles.number = quotes.article"
            f" WHERE quote_search MATCH ? AND (? IS NULL OR articles.known <= ?) ORDER BY {order} LIMIT ? OFFSET ?",
            (matching(said), as_of, as_of, limit, offset),
        ).fetchall()
        return [
            Found(quoted(self._connection, row["number"]), row["snippet"], self._records_on(row["number"]))
            for row in rows
        ]

    def stats(self) -> dict[str, Any]:
        """Return counts of what the ledger holds."""
        return {
            "articles": self._one("SELECT count(*) FROM articles"),
            "independent_sources": self._one("SELECT count(DISTINCT source) FROM articles"),
            "failed": self._one("SELECT count(*) FROM inputs WHERE state = 'failed'"),
            "actors": self._one("SELECT count(*) FROM actors"),
            "events": self._one("SELECT count(*) FROM events"),
            "reports": self._one("SELECT count(*) FROM reports"),
            "statements": self._one("SELECT count(*) FROM statements"),
            "commitments": self._one("SELECT count(*) FROM commitments"),
            "threads": self._one("SELECT count(*) FROM threads"),
            "decisions": self._one("SELECT count(*) FROM decisions"),
            "first_day": self._one("SELECT min(known) FROM articles"),
            "last_day": self._one("SELECT max(known) FROM articles"),
            "bytes": self._one("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
            "events_by_type": self._by("events", "type"),
            "events_by_status": self._by("events", "status"),
            "statements_by_act": self._by("statements", "act"),
            "commitments_by_stage": self._by("commitments", "stage"),
            "articles_by_publisher": self._by("articles", "coalesce(publisher, 'unknown')"),
            "articles_by_month": self._by("articles", "substr(known, 1, 7)"),
            "articles_by_reader": self._by("articles", "reader || ' ' || reader_version"),
        }

    def _one(self, query: str) -> Any:
        return self._connection.execute(query).fetchone()[0]

    def _by(self, table: str, column: str) -> dict[str, int]:
        query = f"SELECT {column}, count(*) FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {GROUPS}"
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def _ask(  # noqa: PLR0913, PLR0917  # what a question consists of
        self,
        family: str,
        records: Callable[[Sequence[int]], Iterable[T]],
        limit: int | None,
        offset: int,
        as_of: str | None,
        filters: Mapping[str, Filter],
    ) -> Answer[T]:
        query, values = self._query(family, filters, as_of)
        numbers = list(self.numbers(family, filters, limit=limit, offset=offset, as_of=as_of))

        def count() -> int:
            asked = f"SELECT count(*) FROM {family} WHERE {query}"
            return int(self._connection.execute(asked, values).fetchone()[0])

        return Answer(numbers, records, count)

    def _query(self, family: str, filters: Mapping[str, Filter], as_of: str | None) -> tuple[str, list[object]]:
        asked = {name: _listed(value) for name, value in filters.items() if value not in (None, (), [], "")}
        found = conditions(self._connection, FAMILIES[family], asked)
        query, values = where(self._connection, family, found)
        if "verdict" not in asked and "verdict" in FAMILIES[family].filters:
            query = f"{query} AND {family}.verdict IS NOT 'rejected'"
        if as_of is not None:
            query, values = f"{query} AND {family}.known <= ?", [*values, as_of]
        return query, values

    def _actors(self, numbers: Sequence[int]) -> Iterator[ActorRow]:
        query = """
        SELECT actors.number, actors.id, name, kind, country, sectors, title, code,
            (SELECT count(DISTINCT article) FROM mentions WHERE mentions.actor = actors.number),
            (SELECT count(*) FROM statements WHERE statements.speaker = actors.number),
            (SELECT count(*) FROM event_actors WHERE event_actors.actor = actors.number)
        FROM actors WHERE number = ?
        """
        for number in numbers:
            row = self._connection.execute(query, (number,)).fetchone()
            values: list[Any] = [*row[:5], " ".join(words(row[5])), *row[6:]]
            yield ActorRow(*values)

    def _articles(self, numbers: Sequence[int]) -> Iterator[ArticleRow]:
        query = """
        SELECT articles.number, articles.id, articles.published, articles.publisher, articles.title, articles.url,
            articles.added, articles.reader || ' ' || articles.reader_version, first.id,
            (SELECT count(*) FROM reports WHERE reports.article = articles.number),
            (SELECT count(*) FROM statements WHERE statements.article = articles.number),
            (SELECT count(*) FROM commitments WHERE commitments.article = articles.number)
        FROM articles LEFT JOIN articles AS first ON first.number = articles.source AND first.number <> articles.number
        WHERE articles.number = ?
        """
        for number in numbers:
            yield ArticleRow(*self._connection.execute(query, (number,)).fetchone())

    def _records_on(self, quote: int) -> tuple[str, ...]:
        query = """
        SELECT DISTINCT events.id FROM reports JOIN events ON events.number = reports.event WHERE reports.quote = ?1
        UNION SELECT id FROM statements WHERE quote = ?1 UNION SELECT id FROM commitments WHERE quote = ?1 ORDER BY 1
        """
        return tuple(row[0] for row in self._connection.execute(query, (quote,)))


def _listed(value: Filter) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Sequence):
        return tuple(map(str, value))
    if isinstance(value, (int, float)):
        return (repr(value),)
    raise BadQuestion(f"{value!r} is no filter", hint="Give text, a number, or a list of texts.")
