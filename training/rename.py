"""Renaming: a passage with other names in it, so that the reader learns how names stand and not which ones there are.

Persons, towns and abbreviations of organisations are exchanged, consistently within a passage; countries, capitals and
well-known organisations stay, since what they are is worth learning. The pools are the corpus's own (invented) names; a
family name sometimes gets the article "al-" or "el-", which few of them have. Everything that a span marks moves along.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from communique.knowledge.countries import country_match
from training.corpus.moving import moved
from training.corpus.notes import PRONOUNS, ActorNote, Extent, Passage

ARTICLES: Final = ("al-", "el-", "al-", "Al-")
ARTICLE_SHARE: Final = 0.15
ABBREVIATION: Final = range(2, 7)
"""Letters of an abbreviation."""
CONSONANTS, VOWELS = "BCDFGHJKLMNPRSTVWZ", "AEIOU"


@dataclass(frozen=True, slots=True)
class Pools:
    """Names to choose from."""

    given: tuple[str, ...]
    family: tuple[str, ...]
    places: tuple[str, ...]


def pools_of(passages: list[Passage]) -> Pools:
    """Return the names of persons and towns that passages hold."""
    given, family, places = set(), set(), set()
    for passage in passages:
        for actor in passage.actors:
            for start, end in actor.mentions if actor.kind == "person" else ():
                words = passage.text[start:end].split()
                if len(words) == 2 and all(word[:1].isupper() for word in words):  # noqa: PLR2004 - given, family
                    given.add(words[0])
                    family.add(words[1])
        for start, end in passage.places:
            name = passage.text[start:end]
            if name.istitle() and country_match(name) is None:
                places.add(name)
    return Pools(tuple(sorted(given)), tuple(sorted(family)), tuple(sorted(places)))


class Renaming:
    """The new names of one passage, by old name."""

    def __init__(self, passage: Passage, pools: Pools, order: np.random.Generator) -> None:
        self.passage, self.pools, self.order = passage, pools, order
        self.edits: dict[Extent, str] = {}
        for actor in passage.actors:
            if actor.kind == "person":
                self._person(actor)
            elif actor.kind in {"organization", "group"}:
                self._abbreviations(actor)
        self._places()

    def _one_of(self, pool: tuple[str, ...]) -> str:
        return pool[int(self.order.integers(len(pool)))]

    def _person(self, actor: ActorNote) -> None:
        given, family = self._one_of(self.pools.given), self._one_of(self.pools.family)
        if self.order.random() < ARTICLE_SHARE:
            family = self._one_of(ARTICLES) + family
        names = {extent: self.passage.text[slice(*extent)].split() for extent in actor.mentions}
        firsts = {words[0] for words in names.values() if len(words) > 1}
        for extent, words in names.items():
            if not all(word[:1].isupper() for word in words) or words[0].lower() in PRONOUNS:
                continue
            if country_match(" ".join(words)):
                continue  # an office such as "Iranian Foreign Minister"
            if len(words) > 1:
                self.edits[extent] = f"{given} {family}"
            else:
                self.edits[extent] = given if words[0] in firsts else family

    def _abbreviations(self, actor: ActorNote) -> None:
        made: dict[str, str] = {}
        for extent in actor.mentions:
            name = self.passage.text[slice(*extent)]
            if (
                name.isupper()
                and name.isalpha()
                and len(name) in ABBREVIATION
                and actor.country not in {"IGO", "UNO", "EUR"}
            ):
                self.edits[extent] = made.setdefault(name, self._abbreviation())

    def _abbreviation(self) -> str:
        letters = [CONSONANTS, VOWELS] if self.order.random() < 0.5 else [CONSONANTS, CONSONANTS]  # noqa: PLR2004 - a coin
        count = int(self.order.integers(3, 6))
        return "".join(self._one_of(tuple(letters[at % 2])) for at in range(count))

    def _places(self) -> None:
        made: dict[str, str] = {}
        for extent in self.passage.places:
            name = self.passage.text[slice(*extent)]
            if name.istitle() and country_match(name) is None and self.pools.places:
                self.edits[extent] = made.setdefault(name, self._one_of(self.pools.places))

    def moved(self, at: int) -> int:
        """Return where an offset of the old text is in the new one.

        Raises ValueError for an offset inside an exchanged name.
        """
        shift = 0
        for (start, end), name in self.edits.items():
            if start < at < end:
                raise ValueError(f"offset {at} is inside a name")
            if end <= at:
                shift += len(name) - (end - start)
        return at + shift

    def text(self) -> str:
        """Return the text with the new names."""
        parts, at = [], 0
        for (start, end), name in sorted(self.edits.items()):
            parts += [self.passage.text[at:start], name]
            at = end
        return "".join([*parts, self.passage.text[at:]])


def renamed(passage: Passage, pools: Pools, order: np.random.Generator) -> Passage | None:
    """Return the passage with other names; None where it has none to exchange or a span would be cut."""
    it = Renaming(passage, pools, order)
    if not it.edits:
        return None
    try:
        return replace(moved(passage, it.moved), text=it.text())
    except ValueError:
        return None
