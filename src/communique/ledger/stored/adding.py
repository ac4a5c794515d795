"""Articles into the ledger: read in batches, each stored in one transaction, resumable.

In: inputs with a key that is the same on every run. Out: for each an `Outcome`, given after it is stored. An input that
was read before is passed over; one that failed is kept with its reason and tried again when that is asked for.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from communique.errors import CommuniqueError
from communique.ledger.file.database import transaction
from communique.ledger.rows import moment
from communique.ledger.stored.links import Linker, Vectors
from communique.ledger.stored.rewriting import write_linked
from communique.ledger.stored.writing import add_appearance, article_number
from communique.linking.event_vectors import sketches
from communique.records import Reading
from communique.sources import RawArticle, Refused
from communique.sources.parquet import ReadArticle

if TYPE_CHECKING:
    from communique.reader import Reader

BATCH = 32
"""Inputs that are read side by side."""

LOADING = 8
"""Inputs that are loaded at a time: most of that is waiting for disks and servers."""

State = Literal["added", "read again", "known text", "passed over", "failed"]


@dataclass(frozen=True, slots=True)
class Input:
    """Something to be read.

    Args:
        key: what it is known by, the same on every run.
        origin: what the user named: a file, folder, feed.
        load: gives the article, or raises a `CommuniqueError`.
        dated: whether the user told the day of publication: what was read before without one is read again.
    """

    key: str
    origin: str
    load: Callable[[], RawArticle]
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an input: its state, the article's id, how much it told, and the error if there was one.

    `dated` is whether the ledger has the day of publication of what was read. One that was passed over has the article
    that it gave before, and nothing counted.
    """

    key: str
    state: State
    article: str | None = None
    events: int = 0
    statements: int = 0
    commitments: int = 0
    error: CommuniqueError | None = None
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    """An input that could not be read: the error's code and message, how often it was tried, and when last (UTC)."""

    key: str
    origin: str
    code: str
    message: str
    tries: int
    at: str


def add_inputs(
    connection: sqlite3.Connection,
    inputs: Iterable[Input],
    reader: Reader,
    *,
    again: bool = False,
    retry: bool = False,
) -> Iterator[Outcome]:
    """Read inputs into a ledger; yield what became of each once it is stored, those passed over as they are met.

    Args:
        connection: a ledger open for writing.
        inputs: what to read; one that can't be loaded or read ends nothing.
        reader: reads them.
        again: read those too that were read before, with this reader; decisions stay.
        retry: try those again that failed before.

    Raises:
        LedgerError: the ledger can't be written; what was yielded is stored.
    """
    linker = Linker(connection)
    batch: list[tuple[Input, RawArticle | Refused]] = []
    for each, loaded in _loaded(_wanted(connection, inputs, again=again, retry=retry)):
        if loaded is None:
            yield Outcome(each.key, "passed over", _article_of(connection, each.key))
            continue
        batch.append((each, loaded))
        if len(batch) == BATCH:
            yield from _store(linker, batch, reader, again=again)
            batch.clear()
    yield from _store(linker, batch, reader, again=again)


def _wanted(
    connection: sqlite3.Connection, inputs: Iterable[Input], *, again: bool, retry: bool
) -> Iterator[tuple[Input, bool]]:
    query = (
        "SELECT inputs.state, articles.number IS NOT NULL AND articles.published IS NULL AS undated"
        " FROM inputs LEFT JOIN articles ON articles.number = inputs.article WHERE key = ?"
    )
    for each in inputs:
        row = connection.execute(query, (each.key,)).fetchone()
        wanted = row is None or ((again or (each.dated and row["undated"])) if row["state"] == "read" else retry)
        yield each, bool(wanted)


def forget_failed(connection: sqlite3.Connection, keys: Collection[str]) -> None:
    """Take failed inputs out that aren't there any more: they were mended, or their source has lost them."""
    with transaction(connection):
        query = "DELETE FROM inputs WHERE key = ? AND state = 'failed'"
        connection.executemany(query, [(each,) for each in keys])


def _article_of(connection: sqlite3.Connection, key: str) -> str | None:
    """Return the id of the article that an input gave; None where it gave none."""
    query = "SELECT articles.id FROM inputs JOIN articles ON articles.number = inputs.article WHERE inputs.key = ?"
    row = connection.execute(query, (key,)).fetchone()
    return row[0] if row else None


def _loaded(wanted: Iterable[tuple[Input, bool]]) -> Iterator[tuple[Input, RawArticle | Refused | None]]:
    """Yield inputs with what they hold, in order, loaded a few at a time; None for those not wanted."""
    waiting: deque[tuple[Input, Future[RawArticle | Refused] | None]] = deque()
    with ThreadPoolExecutor(LOADING, thread_name_prefix="communique-load") as pool:
        for each, wants in wanted:
            waiting.append((each, pool.submit(_load, each) if wants else None))
            while len(waiting) > LOADING:
                first, future = waiting.popleft()
                yield first, future.result() if future else None
        for first, future in waiting:
            yield first, future.result() if future else None


def _load(each: Input) -> RawArticle | Refused:
    from communique.reader import refusal  # noqa: PLC0415  # takes a third of a second

    try:
        return each.load()
    except Exception as error:  # noqa: BLE001  # one bad input never ends the rest
        return refusal(each.key, error)


def _store(
    linker: Linker, batch: list[tuple[Input, RawArticle | Refused]], reader: Reader, *, again: bool
) -> Iterator[Outcome]:
    for (each, _), (reading, vectors) in zip(batch, _read([loaded for _, loaded in batch], reader), strict=True):
        yield store(linker, each, reading, again=again, vectors=vectors)


def _read(articles: list[RawArticle | Refused], reader: Reader) -> Iterator[tuple[Reading | Refused, Vectors | None]]:
    """Yield readings with the sketches of their triggers, by which like events are found."""
    # What was read elsewhere brings its reading along.
    fresh = _read_anew([each for each in articles if not isinstance(each, ReadArticle)], reader)
    for each in articles:
        if isinstance(each, ReadArticle) and each.reading is not None:
            yield each.reading, each.sketches
        else:
            yield next(fresh)


def _read_anew(
    articles: list[RawArticle | Refused], reader: Reader
) -> Iterator[tuple[Reading | Refused, Vectors | None]]:
    with_states = getattr(reader, "read_many_with_states", None)
    if with_states is None:
        # A reader of somebody else's making.
        yield from ((each, None) for each in reader.read_many(articles))
        return
    for each in with_states(articles):
        if isinstance(each, Refused):
            yield each, None
        else:
            reading, states = each
            yield reading, sketches(states, [event.trigger.start for event in reading.events])


def store(
    linker: Linker, each: Input, reading: Reading | Refused, *, again: bool = False, vectors: Vectors | None = None
) -> Outcome:
    """Store one reading, or why there is none, in one transaction; `vectors` are the sketches of its triggers.

    Raises:
        LedgerError: it can't be written; nothing of it is.
    """
    connection, now = linker.connection, datetime.datetime.now(datetime.UTC)
    with transaction(connection):
        if isinstance(reading, Refused):
            _note(connection, each, "failed", now, error=reading.error)
            return Outcome(each.key, "failed", error=reading.error)
        number = article_number(connection, reading.article.id)
        state: State = "added"
        if number is not None and not _is_wanted(connection, number, reading, again=again):
            state = "known text"
        else:
            state = "added" if number is None else "read again"
            number = write_linked(linker, reading, now, vectors)
        add_appearance(connection, number, reading.article, now)
        _note(connection, each, "read", now, article=number)
    return Outcome(
        each.key,
        state,
        reading.article.id,
        len(reading.events),
        len(reading.statements),
        len(reading.commitments),
        dated=_is_dated(connection, number),
    )


def _is_dated(connection: sqlite3.Connection, number: int) -> bool:
    query = "SELECT published IS NOT NULL FROM articles WHERE number = ?"
    return bool(connection.execute(query, (number,)).fetchone()[0])


def _is_wanted(connection: sqlite3.Connection, number: int, reading: Reading, *, again: bool) -> bool:
    """Return whether a reading of a known text takes the place of the one before.

    It does where it brings the day of publication and none was known; and `again`, where another reader made it.
    """
    dates = reading.article.published is not None and not _is_dated(connection, number)
    return dates or (again and _older(connection, number, reading))


def _older(connection: sqlite3.Connection, number: int, reading: Reading) -> bool:
    """Return whether another reader or version made what the ledger holds of an article."""
    query = "SELECT reader, reader_version, codebook FROM articles WHERE number = ?"
    info = reading.reader
    return tuple(connection.execute(query, (number,)).fetchone()) != (info.name, info.version, info.codebook)


def _note(  # noqa: PLR0913  # one for each column
    connection: sqlite3.Connection,
    each: Input,
    state: str,
    now: datetime.datetime,
    *,
    article: int | None = None,
    error: CommuniqueError | None = None,
) -> None:
    connection.execute(
        "INSERT INTO inputs (key, origin, state, article, code, message, tries, at) VALUES (?, ?, ?, ?, ?, ?, 1, ?)"
        " ON CONFLICT (key) DO UPDATE SET origin = excluded.origin, state = excluded.state, article = excluded.article,"
        " code = excluded.code, message = excluded.message, tries = tries + 1, at = excluded.at",
        (each.key, each.origin, state, article, error and error.code, error and str(error), moment(now)),
    )
