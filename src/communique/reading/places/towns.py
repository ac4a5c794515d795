"""Towns in the words for an actor: "Kharkiv residents", "the mayor of Basra", "Mariupol".

In go the words and the countries that the text around names, out comes the town with the countries it may lie in. A
capital is none here: it stands for its government, and the table of countries knows it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from communique.knowledge.offices import honorifics, no_towns, offices_in
from communique.knowledge.towns import town_countries, town_country

LEAST: Final = 15_000
"""Inhabitants of a town that a phrase names without "in", "of" or the like; below, a family name is more likely."""
LEAST_AFTER_PREPOSITION: Final = 500
ABBREVIATION: Final = 5
"""Letters up to which a word with several capitals ("WHO", "DoD") is none of a town."""
MOST: Final = 5
"""Countries of candidates that are told."""

_WORD: Final = r"[^\W\d_a-zß-ÿ](?:[\w’']|-(?!(?:based|area)\b))*"
"""A capitalised word; "-based" and the like say that a town stands before them."""
_RUN: Final = re.compile(rf"{_WORD}(?:\s+(?:{_WORD}|d[aeou]|del|la|el|al))*")
_PLACED: Final = re.compile(r"\b(?:of|in|at|from|near|outside|around|across)\s+$", re.IGNORECASE)
_NOUN: Final = re.compile(r"(?:['’]s?)?\s+[^\W\d_A-ZÀ-Þ]|-(?:based|area)\b")
_POSSESSIVE: Final = re.compile(r"['’]s?$")


class Town(NamedTuple):
    """A town that words name.

    Attributes:
        name: as written.
        country: ISO 3166-1 alpha-3 code where it is clear, else None.
        countries: those that have a place of that name, each with its share of the inhabitants of all of them.
        alone: whether the words name nothing else.
    """

    name: str
    country: str | None
    countries: tuple[tuple[str, float], ...]
    alone: bool


@lru_cache(maxsize=4096)
def town_in(text: str, around: tuple[str, ...] = ()) -> Town | None:
    """Return the town that words for an actor name, None where they name none.

    A name of capitals alone is a town only as a whole, after a preposition, before a common noun or before the name of
    an office ("Basra Police"): "Austin Brekke" is a person.
    """
    for run in _RUN.finditer(text):
        placed = _PLACED.search(text, 0, run.start()) is not None
        begins = text[: run.start()].strip().lower() in {"", "the"}
        alone = begins and not text[run.end() :].strip(" .,'’")
        name = _POSSESSIVE.sub("", run.group())
        offices = offices_in(text, run.start(), run.end())
        if offices:
            name = text[run.start() : offices[0].start].strip()
        if sum(map(str.isupper, name)) > 1 and " " not in name and len(name) <= ABBREVIATION:
            continue
        named = placed or (begins and (alone or offices or _NOUN.match(text, run.end())))
        if not named or name in no_towns() or name in honorifics():
            continue
        least = LEAST_AFTER_PREPOSITION if placed else LEAST
        found = town_countries(name, least) if name else ()
        if found:
            return Town(name, town_country(name, around, least), found[:MOST], alone and not offices)
    return None
