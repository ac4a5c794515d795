"""Stems of English words, by the rules of Snowball's English stemmer ("Porter 2"), as of its release 3.1.

In: a word in lower case. Out: its stem ("deliveries" and "delivered" are `deliveri` and `deliv`). Rarities of stems
were counted with these rules and ledgers keep terms made by them, so they stay as they are, whatever Snowball changes.
Rules: M. F. Porter, https://snowballstem.org/algorithms/english/stemmer.html.

Vowels are a, e, i, o, u, y; a `y` that begins the word or follows a vowel is written `Y` and is none. R1 is what stands
behind the first consonant after a vowel, R2 the same within R1; most endings are taken off only there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from communique.knowledge.tables import document

_LONGEST: Final = 7
_SHORTEST: Final = 3
"""Letters of a word that has a stem of its own."""
_BEGINNINGS: Final = re.compile("arsen|commun|emerg|gener|inter|later|organ|past|univers")
"""Before R1 in words that would otherwise be cut too short."""
_REGION: Final = re.compile("[^aeiouy]*[aeiouy]+[^aeiouy]")
_VOWELS: Final = frozenset("aeiouy")
_VOWEL: Final = re.compile("[aeiouy]")
_SHORT: Final = re.compile("(?:[^aeiouy][aeiouy][^aeiouywxY]|^[aeiouy][^aeiouy]|past)$")
"""How a word ends that has a short syllable at its end."""
_PAST: Final = ("eedly", "edly", "ingly", "eed", "ing", "ed")
_WHOLE_ING: Final = frozenset(("cann", "earr", "even", "herr", "inn", "out"))
_WHOLE_EED: Final = frozenset(("exc", "proc", "succ"))
_DOUBLE: Final = frozenset(("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt"))
_BEFORE_LI: Final = frozenset("cdeghkmnrt")


@lru_cache(maxsize=4)
def _table(name: str) -> dict[str, str]:
    """Return a table of `english_stems.yaml`: what stands for a word, or for an ending."""
    return dict(document("english_stems.yaml")[name])


@lru_cache(maxsize=4)
def _endings(name: str) -> tuple[str, ...]:
    return tuple(_table(name))


def english_stem(word: str) -> str:
    """Return the stem of a word in lower case; words of one or two letters stay as they are."""
    known = _table("words").get(word)
    if known is not None or len(word) < _SHORTEST:
        return known or word
    word = word.removeprefix("'")
    if "y" in word:
        word = _with_consonants(word)
    first, second = _regions(word)
    word = _without_plural(word)
    word = _without_past(word, first)
    if word[-1:] in {"y", "Y"} and len(word) >= _SHORTEST and word[-2] not in _VOWELS:
        word = f"{word[:-1]}i"
    word = _shortened(word, first)
    word = _simplified(word, first, second)
    return _without_end(word, first, second).replace("Y", "y")


def _with_consonants(word: str) -> str:
    """Return a word with `Y` for each y that is a consonant."""
    signs = list(word)
    for at, sign in enumerate(signs):
        if sign == "y" and (at == 0 or signs[at - 1] in _VOWELS):
            signs[at] = "Y"
    return "".join(signs)


def _regions(word: str) -> tuple[int, int]:
    """Return where R1 and R2 begin."""
    found = _BEGINNINGS.match(word) or _REGION.match(word)
    if found is None:
        return len(word), len(word)
    inner = _REGION.match(word, found.end())
    return found.end(), inner.end() if inner else len(word)


def _without_plural(word: str) -> str:
    """Take off apostrophes, "s", and what "ies" and "ied" have more (step 1a)."""
    if "'" in word:
        word = re.sub(r"'(?:s'?)?$", "", word)
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith(("ies", "ied")):
        return word[:-2] if len(word) > len("dies") else word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")) and _VOWEL.search(word, 0, len(word) - 2):
        return word[:-1]
    return word


def _without_past(word: str, first: int) -> str:
    """Take off "ed", "ing", and the same with "ly" (step 1b)."""
    ending = next((each for each in _PAST if word.endswith(each)), None) if word[-1:] in {"d", "g", "y"} else None
    if ending is None:
        return word
    bare = word[: -len(ending)]
    if ending.startswith("eed"):
        return f"{bare}ee" if len(bare) >= first and bare not in _WHOLE_EED else word
    if ending == "ing":
        if bare in _WHOLE_ING:
            return word
        if len(bare) == len("dy") and bare[1] == "y" and bare[0] not in _VOWELS:
            return f"{bare[0]}ie"
    return _mended(bare, first) if _VOWEL.search(bare) else word


def _mended(bare: str, first: int) -> str:
    """Return a word without its "ed" or "ing" as it is written without them: "hop" of "hopped", "file" of "filed"."""
    if bare.endswith(("at", "bl", "iz")):
        return f"{bare}e"
    if bare[-2:] in _DOUBLE:
        return bare if len(bare) == len("add") and bare[0] in "aeo" else bare[:-1]
    return f"{bare}e" if len(bare) == first and _SHORT.search(bare) else bare


def _shortened(word: str, first: int) -> str:
    """Make two endings one: "ization" is "ize" (step 2)."""
    ending = _longest(word, "second")
    at = len(word) - len(ending)
    if not ending or at < first:
        return word
    if ending == "li" and word[at - 1 : at] not in _BEFORE_LI:
        return word
    if ending == "ogi" and word[at - 1 : at] != "l":
        return word
    return word[:at] + _table("second")[ending]


def _simplified(word: str, first: int, second: int) -> str:
    """Take off or cut endings of adjectives and nouns (steps 3 and 4)."""
    ending = _longest(word, "third")
    at = len(word) - len(ending)
    if ending and at >= (second if ending == "ative" else first):
        word = word[:at] + _table("third")[ending]
    ending = _longest(word, "fourth")
    at = len(word) - len(ending)
    if not ending or at < second or (ending == "ion" and word[at - 1 : at] not in {"s", "t"}):
        return word
    return word[:at]


def _without_end(word: str, first: int, second: int) -> str:
    """Take off a last "e", and the second of two "l" (step 5)."""
    at = len(word) - 1
    if word.endswith("e") and (at >= second or (at >= first and not _SHORT.search(word, 0, at))):
        return word[:at]
    return word[:at] if at >= second and word.endswith("ll") else word


def _longest(word: str, step: str) -> str:
    """Return the longest ending of a step that a word has; they have two letters at least, and seven at most."""
    if not word.endswith(_endings(step)):
        return ""
    table = _table(step)
    return next(word[-size:] for size in range(min(_LONGEST, len(word)), 1, -1) if word[-size:] in table)
