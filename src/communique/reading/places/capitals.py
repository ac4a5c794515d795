"""The capital that "the capital" means.

In: a text and where the words stand. Out: the town, or None. It is the capital of the country that stands beside ("the
Malian capital", "the capital of Mali"), else of the only country that the sentence names, else of the only one that
the words before it name. A region's capital ("the Scottish capital") is no country's.
"""

from __future__ import annotations

import re
from typing import Final

from communique.knowledge.countries import CountryKind, CountryMatch, countries, countries_in
from communique.knowledge.gazetteer import Entry, PlaceKind, places_named
from communique.knowledge.regions import self_governing

SENTENCE: Final = 300
"""Code points of a sentence looked at on either side."""
BEFORE: Final = 600
"""Code points before the sentence in which its country is sought."""
LONGEST: Final = 40
"""Code points of a country's name."""

_END: Final = re.compile(r"[.!?][\"”’')]*\s+(?=[^\W\d_a-zß-ÿ\s]|[\"“‘'])|\n")
_WORDS: Final = re.compile(r"(?:\bthe )?(?:\bnational )?\bcapital(?: city)?(?=$| of )", re.IGNORECASE)
_NAMED: Final = re.compile(r"\bcapital(?: city)?,? (?=[^\W\d_a-zß-ÿ])")
_OF: Final = re.compile(r"\s+of\s+(?:the\s+)?")
_LEAD: Final = re.compile(r"(?:^|[\n.!?]|(?:\b(?:the|its|their|our|national)|['’]s?))\s*$", re.IGNORECASE)


def capital_word(name: str) -> tuple[int, int] | None:
    """Return where a name says that it is a capital: "the capital", "Malian capital", "capital of Mali"; else None."""
    found = _WORDS.search(name)
    return found.span() if found else None


def behind_capital(name: str) -> str:
    """Return a capital's own name behind the words for it: "Malian capital Bamako"; empty where there is none."""
    found = _NAMED.search(name)
    return name[found.end() :] if found else ""


def capital_meant(text: str, start: int, end: int) -> Entry | None:
    """Return the capital that the words `text[start:end]` mean; "the provincial capital" is none."""
    opens, closes = _sentence(text, start, end)
    if of := _OF.match(text, end):
        told = _named(text, of.end(), of.end() + LONGEST)
        return _of(text, told[0]) if told and told[0].start == of.end() else None
    named = _named(text, opens, closes)
    beside = next((each for each in named if each.end <= start and not text[each.end : start].strip(" '’s")), None)
    if beside:
        return _of(text, beside)
    if not (_LEAD.search(text, opens, start) or text[start:end].lower().startswith("the ")):
        return None
    for found in (named, _named(text, max(0, opens - BEFORE), opens)):
        if found:
            return _of(text, found[0]) if len({match.iso3 for match in found}) == 1 else None
    return None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the extent of the sentence around some words, as far as it is looked at."""
    opens, closes = max(0, start - SENTENCE), min(len(text), end + SENTENCE)
    ends = [match.end() for match in _END.finditer(text, opens, start)]
    after = _END.search(text, end, closes)
    return ends[-1] if ends else opens, after.start() if after else closes


def _named(text: str, start: int, end: int) -> list[CountryMatch]:
    """Return the countries in a piece of the text; it is cut out first, so that long texts cost no more."""
    piece = text[start:end]
    if piece.islower():
        return []
    return [
        match._replace(start=match.start + start, end=match.end + start)
        for match in countries_in(piece)
        if match.kind is not CountryKind.PEOPLE
    ]


def _of(text: str, match: CountryMatch) -> Entry | None:
    """Return the first capital of a country, the largest town of that name in it; None for a region of one."""
    if match.kind is CountryKind.REGION or self_governing(text[match.start : match.end]):
        return None
    country = countries().get(match.iso3)
    found = [
        entry
        for name in (country.capitals[:1] if country else ())
        for entry in places_named(name)
        if entry.country == match.iso3 and entry.kind is PlaceKind.CITY
    ]
    return max(found, key=lambda entry: entry.population, default=None)
