"""Words of giving and of what is given, from ``aid_words.yaml``, as patterns for running text.

Each list of the file is one pattern that finds any of its words, whole and whatever the case.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from communique.knowledge.tables import document


@lru_cache(maxsize=1)
def aid_words() -> Mapping[str, re.Pattern[str]]:
    """Give the pattern of each list by the list's name; its words stand whole, in any case."""
    raw = document("aid_words.yaml")
    return MappingProxyType(
        {name: re.compile(rf"\b(?:{any_of(words)})\b", re.IGNORECASE) for name, words in raw.items()}
    )


@lru_cache(maxsize=1)
def aid_word_lists() -> Mapping[str, tuple[str, ...]]:
    """Give the lists as they stand in the file, to build longer patterns of."""
    return MappingProxyType({name: tuple(words) for name, words in document("aid_words.yaml").items()})


def any_of(words: list[str] | tuple[str, ...]) -> str:
    """Give a pattern for any of some words, the longest first."""
    return "|".join(sorted((re.sub(" ", r"\\s+", word) for word in words), key=len, reverse=True))
