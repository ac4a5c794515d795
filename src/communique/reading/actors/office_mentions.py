"""An office for the person in it: "the foreign secretary" after "Jeremy Hunt", who holds that office on the day.

In: a frame, its mentions' names and the titles' bearers. Out: for a mention that is an office and nothing else the
named person of the article who is meant: one named before with that title or a longer one ("minister" for "interior
minister"), or who held that office on the day of publication and is named before or, where the office tells its
country, later. "The Turkish leader" is who heads the state or the government there. Where two could be meant it is, of
those who lead a country, the one of whom the article speaks; else nobody is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final, NamedTuple

from communique.knowledge.countries import CountryKind, countries_in, country_match
from communique.knowledge.offices import deputies, heads, kinds_of_offices, leading, sectors_of
from communique.knowledge.organizations import namesakes, nouns_of_bodies
from communique.knowledge.persons import Manner, title_key
from communique.knowledge.regions import self_governing
from communique.knowledge.user_actors import Knowledge
from communique.model import Mark
from communique.reading.actors.coreference import Named
from communique.reading.frame import Frame
from communique.reading.names.titles import LEADS_ON
from communique.vocabulary import Sector

BELONGING: Final = frozenset({"of", "for", "to", "in", "at", "with", "from", "on", "by", "under", "over"})
"""What follows one of these is where, or whose, an office is."""
OTHER: Final = re.compile(r"(?:former|ex|late|then|previous|outgoing|future|next|new|two|three|other)\b", re.IGNORECASE)
"""Words before an office that make it another one, or none that only one person holds."""
MUCH_MORE: Final = 2
"""How many times as often as any other the one who is meant has been named, of several who lead a country."""
_OF_STATE: Final = title_key("secretary of state")
_POSSESSIVE: Final = re.compile(r"['’](?:s\b|(?!\w))")


def is_office(title: str) -> bool:
    """Say whether a title names an office: "Dutch", "Israel" and "former" are none by themselves, nor is a body."""
    country = country_match(title)
    whole = country is not None and not f"{title[: country.start]}{title[country.end :]}".strip(" .,'’")
    return not whole and OTHER.fullmatch(title) is None and title.lower() not in BELONGING and not _is_body(title)


def _is_body(title: str) -> bool:
    """Say whether a title is a body that somebody is of, no state's: "human rights group", "British Islamic State".

    "Head of the group" is an office, and so is "Trade Representative", which a government has.
    """
    words = title.lower().split()
    if not BELONGING.isdisjoint(words):
        return False
    country = country_match(title)
    begins = {0, country.end + 1 if country and country.start == 0 else 0}
    return words[-1] in nouns_of_bodies() or any(
        match.start in begins and match.end == len(title) and Sector.GOV not in match.value[0].sectors
        for match in namesakes(title)
    )


class Office(NamedTuple):
    """An office by the words of its title, the countries that these name, and the cluster of who holds it.

    `key` are the words without order and in one spelling, `text` all of them but for the country's; `leads` is whether
    it is the office of who leads a country, or "leader" with nothing but the country's name.
    """

    key: frozenset[str]
    text: str
    countries: frozenset[str]
    root: int
    leads: bool

    def is_same(self, other: Office) -> bool:
        """Say whether an office is another one by its words; "the Turkish leader" is any who leads the country."""
        return self.key == other.key or (self.leads and other.leads and other.key in _keys_of_heads())

    def is_of(self, other: Office) -> bool:
        """Say whether an office may be of the country that another one tells; where that tells none, it may be."""
        return not other.countries or not self.countries.isdisjoint(other.countries)

    def ends_in(self, other: Office) -> bool:
        """Say whether another office's words end this one's, which belongs to nobody else ("the mayor's lawyer").

        What tells of what it is is left out: "the ambassador" is an "ambassador to Chad". A word for offices of several
        names ends each of them: "the diplomat" may be an ambassador. No vice president is "the president".
        """
        if other.leads and not deputies().isdisjoint(self.text.split()):
            return False
        text = LEADS_ON.sub("", self.text)
        return any(f" {text}".endswith(f" {each}") for each in (other.text, *kinds_of_offices().get(other.text, ())))


@lru_cache(maxsize=1)
def _leading() -> frozenset[frozenset[str]]:
    """Return the keys of the offices of those who lead a country."""
    return frozenset(map(title_key, leading()))


@lru_cache(maxsize=1)
def _keys_of_heads() -> frozenset[frozenset[str]]:
    """Return the keys of the words that mean any of these."""
    return frozenset(map(title_key, heads()))


def bearers(frame: Frame, sure: float) -> dict[int, int]:
    """Return which mention bears each title: the person right after it, else the one of the model's arc where sure.

    After "lawyer for" stands whom the title speaks of, not its bearer.
    """
    marks = frame.marks
    person_at = {mark.first: index for index, mark in enumerate(marks.mentions) if mark.kind == "person"}
    ends = {mark.last: index for index, mark in enumerate(marks.mentions) if mark.kind == "person"}
    found = {}
    for title, mark in enumerate(marks.titles):
        link = marks.bearers.get(title)
        bearer = link.target if link and link.probability >= sure else None
        if frame.quote(mark.last - 1, mark.last).lower() not in BELONGING:
            bearer = person_at.get(mark.last, bearer)
            apposed = _before_comma(frame, mark, ends)
            bearer = apposed if apposed is not None and _at(frame, mark.last) == "," else bearer
        if bearer is not None:
            found[title] = bearer
    return found


def _before_comma(frame: Frame, title: Mark, ends: Mapping[int, int]) -> int | None:
    """Return the person in "Liv Moe, the trade minister, Ola Brekke": the one before the title's first comma.

    An "and" before the next name changes nothing. None where that person has a title before it too: "the premier, Liv
    Moe, the trade minister, Ola Brekke".
    """
    comma = title.first - 1 - (_at(frame, title.first - 1).lower() == "the")
    after = title.last + 1 + (_at(frame, title.last + 1) == "and")
    if _at(frame, comma) != "," or not _capital(frame, after):
        return None
    person = ends.get(comma)
    if person is None or not _capital(frame, comma - 1):
        return None
    first = frame.marks.mentions[person].first
    return None if _at(frame, first - 1) == "," else person


def _at(frame: Frame, word: int) -> str:
    """Return a word, empty where there is none."""
    return frame.quote(word, word + 1) if 0 <= word < len(frame.words) else ""


def _capital(frame: Frame, word: int) -> bool:
    return _at(frame, word)[:1].isupper()


class Offices:
    """Finds the named person of an article for each of its mentions that is an office.

    `roots` gives each mention's cluster as far as names have been joined, `borne` the mention that bears each title.
    `by_title` and `by_mention` are the offices of the titles that named persons bear and of the mentions.
    """

    def __init__(
        self, frame: Frame, names: Sequence[Named], roots: Sequence[int], borne: Mapping[int, int], known: Knowledge
    ) -> None:
        self.frame, self.names, self.roots, self.known = frame, names, roots, known
        self.borne = borne
        self.by_title = {
            number: _office(title, roots[borne[number]])
            for number, mark in enumerate(frame.marks.titles)
            if number in borne and names[borne[number]].named
            for title in (frame.quote(mark.first, mark.last),)
            if not OTHER.match(title)
        }
        self.by_mention = {
            index: office
            for index, mark in enumerate(frame.marks.mentions)
            if mark.kind == "person" and not names[index].named and not names[index].pronoun
            for office in (_office(names[index].text, index),)
            if office.key and not OTHER.match(names[index].text)
        }
        self._borne = list(self.by_title.values())

    @property
    def offices(self) -> list[Office]:
        """The offices of the article's named persons: of their titles, and those that they are known to hold."""
        return [*self._borne, *self.in_office]

    def meant(self) -> dict[int, int]:
        """Return the cluster of the person for each mention that is an office somebody of the article holds."""
        found = {}
        for index, office in self.by_mention.items():
            if self.is_definite(index):
                roots = self._holders(office)
                holder = min(roots) if len(roots) == 1 else self._of_whom_it_speaks(office, roots)
                if holder is not None:
                    found[index] = holder
        return found

    def is_definite(self, index: int) -> bool:
        """Say whether a mention means one person: "the minister", "Turkey's minister", "Prime Minister" as a name.

        In a headline the article is left out.
        """
        first, text = self.frame.marks.mentions[index].first, self.names[index].text
        whose = _POSSESSIVE.search(text)
        if whose and country_match(text[: whose.start()]):
            return True
        if (first > 0 and self.frame.quote(first - 1, first).lower() == "the") or self.frame.in_headline(first):
            return True
        return " " in text and text.rpartition(" ")[2][:1].isupper()

    def _holders(self, office: Office) -> set[int]:
        """Return the clusters of those who bear the title in the article, else who hold it, else who bear one of it.

        "The president" after "Donald Trump" and "Russian president Vladimir Putin" may be either, title or not.
        """
        fits = [each for each in self._borne if each.is_of(office) and self._is_before(each.root, office.root)]
        exact = {each.root for each in fits if each.is_same(office)}
        held = {
            each.root
            for each in self.in_office
            if each.is_same(office) and each.is_of(office) and self._is_before(each.root, office.root)
        }
        if exact:
            return exact if office.countries else exact | held
        return (
            held
            or self._last_named(office, {each.root for each in fits if each.ends_in(office)})
            or self._named_later(office)
        )

    def _last_named(self, office: Office, roots: set[int]) -> set[int]:
        """Return, of those who bear a title that ends in an office's words, the one who was named last before it.

        None where two were named in that sentence, or another one since who may be meant as well: one whose title is of
        the same sector ("the general" after a defence minister), but for who leads a country.
        """
        marks = self.frame.marks.mentions
        named = {
            self.roots[index]: marks[index].first
            for index in self.frame.in_order()
            if marks[index].kind == "person"
            and self.names[index].named
            and marks[index].first < marks[office.root].first
        }
        last = max(roots, key=lambda root: named.get(root, -1), default=None)
        if last is None or last not in named:
            return roots
        sentence = self.frame.sentence(named[last])
        if any(self.frame.sentence(named[each]) == sentence for each in roots & named.keys() - {last}):
            return roots
        sectors = set(sectors_of(office.text))
        others = (each for each in self._borne if named.get(each.root, -1) > named[last] and not each.leads)
        return set() if any(sectors.intersection(sectors_of(each.text)) for each in others) else {last}

    def _named_later(self, office: Office) -> set[int]:
        """Return who holds an office by what is known and is named only later: "France's president", then "Macron".

        Only where the office tells its country, so that no other's is meant. Of whom a headline calls by an office the
        article tells the name: who bears the title there.
        """
        if self.frame.in_headline(self.frame.marks.mentions[office.root].first):
            borne = {each.root for each in self._borne if each.is_same(office) and each.is_of(office)}
            if borne:
                return borne
        if not office.countries:
            return set()
        return {each.root for each in self.in_office if each.is_same(office) and each.is_of(office)}

    def _of_whom_it_speaks(self, office: Office, roots: set[int]) -> int | None:
        """Return who of several holders is named so far much more often than the others: only of who leads a country.

        Who has left the office by the day is not counted, and nobody is returned where the word that the model takes
        for the mention's country is another holder's.
        """
        if len(roots) < 2 or not office.leads:  # noqa: PLR2004 - several
            return None
        staying = {root for root in roots if not self._has_left(office, root)} or roots
        marks = self.frame.marks
        at = marks.mentions[office.root].first
        named = Counter(
            root
            for root, name, mark in zip(self.roots, self.names, marks.mentions, strict=True)
            if root in staying and name.named and mark.first < at
        )
        (first, times), *others = named.most_common(2)
        if others and times < MUCH_MORE * others[0][1]:
            return None
        arc = marks.countries.get(office.root)
        told = {each.iso3 for each in countries_in(self.frame.quote(arc.target, arc.target + 1))} if arc else set()
        return None if told & (self._countries(staying - {first}) - self._countries({first})) else first

    def _countries(self, roots: set[int]) -> set[str]:
        """Return the countries of the offices that persons bear or hold."""
        return {iso3 for each in (*self._borne, *self.in_office) if each.root in roots for iso3 in each.countries}

    def _has_left(self, office: Office, root: int) -> bool:
        """Say whether a person is known to have held an office and not to hold it on the day: "President Obama"."""
        day = self.frame.published
        if day is None:
            return False
        called = (name.text for at, name in zip(self.roots, self.names, strict=True) if at == root and name.named)
        fullest = max(called, key=len, default="")
        held = [term for term in self.known.naming(fullest, day).terms if title_key(term.title) == office.key]
        return bool(held) and not any(term.holds(day) for term in held)

    def _is_before(self, one: int, other: int) -> bool:
        return self.frame.marks.mentions[one].first < self.frame.marks.mentions[other].first

    @cached_property
    def in_office(self) -> list[Office]:
        """The offices that the article's named persons hold on the day of publication, by what is known."""
        day = self.frame.published
        found = []
        for index, mark in enumerate(self.frame.marks.mentions):
            if day is None or mark.kind != "person" or not self.names[index].named:
                continue
            naming = self.known.naming(self.names[index].text, day)
            if naming.manner is Manner.FULL:
                for term in naming.terms:
                    if term.holds(day):
                        key, country = title_key(term.title), frozenset({term.country})
                        found.append(Office(key, term.title, country, self.roots[index], key in _leading()))
        return found


def _office(text: str, root: int) -> Office:
    """Return an office without the words for its country."""
    own, to, other = text.partition(" to ")
    bare = text if not to or not countries_in(other) else own  # an "ambassador to Chad" is nobody of Chad's
    told = countries_in(bare)
    for match in reversed(told):
        bare = bare[: match.start] + bare[match.end :]
    bare = " ".join(bare.lower().split()).removeprefix("’s ").removeprefix("'s ")
    key = title_key(bare)
    if key > _OF_STATE:
        key -= {"state"}  # a "secretary of state for defence" is a defence secretary
    # "The Scottish leader" leads no country.
    whole = bool(told) and all(each.kind is not CountryKind.REGION for each in told) and self_governing(text) is None
    leads = key in _leading() or (key in _keys_of_heads() and whole)
    return Office(key, bare, frozenset(match.iso3 for match in told), root, leads)
