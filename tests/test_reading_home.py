"""In an article on one country those of whom it tells none are of it; marks are written by hand."""

import sys
from collections.abc import Sequence

import pytest
from marks import Writer

from communique.parts import Place
from communique.reading.frame import Extent
from communique.reading.places import Places
from communique.reading.places.toponyms import resolve


def country_of(text: str, who: str, kind: str, **others: str) -> str | None:
    """Return the country of somebody in a text in which others are marked too, each by name and kind."""
    it = Writer(text)
    marked = sorted((text.index(name), name, each) for name, each in ({who: kind} | others).items())
    at = {name: it.mention(name, each) for _, name, each in marked}
    it.cue("said", "say", at[who], "left")
    [actor] = [each for each in it.reading().actors if each.name == who]
    return actor.country


@pytest.mark.parametrize(
    ("who", "kind"),
    [("archbishop", "person"), ("crowd", "group"), ("union", "organization"), ("government", "state")],
)
def test_who_is_told_of_no_country_is_of_the_only_one(who: str, kind: str) -> None:
    assert country_of(f"Police in Peru fired. The {who} said all left.", who, kind, Peru="state") == "PER"


def test_a_town_tells_the_country_too() -> None:
    assert country_of("The bishop said all left Arequipa.", "bishop", "person", Arequipa="place") == "PER"


@pytest.mark.parametrize(
    "text",
    [
        "Police in Peru and Chile fired. The bishop said all left.",  # two countries are named
        "Police in Peru fired. The bishop said all left Santa Cruz de la Sierra.",  # a town of another
        "NATO is in Peru. The bishop said all left.",  # somebody of no country
        "The bishop said all left for 40 Swiss francs.",  # a currency's alone
        "The bishop said all left.",  # none
    ],
)
def test_nothing_is_concluded_where_there_is_another_or_none(text: str) -> None:
    others = {"Peru": "state", "Chile": "state", "NATO": "organization", "Santa Cruz de la Sierra": "place"}
    assert country_of(text, "bishop", "person", **{name: kind for name, kind in others.items() if name in text}) is None


@pytest.mark.parametrize(("who", "kind"), [("both sides", "group"), ("diplomats", "group"), ("reporter", "person")])
def test_who_comes_from_anywhere_is_of_no_country(who: str, kind: str) -> None:
    assert country_of(f"Police in Peru fired. A {who} said all left.", who, kind, Peru="state") is None


def test_a_state_without_a_name_is_not_the_one_that_is_named() -> None:
    assert country_of("Troops entered Peru. The kingdom said all left.", "kingdom", "state", Peru="place") is None


def test_places_are_resolved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []

    def counted(text: str, extents: Sequence[Extent]) -> list[Place]:
        told.append(extents)
        return resolve(text, extents)

    monkeypatch.setattr(sys.modules[Places.__module__], "resolve", counted)
    it = Writer("Police fired at a crowd in Arequipa. The bishop said all left.")
    police, crowd = it.mention("Police", "organization"), it.mention("crowd", "group")
    it.trigger("fired", "ASSAULT", actors=[police], recipients=[crowd], places=[it.mention("Arequipa", "place")])
    it.cue("said", "say", it.mention("bishop", "person"), "all left")
    assert [each.country for each in it.reading().actors] == ["PER"] * 3
    assert len(told) == 1
