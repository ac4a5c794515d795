"""Authors: "we" who count, estimate and report what others give, give nothing themselves.

In go a frame and its marks, out come the same marks with other arcs from commitments: none leads to a "we" or "I"
outside of quotation marks behind which, in the same sentence, a verb of reckoning or reporting stands ("we do not count
the $3m"). In a speech or statement "we" promise and send, which are other verbs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from communique.knowledge.clause_words import helps
from communique.knowledge.party_words import party_words
from communique.model import Link, Marks
from communique.reading.actors.voices import FIRST
from communique.reading.frame import Frame
from communique.reading.quotations import Quoted

_BETWEEN: Final = frozenset(
    {"do", "did", "don't", "don’t", "didn't", "didn’t", "therefore", "thus", "hence", "here", "only"}
)
_REACH: Final = 4
"""Words between "we" and its verb: these, auxiliaries, and adverbs in "-ly"."""


def with_authors_apart(frame: Frame) -> Marks:
    """Return the frame's marks, in which no author who only reckons gives or gets."""
    authors = _Authors(frame)

    def parties(links: list[Link]) -> list[Link]:
        return [link for link in links if not authors.is_one(link.target)]

    return replace(
        frame.marks,
        anchors=[
            replace(each, donors=parties(each.donors), recipients=parties(each.recipients))
            for each in frame.marks.anchors
        ],
    )


class _Authors:
    """The authors of a text who say "we" or "I" of themselves."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._quoted = Quoted(frame)

    def is_one(self, mention: int) -> bool:
        """Say whether a mention is an author who reckons or reports."""
        mark = self.frame.marks.mentions[mention]
        if self.frame.word(mark.first) not in FIRST or mark.last - mark.first > 1:
            return False
        ahead = [self.frame.word(at) for at in range(mark.last, min(mark.last + _REACH + 1, len(self.frame.words)))]
        verb = next((word for word in ahead if word not in _BETWEEN and not helps(word)), "")
        return verb in party_words()["authorial"] and not self._quoted.holds(mark.first)
