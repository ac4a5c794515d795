"""Who is known: the shipped tables, with the actors that a user gives before them.

In go rows of a user's table; `Knowledge` answers what the tables of persons and organisations are asked. It is handed
down to whatever resolves actors, so that two readers in one program may know different actors.

The user's actors come first, by these rules:

- A name or alias that the user writes stands before the shipped actors of the same name, on the days of its terms. On
  other days a shipped actor who holds an office then (or a shipped organisation of the name) comes first.
- Where one name is inside another ("Azure Front", "People's Azure Front"), the longer one is meant.
- A person's bare family name that the user doesn't write as an alias counts only where the shipped tables know nobody.
- All rows that hold on the day count; where they disagree, resolution leaves the actor open, with each as a candidate.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from communique.errors import InputError
from communique.knowledge.actor_table import ActorRow, read_table
from communique.knowledge.organizations import Organization, namesakes, rulers, ruling, spoken_of
from communique.knowledge.persons import (
    Manner,
    Naming,
    Register,
    Term,
    holders,
    likeliest,
    naming,
    only_titles,
)
from communique.knowledge.phrases import Match, PhraseTable
from communique.vocabulary import ActorKind, Sector

_T = TypeVar("_T")
Bodies = tuple[Match[tuple[Organization, ...]], ...]

_REMEMBERED: Final = 8192
"""Phrases whose answers are kept."""


@dataclass(frozen=True, slots=True)
class OwnTerm(Term):
    """A person's term as a row of the user's table tells it."""

    row: ActorRow

    @property
    def told(self) -> str:
        """What the table says of the term, and where."""
        return _told(self.row)


@dataclass(frozen=True, slots=True)
class OwnOrganization(Organization):
    """An organisation, group or state as a row of the user's table tells it."""

    row: ActorRow

    @property
    def told(self) -> str:
        """What the table says of it, and where."""
        return _told(self.row)

    def sectors_on(self, day: datetime.date | None) -> tuple[Sector, ...]:  # noqa: ARG002  # each term has a row
        """Give the sectors of the row, whatever the day."""
        return self.sectors

    def holds(self, day: datetime.date) -> bool:
        """Say whether the row holds on a day."""
        return self.row.first <= day and (self.row.last is None or day <= self.row.last)

    def distance(self, day: datetime.date) -> int:
        """Give the days from the row's term to a day."""
        if self.holds(day):
            return 0
        nearest = self.row.first if day < self.row.first or self.row.last is None else self.row.last
        return abs((day - nearest).days)


def _told(row: ActorRow) -> str:
    term = f", {row.start or 'always'} to {row.end or 'today'}" if row.start or row.end else ""
    return f"{row.title or row.kind}{term} ({row.source or 'given by the user'})"


class Knowledge:
    """Who is known: what the shipped tables tell, with the rows of a user's table before them.

    Args:
        rows: the user's actors, one row for each term.
    """

    def __init__(self, rows: Iterable[ActorRow] = ()) -> None:
        rows = tuple(rows)
        persons = [row for row in rows if row.kind is ActorKind.PERSON]
        bodies = [row for row in rows if row.kind is not ActorKind.PERSON]
        self._terms = _terms_of(persons)
        self._bodies = _table_of(bodies)
        self.size = len(rows)
        # The answers of each table are its own; a method's cache would keep every table alive.
        self._naming = lru_cache(_REMEMBERED)(self._find_persons)
        self._spoken = lru_cache(_REMEMBERED)(self._find_bodies)

    def naming(self, phrase: str, day: datetime.date | None) -> Naming:
        """Give the terms of those whom a phrase may mean or speak of, and how it names them."""
        return self._naming(phrase, day) if self._terms else naming(phrase, day)

    def holders(self, title: str, country: str, day: datetime.date) -> tuple[Term, ...]:
        """Give the terms of those who held an office of a country on a day: the user's, else the shipped ones."""
        own = self._terms.offices.holders(title, country, day) if self._terms else ()
        return tuple(own) or holders(title, country, day)

    def namesakes(self, phrase: str, day: datetime.date | None) -> Bodies:
        """Give the organisations that a phrase for an actor speaks of, each name with all that bear it."""
        return self._spoken(phrase, day) if self._bodies else namesakes(phrase)

    def ruling(self, phrase: str) -> tuple[Organization, ...]:
        """Give the organisations that rule what a phrase speaks of."""
        own = rulers(phrase, self._bodies) if self._bodies else ()
        return own or ruling(phrase)

    def organization(self, phrase: str, day: datetime.date | None) -> Organization | None:
        """Give the organisation that a phrase names: as a whole, else the first inside it, else None."""
        found = self.namesakes(phrase, day)
        return found[0].value[0] if found else None

    def kind(self, name: str) -> ActorKind | None:
        """Give the kind of actor that the user says bears a name; None where nobody does or several kinds do."""
        bare = name.removeprefix("the ").removeprefix("The ")
        kinds = {each.kind for entries in (self._bodies.exact(bare) if self._bodies else ()) for each in entries}
        if self._terms and self._terms.bears(bare):
            kinds.add(ActorKind.PERSON)
        return kinds.pop() if len(kinds) == 1 else None

    def _find_persons(self, phrase: str, day: datetime.date | None) -> Naming:
        shipped = naming(phrase, day)
        own = self._terms.named(phrase) if self._terms else None
        if own is None:
            return shipped if shipped.terms or self._terms is None else self._terms.named_in_part(phrase, day)
        if own.manner is Manner.RETINUE and shipped.manner is Manner.FULL and shipped.terms:
            return shipped
        holding = tuple(term for term in own.terms if day is None or term.holds(day))
        if not holding and day and shipped.manner is own.manner and any(term.holds(day) for term in shipped.terms):
            return shipped
        return own._replace(terms=likeliest(holding or own.terms, day))

    def _find_bodies(self, phrase: str, day: datetime.date | None) -> Bodies:
        if self._bodies is None:
            return namesakes(phrase)
        shipped = namesakes(phrase)
        own = [
            Match(match.start, match.end, entries)
            for match in spoken_of(phrase, self._bodies)
            if (entries := _on(match.value, day, known={(each.start, each.end) for each in shipped}, at=match))
        ]
        kept = [each for each in own if not any(_covers(other, each) and not _covers(each, other) for other in shipped)]
        rest = [each for each in shipped if not any(_overlap(each, other) for other in kept)]
        return tuple(sorted((*kept, *rest), key=lambda match: match.start))


def _on(
    entries: tuple[Organization, ...],
    day: datetime.date | None,
    known: set[tuple[int, int]],
    at: Match[tuple[Organization, ...]],
) -> tuple[Organization, ...]:
    """Return the rows that count on a day: those that hold, else none where `known` has the name, else the nearest."""
    own = [each for each in entries if isinstance(each, OwnOrganization)]
    if day is None:
        return tuple(sorted(own, key=lambda each: each.row.first, reverse=True))
    holding = tuple(each for each in own if each.holds(day))
    if holding or (at.start, at.end) in known:
        return holding
    least = min(each.distance(day) for each in own)
    return tuple(each for each in own if each.distance(day) == least)


def _overlap(left: Match[tuple[Organization, ...]], right: Match[tuple[Organization, ...]]) -> bool:
    return left.start < right.end and right.start < left.end


def _covers(outer: Match[tuple[Organization, ...]], inner: Match[tuple[Organization, ...]]) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


class _Terms:
    """The user's persons: by names of several words, by names of one word, and by office."""

    def __init__(self, rows: list[ActorRow]) -> None:
        terms = [_term(row) for row in rows]
        whole = [(tuple(form for form in _forms(row) if " " in form), row.country or "") for row in rows]
        self.names = Register(whole, (), terms.__getitem__)
        titled = [term for term in terms if term.title]
        self.offices = Register((), [(term.country, term.title) for term in titled], titled.__getitem__)
        self._single = _by_form((form, term) for term in terms for form in _forms(term.row) if " " not in form)

    def bears(self, name: str) -> bool:
        """Say whether somebody bears a name."""
        return self.names.bears(name) or bool(self._single.exact(name))

    def named(self, phrase: str) -> Naming | None:
        """Give the terms of those who bear a name that the user wrote."""
        full = self.names.by_full_name(phrase)
        if full and full.manner is Manner.FULL:
            return full
        last = phrase.rsplit(maxsplit=1)[-1] if phrase.split() else ""
        # A name of one word ("Lula") is also a part of others' names.
        single = self._single.exact(last) if last and only_titles(phrase[: phrase.rindex(last)]) else ()
        return Naming(tuple(term for found in single for term in found), Manner.FULL) if single else full

    def named_in_part(self, phrase: str, day: datetime.date | None) -> Naming:
        """Give the terms of those whose family name a phrase ends with, or about whom it speaks by that name."""
        if found := self.names.by_family_name(phrase):
            return Naming(likeliest(found, day), Manner.FAMILY)
        return Naming(likeliest(self.names.by_retinue(phrase), day), Manner.RETINUE)


def _terms_of(rows: list[ActorRow]) -> _Terms | None:
    return _Terms(rows) if rows else None


def _term(row: ActorRow) -> OwnTerm:
    return OwnTerm(row.name, row.aliases, row.country or "", row.sectors, row.title, row.first, row.last, row.code, row)


def _forms(row: ActorRow) -> tuple[str, ...]:
    return tuple(dict.fromkeys((row.name, *row.aliases)))


def _by_form(pairs: Iterable[tuple[str, _T]]) -> PhraseTable[tuple[_T, ...]]:
    found: dict[str, list[_T]] = {}
    for form, value in pairs:
        found.setdefault(form, []).append(value)
    return PhraseTable((form, tuple(values)) for form, values in found.items())


def _table_of(rows: list[ActorRow]) -> PhraseTable[tuple[Organization, ...]] | None:
    def entries() -> Iterator[tuple[str, Organization]]:
        for row in rows:
            entry = OwnOrganization(row.name, row.aliases, row.kind, row.country or "", row.sectors, row.code, row)
            yield from ((form, entry) for form in _forms(row))

    return _by_form(entries()) if rows else None


def checked(paths: Iterable[str | Path]) -> tuple[Knowledge, tuple[InputError, ...]]:
    """Return what is known with the actors of files, and the errors of their rows; raises as ``read_table``."""
    rows: list[ActorRow] = []
    wrong: list[InputError] = []
    for path in paths:
        for found in read_table(path):
            if isinstance(found, InputError):
                wrong.append(found)
            else:
                rows.append(found)
    return Knowledge(rows), tuple(wrong)


def load(paths: Iterable[str | Path]) -> Knowledge:
    """Return what is known with the actors of CSV files before the shipped tables.

    Raises:
        UnreadableFile: a file is missing, not permitted or not in UTF-8.
        InputError: a column or a row is wrong; the first is told, with the number of others.
    """
    known, wrong = checked(paths)
    if wrong:
        first, others = wrong[0], len(wrong) - 1
        more = f" (and {others} more {'row is' if others == 1 else 'rows are'} wrong)" if others else ""
        raise InputError(first.problem + more, hint=first.hint)
    return known


SHIPPED: Final = Knowledge()
"""What is known without any actors of the user's."""
