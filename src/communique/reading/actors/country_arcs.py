"""What the words that the model's country arcs point at tell of an actor's country.

In go the mentions of an actor, out come the words. Left out are arcs that tell nothing: to a currency ("Swiss francs"),
to a country that others are of or somebody is sent to, and to one that is named in passing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Final

from communique.knowledge.countries import CountryMatch, countries_in, elsewhere, is_border, is_of_others
from communique.knowledge.currencies import currency_names
from communique.model import Mark
from communique.reading.frame import Frame
from communique.vocabulary import ActorKind

MUCH_MORE: Final = 3
"""A country is named in passing where another one is named so many times as often."""
_BEHIND: Final = 4
"""Words behind a country's name that may tell that it is somebody else's: "America's two Kurdish allies"."""


class CountryArcs:
    """Reads the country arcs of an article."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._silent: dict[int, bool] = {}

    def pointed(self, members: Iterable[int], kind: ActorKind | None = None) -> tuple[str, ...]:
        """Return the words that the mentions' country arcs point at, and each with the two before it.

        A person is of where the first mention says, which brings the person in; a crowd that is told of in several
        countries ("the family travelled to Oslo") of the one that most arcs, by their sum, lead to.

        An arc out of the mention's sentence tells nothing where the article speaks much more of another country: in a
        window whose one country is named in passing the arcs of all others point there.
        """
        found: list[tuple[str, str]] = []
        weights: dict[str, float] = {}
        for each in members:
            link = self.frame.marks.countries.get(each)
            if link is None or self._is_silent(link.target):
                continue
            if self._is_where_sent(each, link.target):
                continue
            pointed = self.frame.pointed(each) or ""
            beside = self.frame.sentence(self.frame.marks.mentions[each].first) == self.frame.sentence(link.target)
            if beside or not self._in_passing(pointed):
                found.append((pointed, self.frame.quote(link.target, link.target + 1)))
                country = self._last_country(pointed)
                weights[country] = weights.get(country, 0.0) + link.probability
        if kind is ActorKind.GROUP:
            found.sort(key=lambda texts: -weights[self._last_country(texts[0])])
        return tuple(dict.fromkeys(text for texts in found for text in texts))

    def spoken_of(self, homes: AbstractSet[str]) -> str | None:
        """Return the one of some countries of which the article speaks, or of which it speaks much more."""
        named = [(count, iso3) for iso3, count in self._named.items() if iso3 in homes]
        most = max(named, default=None)
        others = sum(count for count, _ in named) - most[0] if most else 0
        return most[1] if most and most[0] >= MUCH_MORE * others else None

    def _last_country(self, words: str) -> str:
        """Return the last country that some words name, else the words."""
        named = countries_in(words)
        return named[-1].iso3 if named else words

    def _is_silent(self, word: int) -> bool:
        """Say whether an arc to a word tells nothing; several lead to most words, and each is asked about again."""
        if word not in self._silent:
            self._silent[word] = self._is_currency(word) or self._is_of_others(word)
        return self._silent[word]

    def _is_currency(self, word: int) -> bool:
        """Say whether a word is a part of a currency's name of several words: "Swiss" of "Swiss francs"."""
        start, end = self.frame.words[word]
        for first in range(max(0, word - 2), word + 1):
            found = currency_names().at(self.frame.text, self.frame.words[first][0])
            if found and found.start <= start and end <= found.end and " " in self.frame.text[found.start : found.end]:
                return True
        return False

    def _is_of_others(self, word: int) -> bool:
        """Say whether a word is of the name of a country that others are of, or of a border's: "US ally"."""
        start, end = self.frame.words[word]
        before = self.frame.words[max(0, word - 2)][0]
        last = min(word + _BEHIND, len(self.frame.words) - 1)
        phrase = self.frame.text[before : self.frame.words[last][1]].partition("\n")[0]
        return any(
            before + each.start < end
            and start < before + each.end
            and (is_of_others(phrase, each) or is_border(phrase, each))
            for each in countries_in(phrase)
        )

    def _is_where_sent(self, mention: int, word: int) -> bool:
        """Say whether a word of a mention's own title tells to whom somebody is sent: "ambassador to Chad"."""
        for title in self._titles.get(mention, ()):
            if title.first <= word < title.last:
                start, end = self.frame.extent(title.first, title.last)
                return self.frame.words[word][0] - start >= elsewhere(self.frame.text[start:end])
        return False

    @cached_property
    def _titles(self) -> dict[int, list[Mark]]:
        """The titles by the mention that bears them."""
        found: dict[int, list[Mark]] = {}
        for title, bearer in self.frame.marks.bearers.items():
            found.setdefault(bearer.target, []).append(self.frame.marks.titles[title])
        return found

    def _in_passing(self, words: str) -> bool:
        """Say whether the last country of some words is one that the article speaks little of beside another."""
        named = countries_in(words)
        return bool(named) and self._most_named >= MUCH_MORE * self._named[named[-1].iso3]

    @cached_property
    def countries(self) -> tuple[CountryMatch, ...]:
        """The countries that the article names, in the order of the text."""
        return countries_in(self.frame.text)

    @cached_property
    def _named(self) -> Counter[str]:
        """How often the article names each country."""
        return Counter(match.iso3 for match in self.countries)

    @cached_property
    def _most_named(self) -> int:
        return max(self._named.values(), default=0)
