"""The ledger as programs use it.

In: readings and questions. Out: records with their sentences.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, Unpack

from communique.days import Day
from communique.errors import BadQuestion
from communique.ledger.asking import given
from communique.ledger.asking.asked import (
    ActorFilters,
    ArticleFilters,
    CommitmentFilters,
    EventFilters,
    SearchOptions,
    StatementFilters,
)
from communique.ledger.asking.explain import Explanation, explain
from communique.ledger.asking.questions import ActorRow, Answer, ArticleRow, Questions
from communique.ledger.asking.searching import Found
from communique.ledger.asking.threads import narrowing, threads_asked
from communique.ledger.checks.doctor import Finding, examine
from communique.ledger.decided.decisions import Decision, every, unanchored
from communique.ledger.decided.find import full_id, matching
from communique.ledger.decided.who import actors_meant
from communique.ledger.file.database import open_database, told, transaction
from communique.ledger.full.details import CommitmentInFull, StatementInFull
from communique.ledger.full.event_details import EventInFull
from communique.ledger.stored.adding import Failed, Input, Outcome, add_inputs, store
from communique.ledger.stored.deciding import decide, decide_within, undo
from communique.ledger.stored.exchange import Conflict, conflicts, import_decisions
from communique.ledger.stored.links import Linker
from communique.ledger.stored.readable import Readable, inputs_of
from communique.ledger.stored.removing import remove_articles
from communique.ledger.stored.writing import article_number, load_reading
from communique.ledger.told.calendar import Coming, calendar
from communique.ledger.told.contradictions import Contradiction, contradictions
from communique.ledger.told.contradictions import count as count_contradictions
from communique.ledger.told.drift import Said, drift
from communique.ledger.told.imported import own
from communique.ledger.told.overdue import Late, overdue_on
from communique.ledger.told.totals import DIMENSIONS, Totals, totals
from communique.records import Reading
from communique.shown import Listed
from communique.sources import RawArticle

if TYPE_CHECKING:
    from communique.reader import Reader


class Ledger:
    """Readings of many articles in one SQLite file. Use one for each thread.

    Make it with `Ledger.open`; it is closed at the end of a `with` block.
    """

    def __init__(self, connection: sqlite3.Connection, path: str) -> None:
        self.path = path
        self.connection = connection

    @classmethod
    def open(cls, path: str | Path = "communique.db", *, create: bool = True, write: bool = True) -> Self:
        """Open the ledger in a file; `:memory:` is one that is gone when it is closed.

        Args:
            path: the file.
            create: make it if there is none.
            write: open it for writing; an older version's ledger is brought up to date then.

        Raises:
            LedgerError: the file can't be used; the message says what to do, the file is left as it was.
        """
        return cls(open_database(path, create=create and write, write=write), str(path))

    def close(self) -> None:
        """Close the file; a ledger that was closed can't be used any more."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def _linker(self) -> Linker:
        return Linker(self.connection)

    def add(
        self,
        inputs: Readable | Iterable[Readable],
        *,
        reader: Reader | None = None,
        again: bool = False,
        retry: bool = False,
    ) -> Iterator[Outcome]:
        """Read inputs into the ledger; yield what became of each, once it is stored: `list(ledger.add(…))` reads all.

        Args:
            inputs: what to read: articles, paths of files and folders, addresses, or inputs with keys of one's own.
            reader: reads them; by default one with the shipped weights.
            again: read those too that were read before, by another reader; decisions stay.
            retry: try those again that failed before.

        Raises:
            LedgerError, InputError: it can't be written, or one is nothing to be read; what was yielded is stored.
            WeightsMissing: the package was installed without its weights.
        """
        if reader is None:
            from communique.reader import Reader as Shipped  # noqa: PLC0415  # loads ONNX Runtime

            reader = Shipped()
        return add_inputs(self.connection, inputs_of(inputs), reader, again=again, retry=retry)

    def put(self, reading: Reading, *, key: str | None = None, origin: str = "reading") -> Outcome:
        """Store a reading that was made elsewhere; return what became of it.

        Raises:
            LedgerError: the ledger can't be written; nothing of it is stored.
        """
        each = Input(key or f"reading:{reading.article.id}", origin, _unloadable)
        return store(self._linker, each, reading, again=True)

    def remove(self, articles: str | Iterable[str]) -> int:
        """Take articles out with all that stands on them alone, all or none; return how many they were.

        What other articles tell stays, and decisions wait until an article is added again; see `ledger.removing`.

        Args:
            articles: ids, as `articles` gives them, or beginnings that only one has; or one of these.

        Raises:
            UnknownId: one is no article's, or several begin so.
            LedgerError: the ledger can't be written; nothing is taken out.
        """
        # Text is iterable, too, and each of its letters would be taken for the beginning of an id.
        return remove_articles(self.connection, [articles] if isinstance(articles, str) else articles)

    def reading(self, article: str) -> Reading | None:
        """Return the reading of an article as the reader gave it, or None where the ledger has no such article."""
        with told(self.path, self.connection):
            number = article_number(self.connection, article)
            return None if number is None else load_reading(self.connection, number)

    def failed(self) -> list[Failed]:
        """Return what could not be read, in the order of its keys."""
        query = "SELECT key, origin, code, message, tries, at FROM inputs WHERE state = 'failed' ORDER BY origin, key"
        with told(self.path, self.connection):
            return Listed(Failed(*row) for row in self.connection.execute(query))

    @cached_property
    def ask(self) -> Questions:
        """Questions by filters: `ledger.ask.events(actor="UKR", type="CONSULT", since="2024-01")`."""
        return Questions(self.connection)

    def events(self, **asked: Unpack[EventFilters]) -> Answer[EventInFull]:
        """Return events by filters, the latest day first; see `ledger.questions`.

        Args:
            asked: `actor`, `recipient`, `country`, `sector`, `type`, `mode`, `context`, `status`, `place`, `precision`,
                `told_by`, `since`, `until`, `published_since`, `published_until`, `source`, `text`, `article`,
                `min_sources`, `verdict`: a text or several, any of which; one that begins with "!" is excluded. `limit`
                (50; None for all), `offset`, `order` ("newest", "oldest", "sources"), and `as_of`, a day for the ledger
                as it was known then. Days are ISO text or dates.

        Returns:
            The records up to the limit, with `total`, and in `meant` for whom names were taken.

        Raises:
            BadQuestion: a filter or a word in it isn't known.
        """
        with told(self.path, self.connection):
            return self.ask.events(**asked)

    def statements(self, **asked: Unpack[StatementFilters]) -> Answer[StatementInFull]:
        """Return statements by filters: `speaker`, `addressee`, `act`, `certainty` …; otherwise as `events`."""
        with told(self.path, self.connection):
            return self.ask.statements(**asked)

    def commitments(self, **asked: Unpack[CommitmentFilters]) -> Answer[CommitmentInFull]:
        """Return commitments by filters: `donor`, `recipient`, `stage`, `category` …; otherwise as `events`."""
        with told(self.path, self.connection):
            return self.ask.commitments(**asked)

    def totals(self, by: str | Sequence[str] = "donor", **asked: Unpack[CommitmentFilters]) -> Totals:
        """Return sums of commitments that count nothing twice, with what they leave out and why; see `ledger.totals`.

        Args:
            by: `donor`, `recipient`, `category`, `stage`, `month`, or several of them. Without `stage` only what is
                committed counts, and once, whatever of it has been delivered.
            asked: filters as of `commitments`, and `as_of`; a commitment of which one telling fits counts as a whole.

        Raises:
            BadQuestion: a dimension, a filter or a word in it isn't known.
        """
        dimensions = (by,) if isinstance(by, str) else tuple(by)
        for each in dimensions:
            if each not in DIMENSIONS:
                raise BadQuestion(f"there are no totals by {each}", hint=f"Take {', '.join(DIMENSIONS)}.")
        with told(self.path, self.connection):
            return totals(
                self.connection,
                threads_asked(self.connection, self.ask, asked),
                dimensions,
                given.day(asked.get("as_of")),
            )

    def overdue(self, on: Day, **asked: Unpack[CommitmentFilters]) -> list[Late]:
        """Return deliveries whose stated day has passed without a report that all was delivered.

        Args:
            on: the day on which it is asked (ISO text or a date).
            asked: filters as of `commitments`, and `as_of`.

        Raises:
            BadQuestion: a filter or a word in it isn't known.
        """
        with told(self.path, self.connection):
            # All threads needn't be listed to be asked of.
            every_one = own(self.connection, "threads") == "1" and not narrowing(asked)
            threads = None if every_one else threads_asked(self.connection, self.ask, asked)
            return Listed(overdue_on(self.connection, given.date(on), threads, given.day(asked.get("as_of"))))

    def actors(self, **asked: Unpack[ActorFilters]) -> Answer[ActorRow]:
        """Return actors by filters: `name`, `country`, `kind`, `sector`."""
        with told(self.path, self.connection):
            return self.ask.actors(**asked)

    def articles(self, **asked: Unpack[ArticleFilters]) -> Answer[ArticleRow]:
        """Return articles by filters: `source`, `text`, `since`, `until`."""
        with told(self.path, self.connection):
            return self.ask.articles(**asked)

    def search(self, said: str, **how: Unpack[SearchOptions]) -> list[Found]:
        """Return the sentences that have words in them, with their records; see `Questions.search`."""
        with told(self.path, self.connection):
            return Listed(self.ask.search(said, **how))

    def stats(self) -> dict[str, Any]:
        """Return counts of what the ledger holds."""
        with told(self.path, self.connection):
            return self.ask.stats()

    def decide(self, verb: str, ids: Sequence[str], by: str, **what: Any) -> Decision:
        """Accept, reject, edit, merge, split or note records; see `ledger.decisions`.

        Args:
            verb: `accept`, `reject`, `edit`, `merge`, `split` or `note`.
            ids: of events (or their reports), statements, commitments (or threads), or actors; or one id.
            by: who decides.
            what: `field` and `value` of an edit, `note` of any decision.

        Raises:
            UnknownId: there is no such record.
            BadDecision: it can't be decided about this record.
            BadQuestion: an edit names an actor whom the ledger doesn't know.
        """
        # Text is a sequence of letters, too, of which each would be taken for the beginning of an id.
        return decide(self.connection, verb, [ids] if isinstance(ids, str) else ids, by, **what)

    def edit(
        self, its_id: str, changes: Mapping[str, Any], by: str, *, note: str | None = None, accept: bool = False
    ) -> list[Decision]:
        """Correct several fields of one record, all of them or none, and accept it then if that is asked for."""
        with transaction(self.connection):
            made = [
                decide_within(self.connection, "edit", [its_id], by, field=field, value=value, note=note)
                for field, value in changes.items()
            ]
            return [*made, decide_within(self.connection, "accept", [its_id], by, note=note)] if accept else made

    def undo(self, decision: str, by: str) -> Decision:
        """Take a decision back.

        Raises:
            UnknownId: there is no such decision.
            BadDecision: it was taken back before.
        """
        return undo(self.connection, decision, by)

    def decisions(self) -> list[Decision]:
        """Return all decisions, the earliest first."""
        with told(self.path, self.connection):
            return Listed(every(self.connection))

    def conflicts(self) -> list[Conflict]:
        """Return where two people decided differently about the same thing of one record."""
        with told(self.path, self.connection):
            return conflicts(self.connection)

    def unanchored(self) -> list[Decision]:
        """Return the decisions whose records aren't in the ledger; they act again if one comes back."""
        with told(self.path, self.connection):
            return unanchored(self.connection)

    def import_decisions(
        self, lines: Iterable[str], *, prefer: str | None = None, by: str | None = None
    ) -> tuple[int, int]:
        """Take over decisions from JSON lines; return how many were new, and how many were known.

        Args:
            lines: decisions as `Decision.to_json` gives them.
            prefer: whose decisions hold where somebody else decided otherwise later.
            by: who imports; needed with `prefer`.

        Raises:
            BadLine: a line is no decision; nothing is taken over.
        """
        return import_decisions(self.connection, lines, prefer=prefer, by=by)

    def examine(self, *, fix: bool = False) -> Iterator[Finding]:
        """Yield what is wrong with the ledger, check by check; with `fix`, mend what can be; see `ledger.doctor`."""
        with told(self.path, self.connection):
            yield from examine(self.connection, fix=fix)

    def explain(self, its_id: str) -> Explanation:
        """Return why the ledger says what it says of the record with an id, or with one that begins so.

        Raises:
            UnknownId: no record has the id, or several begin with it.
        """
        with told(self.path, self.connection):
            return explain(self.connection, full_id(self.connection, its_id))

    def contradictions(
        self, *, as_of: Day | None = None, updates: bool = True, limit: int | None = None, offset: int = 0
    ) -> list[Contradiction]:
        """Return where sources contradict each other, the newest first; see `ledger.contradictions`.

        Args:
            as_of: only what was known on this day (ISO).
            updates: figures that rose later too.
            limit: so many at most, by default all; `count_contradictions` tells how many there are.
            offset: so many are passed over before.
        """
        with told(self.path, self.connection):
            most, passed = given.count("limit", limit), given.count("offset", offset)
            until = given.day(as_of)
            return Listed(contradictions(self.connection, until=until, updates=updates, limit=most, offset=passed))

    def count_contradictions(self, *, as_of: Day | None = None, updates: bool = True) -> int:
        """Return how many contradictions there are; see `contradictions`."""
        with told(self.path, self.connection):
            return count_contradictions(self.connection, until=given.day(as_of), updates=updates)

    def drift(
        self,
        speaker: str,
        *,
        about: str | None = None,
        since: Day | None = None,
        until: Day | None = None,
        last: int | None = None,
    ) -> list[Said]:
        """Return what a speaker (a name, code or id) said, in the order of its days; see `ledger.drift`.

        With `last` only so many statements at most are looked at, the newest.

        Raises:
            BadQuestion: the ledger tells of nobody called so.
        """
        with told(self.path, self.connection):
            speakers = actors_meant(self.connection, speaker)
            query = matching(about) if about else None
            start, end = (None if each is None else given.bound(each) for each in (since, until))
            newest = given.count("last", last)
            return Listed(drift(self.connection, speakers, about=query, since=start, until=end, last=newest))

    def calendar(
        self,
        *,
        since: Day,
        until: Day | None = None,
        as_of: Day | None = None,
        limit: int | None = None,
    ) -> list[Coming]:
        """Return what is to come from a day on, in the order of its days, so many at most; see `ledger.calendar`."""
        with told(self.path, self.connection):
            start, end = given.date(since), None if until is None else given.date(until)
            most = given.count("limit", limit)
            return Listed(calendar(self.connection, since=start, until=end, known=given.day(as_of), limit=most))


def _unloadable() -> RawArticle:
    raise LookupError("this input was given as a reading")
