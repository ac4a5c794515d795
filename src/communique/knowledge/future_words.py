"""Words that put a deed off, from ``future_words.yaml``, as patterns."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from communique.knowledge.aid_words import any_of
from communique.knowledge.clause_words import clause_words
from communique.knowledge.tables import document

_PARTS = ("prepositions", "conjunctions", "relative", "passive", "auxiliaries")
"""Lists of words that stand in no noun phrase before its last noun."""


@lru_cache(maxsize=1)
def future_patterns() -> Mapping[str, re.Pattern[str]]:
    """Give patterns by name.

    `verb_…` and `noun_…` end where a deed's word begins, and `noun_…` have what stands between in their last group;
    `behind_…` begin right behind it, with a phrase such as "with Togo" between or not;
    `supposing` is to be searched in its sentence.
    """
    lists = {name: any_of(tuple(words)) for name, words in document("future_words.yaml").items()}
    between = rf"(?:(?:{lists['between']})\s+)*"
    be = rf"(?:{lists['being']})\s+{between}"
    words = clause_words()
    parts = any_of(sorted(set().union(*(words[name] for name in _PARTS))))
    leading = any_of(sorted(words["determiners"] | words["leading"]))
    word = rf"(?:(?!(?:{parts})\b)[\w’'.-]+\s+)"
    # An article begins another phrase: "the likelihood of support following a meeting" puts off no meeting.
    inner = rf"(?:(?!(?:{any_of(sorted(words['leading']))})\b){word})"
    phrase = rf"({inner}{{0,3}})$"
    led = rf"(?:{any_of(sorted(words['prepositions'] | words['determiners'] | words['leading']))})\s+"
    behind = rf"(?:\s+(?:{any_of(sorted(words['prepositions']))})\s+{word}{{1,4}}|\s+)"
    objects = any_of(sorted(words["leading"] | {"to"}))
    happens = rf"(?:(?:{lists['happening']})\b(?!\s+(?:{objects})\b)|be\s+(?:\w+ly\s+)?(?:{lists['held']})\b)"
    will = rf"(?:{lists['will']}|(?:{lists['being']})\s+to)"
    likely = rf"\b{be}(?:{lists['expected']})\s+to\s+{between}"
    soon = rf"\b(?:{lists['will']}|{be}(?:(?:{lists['planned']})\s+)?to|(?:{lists['plans']})\s+to)\s+{between}"
    carried = rf"(?:{lists['carrying']})\s+(?:(?:{leading})\s+)?{phrase}"
    made = {
        "verb_possible": rf"{likely}$",
        "verb_planned": rf"{soon}$",
        "verb_resolved": rf"\b(?:{lists['resolves']})\s+to\s+{between}$",
        "noun_likely": rf"{likely}{carried}",
        "noun_soon": rf"{soon}{carried}",
        "noun_planned": rf"\b{led}(?:{lists['coming']})\s+{phrase}",
        "noun_awaited": rf"\b{led}(?:{lists['awaited']})\s+{phrase}",
        "noun_prepared": rf"\b(?:{lists['preparing']})\s+(?:(?:{leading})\s+)?{phrase}",
        "noun_ahead": rf"\b(?:{lists['ahead']})\s+an?\s+{phrase}",
        "noun_possible": rf"\b(?:{lists['likelihood']})\s+(?:(?:{leading})\s+)?{phrase}",
        "noun_weighed": rf"\b(?:{lists['awaited']})\s+(?:{lists['effects']})\s+of\s+(?:an?\s+)?{phrase}",
        "behind_planned": rf"{behind}(?:{will}\s+{between}{happens}|to\s+be\s+(?:{lists['held']})\b)",
        "behind_possible": rf"{behind}(?:{lists['may']})\s+{between}{happens}",
        "behind_would": rf"{behind}(?:{lists['would']})\s+{between}{happens}",
        "doing": rf"\b(?:{lists['doing']})\s+(?:[\w’']+\s+)?$",
        "supposing": rf"\b(?:{lists['supposing']})\b",
    }  # fmt: skip
    return MappingProxyType({name: re.compile(pattern, re.IGNORECASE) for name, pattern in made.items()})
