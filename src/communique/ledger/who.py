"""Who is meant by a name, a code or an id.

In: what a user writes for an actor. Out: numbers of actors. A code is ISO 3166's, of two or three letters, or PLOVER's
(IGO, UNO …) and means all actors of it; a name is looked up as a whole, then as words within names.
"""

from __future__ import annotations

import sqlite3

from communique.errors import BadQuestion
from communique.knowledge.countries import CountryKind, countries, country_match
from communique.linking.actors import folded

SUPRANATIONAL = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))
"""PLOVER's codes of actors that belong to no country."""
_NAMES = frozenset((CountryKind.NAME, CountryKind.DEMONYM))
"""How a country may be meant by a word: "Kyiv" is a town as well."""


def code_of(said: str) -> str | None:
    """Return the code that somebody means by a code or a country's English name, or None."""
    word = said.strip()
    if word in SUPRANATIONAL or word in countries():
        return word
    by_two = {country.iso2: country.iso3 for country in countries().values()}
    if word in by_two:
        return by_two[word]
    match = country_match(word)
    whole = match is not None and match.end - match.start == len(word.removeprefix("the "))
    return match.iso3 if match and whole and match.kind in _NAMES else None


def actors_meant(connection: sqlite3.Connection, said: str) -> list[int]:
    """Return the numbers of the actors that are meant, those most told of first.

    Raises:
        BadQuestion: the ledger has none like it; the message names some that are near.
    """
    code = code_of(said)
    if code is not None:
        found = _numbers(connection, "country = ?", code)
    elif said.startswith("actor-"):
        found = _numbers(connection, "id LIKE ? || '%'", said)
    else:
        name = folded(said)
        found = _numbers(connection, "folded = ?", name) or _numbers(
            connection, "' ' || folded || ' ' LIKE '% ' || ? || ' %'", name
        )
    if not found:
        raise BadQuestion(f"the ledger tells of nobody called {said}", hint=_near(connection, said))
    return found


def _numbers(connection: sqlite3.Connection, condition: str, value: str) -> list[int]:
    query = f"SELECT number FROM actors WHERE {condition} ORDER BY number"  # conditions of ours
    return [row[0] for row in connection.execute(query, (value,))]


def _near(connection: sqlite3.Connection, said: str) -> str:
    words = [word for word in folded(said).split() if len(word) > 2] or [folded(said)]  # noqa: PLR2004
    query = "SELECT DISTINCT name FROM actors WHERE folded LIKE '%' || ? || '%' ORDER BY length(name) LIMIT 5"
    names = [row[0] for word in words for row in connection.execute(query, (word,))][:5]
    known = f" It knows {', '.join(names)}." if names else ""
    return f"Write a name as articles do, an ISO 3166 code such as UKR, or an id.{known}"
