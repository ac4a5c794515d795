"""Common nouns for a state or its government ("the country", "the federal government"), from ``state_nouns.yaml``.

In goes a phrase without article, or the word before it; out comes whether it is one, or makes it a certain one.
"""

from functools import lru_cache
from typing import Any

from communique.knowledge.clause_words import clause_words
from communique.knowledge.tables import document


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    held: dict[str, Any] = document("state_nouns.yaml")
    names = ("nouns", "governments", "attributes", "definite", "past_or_part", "speak_abroad")
    return {name: frozenset(held[name]) for name in names}


@lru_cache(maxsize=2)
def _countries(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = document("state_nouns.yaml")[name]
    return found


def is_state_noun(phrase: str) -> bool:
    """Say whether a phrase is such a noun, with nothing before it that makes it another ("neighbouring country")."""
    words = phrase.lower().removeprefix("the ").split()
    while len(words) > 1 and words[0] in _words()["attributes"]:
        del words[0]
    return " ".join(words) in _words()["nouns"]


def is_government(phrase: str) -> bool:
    """Say whether a phrase is such a noun for a government ("the regime"), and not for the country."""
    return is_state_noun(phrase) and phrase.lower().split()[-1] in _words()["governments"]


def may_name(phrase: str, iso3: str | None) -> bool:
    """Say whether a country may be called by such a noun: not every one is a kingdom, and India has states."""
    words = phrase.lower().removeprefix("the ").split()
    endings = [" ".join(words[at:]) for at in range(len(words))]
    only, never = _countries("only"), _countries("never")
    return all(iso3 in only.get(each, [iso3]) and iso3 not in never.get(each, ()) for each in endings)


def is_definite(before: str) -> bool:
    """Say whether the word before such a noun tells that a certain one is meant: "the", "its", "'s"."""
    return before.lower() in _words()["definite"] or before in clause_words()["genitive"]


def speaks_abroad(title: str) -> bool:
    """Say whether a title or noun is of somebody who speaks of other countries' governments too: "US ambassador"."""
    words = f" {title.lower()} "
    return any(f" {each} " in words for each in _words()["speak_abroad"])


def is_past_or_part(name: str) -> bool:
    """Say whether a country's name is one of its past or of a part of it: "Soviet Union", "Scotland"."""
    return name.removeprefix("the ").removeprefix("The ") in _words()["past_or_part"]
