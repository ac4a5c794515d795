"""Words beside the names of places, from ``places/words.yaml``: parts ("northern"), kinds ("river"), common nouns."""

from functools import lru_cache

from communique.knowledge.tables import document


@lru_cache(maxsize=1)
def parts_of_places() -> frozenset[str]:
    """Give the words that, before a name, mean a part of what it names; in lower case."""
    return compass() | frozenset(document("places/words.yaml")["parts"])


@lru_cache(maxsize=1)
def compass() -> frozenset[str]:
    """Give those of them that tell where in it the part is, in lower case: "northern"."""
    return frozenset(document("places/words.yaml")["compass"])


@lru_cache(maxsize=1)
def kinds_of_places() -> dict[str, str]:
    """Give the words that tell what a place is, in lower case, with its kind as that file groups them."""
    return {word: kind for kind, words in document("places/words.yaml")["kinds"].items() for word in words}


def kind_of_several(word: str) -> str | None:
    """Give the kind of what a plural, in lower case, means: "provinces", "counties"; None for any other word."""
    one = f"{word.removesuffix('ies')}y" if word.endswith("ies") else word.removesuffix("s")
    return kinds_of_places().get(one) if one != word and word not in kinds_of_places() else None


@lru_cache(maxsize=1)
def common_nouns() -> frozenset[str]:
    """Give the words that alone name no place, in lower case: "capital", "port", "province", "republic"."""
    kinds = kinds_of_places()
    return frozenset(document("places/words.yaml")["common"]) | {
        word for word, kind in kinds.items() if kind in {"city", "admin", "country", "site"}
    }


@lru_cache(maxsize=1)
def _in_town() -> frozenset[str]:
    return frozenset(document("places/words.yaml")["in_town"])


def is_within_a_town(word: str) -> bool:
    """Say whether a word of a name, in lower case, tells that it is something in a town: "street", "hospital"."""
    return word.removesuffix(".") in _in_town()


@lru_cache(maxsize=1)
def people_of_towns() -> frozenset[str]:
    """Give the words, in lower case, that after a town's name mean who lives there or runs it: "police", "mayor"."""
    return frozenset(document("places/words.yaml")["people_of_towns"])


@lru_cache(maxsize=1)
def widening_words() -> frozenset[str]:
    """Give the words, in lower case, that stand between a town's name and what is in it: "General" Hospital."""
    return frozenset(document("places/words.yaml")["widening"])


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    return frozenset(document("places/words.yaml")["abbreviations"])


def is_area_abbreviation(text: str) -> bool:
    """Say whether a text is a newspaper's abbreviation of a state or province, as it is written: "Ill.", "S.C."."""
    return text in _abbreviations()


@lru_cache(maxsize=1)
def known_alone() -> dict[str, str]:
    """Give the towns, by first name, that news name without their country, each with its ISO 3166-1 alpha-3 code."""
    return dict(document("places/words.yaml")["known_alone"])
