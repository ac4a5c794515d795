"""Clusters of mentions to actors: name, kind, country, sectors, title and code.

Who a cluster is, `resolution` tells from its names, nouns and titles and from the words that the model's country arcs
point at, on the day of publication. Nothing is guessed beyond that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final

from communique.knowledge.aid_words import aid_words
from communique.knowledge.clause_words import clause_words
from communique.knowledge.countries import countries, country_match, of_several
from communique.knowledge.offices import of_one
from communique.knowledge.organizations import called_shortly
from communique.knowledge.person_words import of_one_person, possessives
from communique.knowledge.regions import self_governing
from communique.knowledge.user_actors import SHIPPED, Knowledge
from communique.model import Link
from communique.reading.actors.bodies import Bodies
from communique.reading.actors.country_arcs import CountryArcs
from communique.reading.actors.mentions import Clusters, names_a_country
from communique.reading.actors.office_mentions import BELONGING, is_office
from communique.reading.actors.owners import Owners
from communique.reading.actors.resolution import Clues, Resolution, homes_of, identify
from communique.reading.actors.state_names import state_name
from communique.reading.actors.state_nouns import StateNouns
from communique.reading.frame import Extent, Frame
from communique.reading.names import is_capital
from communique.reading.names.titles import called_from
from communique.records import Actor, Span
from communique.vocabulary import ActorKind, Sector

_LISTING: Final = frozenset({",", "and", "&"})
"""Words between the names of a list."""


class Cast:
    """The actors of an article; `of` gives the actor's id for a mention's index."""

    def __init__(self, frame: Frame, known: Knowledge = SHIPPED) -> None:
        self.frame = frame
        self.known = known
        self.clusters = Clusters(frame, known=known)
        self.arcs = CountryArcs(frame)
        self.bodies = Bodies(frame, self.clusters)
        self.owners = Owners(self)
        self._asked: set[int] = set()
        self._told_by_we: dict[int, str] = {}
        self.titles = self._bearers()
        self.states_by_key = {
            name.key: index for index, name in reversed(list(enumerate(self.clusters.names))) if name.key and name.named
        }
        StateNouns(self).join()
        self.owners.join_counterparts()
        self._sides()
        self._by_root: dict[int, str] = {}
        self._members: dict[str, list[int]] = {}
        self._made: dict[str, Actor] = {}
        for root, members in self.clusters.members().items():
            if any(frame.marks.mentions[each].kind != "place" for each in members):
                ident = f"a{len(self._members) + 1}"
                self._by_root[root], self._members[ident] = ident, members

    def state_of(self, country: str | None, words: Iterable[str]) -> int | None:
        """Return the first mention of a named state of a country, or of the region that the words for it tell."""
        region = next((region for each in words if (region := self_governing(each))), None)
        return self.states_by_key.get(f"region:{region}" if region else f"state:{country}")

    def _sides(self) -> None:
        """Join "we" in a quotation of a person with the government or body for which the person speaks, where named.

        The government only where the person's own words tell the country, or the table does; soldiers and lawmakers
        mean their own kind as often. The body stands behind the name or title. Both are right in seven of ten cases of
        the corpus. Nobody is joined with "we" who takes part in an event beside it: "we spoke with Syria". A government
        that nothing names is told by its "we": in the corpus such a one is the state 180 times, and 48 times officials.
        """
        for index, speaker in self.clusters.says_we.items():
            called = self.clusters.members()[self.clusters.root(index)]
            if self.frame.marks.mentions[speaker].kind != "person" or any(
                not self.clusters.names[each].pronoun for each in called
            ):
                continue
            members = self.clusters.members()[self.clusters.root(speaker)]
            who = self.who(members, ActorKind.PERSON)
            words = [*self.titles.get(members[0], ()), *(self.clusters.names[each].text for each in members)]
            state, body = self.state_of(who.country, words), self.bodies.of(members)
            told = who.name is not None or any(map(country_match, words))
            beside = {self.clusters.root(each) for each in self.beside.get(index, ())}
            state, body = (
                each if each is None or self.clusters.root(each) not in beside else None for each in (state, body)
            )
            governs = told and who.sectors[:1] == (Sector.GOV,)
            if governs and state is not None:
                self.clusters.join(state, index)
            elif body is not None:
                self.clusters.join(body, index)
            elif governs and who.country and who.country in countries() and self.state_of(who.country, words) is None:
                self.states_by_key[f"state:{who.country}"] = index
                self._told_by_we[index] = who.country

    @cached_property
    def beside(self) -> dict[int, set[int]]:
        """The mentions of those who take part in an event or commitment with each mention."""
        found: dict[int, set[int]] = {}
        marks = self.frame.marks
        events = ((*each.actors, *each.recipients) for each in marks.triggers)
        for links in (*events, *((*each.donors, *each.recipients) for each in marks.anchors)):
            parties = {link.target for link in links}
            for each in parties:
                found.setdefault(each, set()).update(parties - {each})
        return found

    def is_beside(self, ident: str, others: Iterable[str]) -> bool:
        """Say whether an actor takes part in an event or commitment with one of some others, all by their ids."""
        beside = {self.of(at) for each in self._members[ident] for at in self.beside.get(each, ())}
        return not beside.isdisjoint(others)

    def of(self, mention: int) -> str | None:
        """Return the id of the actor that a mention names, None for a mere place."""
        return self._by_root.get(self.clusters.root(mention))

    def those(self, links: Iterable[Link]) -> list[str]:
        """Return the actors that arcs lead to, once each; a pronoun that is nobody's only where it is alone."""
        found = dict.fromkeys(ident for link in links if (ident := self.of(link.target)))
        known = [each for each in found if not all(self.clusters.names[at].pronoun for at in self._members[each])]
        return known or list(found)

    def named(self, idents: Iterable[str]) -> tuple[str, ...]:
        """Return the actors, by id, without those that are only pronouns."""
        return tuple(each for each in idents if not aid_words()["pronouns"].fullmatch(self.actor(each).name))

    def actor(self, ident: str) -> Actor:
        """Return an actor by id; it is made when first asked for, since many are in no record."""
        if ident not in self._made:
            self._made[ident] = self._actor(ident, self._members[ident])
        return self._made[ident]

    def actors(self, used: set[str]) -> tuple[Actor, ...]:
        """Return the named actors and those that records use, in the order of the text."""
        return tuple(
            self.actor(ident)
            for ident, members in self._members.items()
            if ident in used or any(self.clusters.names[each].named for each in members)
        )

    @cached_property
    def states(self) -> tuple[Actor, ...]:
        """The named states, in the order of the text."""
        return tuple(each for each in self.actors(set()) if each.kind is ActorKind.STATE)

    def _bearers(self) -> dict[int, list[str]]:
        """Return the titles by the root of the cluster that bears them.

        What only an article parts ("chairman of", "the", "Joint Chiefs") is one title; one of several is borne by each
        of those who are listed behind it: "the senators Liv Moe, Ada Ode and Jo Lund".
        """
        borne: list[tuple[int, int, int]] = []
        for title, bearer in self.clusters.borne.items():
            mark, root = self.frame.marks.titles[title], self.clusters.root(bearer)
            parted = borne and borne[-1][0] == root and self._only_article(borne[-1][2], mark.first)
            if parted:
                borne[-1] = (root, borne[-1][1], mark.last)
            else:
                borne.append((root, mark.first, mark.last))
        found: dict[int, list[str]] = {}
        for root, first, last in borne:
            written = self._ended(first, last)
            one = of_one(written)
            for each in [root] if one is None else dict.fromkeys([root, *self._listed(last)]):
                found.setdefault(each, []).append(one or written)
        return found

    def _listed(self, first: int) -> Iterator[int]:
        """Yield the clusters of the persons who are listed from a word on."""
        marks, order = self.frame.marks.mentions, self.frame.in_order()
        at = first
        for index in order[bisect_left(order, first, key=lambda each: marks[each].first) :]:
            between = {self.frame.word(word) for word in range(at, marks[index].first)}
            if marks[index].kind != "person" or bool(between) is (at == first) or not between <= _LISTING:
                return
            yield self.clusters.root(index)
            at = marks[index].last

    def _ended(self, first: int, last: int) -> str:
        """Return a title without the "for" or "of the" that leads on from it, and without a possessive's "'s".

        Nor does it begin inside a bracket: "HWP) spokesman".
        """
        words = [self.frame.quote(at, at + 1) for at in range(first, last)]
        if ")" in words[:-1] and "(" not in words:
            first += words.index(")") + 1
        ends = {*BELONGING, *clause_words()["genitive"], "the"}
        while last > first + 1 and self.frame.quote(last - 1, last).lower() in ends:
            last -= 1
        return self.frame.quote(first, last)

    def _only_article(self, first: int, last: int) -> bool:
        return last - first == 1 and self.frame.quote(first, last).lower() == "the"

    def _actor(self, ident: str, members: list[int]) -> Actor:
        titles = self.titles.get(self.clusters.root(members[0]), [])
        kind = self.kind(members)
        found = self.who(members, kind)
        return Actor(
            id=ident,
            name=self._name(members, kind),
            kind=kind,
            country=found.country,
            sectors=found.sectors if kind is not ActorKind.STATE or Sector.GOV in found.sectors else (Sector.GOV,),
            title=max(filter(is_office, titles), key=len, default=None),
            code=found.code,
            mentions=tuple(
                Span.of(self.frame.text, *extent) for extent in sorted({self._extent(each) for each in members})
            ),
        )

    def _extent(self, mention: int) -> Extent:
        """Return where a mention stands, with the title before the name as far as it has capitals: "President Ode"."""
        mark = self.frame.marks.mentions[mention]
        start, end = self.frame.extent(mark.first, mark.last)
        before = self._titles_before.get((self.clusters.root(mention), mark.first))
        if before is not None:
            title = self.frame.quote(before, mark.first)
            if (at := called_from(title)) < len(title):
                start = self.frame.words[before][0] + at
        return start, end

    @cached_property
    def _titles_before(self) -> dict[tuple[int, int], int]:
        """The first word of a title by who bears it and by the word behind it; those that name another are left out."""
        named = {mark.first for mark in self.frame.marks.mentions}
        found = {}
        for title, bearer in self.clusters.borne.items():
            mark = self.frame.marks.titles[title]
            if named.isdisjoint(range(mark.first, mark.last)):
                found[self.clusters.root(bearer), mark.last] = mark.first
        return found

    def who(self, members: list[int], kind: ActorKind) -> Resolution:
        """Return who a cluster is: by its own words and arcs, else by whose it is."""
        return self.owners.complete(self.by_itself(members, kind), members, kind)

    def by_itself(self, members: list[int], kind: ActorKind) -> Resolution:
        """Return who a cluster is by its own words and arcs."""
        if told := self._spoken_for(members):
            return Resolution(countries()[told].name, told, (Sector.GOV,), None, ())
        names = [self.clusters.names[each] for each in members]
        clues = Clues(
            names=tuple(dict.fromkeys(each.text for each in names if each.named)),
            nouns=self._nouns(members),
            titles=tuple(self.titles.get(self.clusters.root(members[0]), [])),
            kind=kind,
            around=self.arcs.pointed(members, kind),
            day=self.frame.published,
        )
        found = identify(clues, self.known)
        if found.country is None and not found.candidates and (homes := homes_of(clues)):
            found = replace(found, country=self.arcs.spoken_of(homes))
        if kind is ActorKind.PERSON:
            return self._with_body(found, members)
        if kind is ActorKind.GROUP and found.name is None and any(of_several(each.text) for each in names):
            return replace(found, country=None)
        return self._as_who_speaks(found, members) if all(each.pronoun for each in names) else found

    def _as_who_speaks(self, found: Resolution, members: list[int]) -> Resolution:
        """Return who the "we" of a quotation is that nobody else is called: of the country and kind of who says it."""
        speaker = next((self.clusters.says_we[each] for each in members if each in self.clusters.says_we), None)
        if speaker is None:
            return found
        if (root := self.clusters.root(speaker)) in self._asked:  # "It waits," said its commander: "We wait."
            return found
        self._asked.add(root)
        theirs = self.who(self.clusters.members()[root], ActorKind.PERSON)
        self._asked.remove(root)
        return replace(found, country=found.country or theirs.country, sectors=found.sectors or theirs.sectors)

    def _nouns(self, members: list[int]) -> tuple[str, ...]:
        """Return the common nouns that a cluster is called by; before a body's name they tell what it is: "charity"."""
        found: dict[str, None] = {}
        for each in members:
            name, mark = self.clusters.names[each], self.frame.marks.mentions[each]
            if not name.named and not name.pronoun:
                found[self._noun(name.text)] = None
            elif mark.kind == "organization" and (text := self.frame.quote(mark.first, mark.last)) != name.text:
                found[text] = None
        return tuple(found)

    def _noun(self, text: str) -> str:
        """Return a common noun so that tables see that its text has capitals: "my labour" is no party."""
        return text if text != text.lower() or self._small else f"Those {text}"

    @cached_property
    def _small(self) -> bool:
        """Whether the article has no capitals."""
        return self.frame.text == self.frame.text.lower()

    def _with_body(self, found: Resolution, members: list[int]) -> Resolution:
        """Return who a person is with what the body behind the name or title tells, where nothing else does.

        "Tanya Holm, of Human Rights Watch"; "a clerk at the Oslo district court".
        """
        if found.country is not None and found.sectors:
            return found
        body = self.bodies.of(members)
        if body is None:
            return found
        theirs = self.who([body], ActorKind.ORGANIZATION)
        return replace(found, country=found.country or theirs.country, sectors=found.sectors or theirs.sectors)

    def kind(self, members: list[int]) -> ActorKind:
        """Return what a cluster is: what is known of its names, else what most of its mentions were taken for."""
        if self._spoken_for(members):
            return ActorKind.STATE
        named = [self.clusters.names[each].text for each in members if self.clusters.names[each].named]
        if given := next((kind for name in named if (kind := self.known.kind(name))), None):
            return given
        if named and all(map(names_a_country, named)):
            return ActorKind.STATE
        votes: Counter[str] = Counter()
        for each in members:
            mark = self.frame.marks.mentions[each]
            name = self.clusters.names[each]
            if mark.kind not in {"pronoun", "place"}:
                votes["state" if name.is_state else mark.kind] += 1 + name.named
        if votes:
            return ActorKind(votes.most_common(1)[0][0])
        text = self.clusters.names[members[0]].text.lower()
        return ActorKind.PERSON if text in of_one_person() else ActorKind.GROUP

    def _spoken_for(self, members: Iterable[int]) -> str | None:
        """Return the country of a government that no name but only its "we" tells."""
        return next((self._told_by_we[each] for each in members if each in self._told_by_we), None)

    def _name(self, members: list[int], kind: ActorKind) -> str:
        names = [self.clusters.names[each] for each in members]
        called = [each.text for each in names if each.named or names_a_country(each.text)]
        if kind is ActorKind.STATE and (name := state_name(called)):
            return name
        if told := self._spoken_for(members):
            return countries()[told].name
        named = [each.text for each in names if each.named]
        named = [text for text in named if is_capital(text.split()[-1])] or named  # "Hamas" before "Hamas movement"
        named = [text for text in named if not called_shortly((text,))] or named  # "EU" before "Brussels"
        nominal = [each.text for each in names if not each.pronoun]
        # "I" before "my", whichever comes first.
        meant = [each.text for each in names if each.text.lower() not in possessives()]
        return max(named or nominal or meant[:1] or [names[0].text], key=len)
