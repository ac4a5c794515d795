"""Marks that the text itself corrects: a name cut short grows to the name of the table, a family name is no place.

In: a text, its words and the mentions that the model marked. Out: the same mentions in the same order, so that arcs
hold, some of them longer or of another kind.

- "Islamic" in "the Islamic State group" is a piece of a name that the table of organisations has whole.
- "TikTok" is no place and "Frelimo" no person: the table of organisations knows them and the gazetteer doesn't.
- "Baghdadi" after "Abu Bakr al-Baghdadi" is the man, whatever place is called so, unless words of place stand before
  it, and unless it is a country: "in Washington" is the town, also in an article on George Washington. A person who is
  described ("a farmer in Nebraska") has no family name.
- "Northern Iraq" is a place, and so is Iraq behind "northern", unless it takes part in something.
- "UK" is no person, and neither is "Bamako" where the article has it as a state.
- "North Korean" before a title or a name ("North Korean leader Kim Jong Un") is the country; "US" and "WHO" are no
  pronouns, and "which", "who" and "they" are, whatever actor they were taken for. "Erdogan" is no state.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from typing import Final

from communique.knowledge.countries import CountryKind, country_match, whole_country
from communique.knowledge.gazetteer import places_named
from communique.knowledge.offices import ends_no_name
from communique.knowledge.organizations import is_organization, namesakes
from communique.knowledge.person_words import particles, pronoun_class
from communique.knowledge.persons import Manner, naming
from communique.knowledge.place_words import compass
from communique.knowledge.state_nouns import is_state_noun
from communique.knowledge.tables import document
from communique.model import Mark
from communique.reading.frame import Extent
from communique.reading.names.further import SMALL

BODIES: Final = frozenset({"organization", "group"})
CAPITALS: Final = {"US": "state", "WHO": "organization"}
"""What looks like a pronoun but for its capitals, and its kind."""
LONGEST: Final = 8
"""Words of a name in the table that is sought."""
SHORTEST: Final = 3
"""Letters of a name for which a place is taken back."""
BEFORE: Final = 24
"""Code points before a name in which the words of place stand."""


@lru_cache(maxsize=1)
def _placed() -> re.Pattern[str]:
    lists = document("actors/affixes.yaml")
    before, kinds = "|".join(lists["before_places"]), "|".join(lists["kinds_of_places"])
    return re.compile(rf"\b(?:{before}|(?:{kinds})\s+of)\s+(?:the\s+)?$", re.IGNORECASE)


def mended(
    text: str,
    words: Sequence[Extent],
    mentions: Sequence[Mark],
    titles: Sequence[Mark] = (),
    parties: AbstractSet[int] = frozenset(),
) -> list[Mark]:
    """Return the mentions with all of this done; `parties` are those that take part in something."""
    whole = _no_places(text, words, _whole(text, words, mentions))
    found = _states(text, words, _persons(text, words, whole), titles)
    return [mark if at in parties else _without_part(text, words, mark) for at, mark in enumerate(found)]


def _whole(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> list[Mark]:
    """Return the mentions of bodies as long as the name in the table that they begin; none grows into another."""
    starts = {mark.first for mark in mentions}
    found = []
    for mark in mentions:
        last = mark.last
        if mark.kind in BODIES and text[words[mark.first][0]].isupper():
            ends = [
                end
                for end in range(mark.last + 1, _end_of_run(text, words, mark.last, mark.first + LONGEST) + 1)
                if is_organization(text[words[mark.first][0] : words[end - 1][1]])
            ]
            last = next((end for end in reversed(ends) if starts.isdisjoint(range(mark.last, end))), mark.last)
        found.append(mark if last == mark.last else replace(mark, last=last))
    return found


def _end_of_run(text: str, words: Sequence[Extent], at: int, limit: int) -> int:
    """Return where the capitalised words, with small words between them, end that begin at a word; at most `limit`."""
    end = at
    while at < min(limit, len(words)):
        word = text[slice(*words[at])]
        if word[0].isupper():
            end = at + 1
        elif word not in SMALL:
            break
        at += 1
    return end


def _no_places(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> list[Mark]:
    """Return the mentions of places and persons that only the table of organisations knows as organisations.

    What is also a part of a person's longer name is that person.
    """
    named = [text[words[mark.first][0] : words[mark.last - 1][1]] for mark in mentions]
    parts = {
        word
        for mark, name in zip(mentions, named, strict=True)
        if mark.kind == "person" and " " in name
        for word in name.split()
    }
    return [
        replace(mark, kind="organization")
        if (mark.kind == "place" or (mark.kind == "person" and name not in parts)) and _is_only_a_body(name)
        else mark
        for mark, name in zip(mentions, named, strict=True)
    ]


@lru_cache(maxsize=4096)
def _is_only_a_body(name: str) -> bool:
    """Say whether a name is a body's of the table and no place's; several words in capitals may be a dateline."""
    if len(name) < SHORTEST or not name[0].isupper() or (" " in name and name.isupper()):
        return False
    return (
        any((match.start, match.end) == (0, len(name)) for match in namesakes(name))
        and country_match(name) is None
        and not places_named(name)
    )


def _persons(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> list[Mark]:
    """Return the mentions that bear the family name of a person of the article, and are nothing else, as persons.

    So are bodies called by the family name, with its particle, of a person of the table: "von der Leyen".
    """
    families = {
        text[words[mark.last - 1][0] : words[mark.last - 1][1]].rpartition("-")[2]
        for mark in mentions
        if mark.kind == "person" and mark.last - mark.first > 1 and not describes(text, words, mark)
    }
    return [
        replace(mark, kind="person")
        if _is_called_with_particle(text, words, mark)
        or (
            (mark.kind in {"place", *BODIES} or (mark.kind == "state" and not _is_of_country(text, mark, words)))
            and mark.last - mark.first == 1
            and _is_family(text, words[mark.first], families)
            and not (mark.kind in BODIES and is_organization(text[slice(*words[mark.first])]))
        )
        else mark
        for mark in mentions
    ]


def _is_called_with_particle(text: str, words: Sequence[Extent], mark: Mark) -> bool:
    name = text[words[mark.first][0] : words[mark.last - 1][1]]
    particle = name.partition(" ")[0]
    return mark.kind in BODIES and particle in particles() and bool(naming(name).terms)


def describes(text: str, words: Sequence[Extent], mark: Mark) -> bool:
    """Say whether a mention is no name alone: "envoy to Chad", "judge in Ohio"; the last word is no name of its own."""
    return not ends_no_name().isdisjoint([text[start:end] for start, end in words[mark.first : mark.last]])


def _is_of_country(text: str, mark: Mark, words: Sequence[Extent]) -> bool:
    return country_match(text[words[mark.first][0] : words[mark.last - 1][1]]) is not None


def _is_family(text: str, word: Extent, families: set[str]) -> bool:
    start, end = word
    name = text[start:end]
    country = country_match(name)
    is_country = country is not None and country.kind is CountryKind.NAME
    return (
        name in families
        and name[0].isupper()
        and not (is_country or _placed().search(text, max(0, start - BEFORE), start))
    )


def _states(text: str, words: Sequence[Extent], mentions: Sequence[Mark], titles: Sequence[Mark]) -> list[Mark]:
    """Return the mentions with demonyms that stand right before a title or a name as states, "US" and "WHO" as such.

    The vocabulary has no capitals: "US custody" may be marked as "us" is. In capitals throughout it may be just that.
    What is a pronoun and written small is one, except in a text that has no capitals. What names no country and is a
    leader's family name is a person.
    """
    has_capitals = not text.islower()
    starts = {mark.first for mark in (*mentions, *titles)}
    named = [(mark, text[words[mark.first][0] : words[mark.last - 1][1]]) for mark in mentions]
    states = {name for mark, name in named if mark.kind == "state"}
    persons = {word for mark, name in named if mark.kind == "person" and " " in name for word in name.split()}

    def kind_of(mark: Mark) -> str:
        name = text[words[mark.first][0] : words[mark.last - 1][1]]
        if mark.kind == "pronoun":
            return "pronoun" if text.isupper() else CAPITALS.get(name, "pronoun")
        if has_capitals and mark.kind != "place" and name.islower() and pronoun_class(name):
            return "pronoun"
        if mark.kind == "state" and country_match(name) is None and _is_of_leader(name):
            return "person"
        if mark.kind == "person" and (name.isupper() or name in states) and name not in persons:
            country = None if text.isupper() else whole_country(name)
            if country is not None and country.kind is not CountryKind.DEMONYM:
                return "state"
        is_state = mark.kind in {"person", *BODIES} and mark.last in starts and _is_demonym(name)
        return "state" if is_state else mark.kind

    return [mark if (kind := kind_of(mark)) == mark.kind else replace(mark, kind=kind) for mark in mentions]


@lru_cache(maxsize=1)
def _compass() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(compass(), key=len, reverse=True))})\s+$", re.IGNORECASE)


def _without_part(text: str, words: Sequence[Extent], mark: Mark) -> Mark:
    """Return a mention as a place where it was taken for a state and is a part of one."""
    is_part = mark.kind == "state" and _is_part(text, words[mark.first][0], words[mark.last - 1][1])
    return replace(mark, kind="place") if is_part else mark


def _is_part(text: str, start: int, end: int) -> bool:
    """Say whether a name ends with a country's, before which it or the text has a point of the compass.

    "Northern Iraq" is a place in 409 of 444 cases of the corpus; "North Korea" and "South Sudan" are countries.
    """
    country = country_match(text[start:end])
    if country is None or country.kind is not CountryKind.NAME or country.end != end - start:
        return False
    before = _compass().search(text, max(0, start - BEFORE), start + country.start)
    if before is None:
        return False
    whole = country_match(text[before.start() : end])
    return whole is not None and whole.start > 0


def _is_of_leader(name: str) -> bool:
    """Say whether a name is that of a leader whom the table has, and not the government's called after one."""
    return not is_state_noun(name.rpartition(" ")[2]) and naming(name).manner is not Manner.RETINUE


def _is_demonym(name: str) -> bool:
    found = whole_country(name)
    return found is not None and found.kind is CountryKind.DEMONYM
