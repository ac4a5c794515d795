"""The words of a text as numbers, so that two texts can be compared by what they share.

In: a text. Out: its `Wording`: for each word a hash of the folded word and of its stem, how telling the word is, and
the sentence it stands in; and hashes of runs of words. Hashes are the same on every machine and in every version of
Python, since the ledger keeps what is made of them.

Folding takes away what an editor changes without writing anything: capitals, accents, punctuation, British or American
spelling, "per cent" or "%", commas in numbers. How telling a word is comes from `knowledge/common_words.csv`, the share
of the corpus's passages that hold it; a word that isn't there is rare.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from communique.knowledge.tables import document, rows
from communique.text.sentences import sentences

Hashes = NDArray[np.uint64]

# A possessive is passed over; "U.S." and "O’Brien" are one word.
_WORD = re.compile(
    r"['’ʼ]s\b|(?P<word>\d+(?:[.,]\d+)*|[Pp]er cent\b|[^\W\d_]+(?:\.[^\W\d_](?![^\W\d_])|['’ʼ](?!s\b)[^\W\d_]+)*|[%&])"
)
_STEM = re.compile(r"(?:ies|ied|ing|ed|es|s|e|y|ly)$")
_SHORTEST_STEM = 4
"""Letters; "said" and "says" are left apart, "shelled" and "shelling" are not."""
RARE: Final = -math.log(0.001)
"""How telling a word outside the table is; one that 1 passage in 500 holds, the rarest there, has 6.2."""
TELLING: Final = 3.0
"""From here on a word says what the text is about: at most one passage in 20 holds it."""

# Odd 64-bit constants of the golden ratio and of splitmix64; any would do, but they may never change.
_TURN: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A text's words in order; all arrays have one entry a word."""

    words: Hashes
    stems: Hashes
    weights: NDArray[np.float64]
    """How telling each word is, 0 and up."""
    sentences: NDArray[np.int64]
    """The number of the sentence that each word stands in, from 0."""
    names: NDArray[np.bool_]
    """Whether the word is written with a capital where no sentence begins, or is a number."""
    numbers: NDArray[np.bool_]
    """Whether the word is a number in digits."""
    spans: NDArray[np.int64]
    """Two columns: where each word begins and ends in the text, in code points."""

    def __len__(self) -> int:
        """Return the count of words."""
        return len(self.words)

    def runs(self, length: int) -> Hashes:
        """Return a hash for each run of so many words, in order; a shorter text has none. Nobody may change them."""
        return _runs(self, length)

    def different_runs(self, length: int) -> Hashes:
        """Return each of these hashes once, the lowest first. Nobody may change them."""
        return _different_runs(self, length)

    def telling_runs(self, length: int) -> Hashes:
        """Return a hash for each run of telling words' stems: an editor adds and drops the common ones at will."""
        return runs(self.stems[self.weights >= TELLING], length)


def runs(words: Hashes, length: int) -> Hashes:
    """Return a hash for each run of `length` hashes."""
    count = len(words) - length + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    mixed = np.zeros(count, np.uint64)
    for place in range(length):
        mixed = (mixed ^ words[place : place + count]) * _MIX
        mixed = (mixed ^ (mixed >> np.uint64(29))) + _TURN
    mixed ^= mixed >> np.uint64(32)
    return mixed


# A new article is compared with some of the days around, which the next one is compared with as well.
@lru_cache(maxsize=1024)
def _runs(wording: Wording, length: int) -> Hashes:
    return runs(wording.words, length)


@lru_cache(maxsize=1024)
def _different_runs(wording: Wording, length: int) -> Hashes:
    return np.unique(_runs(wording, length))


@lru_cache(maxsize=256)
def wording(text: str) -> Wording:
    """Return the wording of a text; a text without any word has an empty one."""
    found: list[tuple[int, int, float, bool, bool]] = []
    spans: list[tuple[int, int]] = []
    sizes, firsts = [], []
    for start, end in sentences(text):
        begun = len(found)
        # A possessive is passed over.
        matches = [match for match in _WORD.finditer(text, start, end) if match[1] is not None]
        found += [_word(match[1]) for match in matches]
        spans += [match.span() for match in matches]
        sizes.append(len(matches))
        if matches:
            firsts.append(begun)
    words, stems, weights, numbers, capitals = zip(*found, strict=True) if found else ((),) * 5
    counted, names = np.array(numbers, np.bool_), np.array(capitals, np.bool_)
    names[firsts] = False
    return Wording(
        np.array(words, np.uint64),
        np.array(stems, np.uint64),
        np.array(weights, np.float64),
        np.repeat(np.arange(len(sizes), dtype=np.int64), sizes),
        names | counted,
        counted,
        np.array(spans, np.int64).reshape(-1, 2),
    )


@lru_cache(maxsize=16_384)
def _word(written: str) -> tuple[int, int, float, bool, bool]:
    """Return a word's hash, that of its stem, how telling it is, and whether a digit or a capital begins it."""
    plain = folded(written)
    stem = _STEM.sub("", plain) if plain.isalpha() else plain
    hashes = _hash(plain), _hash(stem if len(stem) >= _SHORTEST_STEM else plain)
    return (*hashes, _weights().get(plain, RARE), written[0].isdigit(), written[0].isupper())


def folded(written: str) -> str:
    """Return a word without what editors change: "Defence" and "defense" are `defense`, "12,000" is `12000`."""
    if written[0].isdecimal():
        return unicodedata.normalize("NFKC", written).replace(",", "")
    if written.isascii() and written.isalpha():
        word = written.lower()
    else:
        bare = unicodedata.normalize("NFKD", written.casefold())
        word = "".join(sign for sign in bare if sign.isalnum() or sign in " %&")
    word = _alike().get(word, word)
    for ending, replacement in _spelling():
        word = ending.sub(replacement, word)
    return word


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


@cache
def _weights() -> dict[str, float]:
    """Return how telling each word of the table is, by its folded form."""
    return {folded(row["word"]): -math.log(float(row["share"])) for row in rows("common_words.csv")}


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = document("wires.yaml")
    return found


@cache
def _alike() -> dict[str, str]:
    return dict(_table()["alike"])


@cache
def _spelling() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(ending), replacement) for ending, replacement in _table()["spelling"].items())
