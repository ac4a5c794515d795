"""Quotations of whole sentences that have no cue of their own: what leads to them.

In: a frame. Out: each quotation (an extent of words) with the words that lead to it.

- `The clerk said the gates were shut to all: “Nobody has the keys.”`: the sentence's own words, up to the colon.
- `The clerk said the gates were shut to all. “Nobody has had the keys for many weeks.”`: those of the sentence before,
  in the same paragraph. Two quotations on end (`…keys.” “Nobody…`) are mostly of two who speak: nothing leads there.

What is only a word or phrase in marks, or a title or headline, is no quotation of sentences: those begin with a capital
and have their last sign inside of the marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from communique.reading.frame import Extent, Frame
from communique.reading.quotations import between_marks
from communique.reading.quote_signs import CLOSES, OPENS

LONG: Final = 7
"""Words from which what stands in marks behind another sentence is surely said, and not only mentioned."""
SHORT: Final = 4
"""Those from which it is behind a colon: more than two in their marks."""
_CAPITAL: Final = re.compile(r"\W*[^\W\d_a-zß-öø-ÿ]")
_ENDED: Final = re.compile(r".*[.?!…]\W*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Uncued:
    """A quotation and the words that lead to it (extents of words), and whether it stands right behind a colon."""

    content: Extent
    lead: Extent
    behind_colon: bool


def uncued(frame: Frame) -> Iterator[Uncued]:
    """Yield the quotations of whole sentences inside of paragraphs, with what leads to them."""
    for start, end in frame.paragraphs:
        for extent in between_marks(frame.text, start, end):
            before = frame.text[start : extent[0]].rstrip()
            if before[-1:] in {":", ".", "?", "!"} and _is_of_sentences(frame.text, extent, end):
                yield from _led(frame, extent, behind_colon=before[-1] == ":")


def behind_colon(frame: Frame, first: int) -> bool:
    """Say whether a quotation, by its first word, stands right behind a colon."""
    start = frame.words[first][0]
    return frame.text[max(0, start - 4) : start].rstrip(f" {OPENS}").endswith(":")


def _led(frame: Frame, extent: Extent, *, behind_colon: bool) -> Iterator[Uncued]:
    """Yield a quotation with the words of the sentence that ends, or comes to its colon, right before it."""
    content = frame.words_in(*extent)
    first, last = content
    if last - first >= (SHORT if behind_colon else LONG) and first:
        opening = frame.words_in(*frame.sentences[frame.sentence(first - 1)])[0]
        yield Uncued(content, (opening, first), behind_colon)


def _is_of_sentences(text: str, extent: Extent, end: int) -> bool:
    """Say whether what stands in marks begins with a capital, ends with its last sentence, and nothing goes on there.

    “Is it late?” asked Ola: a small letter behind the marks tells that the sentence goes on.
    """
    start, close = extent
    inside, after = text[start + 1 : close].rstrip(CLOSES), text[close:end].lstrip()
    return bool(_CAPITAL.match(inside) and _ENDED.match(inside)) and not (after and _goes_on(after[0]))


def _goes_on(sign: str) -> bool:
    """Say whether a sign behind a quotation is one with which its sentence goes on."""
    return sign.islower() or sign in ",;–—-"
