"""Actors by a name that isn't theirs in the ledger: another of the tables, an id, or what an article calls them.

In: what a user writes, that no actor is called. Out: queries of the numbers of actors, the surest first. "ISIS" is the
Islamic State, "wikidata:Q7817" the World Health Organization, and an alias of a user's own table is found where an
article has it, since the table itself isn't in the ledger.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from communique.knowledge.organizations import namesakes
from communique.knowledge.persons import person
from communique.linking.actors import folded

Way = tuple[str, tuple[object, ...]]

_BY_KEY = "SELECT number FROM actors WHERE key = ?"
_ARTICLES = 50
"""Articles with the words, the latest, in which it is looked for whom they call so."""
_CALLED = """
SELECT DISTINCT actor FROM (
    SELECT mentions.actor, actors.kind,
        lower(substr(articles.text, (span.value ->> 0) + 1, (span.value ->> 1) - (span.value ->> 0))) AS called
    FROM (SELECT rowid FROM article_search WHERE article_search MATCH ?1 ORDER BY rowid DESC LIMIT ?2) AS found
    CROSS JOIN mentions ON mentions.article = found.rowid
    CROSS JOIN articles ON articles.number = mentions.article
    CROSS JOIN actors ON actors.number = mentions.actor
    CROSS JOIN json_each(mentions.spans) AS span)
WHERE called = lower(?3) OR kind = 'person' AND substr(called, -1 - length(?3)) = ' ' || lower(?3)
ORDER BY 1
"""
"""A person also by what ends with the name: "Ode" is "President Ode"."""


def other_names(connection: sqlite3.Connection, said: str) -> Iterator[Way]:
    """Yield the ways to find somebody who is called otherwise in the ledger.

    Args:
        connection: the ledger.
        said: a name, or an id with its prefix.
    """
    yield _BY_KEY, (said,)
    bare = said.removeprefix("the ").removeprefix("The ")
    known = [body.code for match in namesakes(bare) if match.end - match.start == len(bare) for body in match.value]
    known += [each.code for each in person(bare) if folded(bare) in map(folded, (each.name, *each.aliases))]
    for code in filter(None, dict.fromkeys(known)):
        yield _BY_KEY, (code,)
    words = " ".join("".join(each if each.isalnum() else " " for each in bare).split())
    if words:
        called = [row[0] for row in connection.execute(_CALLED, (f'"{words}"', _ARTICLES, bare))]
        if called:
            marks = ", ".join("?" for _ in called)
            yield f"SELECT number FROM actors WHERE number IN ({marks})", tuple(called)
