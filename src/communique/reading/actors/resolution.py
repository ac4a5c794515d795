"""Who a phrase means: "the Kremlin", "President Macron", "Houthi rebels", "the US defence secretary", on a day.

In go the words for an actor, the words around them and a day, as `Clues`; out comes a `Resolution` with the name,
country or slot, PLOVER sectors and id, and the candidates with the reason for each. A single phrase (`resolve`) and the
actors of a reading are resolved in the same way.

The order of evidence for the country: an organisation of that name, a person of that name, what the words say (a name,
a demonym, a seat of power, an organisation inside them), the person about whom they speak, a town, the words around,
and at last the people ("ethnic Albanians"). What several actors share stays open: name, country and code are None then
unless all candidates agree, and the candidates tell why.

Persons and organisations are looked up in what is known (`Knowledge`): the shipped tables, with a user's actors first.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from communique.knowledge.countries import CountryKind, CountryMatch, countries, countries_in, country_match
from communique.knowledge.genders import is_given_name
from communique.knowledge.offices import DECIDES, OFFICIAL, TELLS, Body, sectors_of
from communique.knowledge.organizations import Organization, called_shortly
from communique.knowledge.peoples import homes_of_people, homes_of_people_in
from communique.knowledge.persons import Manner, Naming, Term, distance
from communique.knowledge.towns import is_city
from communique.knowledge.user_actors import SHIPPED, Knowledge
from communique.reading.places.towns import Town, town_in
from communique.vocabulary import ActorKind, Sector

RECENT: Final = 3 * 365
"""Days from a term within which news still speaks of its holder by the bare family name."""
MULTINATIONAL: Final = frozenset({"MNC", "ISM"})
"""Slots of those who stay what they are when a country is named beside ("the Danish shipping giant Maersk")."""
ACROSS: Final = MULTINATIONAL | {"IGO", "UNO", "EUR", "IMG"}
"""Slots of those who have no namesake in a country."""

_OF: Final = re.compile(r"\b(?:of|for|in|at|from|with|by|and|or)\s+(?:the\s+)?$", re.IGNORECASE)
_OWNING: Final = re.compile(r"['’]s?\b")
_BARE: Final = re.compile(r"^(?:the|a|an|its|his|her|their)\s+|['’]s?$|[\s.,]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of an actor.

    Attributes:
        names: its proper names, or the phrase of which nothing else is known.
        nouns: common nouns that it is called by ("Hamas officials").
        titles: titles that it bears.
        kind: None where it isn't known; the names may then be anything.
        around: words that tell the country where the actor's own don't, the nearest first.
        day: the day on which it is spoken of; offices change hands.
    """

    names: tuple[str, ...]
    nouns: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    kind: ActorKind | None = None
    around: tuple[str, ...] = ()
    day: datetime.date | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The words that say what it is: all but a person's own name."""
        named = () if self.kind is ActorKind.PERSON else self.names
        return (*named, *self.nouns, *self.titles)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a phrase may mean, and why."""

    name: str
    country: str | None
    sectors: tuple[Sector, ...]
    code: str | None
    why: str

    def to_json(self) -> dict[str, Any]:
        """Return the candidate as plain JSON."""
        return {
            "name": self.name,
            "country": self.country,
            "sectors": [str(each) for each in self.sectors],
            "code": self.code,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a phrase means; all is None or empty where nothing is known."""

    name: str | None
    country: str | None
    sectors: tuple[Sector, ...]
    code: str | None
    candidates: tuple[Candidate, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the resolution as plain JSON."""
        return {
            "name": self.name,
            "country": self.country,
            "sectors": [str(each) for each in self.sectors],
            "code": self.code,
            "candidates": [each.to_json() for each in self.candidates],
        }


def resolve(
    phrase: str, context: str | None = None, day: datetime.date | None = None, known: Knowledge = SHIPPED
) -> Resolution:
    """Return whom a phrase means.

    Args:
        phrase: a name, a title with or without a name, or a common noun ("rebel soldiers").
        context: the text around the phrase; it tells the country where the phrase doesn't.
        day: the day on which the phrase was written; offices change hands.
        known: the persons and organisations that are known.
    """
    return identify(Clues((phrase,), around=(context,) if context else (), day=day), known)


def identify(clues: Clues, known: Knowledge = SHIPPED) -> Resolution:
    """Return whom the clues mean, of those who are known."""
    told = _told(clues.words)
    around = _around(clues.around, homes_of(clues))
    bodies = _organizations(clues, told, around, known)
    said = _sectors(clues, known)
    if own := [candidate for candidate, is_own in bodies if is_own]:
        return _of(own, said, bodies)
    hint = told.iso3 if told and told.kind is not CountryKind.PEOPLE else bodies[0][0].country if bodies else None
    persons, about = _persons(clues, hint, around, said, known)
    if persons:
        return _of(persons, (), bodies)
    for found in (_by_words(clues, told, bodies, said, known), about and _of(about, said, named=False)):
        if found:
            return found
    return _by_surroundings(clues, around, said, known)


def _of(
    found: list[Candidate],
    said: tuple[Sector, ...] = (),
    further: Iterable[tuple[Candidate, bool]] = (),
    *,
    named: bool = True,
) -> Resolution:
    """Return what candidates agree on; the sectors that the words say where the candidates tell none."""
    first = found[0]
    codes = {each.code for each in found} - {None}
    one = named and len({each.name for each in found}) == 1 and len(codes) <= 1
    country = first.country if len({each.country for each in found}) == 1 else None
    shared = tuple(sector for sector in first.sectors if all(sector in each.sectors for each in found))
    sectors = first.sectors if one and country else shared
    every = dict.fromkeys((*found, *(candidate for candidate, _ in further)))
    alike = named and len({each.name for each in found}) == 1
    return Resolution(
        name=first.name if alike else None,
        country=country,
        sectors=(sectors or said) if named else (said or sectors),
        code=first.code if one and country else None,
        candidates=tuple(every),
    )


def _told(words: Iterable[str]) -> CountryMatch | None:
    """Return the first country that the words name; a people only where it is the only one."""
    found = [match for each in words if (match := country_match(each))]
    return next((match for match in found if match.kind is not CountryKind.PEOPLE), found[0] if found else None)


def homes_of(clues: Clues) -> frozenset[str]:
    """Return the countries where the people lives that the words name, a person's own name aside."""
    return next((homes for text in clues.words if (homes := homes_of_people_in(text))), frozenset())


@lru_cache(maxsize=1024)
def _around(texts: tuple[str, ...], homes: frozenset[str]) -> tuple[str, ...]:
    """Return the countries that the nearest text that names any speaks of, only homes where there are some."""
    for text in texts:
        named = dict.fromkeys(match.iso3 for match in countries_in(text))
        if found := tuple(each for each in named if not homes or each in homes):
            return found
    return ()


def _agreeing(found: list[Candidate], told: CountryMatch | None, around: tuple[str, ...]) -> list[Candidate]:
    """Return the candidates of the country that the words name, else of those around; all where none is of them."""
    for hints in ((told.iso3,) if told else (), around):
        if near := [each for each in found if each.country in hints]:
            return near
    return found


def _organizations(
    clues: Clues, told: CountryMatch | None, around: tuple[str, ...], known: Knowledge
) -> list[tuple[Candidate, bool]]:
    """Return the organisations of the words, and whether the actor is the organisation or of it."""
    if clues.kind is ActorKind.STATE and told and not any(map(known.kind, clues.names)):
        return []
    found: list[tuple[Candidate, bool]] = []
    for text in clues.words:
        country = country_match(text)
        for match in known.namesakes(text, clues.day):
            homes = homes_of_people(text[: match.start]) if match.start else frozenset()
            if homes and _elsewhere(match.value, homes):  # the "Kurdish Workers' Party" isn't Brazil's
                continue
            is_own = (
                clues.kind is not ActorKind.PERSON
                and not text[match.end :].strip(" .,'’s")
                and not _OF.search(text, 0, match.start)
                and not (country and country.end <= match.start and _elsewhere(match.value, frozenset({country.iso3})))
            )
            why = None if is_own else "an organisation that the words speak of"
            entries = [_organization(entry, clues.day, why or entry.told) for entry in match.value]
            found += [(each, is_own) for each in _agreeing(entries, told, around)]
        if any(is_own for _, is_own in found):
            break
    alone = clues.names if clues.kind is ActorKind.ORGANIZATION else ()
    papers = [_organization(entry, clues.day, entry.told) for entry in called_shortly(alone)]
    return found or [(each, True) for each in _agreeing(papers, told, around)]


def _elsewhere(entries: Iterable[Organization], homes: frozenset[str]) -> bool:
    """Say whether an organisation with other countries before its name is a namesake: "Norway's Labour Party"."""
    return all(entry.country not in homes | ACROSS for entry in entries)


def _organization(entry: Organization, day: datetime.date | None, why: str) -> Candidate:
    return Candidate(entry.name, entry.country or None, entry.sectors_on(day), entry.code, why)


def _persons(
    clues: Clues, hint: str | None, around: tuple[str, ...], said: tuple[Sector, ...], known: Knowledge
) -> tuple[list[Candidate], list[Candidate]]:
    """Return the persons whom the names may mean, and those about whom they speak."""
    if clues.kind in {None, ActorKind.PERSON} and clues.names:
        fullest = max(clues.names, key=len)
        found = known.naming(fullest, clues.day)
        terms = _supported(found, fullest, clues, hint, around)
        meant = [_holder(term, clues.day, said) for term in terms]
        meant = _agreeing(meant, None, around) if len({each.country for each in meant}) > 1 else meant
        if meant:
            return ([], meant) if found.manner is Manner.RETINUE else (meant, [])
    for text in clues.words:
        found = known.naming(text, clues.day)
        if found.terms and found.manner is not Manner.FAMILY:
            terms = _supported(found, text, clues, hint, around)
            return [], [_holder(term, clues.day, said) for term in terms]
    return [], []


def _supported(found: Naming, name: str, clues: Clues, hint: str | None, around: tuple[str, ...]) -> tuple[Term, ...]:
    """Return the terms that may be meant.

    Where the words name a country or an organisation it is the term's, unless the office is no country's. Those in
    office on the day come before all others. A bare family name needs support beside: the words hold one of the
    office's, or the term is near the day; without a day, all of that name are of one country. Where it is a given name
    too ("Omar, a barber") the words around have to name the country as well.
    """
    terms = found.terms
    if hint:
        terms = tuple(term for term in terms if term.country == hint) or tuple(
            term for term in terms if term.country not in countries()
        )
    elif found.manner is not Manner.FULL:
        said = {word for text in (*clues.titles, name) for word in text.lower().split()}
        spoken = tuple(term for term in terms if said & set(term.title.lower().split()))
        near = tuple(term for term in terms if clues.day and distance(term, clues.day) <= RECENT)
        alone = terms if clues.day is None and len({term.country for term in terms}) == 1 else ()
        if is_given_name(_OWNING.split(name)[0].rpartition(" ")[2]):
            near = tuple(term for term in near if term.country in around)
            alone = tuple(term for term in alone if term.country in around)
        terms = spoken or near or alone
    day = clues.day
    holding = tuple(term for term in terms if day and term.holds(day))
    if holding:
        return holding
    if terms and day and len({term.name for term in terms}) > 1:
        near = tuple(term for term in terms if distance(term, day) <= RECENT)
        return near or terms
    return terms


def _holder(term: Term, day: datetime.date | None, said: tuple[Sector, ...]) -> Candidate:
    return Candidate(term.name, term.country or None, _sectors_of_term(term, day, said), term.code, term.told)


def _sectors_of_term(term: Term, day: datetime.date | None, said: tuple[Sector, ...]) -> tuple[Sector, ...]:
    """Return a person's sectors on the day: the office's while it is held, else what the words say."""
    if day is None:
        return said or term.sectors
    if term.holds(day):
        return term.sectors or said
    left = term.sectors_on(day)
    if not said:
        return left
    return left if said[0] in OFFICIAL and left[:1] == (Sector.ELI,) and said[0] in left else said


def _sectors(clues: Clues, known: Knowledge) -> tuple[Sector, ...]:
    """Return the sectors that the words say: the longest title first, then nouns and names."""
    words = (*sorted(clues.titles, key=len, reverse=True), *clues.nouns, *clues.names)
    return next((told for text in words if (told := _said(text, clues.day, known))), ())


@lru_cache(maxsize=4096)
def _said(text: str, day: datetime.date | None, known: Knowledge) -> tuple[Sector, ...]:
    bodies = [
        Body(match.start, match.end, match.sectors, TELLS if match.kind is CountryKind.SEAT else DECIDES)
        for match in countries_in(text)
    ]
    bodies += [
        Body(match.start, match.end, match.value[0].sectors_on(day), DECIDES)
        for match in known.namesakes(text, day)
        if len({entry.sectors for entry in match.value}) == 1
    ]
    return sectors_of(text, tuple(bodies))


def _by_words(
    clues: Clues,
    told: CountryMatch | None,
    bodies: list[tuple[Candidate, bool]],
    said: tuple[Sector, ...],
    known: Knowledge,
) -> Resolution | None:
    """Return what the words say: an organisation or a country inside them, whichever comes first."""
    inside = [candidate for candidate, _ in bodies]
    people = told is not None and told.kind is CountryKind.PEOPLE
    if inside and (told is None or people or inside[0].country in MULTINATIONAL or _first_is_body(clues, known)):
        first = [each for each in inside if each.country == inside[0].country]
        return _of(first if len({each.name for each in inside}) > len(first) else inside, said, named=False)
    if told is None or people:
        return None
    country = countries().get(told.iso3)
    phrase = next(text for text in clues.words if country_match(text) == told)
    whole = _BARE.sub("", _BARE.sub("", phrase)) == phrase[told.start : told.end]
    sectors = said or told.sectors
    if whole and told.kind is CountryKind.CAPITAL:
        sectors = (Sector.GOV,)
    if whole and told.kind is CountryKind.REGION and not sectors and is_city(phrase[told.start : told.end], told.iso3):
        sectors = (Sector.CVL,)
    name = country.name if country else phrase
    if office := _in_office(clues, phrase, told, said, known):
        return office
    candidate = Candidate(name, told.iso3, sectors, None, f"named by its {told.kind}")
    return Resolution(name if whole else None, told.iso3, sectors, None, (candidate,))


def _first_is_body(clues: Clues, known: Knowledge) -> bool:
    """Say whether an organisation stands before the country in the first of the words that has either."""
    for text in clues.words:
        bodies, country = known.namesakes(text, clues.day), country_match(text)
        if bodies or country:
            return bool(bodies) and (country is None or bodies[0].start < country.start)
    return False


def _in_office(
    clues: Clues, phrase: str, told: CountryMatch, said: tuple[Sector, ...], known: Knowledge
) -> Resolution | None:
    """Return who held the office on the day, where the phrase is an office of the country and nothing else."""
    if clues.day is None or clues.kind not in {None, ActorKind.PERSON} or (clues.kind and clues.names):
        return None
    title = phrase[: told.start] + " " + phrase[told.end :]
    held = [_holder(term, clues.day, said) for term in known.holders(title, told.iso3, clues.day)]
    return _of(held) if held else None


def _by_surroundings(clues: Clues, around: tuple[str, ...], said: tuple[Sector, ...], known: Knowledge) -> Resolution:
    """Return what a town in the words or the text around tells of the country."""
    town = next((town for text in clues.words if (town := town_in(text, around))), None)
    if town:
        return _of_town(town, said)
    rulers = [entry for text in clues.words for entry in known.ruling(text)]
    if rulers:
        return _of([_organization(entry, clues.day, "it rules there") for entry in rulers], said, named=False)
    if len(around) == 1:
        return Resolution(None, around[0], said, None, (_near(around[0], said),))
    people = _told(clues.words)
    if people and (not around or people.iso3 in around):
        return Resolution(None, people.iso3, said, None, (_near(people.iso3, said, "the country of its people"),))
    return Resolution(None, None, said, None, tuple(_near(each, said) for each in around))


def _near(iso3: str, said: tuple[Sector, ...], why: str = "named in the text around") -> Candidate:
    known = countries().get(iso3)
    return Candidate(known.name if known else iso3, iso3, said, None, why)


def _of_town(town: Town, said: tuple[Sector, ...]) -> Resolution:
    """Return a town's country; a town alone stands for the people who live there."""
    sectors = said or ((Sector.CVL,) if town.alone else ())
    found = tuple(
        Candidate(town.name, iso3, sectors, None, f"{share:.0%} of the inhabitants of places of that name")
        for iso3, share in town.countries
    )
    return Resolution(town.name if town.alone and town.country else None, town.country, sectors, None, found)
