"""Materiel: the class of what is sent, from ``item_classes.csv``, and words beside an item, from ``item_words.yaml``.

A row has a word or designation, its class of the record contract, whether the word is generic, and the source. A
generic word ("guns") tells the class only where no word beside it tells more ("Caesar guns" are artillery).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from communique.knowledge.phrases import PhraseTable
from communique.knowledge.tables import document, rows
from communique.vocabulary import ItemClass

# "ammunition for Leopard tanks" is ammunition; "tonnes of flour" are flour, since "tonnes" tells no class.
_COMPLEMENT: Final = re.compile(r"\s(?:of|for|to|with|from|in|on|including|plus)\s")


class ItemKind(NamedTuple):
    """A class, and whether the word that tells it is generic."""

    item_class: ItemClass
    generic: bool


@lru_cache(maxsize=1)
def _table() -> PhraseTable[ItemKind]:
    return PhraseTable(
        (row["phrase"], ItemKind(ItemClass(row["class"]), bool(row["generic"]))) for row in rows("item_classes.csv")
    )


def item_kind_of(phrase: str) -> ItemKind | None:
    """Give the class of a phrase for an item and whether only a generic word tells it; None where no word is known.

    The words before "of", "for" and the like count first, among them the last: "tank ammunition" is ammunition.
    """
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
