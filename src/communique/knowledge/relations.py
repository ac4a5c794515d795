"""Nouns for those who are somebody's and yet of another country: "allies", "neighbours", from ``actors/affixes.yaml``.

In goes a noun phrase, out comes whether whose they are tells nothing of where they are from.
"""

import re
from functools import lru_cache
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.person_words import possessives
from communique.knowledge.tables import document

_BETWEEN: Final = r"(?:\s+(?!(?:and|or|of)\b)[\w-]+){0,2}?"
"""Words between a possessive and its noun: "America's two Kurdish allies"."""


@lru_cache(maxsize=4)
def _nouns(name: str) -> str:
    return "|".join(document("actors/affixes.yaml")[name])


@lru_cache(maxsize=1)
def _possessed() -> re.Pattern[str]:
    genitive = "|".join(map(re.escape, clause_words()["genitive"]))
    nouns = f"{_nouns('allies')}|{_nouns('opposites')}"
    return re.compile(rf"(?:{genitive}){_BETWEEN}\s+(?:{nouns})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _of_name() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{_nouns('allies')})\b", re.IGNORECASE)


@lru_cache(maxsize=1)
def _owned() -> re.Pattern[str]:
    owning = "|".join((*(rf"\b{word}" for word in possessives()), *map(re.escape, clause_words()["genitive"])))
    return re.compile(rf"(?:{owning}){_BETWEEN}\s+$", re.IGNORECASE)


@lru_cache(maxsize=4)
def _ends_with(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|\s)(?:{_nouns(name)})$", re.IGNORECASE)


def is_possessor(phrase: str, start: int, end: int, *, named: bool) -> bool:
    """Say whether the country at ``phrase[start:end]`` is whose allies or neighbours the phrase means.

    "Syria's neighbours", "US allies"; in "its US allies" the name tells what they are, for whose they are is said.

    Args:
        phrase: a noun phrase, with a word or two before it where there are any.
        start: where the country's name begins.
        end: where it ends.
        named: whether it is a name; an adjective right before a noun tells what somebody is.
    """
    if _possessed().match(phrase, end):
        return True
    return named and _of_name().match(phrase, end) is not None and not _owned().search(phrase, 0, start)


def is_of_another(noun: str, *, whose_is_person: bool) -> bool:
    """Say whether those whom a noun means are of another country than whose they are ("its partners", "its rival").

    A person's allies are as often abroad as at home, whereas neighbours and rivals are mostly of the person's country.
    """
    if _ends_with("allies").search(noun):
        return True
    return not whose_is_person and any(_ends_with(each).search(noun) for each in ("opposites", "rivals"))


def is_counterpart(noun: str) -> bool:
    """Say whether a noun or title means who holds the same office elsewhere as whose it is: "Chadian counterpart"."""
    return _ends_with("counterparts").search(noun) is not None
