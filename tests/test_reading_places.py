"""Counties and states among the places of an article."""

import pytest

from communique.knowledge.gazetteer import PlaceKind, places_named


@pytest.mark.parametrize(
    ("name", "country", "area"),
    [
        ("County Mayo", "IRL", "Connaught"),
        ("Co Wicklow", "IRL", "Leinster"),
        ("Ceredigion", "GBR", "Wales"),
        ("West Yorkshire", "GBR", "England"),
        ("Berkshire", "GBR", "England"),
        ("County Tyrone", "GBR", "Northern Ireland"),
        ("Scottish Borders", "GBR", "Scotland"),
    ],
)
def test_counties_are_known_by_the_names_that_english_papers_use(name: str, country: str, area: str) -> None:
    found = [entry for entry in places_named(name) if entry.kind is PlaceKind.ADMIN2]
    assert [(entry.country, entry.area) for entry in found] == [(country, area)]


@pytest.mark.parametrize(
    ("name", "kind", "latitudes", "longitudes"),
    [
        ("Kuwait", PlaceKind.COUNTRY, (28.5, 30.1), (46.6, 48.5)),
        ("Virginia", PlaceKind.ADMIN1, (37.0, 38.0), (-78.5, -77.0)),
        ("Alaska", PlaceKind.ADMIN1, (63.5, 64.5), (-151, -149)),
        ("Florida", PlaceKind.ADMIN1, (28.5, 29.0), (-83.0, -82.0)),
    ],
)
def test_the_point_of_an_area_is_the_usual_one(
    name: str, kind: PlaceKind, latitudes: tuple[float, float], longitudes: tuple[float, float]
) -> None:
    entry = max((each for each in places_named(name) if each.kind is kind), key=lambda each: each.population)
    assert latitudes[0] < entry.latitude < latitudes[1]
    assert longitudes[0] < entry.longitude < longitudes[1]
