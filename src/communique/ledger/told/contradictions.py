"""Where sources contradict each other: two numbers of dead, two sums of one package, told as done and as not done.

In: a ledger. Out: `Contradiction`s, each with both sentences. Two numbers contradict each other when their ranges don't
meet; a number that rises from one day to the next, as tolls do, is told as an update and not as a contradiction, and a
revision that an article states is neither. What was promised and then delivered, or delayed and then delivered, is
progress. Copies of one article are one source, and a source doesn't contradict itself. `contested` finds them as
articles come.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from communique.ledger.file.database import to_json
from communique.ledger.quoted import Quoted, quoted
from communique.ledger.told.lives import Life


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says: the record, its figure or word, the day it was known, and its sentence."""

    record: str
    said: str
    known: str
    quote: Quoted


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sources that can't both be right, or a figure that was updated.

    Args:
        about: id of the event or thread.
        what: what they differ in: `status`, `dead`, `amount`, `howitzers` …
        update: the later one may know more, because it is of a later day and its figure is higher.
        one, other: the earlier and the later.
    """

    about: str
    what: str
    update: bool
    one: Side
    other: Side

    def to_json(self) -> dict[str, object]:
        """Return the contradiction as JSON's object."""
        sides = {
            name: {"record": side.record, "said": side.said, "known": side.known, **side.quote.to_json()}
            for name, side in (("one", self.one), ("other", self.other))
        }
        return {"about": self.about, "what": self.what, "update": self.update, **sides}


_WHERE = "(?1 IS NULL OR known <= ?1) AND (?2 OR NOT updated)"
# Days come from their index; those of one day are put in order by what they are about.
_ABOUT = """
(event IN (SELECT number FROM events WHERE id IN (SELECT value FROM json_each(?5)))
    OR thread IN (SELECT number FROM threads WHERE id IN (SELECT value FROM json_each(?5)))
    OR other IN (SELECT commitments.id FROM threads JOIN commitments ON commitments.thread = threads.number
        WHERE threads.id IN (SELECT value FROM json_each(?5))))
"""
_QUERY = """
SELECT *, coalesce((SELECT id FROM events WHERE number = event), (SELECT id FROM threads WHERE number = thread))
    AS about
FROM contradictions WHERE {}
ORDER BY known DESC, about DESC, what DESC, number DESC LIMIT ?3 OFFSET ?4
"""


def contradictions(  # noqa: PLR0913  # what a question may ask, told apart by name
    connection: sqlite3.Connection,
    *,
    until: str | None = None,
    updates: bool = True,
    limit: int | None = None,
    offset: int = 0,
    about: Iterable[str] | None = None,
) -> Iterator[Contradiction]:
    """Yield what contradicts each other in a ledger, the newest first.

    Args:
        connection: the ledger.
        until: only what was known on this day (ISO).
        updates: yield figures that were updated too.
        limit: so many at most.
        offset: so many are passed over before.
        about: ids of events and threads, of which alone it is told; of two threads at odds either will do.
    """
    given: tuple[object, ...] = (until, updates, -1 if limit is None else limit, offset)
    query = _QUERY.format(_WHERE if about is None else f"{_WHERE} AND {_ABOUT}")
    for row in connection.execute(query, given if about is None else (*given, to_json(list(about)))):
        yield _made(connection, row)


_OF = """
WITH own AS (SELECT id, {column} AS number FROM {records} WHERE {which}),
    facing AS (
        SELECT links.other AS id FROM own JOIN links ON links.one = own.id WHERE links.kind = 'contradicts'
        UNION SELECT links.one FROM own JOIN links ON links.other = own.id WHERE links.kind = 'contradicts'),
    held AS (SELECT number FROM own UNION SELECT {column} FROM {records} WHERE id IN (SELECT id FROM facing))
SELECT *, (SELECT id FROM {column}s WHERE number = {column}) AS about
FROM contradictions WHERE {column} IN (SELECT number FROM held)
    AND (one IN (SELECT id FROM own) OR other IN (SELECT id FROM own)) AND (?2 IS NULL OR known <= ?2)
ORDER BY known DESC, what DESC, number DESC
"""
_RECORDS = {"event": "reports", "thread": "commitments"}
_WHOLE = "{column} = (SELECT number FROM {column}s WHERE id = ?1)"
_SOME = "id IN (SELECT value FROM json_each(?1))"


def query_of(family: str, which: str = _WHOLE) -> str:
    """Return the SQL that asks what the records of an event or thread (`family`), or some records, contradict."""
    return _OF.format(column=family, records=_RECORDS[family], which=which.format(column=family))


def contradictions_of(connection: sqlite3.Connection, family: str, its_id: str) -> Iterator[Contradiction]:
    """Yield what the records of an event or thread contradict, one another or those of others, the newest first.

    Args:
        connection: the ledger.
        family: `event` or `thread`.
        its_id: its id.
    """
    for row in connection.execute(query_of(family), (its_id, None)):
        yield _made(connection, row)


def against(
    connection: sqlite3.Connection, commitments: Iterable[str], until: str | None = None
) -> dict[str, list[Contradiction]]:
    """Return by commitment, where there are any, what it contradicts, of its own thread or another; the newest first.

    Args:
        connection: the ledger.
        commitments: their ids.
        until: only what was known on this day (ISO).
    """
    wanted = dict.fromkeys(commitments)
    found: dict[str, list[Contradiction]] = {}
    for row in connection.execute(query_of("thread", _SOME), (to_json(list(wanted)), until)):
        made = _made(connection, row)
        for end in (made.one.record, made.other.record):
            if end in wanted:
                found.setdefault(end, []).append(made)
    return found


def disputed_sums(
    connection: sqlite3.Connection, lives: Iterable[Life], until: str | None = None
) -> dict[str, list[Contradiction]]:
    """Return by the id of a thread, where there are any, the sums that are at odds with sums told of it.

    Two threads that are two sums of one thing both have them, and each sum that is at odds with another of its thread.

    Args:
        connection: the ledger.
        lives: those of the threads.
        until: only what was known on this day (ISO).
    """
    thread_of = {its_id: life.thread.id for life in lives for its_id in life.pledges}
    found: dict[str, dict[Contradiction, None]] = {}
    for its_id, some in against(connection, thread_of, until).items():
        sums = (each for each in some if each.what.startswith("amount ") and not each.update)
        found.setdefault(thread_of[its_id], {}).update(dict.fromkeys(sums))
    return {thread: list(some) for thread, some in found.items() if some}


def _made(connection: sqlite3.Connection, row: sqlite3.Row) -> Contradiction:
    table = "commitments" if row["event"] is None else "reports"
    one, other = (
        Side(row[end], row[f"{end}_said"], row[known], quoted(connection, _quote(connection, table, row[end])))
        for end, known in (("one", "one_known"), ("other", "known"))
    )
    return Contradiction(row["about"], row["what"], bool(row["updated"]), one, other)


def count(connection: sqlite3.Connection, *, until: str | None = None, updates: bool = True) -> int:
    """Return how many contradictions there are; see `contradictions`."""
    query = f"SELECT count(*) FROM contradictions WHERE {_WHERE}"
    return int(connection.execute(query, (until, updates)).fetchone()[0])


def _quote(connection: sqlite3.Connection, table: str, its_id: str) -> int:
    row = connection.execute(f"SELECT quote FROM {table} WHERE id = ?", (its_id,)).fetchone()  # a name of ours
    if row is None:
        raise LookupError(f"no record {its_id}")
    return int(row[0])
