"""Whose somebody is, and what that tells: "his aides", "Ode's spokesman Ola Brekke", "her Chadian counterpart".

In: the cast of an article. Out: the country of those whose own words tell none, the sectors of a body's people and of
counterparts, and counterparts joined with the named persons that they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.person_words import possessives
from communique.knowledge.relations import is_counterpart, is_of_another
from communique.model import Mark
from communique.reading.actors.resolution import Resolution
from communique.vocabulary import ActorKind, Sector

if TYPE_CHECKING:
    from communique.reading.actors import Cast

FIGHTING: Final = frozenset({Sector.REB, Sector.UAF, Sector.MIL})
"""Sectors of those who may be of a network across borders as somebody of it is: "his fighters"."""

NO_HOMES: Final = frozenset({"IMG", "MNC"})
"""Slots of those whose people are of some country."""


class Owners:
    """Finds whose an article's actors are."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.frame, self.clusters = cast, cast.frame, cast.clusters

    def complete(self, found: Resolution, members: list[int], kind: ActorKind) -> Resolution:
        """Return who a cluster is, who was found by its own words, with what whose it is tells.

        "His aides" are of his country where nothing else tells theirs. So are 95 of 100 common nouns behind a
        possessive pronoun in the corpus, but for a state's ("its neighbour") and those who are somebody's from
        elsewhere ("its allies"): where an arc says so, it points at whose they are.
        """
        names = [self.clusters.names[each] for each in members]
        if any(each.named for each in names):
            return self._with_owners(found, members) if kind is ActorKind.PERSON else found
        owner = next((owner for each in members if (owner := self.pronoun(each, members)) is not None), None)
        if owner is None:
            return found
        owners = self.clusters.members()[self.clusters.root(owner)]
        their_kind = self.cast.kind(owners)
        is_person = their_kind is ActorKind.PERSON
        abroad = any(is_of_another(each.text, whose_is_person=is_person) for each in names)
        if is_person and not found.sectors and any(is_counterpart(each.text) for each in names):
            found = replace(found, sectors=self.cast.by_itself(owners, their_kind).sectors)
        if found.country is not None and not abroad:
            return found
        theirs = self.cast.by_itself(owners, their_kind).country
        if abroad:
            return replace(found, country=None) if found.country == theirs else found
        is_other_state = kind is ActorKind.STATE and not is_person
        # The parents of a jihadist are of some country.
        is_kin = is_person and theirs == "IMG" and FIGHTING.isdisjoint(found.sectors)
        return found if is_other_state or is_kin else replace(found, country=theirs)

    def _with_owners(self, found: Resolution, members: list[int]) -> Resolution:
        """Return who a named person is with the country of whose the title or name says that the person is.

        A body tells what its people do, and a person what a counterpart does.
        """
        if found.country is not None and found.sectors:
            return found
        for owner, title in self._owned(members):
            owners = self.clusters.members()[self.clusters.root(owner)]
            kind = self.cast.kind(owners)
            theirs = self.cast.by_itself(owners, kind)
            if is_counterpart(title):
                return replace(found, sectors=found.sectors or theirs.sectors)
            if not is_of_another(title, whose_is_person=kind is ActorKind.PERSON) and theirs.country not in NO_HOMES:
                of_body = theirs.sectors if kind is ActorKind.ORGANIZATION else ()
                return replace(found, country=found.country or theirs.country, sectors=found.sectors or of_body)
        return found

    def _owned(self, members: list[int]) -> Iterator[tuple[int, str]]:
        """Yield the mentions of whose a person is, by the words right before titles and names, and these."""
        borne = (title for title, bearer in self.clusters.borne.items() if bearer in members)
        marks = [*(self.frame.marks.titles[title] for title in borne), *(self._named(members))]
        for mark in marks:
            owner = self._possessives.get(mark.first)
            if owner is None and self.frame.word(mark.first - 1) in clause_words()["genitive"]:
                owner = self._ends.get(mark.first - 1)
            if owner is not None and self.clusters.root(owner) != self.clusters.root(members[0]):
                yield owner, self.frame.quote(mark.first, mark.last)

    def pronoun(self, mention: int, members: list[int]) -> int | None:
        """Return the possessive pronoun right before a common noun, of somebody else than the noun's own actor."""
        before = self._possessives.get(self.frame.marks.mentions[mention].first)
        return before if before is not None and self.clusters.root(before) != self.clusters.root(members[0]) else None

    def join_counterparts(self) -> None:
        """Join a counterpart with the named person of that country who holds the same office as whose it is."""
        offices = self.clusters.offices
        for root, members in list(self.clusters.members().items()):
            nouns = [each for each in members if is_counterpart(self.clusters.names[each].text)]
            if not nouns or any(self.clusters.names[each].named for each in members):
                continue
            owner, country = self.pronoun(nouns[0], members), self.cast.by_itself(members, ActorKind.PERSON).country
            if owner is None or country is None:
                continue
            mine = [each for each in offices if self.clusters.root(each.root) == self.clusters.root(owner)]
            theirs = {
                self.clusters.root(each.root)
                for each in offices
                if country in each.countries and any(each.is_same(own) or (each.leads and own.leads) for own in mine)
            } - {self.clusters.root(owner)}
            if len(theirs) == 1:
                self.clusters.join(theirs.pop(), root)

    def _named(self, members: list[int]) -> list[Mark]:
        return [self.frame.marks.mentions[each] for each in members if self.clusters.names[each].named]

    @cached_property
    def _ends(self) -> dict[int, int]:
        """The mentions of actors by the word behind them."""
        marks = self.frame.marks.mentions
        return {mark.last: at for at, mark in enumerate(marks) if mark.kind not in {"place", "pronoun"}}

    @cached_property
    def _possessives(self) -> dict[int, int]:
        """The mentions of possessive pronouns by the word behind them."""
        marks, names = self.frame.marks.mentions, self.clusters.names
        owning = possessives() | {"whose"}
        return {mark.last: at for at, mark in enumerate(marks) if names[at].text.lower() in owning}
