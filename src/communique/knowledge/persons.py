"""Persons and their offices since about 1990, from ``actors/persons.csv`` and ``actors/officials.csv``.

The first has those whom news names by the family name alone; the second some 17,000 members of governments, who are
looked up by the full name only, and only near their terms: there are many of the same name.

A row is one term of office: name, other spellings, country or slot, PLOVER sectors, title, first and last day (a
partial ISO date stands for all its days; an empty last day for an office still held when the row was written), the
Wikidata id where it is certain, and the source. Accents don't matter in a look-up, and neither does a title in front of
the name.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from communique.knowledge.countries import countries_in
from communique.knowledge.offices import OFFICIAL, honorifics, offices_in
from communique.knowledge.phrases import PhraseTable
from communique.knowledge.tables import listed, rows
from communique.vocabulary import Sector

# Where a family name comes first.
_FAMILY_NAME_FIRST: Final = frozenset({"CHN", "HKG", "KHM", "KOR", "PRK", "TWN", "VNM"})

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

    def sectors_on(self, day: datetime.date | None) -> tuple[Sector, ...]:
        """Give the sectors on a day (None: no day in particular); once an official's term is over, ELI comes first."""
        ended = day is not None and self.end is not None and day > self.end
        if ended and self.sectors and self.sectors[0] in OFFICIAL:
            return (Sector.ELI, *self.sectors)
        return self.sectors


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    """Give all rows of the table, in its order."""
    return tuple(
        Term(
            name=row["name"],
            aliases=listed(row["aliases"]),
            country=row["country"],
            sectors=tuple(Sector(code) for code in listed(row["sectors"])),
            title=row["title"],
            start=_first_day(row["start"]),
            end=_last_day(row["end"]) if row["end"] else None,
            code=f"wikidata:{row['wikidata']}" if row["wikidata"] else None,
        )
        for row in rows("actors/persons.csv")
    )


def person(phrase: str, date: datetime.date | None = None) -> tuple[Term, ...]:
    """Give the terms of office that a name may mean, the likeliest first.

    A full name anywhere in the phrase is looked up first, then the phrase's last words as a bare family name. Terms
    that hold on the date come first, then the nearest to it; without a date the latest come first.

    Args:
        phrase: a name, with or without a title ("President Macron").
        date: the day on which the person is spoken of, such as the article's.
    """
    found = [term for match in _full_names().find(phrase) for term in match.value]
    if not found:
        found = _by_family_name(phrase) or _officials_called(phrase, date)
    found = list(dict.fromkeys(found))
    return tuple(sorted(found, key=lambda term: (_distance(term, date), -term.start.toordinal())))


def _officials_called(phrase: str, date: datetime.date | None) -> list[Term]:
    """Give the terms of members of governments of that full name, with or without titles before it."""
    words = phrase.split()
    for first in range(max(0, len(words) - 1)):
        rows = _officials().get(_official_key(" ".join(words[first:])), ())
        if rows and (first == 0 or _only_titles(" ".join(words[:first]))):
            found = [_official(row) for row in rows]
            return [term for term in found if date is None or _distance(term, date) <= NEAR]
    return []


def _official_key(name: str) -> str:
    return _unaccented(name).replace("-", " ").replace(".", "").replace("'", "")


@lru_cache(maxsize=1)
def _officials() -> dict[str, list[dict[str, str]]]:
    """Give the rows of the officials by each of their names."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows("actors/officials.csv"):
        for name in {_official_key(row["name"]), *map(_official_key, listed(row["aliases"]))}:
            found.setdefault(name, []).append(row)
    return found


def _official(row: dict[str, str]) -> Term:
    return Term(
        name=row["name"],
        aliases=listed(row["aliases"]),
        country=row["country"],
        sectors=tuple(Sector(code) for code in listed(row["sectors"])),
        title="member of the government",
        start=_first_day(row["start"] or EARLIEST),
        end=_last_day(row["end"]) if row["end"] else None,
        code=None,
    )


def _by_family_name(phrase: str) -> list[Term]:
    words = list(re.finditer(r"\S+", phrase))
    for word in words:
        if hit := _family_names().exact(phrase[word.start() :]):
            return list(hit[0]) if _only_titles(phrase[: word.start()]) else []
    return []


def _only_titles(before: str) -> bool:
    """Say whether the words before a family name are no given name."""
    known = [(match.start, match.end) for match in offices_in(before)]
    known += [(match.start, match.end) for match in countries_in(before)]
    return all(
        any(start <= word.start() < end for start, end in known) or word.group() in honorifics()
        for word in re.finditer(r"[^\W\d_]+", before)
        if word.group()[0].isupper()
    )


def _distance(term: Term, day: datetime.date | None) -> int:
    """Give the days from a term to a day; 0 within the term and without a day."""
    if day is None or term.holds(day):
        return 0
    nearest = term.start if day < term.start or term.end is None else term.end
    return abs((day - nearest).days)


def _first_day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text + "0000-01-01"[len(text) :])


def _last_day(text: str) -> datetime.date:
    first = _first_day(text)
    if text == first.isoformat():
        return first
    after = first.replace(year=first.year + 1) if "-" not in text else (first + datetime.timedelta(31)).replace(day=1)
    return after - datetime.timedelta(1)


def _unaccented(word: str) -> str:
    if word.isascii():
        return word.casefold()
    decomposed = unicodedata.normalize("NFKD", word)
    kept = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return kept.casefold().replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("\u0131", "i")


def _family_name(name: str, country: str) -> str:
    """Give the part of a full name that news uses alone: "von der Leyen", "al-Assad", "Xi"."""
    words = name.removesuffix(" Jr.").removesuffix(" Jr").split()
    if country in _FAMILY_NAME_FIRST:
        return words[0]
    particle = next((index for index, word in enumerate(words[1:], 1) if word[0].islower()), len(words) - 1)
    return " ".join(words[particle:])


def _grouped(pairs: list[tuple[str, Term]]) -> PhraseTable[tuple[Term, ...]]:
    by_name: dict[str, list[Term]] = {}
    for name, term in pairs:
        by_name.setdefault(name, []).append(term)
    return PhraseTable(((name, tuple(found)) for name, found in by_name.items()), fold=_unaccented)


@lru_cache(maxsize=1)
def _full_names() -> PhraseTable[tuple[Term, ...]]:
    return _grouped([(form, term) for term in terms() for form in (term.name, *term.aliases)])


@lru_cache(maxsize=1)
def _family_names() -> PhraseTable[tuple[Term, ...]]:
    pairs = []
    for term in terms():
        for form in dict.fromkeys(_family_name(form, term.country) for form in (term.name, *term.aliases)):
            pairs.append((form, term))
            bare = form.partition("-")[2] if form[0].islower() else ""
            if bare:
                pairs.append((bare, term))
    return _grouped(pairs)
