"""Countries in a phrase: by name, demonym, seat of power, region or capital.

Out of ``actors/countries.csv`` and ``actors/not_countries.csv``. The first has a row per country with ISO 3166-1 codes
(KOS for Kosovo, as in PLOVER), other and former names, demonyms, capitals, seats of power and national bodies with the
sectors they stand for, and regions; its ``source`` column says where a row comes from. The second has phrases that hold
a country's name and mean none ("South American"), and why. Regions with a government of their own, recognised or not,
stand in ``actors/self_governing.csv`` with their demonyms.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from communique.knowledge.clause_words import clause_words
from communique.knowledge.phrases import PhraseTable
from communique.knowledge.relations import is_possessor
from communique.knowledge.tables import document, listed, rows
from communique.vocabulary import Sector

_TABLE: Final = "actors/countries.csv"
SELF_GOVERNING: Final = "actors/self_governing.csv"
_ELSEWHERE: Final = re.compile(r"\s(?:to|against|near|outside|bordering|opposing|fighting)\s")
_LISTED: Final = re.compile(r"\s*(?:,|,?\s+and|,?\s+or|&|/|-)\s*(?:the\s+)?", re.IGNORECASE)
"""What stands between two names of a list."""
_ETHNIC: Final = re.compile(r"\bethnic(?:ally)?[\s-]+$", re.IGNORECASE)


class CountryKind(StrEnum):
    """How a phrase names a country, the most telling way first.

    ``PEOPLE`` is a people, wherever it lives: the "ethnic Albanians" of a country need not be Albania's.
    """

    NAME = auto()
    DEMONYM = auto()
    SEAT = auto()
    CAPITAL = auto()
    REGION = auto()
    PEOPLE = auto()


# A name and a demonym tell as much as each other; the first of either in a phrase is the country of its head.
_RANK: Final[Mapping[CountryKind, int]] = MappingProxyType(
    {
        CountryKind.NAME: 0,
        CountryKind.DEMONYM: 0,
        CountryKind.SEAT: 1,
        CountryKind.CAPITAL: 2,
        CountryKind.REGION: 3,
        CountryKind.PEOPLE: 4,
    }
)


@dataclass(frozen=True, slots=True)
class Country:
    """A country: ISO 3166-1 alpha-3 and alpha-2 code, English name, capitals, and ISO 4217 code of its currency."""

    iso3: str
    iso2: str
    name: str
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    currency: str | None


class CountryMatch(NamedTuple):
    """A country named at ``text[start:end]``, how, and the sectors that a seat stands for.

    A region whose authorities only some states recognise has the sector PRE.
    """

    start: int
    end: int
    iso3: str
    kind: CountryKind
    sectors: tuple[Sector, ...] = ()


class _Named(NamedTuple):
    iso3: str
    kind: CountryKind
    sectors: tuple[Sector, ...]


@lru_cache(maxsize=1)
def countries() -> Mapping[str, Country]:
    """Give all countries by ISO 3166-1 alpha-3 code."""
    found = (
        Country(
            iso3=row["iso3"],
            iso2=row["iso2"],
            name=row["name"],
            demonyms=listed(row["demonyms"]),
            capitals=listed(row["capitals"]),
            currency=row["currency"] or None,
        )
        for row in rows(_TABLE)
    )
    return MappingProxyType({country.iso3: country for country in found})


def _phrases() -> Iterator[tuple[str, _Named | None]]:
    for row in rows("actors/not_countries.csv"):
        yield row["phrase"], None
    for row in rows(_TABLE):
        columns: tuple[tuple[CountryKind, tuple[str, ...]], ...] = (
            (CountryKind.NAME, (row["name"], *listed(row["other_names"]))),
            (CountryKind.DEMONYM, listed(row["demonyms"])),
            (CountryKind.SEAT, listed(row["seats"])),
            (CountryKind.CAPITAL, listed(row["capitals"])),
            (CountryKind.REGION, listed(row["regions"])),
        )
        for kind, cells in columns:
            for cell in cells:
                form, _, codes = cell.partition(":")
                sectors = tuple(Sector(code) for code in codes.split(",")) if codes else ()
                yield form, _Named(row["iso3"], kind, sectors)
    for row in rows(SELF_GOVERNING):
        for form in (row["name"], *listed(row["other_forms"])):
            yield form, _Named(row["iso3"], CountryKind.REGION, ())


@lru_cache(maxsize=1)
def _table() -> PhraseTable[_Named | None]:
    return PhraseTable(_phrases())


@lru_cache(maxsize=1)
def _affixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    given = document("actors/affixes.yaml")
    return tuple(f"{word}-" for word in given["before"]), tuple(f"-{word}" for word in given["after"])


def of_several(phrase: str) -> bool:
    """Say whether a phrase has a list of countries: "Peruvian and Chilean troops" are of no one of them."""
    found = [match for match in countries_in(phrase) if match.kind in {CountryKind.NAME, CountryKind.DEMONYM}]
    return any(
        before.iso3 != match.iso3 and _LISTED.fullmatch(phrase, before.end, match.start)
        for before, match in pairwise(found)
    )


def countries_in(text: str, start: int = 0, end: int | None = None) -> tuple[CountryMatch, ...]:
    """Find the countries that ``text[start:end]`` names, left to right, the longest name at each place.

    "Republic of Congo" is not also Congo, and "US$" is not the United States.
    """
    return _in_phrase(text) if not start and end is None and len(text) <= _PHRASE else _found(text, start, end)


def _found(text: str, start: int = 0, end: int | None = None) -> tuple[CountryMatch, ...]:
    return tuple(
        [
            CountryMatch(match.start, match.end, *match.value)
            for match in _table().find(text, start, end)
            if match.value is not None and text[match.end : match.end + 1] != "$"
        ]
    )


_PHRASE: Final = 200  # code points of what is asked about again and again: a name, a title
_in_phrase = lru_cache(maxsize=4096)(_found)


@lru_cache(maxsize=8192)
def country_match(phrase: str) -> CountryMatch | None:
    """Give the country that a phrase for an actor belongs to, and how the phrase tells it.

    The first name or demonym counts, then a seat of power, a capital, a region, a people. A country that is only an
    attribute of somebody else ("Russian-backed", "pro-Russian") doesn't count, and neither does one that somebody is
    sent to, deals with, acts against, is near or stands by ("envoy to Syria", "Syria envoy", "Syria's neighbours", "US
    allies"), nor what follows "to" and the like.
    """
    limit = elsewhere(phrase)
    found = [
        match._replace(kind=CountryKind.PEOPLE) if _ETHNIC.search(phrase, 0, match.start) else match
        for match in countries_in(phrase)
        if match.start < limit and not attributed(phrase, match.start, match.end) and not is_of_others(phrase, match)
    ]
    return min(found, key=lambda match: (_RANK[match.kind], match.start), default=None)


def whole_country(name: str) -> CountryMatch | None:
    """Give the country that a name tells as a whole, as in ``country_match``: "Danish" and "US", not "Danish firm"."""
    match = country_match(name)
    return match if match and (match.start, match.end) == (0, len(name)) else None


@lru_cache(maxsize=1)
def _about() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{'|'.join(document('actors/affixes.yaml')['about'])})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _helped() -> re.Pattern[str]:
    return re.compile(rf"[-\u2010\u2011](?:{'|'.join(document('actors/affixes.yaml')['helped'])})\b", re.IGNORECASE)


def is_topic(phrase: str, match: CountryMatch) -> bool:
    """Say whether a country in a phrase is only dealt with: "Syria envoy", but not "US envoy", "Syrian envoy"."""
    own = countries()[match.iso3].demonyms
    named = match.kind is CountryKind.NAME and phrase[match.start : match.end] not in own
    return named and bool(own) and _about().match(phrase, match.end) is not None


def is_of_others(phrase: str, match: CountryMatch) -> bool:
    """Say whether a country in a phrase is not of whom the phrase means, but of those they are by, for or about.

    "Russian-backed", "Syria envoy", "Syria's neighbours", "US allies"; an adjective tells what somebody is ("a Turkish
    ally").
    """
    named = match.kind not in {CountryKind.DEMONYM, CountryKind.PEOPLE}
    return (
        _helped().match(phrase, match.end) is not None
        or is_topic(phrase, match)
        or is_possessor(phrase, match.start, match.end, named=named)
    )


@lru_cache(maxsize=1)
def _border() -> re.Pattern[str]:
    words = clause_words()
    ahead = "|".join(sorted(words["prepositions"] | words["conjunctions"] | words["relative"] | words["auxiliaries"]))
    borders = "|".join(document("actors/affixes.yaml")["borders"])
    return re.compile(rf"\s(?:{borders})(?=\s+(?:{ahead})\b|\s*(?:[^\w\s-]|$))", re.IGNORECASE)


def is_border(phrase: str, match: CountryMatch) -> bool:
    """Say whether a country in a phrase only tells where something is: "near the Afghan border"."""
    return _border().match(phrase, match.end) is not None


def country_of(phrase: str) -> str | None:
    """Give the ISO 3166-1 alpha-3 code of the country that a phrase belongs to, as in ``country_match``."""
    match = country_match(phrase)
    return None if match is None else match.iso3


def elsewhere(phrase: str) -> int:
    """Give the code point where a phrase for an actor turns to somebody else ("to", "against"); its end if nowhere."""
    found = _ELSEWHERE.search(phrase)
    return found.start() if found else len(phrase)


def attributed(phrase: str, start: int, end: int) -> bool:
    """Say whether the name at ``phrase[start:end]`` is an attribute of somebody else: "Russian-backed", "pro-Hamas"."""
    before, after = _affixes()
    return phrase[:start].lower().endswith(before) or phrase[end:].lower().startswith(after)
