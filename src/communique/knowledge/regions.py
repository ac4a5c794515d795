"""Regions that act for themselves: "Abkhazia accused Georgia" has two actors, though Abkhazia's country is Georgia.

In goes a phrase for a state, out comes the region's name. Those with a government of their own stand in
``actors/self_governing.csv``, with their demonyms and seats; other regions are those of ``actors/countries.csv``.
"""

from collections.abc import Mapping
from functools import lru_cache

from communique.knowledge.countries import SELF_GOVERNING, CountryKind, country_match
from communique.knowledge.tables import listed, rows
from communique.knowledge.towns import is_city


@lru_cache(maxsize=1)
def _forms() -> Mapping[str, str]:
    return {
        form.lower(): row["name"] for row in rows(SELF_GOVERNING) for form in (row["name"], *listed(row["other_forms"]))
    }


def self_governing(phrase: str) -> str | None:
    """Give the region with a government of its own that a phrase names ("Abkhaz": Abkhazia), or None."""
    match = country_match(phrase)
    return None if match is None else _forms().get(phrase[match.start : match.end].lower())


def region_of(phrase: str) -> str | None:
    """Give the region of a country that a phrase for a state means, None where it is the country.

    "Northern Syria" is no region here, since its words name the country, and neither is a city.
    """
    if region := self_governing(phrase):
        return region
    match = country_match(phrase)
    if match is None or match.kind is not CountryKind.REGION:
        return None
    words = phrase[match.start : match.end]
    return None if is_city(words, match.iso3) else words
