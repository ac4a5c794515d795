"""Whom a phrase means."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reading.resolution import resolve

DAY = datetime.date(2023, 6, 1)


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("the Kremlin", "RUS", "GOV"),
        ("Ukrainian soldiers", "UKR", "MIL"),
        ("the European Union", "EUR", ""),
        ("President Macron", "FRA", "GOV"),
        ("Houthi rebels", "YEM", "REB"),
        ("soldier", None, "MIL"),
    ],
)
def test_phrases(phrase: str, country: str | None, sector: str) -> None:
    found = resolve(phrase, None, DAY)
    assert found.country == country
    assert (found.sectors or ("",))[0] == sector


def test_the_context_tells_a_country_that_the_phrase_does_not() -> None:
    assert resolve("the foreign minister", "In Ankara the foreign minister spoke.").country == "TUR"


def test_each_candidate_has_a_reason() -> None:
    found = resolve("Lloyd Austin", None, DAY)
    assert found.candidates
    assert all(each.why for each in found.candidates)


def test_what_is_unknown_stays_empty() -> None:
    found = resolve("Zqx Vbnm")
    assert (found.name, found.country, found.sectors, found.code, found.candidates) == (None, None, (), None, ())


@given(st.text(max_size=80), st.none() | st.text(max_size=80))
def test_any_text_is_answered(phrase: str, context: str | None) -> None:
    assert set(resolve(phrase, context, DAY).to_json()) == {"name", "country", "sectors", "code", "candidates"}
