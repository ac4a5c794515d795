"""Places: the gazetteer, and names in the light of each other."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marks import extents

from communique.errors import CommuniqueError
from communique.knowledge.gazetteer import Gazetteer, PlaceKind, country_entry, places_named
from communique.knowledge.place_names import folded, key
from communique.knowledge.tables import listed, rows
from communique.reading.places.toponyms import candidates, resolve


def resolved(text: str, *names: str) -> list[tuple[str, str | None]]:
    return [(each.name, each.country) for each in resolve(text, extents(text, *names))]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Saint Petersburg", "St. Petersburg"),
        ("Zürich", "Zurich"),
        ("Port-au-Prince", "Port au Prince"),
        ("Sana'a", "Sana’a"),
    ],
)
def test_spellings_of_one_name_have_one_key(left: str, right: str) -> None:
    assert folded(left) == folded(right)
    assert key(left) == key(right)


def test_the_gazetteer_knows_towns_areas_and_countries() -> None:
    assert {each.country for each in places_named("Paris") if each.population > 20_000} >= {"FRA", "USA"}
    assert any(each.kind is PlaceKind.ADMIN1 for each in places_named("Kharkiv"))
    ukraine = country_entry("UKR")
    assert ukraine is not None
    assert ukraine.kind is PlaceKind.COUNTRY
    assert places_named("Nowhere at all") == ()


def test_a_missing_gazetteer_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match="Install the package again"):
        Gazetteer(tmp_path / "gazetteer.bin")


def test_paris_is_in_france_unless_it_is_in_texas() -> None:
    assert resolved("Talks in Paris went on.", "Paris") == [("Paris", "FRA")]
    text = "A tornado hit Paris, Texas, on Monday."
    assert resolved(text, "Paris", "Texas") == [("Paris", "USA"), ("Texas", "USA")]


def test_the_same_name_is_the_same_place_throughout() -> None:
    text = "Tripoli in Lebanon was calm. Later Tripoli saw clashes."
    places = resolve(text, extents(text, "Tripoli", "Lebanon", "Tripoli"))
    assert {each.country for each in places} == {"LBN"}


def test_the_other_names_tell_which_town_is_meant() -> None:
    text = "Shells hit Alexandria, Rapides Parish and Pineville in Louisiana."
    places = resolve(text, extents(text, "Alexandria", "Rapides Parish", "Pineville", "Louisiana"))
    assert places[0].country == "USA"
    assert places[0].admin1 == "Louisiana"


@pytest.mark.parametrize(
    ("text", "name", "meant"),
    [
        ("Wreaths lay before Bramble Tower on Friday.", "Bramble Tower", None),
        ("Deals were struck at Brackley Hatch all night.", "Brackley Hatch", None),
        ("He danced on the Elysian Fields of his youth.", "Elysian", None),
        ("Shells fell beside Hartford police station.", "Hartford police station", "USA"),
        ("Shells fell across metro Lagos on Friday.", "metro Lagos", "NGA"),
        ("The lecture at the University of Ghent was cut short.", "University of Ghent", "BEL"),
        ("Shells fell on Kharkiv Tractor Works on Friday.", "Kharkiv Tractor Works", "UKR"),
    ],
)
def test_a_piece_of_a_longer_name_is_a_town_only_where_the_town_is_meant(text: str, name: str, meant: str) -> None:
    (place,) = resolve(text, extents(text, name))
    assert place.country == meant
    assert (place.latitude is None) == (meant is None)


def test_a_small_town_in_a_longer_name_is_meant_beside_its_neighbours() -> None:
    text = "Fire reached Nikopol Grain Terminal, an hour from Zaporizhzhia."
    assert resolved(text, "Nikopol Grain Terminal", "Zaporizhzhia")[0][1] == "UKR"
    assert resolved("Fire reached Nikopol Grain Terminal.", "Nikopol Grain Terminal")[0][1] is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They had to close the port on Friday.", "port"),
        ("Rockets fell on the market before dawn.", "market"),
        ("Shots rang out in the capital of the province.", "capital"),
        ("Smoke rose over the bridge near Kharkiv.", "bridge"),
        ("The Province, said Kenya, was calm.", "Province"),
        ("They drank in a split of paris green.", "paris"),
    ],
)
def test_a_common_noun_is_no_town(text: str, name: str) -> None:
    (place,) = resolve(text, extents(text, name))
    assert (place.name, place.latitude) == (name, None)


@pytest.mark.parametrize(("text", "name"), [("shells hit paris at dawn.", "paris"), ("SHELLS HIT PARIS.", "PARIS")])
def test_without_capitals_or_with_nothing_else_a_town_is_a_town(text: str, name: str) -> None:
    assert resolved(text, name) == [("Paris", "FRA")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Tear gas drifted through the capital of Mali.", "Bamako"),
        ("Tear gas drifted through the Kenyan capital, far from Mali.", "Nairobi"),
        ("Malian police fired tear gas in the capital.", "Bamako"),
        ("Mali was tense. Tear gas drifted through the capital.", "Bamako"),
        ("Mali and Kenya were tense. Tear gas drifted through the capital.", None),
        ("Mali was tense. Tear gas drifted through the provincial capital.", None),
        ("Tear gas drifted through the capital. Later Mali was calm.", None),
    ],
)
def test_the_capital_is_that_of_the_only_country_named(text: str, meant: str | None) -> None:
    (place,) = resolve(text, extents(text, "capital"))
    assert (place.name if place.country else None) == meant


def test_the_capital_of_each_country_is_its_own() -> None:
    text = "Kenya paid. Crowds filled the Kenyan capital. In Mali they filled the capital too."
    assert resolved(text, "capital", "capital") == [("Nairobi", "KEN"), ("Bamako", "MLI")]


@pytest.mark.parametrize("name", ["Kherson", "Gao", "Mykolaiv", "Idlib", "Hama", "Geneva", "Mopti", "Oaxaca"])
def test_a_bare_name_is_the_town_and_no_area_of_that_name(name: str) -> None:
    text = f"Talks were held in {name} all night."
    (place,) = resolve(text, extents(text, name))
    assert place.precision.value == "city"


@pytest.mark.parametrize("name", ["Sinaloa", "Okinawa", "Oklahoma", "Bahia"])
def test_an_area_is_meant_where_its_largest_town_is_called_otherwise(name: str) -> None:
    text = f"Talks were held in {name} all night."
    (place,) = resolve(text, extents(text, name))
    assert place.precision.value == "province"


@pytest.mark.parametrize(
    ("text", "names", "kinds"),
    [
        ("They left Idlib province for Idlib.", ("Idlib province", "Idlib"), ("province", "city")),
        ("They left Idlib province for Idlib.", ("Idlib", "Idlib"), ("province", "city")),
        ("Shells hit Idlib and Hama provinces.", ("Idlib", "Hama"), ("province", "province")),
        ("Shells hit the provinces of Idlib and Hama.", ("Idlib", "Hama"), ("province", "province")),
        ("Shells hit Idlib and a province of Iraq.", ("Idlib",), ("city",)),
        ("Shells hit Hama and Idlib province.", ("Hama", "Idlib"), ("city", "province")),
    ],
)
def test_words_beside_a_name_make_it_an_area(text: str, names: tuple[str, ...], kinds: tuple[str, ...]) -> None:
    assert tuple(each.precision.value for each in resolve(text, extents(text, *names))) == kinds


def test_a_town_and_the_area_around_it_are_no_two_places_that_nothing_tells_apart() -> None:
    text = "Talks were held in Quebec all night."
    (place,) = resolve(text, extents(text, "Quebec"))
    assert (place.country, place.precision.value) == ("CAN", "city")


def test_countries_in_a_list_hold_no_towns_of_each_others_names() -> None:
    text = "Envoys of Mexico, the United States and St. Louis met."
    assert resolved(text, "Mexico", "United States", "St. Louis")[0] == ("Mexico", "MEX")
    text = "Envoys of Georgia, United States, met."
    assert resolved(text, "Georgia", "United States")[0] == ("Georgia", "USA")


def test_a_part_of_a_country_is_a_region() -> None:
    text = "Fighting in northern Mali"
    (place,) = resolve(text, extents(text, "northern Mali"))
    assert (place.country, place.precision.value) == ("MLI", "region")


def test_what_no_table_knows_has_no_coordinates() -> None:
    text = "They met in Xqzzvale."
    (place,) = resolve(text, extents(text, "Xqzzvale"))
    assert (place.latitude, place.country, place.geonames) == (None, None, None)


def test_a_street_is_not_where_its_name_comes_from() -> None:
    found = candidates("Paris Street").found
    assert found == []


@given(st.text(max_size=60))
def test_any_text_is_looked_up(text: str) -> None:
    found = candidates(text).found
    assert all(-90 <= entry.latitude <= 90 for entry, _ in found)


@given(st.text(min_size=1, max_size=200), st.data())
def test_places_are_grounded(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    (place,) = resolve(text, [(start, end)])
    assert place.span.grounded_in(text)


@pytest.mark.clock
def test_many_names_are_resolved_quickly() -> None:
    names = ["Springfield", "Alexandria", "Tripoli", "Kharkiv", "San José", "Santa Rosa", "Georgetown", "Victoria"] * 5
    text = " and ".join(names)
    resolve(text, extents(text, *names))
    started = time.perf_counter()
    resolve(text, extents(text, *names))
    assert time.perf_counter() - started < 0.25


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("They flew from Texas. After a call to Washington, the UK mission fell silent.", "USA"),
        ("They flew from Texas. In Washington, Britain's envoy spoke of a mistake.", "USA"),
        ("They flew from Texas. They met in Washington, UK, on Monday.", "GBR"),
        ("They flew from Texas. They met in Washington, UK and in Leeds.", "GBR"),
        ("They flew from Texas. They left Washington in the UK.", "GBR"),
    ],
)
def test_a_country_that_begins_another_phrase_holds_no_town(text: str, country: str) -> None:
    names = ["Texas", "Washington", "Britain" if "Britain" in text else "UK"]
    extents = [(text.index(name), text.index(name) + len(name)) for name in names]
    assert resolve(text, extents)[1].country == country


@pytest.mark.parametrize(
    ("spelled", "geonames", "country"),
    [
        (name, int(row["geonames"]), None)
        for row in rows("places/spellings.csv")
        for name in (row["name"], *listed(row["spellings"]))
    ]
    + [("Deir Ezzor province", None, "SYR"), ("Baghuz", None, "SYR"), ("Masisi", None, "COD")],
)
def test_newspapers_spell_towns_in_their_own_way(spelled: str, geonames: int | None, country: str | None) -> None:
    found = [entry for entry, _ in candidates(spelled).found]
    assert any(each.geonames == geonames if geonames else each.country == country for each in found)


@pytest.mark.parametrize(
    ("text", "named", "name"),
    [
        ("Shells fell on Kobanî in Syria.", "Kobanî", "Kobani"),
        ("Shells fell on Ayn al-Arab in Syria.", "Ayn al-Arab", "Kobani"),
        ("Troops took Afrin in Syria.", "Afrin", "Afrin"),
        ("Talks in Xi'an in China went on.", "Xi'an", "Xi'an"),
        ("Talks in Eskişehir in Turkey went on.", "Eskişehir", "Eskişehir"),
    ],
)
def test_a_town_has_its_everyday_english_name(text: str, named: str, name: str) -> None:
    assert resolved(text, named)[0][0] == name


@pytest.mark.parametrize(
    ("text", "names", "country"),
    [
        ("United States envoys met Iran's in Geneva and Vienna.", ("United States", "Geneva", "Vienna"), "CHE"),
        ("US and Norse envoys met in Geneva, then left for Washington.", ("US", "Geneva", "Washington"), "CHE"),
        ("United States ships called in Naples and Athens.", ("United States", "Naples", "Athens"), "ITA"),
        (
            "United States troops left Geneva, Aurora and Chicago.",
            ("United States", "Geneva", "Aurora", "Chicago"),
            "USA",
        ),
        ("United States police shut Naples, Tampa and Miami.", ("United States", "Naples", "Tampa", "Miami"), "USA"),
    ],
)
def test_that_an_article_names_the_united_states_puts_no_town_there(
    text: str, names: tuple[str, ...], country: str
) -> None:
    places = dict(zip(names, resolve(text, extents(text, *names)), strict=True))
    assert places["Geneva" if "Geneva" in names else "Naples"].country == country


@pytest.mark.parametrize(
    ("text", "names", "country"),
    [
        ("Turkey hit caves in Gara and Mosul, in Iraq.", ("Turkey", "Gara", "Mosul", "Iraq"), None),
        ("A strike on Kanan village in Sagaing, Myanmar.", ("Kanan village", "Sagaing", "Myanmar"), None),
        ("Hungary's police closed roads at Gara and Baja.", ("Hungary", "Gara", "Baja"), "HUN"),
        ("Norway and Poland met in Davos.", ("Norway", "Poland", "Davos"), "CHE"),  # no other place is called so
        ("Norway and Poland met in Grafenwoehr.", ("Norway", "Poland", "Grafenwoehr"), "DEU"),
        ("A road at Gara was closed.", ("Gara",), "HUN"),  # where nothing else is told
    ],
)
def test_a_small_namesake_is_not_meant_in_a_country_that_nothing_speaks_for(
    text: str, names: tuple[str, ...], country: str | None
) -> None:
    places = dict(zip(names, resolve(text, extents(text, *names)), strict=True))
    small = next(each for each in names if each not in {"Turkey", "Hungary", "Norway", "Poland"})
    assert (places[small].country, places[small].latitude is not None) == (country, country is not None)


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("Ships burned in the Red Sea off Egypt.", "Red Sea", ("Red Sea", None)),
        ("Trucks left the Red Sea coast of Sudan.", "Red Sea coast", ("Red Sea", None)),
        ("Farms in Red Sea state, in Sudan, were hit.", "Red Sea", ("Red Sea", "SDN")),
        ("Hotels in Red Sea governorate, Egypt, shut.", "Red Sea governorate", ("Red Sea", "EGY")),
        ("Homes in Long Beach, California, burned.", "Long Beach", ("Long Beach", "USA")),  # no beach of that name
        ("Police in east London made arrests.", "east London", ("London", "GBR")),
        ("Shells fell on east Aleppo.", "east Aleppo", ("Eastern Aleppo", "SYR")),
        ("Police in East London, South Africa, made arrests.", "East London", ("East London", "ZAF")),
        ("Kim flew home to north Korea.", "north Korea", ("North Korea", "PRK")),
    ],
)
def test_a_name_is_of_what_its_words_say(text: str, name: str, place: tuple[str, str | None]) -> None:
    behind = [each for each in ("Egypt", "Sudan", "California", "South Africa") if each in text.partition(name)[2]]
    assert resolved(text, name, *behind)[0] == place


@pytest.mark.parametrize(
    ("text", "name", "town"),
    [
        ("Shells fell on the Libyan capital.", "Libyan capital", "Tripoli"),
        ("Shells fell on the edge of the Malian capital.", "edge of the Malian capital", "Bamako"),
        ("Shells fell on the capital of Mali.", "capital of Mali", "Bamako"),
        ("Shells fell on the Malian capital Bamako.", "Malian capital Bamako", "Bamako"),
        ("Shells fell on Mali and on the provincial capital.", "provincial capital", None),
        ("Britain shut roads in the Scottish capital.", "Scottish capital", None),
        ("Shells fell on the regional capital of Kherson.", "regional capital", None),
    ],
)
def test_a_country_s_capital_is_its_town(text: str, name: str, town: str | None) -> None:
    [place] = resolve(text, extents(text, name))
    assert (place.name if place.latitude is not None else None) == town


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Iraqi city of Mosul", ("Mosul", "IRQ", "city")),
        ("Kurdish town of Kobane", ("Kobani", "SYR", "city")),
        ("eastern Libyan port of Tobruk", ("Tobruk", "LBY", "city")),
        ("Lebanese city of Tripoli", ("Tripoli", "LBN", "city")),
        ("Syrian province of Idlib", ("Idlib", "SYR", "province")),
        ("Yemeni island of Socotra", ("Socotra", "YEM", "region")),
        ("Iraqi cities of Mosul", ("Mosul", "IRQ", "city")),
        ("Luhansk regions", ("Luhansk", "UKR", "province")),
        ("outskirts of Bakhmut", ("Bakhmut", "UKR", "city")),
        ("coast of Yemen", ("Yemen", "YEM", "country")),
        ("Iraqi town of Qqqqq", ("Iraq", "IRQ", "region")),
        ("edge of the Iraqi desert", ("Iraq", "IRQ", "region")),
    ],
)
def test_the_iraqi_city_of_mosul_is_mosul(name: str, place: tuple[str, str, str]) -> None:
    text = f"Shells fell on the {name}, the United States said."
    found = resolve(text, extents(text, name, "United States"))[0]
    assert (found.name, found.country, found.precision) == place


def test_news_names_some_towns_without_their_country() -> None:
    text = "Envoys of the US met in Geneva. The council met in New York, and the US held talks in Washington."
    assert resolved(text, "US", "Geneva", "New York", "US", "Washington")[1] == ("Geneva", "CHE")
    text = "Snow fell in Geneva, Albany and Buffalo, in upstate New York."
    assert resolved(text, "Geneva", "Albany", "Buffalo", "New York")[0] == ("Geneva", "USA")


def test_a_state_beside_its_town_is_no_country_of_that_name() -> None:
    text = "Georgia's army left Tbilisi. In Atlanta, Georgia, a vigil was held."
    countries = [each.country for each in resolve(text, extents(text, "Georgia", "Tbilisi", "Atlanta", "Georgia"))]
    assert countries == ["GEO", "GEO", "USA", "USA"]
    text = "Troops left Batumi, Georgia, for Tbilisi."
    assert resolved(text, "Batumi", "Georgia", "Tbilisi")[1] == ("Georgia", "GEO")
