"""Buildings and streets that no table knows: they lie in the town that the article names before them.

In: the places of an article as `toponyms` resolved them. Out: the same, in which an unknown place whose name says that
it is a building, a street or the like has the country, area and point of a town, with the precision `city`: how exactly
it is known where it is. A town in whose area the article names nothing else is a host only where all are so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from communique.knowledge.place_words import is_within_a_town, parts_of_places
from communique.parts import Place
from communique.vocabulary import PlacePrecision

_WORD: Final = re.compile(r"\w+\.?")


def lodged(places: Sequence[Place]) -> list[Place]:
    """Return the places, each unknown building or street in the town named last before it, else first behind it."""
    areas = Counter((each.country, each.admin1) for each in places if each.latitude is not None)
    towns = [each for each in places if each.precision is PlacePrecision.CITY and each.latitude is not None]
    borne_out = [each for each in towns if areas[each.country, each.admin1] > 1]
    hosts = {(each.latitude, each.longitude) for each in borne_out or towns}
    order = sorted(range(len(places)), key=lambda at: places[at].span.start)
    found = list(places)
    for way in (order, order[::-1]):
        town: Place | None = None
        for at in way:
            place = places[at]
            if place.precision is PlacePrecision.CITY and place.latitude is not None:
                town = place if (place.latitude, place.longitude) in hosts else town
            elif town and found[at].latitude is None and _is_lodger(place.name):
                found[at] = replace(
                    place,
                    country=town.country,
                    admin1=town.admin1,
                    latitude=town.latitude,
                    longitude=town.longitude,
                    precision=PlacePrecision.CITY,
                )
    return found


def _is_lodger(name: str) -> bool:
    """Return whether a name says that it is something in a town: "Royal Street", "2231 Royal", "Hotel Kyjev"."""
    words = [each.lower() for each in _WORD.findall(name)]
    while len(words) > 2 and words[-1] in parts_of_places():  # noqa: PLR2004 - "Eglinton Avenue West"
        words.pop()
    if len(words) < 2 or not any(map(str.isupper, name)):  # noqa: PLR2004 - a name and the word that says so
        return False
    return words[0][0].isdigit() or is_within_a_town(words[0]) or is_within_a_town(words[-1])
