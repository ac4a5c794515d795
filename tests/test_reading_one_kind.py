"""A name that is mostly a body's is a body's everywhere in its article; marks are written by hand."""

import pytest
from marks import Writer

from communique.records import Reading


def named(name: str, kinds: list[str], title: str = "") -> Reading:
    """Return the reading of an article that names somebody in each of its sentences, marked as this or that kind."""
    it = Writer(" ".join(f"Then {title}{name} left." for _ in kinds))
    for nth, kind in enumerate(kinds, start=1):
        it.mention(name, kind, nth)
    if title:
        it.title(title.strip(), 0)
    return it.reading()


@pytest.mark.parametrize("stray", ["person", "state"])
def test_a_body_is_no_person_or_state_once(stray: str) -> None:
    [actor] = named("Qasida", ["organization", stray, "organization"]).actors
    assert (actor.kind, len(actor.mentions)) == ("organization", 3)


def test_a_person_is_no_body_once() -> None:
    [actor] = named("Brekke", ["person", "organization", "person"]).actors
    assert (actor.kind, len(actor.mentions)) == ("person", 3)


@pytest.mark.parametrize(
    ("name", "kinds", "title", "told"),
    [
        ("Qasida", ["organization", "person"], "", {"organization", "person"}),  # as often the one as the other
        ("Qasida", ["person", "organization", "organization"], "Mayor ", {"organization", "person"}),
        ("Chad", ["organization", "state", "organization"], "", {"state"}),
    ],
)
def test_a_title_a_country_and_a_doubt_change_nothing(name: str, kinds: list[str], title: str, told: set[str]) -> None:
    assert {str(actor.kind) for actor in named(name, kinds, title).actors} == told


def test_a_person_is_no_place_and_a_place_no_person_once() -> None:
    [actor] = named("Brekke", ["person", "place", "person"]).actors
    assert (actor.kind, len(actor.mentions)) == ("person", 3)
    assert not named("Qasida", ["place", "person", "place"]).actors


@pytest.mark.parametrize("kind", ["organization", "state"])
def test_a_body_or_state_is_a_place_by_turns(kind: str) -> None:
    [actor] = named("Qasida", ["place", kind, "place"]).actors
    assert actor.kind == kind
    assert len(actor.mentions) == 1


@pytest.mark.parametrize(
    ("name", "kinds", "told"),
    [
        ("Manbij", ["person", "place"], []),  # a town
        ("Bethnal Green", ["place", "person"], []),
        ("Rojava", ["place", "person"], []),  # a region
        ("Sylvana", ["place", "person"], [("person", 2)]),  # a given name
        ("Interpol", ["person", "organization"], [("organization", 2)]),
        ("Qasida", ["place", "person"], [("person", 1)]),  # in no table
        ("Washington", ["place", "person"], [("person", 1)]),  # a country's seat
        ("Warwick", ["place", "person"], [("person", 1)]),  # a town and a given name
    ],
)
def test_as_often_the_one_as_the_other_the_tables_tell(
    name: str, kinds: list[str], told: list[tuple[str, int]]
) -> None:
    assert [(actor.kind, len(actor.mentions)) for actor in named(name, kinds).actors] == told


def test_a_town_stays_a_person_too_where_a_fuller_name_has_it() -> None:
    it = Writer("Liv Manbij left. Then Manbij left. Ana came to Manbij.")
    it.mention("Liv Manbij", "person")
    it.mention("Manbij", "person", 2)
    it.mention("Manbij", "place", 3)
    [actor] = it.reading().actors
    assert (actor.kind, len(actor.mentions)) == ("person", 2)
