"""One office twice: "Chad's premier", then "the Chadian prime minister" and "Prime Minister Liv Moe", are one person.

In: a frame and its mentions that are offices, with who bears which title. Out: pairs of mentions that are one person:
an office again, and an office whose holder is named only later, by that title or as "the minister, Liv Moe". (In the
corpus an office behind "the" is that of the same name and country before it in 354 of 357 places.) Nobody is joined
where the article has that office of several countries and doesn't tell of which, or names two who bear it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from communique.knowledge.countries import CountryKind, countries_in, country_of
from communique.knowledge.offices import OFFICIAL, of_many, sectors_of
from communique.knowledge.regions import self_governing
from communique.reading.actors.office_mentions import BELONGING, Office, Offices


class Told(NamedTuple):
    """An office where the text tells of it: its first word, whose it is and of which country or region.

    `at` is its mention, or that of who bears it as a title; `said` is whether its own words tell the country, which
    else the model's arc does.
    """

    first: int
    at: int
    office: Office
    countries: frozenset[str]
    said: bool
    title: bool

    def may_be(self, later: Told) -> bool:
        """Say whether a later office may be of the same country: where that says one, this one has said it before."""
        if self.countries and later.countries and self.countries.isdisjoint(later.countries):
            return False
        return self.said or not later.said


class SameOffices:
    """Finds an article's mentions that are one person by the office; `cluster` gives a mention's, in order."""

    def __init__(self, offices: Offices, cluster: Callable[[int], Sequence[int]]) -> None:
        self.offices, self.frame, self.cluster = offices, offices.frame, cluster

    def root(self, mention: int) -> int:
        """Return the first mention of the cluster that holds one."""
        return self.cluster(mention)[0]

    def named_later(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of an office and of who is named with that title later, but not before.

        Of "the senator" and "Senator Liv Moe" nothing is told: there are many.
        """
        for told in self._told:
            if told.title or told.office.text in of_many() or not self._is_definite(told) or self._is_named(told):
                continue
            bearers = [each for each in self._like(told) if each.title and told.may_be(each)]
            roots = {self.root(each.at) for each in bearers}
            if len(roots) == 1 and self._begins(bearers[0]) > told.first and not self._is_held(told, roots):
                yield told.at, bearers[0].at

    def introduced(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of an office and of "the minister, Liv Moe" behind it, where only it may be meant by that.

        "The", a noun and a new name: of the minister has been told before, as "Chad's trade minister" or "a minister".
        """
        for told in self._told:
            if not told.title or not self._is_apposed(told):
                continue
            fits = [
                each
                for each in self._told
                if each.first < told.first and each.may_be(told) and each.office.ends_in(told.office)
            ]
            if len({self.root(each.at) for each in fits}) != 1 or self._is_named(fits[-1]):
                continue
            if fits[-1].office.leads == told.office.leads:  # no vice president is the president
                yield fits[-1].at, told.at

    def _is_apposed(self, title: Told) -> bool:
        """Say whether a title stands as "the minister" beside a comma and a person who wasn't named before."""
        mark, word = self.frame.marks.mentions[title.at], self.frame.word
        if word(title.first - 1) != "the" or self._begins(title) != mark.first:
            return False
        return word(mark.first - 1) == "," if title.first < mark.first else title.first - 2 == mark.last

    def again(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of an office and of the same one behind "the" later, where only one may be meant."""
        for told in self._told:
            if told.title or not self._is_definite(told) or self._is_named(told):
                continue
            before = [each for each in self._like(told) if each.first < told.first and each.may_be(told)]
            roots = {self.root(each.at) for each in before}
            if len(roots) == 1 and not self._is_held(told, roots):
                yield before[-1].at, told.at

    def _is_named(self, told: Told) -> bool:
        """Say whether it is known already who holds an office: it has been joined with a name."""
        return any(self.offices.names[each].named for each in self.cluster(told.at))

    def _is_held(self, told: Told, roots: set[int]) -> bool:
        """Say whether somebody else in the article is known to hold an office on the day."""
        offices = (each for each in self.offices.in_office if each.is_same(told.office))
        held = (each.root for each in offices if not told.countries or not told.countries.isdisjoint(each.countries))
        return any(self.root(each) not in roots for each in held)

    def _begins(self, told: Told) -> int:
        """Return the word at which who holds an office is first spoken of."""
        return self.frame.marks.mentions[self.root(told.at)].first

    def _like(self, told: Told) -> list[Told]:
        """Return the offices of the same words; of several countries' only those that say their country."""
        like = [each for each in self._told if each.office.key == told.office.key]
        countries = {country for each in like for country in each.countries}
        return [each for each in like if each.said and told.said] if len(countries) > 1 else like

    def _is_definite(self, told: Told) -> bool:
        behind = self.frame.word(self.frame.marks.mentions[told.at].last)
        return self.offices.is_definite(told.at) and behind not in BELONGING

    @cached_property
    def _told(self) -> list[Told]:
        """The offices of the article's mentions and titles, in the order of the text."""
        marks, offices = self.frame.marks, self.offices
        found = [
            self._tell(marks.mentions[index].first, index, office, offices.names[index].text, title=False)
            for index, office in offices.by_mention.items()
        ]
        found += [
            self._tell(mark.first, offices.borne[number], office, self.frame.quote(mark.first, mark.last), title=True)
            for number, office in offices.by_title.items()
            for mark in (marks.titles[number],)
        ]
        officials = (each for each in found if OFFICIAL.intersection(sectors_of(each.office.text)))
        return sorted(officials, key=itemgetter(0))

    def _tell(self, first: int, index: int, office: Office, words: str, *, title: bool) -> Told:
        """Return an office with its country or region: by its own words, else by the one the model takes for it."""
        if office.countries:
            regions = {words[each.start : each.end] for each in countries_in(words) if each.kind is CountryKind.REGION}
            regions |= {region for region in (self_governing(words),) if region}
            return Told(first, index, office, frozenset(regions) or office.countries, said=True, title=title)
        pointed = self.frame.pointed(index)
        iso3 = country_of(pointed) if pointed else None
        return Told(first, index, office, frozenset({iso3} if iso3 else ()), said=False, title=title)
