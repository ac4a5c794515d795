"""Words that tell who takes part in a meeting, an accord or a fight, from ``party_words.yaml``."""

import re
from functools import lru_cache

from communique.knowledge.aid_words import any_of
from communique.knowledge.tables import document


@lru_cache(maxsize=1)
def party_words() -> dict[str, frozenset[str]]:
    """Give the lists of the file, lower case, by name."""
    return {name: frozenset(words) for name, words in document("party_words.yaml").items()}


@lru_cache(maxsize=1)
def mediating() -> re.Pattern[str]:
    """Give the pattern of words for somebody who takes part without being a party."""
    return re.compile(rf"\b(?:{any_of(tuple(party_words()['mediating']))})\b", re.IGNORECASE)


def is_meeting(word: str, sentence: str) -> bool:
    """Say whether an event's word in a sentence tells a meeting or talk in which all take part alike, without mediator.

    By PLOVER 2.0 all who meet are actors; who visits, or hosts and mediates for others, is told apart.
    """
    return any(word.lower() in party_words()[name] for name in ("meets", "meetings")) and not mediating().search(
        sentence
    )


def comes_from_abroad(name: str) -> bool:
    """Say whether somebody is called by a noun for people of several countries or from abroad: "both sides"."""
    return name.lower().rsplit(" ", maxsplit=1)[-1] in party_words()["abroad"]
