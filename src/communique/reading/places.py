"""Where the places of an article stand in its text: mentions of places, and places inside other names.

In goes a frame; out come `Place` records, resolved by `toponyms` in the light of each other. Demonyms and seats of
power are no places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from communique.knowledge.countries import CountryKind, countries_in
from communique.knowledge.gazetteer import PlaceKind
from communique.parts import Place
from communique.reading.frame import Extent, Frame
from communique.reading.toponyms import candidates, looked_up, resolve

_PIECE: Final = re.compile(r"[^\W\d_](?:[\w'’.]*\w)?")
SHORT: Final = 6
"""Code points of an abbreviation that may end in a full stop ("Calif.")."""
INNER: Final = frozenset({"of", "the", "and", "de", "del", "la", "al", "el", "da", "do"})
"""Small words inside a name."""
LONGEST: Final = 4
"""Words of a place name inside another name."""
MANY: Final = 200_000
"""Inhabitants from which a town's name inside another name is taken for it."""


def named_places(frame: Frame) -> list[Place]:
    """Return the places that an article names, resolved; demonyms and seats of power are none."""
    return list(_resolved(frame, set()).values())


def places_at(frame: Frame, mentions: Iterable[int]) -> dict[int, Place]:
    """Return the places of some mentions, by index, in the light of all places that the article names."""
    marks = frame.marks.mentions
    extents = {each: frame.extent(marks[each].first, marks[each].last) for each in mentions}
    found = _resolved(frame, set(extents.values())) if extents else {}
    return {index: found[extent] for index, extent in extents.items()}


def _resolved(frame: Frame, more: set[Extent]) -> dict[Extent, Place]:
    whole = {
        frame.extent(mark.first, mark.last)
        for mark in frame.marks.mentions
        if mark.kind == "place" or (mark.kind == "state" and _is_place(frame.quote(mark.first, mark.last)))
    }
    extents = sorted({*whole, *more, *_inside(frame, {frame.text[slice(*each)].lower() for each in whole})})
    return dict(zip(extents, resolve(frame.text, extents), strict=True))


def _inside(frame: Frame, named: set[str]) -> Iterator[Extent]:
    """Yield places in names of something else and before common nouns: "Kharkiv Military Academy", "an Ohio church".

    A country or first-level area counts anywhere, a smaller place where the article names it elsewhere or many live
    there.
    """
    taken = {
        word
        for mark in frame.marks.mentions
        if mark.kind in {"place", "state"}
        or (mark.kind == "person" and frame.quote(mark.last - 1, mark.last)[0].isupper())
        for word in range(mark.first, mark.last)
    }
    pieces = list(_pieces(frame, taken))
    at = 0
    while at < len(pieces):
        first, start, _ = pieces[at]
        for last in range(min(at + LONGEST, len(pieces)) - 1, at - 1, -1):
            word, _, end = pieces[last]
            if word - first > last - at or not frame.text[start].isupper():
                continue
            end += frame.text[end : end + 1] == "." and end - start <= SHORT
            if _is_embedded(frame.text[start:end], named):
                yield start, end
                at = last
                break
        at += 1


def _pieces(frame: Frame, taken: set[int]) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end of the words that a name may have, the parts of "Albany-based" apart."""
    text = frame.text
    for index, (start, end) in enumerate(frame.words):
        if index in taken or not (text[start].isupper() or text[start:end] in INNER):
            continue
        if text[start:end].isalpha():
            yield index, start, end
            continue
        for piece in _PIECE.finditer(text, start, end):
            yield index, piece.start(), piece.end()


@lru_cache(maxsize=4096)
def _embeds(text: str) -> tuple[float, bool]:
    """Return how likely a name inside another name is a place, 0 for none, and whether it is a large one."""
    found = looked_up(text)
    told = countries_in(text)
    if not found or any(match.kind in {CountryKind.DEMONYM, CountryKind.SEAT} for match in told):
        return 0.0, False
    entry, prior = found[0]
    large = (entry.first or entry.kind is PlaceKind.REGION) and (
        entry.kind in {PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.CONTINENT, PlaceKind.REGION}
        or (entry.kind is PlaceKind.ADMIN2 and " " in text)
        or (entry.kind is PlaceKind.CITY and entry.population >= MANY)
    )
    return prior, large


def _is_embedded(text: str, named: set[str]) -> bool:
    prior, large = _embeds(text)
    return large or (prior > 0 and text.lower() in named)


@lru_cache(maxsize=4096)
def _is_place(text: str) -> bool:
    """Say whether a mention of a state names its country or capital, and no government or people."""
    found = candidates(text).found
    told = countries_in(text)
    return bool(found) and not any(match.kind in {CountryKind.DEMONYM, CountryKind.SEAT} for match in told)
