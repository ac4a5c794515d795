"""Offices, occupations and bodies, and the sectors of society that they stand for, from ``actors/offices.csv``.

A row has the phrase, its plural, PLOVER sector codes (most specific first) and a weight: 2 for a word that decides
whatever stands beside it ("rebel soldiers" are rebels), 1 for a word that tells the sector, 0 for one that tells it
only where nothing else does ("leader", "official").
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from communique.knowledge.phrases import Match, PhraseTable
from communique.knowledge.tables import document, listed, rows
from communique.vocabulary import Sector

# What follows one of these says where or of whom somebody is what the words before it say.
_COMPLEMENT: Final = re.compile(r"\s(?:of|for|to|in|at|from|with|by|on|against|near|who|which|that)\s|,")
_WEAK: Final = 0
_DECIDES: Final = 2
OFFICIAL: Final = frozenset({Sector.GOV, Sector.LEG, Sector.JUD, Sector.MIL, Sector.SPY, Sector.COP})
"""The sectors of officials, who become ELI when they leave."""


class Office(NamedTuple):
    """The sectors of a phrase and how much the phrase decides, 0 to 2."""

    sectors: tuple[Sector, ...]
    weight: int


@lru_cache(maxsize=1)
def _table() -> PhraseTable[Office]:
    return PhraseTable(
        (form, Office(tuple(Sector(code) for code in listed(row["sectors"])), int(row["weight"])))
        for row in rows("actors/offices.csv")
        for form in (row["phrase"], row["plural"])
        if form
    )


def offices_in(text: str, start: int = 0, end: int | None = None) -> list[Match[Office]]:
    """Find the offices, occupations and bodies that ``text[start:end]`` names, the longest at each place."""
    return list(_table().find(text, start, end))


@lru_cache(maxsize=8192)
def sectors_of(phrase: str) -> tuple[Sector, ...]:
    """Give the sectors that a phrase for an actor tells, most specific first; empty where it tells none.

    The part before "of", "for" and the like counts first, in it the last word ("army spokesman" is military). A word
    that decides comes before it and leaves its sectors behind its own: an "opposition senator" is OPP, then LEG. An
    official who has left office ("former U.S. president") is ELI first.
    """
    head = _COMPLEMENT.search(phrase)
    limit = head.start() if head else len(phrase)
    found = offices_in(phrase)
    strong = [match for match in found if match.value.weight > _WEAK]
    tellers = (
        [match for match in strong if match.start < limit]
        or strong[:1]
        or [match for match in found if match.value.sectors != (Sector.UNK,)]
    )
    ordered = sorted(tellers, key=lambda match: (-match.value.weight, -match.start))
    if ordered and ordered[0].value.weight < _DECIDES:
        ordered = ordered[:1]
    told = dict.fromkeys(sector for match in ordered for sector in match.value.sectors)
    left = bool(ordered) and next(iter(told)) in OFFICIAL and _former().search(phrase, 0, ordered[0].start) is not None
    return (Sector.ELI, *told) if left else tuple(told)


@lru_cache(maxsize=1)
def _former() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(document('actors/affixes.yaml')['former'])})\b", re.IGNORECASE)


@lru_cache(maxsize=2048)
def is_title(word: str) -> bool:
    """Say whether a word before a name is a title and no part of it: "Gen.", "President", "Dr"."""
    bare = word.rstrip(".")
    return bare in honorifics() or any(match.end - match.start == len(bare) for match in offices_in(bare))


@lru_cache(maxsize=1)
def honorifics() -> frozenset[str]:
    """Give the forms of address that stand before a name, without full stop."""
    return frozenset(document("actors/affixes.yaml")["honorifics"])
