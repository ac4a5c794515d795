"""Who a phrase means: "the Kremlin", "President Macron", "Houthi rebels", "Gen. Austin", on a day.

In go a phrase, the text around it and a day; out comes a `Resolution` with the name, country or slot, PLOVER sectors
and id, and the candidates with the reason for each. What several actors share stays open: country and code are None
then, unless all candidates agree, and the candidates tell why.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from communique.knowledge.countries import countries, country_match
from communique.knowledge.offices import sectors_of
from communique.knowledge.organizations import organization
from communique.knowledge.persons import Term, person
from communique.vocabulary import Sector


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


def resolve(phrase: str, context: str | None = None, day: datetime.date | None = None) -> Resolution:
    """Return whom a phrase means.

    Args:
        phrase: a name, a title with or without a name, or a common noun ("rebel soldiers").
        context: the text around the phrase; it tells the country where the phrase doesn't.
        day: the day on which the phrase was written; offices change hands.
    """
    found = [*_organizations(phrase), *_persons(phrase, day)]
    place = country_match(phrase)
    sectors = sectors_of(phrase)
    if found:
        first = found[0]
        return Resolution(first.name, first.country, first.sectors, first.code, tuple(found))
    if place:
        name = countries()[place.iso3].name if place.iso3 in countries() else phrase
        told = sectors or place.sectors
        candidate = Candidate(name, place.iso3, told, None, f"named by its {place.kind}")
        return Resolution(name, place.iso3, told, None, (candidate,))
    around = country_match(context) if context else None
    return Resolution(None, around.iso3 if around else None, sectors, None, ())


def _organizations(phrase: str) -> list[Candidate]:
    entry = organization(phrase)
    if entry is None:
        return []
    return [Candidate(entry.name, entry.country, entry.sectors, entry.code, "a name in the table of organisations")]


def _persons(phrase: str, day: datetime.date | None) -> list[Candidate]:
    return [_holder(term, day) for term in person(phrase, day)]


def _holder(term: Term, day: datetime.date | None) -> Candidate:
    until = term.end.isoformat() if term.end else "today"
    why = f"{term.title}, {term.start.isoformat()} to {until}"
    return Candidate(term.name, term.country, term.sectors_on(day), term.code, why)
