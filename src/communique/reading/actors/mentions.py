"""Mentions to clusters: which mentions in one article are the same actor.

Names are joined by what they are called (a country by any of its names, an organisation by its table entry, initials in
brackets or the same words, a person by the family name); common nouns by the model's antecedent arcs, pronouns of the
third person by the ranker of `coreference`. Where nothing is sure a mention stays alone: abstaining is better than a
wrong join.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from communique.knowledge.countries import CountryKind, country_match
from communique.knowledge.organizations import called_shortly
from communique.knowledge.person_words import pronoun_class
from communique.knowledge.persons import unaccented
from communique.knowledge.regions import region_of
from communique.knowledge.state_nouns import is_government, is_state_noun, may_name
from communique.knowledge.user_actors import SHIPPED, Knowledge
from communique.reading.actors.coreference import RELATIVE, THIRD, Pronouns
from communique.reading.actors.definite_nouns import Definites
from communique.reading.actors.governments import government_of
from communique.reading.actors.noun_names import Nouns
from communique.reading.actors.office_mentions import Offices, bearers
from communique.reading.actors.organs import organs_in
from communique.reading.actors.person_names import Person, family
from communique.reading.actors.same_offices import SameOffices
from communique.reading.actors.seats import body_of_seat
from communique.reading.actors.short_forms import KINDS, short_forms
from communique.reading.actors.speakers import Quotations, speakers, who_says_we
from communique.reading.actors.table_bodies import own_name, table_body
from communique.reading.actors.voices import Voices
from communique.reading.frame import Frame
from communique.reading.names import is_capital
from communique.reading.names.elided import in_full
from communique.reading.names.titles import bare_name, is_only_a_title

SURE: Final = 0.5
"""Probability from which an antecedent arc joins a pronoun or a common noun."""
LIKELY: Final = 0.65
"""Probability from which it joins a person's noun, over a pronoun, with a name: below it is wrong as often as right."""
VERY_SURE: Final = 0.8
"""Probability from which it joins two names that share no word."""


@dataclass(frozen=True, slots=True)
class Name:
    """A mention as a name: its text, whether it is one, and the key under which it is looked up."""

    text: str
    named: bool
    pronoun: bool
    key: str | None

    @property
    def is_state(self) -> bool:
        """Whether it is a state's, whatever it was marked as: "US", "the Starmer government"."""
        return self.key is not None and self.key.startswith("state:")


def name_of(frame: Frame, index: int, known: Knowledge = SHIPPED) -> Name:
    """Return what a mention is called, by the organisations that are known."""
    mark = frame.marks.mentions[index]
    text = frame.quote(mark.first, mark.last)
    if mark.kind == "pronoun":
        return Name(text, named=False, pronoun=True, key=None)
    if mark.kind != "place" and (governing := _governing(text, frame, known)):
        return governing
    named = is_capital(text.split()[-1]) or (text[:1].isupper() and mark.kind == "state")
    is_state = mark.kind == "state"
    of_country = country_match(text) is not None if is_state else mark.kind in KINDS and names_a_country(text)
    may_be_body = is_state or mark.kind == "organization" or (mark.kind == "group" and named)
    # "EU" is one body, whether marked as a state or not.
    if may_be_body and not of_country and (body := table_body(text, frame.published, known)):
        return Name(text[body.start :], named=True, pronoun=False, key=f"organization:{body.value}")
    if is_state or of_country:
        return _state_name(text)
    if mark.kind == "person" and named:
        return Name(bare_name(text), named=True, pronoun=False, key=None)
    return _body_name(text) if mark.kind == "organization" and named else _plainly(text, named=named)


def _governing(text: str, frame: Frame, known: Knowledge) -> Name | None:
    """Return what a government named after who leads it is called, or a town for the body that has its seat there."""
    if led := government_of(text, frame.published, known):
        return Name(text, named=True, pronoun=False, key=f"state:{led}")
    body = body_of_seat(text, frame.text)
    return Name(body, named=True, pronoun=False, key=f"organization:{body}") if body else None


def _body_name(text: str) -> Name:
    """Return what a body is called: its own name, or what only one of the table is shortly called by ("Brussels")."""
    short = called_shortly((text,))
    name = _plainly(own_name(text), named=True)
    return replace(name, key=f"organization:{short[0].name}") if len(short) == 1 else name


def _plainly(text: str, *, named: bool) -> Name:
    """Return what is called by its words and nothing else."""
    return Name(text, named=named, pronoun=False, key=f"name:{plain(text)}" if named else None)


def _state_name(text: str) -> Name:
    """Return what a state is called; "government" and "Federal government" without a country are no names."""
    country = country_match(text)
    if country is None and (is_state_noun(text) or not any(word[:1].isupper() for word in text.split())):
        return Name(text, named=False, pronoun=False, key=None)
    key = f"name:{plain(text)}" if country is None else _state_key(text, country.iso3)
    return Name(text, named=True, pronoun=False, key=key)


def _described(phrase: str) -> Name:
    """Return what a country's adjective and a noun call: "Syrian government" is the state, "Syrian forces" a noun."""
    country = country_match(phrase)
    if country is not None and is_government(phrase[country.end :].strip()):
        return _state_name(phrase)
    return Name(phrase, named=False, pronoun=False, key=None)


def _state_key(text: str, iso3: str) -> str:
    """Return the key of the state that a phrase with a country means: the country, or a region that governs itself."""
    region = region_of(text)
    return f"region:{region}" if region else f"state:{iso3}"


def plain(text: str) -> str:
    """Return a name for comparison: lower case, without accents, article, dots and possessive."""
    return re.sub(r"^the |['’‘]s?$|\.", "", unaccented(text)).strip()


class Clusters:
    """Mentions joined into actors (union-find over indexes).

    `borne` gives the mention that bears each title, `says_we` the speaker of each quoted "we" that was nobody's,
    `offices` those that named persons hold.
    """

    def __init__(self, frame: Frame, pronouns: type[Pronouns] = Pronouns, known: Knowledge = SHIPPED) -> None:
        self.frame = frame
        self.names = [name_of(frame, index, known) for index in range(len(frame.marks.mentions))]
        for index, organ in organs_in(frame, self.names, known):
            self.names[index] = Name(organ, named=True, pronoun=False, key=f"organization:{organ}")
        for index, phrase in in_full(frame.text, frame.words, frame.marks.mentions).items():
            self.names[index] = _described(phrase)
        self._state = {index: name.key for index, name in enumerate(self.names) if name.is_state}
        self._parent = list(range(len(self.names)))
        self._members = {index: [index] for index in range(len(self.names))}
        self._pronouns: Pronouns | None = None
        self._nouns = Nouns(frame)
        for index in self._nouns.with_capitals(self.names):
            if (self.names[index].key or "").startswith("name:"):
                self.names[index] = replace(self.names[index], named=False, key=None)
        self._definites = Definites(frame, self.names)
        self._by_name()
        for earlier, index in self._nouns.again(self.names):
            self.join(earlier, index)
        offices = self._offices_in_capitals()
        self._persons(index for index in range(len(self.names)) if self.names[index].named)
        for full, short in short_forms(frame, self.names):
            self.join(full, short)
        self._relatives()
        self.borne = bearers(frame, SURE)
        self._brought = self._offices(known, offices)
        quoted = Quotations(frame)
        self._speaking = speakers(frame, self.names, quoted)
        for index, speaker in self._speaking.items():
            self.join(speaker, index)
        told = who_says_we(frame, self.names, quoted)
        named = {index: speaker for index, speaker in told.items() if not self.names[speaker].pronoun}
        self._voices = Voices(frame, self.names, quoted, named, self.borne)
        self._pronouns = pronouns(frame, self.names)
        self._pronouns.root = self.root
        self._in_order(self._pronouns)
        self.says_we = {
            index: called
            for index, said in told.items()
            if all(self.names[each].pronoun for each in self._cluster(index))
            and (called := self._called(said)) is not None
        }
        for index, speaker in self.says_we.items():
            if self._kind(speaker) in {"organization", "group", "state"}:
                self.join(speaker, index)

    def _offices(self, known: Knowledge, written: set[int]) -> set[int]:
        """Join nouns for persons with whom they mean, and return those for somebody whom a noun brought in before.

        "The official" behind "a UN official" is that one, whoever else is called so; else the office tells who it is.
        Of offices that are `written` like names, those that nobody named holds are names.
        """
        told = {index: earlier for earlier, index in self._nouns.told_before(self.names)}
        brought = {index for index, earlier in told.items() if self._nouns.is_new(earlier)}
        roots = [self.root(index) for index in range(len(self.names))]
        holders = Offices(self.frame, self.names, roots, self.borne, known)
        self.offices, held = holders.offices, holders.meant()
        for index, holder in held.items():
            if index not in brought:
                self.join(holder, index)
        for index, earlier in told.items():
            if index in brought or index not in held:
                self.join(earlier, index)
        same = SameOffices(holders, self._cluster)
        for pairs in (same.named_later, same.introduced, same.again):
            for earlier, later in pairs():
                if brought.isdisjoint((earlier, later)):
                    self.join(earlier, later)
        names = sorted(at for at in written if not any(self.names[each].named for each in self._cluster(at)))
        for index in names:
            self.names[index] = replace(self.names[index], named=True)
        self._persons(names)
        return brought

    def _called_by(self, index: int) -> list[int]:
        """Return the mentions of an actor that are no pronouns."""
        return [each for each in self._cluster(index) if not self.names[each].pronoun]

    def _called(self, index: int) -> int | None:
        """Return a mention, or for a pronoun the first of its actor that is none."""
        return index if not self.names[index].pronoun else next(iter(self._called_by(index)), None)

    def root(self, index: int) -> int:
        """Return the first mention of the cluster that holds a mention."""
        parent = self._parent
        while (above := parent[index]) != index:
            parent[index] = parent[above]
            index = parent[above]
        return index

    def join(self, left: int, right: int) -> None:
        """Make one cluster of two, unless they are two states."""
        first, second = self.root(left), self.root(right)
        states = {self._state[each] for each in (first, second) if each in self._state}
        if first != second and len(states) <= 1:
            first, second = min(first, second), max(first, second)
            self._parent[second] = first
            self._members[first] = sorted(self._members[first] + self._members.pop(second))
            if states:
                self._state[first] = states.pop()
            if self._pronouns is not None:
                self._pronouns.merge(first, second)

    def members(self) -> dict[int, list[int]]:
        """Return the clusters: first mention to all mentions, in the order of the text."""
        return self._members

    def _kind(self, index: int) -> str:
        return self.frame.marks.mentions[index].kind

    def _by_name(self) -> None:
        """Join mentions of one name, and what two mentions of the same words call."""
        seen: dict[str, int] = {}
        words: dict[tuple[int, int], int] = {}
        for index, name in enumerate(self.names):
            mark = self.frame.marks.mentions[index]
            if mark.kind != "place":
                self.join(words.setdefault((mark.first, mark.last), index), index)
            if name.key and self._kind(index) != "place":
                if name.key in seen:
                    self.join(seen[name.key], index)
                else:
                    seen[name.key] = index

    def _offices_in_capitals(self) -> set[int]:
        """Return the persons' mentions that are an office, though written like a name; they are made common nouns.

        In releases and many papers "the Foreign Secretary" is who was named with that title before. Such a noun is the
        whole phrase: what stands before a rank is no title of somebody called "General" ("the Ohio Attorney General").
        """
        found = {
            index
            for index, name in enumerate(self.names)
            if self._kind(index) == "person" and name.named and not name.key and is_only_a_title(name.text)
        }
        for index in found:
            mark = self.frame.marks.mentions[index]
            whole = self.frame.quote(mark.first, mark.last)
            self.names[index] = replace(self.names[index], text=whole, named=False)
        return found

    def _persons(self, indexes: Iterable[int]) -> None:
        """Join a bare family or given name to a fuller name before that holds it, or that to the bare names before.

        Of several people of the name it is the one named most so far, and the latest of those.
        """
        people: list[Person] = []
        for index in indexes:
            name = self.names[index]
            if self._kind(index) != "person" or name.key:
                continue
            fits = [each for each in people if each.may_be_called(name.text)]
            if fits:
                meant = max(fits, key=lambda each: (each.times, each.latest))
                self.join(meant.first, index)
            else:
                meant = Person(index)
                people.append(meant)
            meant.call(name.text, index)

    def _relatives(self) -> None:
        """Join "which", "who" and the like with what stands right before them: in 98 of 100 cases of the corpus."""
        marks, words = self.frame.marks.mentions, self.frame.words
        ends = {mark.last: index for index, mark in enumerate(marks) if mark.kind != "place"}
        for index, mark in enumerate(marks):
            wanted = RELATIVE.get(self.names[index].text.lower()) if self.names[index].pronoun else None
            if not wanted or not mark.first:
                continue
            last = mark.first - (self.frame.quote(mark.first - 1, mark.first) in {",", "–", "—", "-"})
            before = ends.get(last)
            if before is None or before == index or "\n" in self.frame.text[words[last - 1][1] : words[mark.first][0]]:
                continue
            if marks[before].kind in wanted:
                self.join(before, index)

    def _in_order(self, pronouns: Pronouns) -> None:
        """Join pronouns and common nouns with what stands before them, from the start of the text to its end."""
        marks = self.frame.marks.mentions
        for index in sorted(range(len(marks)), key=lambda each: (marks[each].first, -marks[each].last)):
            if self._kind(index) == "place":
                continue
            own = self._cluster(index)
            name = self.names[index]
            is_third = name.pronoun and pronoun_class(name.text) in THIRD
            if is_third and all(self.names[each].pronoun for each in own):
                actor = pronouns.meant(index, self.root(index))
                if actor is not None:
                    self.join(actor, index)
            elif index not in self._speaking and index not in self._brought:
                self._by_antecedent(index)
                self._by_definite(index)
            pronouns.tell(index, self.root(index))

    def _by_antecedent(self, index: int) -> None:
        """Join a mention with its antecedent where the model is sure and nothing speaks against it."""
        link = self.frame.marks.antecedents.get(index)
        if link is None or self._kind(link.target) == "place":
            return
        name, other = self.names[index], self.names[link.target]
        if (name.named and other.named) or self._of_others(index, link.target):
            return
        if self._voices.apart(index, link.target, self._cluster, self.root):
            return
        mine, others = self._called_by(index), self._called_by(link.target)
        if self._nouns.is_none_of(index, others, self.names) or self._nouns.is_none_of(link.target, mine, self.names):
            return
        needed = SURE if name.pronoun or other.pronoun else VERY_SURE
        if self._nouns.is_unlike(index, others, self.names):
            needed = max(needed, LIKELY)
        if link.probability >= needed and self._agree(index, link.target):
            self.join(link.target, index)

    def _by_definite(self, index: int) -> None:
        """Join a noun behind "the" with those of whom it was told before, where nothing else did."""
        if self.root(index) != index or (meant := self._definites.meant(index, self.root)) is None:
            return
        if self._nouns.of_one_country(meant, index):
            self.join(meant, index)

    def _agree(self, index: int, antecedent: int) -> bool:
        """Say whether two mentions may be the same actor.

        "He" and "who" are no country, "it" no person; two names don't meet over a pronoun.
        """
        text = self.names[index].text.lower()
        kinds = {self._kind(each) for each in self._cluster(antecedent)} - {"pronoun"}
        said = pronoun_class(text)
        if said in {"he", "she"}:
            return not kinds or "person" in kinds
        if text in {"who", "whom"} and kinds == {"state"}:
            return False
        if said == "it":
            return kinds != {"person"}
        others = {pronoun_class(self.names[each].text) for each in self._cluster(antecedent)} if said else set()
        if said == "we" and ((kinds == {"person"} and self._known(antecedent)) or "i" in others):
            return False
        if said == "i" and "we" in others:
            return False
        mine, theirs = self._known(index), self._known(antecedent)
        return not (mine and theirs and mine != theirs)

    def _of_others(self, index: int, antecedent: int) -> bool:
        """Say whether two states' country arcs lead to different countries, or a noun is none for a country."""
        noun = self.names[index].text if self._kind(index) == "state" else ""
        keys = (self.names[each].key or "" for each in self._cluster(antecedent))
        if noun and not all(may_name(noun, key.removeprefix("state:")) for key in keys if key.startswith("state:")):
            return True
        mine = self._pointed(index)
        theirs = self._pointed(antecedent) if mine else mine
        return bool(mine and theirs) and mine.isdisjoint(theirs)

    def _pointed(self, index: int) -> set[str]:
        """Return the countries that the arcs of a state's mentions lead to."""
        states = [each for each in self._cluster(index) if self._kind(each) == "state"]
        return {country for each in states if (country := self._nouns.country(each)) is not None}

    def _cluster(self, index: int) -> list[int]:
        return self._members[self.root(index)]

    def _known(self, index: int) -> set[str]:
        return {name.key or family(name.text) for each in self._cluster(index) if (name := self.names[each]).named}


def names_a_country(name: str) -> bool:
    """Return whether a name is a country's and nothing else: "US", whoever it is taken for where it speaks."""
    match = country_match(name)
    if match is None or match.kind is not CountryKind.NAME:
        return False
    return match.end - match.start == len(name.removeprefix("the ").removeprefix("The "))


def country_kind(text: str) -> CountryKind | None:
    """Return how a phrase names a country, None where it names none."""
    found = country_match(text)
    return found.kind if found else None
