"""A noun that is shared: "Russian" in "Russian and Syrian forces" are Russian forces.

In go a text, its words and the mentions that are marked, out comes what each such adjective calls in full. In 383 of
399 such pairs of the corpus the first is of the same kind and sectors as the second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from communique.knowledge.countries import CountryKind, CountryMatch, country_match, whole_country
from communique.knowledge.state_nouns import is_government
from communique.model import Mark
from communique.reading.frame import Extent

SHORT: Final = frozenset({"US", "UK", "UAE", "U.S.", "U.K."})
"""Names of countries that are adjectives too."""
NOBODY: Final = frozenset({"place", "pronoun"})
"""Kinds of mentions that share no noun."""
_BETWEEN: Final = re.compile(r"\s*,?(?:\s+(?P<last>and|or|as well as)(?:\s+the)?)?\s+")


def in_full(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> dict[int, str]:
    """Return, by the index of a mention, what each adjective that shares a noun, and who has it, is called by itself.

    Each is one where the noun tells of one of each: "the Egyptian and Qatari foreign ministers", "governments".
    """
    found: dict[int, str] = {}
    for at, (phrase, having) in _elided(text, words, mentions).items():
        found[at] = phrase
        found.setdefault(having, _quote(text, words, mentions[having]))
    return {at: _of_one(phrase) if _is_one(mentions[at], phrase) else phrase for at, phrase in found.items()}


def _is_one(mark: Mark, phrase: str) -> bool:
    return mark.kind == "person" or is_government(_of_one(_noun(phrase) or ""))


def _of_one(phrase: str) -> str:
    return phrase.removesuffix("s")


def _elided(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> dict[int, tuple[str, int]]:
    """Return, by the index of a mention, an adjective with the noun that it shares, and the mention that has the noun.

    "British, French and German ministers": one that is followed by a comma shares the noun where the next one does.
    """
    found: dict[int, tuple[str, int]] = {}
    longest: dict[int, int] = {}
    for at, mark in enumerate(mentions):
        if mark.first not in longest or mentions[longest[mark.first]].last < mark.last:
            longest[mark.first] = at
    order = [at for _, at in sorted(longest.items(), reverse=True)]
    for after, at in pairwise(order):
        mark, name = mentions[at], _quote(text, words, mentions[at])
        if mark.kind in NOBODY or not _is_adjective(name):
            continue
        between = _BETWEEN.fullmatch(text, words[mark.last - 1][1], words[mentions[after].first][0])
        whole, having = found.get(after, (_quote(text, words, mentions[after]), after))
        noun = _noun(whole) if between and (between["last"] or after in found) else None
        if noun and mentions[having].kind not in NOBODY:
            found[at] = f"{name} {noun}", having
    return found


def with_shared_nouns(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> list[Mark]:
    """Return the mentions; an adjective that was taken for a state has the kind of those whose noun it shares."""
    given = list(mentions)
    for at, (_, having) in _elided(text, words, mentions).items():
        if given[at].kind == "state" != given[having].kind:
            given[at] = replace(given[at], kind=given[having].kind)
    return given


def _quote(text: str, words: Sequence[Extent], mark: Mark) -> str:
    return text[words[mark.first][0] : words[mark.last - 1][1]]


def _is_adjective(name: str) -> bool:
    """Say whether a name is a country's adjective and nothing else; "Germans" is a noun."""
    found = whole_country(name)
    return found is not None and _may_lead(name, found)


def _may_lead(name: str, country: CountryMatch) -> bool:
    """Say whether a country in a phrase may stand for several before a noun; "Germans" are none themselves."""
    adjective = name[country.start : country.end]
    is_plural = adjective.endswith("s") and not adjective.endswith("ss")
    return is_attributive(name, country) and (adjective in SHORT or not is_plural)


def is_attributive(phrase: str, country: CountryMatch) -> bool:
    """Say whether a country in a phrase is told by what may stand before a noun: "Russian", "US"."""
    return country.kind is CountryKind.DEMONYM or phrase[country.start : country.end] in SHORT


def _noun(phrase: str) -> str | None:
    """Return what stands behind the country's adjective with which a phrase begins, in small letters."""
    country = country_match(phrase)
    if country is None or country.start or not _may_lead(phrase, country):
        return None
    rest = phrase[country.end :]
    return rest.strip() if rest[:1] == " " and rest.strip()[:1].islower() else None
