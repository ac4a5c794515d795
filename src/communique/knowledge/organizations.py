"""Organisations and armed groups that news names, from ``actors/organizations.csv``.

A row has the name, other names, the kind of actor, the country or PLOVER's slot in its place (IGO, UNO, EUR, NGO, ISM,
IMG, MNC), sectors, the Wikidata id where it is certain, and its source. A group that fights in one country has that
country.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from communique.knowledge.phrases import Match, PhraseTable
from communique.knowledge.tables import listed, rows
from communique.vocabulary import ActorKind, Sector

_ELSEWHERE: Final = re.compile(r"\s(?:to|against|near|outside)\s")


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation or group.

    Attributes:
        name: its fullest usual name.
        aliases: other names and abbreviations.
        kind: ``organization`` or ``group`` (of armed men or criminals).
        country: ISO 3166-1 alpha-3 code, or PLOVER's slot.
        sectors: what it does, most specific first; empty for organisations of states.
        code: ``wikidata:Q…``, or None.
    """

    name: str
    aliases: tuple[str, ...]
    kind: ActorKind
    country: str
    sectors: tuple[Sector, ...]
    code: str | None


@lru_cache(maxsize=1)
def organizations() -> tuple[Organization, ...]:
    """Give all rows of the table, in its order."""
    return tuple(
        Organization(
            name=row["name"],
            aliases=listed(row["aliases"]),
            kind=ActorKind(row["kind"]),
            country=row["country"],
            sectors=tuple(Sector(code) for code in listed(row["sectors"])),
            code=f"wikidata:{row['wikidata']}" if row["wikidata"] else None,
        )
        for row in rows("actors/organizations.csv")
    )


@lru_cache(maxsize=1)
def _table() -> PhraseTable[Organization]:
    return PhraseTable((form, entry) for entry in organizations() for form in (entry.name, *entry.aliases))


def organizations_in(text: str, start: int = 0, end: int | None = None) -> list[Match[Organization]]:
    """Find the organisations that ``text[start:end]`` names, left to right, the longest name at each place."""
    return list(_table().find(text, start, end))


@lru_cache(maxsize=8192)
def organization(phrase: str) -> Organization | None:
    """Give the organisation that a phrase names: as a whole, else the first inside it, else None.

    A leading "the" doesn't matter, and neither does an organisation that somebody only is sent to or acts against
    ("envoy to NATO").
    """
    whole = _table().exact(phrase.removeprefix("the ").removeprefix("The "))
    if whole:
        return whole[0]
    elsewhere = _ELSEWHERE.search(phrase)
    limit = elsewhere.start() if elsewhere else len(phrase)
    return next((match.value for match in _table().find(phrase, 0, limit)), None)
