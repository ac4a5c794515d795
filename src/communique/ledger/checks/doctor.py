"""Is the ledger's file whole: does SQLite find it sound, does everything stand on something, is every span in its text?

In: a connection to a ledger. Out: a `Finding` for each check, with how many rows are wrong, some of them, and what to
do. With `fix`, what can be made anew from the readings and decisions is; nothing that only the file knows is taken out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, Final

from communique.ledger.checks.grounding import UNLOADABLE, damaged_articles
from communique.ledger.checks.kept import count_anew, judge_anew, miscounted, misjudged
from communique.ledger.decided.decisions import TABLES, VERDICTS, every, holding, unanchored
from communique.ledger.file.database import transaction
from communique.ledger.file.soundness import add_lacking, can_be_added, faults, lacking
from communique.ledger.ids import actor_id
from communique.ledger.stored.rewriting import rewrite
from communique.ledger.stored.settling import settle
from communique.ledger.told.events import refresh_events
from communique.ledger.told.threads import refresh_threads

_EXAMPLES: Final = 5
_RESTORE: Final = "Keep the file, restore a copy, or save what can be saved with `sqlite3 FILE .recover`."
_NEW: Final = (
    "Add its sources to a new ledger with `communique add`; `communique decisions export` and `import` take decisions"
    " along."
)
LACKS: Final = "what a ledger of an earlier state of this version lacks"
_INDEXES: Final = {
    "the index of texts": "article_search",
    "the index of sentences": "quote_search",
    "the index of actors' names": "actor_search",
}
"""What is looked up word by word, and its table."""
_FIX: Final = "`communique doctor --fix` mends it."
_ANEW: Final = f"{_FIX} Where the stored reading is broken, `communique add --again` on the source reads it anew."
_REPORT: Final = "Report it as an issue; `communique add --again` on its source reads the article anew."


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: how many are wrong, some of them, what to do. A `note` is nothing wrong."""

    check: str
    count: int
    examples: tuple[str, ...] = ()
    advice: str = ""
    note: bool = False
    fixed: bool = False

    @property
    def wrong(self) -> bool:
        """Whether something is wrong still."""
        return self.count > 0 and not self.note and not self.fixed

    def to_json(self) -> dict[str, Any]:
        """Return the finding as JSON's object."""
        return {**asdict(self), "examples": list(self.examples)}


def examine(connection: sqlite3.Connection, *, fix: bool = False) -> Iterator[Finding]:
    """Yield what each check finds, one after the other.

    Raises:
        LedgerError: the file can't be read on, or with `fix` not be written.
    """
    sound = _found("SQLite's own check of the file", _integrity(connection), _RESTORE)
    yield sound
    if sound.wrong:
        return
    lacks = lacking(connection)
    if lacks:
        found = _found(LACKS, lacks, _FIX if can_be_added(connection) else _NEW)
        yield _mended(connection, found, add_lacking, fix=fix and can_be_added(connection))
        if not fix or not can_be_added(connection):
            return
    values = _found("tables and values that no ledger has", faults(connection), _RESTORE)
    yield values
    if values.wrong:
        return
    yield _found("rows that refer to nothing", _foreign(connection), _RESTORE)
    for name, table in _INDEXES.items():
        yield _mended(connection, _search(connection, name, table), _rebuild(table), fix=fix)
    for name, query, mend in _QUERIES:
        rows = [row[0] for row in connection.execute(query)]
        yield _mended(connection, _found(name, rows, _FIX), mend, fix=fix)
    yield _found("actors whose id isn't their key's", _actors(connection), _REPORT)
    with _moment(connection):
        given = _found("verdicts that nobody gave, or that aren't kept", _verdicts(connection), _FIX)
    yield _mended(connection, given, _decide, fix=fix)
    with _moment(connection):
        counts = _found("counts of records that aren't how many there are", miscounted(connection), _FIX)
    yield _mended(connection, counts, count_anew, fix=fix)
    with _moment(connection):
        judged = [f"{family} {number}" for family, number in misjudged(connection)]
    clashes = _found("contradictions that aren't what the records say", judged, _FIX)
    yield _mended(connection, clashes, judge_anew, fix=fix)
    with _moment(connection):
        damage = dict(damaged_articles(connection))
    said = [f"{article}: {why}" for article, (why, _) in damage.items()]
    anew = [number for _, number in damage.values()]
    grounded = _found("articles whose spans, quotes or ids are wrong", said, _ANEW)
    yield _mended(connection, grounded, lambda each: _rewrite(each, anew), fix=fix)
    with _moment(connection):
        gone = [each.id for each in unanchored(connection)]
    advice = "They act again if their records come back; `communique decisions --unanchored` lists them."
    yield Finding(
        "decisions whose records aren't here", len(gone), tuple(gone[:_EXAMPLES]), advice if gone else "", note=True
    )


@contextmanager
def _moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Let several queries see the ledger as it is now, whatever another program writes meanwhile; nobody waits."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("COMMIT")


def _found(check: str, rows: Iterable[object], advice: str) -> Finding:
    said = [str(row) for row in rows]
    return Finding(check, len(said), tuple(said[:_EXAMPLES]), advice if said else "")


def _mended(
    connection: sqlite3.Connection, found: Finding, mend: Callable[[sqlite3.Connection], None], *, fix: bool
) -> Finding:
    if not fix or not found.wrong:
        return found
    with transaction(connection):
        mend(connection)
    return Finding(found.check, found.count, found.examples, "It was mended.", fixed=True)


def _integrity(connection: sqlite3.Connection) -> list[str]:
    said = [row[0] for row in connection.execute("PRAGMA integrity_check(20)")]
    return [] if said == ["ok"] else said


def _foreign(connection: sqlite3.Connection) -> list[str]:
    rows = islice(connection.execute("PRAGMA foreign_key_check"), 1000)
    return [f"{row[0]} {row[1]} refers to no row of {row[2]}" for row in rows]


def _search(connection: sqlite3.Connection, name: str, table: str) -> Finding:
    # FTS5 compares its index with the texts only in words that look like writing.
    query = f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)"  # a name of ours
    try:
        connection.execute(query)
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_READONLY:
            return Finding(name, 0, advice="It can only be compared where the file may be written.", note=True)
        if code != sqlite3.SQLITE_CORRUPT:
            raise
        return Finding(name, 1, (str(error),), _FIX)
    return Finding(name, 0)


def _rebuild(table: str) -> Callable[[sqlite3.Connection], None]:
    def mend(connection: sqlite3.Connection) -> None:
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # a name of ours

    return mend


_EVENTS_WRONG = """
SELECT events.number FROM events JOIN (
    SELECT reports.event, min(reports.id) AS first, count(*) AS told,
        sum(reports.verdict IS NOT 'rejected') AS kept, count(DISTINCT articles.source) AS sources,
        count(DISTINCT iif(reports.verdict IS NOT 'rejected', articles.source, NULL)) AS kept_sources
    FROM reports JOIN articles ON articles.number = reports.article GROUP BY reports.event
) AS told ON told.event = events.number
WHERE events.reports <> iif(kept, kept, told.told) OR events.sources <> iif(kept, kept_sources, told.sources)
    OR events.id <> 'event-' || substr(first, 8) OR events.lead IS NULL
    OR NOT EXISTS (SELECT 1 FROM reports WHERE reports.number = events.lead AND reports.event = events.number)
"""
_THREADS_WRONG = """
SELECT threads.number FROM threads JOIN (
    SELECT commitments.thread, min(commitments.id) AS first, count(*) AS told,
        sum(commitments.verdict IS NOT 'rejected') AS kept, count(DISTINCT articles.source) AS sources,
        count(DISTINCT iif(commitments.verdict IS NOT 'rejected', articles.source, NULL)) AS kept_sources
    FROM commitments JOIN articles ON articles.number = commitments.article GROUP BY commitments.thread
) AS told ON told.thread = threads.number
WHERE threads.reports <> iif(kept, kept, told.told) OR threads.sources <> iif(kept, kept_sources, told.sources)
    OR threads.id <> 'thread-' || substr(first, 12)
"""
_EVENTS_EMPTY = "SELECT number FROM events WHERE NOT EXISTS (SELECT 1 FROM reports WHERE event = events.number)"
_THREADS_EMPTY = "SELECT number FROM threads WHERE NOT EXISTS (SELECT 1 FROM commitments WHERE thread = threads.number)"
_ACTORS_ALONE = """
SELECT number FROM actors WHERE number NOT IN (SELECT actor FROM mentions UNION SELECT actor FROM report_actors
    UNION SELECT actor FROM event_actors UNION SELECT actor FROM commitment_actors UNION SELECT speaker FROM statements
    UNION SELECT addressee FROM statements WHERE addressee IS NOT NULL UNION SELECT actor FROM actor_aliases
    UNION SELECT stage_by FROM commitments WHERE stage_by IS NOT NULL)
    AND id NOT IN (SELECT target FROM decision_targets)
"""
_QUOTES_ALONE = """
SELECT number FROM quotes WHERE number NOT IN (SELECT quote FROM statements UNION SELECT quote FROM reports
    UNION SELECT quote FROM commitments)
"""
_SOURCES_WRONG = """
SELECT articles.number FROM articles JOIN articles AS first ON first.number = articles.source
WHERE first.source <> first.number
"""
_INPUTS_WRONG = """
SELECT key FROM inputs WHERE (state = 'read') <> (article IS NOT NULL) OR (state = 'failed') <> (code IS NOT NULL)
"""


def _refresh_events(connection: sqlite3.Connection) -> None:
    refresh_events(connection, [row[0] for row in connection.execute(_EVENTS_WRONG).fetchall()])


def _refresh_threads(connection: sqlite3.Connection) -> None:
    refresh_threads(connection, [row[0] for row in connection.execute(_THREADS_WRONG).fetchall()])


def _delete(table: str, query: str) -> Callable[[sqlite3.Connection], None]:
    def mend(connection: sqlite3.Connection) -> None:
        connection.execute(f"DELETE FROM {table} WHERE number IN ({query})")  # names and queries of ours

    return mend


def _drop_quotes(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO quote_search (quote_search, rowid, quote) SELECT 'delete', number, quote FROM quote_texts"
        f" WHERE number IN ({_QUOTES_ALONE})"
    )
    _delete("quotes", _QUOTES_ALONE)(connection)


def _root_sources(connection: sqlite3.Connection) -> None:
    query = f"""
    UPDATE articles SET source = (SELECT first.source FROM articles AS first WHERE first.number = articles.source)
    WHERE number IN ({_SOURCES_WRONG})
    """
    while connection.execute(query).rowcount:
        pass


def _forget_inputs(connection: sqlite3.Connection) -> None:
    # Whoever adds the same source again reads them again.
    connection.execute(f"DELETE FROM inputs WHERE key IN ({_INPUTS_WRONG})")


_QUERIES: Final[tuple[tuple[str, str, Callable[[sqlite3.Connection], None]], ...]] = (
    ("copies of copies", _SOURCES_WRONG, _root_sources),
    ("inputs whose outcome isn't kept", _INPUTS_WRONG, _forget_inputs),
    ("sentences that nothing stands on", _QUOTES_ALONE, _drop_quotes),
    ("events without reports", _EVENTS_EMPTY, _delete("events", _EVENTS_EMPTY)),
    ("commitment threads without commitments", _THREADS_EMPTY, _delete("threads", _THREADS_EMPTY)),
    ("events that aren't what their reports say", _EVENTS_WRONG, _refresh_events),
    ("threads that aren't what their commitments say", _THREADS_WRONG, _refresh_threads),
    ("actors that nothing tells of", _ACTORS_ALONE, _delete("actors", _ACTORS_ALONE)),
)


def _actors(connection: sqlite3.Connection) -> Iterator[str]:
    rows = connection.execute("SELECT id, key FROM actors UNION ALL SELECT id, key FROM actor_aliases")
    return (its_id for its_id, key in rows if actor_id(key) != its_id)


def _verdicts(connection: sqlite3.Connection) -> list[str]:
    decided = {
        target: VERDICTS[each.verb]
        for each in holding(connection, every(connection))
        if each.verb in VERDICTS
        for target in each.targets
    }
    wrong: list[str] = []
    for family in ("report", "statement", "commitment"):
        table = TABLES[family]
        given = dict(connection.execute(f"SELECT id, verdict FROM {table} WHERE verdict IS NOT NULL").fetchall())
        known = {
            its_id: verdict
            for its_id, verdict in decided.items()
            if its_id.startswith(f"{family}-")
            and connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (its_id,)).fetchone()
        }
        wrong += sorted({its_id for its_id in given.keys() | known.keys() if given.get(its_id) != known.get(its_id)})
    return wrong


def _decide(connection: sqlite3.Connection) -> None:
    for family in ("report", "statement", "commitment"):
        connection.execute(f"UPDATE {TABLES[family]} SET verdict = NULL WHERE verdict IS NOT NULL")  # a name of ours
    settle(connection, [each for each in holding(connection, every(connection)) if each.verb in VERDICTS])


def _rewrite(connection: sqlite3.Connection, articles: Iterable[int]) -> None:
    for article in articles:
        connection.execute("SAVEPOINT one_article")
        try:
            rewrite(connection, article)
        except (*UNLOADABLE, sqlite3.IntegrityError):
            # The reading itself is broken: the input is forgotten, so that adding its source reads it again.
            connection.execute("ROLLBACK TO one_article")
            connection.execute("DELETE FROM inputs WHERE article = ?", (article,))
            connection.execute("UPDATE articles SET reader_version = '' WHERE number = ?", (article,))
        connection.execute("RELEASE one_article")
