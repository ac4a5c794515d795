"""What tells the gender of a person: given names (``given_names.csv``) and words (``person_words.yaml``).

In go words of a name or phrase; out comes `Gender` or None where nothing tells it. The table of names holds only those
that people of one gender bear; a name alone is a sign, never a proof, and what an article says comes before it.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Final

from communique.knowledge.tables import document, listed, rows

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")


class Gender(Enum):
    """How a person is spoken of."""

    FEMALE = "female"
    MALE = "male"


@lru_cache(maxsize=1)
def _names() -> dict[str, Gender]:
    return {name: Gender(row["gender"]) for row in rows("given_names.csv") for name in listed(row["names"])}


@lru_cache(maxsize=1)
def _words() -> dict[str, Gender]:
    return {word: Gender(gender) for gender, words in document("person_words.yaml")["gender"].items() for word in words}


def gender_of_name(name: str) -> Gender | None:
    """Return the gender that a person's given name tells: the first word of at least two, without titles before it."""
    words = _WORD.findall(name)
    if len(words) < 2:  # noqa: PLR2004 - a single word may be the family name
        return None
    return _names().get(_plain(words[0])) or _names().get(_plain(words[0].partition("-")[0]))


def is_given_name(word: str) -> bool:
    """Say whether a word is a given name, whatever else it is."""
    return _plain(word) in _names()


def gender_of_words(words: Iterable[str]) -> Gender | None:
    """Return the gender that titles and nouns tell ("Mrs", "the spokeswoman", "his brother"); the last one counts."""
    found = [gender for word in words if (gender := _words().get(word.lower().strip(".")))]
    return found[-1] if found else None


@lru_cache(maxsize=4096)
def _plain(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(each))
