"""Seats of bodies of states: "Brussels" that acts is the European Union, where nobody speaks of Belgium.

In: a name and the text that holds it. Out: the body, or None. Of the corpus' actors that are called "Brussels" 243 of
249 are the Union where the text has neither Belgium nor its people, and 22 of 29 are Belgium where it has.
"""

from __future__ import annotations

from functools import lru_cache

from communique.knowledge.countries import CountryKind, countries_in
from communique.knowledge.tables import rows


@lru_cache(maxsize=1)
def _seats() -> dict[str, tuple[str, str]]:
    """Return the country and the body of each seat."""
    return {row["seat"]: (row["country"], row["organization"]) for row in rows("actors/body_seats.csv")}


def body_of_seat(name: str, text: str) -> str | None:
    """Return the body that the name of an actor means in a text, by the name in the table of organisations."""
    country, body = _seats().get(name, (None, None))
    if body is None or any(
        match.iso3 == country and match.kind is not CountryKind.CAPITAL for match in countries_in(text, 0, len(text))
    ):
        return None
    return body
