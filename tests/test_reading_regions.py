"""Regions that act for themselves are actors of their own, with the country that they are in."""

import pytest
from marks import Writer

from communique.knowledge.countries import country_of
from communique.knowledge.regions import region_of
from communique.model import Link


@pytest.mark.parametrize(
    ("region", "other", "country"),
    [("Abkhazia", "Georgia", "GEO"), ("Transnistria", "Moldova", "MDA"), ("Puntland", "Somalia", "SOM")],
)
def test_a_region_that_accuses_its_country_is_not_the_country(region: str, other: str, country: str) -> None:
    it = Writer(f"{region} accused {other} of firing first.")
    accuser, accused = it.mention(region, "state"), it.mention(other, "state")
    it.trigger("accused", "ACCUSE", actors=[accuser], recipients=[accused])
    assert [(each.name, each.kind, each.country) for each in it.reading().actors] == [
        (region, "state", country),
        (other, "state", country),
    ]


def test_a_region_is_one_by_its_demonym_and_the_government_there_is_its_own() -> None:
    it = Writer("Abkhazia met Georgia. The Abkhaz government spoke. The government left.")
    it.mention("Abkhazia", "state")
    it.mention("Georgia", "state")
    it.mention("Abkhaz government", "state")
    last = it.mention("government", "state", 2)
    it.marks.countries[last] = Link(it.word("Abkhaz"), 0.9)
    it.trigger("left", "RETREAT", actors=[last])
    assert {each.name: len(each.mentions) for each in it.reading().actors} == {"Abkhazia": 3, "Georgia": 1}


def test_a_part_of_a_country_and_its_cities_are_the_country() -> None:
    assert region_of("northern Syria") is None
    assert region_of("Kharkiv") is None
    assert region_of("Moscow") is None
    assert region_of("the Scottish government") == "Scotland"
    assert region_of("Tigrayan") == "Tigray"
    assert country_of("Tigrayan") == "ETH"
