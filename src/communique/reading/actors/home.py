"""The country of those of whom an article tells none, where it speaks of one country alone.

In go an article's actors, out come the same. In news of one country an archbishop, a crowd or a spokesman is of that
country unless something else is said: where the names, the other actors and the places of an article are all of one,
so are 87 of 100 persons, 90 of 100 groups and 80 of 100 bodies of the held-out corpus, and 88 of 100 persons of open
texts. Nothing is concluded beside an actor of no country (the UN, NATO, a firm in many countries), and nothing of those
who come from everywhere (journalists, diplomats, both sides), nor of a government beside that country's own.
"""

from __future__ import annotations

from dataclasses import replace

from communique.knowledge.countries import CountryMatch, countries, is_of_others
from communique.knowledge.currencies import currency_names
from communique.knowledge.party_words import comes_from_abroad
from communique.knowledge.state_nouns import is_government
from communique.reading.actors import Cast
from communique.reading.places import Places
from communique.records import Actor
from communique.vocabulary import ActorKind, Sector


def at_home(cast: Cast, places: Places, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Return the actors; those without a country have that of the article, where it speaks of one alone."""
    lacking = {each.id for each in actors if each.country is None and _may_be_of(each)}
    home = _home(cast, places, actors) if lacking else None
    if home is None:
        return actors
    states = [each for each in actors if each.kind is ActorKind.STATE]
    named = [each.id for each in states if each.country == home]
    lacking -= {each.id for each in states if cast.is_beside(each.id, named)}
    return tuple(replace(each, country=home) if each.id in lacking else each for each in actors)


def _home(cast: Cast, places: Places, actors: tuple[Actor, ...]) -> str | None:
    """Return the only country of an article's actors, names and places; None where there are others or none."""
    told = {each.country for each in actors if each.country is not None}
    if not told <= countries().keys():
        return None
    told |= {match.iso3 for match in cast.arcs.countries if _is_meant(cast.frame.text, match)}
    if len(told) > 1 or (not told and cast.arcs.countries):
        return None
    told |= {place.country for place in places.named() if place.country}
    return told.pop() if len(told) == 1 else None


def _is_meant(text: str, country: CountryMatch) -> bool:
    """Say whether a country is spoken of, and not as that of others or in a currency's name.

    "An Iran expert", "Iran-backed", "Swiss francs".
    """
    currency = currency_names().at(text, country.start)
    return not is_of_others(text, country) and (currency is None or currency.end <= country.end)


def _may_be_of(actor: Actor) -> bool:
    """Say whether an actor may be of the country of an article."""
    is_one = actor.kind is not ActorKind.STATE or is_government(actor.name)
    return is_one and Sector.JRN not in actor.sectors and not comes_from_abroad(actor.name)
