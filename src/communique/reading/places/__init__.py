"""Where the places of an article stand in its text: mentions of places, and places inside other names.

In goes a frame; out come `Place` records, resolved by `toponyms` in the light of each other. Demonyms and seats of
power are no places, and neither are numbers, common nouns and directions ("400 block", "a station", "Western").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Final

from communique.knowledge.countries import CountryKind, countries_in
from communique.knowledge.place_words import common_nouns, is_within_a_town, parts_of_places
from communique.model import Mark
from communique.parts import Place
from communique.reading.frame import Extent, Frame
from communique.reading.places.capitals import capital_word
from communique.reading.places.embedded import Known, embedded_places, taken_words
from communique.reading.places.toponym_priors import looked_up
from communique.reading.places.toponyms import candidates, is_generic, resolve

_LIST: Final = re.compile(r"(?:,? and (?:the )?|, (?:the )?|/)(?=[^\W\d_a-zß-ÿ])")
_HOLDER: Final = re.compile(r",? (?:in|at|near|of) (?:the )?(?=[^\W\d_a-zß-ÿ])")
DIRECTIONS: Final = frozenset("north south east west northeast northwest southeast southwest".split())  # noqa: SIM905
"""Parts that, with a capital and the article, are names of their own: "the West"."""


class Places:
    """The places of an article, resolved when they are first asked for, and for the same extents once."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._by_extents: dict[tuple[Extent, ...], dict[Extent, Place]] = {}

    def named(self) -> list[Place]:
        """Return the places that the article names; demonyms and seats of power are none."""
        return list(self._resolved(set()).values())

    def at(self, mentions: Iterable[int]) -> dict[int, Place]:
        """Return the places of some mentions, by index, in the light of all places that the article names."""
        marks = self.frame.marks.mentions
        extents = {each: self.frame.extent(marks[each].first, marks[each].last) for each in mentions}
        found = self._resolved(set(extents.values())) if extents else {}
        return {index: found[extent] for index, extent in extents.items()}

    def _resolved(self, more: set[Extent]) -> dict[Extent, Place]:
        """Return the places by their extents, those of `more` among them."""
        whole, inside = self._found
        extents = tuple(sorted({*whole, *more, *inside}))
        if extents not in self._by_extents:
            self._by_extents[extents] = dict(zip(extents, resolve(self.frame.text, extents), strict=True))
        resolved = self._by_extents[extents]
        return {each: place for each, place in resolved.items() if place.latitude is not None or not inside.get(each)}

    @cached_property
    def _found(self) -> tuple[set[Extent], dict[Extent, bool]]:
        """The extents of the mentions of places, and of places inside other names: whether they need to be known."""
        frame, marks = self.frame, self.frame.marks.mentions
        has_capitals = any(map(str.isupper, frame.text))
        names = {
            index
            for index, mark in enumerate(marks)
            if mark.kind == "place" and _is_named(frame, mark, has_capitals=has_capitals)
        }
        countries = {
            index
            for index, mark in enumerate(marks)
            if mark.kind == "state" and _is_place(frame.quote(mark.first, mark.last))
        }
        whole = {
            part
            for index in names | countries
            for part in _apart(frame.text, frame.extent(marks[index].first, marks[index].last))
        }
        texts = {frame.text[slice(*each)] for each in whole}
        known = Known(
            frozenset(map(str.lower, texts)),
            frozenset(found[0][0].number for each in texts if (found := candidates(each).found)),
        )
        return whole, dict(embedded_places(frame, taken_words(frame, names | countries), known))


def _apart(text: str, extent: Extent) -> Iterator[Extent]:
    """Yield the places of a mention that names two: "Mali and Chad", "Tahrir Square in Cairo"; else the extent."""
    start, end = extent
    name = text[start:end]
    if not looked_up(name):
        for pattern in (_LIST, _HOLDER):
            for gap in pattern.finditer(name):
                left, right = name[: gap.start()], name[gap.end() :]
                known = [bool((found := candidates(each)).found) and not found.piece for each in (left, right)]
                if all(map(is_generic, left.split())):
                    continue
                if known[1] and (
                    known[0] or (pattern is _HOLDER and is_within_a_town(left.rpartition(" ")[2].lower()))
                ):
                    yield start, start + gap.start()
                    yield start + gap.end(), end
                    return
    yield extent


def _is_named(frame: Frame, mark: Mark, *, has_capitals: bool) -> bool:
    """Say whether a mention of a place is a name, or "the capital"; a text without capitals may have them all small.

    A word for a part or a kind of places is none: "Western", "Centre", the "South" of "South Comfort Foods"; but
    "the West" is.
    """
    text = frame.quote(mark.first, mark.last)
    if is_letter(text) or not any(map(str.isalpha, text)):
        return False
    if text.islower():
        return capital_word(text) == (0, len(text)) or not has_capitals
    low = text.lower()
    if low not in parts_of_places() and low not in common_nouns():
        return True
    follows = frame.text[frame.words[mark.last - 1][1] :][:2]
    return low in DIRECTIONS and frame.word(mark.first - 1) == "the" and not follows[1:].isupper()


def is_letter(text: str) -> bool:
    """Say whether a text is a single letter, which names no place: "a post on X"."""
    return sum(map(str.isalnum, text)) == 1 and any(map(str.isalpha, text))


@lru_cache(maxsize=4096)
def _is_place(text: str) -> bool:
    """Say whether a mention of a state names its country or capital, and no government or people."""
    found = candidates(text).found
    told = countries_in(text)
    return bool(found) and not any(match.kind in {CountryKind.DEMONYM, CountryKind.SEAT} for match in told)
