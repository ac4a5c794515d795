"""Persons and their offices since about 1990, from ``actors/persons.csv`` and ``actors/officials.csv``.

The first has those whom news names by the family name alone; the second some 17,000 members of governments, who are
looked up by the full name only, and only near their terms: there are many of the same name.

A row is one term of office: name, other spellings, country or slot, PLOVER sectors, title, first and last day (a
partial ISO date stands for all its days; an empty last day for an office still held when the row was written), the
Wikidata id where it is certain, and the source. Accents don't matter in a look-up, and neither does a title in front of
the name.
"""

import csv
import datetime
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from communique.knowledge.countries import countries_in
from communique.knowledge.days import first_day, last_day
from communique.knowledge.offices import OFFICIAL, honorifics, offices_in
from communique.knowledge.phrases import PhraseTable
from communique.knowledge.tables import document, listed, rows
from communique.vocabulary import Sector

# Where a family name comes first.
_FAMILY_NAME_FIRST: Final = frozenset({"CHN", "HKG", "KHM", "KOR", "PRK", "TWN", "VNM"})

# Words that two forms of one title may differ in ("minister of defence", "US defense minister").
_SMALL: Final = frozenset({"of", "the", "for", "and", "s", "current", "incumbent", "serving", "new"})
_OFFICIALS: Final = "actors/officials.csv"
_SPELLINGS: Final = {"defence": "defense", "labour": "labor", "premier": "prime minister", "adviser": "advisor"}

NEAR: Final = 15 * 365
"""Days from a term within which a full name that isn't well known still means the official."""
EARLIEST: Final = "1970"
"""First year of a term whose beginning the table doesn't tell."""


@dataclass(frozen=True, slots=True)
class Term:
    """One person in one office.

    Attributes:
        name: the person's usual full name.
        aliases: other spellings and fuller forms.
        country: ISO 3166-1 alpha-3 code, or PLOVER's slot.
        sectors: those of the office, most specific first; empty for the heads of organisations of states.
        title: the office.
        start: first day.
        end: last day; None where it had not ended.
        code: ``wikidata:Q…``, or None.
    """

    name: str
    aliases: tuple[str, ...]
    country: str
    sectors: tuple[Sector, ...]
    title: str
    start: datetime.date
    end: datetime.date | None
    code: str | None

    def holds(self, day: datetime.date) -> bool:
        """Say whether the person was in this office on a day."""
        return self.start <= day and (self.end is None or day <= self.end)

    @property
    def told(self) -> str:
        """What the table says of the term, for people."""
        return f"{self.title}, {self.start.isoformat()} to {self.end.isoformat() if self.end else 'today'}"

    def sectors_on(self, day: datetime.date | None) -> tuple[Sector, ...]:
        """Give the sectors on a day (None: no day in particular); once an official's term is over, ELI comes first."""
        ended = day is not None and self.end is not None and day > self.end
        if ended and self.sectors and self.sectors[0] in OFFICIAL:
            return (Sector.ELI, *self.sectors)
        return self.sectors


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(rows("actors/persons.csv"))


@cache
def _term(number: int) -> Term:
    """Give the term of a row; few of them are ever asked for."""
    row = _rows()[number]
    return Term(
        name=row["name"],
        aliases=listed(row["aliases"]),
        country=row["country"],
        sectors=tuple(Sector(code) for code in listed(row["sectors"])),
        title=row["title"],
        start=first_day(row["start"]),
        end=last_day(row["end"]) if row["end"] else None,
        code=f"wikidata:{row['wikidata']}" if row["wikidata"] else None,
    )


def terms() -> tuple[Term, ...]:
    """Give all rows of the table, in its order."""
    return tuple(map(_term, range(len(_rows()))))


class Manner(StrEnum):
    """How a phrase names a person; the retinue are those about him: "the Bush administration", "Putin's spokesman"."""

    FULL = auto()
    FAMILY = auto()
    RETINUE = auto()


class Naming(NamedTuple):
    """The terms of office of those whom a name may mean, the likeliest first, and how they are named."""

    terms: tuple[Term, ...]
    manner: Manner


class Register:
    """The terms of a table, found by the names of those who serve them and by their offices.

    Args:
        people: for each term the name and the other spellings, and the country, of which the form of names depends.
        titles: for each term the country and the office.
        term: gives the term of a number; few of them are ever asked for.
    """

    def __init__(
        self,
        people: Sequence[tuple[tuple[str, ...], str]],
        titles: Iterable[tuple[str, str]],
        term: Callable[[int], Term],
    ) -> None:
        self._term = term
        self._people = people
        self._full_names = self._by_forms(unaccented, shortest=1)
        self._spellings: PhraseTable[tuple[int, ...]] | None = None
        self._families: PhraseTable[tuple[int, ...]] | None = None
        self._titles = titles
        self._by_title: dict[tuple[str, frozenset[str]], list[int]] | None = None

    def bears(self, name: str) -> bool:
        """Say whether somebody bears a full name."""
        return bool(self._full_names.exact(name))

    def _by_forms(self, fold: Callable[[str], str], *, shortest: int) -> PhraseTable[tuple[int, ...]]:
        """Give the table of full names of so many words at least."""
        named = ((form, number) for number, (forms, _) in enumerate(self._people) for form in forms)
        return _grouped(((form, number) for form, number in named if len(form.split()) >= shortest), fold)

    def by_full_name(self, phrase: str) -> Naming | None:
        """Give the terms of those whose full name is in a phrase, in the order of the table; None where none is.

        Where nobody is spelled so, of those who are in another transcription: "Abdel Fatah al-Sisi".
        """
        full = list(self._full_names.find(phrase))
        if not full:
            if self._spellings is None:
                self._spellings = self._by_forms(transcribed, shortest=2)
            full = list(self._spellings.find(phrase))
        if not full:
            return None
        meant = [match for match in full if _ends_name(phrase, match.end)]
        manner = Manner.FULL if meant else Manner.RETINUE
        return Naming(tuple(self._term(number) for match in meant or full for number in match.value), manner)

    def by_family_name(self, phrase: str) -> list[Term]:
        """Give the terms of those whose family name ends a phrase, after nothing but titles."""
        for word in re.finditer(r"\S+", phrase):
            if hit := self._family_names().exact(phrase[word.start() :]):
                return [self._term(number) for number in hit[0]] if only_titles(phrase[: word.start()]) else []
        return []

    def by_retinue(self, phrase: str) -> list[Term]:
        """Give the terms of those about whom others are: "Putin's spokesman"."""
        about = _retinue().search(phrase)
        before = phrase[: about.start()].removeprefix("the ").removeprefix("The ") if about else ""
        return self.by_family_name(before) if about else []

    def holders(self, title: str, country: str, day: datetime.date) -> list[Term]:
        """Give the terms of those who held an office of a country on a day, whatever the usual form of the title."""
        if self._by_title is None:
            found: dict[tuple[str, frozenset[str]], list[int]] = {}
            for number, (each, office) in enumerate(self._titles):
                found.setdefault((each, title_key(office)), []).append(number)
            self._by_title = found
        held = map(self._term, self._by_title.get((country, title_key(title)), ()))
        return [term for term in held if term.holds(day)]

    def _family_names(self) -> PhraseTable[tuple[int, ...]]:
        if self._families is None:
            people = enumerate(self._people)
            pairs = ((form, number) for number, (forms, country) in people for form in _families(forms, country))
            self._families = _grouped(pairs, unaccented)
        return self._families


@lru_cache(maxsize=1)
def _register() -> Register:
    people = [((row["name"], *listed(row["aliases"])), row["country"]) for row in _rows()]
    return Register(people, ((row["country"], row["title"]) for row in _rows()), _term)


@lru_cache(maxsize=4096)
def naming(phrase: str, date: datetime.date | None = None) -> Naming:
    """Give the terms of office of those whom a phrase may mean or speak of; see ``person``."""
    if full := _register().by_full_name(phrase):
        return full._replace(terms=likeliest(full.terms, date))
    if found := _register().by_family_name(phrase):
        return Naming(likeliest(found, date), Manner.FAMILY)
    if found := _officials_called(phrase, date):
        return Naming(likeliest(found, date), Manner.FULL)
    return Naming(likeliest(_register().by_retinue(phrase), date), Manner.RETINUE)


def person(phrase: str, date: datetime.date | None = None) -> tuple[Term, ...]:
    """Give the terms of office that a name may mean, the likeliest first.

    A full name anywhere in the phrase is looked up first, then the phrase's last words as a bare family name. Terms
    that hold on the date come first, then the nearest to it; without a date the latest come first.

    Args:
        phrase: a name, with or without a title ("President Macron").
        date: the day on which the person is spoken of, such as the article's.
    """
    return naming(phrase, date).terms


@lru_cache(maxsize=4096)
def holders(title: str, country: str, day: datetime.date) -> tuple[Term, ...]:
    """Give the terms of those who held an office of a country on a day, whatever the usual form of the title."""
    return tuple(_register().holders(title, country, day))


@lru_cache(maxsize=4096)
def title_key(title: str) -> frozenset[str]:
    """Give the words by which the usual forms of a title are one: "US defense minister", "minister of defence"."""
    words = re.findall(r"[^\W_]+", title.casefold())
    return frozenset(" ".join(_SPELLINGS.get(word, word) for word in words).split()) - _SMALL


def likeliest(found: Iterable[Term], date: datetime.date | None) -> tuple[Term, ...]:
    """Give terms once each: those that hold on a day first, then the nearest to it; without a day the latest first."""
    once = dict.fromkeys(found)
    return tuple(sorted(once, key=lambda term: (distance(term, date), -term.start.toordinal())))


def _ends_name(phrase: str, end: int) -> bool:
    """Say whether a name that ends there is what the phrase means, and no mere attribute of it."""
    return re.match(r"\W*$|\s*[,(;:–—-]|\s+(?:and|who|of|with|in|at)\s", phrase[end:]) is not None


@lru_cache(maxsize=1)
def _retinue() -> re.Pattern[str]:
    words = "|".join(document("actors/affixes.yaml")["retinue"])
    return re.compile(rf"['’]s?\s+(?=[^\W\d])|\s+(?=(?i:{words})\b)")


def _officials_called(phrase: str, date: datetime.date | None) -> list[Term]:
    """Give the terms of members of governments of that full name, with or without titles before it."""
    words = phrase.split()
    for first in range(max(0, len(words) - 1)):
        found = _officials_named(" ".join(words[first:]))
        if found and (first == 0 or only_titles(" ".join(words[:first]))):
            return [term for term in found if date is None or distance(term, date) <= NEAR]
    return []


def _official_key(name: str) -> str:
    return unaccented(name).replace("-", " ").replace(".", "").replace("'", "")


@lru_cache(maxsize=1)
def _officials() -> list[str]:
    """Give the lines of the table of officials; they are in the order of their forms for comparison."""
    return files(__package__).joinpath(_OFFICIALS).read_text(encoding="utf-8").splitlines()


@lru_cache(maxsize=4096)  # halving comes to the same lines again and again
def _form_of(line: str) -> str:
    return _official_key(line.partition(",")[0])


def _officials_named(name: str) -> list[Term]:
    """Give the terms of the officials who are called so, found by halving: a table of all names would load too long."""
    lines, wanted = _officials(), _official_key(name)
    first = last = bisect_left(lines, wanted, lo=1, key=_form_of)
    while last < len(lines) and _form_of(lines[last]) == wanted:
        last += 1
    return [_official(row) for row in csv.DictReader([lines[0], *lines[first:last]])] if first < last else []


def _official(row: dict[str, str]) -> Term:
    return Term(
        name=row["name"],
        aliases=(),
        country=row["country"],
        sectors=tuple(Sector(code) for code in listed(row["sectors"])),
        title="member of the government",
        start=first_day(row["start"] or EARLIEST),
        end=last_day(row["end"]) if row["end"] else None,
        code=None,
    )


def only_titles(before: str) -> bool:
    """Say whether the words before a family name are no given name."""
    known = [(match.start, match.end) for match in offices_in(before)]
    known += [(match.start, match.end) for match in countries_in(before)]
    return all(
        any(start <= word.start() < end for start, end in known) or word.group() in honorifics()
        for word in re.finditer(r"[^\W\d_]+", before)
        if word.group()[0].isupper()
    )


def distance(term: Term, day: datetime.date | None) -> int:
    """Give the days from a term to a day; 0 within the term and without a day."""
    if day is None or term.holds(day):
        return 0
    nearest = term.start if day < term.start or term.end is None else term.end
    return abs((day - nearest).days)


_MARKS: Final = re.compile("[\u0300-\u036f]+")
_TWICE: Final = re.compile(r"(.)\1+")
_MOHAMED: Final = re.compile(r"m[ou]ham[ae]d")


def unaccented(word: str) -> str:
    """Give a word without accents, in small letters: "Erdoğan" and "Erdogan" are one name."""
    if word.isascii():
        return word.casefold()
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", word)).casefold()
    return plain.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("\u0131", "i")


def transcribed(word: str) -> str:
    """Give a name's word by what its transcriptions share: "Fattah" and "Fatah", "Pashinyan" and "Pashinian"."""
    plain = _TWICE.sub(r"\1", unaccented(word).replace("y", "i"))
    return "al" if plain == "el" else _MOHAMED.sub("mohamed", plain)


def _family_name(name: str, country: str) -> str:
    """Give the part of a full name that news uses alone: "von der Leyen", "al-Assad", "Xi"."""
    words = name.removesuffix(" Jr.").removesuffix(" Jr").split()
    if country in _FAMILY_NAME_FIRST:
        return words[0]
    particle = next((index for index, word in enumerate(words[1:], 1) if word[0].islower()), len(words) - 1)
    return " ".join(words[particle:])


def _grouped(pairs: Iterable[tuple[str, int]], fold: Callable[[str], str]) -> PhraseTable[tuple[int, ...]]:
    """Return a table from names to the numbers of their rows; `fold` makes the key of a word."""
    by_name: dict[str, list[int]] = {}
    for name, number in pairs:
        by_name.setdefault(name, []).append(number)
    return PhraseTable(((name, tuple(found)) for name, found in by_name.items()), fold=fold)


def _families(forms: Iterable[str], country: str) -> list[str]:
    """Give the forms of a family name, with and without an article: "al-Assad", "Assad"."""
    found = list(dict.fromkeys(_family_name(form, country) for form in forms))
    return [each for form in found for each in (form, form.partition("-")[2] if form[:1].islower() else "") if each]
