"""Places on the map: names of places in one article to coordinates, each in the light of the others.

In go an article's text and the extents of the names; out comes a `Place` for each. A name has candidates in the
gazetteer; each has a prior by kind and population, and gains by what stands beside it ("Paris, Texas"), by countries
and areas that the article names, and by nearness to the likely places of the other names. The same name is the same
place throughout, unless what stands beside it says otherwise. A name that no table knows, or that fits two places
equally, gets no coordinates.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.knowledge.countries import CountryKind, countries_in
from communique.knowledge.gazetteer import Entry, PlaceKind, country_entry, places_named
from communique.knowledge.tables import document
from communique.parts import Place, Span
from communique.vocabulary import PlacePrecision

Extent = tuple[int, int]

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
ALIAS: Final = 1.0
"""What a name that isn't the place's first one costs: Parys in South Africa is called Paris too, but seldom."""
CAPITAL: Final = 0.8
"""What being a country's capital is worth, whatever it is called first ("Washington, D.C.")."""
STATED: Final = 6.0
"""What the area or country named right beside is worth."""
KIND: Final = 2.5
"""What a word of the right kind ("province", "river") is worth."""
MOST: Final = 40
"""Candidates looked at for one name, the likeliest first."""
TOGETHER: Final = {"country": 3.0, "area": 3.0, "near": 2.0}
"""Most that agreement with the other names of the article is worth: the same country, the same area, nearness."""
NEAR_KM: Final = 150.0
ROUNDS: Final = 3
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
CLOSE: Final = 0.02
"""Two candidates whose shares differ by less are told apart by nothing."""
FAR: Final = 100.0
"""Kilometres from which two candidates are two different places."""
PRECISION: Final = {
    PlaceKind.CITY: PlacePrecision.CITY,
    PlaceKind.ADMIN1: PlacePrecision.PROVINCE,
    PlaceKind.ADMIN2: PlacePrecision.PROVINCE,
    PlaceKind.COUNTRY: PlacePrecision.COUNTRY,
    PlaceKind.SITE: PlacePrecision.SITE,
}
"""Other kinds are regions."""
_JOINT: Final = re.compile(
    r"\s*(?:,|\()\s*(?:in\s+|the\s+)*|\s+in\s+(?:the\s+)?(?:\w+\s+){0,2}|,?\s+(?:a|the)\s+\w+\s+(?:in|of)\s+"
)
_EDGES: Final = re.compile(r"^[^\w]+|[^\w.)]+$")


@dataclass(slots=True)
class _Named:
    """One way of naming places in the article: the mentions that share it, and what it may mean."""

    text: str
    mentions: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    prior: list[float] = field(default_factory=list)
    part: bool = False


@lru_cache(maxsize=1)
def _words() -> tuple[frozenset[str], dict[str, str]]:
    given = document("places/words.yaml")
    return frozenset(given["parts"]), {word: kind for kind, words in given["kinds"].items() for word in words}


_OF_KIND: Final = {
    "city": (PlaceKind.CITY,),
    "admin": (PlaceKind.ADMIN1, PlaceKind.ADMIN2),
    "country": (PlaceKind.COUNTRY,),
    "water": (PlaceKind.WATER,),
    "land": (PlaceKind.LAND,),
    "site": (PlaceKind.SITE,),
}


@lru_cache(maxsize=8192)
def candidates(text: str) -> tuple[list[tuple[Entry, float]], bool]:
    """Return what a name may mean, each with its prior, the likeliest first, and whether only a part of it is meant.

    "northern Mali" is a part of Mali; "Anbar province" is an area called Anbar, "Niger river" a river.
    """
    parts, kinds = _words()
    if text.lower() in parts:
        return [], False
    found = looked_up(text)
    words = text.split()
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
    if not found and (people := _people(text)):
        return people, True
    return (found or _partly(text.split()))[:MOST], part


def _people(text: str) -> list[tuple[Entry, float]]:
    """Return the country of a nationality inside a name: "the Mexican border"."""
    told = [match for match in countries_in(text) if match.kind is CountryKind.DEMONYM]
    entry = country_entry(told[0].iso3) if told and " " in text else None
    return [(entry, PRIORS[PlaceKind.COUNTRY])] if entry else []


def _partly(words: list[str]) -> list[tuple[Entry, float]]:
    """Return what the beginning or the end of a longer name means: "Hartford Hospital" is in Hartford.

    A street is called after places that it isn't in.
    """
    parts, kinds = _words()
    if not words or _EDGES.sub("", words[-1].lower()) in STREETS:
        return []
    for length in range(len(words) - 1, 0, -1):
        for part in (words[:length], words[-length:]):
            telling = any(each.lower() not in parts and each.lower() not in kinds for each in part)
            if telling and part[0][0].isupper():
                found = [each for each in looked_up(" ".join(part)) if each[0].first]
                if found:
                    return found
    return []


def _of_kind(found: list[tuple[Entry, float]], kind: str) -> list[tuple[Entry, float]]:
    wanted = _OF_KIND[kind]
    if kind in {"water", "land", "site", "country"}:
        return [(entry, prior) for entry, prior in found if entry.kind in wanted]
    return sorted(((entry, prior + KIND * (entry.kind in wanted)) for entry, prior in found), key=lambda each: -each[1])


@lru_cache(maxsize=8192)
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
    return prior - (0 if entry.first else ALIAS)


def resolve(text: str, extents: Sequence[Extent]) -> list[Place]:
    """Return the place of each name, in the same order; an unknown one has no coordinates."""
    names = [text[start:end] for start, end in extents]
    stated = _stated(text, extents, names)
    groups: dict[tuple[str, str], _Named] = {}
    for index, name in enumerate(names):
        beside = names[stated[index]] if index in stated else ""
        group = groups.setdefault((name.lower(), beside.lower()), _Named(name))
        group.mentions.append(index)
    # A name with nothing beside it is what it is where something stands beside it.
    whole: dict[str, _Named] = {}
    for (name, beside), group in groups.items():
        if beside:
            whole.setdefault(name, group)
    for (name, beside), group in list(groups.items()):
        if not beside and (told := whole.get(name)):
            told.mentions += group.mentions
            del groups[name, beside]
    for (_, beside), group in groups.items():
        found, group.part = candidates(group.text)
        container = candidates(beside)[0] if beside else []
        group.entries = [entry for entry, _ in found]
        group.prior = [prior + STATED * _within(entry, container) for entry, prior in found]
    chosen = _choose(list(groups.values()))
    places: list[Place | None] = [None] * len(extents)
    for group, entry in zip(groups.values(), chosen, strict=True):
        for index in group.mentions:
            places[index] = _place(Span.of(text, *extents[index]), entry, part=group.part)
    return [place for place in places if place is not None]


def _stated(text: str, extents: Sequence[Extent], names: Sequence[str]) -> dict[int, int]:
    """Return for a name the next one, where that stands beside it and holds it: "Paris, Texas", "Idlib in Syria"."""
    found: dict[int, int] = {}
    for index in range(len(extents) - 1):
        gap = text[extents[index][1] : extents[index + 1][0]]
        if len(gap) <= 30 and _JOINT.fullmatch(gap) and names[index].lower() != names[index + 1].lower():  # noqa: PLR2004
            holds = {entry.kind for entry, _ in candidates(names[index + 1])[0][:3]}
            if holds & {PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2}:
                found[index] = index + 1
    return found


def _within(entry: Entry, container: Sequence[tuple[Entry, float]]) -> bool:
    for outer, _ in container[:5]:
        if outer.number == entry.number or outer.country != entry.country:
            continue
        if outer.kind is PlaceKind.COUNTRY:
            return True
        if outer.kind is PlaceKind.ADMIN1 and entry.area == outer.name:
            return True
        if outer.kind is PlaceKind.ADMIN2 and entry.area == outer.area and _km(entry, outer) < FAR:
            return True
    return False


def _km(left: Entry, right: Entry) -> float:
    """Return the great-circle distance in kilometres."""
    one, two = math.radians(left.latitude), math.radians(right.latitude)
    across = math.radians(right.longitude - left.longitude)
    inner = math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(across / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(inner)))


def _choose(groups: list[_Named]) -> list[Entry | None]:
    """Return for each name the candidate that fits best with the others, None where nothing tells two apart."""
    entries = [entry for group in groups for entry in group.entries]
    if not entries:
        return [None] * len(groups)
    owner = np.repeat(np.arange(len(groups)), [len(group.entries) for group in groups])
    prior = np.array([prior for group in groups for prior in group.prior])
    weight = np.array([1 + math.log(len(group.mentions)) for group in groups])[owner]
    others = owner[:, None] != owner[None, :]
    fits = {name: fit * others for name, fit in _fits(entries).items()}
    share = _shares(prior, owner, len(groups))
    for _ in range(ROUNDS):
        score = prior.copy()
        for name, fit in fits.items():
            support = fit @ (share * weight)
            score += TOGETHER[name] * support / (1 + support)
        share = _shares(score, owner, len(groups))
    chosen: list[Entry | None] = []
    at = 0
    for group in groups:
        mine = share[at : at + len(group.entries)]
        chosen.append(_best(group.entries, mine))
        at += len(group.entries)
    return chosen


def _best(entries: list[Entry], share: NDArray[Any]) -> Entry | None:
    if not entries:
        return None
    order = np.argsort(-share, kind="stable")
    first = entries[int(order[0])]
    if len(order) > 1 and share[order[0]] - share[order[1]] < CLOSE and _km(first, entries[int(order[1])]) > FAR:
        return None
    return first


def _shares(score: NDArray[Any], owner: NDArray[Any], count: int) -> NDArray[Any]:
    """Return the softmax of the scores within each name."""
    top = np.full(count, -np.inf)
    np.maximum.at(top, owner, score)
    risen = np.exp(score - top[owner])
    total = np.zeros(count)
    np.add.at(total, owner, risen)
    shares: NDArray[Any] = risen / total[owner]
    return shares


def _fits(entries: list[Entry]) -> dict[str, NDArray[Any]]:
    """Return how well each two candidates go together: the same country, the same area, near each other, 0 to 1."""
    codes = {code: number for number, code in enumerate(dict.fromkeys(entry.country for entry in entries))}
    country = np.array([codes[entry.country] if entry.country else -1 for entry in entries])
    named = {each: number for number, each in enumerate(dict.fromkeys((e.country, e.area) for e in entries))}
    area = np.array([named[entry.country, entry.area] if entry.area else -1 for entry in entries])
    latitude = np.radians([entry.latitude for entry in entries])
    longitude = np.radians([entry.longitude for entry in entries])
    inner = (
        np.sin((latitude[:, None] - latitude) / 2) ** 2
        + np.cos(latitude)[:, None] * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    )
    km = 2 * 6371.0 * np.arcsin(np.sqrt(np.minimum(inner, 1)))
    same_area = (area[:, None] == area) & (area >= 0)
    same_country = (country[:, None] == country) & (country >= 0)
    return {
        "country": same_country.astype(float),
        "area": same_area.astype(float),
        "near": np.exp(-km / NEAR_KM),
    }


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
