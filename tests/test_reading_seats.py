"""Bodies of states that the name of a city means; marks are written by hand."""

import pytest
from marks import Writer

from communique.reading.actors.seats import body_of_seat


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Brussels froze its loan to Togo.", "European Union"),
        ("Brussels froze its loan, a paper in Brussels wrote.", "European Union"),
        ("Brussels froze its loan, Belgium's envoy said.", None),
        ("Brussels froze its loan, and Belgians cheered.", None),
    ],
)
def test_a_seat_means_its_body_where_its_country_is_not_spoken_of(text: str, body: str | None) -> None:
    assert body_of_seat("Brussels", text) == body


def test_another_city_means_no_body() -> None:
    assert body_of_seat("Ghent", "Ghent froze its loan to Togo.") is None


@pytest.mark.parametrize("kind", ["state", "organization"])
def test_the_seat_and_the_body_are_one_actor(kind: str) -> None:
    it = Writer("The EU met. Brussels froze its loan to Togo.")
    both = [it.mention("EU", "organization"), it.mention("Brussels", kind)]
    it.trigger("froze", "SANCTION", actors=both, recipients=[it.mention("Togo", "state")])
    actors = it.reading().actors
    assert [(each.name, each.country) for each in actors] == [("European Union", "EUR"), ("Togo", "TGO")]


def test_a_place_stays_one() -> None:
    it = Writer("The EU met in Brussels and froze its loan to Togo.")
    eu, _ = it.mention("EU", "organization"), it.mention("Brussels", "place")
    it.trigger("froze", "SANCTION", actors=[eu], recipients=[it.mention("Togo", "state")])
    assert [len(each.mentions) for each in it.reading().actors] == [1, 1]
