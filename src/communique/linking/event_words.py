"""Words as event linking compares them: stems of triggers, and the telling terms of a sentence or an article.

In: words. Out: stems, terms as 16-bit numbers, and how rare each is. A stem joins the forms of a verb with the nouns
made of it (`knowledge/event_words.csv`), then Snowball's English rules take the endings off. How rare a stem is comes
from `weights.json`, counted over the texts that linking was fitted on; one that was never counted is as rare as can be.
"""

from __future__ import annotations

import json
import math
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nsmallest
from importlib.resources import files
from typing import Any, Final

from communique.knowledge.tables import document, listed, rows

NEAR: Final = 6
"""Terms of a sentence that count as close to the trigger: they stand first in `sentence_terms`."""
SENTENCE_TERMS: Final = 14
STORY_TERMS: Final = 24
RAREST: Final = 8.0
"""Rarity of a term that was never counted."""
_BEFORE: Final = 4
_BEHIND: Final = 3
"""Words before that of an event, and behind it, that may tell that it is one more."""
COMMON: Final = 1.2
"""Terms less rare than that (the, said, was) say nothing of what a text is about."""


@lru_cache(maxsize=1)
def weights() -> dict[str, Any]:
    """Return what linking was fitted to: weights, thresholds, and counts of common stems."""
    found: dict[str, Any] = json.loads(files("communique.linking").joinpath("weights.json").read_text(encoding="utf-8"))
    return found


@lru_cache(maxsize=1)
def _bases() -> dict[str, str]:
    return {
        form: row["base"] for row in rows("event_words.csv") for form in (*listed(row["forms"]), *listed(row["others"]))
    }


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import Stemmer  # noqa: PLC0415  # loaded when it is first needed

    return Stemmer.Stemmer("english")


@lru_cache(maxsize=1)
def _repetition() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in document("event_repetition.yaml").items()}


def is_another(words: Sequence[str], at: int) -> bool:
    """Return whether the words about an event's, at a place in its sentence, tell of one more: "a further strike"."""
    found = _repetition()
    last = max(0, at - _BEFORE)
    for place in range(at - 1, last - 1, -1):
        word = words[place].lower()
        if word in found["bounds"]:
            break
        # "A second arrest" is another one; "his second arrest" may be the one that was told.
        counted = word in found["ordinals"] and place > 0 and words[place - 1].lower() in found["indefinite"]
        if counted or word in found["before"]:
            return True
    return any(word.lower() in found["behind"] for word in words[at + 1 : at + 1 + _BEHIND])


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """Return the stem of a word, empty where it holds no letter or digit."""
    low = word.lower().replace("’", "'")
    if not any(each.isalnum() for each in low):
        return ""
    found: str = _stemmer().stemWord(_bases().get(low, low))
    return found


@lru_cache(maxsize=16_384)
def term(stemmed: str) -> int:
    """Return the 16-bit number of a stem."""
    return zlib.crc32(stemmed.encode("utf-8", "surrogatepass")) & 0xFFFF


@lru_cache(maxsize=1)
def rarities() -> list[float]:
    """Return how rare each term is, by its number: 0 to `RAREST`; see `rarity`."""
    counted = weights()["texts"]
    found: dict[int, float] = {}
    for count, stems in counted["stems"].items():
        rarity = min(RAREST, math.log((counted["count"] + 1) / (int(count) + 0.5)))
        for each in stems.split():
            # Of two stems with one number the commoner decides, so that no common word looks rare.
            found[term(each)] = min(rarity, found.get(term(each), RAREST))
    return [max(0.0, found.get(number, RAREST)) for number in range(1 << 16)]


def rarity(number: int) -> float:
    """Return how rare a term is: the logarithm of texts to texts that hold it, 0 to `RAREST`."""
    return rarities()[number]


def sentence_terms(stems: Sequence[str], at: int) -> tuple[int, ...]:
    """Return the telling terms of a sentence: those about the word `at` first, nearest first, then the rarest."""
    rare = rarities()
    seen = {term(stems[at])} if stems[at] else set()
    found = []
    # Nearest first, of two as near the one before.
    order = [each for apart in range(1, max(at, len(stems) - 1 - at) + 1) for each in (at - apart, at + apart)]
    for each in order:
        if 0 <= each < len(stems) and stems[each]:
            number = term(stems[each])
            if number not in seen and rare[number] >= COMMON:
                seen.add(number)
                found.append(number)
    rest = sorted(found[NEAR:], key=lambda number: (-rare[number], number))
    return (*found[:NEAR], *rest[: SENTENCE_TERMS - NEAR])


def story_terms(stems: Iterable[str]) -> tuple[int, ...]:
    """Return the terms that tell what an article is about: the rare ones that it repeats, most telling first."""
    rare = rarities()
    counts: dict[int, int] = {}
    for each, count in Counter(stems).items():
        number = term(each) if each else None
        if number is not None and rare[number] >= COMMON:
            counts[number] = counts.get(number, 0) + count
    told = {number: rare[number] * (1 + math.log(count) if count > 1 else 1.0) for number, count in counts.items()}
    return tuple(nsmallest(STORY_TERMS, told, key=lambda number: (-told[number], number)))
