"""The same actor across articles.

In: an `Actor` of a reading, and the article it is told in. Out: a key that is the same wherever the same actor is told
of. An actor that the knowledge has a code for is known by it; a state, however it is called (its name, its government,
"the regime"), by its country; who has a name by that, without case, accents and punctuation, with kind and country. Who
is only described ("two officials", "they") is somebody else in every article.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from communique.knowledge.clause_words import clause_words
from communique.knowledge.countries import CountryKind, countries, countries_in
from communique.knowledge.tables import document
from communique.records import Actor
from communique.vocabulary import ActorKind

UNNAMED = "@"
"""Stands in a key before the article of somebody who is only described."""
_ALIKE = 4
"""Letters with which two last names begin that may be one."""
_WHOLE = frozenset((CountryKind.NAME, CountryKind.DEMONYM, CountryKind.SEAT, CountryKind.CAPITAL))
"""How a country's name stands for its state; a region or a people stands for part of it."""

_ASCII = [(code, chr(code)) for code in range(128)]
_FOLDED = {code: None if sign == "'" else sign.lower() if sign.isalnum() else " " for code, sign in _ASCII}
"""What becomes of the signs of ASCII when a name is folded, which most names are made of."""


def actor_key(actor: Actor, article: str) -> str:
    """Return the key of an actor across articles: `wikidata:Q212`, `state:UKR`, `person:UKR:oleh koval`.

    `article` is the id of its article, which is part of the key of somebody who isn't named.
    """
    if actor.code:
        return actor.code
    key, known = _key(actor.kind, actor.country, actor.name)
    return key if known else f"{key}{UNNAMED}{article}"


@lru_cache(maxsize=4096)  # rows, events and commitments of an article ask for the same actors
def _key(kind: ActorKind, country: str | None, name: str) -> tuple[str, bool]:
    """Return the key of an actor without a code, and whether it is the same in every article."""
    state = _state(kind, country, name)
    if state:
        return f"state:{state}", True
    return f"{kind}:{country or ''}:{folded(name)}", _has_name(name)


def is_named(key: str) -> bool:
    """Return whether a key is of somebody who has a name, a code or a state, and so is the same in every article."""
    return UNNAMED not in key


def last_name(actor: Actor) -> str:
    """Return the folded last name of somebody with a proper name, empty of others: "leader of the Kurds" has none."""
    words = actor.name.split()
    if actor.kind is not ActorKind.PERSON or not words or not (words[0][:1].isupper() and words[-1][:1].isupper()):
        return ""
    return folded(actor.name).split()[-1]


def are_others(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Return whether two people, each by key and last name, are surely two: of two codes, or of unlike last names.

    First names vary, and so does how the ends of last names are put into Latin letters.
    """
    if one[0] == other[0]:
        return False
    coded = [not key.startswith(f"{ActorKind.PERSON}:") for key, _ in (one, other)]
    return all(coded) or one[1][:_ALIKE] != other[1][:_ALIKE]


def state_of(actor: Actor) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of the state that an actor is ("the Kremlin", "Japanese regime"), or None."""
    return _state(actor.kind, actor.country, actor.name)


@lru_cache(maxsize=4096)
def _state(kind: ActorKind, country: str | None, name: str) -> str | None:
    if country not in countries():
        return None
    plain = folded(name)
    if kind is ActorKind.STATE and (plain in _words("governments") or plain in _words("pronouns")):
        return country
    named = _state_named(name)
    # "US" may be taken for a person or a body where it speaks; "Washington" as a person is a person.
    return country if named and (kind is ActorKind.STATE or named is CountryKind.NAME) else None


def _state_named(name: str) -> CountryKind | None:
    """Return how a name names a whole state and nothing else, or None."""
    found = [each for each in countries_in(name) if each.kind in _WHOLE]
    if len(found) != 1:
        return None
    rest = folded(f"{name[: found[0].start]} {name[found[0].end :]}".replace("’s", " ").replace("'s", " "))
    return found[0].kind if rest.strip() in {"", "the"} or rest in _words("governments") else None


def _has_name(name: str) -> bool:
    """Return whether a name holds a word of capitals that is no pronoun: "Isis fighters", but not "officials"."""
    return any(word[:1].isupper() and folded(word) not in _words("pronouns") for word in name.replace("-", " ").split())


@lru_cache(maxsize=2)
def _words(which: str) -> frozenset[str]:
    return frozenset(document("actors/stand_ins.yaml")[which])


@lru_cache(maxsize=16_384)
def folded(name: str) -> str:
    """Return a name without case, accents, punctuation and a leading article, its words apart by one space.

    A name of nothing but punctuation stays as it is, so that no two of them fall together.
    """
    if name.isascii():
        words = name.translate(_FOLDED).split()
    else:
        plain = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
        words = "".join(each if each.isalnum() else " " for each in plain.casefold().replace("'", "")).split()
    if len(words) > 1 and words[0] in clause_words()["articles"]:
        words = words[1:]
    return " ".join(words) or name
