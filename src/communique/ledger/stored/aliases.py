"""Actors that people decided are one.

In: decisions about actors that came to hold or ceased to, in an open transaction. Out: one row for all of them, under
which their records stand; the others' keys lead to it, so that articles to come are told of the same one. What events
and threads of several reports say together is put together anew where that asks who is the same as whom.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

from communique.ledger.decided.cast import Known, actor_of
from communique.ledger.decided.decisions import TABLES, Decision, about, holding, one, present
from communique.ledger.decided.edits import apply_edit
from communique.ledger.told.events import refresh_events
from communique.ledger.told.threads import refresh_threads
from communique.linking.actors import actor_key
from communique.linking.commitment_pledges import named_party

_REFERENCES = (
    ("mentions", "actor"),
    ("statements", "speaker"),
    ("statements", "addressee"),
    ("commitments", "stage_by"),
    ("report_actors", "actor"),
    ("event_actors", "actor"),
    ("commitment_actors", "actor"),
)
_ROLES = (("report_actors", "report"), ("event_actors", "event"), ("commitment_actors", "commitment"))


def settle_actors(connection: sqlite3.Connection, on: Sequence[Decision], off: Sequence[Decision]) -> None:
    """Bring actors to what is decided about them now."""
    own = [each for each in (*on, *off) if each.family == "actor"]
    if any(each.verb == "merge" for each in own):
        _settle_aliases(connection, own)
    for its_id in dict.fromkeys(target for each in own if each.verb == "edit" for target in each.targets):
        _settle_fields(connection, its_id)


def _settle_aliases(connection: sqlite3.Connection, changed: Sequence[Decision]) -> None:
    merges = _bound(connection, changed)
    known = {raw["id"]: Known.from_json(raw) for each in merges for raw in each.value}
    ids = {target for each in (*merges, *changed) for target in each.targets}
    wanted: dict[str, str] = {}
    for each in merges:
        if each in changed and not holding(connection, [each]):
            continue
        first = _root(wanted, each.targets[0])
        wanted.update({root: first for target in each.targets[1:] if (root := _root(wanted, target)) != first})
    # Whoever is to be another one than until now is himself first: only so is it known which records are his.
    aliases = _aliases(connection, ids)
    _part(
        connection,
        [each for each, now in aliases if each not in wanted or _root(wanted, now) != _root(wanted, each)],
    )
    for its_id in sorted(wanted):
        _absorb(connection, known[its_id], actor_of(connection, known[_root(wanted, its_id)]))


def _bound(connection: sqlite3.Connection, changed: Sequence[Decision]) -> list[Decision]:
    """Return the merges that hold of all actors that some merges touch, and those merges themselves."""
    known = {each.id: each for each in changed if each.verb == "merge"}
    seen: set[str] = set()
    while wanted := {target for each in known.values() for target in each.targets} - seen:
        seen |= wanted
        found = holding(connection, about(connection, wanted))
        known.update({each.id: each for each in found if each.verb == "merge" and each.family == "actor"})
    return sorted(known.values(), key=lambda each: each.order)


def _root(wanted: dict[str, str], its_id: str) -> str:
    while its_id in wanted:
        its_id = wanted[its_id]
    return its_id


def _aliases(connection: sqlite3.Connection, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield those of some actors that are another one until now, and the id of that one."""
    query = "SELECT actors.id FROM actor_aliases JOIN actors ON actors.number = actor WHERE actor_aliases.id = ?"
    for its_id in sorted(ids):
        row = connection.execute(query, (its_id,)).fetchone()
        if row is not None:
            yield its_id, row[0]


def _absorb(connection: sqlite3.Connection, known: Known, into: int) -> None:
    """Let an actor be another one: his records go to that one's row, his own row goes."""
    row = connection.execute("SELECT number FROM actors WHERE id = ?", (known.id,)).fetchone()
    if row is not None:
        events = _naming_both(connection, row[0], into)
        threads = _threads_of(connection, row[0]) if _party(connection, row[0]) != _party(connection, into) else []
        for table, column in _REFERENCES:
            query = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"  # names of ours
            connection.execute(query, (into, row[0]))
        for table, record in _ROLES:
            _once(connection, table, record, into)
        connection.execute("UPDATE actor_aliases SET actor = ? WHERE actor = ?", (into, row[0]))
        connection.execute("DELETE FROM actors WHERE number = ?", (row[0],))
        refresh_events(connection, events)
        refresh_threads(connection, threads)
    connection.execute(
        "INSERT INTO actor_aliases (key, id, actor) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET actor = excluded.actor",
        (known.key, known.id, into),
    )


_BOTH = """
SELECT DISTINCT reports.event FROM report_actors AS own JOIN reports ON reports.number = own.report
JOIN events ON events.number = reports.event
WHERE own.actor = ?1 AND events.reports > 1 AND EXISTS (
    SELECT 1 FROM reports AS others JOIN report_actors AS named ON named.report = others.number
    WHERE others.event = reports.event AND named.role = own.role AND named.actor = ?2)
"""
_THREADS = """
SELECT DISTINCT commitments.thread FROM commitment_actors
JOIN commitments ON commitments.number = commitment_actors.commitment
JOIN threads ON threads.number = commitments.thread
WHERE commitment_actors.actor = ? AND threads.reports > 1
"""


def _naming_both(connection: sqlite3.Connection, one: int, other: int) -> list[int]:
    """Return the events of which some reports name one actor and some another: as one, more of their sources do."""
    return [row[0] for row in connection.execute(_BOTH, (one, other)).fetchall()]


def _threads_of(connection: sqlite3.Connection, actor: int) -> list[int]:
    """Return the threads of several commitments to which an actor is a party."""
    return [row[0] for row in connection.execute(_THREADS, (actor,)).fetchall()]


def _party(connection: sqlite3.Connection, actor: int) -> str:
    """Return as whom sums and threads know an actor."""
    query = "SELECT country, key, name FROM actors WHERE number = ?"
    return named_party(*connection.execute(query, (actor,)).fetchone())


def _once(connection: sqlite3.Connection, table: str, record: str, actor: int) -> None:
    """Take an actor out where a record has him twice in one role, and note his country where that is kept."""
    connection.execute(
        f"DELETE FROM {table} WHERE actor = ?1 AND EXISTS (SELECT 1 FROM {table} AS first"
        f" WHERE first.{record} = {table}.{record} AND first.role = {table}.role AND first.actor = ?1"
        f" AND first.place < {table}.place)",
        (actor,),
    )
    if table != "report_actors":
        connection.execute(
            f"UPDATE {table} SET country = (SELECT country FROM actors WHERE number = ?1) WHERE actor = ?1", (actor,)
        )


def _part(connection: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Let actors be themselves again: the articles that tell of them are written anew."""
    from communique.ledger.stored.rewriting import rewrite  # noqa: PLC0415  # it replays decisions, which comes back here
    from communique.ledger.stored.writing import load_reading  # noqa: PLC0415

    for its_id in ids:
        key, actor = connection.execute("SELECT key, actor FROM actor_aliases WHERE id = ?", (its_id,)).fetchone()
        connection.execute("DELETE FROM actor_aliases WHERE id = ?", (its_id,))
        articles = set(_naming(connection, its_id))
        for (article,) in connection.execute("SELECT DISTINCT article FROM mentions WHERE actor = ?", (actor,)):
            reading = load_reading(connection, article)
            if any(actor_key(each, reading.article.id) == key for each in reading.actors):
                articles.add(article)
        for article in sorted(articles):
            rewrite(connection, article)
        _settle_fields(connection, its_id)


def _naming(connection: sqlite3.Connection, its_id: str) -> Iterator[int]:
    """Yield the articles into whose records edits wrote an actor, whether they tell of him or not."""
    for each in _deciding_on(connection, its_id):
        if each.verb != "edit" or each.family == "actor":
            continue
        numbers = present(connection, each.family, each.targets).values()
        query = f"SELECT article FROM {TABLES[each.family]} WHERE number = ?"  # a name of ours
        yield from (connection.execute(query, (number,)).fetchone()[0] for number in numbers)


def _settle_fields(connection: sqlite3.Connection, its_id: str) -> None:
    """Give an actor the fields that the reader gave him, or who named him first, and then what people made of them."""
    from communique.ledger.stored.record_rows import actor_values  # noqa: PLC0415  # as above
    from communique.ledger.stored.writing import load_reading  # noqa: PLC0415  # as above

    row = connection.execute("SELECT number, key FROM actors WHERE id = ?", (its_id,)).fetchone()
    if row is None:
        return
    number, key = row
    before = _party(connection, number)
    articles = connection.execute("SELECT article FROM mentions WHERE actor = ? ORDER BY article", (number,))
    for (article,) in articles:
        reading = load_reading(connection, article)
        told = next((each for each in reading.actors if actor_key(each, reading.article.id) == key), None)
        if told is not None:
            _write_fields(connection, number, actor_values(told))
            break
    else:
        known = next(_known(connection, its_id), None)
        if known is not None:
            _write_fields(connection, number, known.fields)
    for each in holding(connection, about(connection, [its_id])):
        if each.verb == "edit":
            apply_edit(connection, "actor", number, str(each.field), each.value)
    if _party(connection, number) != before:
        refresh_threads(connection, _threads_of(connection, number))


def _write_fields(connection: sqlite3.Connection, number: int, fields: Mapping[str, str | None]) -> None:
    marks = ", ".join(f'"{name}" = ?' for name in fields)
    connection.execute(f"UPDATE actors SET {marks} WHERE number = ?", (*fields.values(), number))
    apply_edit(connection, "actor", number, "country", fields["country"])


def _known(connection: sqlite3.Connection, its_id: str) -> Iterator[Known]:
    """Yield an actor as the decisions that hold know him, the earliest first."""
    for each in _deciding_on(connection, its_id):
        yield from (known for known in named(each) if known.id == its_id)


def _deciding_on(connection: sqlite3.Connection, its_id: str) -> list[Decision]:
    """Return the edits and merges that hold and whose value has an actor's id in it, the earliest first."""
    query = "SELECT id FROM decisions WHERE verb IN ('edit', 'merge') AND instr(value, ?) ORDER BY at, id"
    found = [one(connection, row[0]) for row in connection.execute(query, (its_id,)).fetchall()]
    return holding(connection, filter(None, found))


def named(decision: Decision) -> Iterator[Known]:
    """Yield the actors whom an edit or a merge names."""
    parts = decision.value if isinstance(decision.value, list) else [decision.value]
    yield from (Known.from_json(raw) for raw in parts if isinstance(raw, dict) and "key" in raw)


def settle_named(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Bring the fields of those of some actors of whom no article tells to what the decisions that hold say."""
    query = "SELECT 1 FROM actors JOIN mentions ON mentions.actor = actors.number WHERE actors.id = ? LIMIT 1"
    for its_id in ids:
        if connection.execute(query, (its_id,)).fetchone() is None:
            _settle_fields(connection, its_id)
