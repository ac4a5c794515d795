"""Questions to the ledger: which events, statements, commitments, actors and articles there are.

In: filters (see `ledger.filters`). Out: an `Answer`, a sequence of records in full, and how many there are in all.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from typing import Any, Generic, TypeVar, Unpack, overload

from communique.days import Day
from communique.errors import BadQuestion, MissingExtra
from communique.ledger.asking import given
from communique.ledger.asking.asked import (
    ActorFilters,
    ArticleFilters,
    CommitmentFilters,
    EventFilters,
    SearchOptions,
    StatementFilters,
)
from communique.ledger.asking.conditions import NOT_REJECTED, Condition
from communique.ledger.asking.filters import DAYS, FAMILIES, ROLES, conditions, ordered
from communique.ledger.asking.planning import Asked, numbers, total
from communique.ledger.asking.searching import Found, search
from communique.ledger.decided.who import Meant, meant
from communique.ledger.file.database import told
from communique.ledger.full.details import CommitmentInFull, StatementInFull, commitments_in_full, statements_in_full
from communique.ledger.full.event_details import EventInFull, events_in_full
from communique.ledger.full.frames import columns, flat
from communique.ledger.rows import words
from communique.ledger.told.counting import stats
from communique.shown import Shown

LIMIT = 50
"""Records of an answer where no limit is given."""

T = TypeVar("T")
Made = TypeVar("Made")
Filter = str | datetime.date | Sequence[str] | float | None


@dataclass(frozen=True, slots=True)
class ActorRow(Shown):
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
class ArticleRow(Shown):
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


class Answer(Sequence[T], Shown, Generic[T]):
    """The records that a question asked for, in order, up to its limit; `total` counts those beyond it too."""

    def __init__(
        self,
        numbers: Sequence[int],
        records: Callable[[Sequence[int]], Iterable[T]],
        count: Callable[[], int],
        meanings: Callable[[], Iterable[Meant]],
        kind: type[T],
    ) -> None:
        self.numbers = tuple(numbers)
        self._records = records
        self._count = count
        self._meanings = meanings
        self._kind = kind

    @cached_property
    def rows(self) -> tuple[T, ...]:
        """The records, fetched when they are first looked at."""
        return tuple(self._records(self.numbers))

    @cached_property
    def total(self) -> int:
        """How many records there are, whatever the limit; counted when it is first asked for."""
        return self._count()

    @cached_property
    def meant(self) -> tuple[Meant, ...]:
        """For whom each name was taken that the question has for somebody: nobody is guessed in silence."""
        return tuple(self._meanings())

    def __len__(self) -> int:
        return len(self.numbers)

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
        """Return the records as a pandas frame, a column for each field.

        Parties, items and numbers of people are lists of names or kinds, with their countries, classes and numbers in
        columns beside them (`ledger.frames`).

        Raises:
            MissingExtra: pandas isn't installed.
        """
        try:
            import pandas as pd  # noqa: PLC0415  # as the user wishes
        except ImportError as error:
            raise MissingExtra("A pandas frame", "pandas") from error
        return pd.DataFrame([flat(row) for row in self.to_json()], columns=columns(self._kind))

    def to_polars(self) -> Any:
        """Return the records as a polars frame, as `to_pandas`.

        Raises:
            MissingExtra: polars isn't installed.
        """
        try:
            import polars as pl  # noqa: PLC0415  # as the user wishes
        except ImportError as error:
            raise MissingExtra("A polars frame", "polars") from error
        if not self.rows:
            return pl.DataFrame({name: [] for name in columns(self._kind)})
        return pl.DataFrame([flat(row) for row in self.to_json()], infer_schema_length=None)


class Questions:
    """Answers questions to one ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def events(self, **asked: Unpack[EventFilters]) -> Answer[EventInFull]:
        """Return events, the latest day first."""
        records = partial(events_in_full, self._connection, as_of=given.day(asked.get("as_of")))
        return self._ask("events", EventInFull, records, asked)

    def statements(self, **asked: Unpack[StatementFilters]) -> Answer[StatementInFull]:
        """Return statements, the latest day first."""
        return self._ask("statements", StatementInFull, partial(statements_in_full, self._connection), asked)

    def commitments(self, **asked: Unpack[CommitmentFilters]) -> Answer[CommitmentInFull]:
        """Return commitments, the latest day first."""
        records = partial(commitments_in_full, self._connection, as_of=given.day(asked.get("as_of")))
        return self._ask("commitments", CommitmentInFull, records, asked)

    def actors(self, **asked: Unpack[ActorFilters]) -> Answer[ActorRow]:
        """Return actors by name."""
        return self._ask("actors", ActorRow, self._actors, asked)

    def articles(self, **asked: Unpack[ArticleFilters]) -> Answer[ArticleRow]:
        """Return articles, the latest first."""
        return self._ask("articles", ArticleRow, self._articles, asked)

    def numbers(
        self,
        family: str,
        filters: Mapping[str, Filter],
        *,
        limit: int | None = None,
        offset: int = 0,
        as_of: Day | None = None,
    ) -> Iterator[int]:
        """Yield the numbers of the records that filters ask for, in order, as exports take them."""
        asked = self._question(family, filters, as_of)
        return numbers(self._connection, asked, given.count("limit", limit), given.count("offset", offset))

    def search(self, said: str, **how: Unpack[SearchOptions]) -> list[Found]:
        """Return the sentences that have words in them, the best first, with the records that stand on them.

        Sentences of articles that have the words elsewhere come after them, without records; see `searching.search`.
        """
        return search(
            self._connection,
            said,
            limit=given.count("limit", how.get("limit", LIMIT)),
            offset=given.count("offset", how.get("offset", 0)),
            newest=how.get("newest", False),
            as_of=given.day(how.get("as_of")),
        )

    def stats(self) -> dict[str, Any]:
        """Return counts of what the ledger holds; see `counting.stats`."""
        return stats(self._connection)

    def _ask(
        self, family: str, kind: type[T], records: Callable[[Sequence[int]], Iterable[T]], how: Mapping[str, Any]
    ) -> Answer[T]:
        page = {"limit": LIMIT, "offset": 0, "order": None, "as_of": None}
        limit, offset, order, as_of = (how.get(name, usual) for name, usual in page.items())
        limit, offset = given.count("limit", limit), given.count("offset", offset)
        filters = {name: value for name, value in how.items() if name not in page}
        asked = self._question(family, filters, as_of, order)
        return Answer(
            list(numbers(self._connection, asked, limit, offset)),
            lambda found: self._told(lambda: tuple(records(found))),
            lambda: self._told(lambda: total(self._connection, asked)),
            lambda: self._told(lambda: tuple(self._meant(family, filters))),
            kind,
        )

    def _told(self, ask: Callable[[], Made]) -> Made:
        """Return what is asked of the file when an answer is looked at; raises a LedgerError where it is damaged."""
        with told("the ledger", self._connection):
            return ask()

    def _question(
        self, family: str, filters: Mapping[str, Filter], as_of: Day | None, order: str | None = None
    ) -> Asked:
        its = FAMILIES[family]
        asked = {name: _listed(value) for name, value in filters.items() if value not in (None, (), [], "")}
        for name in DAYS & asked.keys():
            asked[name] = tuple(map(given.bound, asked[name]))
        found = conditions(self._connection, its, asked)
        if "verdict" not in asked and "verdict" in its.filters:
            found.append(Condition(NOT_REJECTED.format(family)))
        since, until = (_bound(found, comparison, f"{family}.known") for comparison in (">=", "<="))
        kept = tuple(each for each in found if each not in {since, until})
        return Asked(
            its,
            kept,
            ordered(its, order),
            _value(since),
            _value(until),
            given.day(as_of),
        )

    def _meant(self, family: str, filters: Mapping[str, Filter]) -> Iterator[Meant]:
        for name, value in filters.items():
            if name in ROLES and family != "actors" and value is not None:
                for each in _listed(value):
                    yield meant(self._connection, each.removeprefix("!"))

    def _actors(self, numbers: Sequence[int]) -> Iterator[ActorRow]:
        query = """
        SELECT actors.number, actors.id, name, kind, country, sectors, title, code,
            (SELECT count(DISTINCT article) FROM mentions WHERE mentions.actor = actors.number),
            (SELECT count(*) FROM statements WHERE statements.speaker = actors.number)
            - (SELECT count(*) FROM statements WHERE verdict = 'rejected' AND statements.speaker = actors.number),
            (SELECT count(DISTINCT event) FROM event_actors WHERE event_actors.actor = actors.number)
            - (SELECT count(DISTINCT events.number) FROM events CROSS JOIN event_actors
                ON event_actors.event = events.number
                WHERE events.verdict = 'rejected' AND event_actors.actor = actors.number)
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
            (SELECT count(DISTINCT reports.event) FROM reports JOIN events ON events.number = reports.event
                WHERE reports.article = articles.number AND events.verdict IS NOT 'rejected'),
            (SELECT count(*) FROM statements
                WHERE statements.article = articles.number AND verdict IS NOT 'rejected'),
            (SELECT count(*) FROM commitments
                WHERE commitments.article = articles.number AND verdict IS NOT 'rejected')
        FROM articles LEFT JOIN articles AS first ON first.number = articles.source AND first.number <> articles.number
        WHERE articles.number = ?
        """
        for number in numbers:
            yield ArticleRow(*self._connection.execute(query, (number,)).fetchone())


def _bound(found: Sequence[Condition], comparison: str, column: str) -> Condition | None:
    """Return the condition that bounds when records were known, if there is just one."""
    return next((each for each in found if each.test == f"{column} {comparison} ?"), None)


def _value(condition: Condition | None) -> str | None:
    """Return the one value of a condition."""
    if condition is None:
        return None
    (value,) = condition.values  # noqa: PD011  # no frame
    return str(value)


def _listed(value: Filter) -> tuple[str, ...]:
    if isinstance(value, (str, datetime.date)):
        return (str(value),)
    if isinstance(value, Sequence):
        return tuple(map(str, value))
    if isinstance(value, (int, float)):
        return (repr(value),)
    raise BadQuestion(f"{value!r} is no filter", hint="Give text, a number, a date, or a list of texts.")
