"""Names cut in one place that the article has whole in another."""

from dataclasses import replace

import pytest
from marks import Writer

from communique.reading.names.whole_elsewhere import whole_as_elsewhere


def read(it: Writer, *, sure: int = 0) -> list[tuple[str, str]]:
    """Return the text and kind of the mentions, where the model was less sure of all but one."""
    marks = [replace(each, probability=0.9 if at == sure else 0.6) for at, each in enumerate(it.marks.mentions)]
    found = whole_as_elsewhere(it.article.text, it.prepared.words, marks)
    return list(zip(it.quotes(found), (each.kind for each in found), strict=True))


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("Tarkiel & Moss", ["Tarkiel", "Moss"]),
        ("Harbour Watch", ["Harbour"]),
        ("Liga de la Ría", ["Ría"]),
        ("Dock School, Ruvia", ["Dock School", "Ruvia"]),
    ],
)
def test_pieces_of_a_name_that_is_whole_elsewhere_are_that_name(name: str, pieces: list[str]) -> None:
    it = Writer(f"{name} sued on Monday. A judge heard {name} on Friday.")
    it.mention(name, "organization")
    for piece in pieces:
        it.mention(piece, "place", 2)
    assert read(it) == [(name, "organization")] * (1 + len(pieces))


@pytest.mark.parametrize(
    ("text", "whole", "kind", "piece"),
    [
        ("Mr. Tarkiel sued. We met Mr. Tarkiel.", "Mr. Tarkiel", "person", "Tarkiel"),  # the title is none of it
        ("The Tarkiel sued. We met The Tarkiel.", "The Tarkiel", "organization", "Tarkiel"),
        ("Prime Minister Moe sued. We met Prime Minister Moe.", "Prime Minister", "person", "Minister"),
        ("Liv Tarkiel sued. We met Liv Tarkiel Moe.", "Liv Tarkiel", "person", "Tarkiel Moe"),  # runs on beyond it
    ],
)
def test_a_title_or_a_longer_name_is_left_alone(text: str, whole: str, kind: str, piece: str) -> None:
    it = Writer(text)
    it.mention(whole, kind)
    it.mention(piece, "person", text.count(piece))
    assert read(it)[1] == (piece, "person")


def test_of_a_name_and_its_piece_the_one_that_the_model_is_surer_of_counts() -> None:
    it = Writer("Liv Moe Law passed. They praised the Liv Moe Law.")
    it.mention("Liv Moe Law", "organization")
    it.mention("Liv Moe", "person", 2)
    assert read(it, sure=1)[1] == ("Liv Moe", "person")


def test_a_firm_cut_at_its_ampersand_is_one_actor() -> None:
    it = Writer("Tarkiel & Moss sued on Monday. A judge heard Tarkiel & Moss on Friday.")
    it.mention("Tarkiel & Moss", "organization")
    it.mention("Tarkiel", "organization", 2)
    it.marks.mentions[1] = replace(it.marks.mentions[1], probability=0.6)
    [actor] = it.reading().actors
    assert [mention.quote for mention in actor.mentions] == ["Tarkiel & Moss"] * 2
