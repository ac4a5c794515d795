"""Mentions that hold two names, or only a part of one; marks are written by hand."""

import pytest
from marks import Writer

from communique.reading.names import names_inside, shared_offices, trimmed, with_whole_names
from communique.reading.names.cut import mended


def test_a_short_form_in_brackets_is_a_name_of_its_own() -> None:
    it = Writer("The Harbour Watch Party (HWP) left. On Monday HWP came back.")
    party = it.mention("Harbour Watch Party (HWP)", "organization")
    it.trigger("left", "RETREAT", actors=[party])
    it.trigger("came", "CONCEDE", actors=[it.mention("HWP", "organization", 2)])
    [actor] = it.reading().actors
    assert actor.name == "Harbour Watch Party"
    assert [each.quote for each in actor.mentions] == ["Harbour Watch Party", "HWP", "HWP"]


@pytest.mark.parametrize(
    ("text", "marked", "kind", "found"),
    [
        ("The US-backed, Kurdish-led Northern Front left.", "US-backed", "organization", ("US", "state")),
        ("A Moscow-led block voted.", "Moscow-led", "state", ("Moscow", "state")),
        ("A Harbour-led block voted.", "Harbour-led", "organization", ("Harbour-led", "organization")),
        ("Many Russian-speakers left.", "Russian-speakers", "group", ("Russian-speakers", "group")),
        ("Russian and Danish-led boats left.", "Danish-led", "group", ("Danish", "state")),
    ],
)
def test_of_a_country_and_a_participle_the_country_is_mentioned(
    text: str, marked: str, kind: str, found: tuple[str, str]
) -> None:
    it = Writer(text)
    it.mention(marked, kind)
    [mark] = [trimmed(text, it.prepared.words, each) for each in it.marks.mentions]
    assert (*it.quotes([mark]), mark.kind) == found


@pytest.mark.parametrize(
    ("attribute", "between", "name", "kind", "found"),
    [
        ("Kurdish-led", " ", "HWF", "organization", ["Kurdish-led HWF"]),
        ("tribal-backed", " ", "rebels", "group", ["tribal-backed rebels"]),
        ("Harbour-led", ", armed ", "HWF", "organization", ["Harbour-led", "HWF"]),
        ("Harbour-backed", " ", "Liv Moe", "person", ["Harbour-backed", "Liv Moe"]),
        ("Harbour-speakers", " ", "HWF", "group", ["Harbour-speakers", "HWF"]),
    ],
)
def test_who_leads_a_body_stands_in_its_own_mention(
    attribute: str, between: str, name: str, kind: str, found: list[str]
) -> None:
    it = Writer(f"The {attribute}{between}{name} left.")
    it.mention(attribute, "organization")
    it.mention(name, kind)
    marks = with_whole_names(it.article.text, it.prepared.words, it.marks).mentions
    assert list(dict.fromkeys(it.quotes(marks))) == found


@pytest.mark.parametrize(
    ("text", "marked", "found"),
    [
        ("A spokesman for the Danish government spoke.", "spokesman for the Danish government", ["Danish government"]),
        ("A spokesman for the harbour board spoke.", "spokesman for the harbour board", []),
        ("A friend of the Danish government spoke.", "friend of the Danish government", []),
        ("A spokesman for the Danish navy spoke.", "spokesman for the Danish navy", []),
    ],
)
def test_the_government_that_somebody_speaks_for_is_mentioned(text: str, marked: str, found: list[str]) -> None:
    it = Writer(text)
    it.mention(marked, "person")
    inside = names_inside(text, it.prepared.words, it.marks.mentions)
    assert it.quotes(inside) == found
    assert {mark.kind for mark in inside} <= {"state"}


def test_the_holders_of_two_offices_are_one_group() -> None:
    it = Writer("The Russian defence and foreign ministers left.")
    it.mention("Russian defence", "person")
    ministers = it.mention("foreign ministers", "group")
    it.trigger("left", "RETREAT", actors=[ministers])
    assert [actor.name for actor in it.reading().actors] == ["Russian defence and foreign ministers"]


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("The army and foreign ministers left.", "army", "foreign ministers"),
        ("Ola Brekke and foreign ministers left.", "Ola Brekke", "foreign ministers"),
        ("Defence, and foreign ministers, left.", "Defence", "foreign ministers"),
    ],
)
def test_others_beside_ministers_are_apart(text: str, left: str, right: str) -> None:
    it = Writer(text)
    it.mention(left, "organization")
    it.mention(right, "group")
    assert it.quotes(shared_offices(text, it.prepared.words, it.marks.mentions)) == [left, right]


@pytest.mark.parametrize(
    ("text", "who", "pronoun", "meant"),
    [
        ("A spokesman for the Danish government said it left.", "spokesman for the Danish government", "it", "Danish"),
        ("An aide for the Danish government said she left.", "aide for the Danish government", "she", "aide"),
        ("A NATO spokesman said it left.", "NATO spokesman", "it", "NATO"),
    ],
)
def test_it_is_the_body_that_a_person_is_of(text: str, who: str, pronoun: str, meant: str) -> None:
    it = Writer(text)
    speaker = it.mention(who, "person")
    it.mention(pronoun, "pronoun", antecedent=speaker)
    marks = with_whole_names(text, it.prepared.words, it.marks)
    found = it.quotes([marks.mentions[marks.antecedents[1].target]])[0]
    assert found.startswith(meant)
    assert len(found) < len(who) or pronoun == "she"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Troops left northern Iraq.", "northern Iraq", "place"),
        ("Troops left north-east Iraq.", "Iraq", "place"),
        ("Troops left Iraq.", "Iraq", "state"),
        ("Troops left North Korea.", "North Korea", "state"),
        ("Troops left neighbouring Iraq.", "neighbouring Iraq", "state"),
        ("Troops north of Iraq left.", "Iraq", "state"),
        ("Troops left northern Iraqi towns.", "northern Iraqi", "state"),
    ],
)
def test_a_part_of_a_country_by_the_compass_is_a_place(text: str, name: str, kind: str) -> None:
    it = Writer(text)
    it.mention(name, "state")
    assert [mark.kind for mark in mended(text, it.prepared.words, it.marks.mentions)] == [kind]
