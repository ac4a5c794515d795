"""Which place stands beside another and holds it: "Paris, Texas", "Idlib in Syria".

In go a text, the extents of its names in order and each name's candidates; out comes for a name the next one that
holds it. Two countries side by side are a list, and a country that goes on as another phrase holds nothing: "in
Geneva, UK officials", "in Paris, Chad's envoy".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.gazetteer import Entry, PlaceKind

Extent = tuple[int, int]
Ranked = Sequence[tuple[Entry, float]]
"""What a name may mean, the likeliest first, each with its prior."""

_JOINT: Final = re.compile(
    r"\s*(?:,|\()\s*(?:in\s+|the\s+)*|\s+in\s+(?:the\s+)?(?:\w+\s+){0,2}|,?\s+(?:a|the)\s+\w+\s+(?:in|of)\s+"
)
_LONGEST: Final = 30
"""Code points between a name and the one that holds it."""
_LIKELY: Final = 3
"""Candidates of the second name that are looked at."""
_ONWARD: Final = re.compile(r"['’]s?\b|[- ](?P<word>[a-z]+)")
"""What makes a country behind a comma the beginning of another phrase."""
_HOLDING: Final = frozenset({PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2})


def holders(text: str, extents: Sequence[Extent], found: Sequence[Ranked]) -> dict[int, int]:
    """Return for a name the number of the next one, where that stands beside it and holds it."""
    held: dict[int, int] = {}
    for index in range(len(extents) - 1):
        (start, end), (opens, closes) = extents[index], extents[index + 1]
        gap = text[end:opens]
        if len(gap) > _LONGEST or not _JOINT.fullmatch(gap) or text[start:end].lower() == text[opens:closes].lower():
            continue
        outer = found[index + 1][:_LIKELY]
        apart = _are_two_countries(found[index], outer) or (
            gap.startswith(",") and _is_a_country(outer) and _goes_on(text, closes)
        )
        if not apart and _HOLDING & {entry.kind for entry, _ in outer}:
            held[index] = index + 1
    return held


def _is_a_country(found: Ranked) -> bool:
    return bool(found) and found[0][0].kind is PlaceKind.COUNTRY


def _are_two_countries(inner: Ranked, outer: Ranked) -> bool:
    """Say whether two names are of two countries, as in a list: "Mexico, the United States", not "Georgia, US"."""
    if not (_is_a_country(inner) and _is_a_country(outer)):
        return False
    return not any(entry.kind is PlaceKind.ADMIN1 and entry.country == outer[0][0].country for entry, _ in inner)


def _goes_on(text: str, end: int) -> bool:
    """Say whether a name that ends at a place of the text is what another phrase begins with."""
    onward = _ONWARD.match(text, end)
    return onward is not None and (onward["word"] is None or onward["word"] not in _small())


@lru_cache(maxsize=1)
def _small() -> frozenset[str]:
    """Give the words that may stand behind a place and belong to its clause: "on", "where", "is", "and"."""
    kinds = ("prepositions", "conjunctions", "relative", "modal", "auxiliaries", "passive", "lasting", "be")
    return frozenset[str]().union(*(clause_words()[each] for each in kinds))
