"""Places inside other names, places cut in two, and what is no place though it is marked as one."""

import pytest
from marks import Writer

from communique.reading.frame import Frame
from communique.reading.places import Places


def places(it: Writer) -> list[tuple[str, str | None]]:
    frame = Frame(it.article, it.prepared.words, it.prepared.sentences, it.paragraphs, it.marks)
    return [(each.span.quote, each.country) for each in Places(frame).named()]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Shots were fired in the 400 block of the town.", "400"),
        ("Smoke rose over a station near there.", "station"),
        ("The envoy met Western diplomats on Friday.", "Western"),
        ("Judges told the Centre to pay.", "Centre"),
        ("The South Comfort Choir sang on Friday.", "South"),
        ("They told the Republic to pay.", "Republic"),
    ],
)
def test_a_number_a_common_noun_or_a_direction_is_no_place(text: str, marked: str) -> None:
    it = Writer(text)
    it.mention(marked, "place")
    assert places(it) == []


def test_the_west_is_a_name_and_a_text_without_capitals_has_its_names_small() -> None:
    it = Writer("Relations with the West are cold.")
    it.mention("West", "place")
    assert places(it) == [("West", None)]
    it = Writer("shells hit kharkiv at dawn.")
    it.mention("kharkiv", "place")
    assert places(it) == [("kharkiv", "UKR")]


@pytest.mark.parametrize(
    ("text", "marked", "kind", "found"),
    [
        ("The envoy to Chad resigned.", "envoy to Chad", "person", [("Chad", "TCD")]),
        ("A judge in Wyoming resigned.", "judge in Wyoming", "person", [("Wyoming", "USA")]),
        ("Pinsk police freed two.", "Pinsk police", "organization", [("Pinsk", "BLR")]),
        ("They lay in Pinsk General Hospital.", "Pinsk General Hospital", "organization", []),
        ("A Pinsk Quartet concert was held.", "Pinsk Quartet", "organization", []),
        ("The Ill. Highway Patrol came.", "Ill. Highway Patrol", "organization", [("Ill.", "USA")]),
        ("The police freed two.", "police", "organization", []),
        ("Federal police freed two.", "Federal police", "organization", []),
    ],
)
def test_a_town_is_named_before_what_is_in_a_town_and_a_country_anywhere(
    text: str, marked: str, kind: str, found: list[tuple[str, str]]
) -> None:
    it = Writer(text)
    it.mention(marked, kind)
    assert places(it) == found


def test_a_town_inside_a_name_is_one_only_where_the_other_places_bear_it_out() -> None:
    it = Writer("They were brought from Minsk to Pinsk General Hospital.")
    it.mention("Minsk", "place")
    it.mention("Pinsk General Hospital", "organization")
    assert places(it) == [("Minsk", "BLR"), ("Pinsk", "BLR")]


def test_who_bears_a_towns_name_is_no_town() -> None:
    it = Writer("Liv Pinsk spoke. Later Pinsk residents wept.")
    it.mention("Liv Pinsk", "person")
    it.mention("Pinsk residents", "group")
    assert places(it) == []


def test_a_word_that_the_text_has_small_is_no_town() -> None:
    it = Writer("Gay residents wept. Other gay residents left.")
    it.mention("Gay residents", "group")
    assert places(it) == []


def test_a_place_named_by_another_name_counts_inside_a_name() -> None:
    it = Writer("It lies in British Columbia. Then BC Transit Watch closed.")
    it.mention("British Columbia", "place")
    it.mention("BC Transit Watch", "organization")
    assert places(it) == [("British Columbia", "CAN"), ("BC", "CAN")]
    it = Writer("Then BC Transit Watch closed.")
    it.mention("BC Transit Watch", "organization")
    assert places(it) == []


@pytest.mark.parametrize(
    ("marked", "found"),
    [
        ("Chad and Africa", ["Chad", "Africa"]),
        ("Zelmirane Square in Maputo", ["Zelmirane Square", "Maputo"]),
        ("Trinidad and Tobago", ["Trinidad and Tobago"]),
        ("Republic of Armenia", ["Republic of Armenia"]),
        ("Kherson and Zaporizhzhia", ["Kherson", "Zaporizhzhia"]),
        ("Zelmirane and Xqzzvale", ["Zelmirane and Xqzzvale"]),
    ],
)
def test_a_mention_of_two_places_is_two(marked: str, found: list[str]) -> None:
    it = Writer(f"Aid for {marked} was late.")
    it.mention(marked, "place")
    assert [name for name, _ in places(it)] == found
