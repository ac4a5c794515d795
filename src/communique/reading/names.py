"""Names whole: a mention never ends inside a hyphenated name.

Words are cut at hyphens, so a mark may stop before the last part of "al-Assad" or "Saint-Denis". It is led on over the
hyphen where the other side is capital too, or an Arabic article; "Trump-aligned" and "U.S.-led" stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from communique.model import Mark

Extent = tuple[int, int]

ARTICLES: Final = frozenset("al el ul ad an ar as ash at az abd bin ibn".split())  # noqa: SIM905 - read more easily so
NAMED: Final = frozenset({"person", "organization", "group", "place", "state"})


def whole_names(text: str, words: Sequence[Extent], mentions: list[Mark]) -> list[Mark]:
    """Return the mentions with hyphenated names whole, in the same order; none grows into another."""
    taken = {word for mark in mentions for word in range(mark.first, mark.last)}
    found = []
    for mark in mentions:
        grown = mark
        if mark.kind in NAMED and _capital(text, words[mark.last - 1]):
            while _joined(text, words, grown.last) and _free(grown.last, grown.last + 2, taken):
                if not _capital(text, words[grown.last + 1]):
                    break
                grown = replace(grown, last=grown.last + 2)
            while _joined(text, words, grown.first - 1) and _free(grown.first - 2, grown.first, taken):
                before = text[slice(*words[grown.first - 2])]
                if not (before[:1].isupper() or before.lower() in ARTICLES):
                    break
                grown = replace(grown, first=grown.first - 2)
        taken.update(range(grown.first, grown.last))
        found.append(grown)
    return found


def _capital(text: str, word: Extent) -> bool:
    return text[word[0]].isupper()


def _joined(text: str, words: Sequence[Extent], at: int) -> bool:
    """Say whether word `at` is a hyphen between two words without a blank."""
    if not 0 < at < len(words) - 1 or text[slice(*words[at])] != "-":
        return False
    return words[at - 1][1] == words[at][0] and words[at][1] == words[at + 1][0]


def _free(first: int, last: int, taken: set[int]) -> bool:
    return taken.isdisjoint(range(first, last))
