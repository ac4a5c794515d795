"""Peoples without a state of their own name and the countries in which they live, from ``actors/peoples.csv``.

In goes a phrase, out come the countries. They tell which of several bodies of one name is meant: the "Kurdish Workers'
Party" is none of Brazil's.
"""

from functools import lru_cache

from communique.knowledge.phrases import PhraseTable
from communique.knowledge.tables import listed, rows


@lru_cache(maxsize=1)
def _table() -> PhraseTable[frozenset[str]]:
    return PhraseTable(
        (form, frozenset(listed(row["homes"])))
        for row in rows("actors/peoples.csv")
        for form in (row["people"], *listed(row["other_forms"]))
    )


@lru_cache(maxsize=2048)
def homes_of_people(phrase: str) -> frozenset[str]:
    """Give the ISO 3166-1 alpha-3 codes of the countries where a people lives that a phrase ends with, if it does."""
    last = max(_table().find(phrase), key=lambda match: match.end, default=None)
    return last.value if last and not phrase[last.end :].strip() else frozenset()


@lru_cache(maxsize=2048)
def homes_of_people_in(phrase: str) -> frozenset[str]:
    """Give the countries, as above, where the first people lives that a phrase names, if it names any."""
    first = min(_table().find(phrase), key=lambda match: match.start, default=None)
    return first.value if first else frozenset()
