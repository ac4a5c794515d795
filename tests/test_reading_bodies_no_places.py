"""Marks of places that are organisations by the tables."""

import pytest
from marks import Writer

from communique.reading.names.cut import mended


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("It shut TikTok on Monday.", "TikTok", "organization"),
        ("Shells came from Hanwha on Monday.", "Hanwha", "organization"),
        ("UNITED NATIONS - Envoys met on Monday.", "UNITED NATIONS", "place"),  # a dateline
        ("They met in Amazon on Monday.", "Amazon", "place"),  # a river too
        ("They met in Turkey on Monday.", "Turkey", "place"),
        ("They met in Oldpier on Monday.", "Oldpier", "place"),  # unknown
    ],
)
def test_what_only_the_table_of_organisations_knows_is_no_place(text: str, name: str, kind: str) -> None:
    it = Writer(text)
    it.mention(name, "place")
    [mark] = mended(it.article.text, it.prepared.words, it.marks.mentions)
    assert mark.kind == kind
