"""Words for persons, from ``person_words.yaml``: pronouns, nouns of several persons, "it" that stands for nobody.

In go single words or the words after one; out come plain answers. The words that tell a gender are read by `genders`.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from communique.knowledge.tables import document

_BETWEEN: Final = frozenset(
    ("is", "was", "'s", "’s", "be", "been", "has", "had", "not", "also", "may", "would", "will", "very", "so")
)
"""Words between "it" and the word that tells whether it stands for anything."""


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    found: dict[str, Any] = document("person_words.yaml")
    return found


@lru_cache(maxsize=1)
def _pronouns() -> dict[str, str]:
    return {form: kind for kind, forms in _words()["pronouns"].items() for form in forms}


@lru_cache(maxsize=1)
def _expletive() -> frozenset[str]:
    return frozenset(_words()["expletive"])


@lru_cache(maxsize=1)
def _plural() -> frozenset[str]:
    return frozenset(_words()["plural"])


@lru_cache(maxsize=1)
def possessives() -> frozenset[str]:
    """Give the pronouns, in lower case, that stand before what somebody has: "his", "its"."""
    return frozenset(_words()["possessive"])


@lru_cache(maxsize=1)
def of_one_person() -> frozenset[str]:
    """Give the pronouns, in lower case, that mean one human being: "she", "my"."""
    return frozenset(_words()["one_person"])


@lru_cache(maxsize=1)
def leads_to_a_body() -> frozenset[str]:
    """Give the words, in lower case, that lead from a person to the body that the person belongs to: "of", "at"."""
    return frozenset(_words()["of_body"])


@lru_cache(maxsize=1)
def speaks_for_others() -> frozenset[str]:
    """Give the nouns, in lower case, of those who speak for somebody: "spokesman", "lawyers"."""
    return frozenset(_words()["speaks_for"])


@lru_cache(maxsize=1)
def particles() -> frozenset[str]:
    """Give what may stand in small letters in a family name: "von", "al"."""
    return frozenset(_words()["particles"])


def pronoun_class(text: str) -> str | None:
    """Return the subject form of a pronoun ("he" of "his"), None where a text is no pronoun of the table."""
    return _pronouns().get(text.lower())


def is_plural(noun: str) -> bool:
    """Say whether the head of a common noun means several ("officials", "people")."""
    word = noun.lower()
    return word in _plural() or (len(word) > 3 and word.endswith("s") and not word.endswith("ss"))  # noqa: PLR2004 - "gas"


@lru_cache(maxsize=1)
def _short_names() -> dict[str, str]:
    return {short: name for name, forms in _words()["short_names"].items() for short in forms}


def full_given_name(word: str) -> str:
    """Return the given name that a short form stands for, in small letters: "james" for "jim"; else the word itself."""
    return _short_names().get(word, word)


@lru_cache(maxsize=1)
def _another() -> frozenset[str]:
    return frozenset(_words()["another"])


def makes_another(word: str) -> bool:
    """Say whether a word before a noun makes it another than the one spoken of before ("another", "two")."""
    return word.lower() in _another()


def is_expletive(after: Sequence[str]) -> bool:
    """Say whether "it" stands for nobody, by the words after it: "is likely", "was not clear", "rained"."""
    for word in after:
        if word.lower() in _expletive():
            return True
        if word.lower() not in _BETWEEN:
            return False
    return False
