"""Materiel: the class of what is sent, from ``item_classes.csv``, and words beside an item, from ``item_words.yaml``.

A row has a word or designation in one number (the loader makes the plural), its class of the record contract, whether
the word is generic, and the source. A generic word ("guns") tells the class only where no word beside it tells more
("Caesar guns" are artillery).
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from communique.knowledge.phrases import Match, PhraseTable
from communique.knowledge.tables import document, rows
from communique.vocabulary import ItemClass

# "ammunition for Leopard tanks" is ammunition; "tonnes of flour" are flour, since "tonnes" tells no class.
_COMPLEMENT: Final = re.compile(r"\s(?:of|for|to|with|from|in|on|including|plus)\s")
_CONTAINED: Final = re.compile(r"([^\W\d_]+)\s+(?:of|with)\s+(?=\w)")
_Y: Final = re.compile(r"[^aeiou]y$")
_SIBILANT: Final = re.compile(r"(?:ch|sh|x)$")


class ItemKind(NamedTuple):
    """A class, and whether the word that tells it is generic."""

    item_class: ItemClass
    generic: bool


def plural_of(phrase: str) -> str:
    """Give the plural of a phrase in the singular; one that ends in "s" is taken to be one already."""
    if phrase[-1:] in {"s", "S"} or not phrase[-1:].isalnum():
        return phrase
    if _Y.search(phrase):
        return f"{phrase[:-1]}ies"
    return f"{phrase}es" if _SIBILANT.search(phrase) else f"{phrase}s"


def _phrases() -> Iterator[tuple[str, ItemKind]]:
    for row in rows("item_classes.csv"):
        kind = ItemKind(ItemClass(row["class"]), bool(row["generic"]))
        yield row["phrase"], kind
        plural = plural_of(row["phrase"])
        if plural != row["phrase"]:
            yield plural, kind


@lru_cache(maxsize=1)
def _table() -> PhraseTable[ItemKind]:
    return PhraseTable(_phrases())


def materiel_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Match[ItemKind]]:
    """Yield the words and designations of the table in ``text[start:end]``, as ``PhraseTable.find``."""
    return _table().find(text, start, end)


def item_kind_of(phrase: str) -> ItemKind | None:
    """Give the class of a phrase for an item and whether only a generic word tells it; None where no word is known.

    The words before "of", "for" and the like count first, among them the last: "tank ammunition" is ammunition. What
    a vessel or a means of transport holds counts before it: "lorries of flour" are food.
    """
    held = _CONTAINED.match(phrase)
    if held and held.group(1).lower() in item_words()["containers"] and (inside := item_kind_of(phrase[held.end() :])):
        return inside
    complement = _COMPLEMENT.search(phrase)
    limit = complement.start() if complement else len(phrase)
    found = list(_table().find(phrase))
    head = [match.value for match in found if match.start < limit] or [match.value for match in found[:1]]
    specific = [kind for kind in head if not kind.generic]
    if not head:
        return None
    return specific[-1] if head[-1].generic and specific else head[-1]


def item_class_of(phrase: str) -> ItemClass | None:
    """Give the class of a phrase for an item, as ``item_kind_of``."""
    kind = item_kind_of(phrase)
    return None if kind is None else kind.item_class


@lru_cache(maxsize=1)
def item_words() -> Mapping[str, tuple[str, ...]]:
    """Give the lists of words beside an item by name, each longest first."""
    raw = document("item_words.yaml")
    return MappingProxyType({name: tuple(sorted(words, key=len, reverse=True)) for name, words in raw.items()})
