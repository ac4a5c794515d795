"""Words for an attack in another sense ("holed up", "struck a deal"), from ``other_senses.yaml``."""

import re
from functools import lru_cache
from typing import Final

from communique.knowledge.tables import document

_REACH: Final = 60
"""Code points beside a word in which the words stand that tell its sense."""


@lru_cache(maxsize=1)
def _senses() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Give the pattern of each word, and that of the words before it and it, or of it and the words behind."""
    found = []
    for entry in document("other_senses.yaml"):
        word, before, after = (entry.get(name) for name in ("word", "before", "after"))
        beside = rf"\b{before}\s+$" if before else rf"\s+{after}\b"
        found.append((re.compile(word, re.IGNORECASE), re.compile(beside.replace(" ", r"\s+"), re.IGNORECASE)))
    return tuple(found)


def has_other_sense(text: str, start: int, end: int) -> bool:
    """Say whether the word at ``text[start:end]``, taken for one of an attack, means something else there."""
    word = text[start:end]
    return any(
        beside.search(text, max(0, start - _REACH), start)
        if beside.pattern.endswith("$")
        else beside.match(text, end, end + _REACH)
        for pattern, beside in _senses()
        if pattern.fullmatch(word)
    )
