"""The frame of a reading: an article's words and sentences, and spans made from numbers of words."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import Final

from communique.model import Mark, Marks, Prepared
from communique.reading.quote_signs import CLOSES
from communique.records import Article, Span
from communique.text import paragraphs, sentences, words

Extent = tuple[int, int]

CERTAIN: Final = 1.0
"""Probability of an arc that the words beside it tell, whatever the model gave it."""
_ENDED: Final = re.compile(r"[.!?:;…][\"”’')]*\s*$")
_LONGEST: Final = 30
"""Words of a headline."""


@dataclass(slots=True)
class Frame:
    """An article with what the model marked in it.

    `words`, `sentences` and `paragraphs` are extents of code points. Methods named for words take numbers of words,
    extents of words are [first, last). `text` is the article's. `lead` is the number of the first sentence behind the
    headlines: the lines at the beginning of the text that end without a sign.
    """

    article: Article
    words: Sequence[Extent]
    sentences: Sequence[Extent]
    paragraphs: Sequence[Extent]
    marks: Marks
    text: str = field(init=False)
    _starts: list[int] = field(init=False)
    _sentence_of: list[int] = field(init=False)
    _paragraph_of: list[int] = field(init=False)
    _small: dict[int, str] = field(init=False)
    _order: tuple[Sequence[Mark], list[int]] = field(init=False, default=((), []))
    _held: tuple[Sequence[Mark], dict[int, list[int]]] = field(init=False, default=((), {}))
    lead: int = field(init=False)

    def __post_init__(self) -> None:
        self.text = text = self.article.text
        self._starts = [start for start, _ in self.sentences]
        self._sentence_of = _holders(self.words, self._starts)
        self._paragraph_of = _holders(self.words, [start for start, _ in self.paragraphs])
        self._small = {at: text[start:end].lower() for at, (start, end) in enumerate(self.words)}
        self.lead = self._behind_headlines()

    def _behind_headlines(self) -> int:
        """Return the number of the first sentence behind the headlines, 0 where the text has nothing else."""
        heads = 0
        for start, end in self.paragraphs:
            line = self.text[start:end]
            if _ENDED.search(line) or len(line.split()) > _LONGEST:
                break
            heads = end
        return bisect_left(self._starts, heads) % len(self._starts) if heads and self._starts else 0

    @property
    def published(self) -> datetime.date | None:
        """The day of publication, where known."""
        return self.article.published

    def extent(self, first: int, last: int) -> Extent:
        """Return the code points of an extent of words."""
        return self.words[first][0], self.words[last - 1][1]

    def span(self, first: int, last: int) -> Span:
        """Return the span of an extent of words."""
        return Span.of(self.text, *self.extent(first, last))

    def quote(self, first: int, last: int) -> str:
        """Return the text of an extent of words."""
        words = self.words
        return self.text[words[first][0] : words[last - 1][1]]

    def word(self, at: int) -> str:
        """Return a word in small letters, nothing where the article has no word of that number."""
        return self._small.get(at, "")

    def words_in(self, start: int, end: int) -> Extent:
        """Return the extent of the words that begin between two places of the text."""
        first = itemgetter(0)
        return bisect_left(self.words, start, key=first), bisect_left(self.words, end, key=first)

    def sentence(self, word: int) -> int:
        """Return the number of the sentence that holds a word."""
        return self._sentence_of[word]

    def paragraph(self, word: int) -> int:
        """Return the number of the paragraph that holds a word."""
        return self._paragraph_of[word]

    def in_headline(self, word: int) -> bool:
        """Say whether a word stands in a paragraph of one sentence without its sign."""
        start, end = self.paragraphs[self.paragraph(word)]
        first, last = self.words_in(start, end)
        if self.sentence(first) != self.sentence(last - 1):
            return False
        return self.text[:end].rstrip(f"'’ {CLOSES}")[-1:] not in {".", "?", "!", "…"}

    def in_order(self) -> Sequence[int]:
        """Return the numbers of the mentions, in the order of the text; sorted once for all who ask."""
        marks = self.marks.mentions
        if self._order[0] is not marks:
            self._order = marks, sorted(range(len(marks)), key=lambda at: marks[at].first)
        return self._order[1]

    def named(self) -> list[int]:
        """Return the numbers of the mentions of actors by a name or noun, in the order of the text."""
        return [at for at in self.in_order() if self.marks.mentions[at].kind not in {"place", "pronoun"}]

    def named_in(self, sentence: int) -> Sequence[int]:
        """Return those of them that begin in a sentence; sorted out once for all who ask."""
        marks = self.marks.mentions
        if self._held[0] is not marks:
            held: dict[int, list[int]] = {}
            for at in self.named():
                held.setdefault(self.sentence(marks[at].first), []).append(at)
            self._held = marks, held
        return self._held[1].get(sentence, ())

    def pointed(self, mention: int) -> str | None:
        """Return the word that a mention's country arc points at, with the two before it; None without an arc."""
        link = self.marks.countries.get(mention)
        return self.quote(max(0, link.target - 2), link.target + 1) if link else None

    def title_words(self) -> set[int]:
        """Return the words of all marked titles."""
        return {word for mark in self.marks.titles for word in range(mark.first, mark.last)}

    def evidence(self, first: int, last: int) -> Span:
        """Return the span of the sentences that an extent of words touches."""
        start = self.sentences[self.sentence(first)][0]
        end = self.sentences[self.sentence(last - 1)][1]
        return Span.of(self.text, min(start, self.words[first][0]), max(end, self.words[last - 1][1]))


def _holders(words: Sequence[Extent], starts: Sequence[int]) -> list[int]:
    """Return, for each word, the number of the last part that starts at or before it; the first is 0."""
    firsts = [start for start, _ in words]
    edges = [0, *(bisect_left(firsts, start) for start in starts[1:]), len(words)]
    return [number for number, (first, last) in enumerate(pairwise(edges)) for _ in range(first, last)]


def prepare(article: Article) -> tuple[Prepared, Sequence[Extent]]:
    """Return an article's words and sentences as the model takes them, and its paragraphs."""
    text = article.text
    cut, parts = words(text), paragraphs(text)
    openings = {start for start, _ in parts}
    breaks = frozenset(number for number, (start, _) in enumerate(cut) if start in openings)
    return Prepared(text, cut, sentences(text), breaks), parts
