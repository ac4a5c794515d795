"""The actors that a row names: what sort each is, from where, with which sectors.

In: names as a data set writes them, and where they stand. Out: actors of a reading, each once. A data set doesn't say
whether a name is a person's or a body's: the tables of actors do where they know it, else title and sectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from communique.knowledge.countries import countries
from communique.knowledge.organizations import namesakes
from communique.knowledge.persons import Term, person
from communique.ledger.decided.who import code_of
from communique.linking.actors import folded
from communique.parts import Span
from communique.records import Actor
from communique.trackers.cells import party
from communique.vocabulary import ActorKind, Sector

_CODE = re.compile(r"[A-Z]{3}")
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_GROUPS = frozenset(
    (Sector.REB, Sector.UAF, Sector.CRM, Sector.CVL, Sector.PRM, Sector.REF, Sector.SOC, Sector.REL, Sector.UNK)
)
"""Sectors whose bearers are groups of people where nothing else is known of them."""


class Cast:
    """Collects the actors of one row."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str | None], Actor] = {}

    def add(  # noqa: PLR0913  # what is told of an actor
        self,
        name: str,
        span: Span,
        *,
        country: str | None = None,
        sectors: Iterable[str] = (),
        title: str = "",
        wikidata: str = "",
    ) -> str:
        """Add an actor, or another mention of it; return its id."""
        where = country_code(country or "")
        known = self._found.get((name, where))
        if known is not None:
            mentions = tuple(dict.fromkeys((*known.mentions, span)))
            self._found[name, where] = _with_mentions(known, mentions)
            return known.id
        parts = sectors_of(sectors)
        kind, its_country, code = _kind(name, where, bool(title), parts)
        actor = Actor(
            id=f"a{len(self._found) + 1}",
            name=name,
            kind=kind,
            country=its_country,
            sectors=parts,
            title=title or None,
            code=f"wikidata:{wikidata}" if _WIKIDATA.fullmatch(wikidata) else code,
            mentions=(span,),
        )
        self._found[name, where] = actor
        return actor.id

    def actors(self) -> tuple[Actor, ...]:
        """Return all of them."""
        return tuple(self._found.values())


def _with_mentions(actor: Actor, mentions: tuple[Span, ...]) -> Actor:
    return Actor(actor.id, actor.name, actor.kind, actor.country, actor.sectors, actor.title, actor.code, mentions)


@lru_cache(maxsize=4096)
def country_code(said: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code, or PLOVER's, of a country as a data set writes it; None where it isn't one.

    Data sets write codes ("UKR") or English names, also formal ones ("Russian Federation").
    """
    if not said:
        return None
    found = code_of(said) or party(said)
    return found if found and _CODE.fullmatch(found) else None


def sectors_of(said: Iterable[str]) -> tuple[Sector, ...]:
    """Return PLOVER's sectors among some words; other data sets' own are left to the row's text."""
    known = (each.strip().upper() for each in said)
    return tuple(dict.fromkeys(Sector(each) for each in known if each in Sector.__members__))


def _forms(term: Term) -> set[str]:
    return {folded(each) for each in (term.name, *term.aliases)}


@lru_cache(maxsize=65_536)
def _kind(
    name: str,
    country: str | None,
    titled: bool,  # noqa: FBT001  # a key of the cache
    sectors: tuple[Sector, ...],
) -> tuple[ActorKind, str | None, str | None]:
    """Return what sort of actor a name is, its country, and its code where the tables know it."""
    if titled:
        return ActorKind.PERSON, country, None
    named = code_of(name)
    if named and named in countries() and country in {None, named}:
        return ActorKind.STATE, named, None
    found = namesakes(name)
    if found and (found[0].start, found[0].end) == (0, len(name)):
        for body in found[0].value:
            if country in {None, body.country}:
                return body.kind, body.country, body.code
    if any(country in {None, each.country} and folded(name) in _forms(each) for each in person(name)):
        return ActorKind.PERSON, country, None
    return (ActorKind.GROUP if sectors and set(sectors) <= _GROUPS else ActorKind.ORGANIZATION), country, None
