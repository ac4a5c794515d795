"""Names that no mark covers though they are known: by the table of organisations, or by the article's own marks.

In: a text, its words and the mentions that the model marked. Out: further mentions, which stand after the others so
that arcs hold. A name counts where all of a run of capitalised words is that name: "Brekke" in "Brekke Bridge" is
nobody.

- An organisation of the table, where its name can't be a common word: abbreviations and names of several words.
- A name of several words, or of one that the text never writes small, that is marked elsewhere in the article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from communique.knowledge.organizations import namesakes
from communique.model import Mark

Extent = tuple[int, int]

NAMED: Final = frozenset({"person", "organization", "group"})
SURE: Final = 0.7
"""Probability of a mark from which its name is sought elsewhere in the article."""
SHORTEST: Final = 4
"""Letters of a name of one word that is sought."""
LONGEST: Final = 8
"""Words of a name that is sought."""
SMALL: Final = frozenset("of for the and in on de la al el bin ibn von van - & ' ’ 's ’s".split())  # noqa: SIM905 - read more easily so
"""What may stand inside a name in lower case."""


def further_names(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> list[Mark]:
    """Return a mention for each known name that no mention touches."""
    taken = {word for mark in mentions for word in range(mark.first, mark.last)}
    found: list[Mark] = []
    known = _marked_elsewhere(text, words, mentions)
    for first, last in _runs(text, words, taken):
        name = text[words[first][0] : words[last - 1][1]]
        kind = known.get(name) or ("organization" if _in_table(name) else None)
        if kind:
            found.append(Mark(first, last, kind, SURE))
    return found


def _marked_elsewhere(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> dict[str, str]:
    """Return name to kind of what the article's marks name; a name of several kinds is left out."""
    found: dict[str, set[str]] = {}
    small = {text[start:end] for start, end in words if text[start].islower()}
    for mark in mentions:
        if mark.probability < SURE or mark.last - mark.first > LONGEST:
            continue
        name = text[words[mark.first][0] : words[mark.last - 1][1]]
        single = mark.last - mark.first == 1
        if single and (len(name) < SHORTEST or name.lower() in small):
            continue
        if name[:1].isupper():
            found.setdefault(name, set()).add(mark.kind)
    return {name: kind for name, kinds in found.items() if len(kinds) == 1 and (kind := next(iter(kinds))) in NAMED}


def _in_table(name: str) -> bool:
    """Say whether a name is an organisation's, whole, and no common word."""
    if " " not in name and not (name.isupper() and len(name) > 2):  # noqa: PLR2004 - letters of an abbreviation
        return False
    return any((match.start, match.end) == (0, len(name)) for match in namesakes(name))


def _runs(text: str, words: Sequence[Extent], taken: set[int]) -> Iterator[Extent]:
    """Yield the extents of words in which a name may stand whole: capitals, and small words between them."""
    at = 0
    while at < len(words):
        if not text[words[at][0]].isupper():
            at += 1
            continue
        end = last = at + 1
        while end < len(words) and "\n" not in text[words[end - 1][1] : words[end][0]]:
            word = text[slice(*words[end])]
            if word[0].isupper() or word.isdigit():
                last = end + 1
            elif word not in SMALL:
                break
            end += 1
        if taken.isdisjoint(range(at, last)):
            yield at, last
        at = last
