"""Enumerations: "Norway gave 20 million, Denmark 30 million and Austria ten". Each sum has the giver right before it.

In go the anchors of an article with the arcs that the model drew to their donors and recipients, out come the same
anchors without those that reach over a sum to another sum's own giver (or getter). A verb between two sums, nobody
before the first or between the two: then the arcs stay ("France and Germany gave five and six million").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from communique.model import AnchorMark, Link, Mark


def each_with_its_own(
    anchors: Sequence[AnchorMark], mentions: Sequence[Mark], verbs: Collection[int], sentence: Callable[[int], int]
) -> list[AnchorMark]:
    """Return the anchors, in the order of the text, with the arcs of enumerations put right.

    Args:
        anchors: the anchors in the order of the text.
        mentions: the mentions that their arcs point at.
        verbs: the words that are triggers.
        sentence: gives the number of a word's sentence.
    """
    found: list[AnchorMark] = []
    for here in _runs(anchors, sorted(verbs), sentence):
        donors = _own([each.donors for each in here], [each.word for each in here], mentions)
        recipients = _own([each.recipients for each in here], [each.word for each in here], mentions)
        found += [
            replace(anchor, donors=gives, recipients=gets)
            for anchor, gives, gets in zip(here, donors, recipients, strict=True)
        ]
    return found


def _runs(
    anchors: Sequence[AnchorMark], verbs: Sequence[int], sentence: Callable[[int], int]
) -> Iterator[list[AnchorMark]]:
    """Yield the anchors that stand in one sentence without a verb between them."""
    run: list[AnchorMark] = []
    for anchor in anchors:
        same = run and sentence(run[-1].word) == sentence(anchor.word)
        if run and not (same and bisect_right(verbs, run[-1].word) == bisect_left(verbs, anchor.word)):
            yield run
            run = []
        run.append(anchor)
    if run:
        yield run


def _own(sides: list[list[Link]], words: list[int], mentions: Sequence[Mark]) -> list[list[Link]]:
    """Return one side of each anchor of a sentence: who stands between it and the one before, where anybody does."""

    def between(links: list[Link], first: int, last: int) -> list[Link]:
        return [link for link in links if first < mentions[link.target].first < last]

    if len(sides) < 2 or not between(sides[0], -1, words[0]):  # noqa: PLR2004 - one sum is no enumeration
        return sides
    found = [sides[0]]
    for links, before, word in zip(sides[1:], words[:-1], words[1:], strict=True):
        found.append(between(links, before, word) or links)
    # What a later sum has between is not what an earlier one gets after it.
    for index, word in enumerate(words[:-1]):
        taken = {link.target for links in found[index + 1 :] for link in between(links, word, words[-1])}
        kept = [link for link in found[index] if link.target not in taken]
        found[index] = kept or found[index]
    return found
