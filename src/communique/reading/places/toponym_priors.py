"""How likely each place of a name is before anything else is known of the article.

In goes a name as a whole; out come the places of the gazetteer that are called so, each with its prior, by kind and
population. The tables of countries add a country, and a capital under its other names.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

from communique.knowledge.countries import CountryKind, countries_in
from communique.knowledge.gazetteer import Entry, PlaceKind, country_entry, places_named
from communique.knowledge.place_words import known_alone

PRIORS: Final = {
    PlaceKind.COUNTRY: 9.0,
    PlaceKind.CONTINENT: 9.0,
    PlaceKind.ADMIN1: 5.5,
    PlaceKind.ADMIN2: 3.0,
    PlaceKind.REGION: 7.0,
    PlaceKind.WATER: 6.0,
    PlaceKind.LAND: 6.0,
    PlaceKind.SITE: 6.0,
}
"""Score of a kind; a town has the logarithm of its population, 2.7 to 7.4, in its place."""
COUNTY: Final = 1.0
"""How far a second-level area is behind a town of as many people; in the USA "County" is said with its name."""
ALIAS: Final = 1.0
"""What a name that isn't the place's first one costs: Parys in South Africa is called Paris too, but seldom."""
CAPITAL: Final = 0.8
"""What being a country's capital is worth, whatever it is called first ("Washington, D.C.")."""
ALONE: Final = 3.0
"""What it is worth that news from anywhere name a town without its country: "talks in Geneva"."""
_EDGES: Final = re.compile(r"^[^\w]+|[^\w.)]+$")


@lru_cache(maxsize=4096)
def looked_up(text: str) -> list[tuple[Entry, float]]:
    """Return what a name means as a whole, each with its prior, the likeliest first."""
    text = _EDGES.sub("", re.sub(r"['’]s?$", "", text.strip()))
    found = {entry.number: (entry, _prior(entry)) for entry in places_named(text)}
    for match in countries_in(text):
        if not (match.start <= 4 and match.end >= len(text.rstrip("."))):  # noqa: PLR2004 - "the "
            continue
        if match.kind is CountryKind.CAPITAL:
            inside = [
                entry for entry, _ in found.values() if entry.country == match.iso3 and entry.kind is PlaceKind.CITY
            ]
            if inside:
                capital = max(inside, key=lambda entry: entry.population)
                found[capital.number] = (capital, math.log10(capital.population + 1) + CAPITAL)
        entry = country_entry(match.iso3) if match.kind is CountryKind.NAME else None
        if entry and not any(each.kind is PlaceKind.REGION and each.first for each, _ in found.values()):
            found[entry.number] = (entry, PRIORS[PlaceKind.COUNTRY])
    return sorted(found.values(), key=lambda each: -each[1])


def _prior(entry: Entry) -> float:
    people = math.log10(entry.population + 1)
    prior = people if entry.kind is PlaceKind.CITY else PRIORS[entry.kind]
    if entry.kind in {PlaceKind.ADMIN1, PlaceKind.ADMIN2}:
        prior += (people - 6) / 4
    if entry.kind is PlaceKind.ADMIN2 and entry.country != "USA":
        prior = max(prior, people - COUNTY)
    if entry.first and entry.kind is PlaceKind.CITY and known_alone().get(entry.name) == entry.country:
        prior += ALONE
    return prior - (0 if entry.first else ALIAS)
