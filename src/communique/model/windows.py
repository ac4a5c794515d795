"""Windows: what the network sees at once.

In: the words, sentences and paragraphs of an article. Out: windows of whole sentences, up to `LIMIT` wordpieces, over
paragraph borders (a separator stands between paragraphs), so that a pronoun sees the sentence before it. A window
depends on its article alone, never on what else is read in the same run.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from tokenizers import Tokenizer

Extent = tuple[int, int]

LIMIT: Final = 160
"""Wordpieces in a window, separators included; the network was trained on windows of this size."""
LONGEST_WORD: Final = 8
"""Wordpieces of one word that are kept; what is longer is an address or noise."""
CLS, SEP, PAD = 101, 102, 0

SHAPES: Final = ("special", "lower", "title", "upper", "mixed", "digits", "punctuation")


@lru_cache(maxsize=16_384)
def shape_of(word: str) -> int:
    """Return the index in `SHAPES` of a word; the vocabulary is uncased, this tells the case."""
    if any(each.isdigit() for each in word):
        return 5
    letters = [each for each in word if each.isalpha()]
    if not letters:
        return 6
    if not any(each.isupper() for each in letters):
        return 1
    if all(each.isupper() for each in letters):
        return 3 if len(letters) > 1 else 2
    return 2 if letters[0].isupper() and not any(each.isupper() for each in letters[1:]) else 4


class Pieces:
    """Cuts words into wordpieces, with a memory for words already met."""

    def __init__(self, tokenizer: Path) -> None:
        cutter = Tokenizer.from_file(str(tokenizer))
        cutter.no_padding()
        cutter.no_truncation()

        @lru_cache(maxsize=16_384)
        def cut(word: str) -> tuple[int, ...]:
            plain = unicodedata.normalize(
                "NFKC", word.replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-")
            )
            found = cutter.encode(plain, add_special_tokens=False).ids[:LONGEST_WORD]
            return tuple(found) or (100,)

        self.cut: Callable[[str], tuple[int, ...]] = cut


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready for the network.

    `words` and `sentences` are ordered extents in code points; `breaks` holds the words that begin a paragraph.
    """

    text: str
    words: Sequence[Extent]
    sentences: Sequence[Extent]
    breaks: frozenset[int]


@dataclass(frozen=True, slots=True)
class Window:
    """Words `first` to `last` (exclusive) of an article, as the network's input.

    `ids` and `shapes` are int64 arrays of [pieces]; `heads` is an int64 array of [1 + words]: the place of each word's
    first piece, the window's start for word 0. Word w of the article is row w - first + 1.
    """

    first: int
    last: int
    ids: np.ndarray
    shapes: np.ndarray
    heads: np.ndarray


def windows(article: Prepared, pieces: Pieces, limit: int = LIMIT) -> list[Window]:
    """Return the windows of an article. A sentence longer than a window is cut at the limit."""
    words, breaks = article.words, article.breaks
    if not words:
        return []
    written = [article.text[start:end] for start, end in words]
    cut = [pieces.cut(word) for word in written]
    shapes = [shape_of(word) for word in written]
    sizes = [len(found) for found in cut]
    for word in breaks:
        sizes[word] += 1
    starts = _first_words(words, article.sentences)
    made: list[Window] = []
    begin, size = 0, 2
    for at, stop in zip(starts, [*starts[1:], len(words)], strict=True):
        length = sum(sizes[at:stop])
        if begin < at and size + length > limit:
            made.append(_window(article, cut, shapes, begin, at))
            begin, size = at, 2
        size += length
        while size > limit:
            upto, filled = begin, 2
            while upto < stop and filled + sizes[upto] <= limit:
                filled += sizes[upto]
                upto += 1
            if upto == stop:
                break
            made.append(_window(article, cut, shapes, begin, upto))
            begin, size = upto, size - filled + 2
    if begin < len(words):
        made.append(_window(article, cut, shapes, begin, len(words)))
    return made


def _first_words(words: Sequence[Extent], sentences: Sequence[Extent]) -> list[int]:
    """Return the first word of every sentence."""
    found: list[int] = []
    at = 0
    for start, _ in sentences:
        while at < len(words) and words[at][0] < start:
            at += 1
        if at < len(words) and (not found or found[-1] != at):
            found.append(at)
    return found if found and found[0] == 0 else [0, *found]


def _window(article: Prepared, cut: list[tuple[int, ...]], kinds: list[int], first: int, last: int) -> Window:
    """Return the window of some words, each cut into the wordpieces that `cut` holds and of the shape in `kinds`."""
    ids, shapes, heads = [CLS], [0], [0]
    for word in range(first, last):
        if word in article.breaks and word > first:
            ids.append(SEP)
            shapes.append(0)
        heads.append(len(ids))
        found = cut[word]
        if len(found) == 1:
            ids.append(found[0])
            shapes.append(kinds[word])
        else:
            ids.extend(found)
            shapes.extend([kinds[word]] * len(found))
    ids.append(SEP)
    shapes.append(0)
    as_array = [np.asarray(each, dtype=np.int64) for each in (ids, shapes, heads)]
    return Window(first, last, *as_array)
