"""Whose somebody is tells of what country they are; marks are written by hand."""

import pytest
from marks import Writer

from communique.model import Link


def country_of(phrase: str, kind: str, owner: str, owner_kind: str, pronoun: str = "his") -> str | None:
    """Return the country of who is called by a noun behind a possessive pronoun; Chad is spoken of beside."""
    it = Writer(f"{owner} spoke. Later {pronoun} {phrase} left. Nobody saw Chad or Togo.")
    first = it.mention(owner, owner_kind)
    own = it.mention(pronoun, "pronoun")
    noun = it.mention(phrase, kind)
    it.mention("Chad", "state")
    it.cue("spoke", "say", first, "left")
    it.marks.antecedents[own] = Link(first, 0.95)
    it.trigger("left", "RETREAT", actors=[noun])
    reading = it.reading()
    [who] = [actor for actor in reading.actors if actor.id in reading.events[0].actors]
    return who.country


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [("aides", "group"), ("party", "organization"), ("spokesman", "person"), ("government", "state")],
)
def test_whose_they_are_tells_their_country(phrase: str, kind: str) -> None:
    assert country_of(phrase, kind, "Peru's president", "person") == "PER"


def test_a_states_own_are_of_its_country_but_no_other_state_is() -> None:
    assert country_of("envoys", "group", "Peru", "state", "its") == "PER"
    assert country_of("ally", "state", "Peru", "state", "its") is None


@pytest.mark.parametrize("phrase", ["allies", "western partners", "neighbours", "rivals", "counterpart"])
def test_those_beside_or_against_a_state_are_of_another(phrase: str) -> None:
    assert country_of(phrase, "group", "Peru", "state", "its") is None


def test_a_persons_allies_may_be_of_another_country_and_a_persons_neighbours_are_of_the_same() -> None:
    assert country_of("allies", "group", "Peru's president", "person") is None
    assert country_of("neighbours", "group", "Peru's president", "person") == "PER"
    assert country_of("rival", "person", "Peru's president", "person") == "PER"


@pytest.mark.parametrize(
    ("text", "phrase", "pointed", "country"),
    [
        ("Peru said its allies left.", "allies", "Peru", None),
        ("Peru said its Chadian allies left.", "Chadian allies", "Chadian", "TCD"),
        ("Peru said its US allies left.", "US allies", "US", "USA"),
        ("Later the US allies left.", "US allies", "US", None),
        ("Later Chad's rebel allies left.", "rebel allies", "Chad", None),
        ("Later Chad's rebels left.", "rebels", "Chad", "TCD"),
        ("Later Chad-backed rebels left.", "Chad-backed rebels", "Chad", None),
        ("Later Chadian-led rebels left.", "Chadian-led rebels", "Chadian", "TCD"),
        ("Later a Chadian-born smuggler left.", "smuggler", "Chadian", "TCD"),
    ],
)
def test_an_arc_to_whose_allies_they_are_tells_nothing(
    text: str, phrase: str, pointed: str, country: str | None
) -> None:
    it = Writer(text)
    peru = it.mention("Peru", "state") if "Peru" in text else None
    if peru is not None:
        it.mention("its", "pronoun", antecedent=peru)
    noun = it.mention(phrase, "group")
    it.marks.countries[noun] = Link(it.word(pointed), 0.9)
    it.trigger("left", "RETREAT", actors=[noun])
    reading = it.reading()
    [who] = [actor for actor in reading.actors if actor.id in reading.events[0].actors]
    assert who.country == country


@pytest.mark.parametrize(
    ("kind", "name", "arcs", "country"),
    [
        # Two of three arcs of a crowd lead to Chad, though the first leads to Togo.
        ("group", "Zaghawas", (0.6, 0.7, 0.7), "TCD"),
        ("group", "Zaghawas", (0.9, 0.3, 0.4), "TGO"),
        # A person is of where the first mention says.
        ("person", "Liv Moe", (0.6, 0.7, 0.7), "TGO"),
    ],
)
def test_a_crowd_is_of_the_country_that_most_arcs_lead_to(
    kind: str, name: str, arcs: tuple[float, ...], country: str
) -> None:
    it = Writer(f"{name} went to Togo. {name} left Chad. {name} like Chad.")
    for nth, (place, sure) in enumerate(zip((("Togo", 1), ("Chad", 1), ("Chad", 2)), arcs, strict=True), 1):
        it.marks.countries[it.mention(name, kind, nth)] = Link(it.word(*place), sure)
    it.trigger("went", "RETREAT", actors=[0])
    [who] = [actor for actor in it.reading().actors if actor.name == name]
    assert who.country == country


def test_of_a_network_across_borders_is_who_fights_for_somebody_of_it_and_no_parent() -> None:
    assert country_of("fighters", "group", "the al-Qaida commander", "person") == "IMG"
    assert country_of("parents", "group", "the al-Qaida commander", "person") is None


def test_nobodys_are_of_no_country() -> None:
    assert country_of("aides", "group", "Nobody", "person") is None


def test_a_government_that_a_state_helps_is_not_that_state() -> None:
    it = Writer("Peru's president said Peru will help his government.")
    who, peru = it.mention("Peru's president", "person"), it.mention("Peru", "state", 2)
    own = it.mention("his", "pronoun", antecedent=who)
    government = it.mention("government", "state")
    it.trigger("help", "AID", "planned", actors=[peru], recipients=[government])
    assert own == government - 1
    assert len(it.reading().events[0].recipients) == 1


def _named(text: str, owner: tuple[str, str], title: str = "", name: str = "Liv Moe") -> tuple[str | None, list[str]]:
    """Return the country and sectors of a named person, whose a title or the name says that the person is."""
    it = Writer(text)
    own = it.mention(*owner)
    if " its " in text or " her " in text:
        it.mention("its" if " its " in text else "her", "pronoun", antecedent=own)
    person = it.mention(name, "person")
    if title:
        it.title(title, person)
    it.cue("said", "say", person, "it rained")
    [who] = [actor for actor in it.reading().actors if actor.name == name]
    return who.country, list(map(str, who.sectors))


@pytest.mark.parametrize(
    ("text", "owner", "title", "told"),
    [
        ("Peru’s trade ministry met. Later its head, Liv Moe, said it rained.", "Peru’s trade ministry", "head", "GOV"),
        ("Peru’s trade ministry’s Liv Moe said it rained.", "Peru’s trade ministry", "", "GOV"),
        ("Peru’s trade ministry’s spokeswoman Liv Moe said it rained.", "Peru’s trade ministry", "spokeswoman", "GOV"),
        (
            "Peru’s trade ministry met. Later its nurse, Liv Moe, said it rained.",
            "Peru’s trade ministry",
            "nurse",
            "MED",
        ),
    ],
)
def test_a_bodys_people_are_of_its_country_and_do_what_it_does(text: str, owner: str, title: str, told: str) -> None:
    assert _named(text, (owner, "organization"), title) == ("PER", [told])


def test_a_persons_people_are_of_the_same_country_but_not_of_the_same_sector() -> None:
    text = "Peru’s premier spoke. Later her sister, Liv Moe, said it rained."
    country, sectors = _named(text, ("Peru’s premier", "person"), "sister")
    assert (country, "GOV" in sectors) == ("PER", False)


@pytest.mark.parametrize("title", ["counterpart", "opposite number"])
def test_a_counterpart_holds_the_same_office_in_another_country(title: str) -> None:
    text = f"Peru’s premier spoke. Later her Chadian {title}, Liv Moe, said it rained."
    assert _named(text, ("Peru’s premier", "person"), f"Chadian {title}") == ("TCD", ["GOV"])
    visitor = "Peru’s premier spoke. Later her Chadian visitor, Liv Moe, said it rained."
    assert "GOV" not in _named(visitor, ("Peru’s premier", "person"), "Chadian visitor")[1]


@pytest.mark.parametrize(
    ("title", "joined"), [("Chadian trade minister", True), ("Chadian nurse", False), ("Malian trade minister", False)]
)
def test_a_counterpart_without_a_name_is_who_is_named_with_that_office(
    title: str,
    joined: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    it = Writer(f"The {title}, Ola Brekke, left. The trade minister of Peru, Liv Moe, met her Chadian counterpart.")
    it.title(title, it.mention("Ola Brekke", "person"))
    liv = it.mention("Liv Moe", "person")
    it.title("trade minister of Peru", liv)
    it.mention("her", "pronoun", antecedent=liv)
    it.trigger("met", "CONSULT", actors=[liv, it.mention("Chadian counterpart", "person")])
    reading = it.reading()
    names = {each.name for each in reading.actors if each.id in reading.events[0].actors}
    assert names == {"Liv Moe", "Ola Brekke" if joined else "Chadian counterpart"}


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("Peruvian and Chadian troops", None),
        ("leaders of Peru, Chad", None),
        ("troops from the UK and Chad", None),
        ("Peruvian troops", "PER"),
        ("Peruvian troops near Chad", "PER"),
        ("Peruvian and allied troops", "PER"),
    ],
)
def test_a_group_of_several_countries_is_of_none(phrase: str, country: str | None) -> None:
    it = Writer(f"The {phrase} left.")
    it.trigger("left", "RETREAT", actors=[it.mention(phrase, "group")])
    assert [each.country for each in it.reading().actors] == [country]
