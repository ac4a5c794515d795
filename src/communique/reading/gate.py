"""A cheap first look: whether a text might hold an event or a commitment, without the model.

In: the text of an article. Out: a yes or no, and the score behind it. A small linear model over hashed words looks at
every stretch of up to `LONGEST` sentences; the highest score decides, so that a paragraph about a war isn't lost in a
long article about football. What is skipped isn't read at all: statements that stand alone, in sport or business, are
not looked for either.

The weights in `gate.npz` are made by `python -m training.first_look` from the corpus's passages, its silent texts
(`corpus/silent`) and MiniLM's word embeddings; the same command with `--measure` prints its figures. On the held-out
part: recall 0.995 of 609 passages with events or commitments (three missed), 0.997 where each stands inside an article
of five silent texts; skipped are 63 % of 38 silent texts of a paragraph, and 27 % of articles made of five such, for
one doubtful sentence lets an article pass unless its length makes up for it (`RISES`).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np

WORDS: Final = 1 << 17
"""Numbers that words are hashed to."""
BUCKETS: Final = 1 << 18
"""All numbers; stems and pairs of words are hashed to those above `WORDS`."""
LONGEST: Final = 3
"""Sentences of the longest stretch that is scored by itself."""
LENGTHS: Final = (150, 300, 600)
RISES: Final = (0.0, 0.45, 0.9)
"""What is taken from the score of a text of so many words; between them evenly, beyond them no more and no less.

In a long text some stretch or other looks doubtful by chance; so the longer it is, the more its best one has to say.
Chosen on three of the four folds of a cross-validation of the training part, among curves whose figures on the
held-out part had been seen before; so that part's figures for long articles are no clean test of them. Of articles
made of one passage with records and silent texts up to such a length 0.997 passed or more in those three folds; in all
four 0.998 at 300 words and 0.994 at 600. Of silent texts alone 42 % are skipped at 300 words (20 % without) and 47 % at
600 (7 % without). By its own score a passage would be missed in 1.5 % of the articles of 600 words; what stands around
it lets most of them pass.
"""
LEAST: Final = 8
"""A stretch of fewer words is scored as if it had so many, so that a stray word decides nothing."""
STEM: Final = 5
"""Letters by which words of one stem are known together."""

_WORD = re.compile(r"[^\W\d_]+|\d+|[.!?\n]+")
_BREAK = frozenset(".!?\n")


@dataclass(frozen=True, slots=True)
class Weights:
    """The linear model.

    Args:
        values: int8, one for each bucket.
        scale: what one step of them is worth.
        bias: added to every score.
        threshold: the score from which a text might hold a record.
    """

    values: np.ndarray[Any, np.dtype[np.int8]]
    scale: float
    bias: float
    threshold: float


def might_hold_a_record(text: str) -> bool:
    """Say whether a text might hold an event or a commitment; False is meant to be right for all but 1 in 200.

    Args:
        text: the article's text, of any length; headline or markup are not needed.
    """
    weights = shipped()
    return score(text, weights) >= weights.threshold


def score(text: str, weights: Weights | None = None) -> float:
    """Return the highest score of a text's stretches, in log odds, less what its length makes likely by chance.

    Minus infinity where it has no word. Texts of up to 150 words lose nothing.
    """
    found = weights or shipped()
    table = sentence_table(text)
    if not len(table.ends):
        return float("-inf")
    sums = np.concatenate(([0], np.cumsum(found.values[table.features], dtype=np.int64)))
    # Whole numbers until here, so that the same stretch has the same score in whatever text it stands.
    best = best_stretch(table, sums)[0] * found.scale + found.bias
    return best - float(np.interp(table.words[-1], LENGTHS, RISES))


@dataclass(frozen=True, slots=True)
class SentenceTable:
    """What is looked at of a text.

    Args:
        features: the buckets of all features, in order.
        ends: where the features of each sentence end.
        words: how many words there are up to the end of each sentence.
    """

    features: np.ndarray[Any, np.dtype[np.int64]]
    ends: np.ndarray[Any, np.dtype[np.int64]]
    words: np.ndarray[Any, np.dtype[np.int64]]


def sentence_table(text: str) -> SentenceTable:
    """Return the features of a text: its words without case, their stems, and pairs of words within a sentence.

    A number is a number whichever it is. Sentences end at full stops and lines, also those of abbreviations: it is the
    stretches of several that make up for it.
    """
    features: list[int] = []
    ends: list[int] = []
    words: list[int] = []
    count, before = 0, ""
    for token in _WORD.findall(text.lower()):
        if token[0] in _BREAK:
            if before:
                ends.append(len(features))
                words.append(count)
            before = ""
            continue
        word = token if token[0].isalpha() else "0"
        features.append(word_bucket(word))
        if len(word) > STEM:
            features.append(_bucket("^" + word[:STEM]))
        if before:
            features.append(_bucket(before + " " + word))
        count, before = count + 1, word
    if before:
        ends.append(len(features))
        words.append(count)
    return SentenceTable(*(np.array(each, np.int64) for each in (features, ends, words)))


def best_stretch(table: SentenceTable, sums: np.ndarray[Any, Any]) -> tuple[float, int, int, float]:
    """Return the highest score of a stretch of sentences, without bias, and which stretch it is.

    The stretch is told by where its features begin and end, and by what their sum was divided by: the root of the
    number of words.

    Args:
        table: a text of at least one sentence.
        sums: running sums of the features' weights, from 0.
    """
    best = (float("-inf"), 0, 0, 1.0)
    starts = np.concatenate(([0], table.ends[:-1]))
    words_before = np.concatenate(([0], table.words[:-1]))
    for length in range(1, min(LONGEST, len(table.ends)) + 1):
        first, last = starts[: len(starts) - length + 1], table.ends[length - 1 :]
        root = np.sqrt(np.maximum(table.words[length - 1 :] - words_before[: len(first)], LEAST))
        scores = (sums[last] - sums[first]) / root
        at = int(np.argmax(scores))
        if scores[at] > best[0]:
            best = (float(scores[at]), int(first[at]), int(last[at]), float(root[at]))
    return best


@cache
def shipped() -> Weights:
    """Return the weights that the package ships."""
    with files(__package__).joinpath("gate.npz").open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return Weights(kept["values"], float(kept["scale"]), float(kept["bias"]), float(kept["threshold"]))


def word_bucket(word: str) -> int:
    """Return the number of a word in small letters."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) % WORDS


def _bucket(feature: str) -> int:
    return WORDS + zlib.crc32(feature.encode("utf-8", "surrogatepass")) % (BUCKETS - WORDS)
