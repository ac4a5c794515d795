"""Governments named after who leads them: "the Starmer government", "Erdogan's government" are their states.

In: the words of a mention and the day on which they were written. Out: the country, None where it isn't sure that the
named one led it on that day.
"""

from __future__ import annotations

import datetime

from communique.knowledge.countries import countries
from communique.knowledge.offices import governments, leading
from communique.knowledge.person_words import particles
from communique.knowledge.user_actors import Knowledge
from communique.reading.actors.office_mentions import OTHER


def government_of(text: str, day: datetime.date | None, known: Knowledge) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of the country whose government words name by its leader on a day.

    "Critics of the Starmer government" are none, and neither is "the former Starmer government".
    """
    bare = text.removeprefix("the ").removeprefix("The ")
    *before, last = bare.split() or [""]
    if day is None or not before or last.lower() not in governments() or OTHER.match(bare):
        return None
    if not all(word[:1].isupper() or word.split("-")[0] in particles() for word in before):
        return None
    led = {
        term.country for term in known.naming(bare, day).terms if term.title in leading() and term.holds(day)
    } & countries().keys()
    return led.pop() if len(led) == 1 else None
