"""Places in names of something else and before common nouns: "Kharkiv Military Academy", "an Ohio church".

In: a frame, the words that belong to names already, and what the article names as places. Out: extents of the text.

- A country or first-level area counts anywhere, and so do a large town and an area's abbreviation ("S.C. lawmakers").
- A smaller place counts where the article names it elsewhere, by whatever name ("Ontario", then "ON Transit").
- A town counts before what is in a town ("Pinsk police", "Pinsk General Hospital"), unless somebody of the article is
  called so. Of these only those should be kept that are borne out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Final, NamedTuple

from communique.knowledge.countries import CountryKind, countries_in
from communique.knowledge.gazetteer import PlaceKind
from communique.knowledge.offices import no_towns
from communique.knowledge.place_words import is_area_abbreviation, is_within_a_town, people_of_towns, widening_words
from communique.reading.frame import Extent, Frame
from communique.reading.names.cut import describes
from communique.reading.places.toponym_priors import looked_up
from communique.reading.places.toponyms import is_generic
from communique.reading.places.towns import LEAST

_PIECE: Final = re.compile(r"[^\W\d_](?:[\w'’.]*\w)?")
_AFTER: Final = re.compile(r"(?:['’]s?)? ([^\W\d_]+)(?: ([^\W\d_]+))?")
SHORT: Final = 6
"""Code points of an abbreviation that may end in a full stop ("Calif.")."""
INNER: Final = frozenset({"of", "the", "and", "de", "del", "la", "al", "el", "da", "do"})
"""Small words inside a name."""
LONGEST: Final = 4
"""Words of a place name inside another name."""
MANY: Final = 200_000
"""Inhabitants from which a town's name inside another name is taken for it."""
NEARLY: Final = 1.0
"""How much less likely than the likeliest place of a name one may be that makes it count anywhere."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an article names as places: the names in small letters, and the numbers of the likeliest places."""

    names: frozenset[str]
    numbers: frozenset[int]


class Embedded(NamedTuple):
    """A place in another name: where it stands, and whether only the other places can bear it out."""

    extent: Extent
    loose: bool


def taken_words(frame: Frame, names: set[int]) -> set[int]:
    """Return the words of some mentions, of states' and of persons' names; "envoy to Chad" is none."""
    taken: set[int] = set()
    for index, mark in enumerate(frame.marks.mentions):
        is_person = mark.kind == "person" and frame.quote(mark.last - 1, mark.last)[0].isupper()
        if is_person and describes(frame.text, frame.words, mark):
            continue
        if index in names or mark.kind == "state" or is_person:
            taken.update(range(mark.first, mark.last))
    return taken


def embedded_places(frame: Frame, taken: set[int], known: Known) -> Iterator[Embedded]:
    """Yield the places inside names of something else."""
    text = frame.text
    others = cache(partial(_others, frame))  # few articles need them
    pieces = list(_pieces(frame, taken))
    at = 0
    while at < len(pieces):
        first, start, _ = pieces[at]
        longest = min(at + LONGEST, len(pieces)) if text[start].isupper() else at
        for last in range(longest - 1, at - 1, -1):
            word, _, end = pieces[last]
            if word - first > last - at:
                continue
            end += text[end : end + 1] == "." and end - start <= SHORT
            loose = _counts(text[start:end], known)
            if loose is None and _in_town(text, end):
                loose = True if _is_town(text[start:end], others) and not _runs_on(pieces, at, frame) else None
            if loose is not None:
                yield Embedded((start, end), loose)
                at = last
                break
        at += 1


def _others(frame: Frame) -> set[str]:
    """Return the words of persons' names and the common words of an article, with a capital."""
    text = frame.text
    found = {text[start:end].capitalize() for start, end in frame.words if text[start].islower()}
    for mark in frame.marks.mentions:
        if mark.kind == "person" and mark.last - mark.first > 1 and not describes(text, frame.words, mark):
            found.update(frame.quote(word, word + 1) for word in range(mark.first, mark.last))
    return found


def _pieces(frame: Frame, taken: set[int]) -> Iterator[tuple[int, int, int]]:
    """Yield number, start and end of the words that a name may have, the parts of "Albany-based" apart."""
    text = frame.text
    for index, (start, end) in enumerate(frame.words):
        word = text[start:end]
        if not (word[0].isupper() or word in INNER) or index in taken:
            continue
        if word.isalpha():
            yield index, start, end
            continue
        for piece in _PIECE.finditer(text, start, end):
            yield index, piece.start(), piece.end()


@lru_cache(maxsize=4096)
def _meant(text: str) -> tuple[int, bool, int]:
    """Return what a name inside another name means: the place's number, whether it is large, and a town's people.

    The number is -1 where it names no place; a town that only another name of it is like has no people.
    """
    found = looked_up(text)
    if (
        not found
        or all(map(is_generic, text.removeprefix("The ").removeprefix("the ").split()))
        or any(match.kind in {CountryKind.DEMONYM, CountryKind.SEAT} for match in countries_in(text))
    ):
        return -1, False, 0
    likeliest, most = found[0]
    is_town = likeliest.first and likeliest.kind in {PlaceKind.CITY, PlaceKind.ADMIN1, PlaceKind.ADMIN2}
    large = any(
        (entry.first or entry.kind is PlaceKind.REGION)
        and (
            entry.kind in {PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.CONTINENT, PlaceKind.REGION}
            or (entry.kind is PlaceKind.ADMIN2 and " " in text)
            or (entry.kind is PlaceKind.CITY and entry.population >= MANY)
        )
        for entry, prior in found
        if prior >= most - NEARLY
    )
    return likeliest.number, large, likeliest.population if is_town else 0


def _counts(text: str, known: Known) -> bool | None:
    """Say False for a name that counts by itself or because the article names the place elsewhere, else None."""
    number, large, _ = _meant(text)
    if number < 0 or len(text) < 2:  # noqa: PLR2004 - a letter is no name
        return None
    again = text.lower() in known.names or (number in known.numbers and text[1].isupper())
    return False if large or again or is_area_abbreviation(text) else None


def _in_town(text: str, end: int) -> bool:
    """Say whether what follows is somebody or something in a town: "police", "'s mayor", "General Hospital"."""
    after = _AFTER.match(text, end)
    if after is None:
        return False
    words = [each.lower() for each in after.groups() if each]
    if words[0] in widening_words():
        words = words[1:]
    return bool(words) and (words[0] in people_of_towns() or is_within_a_town(words[0]))


def _is_town(text: str, others: Callable[[], set[str]]) -> bool:
    """Say whether a name is a town's or area's and neither a person's of the article nor a common word of it."""
    return _meant(text)[2] >= LEAST and text not in no_towns() and others().isdisjoint(text.split())


def _runs_on(pieces: Sequence[tuple[int, int, int]], at: int, frame: Frame) -> bool:
    """Say whether a capitalised word stands right before: the name of "Liv Moe Hospital" does not begin with "Moe"."""
    start = pieces[at][1]
    return at > 0 and frame.text[pieces[at - 1][2] : start] == " " and frame.text[pieces[at - 1][1]].isupper()
