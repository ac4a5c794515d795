"""Names with hyphens: whole over them, without what is only joined to them."""

import pytest
from marks import Writer

from communique.reading.names import whole_names


@pytest.mark.parametrize(
    ("text", "marked", "kind", "whole"),
    [
        ("Premier Han Seo-yun left.", "Han Seo-", "person", "Han Seo-yun"),
        ("Premier Han Seo-yun left.", "Han Seo", "person", "Han Seo-yun"),
        ("DRAB-KOWAL: It did not pay.", "DRAB-", "person", "DRAB-KOWAL"),
        ("Shops of Tor-Mart closed.", "Tor-", "organization", "Tor-Mart"),
        ("The Harbour-led strike ended.", "Harbour-", "organization", "Harbour"),
        ("A Liv Moe-era rule fell.", "Liv Moe", "person", "Liv Moe"),
        ("A Liv Moe-backed bill fell.", "Liv Moe-", "person", "Liv Moe"),
        ("A Moe-in joke fell flat.", "Moe", "person", "Moe"),  # one word is no name with a given name cut in two
        ("Omar al-Hadi left.", "Omar al-", "person", "Omar al-Hadi"),
    ],
)
def test_a_name_runs_over_the_hyphen_to_its_own_end(text: str, marked: str, kind: str, whole: str) -> None:
    it = Writer(text)
    it.mention(marked, kind)
    assert it.quotes(whole_names(it.article.text, it.prepared.words, it.marks.mentions)) == [whole]


def test_a_name_does_not_grow_into_the_next_one() -> None:
    it = Writer("The Oslo-Kiel line opened.")
    it.mention("Oslo-", "place")
    it.mention("Kiel", "place")
    marks = whole_names(it.article.text, it.prepared.words, it.marks.mentions)
    assert [mark.last - mark.first for mark in marks] == [1, 1]
