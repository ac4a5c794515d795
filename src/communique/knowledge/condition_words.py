"""Words that begin a condition, from ``condition_words.yaml``, by the name of their list; regular expressions."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from communique.knowledge.tables import document


@lru_cache(maxsize=1)
def condition_words() -> Mapping[str, tuple[str, ...]]:
    """Give the lists as they stand in the file."""
    return MappingProxyType({name: tuple(words) for name, words in document("condition_words.yaml").items()})
