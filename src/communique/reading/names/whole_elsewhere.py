"""Names cut in one place that the article has whole in another: "Stevens" of "Stevens & Marsh".

In: a text, its words and the mentions that the model marked. Out: the same mentions, in which what stands inside a name
that is marked whole elsewhere is that name; where two marks share it, both indexes keep it, so that arcs hold. The
model reads an article in windows and may doubt in one what it knows in another. A name is sought where it was sure of
it, surer than of the pieces; titles and articles at its beginning are none of it, and neither is "Deputy Minister".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from communique.knowledge.offices import is_title
from communique.model import Mark
from communique.reading.frame import Extent
from communique.reading.names.titles import title_length

NAMED: Final = frozenset({"person", "organization"})
PIECES: Final = NAMED | {"group", "place", "state"}
"""Kinds that the pieces of a name are taken for."""
SURE: Final = 0.7
"""Probability of a mark from which its name is sought elsewhere in the article."""
LONGEST: Final = 8
"""Words of a name that is sought."""


def whole_as_elsewhere(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> list[Mark]:
    """Return the mentions with the pieces of names that are marked whole elsewhere as those names."""
    known = _whole(text, words, mentions)
    found = list(mentions)
    if not known:
        return found
    starts: dict[int, list[int]] = {}
    for index, mark in enumerate(mentions):
        for word in range(mark.first, mark.last):
            starts.setdefault(word, []).append(index)
    for first, last, name in _places(text, words, known):
        inside = sorted({index for word in range(first, last) for index in starts.get(word, ())})
        pieces = [mentions[index] for index in inside]
        if (
            pieces
            and all(first <= each.first and each.last <= last for each in pieces)
            and all(each.last - each.first < last - first for each in pieces)
            and all(each.kind in PIECES and each.probability < name.probability for each in pieces)
        ):
            for index in inside:
                found[index] = replace(mentions[index], first=first, last=last, kind=name.kind)
    return found


def _whole(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> dict[tuple[str, ...], Mark]:
    """Return the names of several words that the article's marks are sure of, each with its surest mark."""
    found: dict[tuple[str, ...], Mark] = {}
    for mark in mentions:
        if mark.kind not in NAMED or mark.probability < SURE or not 1 < mark.last - mark.first <= LONGEST:
            continue
        parts = tuple([text[start:end] for start, end in words[mark.first : mark.last]])
        if not (parts[0][0].isupper() and parts[-1][0].isalnum() and any(each[0].isupper() for each in parts[1:])):
            continue
        if parts[0] == "The" or title_length(parts) or is_title(" ".join(parts)):
            continue
        if parts not in found or found[parts].probability < mark.probability:
            found[parts] = mark
    return found


def _places(text: str, words: Sequence[Extent], known: dict[tuple[str, ...], Mark]) -> Iterator[tuple[int, int, Mark]]:
    """Yield where a text has each name, the longest at each place, with the mark that is sure of it."""
    tokens = [text[start:end] for start, end in words]
    beginnings = {parts[0] for parts in known}
    for first, token in enumerate(tokens):
        if token not in beginnings:
            continue
        for length in range(min(LONGEST, len(tokens) - first), 1, -1):
            if (name := known.get(tuple(tokens[first : first + length]))) is not None:
                yield first, first + length, name
                break
