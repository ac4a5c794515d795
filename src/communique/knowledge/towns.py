"""Which country the name of a town tells: "Kharkiv" Ukraine, "Cambridge" none without more.

In goes a name, out come the countries that have places of that name, with their share of all the inhabitants of such
places. Data: the gazetteer.
"""

from collections import Counter
from functools import lru_cache
from typing import Final

from communique.knowledge.gazetteer import PlaceKind, places_named

CLEAR: Final = 0.9
"""Share of the inhabitants from which a country is meant without further words."""
TOWN: Final = 50_000
"""Inhabitants from which a name that is also an area's means the town."""
_PEOPLED: Final = frozenset({PlaceKind.CITY, PlaceKind.ADMIN1, PlaceKind.ADMIN2})


@lru_cache(maxsize=8192)
def town_countries(name: str, least: int = 0) -> tuple[tuple[str, float], ...]:
    """Give the countries with a town or area of a name and their share of the inhabitants, the largest first.

    Args:
        name: as a text writes it.
        least: inhabitants that all these places together must have for the name to tell anything.
    """
    inhabitants: Counter[str] = Counter()
    for place in places_named(name):
        if place.kind in _PEOPLED and place.country and place.population:
            inhabitants[place.country] = max(inhabitants[place.country], place.population)
    total = inhabitants.total()
    if not total or total < least:
        return ()
    return tuple((country, number / total) for country, number in inhabitants.most_common())


@lru_cache(maxsize=8192)
def town_country(name: str, among: tuple[str, ...] = (), least: int = 0) -> str | None:
    """Give the country that a town's name tells, None where it tells none or several.

    Args:
        name: as a text writes it.
        among: the countries that the text around names; the only one of them with such a town is meant.
        least: as in ``town_countries``.
    """
    found = town_countries(name, least)
    near = [country for country, _ in found if country in among]
    if len(near) == 1:
        return near[0]
    return found[0][0] if found and found[0][1] >= CLEAR else None


@lru_cache(maxsize=2048)
def is_city(name: str, country: str) -> bool:
    """Say whether a country has a town of that name with `TOWN` inhabitants or more."""
    return any(
        place.kind is PlaceKind.CITY and place.country == country and place.population >= TOWN
        for place in places_named(name)
    )
