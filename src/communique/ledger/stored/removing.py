"""An article taken out of a ledger, with all that stood on it alone: it was added by mistake, or with a wrong day.

In: ids of articles. Out: a ledger without it, its text, its records and its links; events and threads are what the
other articles tell. Decisions about its records stay in the log, and hold again when it is added again; what it was
read from is new then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

from communique.errors import UnknownId
from communique.ledger.decided.cast import forget_actors
from communique.ledger.decided.find import full_id
from communique.ledger.decided.grouping import links_of, regroup
from communique.ledger.file.database import to_json, transaction
from communique.ledger.stored.rewriting import cast_of
from communique.ledger.stored.writing import article_number, clear_records, delete_article
from communique.ledger.told.contested_threads import contest_ends
from communique.ledger.told.events import refresh_events
from communique.ledger.told.threads import refresh_threads

_JOINED: Final = {"report": ("reports", "event"), "commitment": ("commitments", "thread")}
"""By family of records: their table, and the column of what they are joined in."""


def remove_articles(connection: sqlite3.Connection, ids: Iterable[str]) -> int:
    """Take articles out, all or none; return how many they are.

    Raises:
        UnknownId: one is no article's, nor the beginning of one alone.
        LedgerError: the ledger can't be written.
    """
    with transaction(connection):
        found = dict.fromkeys(full_id(connection, each) for each in ids)
        numbers = {each: article_number(connection, each) for each in found}
        for each, number in numbers.items():
            if number is None:
                raise UnknownId(f"{each} is no article", hint="Copy its id from `communique articles`.")
            _remove(connection, number, each)
    return len(found)


def _remove(connection: sqlite3.Connection, number: int, its_id: str) -> None:
    before = cast_of(connection, its_id)
    beside = {family: _beside(connection, family, number) for family in _JOINED}
    ends = {family: _unlinked(connection, family, _own(connection, family, number)) for family in _JOINED}
    copies = [*_copies(connection, number), *_unlinked(connection, "article", [its_id])]
    clear_records(connection, number)
    for family, ids in beside.items():
        regroup(connection, family, ids)
        contest_ends(connection, family, ends[family])
    regroup(connection, "article", [its_id, *copies])
    _delete(connection, number)
    forget_actors(connection, before)
    # Independent sources are counted without it.
    _refresh(connection, beside, copies)


def _own(connection: sqlite3.Connection, family: str, number: int) -> list[str]:
    table, _ = _JOINED[family]
    query = f"SELECT id FROM {table} WHERE article = ?"  # names of ours
    return [row[0] for row in connection.execute(query, (number,))]


def _beside(connection: sqlite3.Connection, family: str, number: int) -> list[str]:
    """Return the records of other articles that are one with this one's."""
    table, joined = _JOINED[family]
    query = (
        f"SELECT id FROM {table} WHERE article <> ?1"  # names of ours
        f" AND {joined} IN (SELECT {joined} FROM {table} WHERE article = ?1)"
    )
    return [row[0] for row in connection.execute(query, (number,))]


def _copies(connection: sqlite3.Connection, number: int) -> list[str]:
    query = "SELECT id FROM articles WHERE number <> ?1 AND source = (SELECT source FROM articles WHERE number = ?1)"
    return [row[0] for row in connection.execute(query, (number,))]


def _unlinked(connection: sqlite3.Connection, family: str, ids: list[str]) -> list[str]:
    """Take out the links of records; return what they were linked with."""
    links = {each.number: each for each in links_of(connection, family, ids)}
    connection.executemany("DELETE FROM links WHERE number = ?", [(each,) for each in links])
    return sorted({end for each in links.values() for end in (each.one, each.other)} - set(ids))


def _delete(connection: sqlite3.Connection, number: int) -> None:
    connection.execute(
        "UPDATE articles SET story = (SELECT min(number) FROM articles WHERE story = ?1 AND number <> ?1)"
        " WHERE story = ?1 AND number <> ?1",
        (number,),
    )
    delete_article(connection, number)


def _refresh(connection: sqlite3.Connection, beside: dict[str, list[str]], copies: list[str]) -> None:
    for family, refresh in (("report", refresh_events), ("commitment", refresh_threads)):
        table, joined = _JOINED[family]
        query = (
            f"SELECT DISTINCT {joined} FROM {table} JOIN articles ON articles.number = {table}.article"  # names of ours
            f" WHERE {table}.id IN (SELECT value FROM json_each(?1))"
            " OR articles.id IN (SELECT value FROM json_each(?2))"
        )
        found = connection.execute(query, (to_json(beside[family]), to_json(copies))).fetchall()
        refresh(connection, [row[0] for row in found])
