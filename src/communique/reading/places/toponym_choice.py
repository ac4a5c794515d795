"""Which place each name of an article means, among its candidates and in the light of the other names.

In: the article's names, each with its candidates and their priors. Out: for each name a place, or None where nothing
tells two apart, or only a small town far from all others bears the name or a piece of it.

The United States are named in news from anywhere, and have towns called like those of all the world: that an article
names them tells little of where Geneva or Naples is, other towns and states of theirs do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.knowledge.countries import countries
from communique.knowledge.gazetteer import Entry, PlaceKind
from communique.knowledge.place_names import folded

TOGETHER: Final = {"country": 3.0, "area": 3.0, "near": 2.0}
"""Most that agreement with the other names of the article is worth: the same country, the same area, nearness."""
NEAR_KM: Final = 150.0
ROUNDS: Final = 3
SHARP: Final = 1.5
"""How much likelier than its score says the likeliest candidate of a name is, where it speaks for those of others."""
EVERYWHERE: Final = "USA"
"""The country that news from anywhere name."""
NAMED: Final = 0.1
"""What the name of that country or of its capital is worth beside another country's for a town that may lie there."""
LARGE: Final = 200_000
"""Inhabitants from which a town is meant by a piece of a longer name, whatever else the article names."""
BESIDE_KM: Final = 300.0
"""Kilometres from another place of the article within which a small town may be meant by a piece of a longer name."""
SMALL: Final = 20_000
"""Inhabitants from which a town with namesakes may be meant in a country that nothing else in the article is in."""
OTHERS: Final = 2
"""Other places on the map without which an article tells nothing of where it is about."""
ALIKE: Final = 0.75
"""How alike a name and a town's first one are where they are spellings of one: Grafenwoehr and Grafenwöhr."""
CLOSE: Final = 0.02
"""Two candidates whose shares differ by less are told apart by nothing."""
FAR: Final = 100.0
"""Kilometres from which two candidates are two different places."""


@dataclass(slots=True)
class Named:
    """One way of naming places in the article: the mentions that share it, and what it may mean."""

    text: str
    mentions: list[int] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    prior: list[float] = field(default_factory=list)
    part: bool = False
    piece: bool = False


def kilometres(left: Entry, right: Entry) -> float:
    """Return the great-circle distance between two places."""
    one, two = math.radians(left.latitude), math.radians(right.latitude)
    across = math.radians(right.longitude - left.longitude)
    inner = math.sin((two - one) / 2) ** 2 + math.cos(one) * math.cos(two) * math.sin(across / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(inner)))


def choose(groups: list[Named]) -> list[Entry | None]:
    """Return for each name the candidate that fits best with the others, None where nothing tells two apart."""
    entries = [entry for group in groups for entry in group.entries]
    if not entries:
        return [None] * len(groups)
    owner = np.repeat(np.arange(len(groups)), [len(group.entries) for group in groups])
    prior = np.array([prior for group in groups for prior in group.prior])
    weight = np.array([1 + math.log(len(group.mentions)) for group in groups])[owner]
    others = owner[:, None] != owner[None, :]
    fits = {name: fit * others for name, fit in _fits(entries).items()}
    for name in ("country", "near"):
        fits[name] *= _worth(groups)
    score = prior
    for _ in range(ROUNDS):
        voice = _shares(SHARP * score, owner, len(groups)) * weight
        score = prior.copy()
        for name, fit in fits.items():
            support = fit @ voice
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
    if len(order) == 1:
        return entries[0]
    first, second = entries[int(order[0])], entries[int(order[1])]
    if share[order[0]] - share[order[1]] >= CLOSE or kilometres(first, second) <= FAR:
        return first
    if first.area and (first.country, first.area) == (second.country, second.area):
        return first if first.kind is PlaceKind.CITY else second  # the town, and the area around it
    return None


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
    number = np.array([entry.number if not entry.country else -1 for entry in entries])
    same = (number[:, None] == number) & (number >= 0)  # an ocean bears itself out by another name as a town does
    same_area = (area[:, None] == area) & (area >= 0) | same
    same_country = (country[:, None] == country) & (country >= 0) | same
    return {
        "country": same_country.astype(float),
        "area": same_area.astype(float),
        "near": np.exp(-km / NEAR_KM),
    }


def _worth(groups: Sequence[Named]) -> NDArray[Any]:
    """Return what each candidate (columns) tells of where others (rows) are: less where it only names `EVERYWHERE`."""
    told = [NAMED if _names_it(group) else 1.0 for group in groups for _ in group.entries]
    capital = np.array([_is_its_capital(entry) for group in groups for entry in group.entries])
    return np.where(capital[:, None], 1.0, np.array(told)[None, :])


def _names_it(group: Named) -> bool:
    """Return whether a name's likeliest sense is `EVERYWHERE` or its capital, which stands for its government."""
    if not group.entries:
        return False
    likeliest = group.entries[int(np.argmax(group.prior))]
    return _is_its_capital(likeliest) or (likeliest.kind is PlaceKind.COUNTRY and likeliest.country == EVERYWHERE)


def _is_its_capital(entry: Entry) -> bool:
    """Return whether a place is the capital of `EVERYWHERE`; other towns may be called so too, but are smaller."""
    if entry.country != EVERYWHERE or entry.kind is not PlaceKind.CITY or entry.population < LARGE:
        return False
    return entry.name in countries()[EVERYWHERE].capitals


def borne_out(groups: Sequence[Named], chosen: Sequence[Entry | None]) -> list[Entry | None]:
    """Return what was chosen, less the small towns that nothing else in the article speaks for.

    One that bears a piece of a longer name has to be near another place; one of several that bear the name, or that
    bears another one first, in a country that the article names: "Gara" in an article on Iraq isn't that in Hungary.
    """
    sure = [entry for group, entry in zip(groups, chosen, strict=True) if entry and not group.piece]

    def is_meant(entry: Entry) -> bool:
        small = entry.kind in {PlaceKind.CITY, PlaceKind.ADMIN2} and entry.population < LARGE
        return not small or any(
            (entry.country, entry.area) == (each.country, each.area) or kilometres(entry, each) < BESIDE_KM
            for each in sure
        )

    def is_stray(group: Named, entry: Entry) -> bool:
        small = entry.kind in {PlaceKind.CITY, PlaceKind.ADMIN1, PlaceKind.ADMIN2} and entry.population < SMALL
        others = [each for one, each in zip(groups, chosen, strict=True) if each and one is not group]
        if not small or len(others) < OTHERS or _is_only_one(group, entry):
            return False
        return not any(each.country == entry.country or kilometres(entry, each) < BESIDE_KM for each in others)

    return [
        entry if entry and (is_meant(entry) if group.piece else not is_stray(group, entry)) else None
        for group, entry in zip(groups, chosen, strict=True)
    ]


def _is_only_one(group: Named, entry: Entry) -> bool:
    """Return whether nothing elsewhere is called so, and the place is called so first or nearly so."""
    if any(each.country != entry.country or kilometres(entry, each) > FAR for each in group.entries):
        return False
    name, first = folded(group.text), folded(entry.name)
    return name in first.split() or SequenceMatcher(None, name, first).ratio() >= ALIKE
