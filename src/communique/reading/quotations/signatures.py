"""Quotations that are attributed by the way they are printed: signed after a dash, or labelled before a colon.

In: a frame. Out: by paragraph the words that are quoted and the mention of who says them.

- Signed: `“We want peace.” — Awa Diop, Thiès`; the signature may stand in the next paragraph.
- Labelled: `“DIOP: We want peace.”`, a turn of a transcript that is printed in quotation marks.

A signature in which no actor is marked has no mention: it tells that somebody else speaks than the last speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from communique.reading.frame import Extent, Frame
from communique.reading.quote_signs import CLOSES, OPENS

SIGNED: Final = re.compile(r"\s*(?:[―—–]|--?)\s*(?=[^\W\d_])")
"""What opens a signature: a dash before a letter."""
LONGEST: Final = 120
"""Code points of a signature: a name, with an office or a town."""
LABEL: Final = re.compile(r"[\"“]\s*(?P<label>[^.:?!\n\"”]{2,60}):\s")
"""The label of a turn that is printed in quotation marks."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Quoted words (an extent of numbers of words), and the number of the mention of who says them, if it is known."""

    content: Extent
    mention: int | None


def signatures(frame: Frame) -> dict[int, Signature]:
    """Return the quotations that are signed or labelled, by the number of their paragraph."""
    found: dict[int, Signature] = {}
    for number, (start, end) in enumerate(frame.paragraphs):
        if frame.text[start : start + 1] not in OPENS:
            continue
        signed = _signed(frame, number) or _labelled(frame, start, end)
        if signed is None:
            continue
        quoted, name = signed
        content = frame.words_in(*quoted)
        if content[0] < content[1]:
            found[number] = Signature(content, _named(frame, *name))
    return found


def _signed(frame: Frame, number: int) -> tuple[Extent, Extent] | None:
    """Return the code points of a quotation and of the name that signs it."""
    start, end = frame.paragraphs[number]
    close = max(frame.text.rfind(sign, start + 1, end) for sign in CLOSES) + 1
    if close <= start:
        return None
    within = SIGNED.match(frame.text, close, end)
    if within:
        return ((start, close), (within.end(), end)) if end - within.end() <= LONGEST else None
    if close != end or number + 1 == len(frame.paragraphs):
        return None
    opening, finish = frame.paragraphs[number + 1]
    below = SIGNED.match(frame.text, opening, finish)
    if below is None or finish - below.end() > LONGEST or frame.text[finish - 1] in '.!?"”':
        return None
    return (start, close), (below.end(), finish)


def _labelled(frame: Frame, start: int, end: int) -> tuple[Extent, Extent] | None:
    """Return the code points of what a turn says and of its label, which is a name or an office in capitals."""
    match = LABEL.match(frame.text, start, end)
    if match is None or not all(word[:1].isupper() for word in match["label"].split()):
        return None
    return (match.end(), end), match.span("label")


def _named(frame: Frame, start: int, end: int) -> int | None:
    """Return the first mention that begins between two places."""
    marks = frame.marks.mentions
    inside = (index for index, mark in enumerate(marks) if start <= frame.words[mark.first][0] < end)
    return min(
        (index for index in inside if marks[index].kind != "place"), key=lambda index: marks[index].first, default=None
    )
