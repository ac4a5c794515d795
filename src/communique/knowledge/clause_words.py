"""Words that tell how a clause is meant, from ``clause_words.yaml``, and whether a verb's form is one of the past."""

from functools import lru_cache

from communique.knowledge.calendar_words import calendar_words
from communique.knowledge.tables import document, listed, rows


@lru_cache(maxsize=1)
def clause_words() -> dict[str, frozenset[str]]:
    """Give the lists of the file, lower case, by name."""
    return {name: frozenset(words) for name, words in document("clause_words.yaml").items()}


def helps(word: str) -> bool:
    """Say whether a word, in small letters, may stand before a verb or inside it: an auxiliary, an adverb in "-ly"."""
    return word in clause_words()["auxiliaries"] or word.endswith("ly")


@lru_cache(maxsize=1)
def _irregular() -> frozenset[str]:
    """Give the forms of irregular verbs that tell of the past and are no verb's base: nouns made of verbs are none."""
    verbs = list(rows("event_words.csv"))
    return frozenset(form for row in verbs for form in listed(row["forms"])) - {row["base"] for row in verbs}


def is_past(verb: str) -> bool:
    """Say whether a verb, in small letters, has a form that tells of the past or is a participle: "fired", "shot"."""
    words = calendar_words()
    if verb in clause_words()["lasting"]:
        return False
    regular = verb.endswith("ed") and verb not in words.timeless and "-" not in verb
    return verb in words.past or verb in _irregular() or regular
