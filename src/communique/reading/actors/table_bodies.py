"""Bodies of the table by the words of a mention: "YPG", "the Kurdish YPG" and "the US-backed YPG" are one.

In: the words of a mention and the day on which they were written. Out: the body that they are and not only speak of,
with where its name begins in them, None where they are none. Before the name may stand whose it is, a country or a
people of its own, who backs it or the like, and words that are written small ("ruling"); those are no part of its name,
and of no body's that the table doesn't have.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from communique.knowledge.countries import country_match
from communique.knowledge.offices import ends_no_name, is_office, joined_before_names
from communique.knowledge.organizations import Organization, nouns_of_bodies
from communique.knowledge.peoples import homes_of_people
from communique.knowledge.person_words import is_plural, makes_another
from communique.knowledge.phrases import Match
from communique.knowledge.user_actors import Knowledge


def table_body(text: str, day: datetime.date | None, known: Knowledge) -> Match[str] | None:
    """Return where the name in a mention begins and the name in the table, where the mention is a body of the table.

    "Hezbollah fighters" are none, and "Peruvian Hezbollah" isn't Lebanon's. "Senior Houthis" are some of them.
    """
    found = known.namesakes(text, day)
    if not found or found[0].end != len(text):
        return None
    body = found[0]
    before = text[: body.start].removeprefix("the ").removeprefix("The ").split()
    several = _means_several(text[body.start :], body.value[0])
    whole = all(_is_of(word, body.value) and not (several and word.islower() and "-" not in word) for word in before)
    return Match(body.start, body.end, body.value[0].name) if whole else None


def _means_several(name: str, entry: Organization) -> bool:
    """Say whether a body's name means those who are of it: "Houthis", but no acronym ("Isis")."""
    return " " not in name and is_plural(name) and name.upper() not in entry.aliases


def own_name(text: str) -> str:
    """Return a body's name without what is written small before it, "charity Harbour Watch" without "charity".

    "Oslo-based" goes with it. The whole stays where no name is left ("US-backed Front"), or where a small word leads on
    to it ("ministry of Trade").
    """
    words = text.split()
    at = next((at for at, word in enumerate(words) if not _is_attribute(word)), len(words))
    bare = " ".join(words[at:])
    is_name = bare and words[at] not in ends_no_name() and bare.lower() not in nouns_of_bodies() and not is_office(bare)
    return bare if is_name else text


def _is_attribute(word: str) -> bool:
    """Say whether a word before a name only tells something of who bears it: "ruling", "charity", "Oslo-based"."""
    _, hyphen, joined = word.rpartition("-")
    return (bool(hyphen) and joined in joined_before_names()) or (
        word.replace("-", "").isalpha() and word[0].islower() and word not in ends_no_name() and not makes_another(word)
    )


def _is_of(word: str, entries: Iterable[Organization]) -> bool:
    """Say whether a word before a body's name tells nothing but whose it is, as far as it is of there."""
    if _is_attribute(word):
        return True
    word = re.sub("['’]s?$", "", word)
    country = country_match(word)
    whole = country is not None and country.end - country.start == len(word)
    homes = frozenset({country.iso3}) if country is not None and whole else homes_of_people(word)
    return any(entry.country in homes for entry in entries)
