"""The same actor across articles.

In: an `Actor` of a reading. Out: a key that is the same wherever the same actor is told of: its code where the
knowledge has one, else its name without case, accents and punctuation, with country and kind.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from communique.records import Actor

_ARTICLES = frozenset(("the", "a", "an"))


def actor_key(actor: Actor) -> str:
    """Return the key of an actor across articles: `wikidata:Q212`, or `person:UKR:volodymyr koval`."""
    return actor.code or f"{actor.kind}:{actor.country or ''}:{folded(actor.name)}"


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """Return a name without case, accents, punctuation and a leading article, its words apart by one space.

    A name of nothing but punctuation stays as it is, so that no two of them fall together.
    """
    plain = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    words = "".join(each if each.isalnum() else " " for each in plain.casefold().replace("'", "")).split()
    if len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    return " ".join(words) or name
