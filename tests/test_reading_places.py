"""Buildings, streets, counties and unions of states among the places of an article."""

import math

import pytest
from marks import Writer, extents

from communique.knowledge.gazetteer import PlaceKind, places_named
from communique.model import Link
from communique.parts import Place
from communique.reading.frame import Frame
from communique.reading.places import Places
from communique.reading.places.toponyms import candidates, resolve


def resolved(text: str, *names: str) -> list[Place]:
    return resolve(text, extents(text, *names))


@pytest.mark.parametrize(
    ("text", "town", "inside"),
    [
        ("Shells fell on Sumy. Doctors at Zelmirane Hospital treated nine.", "Sumy", "Zelmirane Hospital"),
        ("A crowd filled Zelmirane Square in Maputo.", "Maputo", "Zelmirane Square"),
        ("They met in Tallinn, at Hotel Vanaturg.", "Tallinn", "Hotel Vanaturg"),
        ("In Ghent a shop at 14 Korenlei burned.", "Ghent", "14 Korenlei"),
        ("In Maputo tyres burned on Kharkiv Avenue West.", "Maputo", "Kharkiv Avenue West"),
        ("In Maputo they marched to the Kenyan Embassy.", "Maputo", "Kenyan Embassy"),
        ("In Maputo they marched to City Hall.", "Maputo", "City Hall"),
    ],
)
def test_a_building_that_no_table_knows_lies_in_the_town_that_is_named(text: str, town: str, inside: str) -> None:
    known, place = sorted(resolved(text, *sorted((town, inside), key=text.index)), key=lambda each: each.name != town)
    assert place.span.quote == place.name == inside
    assert (place.latitude, place.longitude) == (known.latitude, known.longitude)
    assert (place.country, place.admin1, place.precision) == (known.country, known.admin1, "city")
    assert place.geonames is None


def test_of_two_towns_the_one_named_before_a_building_holds_it() -> None:
    text = "Trains left Lublin for Kharkiv, where Zelmirane Station was hit, and for Odesa."
    places = resolved(text, "Lublin", "Kharkiv", "Zelmirane Station", "Odesa")
    assert places[2].latitude == places[1].latitude


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They met at Zelmirane Hospital.", ("Zelmirane Hospital",)),
        ("The war in Mali reached Zelmirane Hospital.", ("Mali", "Zelmirane Hospital")),
        ("They left Sumy for Xqzzvale.", ("Sumy", "Xqzzvale")),
        ("They left Sumy for the hospital.", ("Sumy", "hospital")),
    ],
)
def test_without_a_town_or_a_word_for_a_building_nothing_is_guessed(text: str, names: tuple[str, ...]) -> None:
    assert resolved(text, *names)[-1].latitude is None


def test_a_town_that_nothing_else_bears_out_holds_no_building_where_another_does() -> None:
    text = "Trains left Lublin and Zamosc for Maputo. Later Zelmirane Station was hit."
    places = resolved(text, "Lublin", "Zamosc", "Maputo", "Zelmirane Station")
    assert places[3].country == places[1].country == "POL"


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("A court in Baton Rouge, La., sat.", "La", "Louisiana"),
        ("A court in Baton Rouge, La., sat.", "La.", "Louisiana"),
        ("They sang La Xqzzvale in Baton Rouge.", "La", "La"),
        ("Fighters of IS fled.", "IS", "IS"),
        ("A court in LA sat.", "LA", "Los Angeles"),
        ("The Republic was calm.", "Republic", "Republic"),
        ("The Valley was calm.", "Valley", "Valley"),
        ("Shops closed in Kent and Essex.", "Kent", "Kent"),
    ],
)
def test_a_short_word_is_no_place_that_is_only_spelled_like_it(text: str, name: str, meant: str) -> None:
    assert resolved(text, name)[0].name == meant


def test_an_ocean_is_meant_wherever_countries_are_named() -> None:
    text = "The USA, Texas and Canada sent help to the Atlantic, to the tropical Atlantic and the western Atlantic."
    places = resolved(text, "USA", "Texas", "Canada", "Atlantic", "tropical Atlantic", "western Atlantic")
    assert {each.name for each in places[3:]} == {"Atlantic Ocean"}


def test_what_stands_behind_the_article_is_a_sea_and_no_town() -> None:
    text = "Washington sent two ships across the Pacific."
    capital, ocean = resolved(text, "Washington", "Pacific")
    assert capital.admin1 == "Washington, D.C."
    assert ocean.name == "Pacific Ocean"


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("Boats crossed the Atlantic to Virginia.", "Atlantic", "Atlantic Ocean"),
        ("Judges met in The Hague.", "The Hague", "The Hague"),
        ("Shops in Pacific, Washington, closed.", "Pacific", "Pacific"),
    ],
)
def test_a_town_is_meant_only_without_the_article_or_with_one_of_its_own(text: str, name: str, meant: str) -> None:
    assert resolved(text, name, *(["Washington"] if name == "Pacific" else []))[0].name == meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Irtysh", "Irtysh River"),
        ("Godavari", "Godavari River"),
        ("Kasai River", "Kasai River"),
        ("River Murray", "Murray River"),
        ("Amazon", "Amazon River"),
    ],
)
def test_the_large_rivers_are_known(name: str, meant: str) -> None:
    [place] = resolved(f"Floods came down the {name} on Friday.", name)
    assert (place.name, place.precision) == (meant, "region")


@pytest.mark.parametrize(
    ("river", "town", "country"),
    [
        ("Danube", "Sulina", "ROU"),
        ("Sava", "Belgrade", "SRB"),
        ("Oka River", "Nizhny Novgorod", "RUS"),
        ("Euphrates", "Al Qurnah", "IRQ"),
        ("Darling River", "Wentworth", "AUS"),
        ("Missouri River", "Alton", "USA"),
        ("Congo River", "Soyo", "AGO"),
    ],
)
def test_a_river_stands_at_its_mouth(river: str, town: str, country: str) -> None:
    """As in GeoNames, at most a quarter of a degree from a town that lies there."""
    [mouth] = [each for each in places_named(river) if each.kind is PlaceKind.WATER]
    assert any(
        math.dist((mouth.latitude, mouth.longitude), (each.latitude, each.longitude)) < 0.25
        for each in places_named(town)
        if each.country == country
    )


def test_a_county_is_more_than_a_smaller_town_abroad() -> None:
    places = resolved("Shops closed in Fife on Friday.", "Fife")
    assert (places[0].country, places[0].precision) == ("GBR", "province")


@pytest.mark.parametrize("name", ["Rue Kharkiv", "Kharkiv Avenue West", "Kharkiv Street", "Market Square", "City Hall"])
def test_a_street_or_a_mere_common_name_is_no_town(name: str) -> None:
    assert candidates(name).found == []


def test_a_small_town_is_not_meant_by_a_piece_of_a_name_that_goes_on() -> None:
    """Without neighbours "Bains and Lantern Ridge" is not Bains in France."""
    assert resolved("They met in Bains and Lantern Ridge.", "Bains and Lantern Ridge")[0].latitude is None


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


@pytest.mark.parametrize("name", ["EU", "European Union"])
def test_the_european_union_is_a_place_wherever_it_is_named(name: str) -> None:
    it = Writer(f"In Paris the {name} ministers met on Friday.")
    it.mention("Paris", "place")
    it.mention(f"the {name} ministers", "group")
    frame = Frame(it.article, it.prepared.words, it.prepared.sentences, it.paragraphs, it.marks)
    assert [(each.span.quote, each.name) for each in Places(frame).named()] == [
        ("Paris", "Paris"),
        (name, "European Union"),
    ]


def test_a_person_is_no_place_of_an_event() -> None:
    text = Writer("Omar Lublin fled. What Lublin left behind was shelled on Monday.")
    text.mention("Omar Lublin", "person")
    again = text.mention("Lublin", "person", nth=2, antecedent=0)
    text.trigger("shelled", "ASSAULT", places=[again])
    (event,) = text.reading().events
    assert event.place is None


def test_a_letter_is_no_place() -> None:
    it = Writer("In a post on X, Brekke condemned the raid on Å.")
    network, village = it.mention("X", "place"), it.mention("Å", "place")
    it.trigger("raid", "ASSAULT", actors=[it.mention("Brekke", "person")])
    it.marks.triggers[-1].places = [Link(network, 0.9), Link(village, 0.5)]
    (event,) = it.reading().events
    assert event.place is None
    frame = Frame(it.article, it.prepared.words, it.prepared.sentences, list(it.paragraphs), it.marks)
    assert Places(frame).named() == []
