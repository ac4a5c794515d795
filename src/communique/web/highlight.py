"""An article's text in pieces, each with the records that stand on it, for a page that links them.

In: a text and stretches with what they belong to, which may overlap. Out: pieces in order that together are the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Stretch:
    """Part of a text, offsets in code points with the end exclusive, and the record that stands on it."""

    start: int
    end: int
    family: str
    record: str
    says: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, where it begins, and the stretches that it lies in, the shortest first."""

    text: str
    start: int
    stretches: tuple[Stretch, ...]

    @property
    def first(self) -> Stretch | None:
        """The shortest stretch, which the piece links to."""
        return self.stretches[0] if self.stretches else None

    @property
    def says(self) -> str:
        """What all its records say, for a title."""
        return "\n".join(dict.fromkeys(each.says for each in self.stretches))


def pieces(text: str, stretches: Iterable[Stretch], also: Iterable[int] = ()) -> Iterator[Piece]:
    """Yield the pieces of a text, cut wherever a stretch begins or ends, and at other places that something leads to.

    Stretches and places outside the text are left out.
    """
    inside = [each for each in stretches if 0 <= each.start < each.end <= len(text)]
    places = {each for each in also if 0 <= each < len(text)}
    cuts = sorted({0, len(text), *places, *(each.start for each in inside), *(each.end for each in inside)})
    starting: dict[int, list[Stretch]] = {}
    for each in inside:
        starting.setdefault(each.start, []).append(each)
    open_now: list[Stretch] = []
    for start, end in pairwise(cuts):
        open_now = [each for each in open_now if each.end > start] + starting.get(start, [])
        ranked = sorted(open_now, key=lambda each: (each.end - each.start, each.start, each.record))
        yield Piece(text[start:end], start, tuple(ranked))


@dataclass(frozen=True, slots=True)
class Sentence:
    """Pieces that follow one another; where they are a sentence that is led to, its first code point."""

    start: int | None
    pieces: tuple[Piece, ...]


def sentences(cut: Iterable[Piece], ends: Mapping[int, int]) -> Iterator[Sentence]:
    """Yield pieces by sentences, and those between them.

    Args:
        cut: pieces in order, cut wherever a sentence begins or ends.
        ends: for the first code point of each sentence its end; one within another ends that.
    """
    start: int | None = None
    held: list[Piece] = []
    for piece in cut:
        over = start is not None and piece.start >= ends[start]
        if held and (over or piece.start in ends):
            yield Sentence(start, tuple(held))
            held = []
        if over:
            start = None
        if piece.start in ends:
            start = piece.start
        held.append(piece)
    if held:
        yield Sentence(start, tuple(held))
