"""Authors who count what others give; marks are written by hand."""

import pytest
from marks import Writer

from communique.reading.frame import Frame
from communique.reading.grammar.authors import with_authors_apart


def donors(text: str, *others: str) -> list[str]:
    """Return the donors that are left of "we" and others, in the marks of a sum."""
    it = Writer(text)
    parties = [it.mention("we" if "we " in text else "We", "pronoun"), *(it.mention(each, "state") for each in others)]
    it.anchor(it.word("million"), "delivered", donors=parties, recipients=[])
    frame = Frame(it.article, it.prepared.words, it.prepared.sentences, list(it.paragraphs), it.marks)
    (anchor,) = with_authors_apart(frame).anchors
    marks = frame.marks.mentions
    return [frame.quote(marks[link.target].first, marks[link.target].last) for link in anchor.donors]


@pytest.mark.parametrize(
    "verb", ["count", "do not include", "have therefore excluded", "estimate", "also list", "can only reckon"]
)
def test_authors_who_reckon_give_nothing(verb: str) -> None:
    assert donors(f"Gabon paid for it, and we {verb} 3 million of that.", "Gabon") == ["Gabon"]


@pytest.mark.parametrize("text", ["The roads are new: we gave 3 million.", "We have sent Togo 3 million."])
def test_we_who_give_are_donors(text: str) -> None:
    assert donors(text) in (["we"], ["We"])


def test_a_minister_who_counts_in_a_quotation_may_give() -> None:
    assert donors('The minister was asked. "In this we include 3 million for Togo," she said.') == ["we"]
