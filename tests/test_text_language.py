"""A text's language is told as a code of two letters, as records have it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.text import detect

EXTREMADURAN = (
    "Esti hombri vivía nuna casa chica al lau del ríu i toas las mañanas s'alevantava pa dil a la sierra con el su"
    " perru i las cabras; la mujel le dizía que no golviera tardi, que la nochi era escura i el caminu malu."
)
GERMAN = (
    "Der Minister sagte am Dienstag in Berlin, dass die Lieferung der Haubitzen noch vor dem Winter beginnt und alle"
    " Geschütze bis zum Frühjahr übergeben werden."
)


@pytest.mark.parametrize(("text", "language"), [(EXTREMADURAN, "es"), (GERMAN, "de")])
def test_a_language_without_a_code_of_two_letters_is_told_as_the_next_likest(text: str, language: str) -> None:
    assert detect(text) == language


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(st.characters(categories=["L", "M", "Nd"]), min_size=1, max_size=12), min_size=25, max_size=60))
def test_any_text_has_a_code_of_two_letters(words: list[str]) -> None:
    assert re.fullmatch("[a-z]{2}", detect(" ".join(words)))
