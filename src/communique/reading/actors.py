"""Clusters of mentions to actors: name, kind, country, sectors, title and code.

Country: what the name itself tells (a table entry, a demonym), then the title, then the office that the person table
knows on the day of publication, then the word that the model's country arc points at. Nothing is guessed beyond that.
"""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Final

from communique.knowledge.countries import CountryKind, country_match
from communique.knowledge.offices import sectors_of
from communique.knowledge.organizations import Organization, organization
from communique.knowledge.persons import Term, person
from communique.reading.frame import Frame
from communique.reading.mentions import SURE, Clusters, country_kind
from communique.records import Actor, Span
from communique.vocabulary import ActorKind, Sector

RECENT: Final = datetime.timedelta(days=3 * 365)
"""News still speaks of a person by the bare family name so long after a term, and before one."""


class Cast:
    """The actors of an article; `of` gives the actor's id for a mention's index."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.clusters = Clusters(frame)
        self._titles = self._bearers()
        self._by_root: dict[int, str] = {}
        self._actors: dict[str, Actor] = {}
        for root, members in self.clusters.members().items():
            actor = self._actor(f"a{len(self._actors) + 1}", members)
            if actor:
                self._actors[actor.id] = actor
                self._by_root[root] = actor.id

    def of(self, mention: int) -> str | None:
        """Return the id of the actor that a mention names, None for a mere place."""
        return self._by_root.get(self.clusters.root(mention))

    def actor(self, ident: str) -> Actor:
        """Return an actor by id."""
        return self._actors[ident]

    def actors(self, used: set[str]) -> tuple[Actor, ...]:
        """Return the named actors and those that records use, in the order of the text."""
        roots = {ident: root for root, ident in self._by_root.items()}
        return tuple(actor for ident, actor in self._actors.items() if ident in used or self._is_named(roots[ident]))

    def _is_named(self, root: int) -> bool:
        return any(self.clusters.names[each].named for each in self.clusters.members()[root])

    def _bearers(self) -> dict[int, list[str]]:
        """Return the titles by the root of the cluster that bears them.

        A title right before a person's name is that person's; another one goes where the model's arc is sure. What only
        an article parts ("chairman of", "the", "Joint Chiefs") is one title.
        """
        marks = self.frame.marks
        person_at = {mark.first: index for index, mark in enumerate(marks.mentions) if mark.kind == "person"}
        borne: list[tuple[int, int, int]] = []
        for title, mark in enumerate(marks.titles):
            link = marks.bearers.get(title)
            bearer = person_at.get(mark.last, link.target if link and link.probability >= SURE else None)
            if bearer is None:
                continue
            root = self.clusters.root(bearer)
            parted = borne and borne[-1][0] == root and self._only_article(borne[-1][2], mark.first)
            if parted:
                borne[-1] = (root, borne[-1][1], mark.last)
            else:
                borne.append((root, mark.first, mark.last))
        found: dict[int, list[str]] = {}
        for root, first, last in borne:
            found.setdefault(root, []).append(self.frame.quote(first, last))
        return found

    def _only_article(self, first: int, last: int) -> bool:
        return last - first == 1 and self.frame.quote(first, last).lower() == "the"

    def _actor(self, ident: str, members: list[int]) -> Actor | None:
        marks = self.frame.marks.mentions
        if all(marks[each].kind == "place" for each in members):
            return None
        names = [self.clusters.names[each] for each in members]
        titles = self._titles.get(self.clusters.root(members[0]), [])
        title = max(titles, key=len, default=None)
        kind = self._kind(members)
        name = self._name(members, kind)
        entry = next((found for each in names if each.named and (found := organization(each.text))), None)
        if kind in {ActorKind.PERSON, ActorKind.STATE}:
            entry = None
        terms = self._terms(members, kind, title)
        country = self._country(members, kind, entry, titles, terms)
        return Actor(
            id=ident,
            name=name,
            kind=kind,
            country=country,
            sectors=self._sectors(members, kind, entry, titles, terms),
            title=title,
            code=self._code(entry, terms),
            mentions=tuple(
                Span.of(self.frame.text, *extent)
                for extent in sorted({self.frame.extent(marks[each].first, marks[each].last) for each in members})
            ),
        )

    def _kind(self, members: list[int]) -> ActorKind:
        votes: Counter[str] = Counter()
        for each in members:
            mark = self.frame.marks.mentions[each]
            if mark.kind not in {"pronoun", "place"}:
                votes[mark.kind] += 1 + self.clusters.names[each].named
        if votes:
            return ActorKind(votes.most_common(1)[0][0])
        text = self.clusters.names[members[0]].text.lower()
        return (
            ActorKind.PERSON if text in {"he", "she", "his", "her", "him", "i", "my", "me", "who"} else ActorKind.GROUP
        )

    def _name(self, members: list[int], kind: ActorKind) -> str:
        names = [self.clusters.names[each] for each in members]
        if kind is ActorKind.STATE:
            countries = [each.text for each in names if country_kind(each.text) is CountryKind.NAME]
            whole = [each for each in countries if len(each.split()) <= 3] or countries  # noqa: PLR2004 - "Papua New Guinea"
            if whole:
                return max(whole, key=len)
        named = [each.text for each in names if each.named]
        nominal = [each.text for each in names if not each.pronoun]
        return max(named or nominal or [names[0].text], key=len)

    def _terms(self, members: list[int], kind: ActorKind, title: str | None) -> tuple[Term, ...]:
        """Return the terms of office of the person that a cluster names, the likeliest first.

        A bare family name needs support: its title names the term's country, or holds a word of its office, or the
        term holds on the day of publication (give or take `RECENT`).
        """
        if kind is not ActorKind.PERSON:
            return ()
        named = [self.clusters.names[each].text for each in members if self.clusters.names[each].named]
        if not named:
            return ()
        fullest = max(named, key=len)
        found = person(fullest, self.frame.published)
        if len(fullest.split()) > 1:
            return found
        hint = country_match(title) if title else None
        if hint is not None:
            return tuple(term for term in found if term.country == hint.iso3)
        return tuple(term for term in found if self._supported(term, title))

    def _supported(self, term: Term, title: str | None) -> bool:
        if title and set(title.lower().split()) & set(term.title.lower().split()):
            return True
        day = self.frame.published
        return day is not None and (term.holds(day) or term.holds(day - RECENT) or term.holds(day + RECENT))

    def _country(
        self,
        members: list[int],
        kind: ActorKind,
        entry: Organization | None,
        titles: list[str],
        terms: tuple[Term, ...],
    ) -> str | None:
        texts = [self.clusters.names[each].text for each in members if not self.clusters.names[each].pronoun]
        if entry:
            return entry.country
        for text in (*texts, *titles):
            if kind is ActorKind.PERSON and text in texts and self.clusters.names[members[texts.index(text)]].named:
                continue
            found = country_match(text)
            if found:
                return found.iso3
        for title in titles:
            body = organization(title)
            if body:
                return body.country
        if terms:
            return terms[0].country
        return self._pointed(members)

    def _pointed(self, members: list[int]) -> str | None:
        """Return the country of the word that a mention's country arc points at."""
        for each in members:
            link = self.frame.marks.countries.get(each)
            if link is None:
                continue
            first = max(0, link.target - 2)
            found = country_match(self.frame.quote(first, link.target + 1)) or country_match(
                self.frame.quote(link.target, link.target + 1)
            )
            if found:
                return found.iso3
        return None

    def _sectors(
        self,
        members: list[int],
        kind: ActorKind,
        entry: Organization | None,
        titles: list[str],
        terms: tuple[Term, ...],
    ) -> tuple[Sector, ...]:
        if kind is ActorKind.STATE:
            return (Sector.GOV,)
        if entry and entry.sectors:
            return entry.sectors
        for title in sorted(titles, key=len, reverse=True):
            if found := sectors_of(title):
                return found
        if terms:
            return terms[0].sectors_on(self.frame.published)
        texts = [self.clusters.names[each].text for each in members if not self.clusters.names[each].pronoun]
        return next((found for text in texts if (found := sectors_of(text))), ())

    def _code(self, entry: Organization | None, terms: tuple[Term, ...]) -> str | None:
        return entry.code if entry else terms[0].code if terms else None
