"""Who is meant by a name, a code or an id.

In: what a user writes for an actor. Out: the actors, as numbers or as a query of them, and how they are called. A code
is ISO 3166's, of two or three letters, or PLOVER's (IGO, UNO …) and means all actors of it, as a country's English name
and its demonym do. A name is looked up as a whole; where nobody is called just so, its words are looked for in names,
in any order, the last perhaps only begun. Then it may be another name of the tables, or what an article calls somebody:
see `ledger.other_names`. Where several have it, all are meant: nobody is guessed.
"""

from __future__ import annotations

import difflib
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from communique.errors import BadQuestion
from communique.knowledge.countries import CountryKind, countries, country_match
from communique.ledger.decided.other_names import other_names
from communique.linking.actors import folded

SUPRANATIONAL = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))
"""PLOVER's codes of actors that belong to no country."""
FEW = 50
"""So many actors of a name are given by their numbers; more are given by the query that finds them."""
_NAMES = frozenset((CountryKind.NAME, CountryKind.DEMONYM))
"""How a country may be meant by a word: "Kyiv" is a town as well."""
_CODE = 3
_SHOWN = 5
_PARTING = dict.fromkeys((*range(0x19B0, 0x19C1), 0x19C8, 0x19C9, 0x1CF2, 0x1CF3), " ")
"""Letters that were marks in Unicode 6.1, by which SQLite's `unicode61` parts words: signs of New Tai Lue and Vedic. Of
names it keeps no places of words, so that a word which it takes for two can't be asked for."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is meant: all of a code, or the actors of `numbers`, or where they are many those that `query` finds."""

    code: str | None = None
    numbers: tuple[int, ...] = ()
    query: str = ""
    values: tuple[object, ...] = ()

    @property
    def is_one(self) -> bool:
        """Whether they are one country or one actor."""
        return self.code is not None or len(self.numbers) == 1

    def test(self, actor: str, country: str) -> tuple[str, tuple[object, ...]]:
        """Return a condition of SQL on the column of an actor's number, or of a country, with its values."""
        if self.code is not None:
            return f"{country} = ?", (self.code,)
        if self.query:
            return f"{actor} IN ({self.query})", self.values
        listed = ", ".join(map(str, self.numbers))
        return (f"{actor} = {listed}" if len(self.numbers) == 1 else f"{actor} IN ({listed})"), ()


@dataclass(frozen=True, slots=True)
class Meant:
    """How those are called whom a user's word stands for, a few of them, and how many actors they are."""

    said: str
    names: tuple[str, ...]
    actors: int


def code_of(said: str) -> str | None:
    """Return the code that somebody means by a code, a country's English name or its demonym, or None."""
    word = said.strip()
    known = _codes()
    if word.upper() in known and (word.isupper() or word.islower()) and len(word) <= _CODE:
        return known[word.upper()]
    match = country_match(word)
    whole = match is not None and match.end - match.start == len(word.removeprefix("the "))
    return match.iso3 if match and whole and match.kind in _NAMES else None


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    known = {code: code for code in (*countries(), *SUPRANATIONAL)}
    return {country.iso2: country.iso3 for country in countries().values()} | known


def whom(connection: sqlite3.Connection, said: str) -> Whom:
    """Return who is meant.

    Raises:
        BadQuestion: the ledger has none like it; the message names some that are near.
    """
    code = code_of(said)
    if code is not None:
        return Whom(code=code)
    name = folded(said.strip())
    if said.strip().startswith("actor-"):
        ways: list[tuple[str, tuple[str, ...]]] = [
            ("SELECT number FROM actors WHERE id >= ? AND id < ?", (said.strip(), f"{said.strip()}~")),
            # Who was decided to be another has no row of his own any more.
            ("SELECT actor FROM actor_aliases WHERE id = ?", (said.strip(),)),
        ]
    else:
        ways = [("SELECT number FROM actors WHERE folded = ?", (name,))]
        if words := name_query(name):
            search = "SELECT rowid FROM actor_search WHERE actor_search MATCH ?"
            ways += [(search, (words,)), (search, (f"{words} *",))]
    for query, values in chain(ways, other_names(connection, said.strip())):
        found = [row[0] for row in connection.execute(f"{query} LIMIT {FEW + 1}", values)]
        if found:
            return Whom(numbers=tuple(sorted(found))) if len(found) <= FEW else Whom(query=query, values=values)
    raise BadQuestion(f"the ledger tells of nobody called {said}", hint=_near(connection, said))


def name_query(name: str) -> str:
    """Return the query of FTS5 for the words of a folded name, empty where it has none."""
    parts = ["".join(each for each in part if each.isalnum()) for part in name.translate(_PARTING).split()]
    return " ".join(f'"{part}"' for part in parts if part)


def actors_meant(connection: sqlite3.Connection, said: str) -> list[int]:
    """Return the numbers of the actors that are meant, those that came first before others.

    Raises:
        BadQuestion: the ledger has none like it; the message names some that are near.
    """
    condition, values = whom(connection, said).test("number", "country")
    query = f"SELECT number FROM actors WHERE {condition} ORDER BY number"  # conditions of ours
    found = [row[0] for row in connection.execute(query, values)]
    if not found:
        raise BadQuestion(f"the ledger tells of nobody of {said}", hint=_near(connection, said))
    return found


def meant(connection: sqlite3.Connection, said: str) -> Meant:
    """Return how those are called whom a word stands for.

    Raises:
        BadQuestion: the ledger has none like it.
    """
    found = whom(connection, said)
    if found.code is not None:
        named = countries().get(found.code)
        return Meant(said, (f"{named.name} ({found.code})" if named else found.code,), 0)
    condition, values = found.test("number", "country")
    query = f"SELECT name, country, count(*) AS many FROM actors WHERE {condition} GROUP BY 1, 2 ORDER BY 3 DESC, 1"
    rows = connection.execute(query, values).fetchall()
    names = tuple(f"{row['name']} ({row['country']})" if row["country"] else row["name"] for row in rows)
    return Meant(said, names, sum(row["many"] for row in rows))


def _near(connection: sqlite3.Connection, said: str) -> str:
    word = said.strip()
    if word.isupper() and len(word) <= _CODE:
        near = difflib.get_close_matches(word, _codes(), 3, 0.6)
        return f"Did you mean {' or '.join(near)}?" if near else "Write a name, or an ISO 3166 code such as UKR."
    names = [name for name in _sharing(connection, folded(word)) if name]
    like = difflib.get_close_matches(word.title(), [each.name for each in countries().values()], 2, 0.7)
    known = [*like, *(name for name in names if name not in like)][:_SHOWN]
    told = f" Did you mean {' or '.join(known)}?" if known else ""
    return f"Write a name as articles do, an ISO 3166 code such as UKR, or an id.{told}"


def _sharing(connection: sqlite3.Connection, name: str) -> list[str]:
    """Return names that share a word, or the beginning of one, with a name that nobody has."""
    query = """
    SELECT DISTINCT name FROM actors WHERE number IN (
        SELECT rowid FROM actor_search WHERE actor_search MATCH ? LIMIT 20) ORDER BY length(name), name LIMIT 5
    """
    parts = sorted(name_query(name).replace('"', "").split(), key=len, reverse=True)
    tries = [f'"{part}"' for part in parts] + [f'"{part[:4]}" *' for part in parts if len(part) > _CODE]
    found: list[str] = []
    for each in tries:
        found += [row[0] for row in connection.execute(query, (each,)) if row[0] not in found]
        if len(found) >= _SHOWN:
            break
    return found
