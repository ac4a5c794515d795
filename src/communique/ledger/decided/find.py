"""Records by the beginning of an id, and queries of words that no wording can break.

In: what a user writes. Out: the full id of one record; a query of FTS5.
"""

from __future__ import annotations

import re
import sqlite3

from communique.errors import UnknownId
from communique.ledger.decided.grouping import link_called

_TABLES = {
    "event": "events",
    "report": "reports",
    "statement": "statements",
    "commitment": "commitments",
    "thread": "threads",
    "actor": "actors",
    "decision": "decisions",
}
_MOST = 5
_TOKEN = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_OR = "OR"


def full_id(connection: sqlite3.Connection, said: str) -> str:
    """Return the id that begins with what is said.

    An event's former id leads to the event that took it up, that of an actor who was decided to be another to that one.

    Raises:
        UnknownId: no record has such an id, or several begin so.
    """
    if not isinstance(said, str):
        raise UnknownId(f"{said!r} is no id")
    family, dash, _ = said.partition("-")
    if family == "link":
        return link_called(connection, said)[1].id
    table = _TABLES.get(family, "articles") if dash else "articles"
    query = f"SELECT id FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"  # names of ours
    found = [row[0] for row in connection.execute(query, (said, f"{said}\U0010ffff", _MOST + 1))]
    if not found and table == "events":
        former = (
            "SELECT events.id FROM former_ids JOIN events ON events.number = former_ids.event WHERE former_ids.id = ?"
        )
        found = [row[0] for row in connection.execute(former, (said,))]
    if not found and table == "actors":
        alias = (
            "SELECT actors.id FROM actor_aliases JOIN actors ON actors.number = actor_aliases.actor"
            " WHERE actor_aliases.id = ?"
        )
        found = [row[0] for row in connection.execute(alias, (said,))]
    if not found:
        raise UnknownId(f"the ledger has no record {said}")
    if len(found) > 1 and found[0] != said:
        some = ", ".join(found[:_MOST])
        more = " and others" if len(found) > _MOST else ""
        raise UnknownId(f"several records begin with {said}: {some}{more}", hint="Write more of it.")
    return str(found[0])


def matching(said: str) -> str:
    """Return the FTS5 query for words, "phrases", -without and OR; whatever stands in it, it is well-formed.

    Words have to stand in the sentence all, unless OR is between them.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    either = False
    for minus, phrase, word in _TOKEN.findall(said):
        if word == _OR and not minus:
            either = bool(wanted)
            continue
        inner = phrase or word
        if not any(each.isalnum() for each in inner):
            continue
        quoted = '"' + inner.replace('"', " ").replace("\x00", " ") + '"'
        # A star after a word asks for all that begin so.
        term = f'{quoted[:-2]}" *' if not phrase and word.endswith("*") and len(word) > 1 else quoted
        if minus:
            unwanted.append(term)
        elif either:
            wanted[-1] = f"({wanted[-1]} OR {term})"
        else:
            wanted.append(term)
        either = False
    if not wanted:
        return '""'
    query = " AND ".join(wanted)
    return f"({query}) NOT ({' OR '.join(unwanted)})" if unwanted else query
