"""Places on the map: names of places in one article to coordinates, each in the light of the others.

In go an article's text and the extents of the names; out comes a `Place` for each. A name has candidates in the
gazetteer; each has a prior by kind and population, and gains by what stands beside it ("Paris, Texas"), by countries
and areas that the article names, and by nearness to the likely places of the other names. The same name is the same
place throughout, unless what stands beside it says otherwise. A name that no table knows, or that fits two places
equally, gets no coordinates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from communique.knowledge.countries import CountryKind, countries_in
from communique.knowledge.gazetteer import Entry, PlaceKind, country_entry
from communique.knowledge.place_words import (
    common_nouns,
    is_area_abbreviation,
    is_within_a_town,
    kind_of_several,
    kinds_of_places,
    parts_of_places,
)
from communique.parts import Place, Span
from communique.reading.frame import Extent
from communique.reading.places.areas import names_an_area, seats_first
from communique.reading.places.capitals import behind_capital, capital_meant, capital_word
from communique.reading.places.toponym_choice import FAR, Named, borne_out, choose, kilometres
from communique.reading.places.toponym_holders import holders
from communique.reading.places.toponym_hosts import lodged
from communique.reading.places.toponym_priors import PRIORS, looked_up
from communique.vocabulary import PlacePrecision

STATED: Final = 6.0
"""What the area or country named right beside is worth."""
KIND: Final = 2.5
"""What a word of the right kind ("province", "river") is worth."""
ABBREVIATION: Final = 3
"""Letters of an abbreviation of an area or a union of states ("EU", "B.C.")."""
KNOWN: Final = 500_000
"""Inhabitants from which a town is known by an abbreviation ("LA")."""
WITH_ARTICLE: Final = frozenset({PlaceKind.WATER, PlaceKind.LAND, PlaceKind.REGION})
"""Kinds of places whose names have the article."""
MOST: Final = 40
"""Candidates looked at for one name, the likeliest first."""
STREETS: Final = frozenset(
    {
        "street",
        "st.",
        "avenue",
        "ave.",
        "ave",
        "road",
        "rd.",
        "drive",
        "lane",
        "boulevard",
        "blvd.",
        "highway",
        "route",
        "place",
    }
)
PRECISION: Final = {
    PlaceKind.CITY: PlacePrecision.CITY,
    PlaceKind.ADMIN1: PlacePrecision.PROVINCE,
    PlaceKind.ADMIN2: PlacePrecision.PROVINCE,
    PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
    PlaceKind.SITE: PlacePrecision.SITE,
}
"""Other kinds are regions."""
_NEXT: Final = re.compile(r" (?P<word>[^\W\d_a-zß-ÿ][a-zß-ÿ]+)")
_EDGES: Final = re.compile(r"^[^\w]+|[^\w.)]+$")
_KIND_OF: Final = re.compile(r"\b(?P<kind>[a-z]+) of (?:the )?(?P<name>[^\W\d_a-zß-ÿ].*)$")
"""A noun before a place's name: "the Iraqi city of Mosul", "the outskirts of Mosul"."""
_JOINING: Final = frozenset(("and", "&", "of", "the"))
"""Words that join the parts of one name: "Trinidad and Tobago"."""
_OF_KIND: Final = {
    "city": (PlaceKind.CITY,),
    "admin": (PlaceKind.ADMIN1, PlaceKind.ADMIN2),
    "country": (PlaceKind.COUNTRY,),
    "water": (PlaceKind.WATER,),
    "land": (PlaceKind.LAND,),
    "site": (PlaceKind.SITE,),
}


class Candidates(NamedTuple):
    """What a name may mean.

    Attributes:
        found: places, each with its prior, the likeliest first.
        part: whether only a part of the place is meant ("northern Mali").
        piece: whether the places bear only a piece of the name ("Hartford Hospital").
    """

    found: list[tuple[Entry, float]]
    part: bool = False
    piece: bool = False


@lru_cache(maxsize=4096)
def candidates(text: str) -> Candidates:
    """Return what a name may mean.

    "northern Mali" is a part of Mali; "Anbar province" is an area called Anbar, "Niger river" a river. "Idlib" alone is
    the town, "the Iraqi city of Mosul" is Mosul, and "the port" none.
    """
    parts, kinds = parts_of_places(), kinds_of_places()
    if text.lower() in parts or text.lower().removeprefix("the ") in common_nouns():
        return Candidates([])
    found = seats_first(_waters(text, _spelled_so(text, looked_up(text))))
    words = text.split()
    if not found and (_is_street(words) or all(map(is_generic, words))):
        return Candidates([])
    part = False
    while not found and len(words) > 1:
        if words[0].lower() in parts:
            part, words = True, words[1:]
        elif kind := kinds.get(words[-1].lower()):
            words, found = words[:-1], _of_kind(looked_up(" ".join(words[:-1])), kind)
            continue
        elif (kind := kinds.get(words[0].lower())) or words[0].lower() in {"of", "the"}:
            words = words[1:]
            found = _of_kind(looked_up(" ".join(words)), kind) if kind else looked_up(" ".join(words))
            continue
        else:
            break
        found = looked_up(" ".join(words))
    if found:
        return Candidates(found[:MOST], part)
    if (meant := _several(text) or _called(text)).found:
        return meant
    if people := _people(text):
        return Candidates(people, part=True)
    return _partly(text.split())._replace(part=part)


def _spelled_so(text: str, found: list[tuple[Entry, float]]) -> list[tuple[Entry, float]]:
    """Return what a name means, without places that an abbreviation, or a short word, is only spelled like.

    "EU" is not Eu in France, "IS" no village that is called so too, and "La" is Louisiana only with its full stop; of
    "east London" the first word tells a part, and "east Aleppo" is near Aleppo.
    """
    first, _, whole = text.partition(" ")
    if whole and first in parts_of_places():
        around = [entry for entry, _ in looked_up(whole)[:1]]
        found = [each for each in found if each[0].kind is not PlaceKind.CITY or _is_near(each[0], around)]
    if is_area_abbreviation(text):
        return [each for each in found if each[0].kind is PlaceKind.ADMIN1]
    letters = text.replace(".", "")
    if len(letters) > ABBREVIATION:
        return found
    if not text.isupper():
        return found if "." in text else [each for each in found if each[0].first]
    rest = [each for each in found if not (each[0].kind is PlaceKind.CITY and each[0].first)] or found
    return [each for each in rest if each[0].kind is not PlaceKind.CITY or each[0].first or each[0].population >= KNOWN]


def _is_near(entry: Entry, others: Sequence[Entry]) -> bool:
    return any(kilometres(entry, each) < FAR for each in others)


def _waters(text: str, found: list[tuple[Entry, float]]) -> list[tuple[Entry, float]]:
    """Return what a name means, only the water or land where its last word says so: the Red Sea, no area called so."""
    kind = _OF_KIND.get(kinds_of_places().get(text.rpartition(" ")[2].lower(), ""), ())
    if not {PlaceKind.WATER, PlaceKind.LAND}.intersection(kind):
        return found
    return [each for each in found if each[0].kind in kind] or found


def _several(text: str) -> Candidates | None:
    """Return the places of one kind that "Luhansk regions" may mean, where others stand before it."""
    name, _, word = text.rpartition(" ")
    kind = kind_of_several(word.lower())
    found = [each for each in looked_up(name) if each[0].kind in _OF_KIND[kind]] if name and kind else []
    return Candidates(found[:MOST]) if found else None


def _called(text: str) -> Candidates:
    """Return what a name means behind "the city of": places of that kind first, and of the country told before.

    Behind any other noun ("the outskirts of") it means what it does alone.
    """
    of = _KIND_OF.search(text)
    if of is None:
        return Candidates([])
    meant = candidates(of["name"])
    kind = kinds_of_places().get(of["kind"]) or kind_of_several(of["kind"])
    if kind is None:
        return meant
    told = {match.iso3 for match in countries_in(text[: of.start()])}
    found = [
        (entry, prior + STATED * (entry.country in told)) for entry, prior in _of_kind(meant.found, kind) or meant.found
    ]
    return Candidates(sorted(found, key=lambda each: -each[1])[:MOST])


def _is_street(words: Sequence[str]) -> bool:
    """Return whether a name is a street's: "Paris Street", "Eglinton Avenue West", "Rue Casa Calvo"."""
    plain = [_EDGES.sub("", each.lower()) for each in words]
    while len(plain) > 1 and plain[-1] in parts_of_places():
        plain.pop()
    return bool(plain) and (plain[-1] in STREETS or plain[0] == "rue")


def is_generic(word: str) -> bool:
    """Return whether a word, of whatever name, tells only what is named or which part: "City Hall", "West End"."""
    low = word.lower()
    return low in kinds_of_places() or low in parts_of_places() or is_within_a_town(low)


def _people(text: str) -> list[tuple[Entry, float]]:
    """Return the country of a nationality inside a name: "the Mexican border", but not "the Mexican Embassy"."""
    told = [match for match in countries_in(text) if match.kind is CountryKind.DEMONYM]
    in_town = is_within_a_town(text.rpartition(" ")[2].lower())
    entry = country_entry(told[0].iso3) if told and " " in text and not in_town else None
    return [(entry, PRIORS[PlaceKind.COUNTRY])] if entry else []


def _partly(words: list[str]) -> Candidates:
    """Return what the beginning of a longer name means, or its end where the name doesn't begin before it.

    "Hartford Hospital" is in Hartford, "Ghent police station" in Ghent, "metro Lagos" in Lagos, but "Trump Tower" not
    in a town called Tower. Of the first, another name than the town's, the town is but a piece. A street is called
    after places that it isn't in (`_is_street`).
    """
    parts, kinds = parts_of_places(), kinds_of_places()
    for length in range(len(words) - 1, 0, -1):
        for part, beyond, is_end in (
            (words[:length], words[length], False),
            (words[-length:], words[-length - 1], True),
        ):
            named = beyond[0].isupper() and beyond.lower() not in parts and beyond.lower() not in kinds
            telling = any(each.lower() not in parts and each.lower() not in kinds for each in part)
            if telling and part[0][0].isupper() and not (is_end and named):
                name = " ".join(part)
                found = [each for each in _waters(name, looked_up(name)) if each[0].first or each[0].country is None]
                if found:
                    joined = beyond.lower() in _JOINING or kinds.get(beyond.lower()) in {"water", "land"}
                    return Candidates(found[:MOST], piece=named or joined)
    return Candidates([])


def _of_kind(found: list[tuple[Entry, float]], kind: str) -> list[tuple[Entry, float]]:
    wanted = _OF_KIND[kind]
    if kind in {"water", "land", "site", "country"}:
        return [(entry, prior) for entry, prior in found if entry.kind in wanted]
    return sorted(((entry, prior + KIND * (entry.kind in wanted)) for entry, prior in found), key=lambda each: -each[1])


def resolve(text: str, extents: Sequence[Extent]) -> list[Place]:
    """Return the place of each name, in the same order; an unknown one has no coordinates."""
    names = [text[start:end] for start, end in extents]
    stated = holders(text, extents, [candidates(name).found for name in names])
    held = {outer: inner for inner, outer in stated.items()}
    has_capitals = any(map(str.isupper, text)) and any(map(str.islower, text))
    groups: dict[tuple[str, str, str], Named] = {}
    for index, (name, extent) in enumerate(zip(names, extents, strict=True)):
        beside = names[stated[index]] if index in stated else ""
        sense, (found, part, piece) = _sense(text, extent, has_capitals=has_capitals)
        if index in held and (holding := _holding(found, candidates(names[held[index]]).found)):
            sense, found = "holding", holding
        key = (name.lower(), sense, beside.lower())
        if key not in groups:
            container = candidates(beside).found if beside else []
            groups[key] = Named(
                name,
                entries=[entry for entry, _ in found],
                prior=[prior + STATED * _within(entry, container) for entry, prior in found],
                part=part,
                piece=piece,
            )
        groups[key].mentions.append(index)
    _join(groups)
    for group in groups.values():
        group.piece = group.piece or all(_goes_on(text, extents, index) for index in group.mentions)
    chosen = borne_out(list(groups.values()), choose(list(groups.values())))
    places: list[Place | None] = [None] * len(extents)
    for group, entry in zip(groups.values(), chosen, strict=True):
        for index in group.mentions:
            places[index] = _place(Span.of(text, *extents[index]), entry, part=group.part)
    return lodged([place for place in places if place is not None])


def _join(groups: dict[tuple[str, str, str], Named]) -> None:
    """Join a name with nothing beside it to the same one where something stands beside it: it is what that is."""
    whole: dict[tuple[str, str], Named] = {}
    for (name, sense, beside), group in groups.items():
        if beside:
            whole.setdefault((name, sense), group)
    for (name, sense, beside), group in list(groups.items()):
        if not beside and (told := whole.get((name, sense))):
            told.mentions += group.mentions
            del groups[name, sense, beside]


def _sense(text: str, extent: Extent, *, has_capitals: bool) -> tuple[str, Candidates]:
    """Return what a name may mean by the words around it, and what tells it from the same name elsewhere.

    "The capital", "the Libyan capital" is a country's, a common noun no place, "the Pacific" no town, and "Idlib" an
    area in "Idlib and Hama provinces". In a text that is all small or all capitals, capitals tell nothing.
    """
    start, end = extent
    name = text[start:end]
    if word := capital_word(name):
        capital = capital_meant(text, start + word[0], start + word[1])
        found = [(capital, PRIORS[PlaceKind.COUNTRY])] if capital else []
        return str(capital.number) if capital else "", Candidates(found)
    name = behind_capital(name) or name
    if has_capitals and not any(map(str.isupper, name)):
        return "common", Candidates([])
    if text[max(0, start - 4) : start].lower() == "the " and (meant := _no_towns(candidates(name))):
        return "the", meant
    if is_area_abbreviation(name + text[end : end + 1]):
        name = f"{name.removesuffix('.')}."
    if names_an_area(text, start, end) and (found := _of_kind(looked_up(name), "admin")):
        return "area", Candidates(found[:MOST])
    return "", candidates(name)


def _no_towns(meant: Candidates) -> Candidates | None:
    """Return what a name may mean behind "the", where a sea, mountains or a region is called so; else None.

    "The Pacific" is the ocean and no town; towns that have the article in their name are looked up with it.
    """
    if not any(entry.kind in WITH_ARTICLE for entry, _ in meant.found):
        return None
    return meant._replace(found=[each for each in meant.found if each[0].kind is not PlaceKind.CITY])


def _goes_on(text: str, extents: Sequence[Extent], index: int) -> bool:
    """Return whether a name of one word goes on with a capital that is no place's: "the Elysian Fields"."""
    start, end = extents[index]
    after = _NEXT.match(text, end)
    if after is None or after["word"].lower() in kinds_of_places() or " " in text[start:end]:
        return False
    return index + 1 == len(extents) or extents[index + 1][0] > after.start("word")


def _within(entry: Entry, container: Sequence[tuple[Entry, float]]) -> bool:
    for outer, _ in container[:5]:
        if outer.number == entry.number or outer.country != entry.country:
            continue
        if outer.kind is PlaceKind.COUNTRY:
            return True
        if outer.kind is PlaceKind.ADMIN1 and entry.area == outer.name:
            return True
        if outer.kind is PlaceKind.ADMIN2 and entry.area == outer.area and kilometres(entry, outer) < FAR:
            return True
    return False


def _holding(found: Sequence[tuple[Entry, float]], inner: Sequence[tuple[Entry, float]]) -> list[tuple[Entry, float]]:
    """Return what a name means that holds the one before it, where its likeliest sense doesn't: "Atlanta, Georgia"."""
    holding = [each for each in found if any(_within(entry, [each]) for entry, _ in inner)]
    return holding if holding and found[0] not in holding else []


def _place(span: Span, entry: Entry | None, *, part: bool) -> Place:
    if entry is None:
        return Place(span.quote, None, None, None, None, None, PlacePrecision.REGION, span)
    precision = PRECISION.get(entry.kind, PlacePrecision.REGION)
    if part and entry.kind is not PlaceKind.CITY:
        precision = PlacePrecision.REGION
    return Place(
        name=entry.name,
        country=entry.country,
        admin1=entry.area,
        latitude=entry.latitude,
        longitude=entry.longitude,
        geonames=entry.geonames,
        precision=precision,
        span=span,
    )
