"""Towns and areas of one name: "Idlib" is the town, "Idlib province" and "the provinces of Idlib and Hama" are areas.

In go places with their priors, or a text and where a name stands; out come the priors in that light, or whether words
beside the name say that an area is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from communique.knowledge.gazetteer import Entry, PlaceKind, largest_town
from communique.knowledge.place_names import folded
from communique.knowledge.place_words import kind_of_several, kinds_of_places

SEAT: Final = 1.0
"""How far behind a town the area is that bears its name."""
ALIKE: Final = 0.75
"""How alike an area's and a town's first name have to be: Hama and Ḩamāh are, Bahia and Salvador aren't."""
BEFORE: Final = 120
"""Code points before a name in which words such as "the provinces of" stand."""

_NAME: Final = r"[^\W\d_a-zß-ÿ][\w’'-]*(?: [^\W\d_a-zß-ÿ][\w’'-]*)?"
_AND: Final = r"(?:, and|, or|,| and| or)(?: the)? "
_BEHIND: Final = re.compile(rf"(?P<more>(?:{_AND}{_NAME}){{0,6}}) (?P<kind>[a-z]+)\b")
_AHEAD: Final = re.compile(rf"\b(?P<kind>[a-z]+) of (?:the )?(?P<more>(?:{_NAME}(?:{_AND})){{0,6}})$")


def seats_first(found: Sequence[tuple[Entry, float]]) -> list[tuple[Entry, float]]:
    """Return what a bare name means, with each area behind its largest town where that is called so too.

    The likelier prior of the two becomes the town's, so that both together are as likely as before beside namesakes.
    """
    priors = {entry.number: prior for entry, prior in found}
    for area, prior in found:
        if area.kind is not PlaceKind.ADMIN1 or not area.country or not area.area:
            continue
        largest = largest_town(area.country, area.area)
        town = next((entry for entry, _ in found if entry.number == largest), None)
        if town and (town.first or _alike(area.name, town.name)):
            priors[town.number] = max(priors[town.number], prior)
            priors[area.number] = min(prior, priors[town.number] - SEAT)
    return sorted(((entry, priors[entry.number]) for entry, _ in found), key=lambda each: -each[1])


def _alike(one: str, other: str) -> bool:
    """Say whether two names are spellings of one: Mykolaiv and Mykolayiv, but not Oklahoma and Oklahoma City."""
    left, right = folded(one), folded(other)
    return len(left.split()) == len(right.split()) and SequenceMatcher(None, left, right).ratio() >= ALIKE


def names_an_area(text: str, start: int, end: int) -> bool:
    """Say whether words beside a name make it an area: "Kherson region", "Donetsk and Luhansk regions"."""
    behind = _BEHIND.match(text, end)
    ahead = _AHEAD.search(text[max(0, start - BEFORE) : start])
    return any(found is not None and _is_area(found["kind"], found["more"]) for found in (behind, ahead))


def _is_area(word: str, more: str) -> bool:
    """Say whether a word means an area, or several where more names stand beside it."""
    return kind_of_several(word) == "admin" or (not more and kinds_of_places().get(word) == "admin")
