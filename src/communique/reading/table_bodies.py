"""Bodies of the table by the words of a mention: "YPG", "the Kurdish YPG" and "the US-backed YPG" are one.

In: the words of a mention and the day on which they were written. Out: the body that they are and not only speak of,
with where its name begins in them, None where they are none. Before the name may stand whose it is, a country or a
people of its own, and who backs it or the like; that is no part of its name.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from communique.knowledge.countries import country_match
from communique.knowledge.offices import joined_to_names
from communique.knowledge.organizations import Organization
from communique.knowledge.peoples import homes_of_people
from communique.knowledge.phrases import Match
from communique.knowledge.user_actors import Knowledge


def table_body(text: str, day: datetime.date | None, known: Knowledge) -> Match[str] | None:
    """Return where the name in a mention begins and the name in the table, where the mention is a body of the table.

    "Hezbollah fighters" are none, and "Peruvian Hezbollah" isn't Lebanon's.
    """
    found = known.namesakes(text, day)
    if not found or found[0].end != len(text):
        return None
    body = found[0]
    before = text[: body.start].removeprefix("the ").removeprefix("The ").split()
    whole = all(_is_of(word, body.value) for word in before)
    return Match(body.start, body.end, body.value[0].name) if whole else None


def _is_of(word: str, entries: Iterable[Organization]) -> bool:
    """Say whether a word before a body's name tells nothing but whose it is, as far as it is of there."""
    _, hyphen, joined = word.rpartition("-")
    if hyphen and joined in joined_to_names():
        return True
    country = country_match(word)
    whole = country is not None and country.end - country.start == len(word)
    homes = frozenset({country.iso3}) if country is not None and whole else homes_of_people(word)
    return any(entry.country in homes for entry in entries)
