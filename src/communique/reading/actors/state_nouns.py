"""Common nouns for a state, joined with the state that they mean: "the government", "the country".

In: the cast of an article. Out: its clusters, some of them one. Whose such a noun is tell a possessive pronoun, the
model's country arcs, who says it, and the same noun elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from communique.knowledge.state_nouns import is_definite, is_government, is_state_noun, may_name
from communique.reading.actors.same_governments import same_governments, speaks_of_home
from communique.reading.quotations.spoken import Spoken
from communique.vocabulary import ActorKind

if TYPE_CHECKING:
    from communique.reading.actors import Cast


class StateNouns:
    """Finds the states that an article's common nouns mean."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.frame, self.clusters = cast, cast.frame, cast.clusters

    def join(self) -> None:
        """Join "the government" and "the country" with the state that they tell, where it is named.

        Right behind a possessive ("Peru and its government") it is whose they are, else their country arcs tell it.
        """
        unknown: list[int] = []
        for root, members in list(self.clusters.members().items()):
            if not any(map(self._is_a_state, members)) or any(self.clusters.names[each].named for each in members):
                continue
            if (owner := self._owning_state(members)) is not None:
                self.clusters.join(owner, root)
                continue
            country = self.cast.who(members, ActorKind.STATE).country
            state = self.cast.state_of(country, self.cast.arcs.pointed(members))
            nouns = [name.text for each in members if not (name := self.clusters.names[each]).pronoun]
            if country is None and all(map(self._is_a_state, members)):
                unknown.append(root)
            if state is None or self._are_beside(state, members):
                continue  # "Peru will help his government" is no help of Peru for itself
            if all(may_name(each, country) for each in nouns):
                self.clusters.join(state, root)
        self._join_unknown(unknown)

    def _join_unknown(self, unknown: list[int]) -> None:
        """Join governments of which nothing tells the country with the state of who speaks of them, or of others."""
        for root in unknown:
            state = self._speakers_state(self._of(root))
            if state is not None and not self._are_beside(state, self._of(root)):
                self.clusters.join(state, root)
        unknown = [root for root in unknown if not any(self.clusters.names[each].named for each in self._of(root))]
        states = {each: self.clusters.root(at) for at in self.cast.states_by_key.values() for each in self._of(at)}
        for state, root in list(same_governments(self.frame, self.clusters.names, states, unknown)):
            if not self._are_beside(state, self._of(root)):
                self.clusters.join(state, root)

    def _speakers_state(self, members: list[int]) -> int | None:
        """Return the state of who speaks of a government that is nobody's yet: "the government will fall," she said."""
        for each in members:
            word, speaker = self.frame.marks.mentions[each].first, self._spoken.saying(each)
            if speaker is None or not is_government(self.clusters.names[each].text):
                continue
            theirs = self._of(speaker)
            who = self.cast.who(theirs, self.cast.kind(theirs))
            words = [*self.cast.titles.get(theirs[0], ()), *(self.clusters.names[at].text for at in theirs)]
            first = min(start for start, end in self._spoken.contents[speaker] if start <= word < end)
            said = self.frame.quote(first, word + 1)
            if who.country and speaks_of_home(words, who.sectors, said, who.country):
                return self.cast.state_of(who.country, words)
        return None

    @cached_property
    def _spoken(self) -> Spoken:
        """Who says what."""
        return Spoken(self.frame)

    def _of(self, mention: int) -> list[int]:
        return self.clusters.members()[self.clusters.root(mention)]

    def _are_beside(self, actor: int, members: Iterable[int]) -> bool:
        """Say whether an actor takes part in an event with one of some mentions."""
        beside = {self.clusters.root(other) for each in members for other in self.cast.beside.get(each, ())}
        return self.clusters.root(actor) in beside

    def _owning_state(self, members: list[int]) -> int | None:
        """Return the state whose government or country a noun behind its possessive pronoun means."""
        for each in members:
            owner = self.cast.owners.pronoun(each, members)
            if owner is None:
                continue
            owners = self.clusters.members()[self.clusters.root(owner)]
            kinds = {self.frame.marks.mentions[at].kind for at in owners} - {"pronoun", "place"}
            iso3 = self.cast.by_itself(owners, ActorKind.STATE).country
            if kinds == {"state"} and iso3 and may_name(self.clusters.names[each].text, iso3):
                return owner
        return None

    def _is_a_state(self, mention: int) -> bool:
        """Say whether a mention is a common noun for a certain state."""
        mark = self.frame.marks.mentions[mention]
        return (
            mark.kind == "state"
            and is_state_noun(self.clusters.names[mention].text)
            and mark.first > 0
            and is_definite(self.frame.quote(mark.first - 1, mark.first))
        )
