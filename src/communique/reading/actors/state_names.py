"""What a state is called, among what an article calls it.

In go the names of a state in the order of the text, out comes the fullest that reads as a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from communique.knowledge.countries import CountryKind, countries, country_match
from communique.knowledge.state_nouns import is_past_or_part
from communique.reading.actors.mentions import country_kind, names_a_country, plain
from communique.reading.names import is_capital


def state_name(names: Sequence[str]) -> str | None:
    """Return the name of a state, None where nothing but its own words tells one.

    The longest of its country's names in the article, but none of its past or of a part of it where the whole is named
    as often: Russia is no "Soviet Union" for a word on its history. Where an article has its adjective ("Turkish")
    and at most its capital beside, it goes by the table's name, for an adjective is none.
    """
    phrases = [text for text in names if country_kind(text) is CountryKind.NAME]
    found = [text for text in phrases if names_a_country(text)]
    whole = [text for text in found if not is_past_or_part(text)]
    if found or phrases:
        return max(whole if whole and 2 * len(whole) >= len(found) else found or phrases, key=len)
    adjectives = [text for text in names if _is_adjective(text)]
    others = [text for text in names if text not in adjectives]
    match = country_match(adjectives[0]) if adjectives and all(map(_is_seat, others)) else None
    if match:
        return countries()[match.iso3].name
    others = [text for text in others if is_capital(text.split()[-1])] or others  # "Abkhazia" before its "government"
    return max(others, key=len, default=None)


def _is_adjective(text: str) -> bool:
    """Say whether a text is a country's own adjective and nothing else: "Turkish", but neither "Soviet" nor "Turks"."""
    match = country_match(text)
    country = countries().get(match.iso3) if match and match.kind is CountryKind.DEMONYM else None
    return country is not None and plain(text) in {each.lower() for each in country.demonyms[:1]}


def _is_seat(text: str) -> bool:
    """Say whether a text is a capital or seat of power: "Ankara"."""
    return country_kind(text) in {CountryKind.CAPITAL, CountryKind.SEAT}
