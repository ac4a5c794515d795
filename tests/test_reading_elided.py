"""A noun that is shared: "Russian" in "Russian and Syrian forces"; marks are written by hand."""

import pytest
from marks import Writer

from communique.model import Link


def told(text: str, *mentions: tuple[str, str]) -> list[tuple[str, str, str | None, list[str]]]:
    """Return the name, kind, country and sectors of the actors that mentions, each with its kind, are in a text."""
    it = Writer(text)
    for phrase, kind in mentions:
        it.mention(phrase, kind)
    it.trigger("left", "RETREAT", actors=list(range(len(mentions))))
    reading = it.reading()
    actors = {each.id: each for each in reading.actors}
    parties = [actors[each] for each in reading.events[0].actors]
    return [(each.name, each.kind, each.country, list(map(str, each.sectors))) for each in parties]


@pytest.mark.parametrize("kind", ["group", "state"])
@pytest.mark.parametrize("joint", ["and", "or", "as well as", "and the"])
def test_an_adjective_shares_the_noun_of_the_next(kind: str, joint: str) -> None:
    assert told(f"The Chadian {joint} Peruvian forces left.", ("Chadian", kind), ("Peruvian forces", "group")) == [
        ("Chadian forces", "group", "TCD", ["MIL"]),
        ("Peruvian forces", "group", "PER", ["MIL"]),
    ]


def test_all_of_a_list_share_its_last_noun_and_short_names_are_adjectives_too() -> None:
    mentions = (("US", "state"), ("Chadian", "group"), ("UK ministers", "group"))
    assert told("US, Chadian and UK ministers left.", *mentions) == [
        ("US ministers", "group", "USA", ["GOV"]),
        ("Chadian ministers", "group", "TCD", ["GOV"]),
        ("UK ministers", "group", "GBR", ["GOV"]),
    ]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("Germans and Peruvian forces left.", ("Germans", "group"), ("Peruvian forces", "group")),  # a noun
        ("Germany and Peruvian forces left.", ("Germany", "state"), ("Peruvian forces", "group")),
        ("German and the forces left.", ("German", "group"), ("forces", "group")),  # of no country
        ("German and Peruvian Forces left.", ("German", "group"), ("Peruvian Forces", "group")),  # a name
        ("German but Peruvian forces left.", ("German", "group"), ("Peruvian forces", "group")),
        ("German, Peruvian forces left.", ("German", "group"), ("Peruvian forces", "group")),
    ],
)
def test_nothing_else_does(text: str, first: tuple[str, str], second: tuple[str, str]) -> None:
    assert told(text, first, second)[0][0] in {first[0], "Germany"}


def test_of_governments_and_persons_there_is_one_each() -> None:
    governments = (("Chadian", "state"), ("Peruvian governments", "group"))
    assert [each[1:3] for each in told("The Chadian and Peruvian governments left.", *governments)] == [
        ("state", "TCD"),
        ("state", "PER"),
    ]
    ministers = (("Chadian", "person"), ("Peruvian foreign ministers", "person"))
    assert [each[0] for each in told("The Chadian and Peruvian foreign ministers left.", *ministers)] == [
        "Chadian foreign minister",
        "Peruvian foreign minister",
    ]


def test_what_shares_a_noun_is_not_the_country_that_it_was_taken_for() -> None:
    it = Writer("The US wept. US and Peruvian forces left.")
    it.mention("US", "state")
    it.mention("US", "pronoun", 2)
    it.mention("Peruvian forces", "group")
    it.marks.antecedents[1] = Link(0, 0.99)
    it.trigger("left", "RETREAT", actors=[0, 1, 2])
    assert [each.name for each in it.reading().actors] == ["US", "US forces", "Peruvian forces"]


def test_a_list_is_in_the_part_of_which_the_network_is_much_surer() -> None:
    text = "British, US and Peruvian hostages were killed, among them Ola Brekke."
    it = Writer(text)
    for phrase, kind in (
        ("British", "group"),
        ("US", "group"),
        ("Peruvian hostages", "group"),
        ("Ola Brekke", "person"),
    ):
        it.mention(phrase, kind)
    killed = it.trigger("killed", "ASSAULT", actors=[1], recipients=[0, 2, 3])
    it.marks.triggers[killed].actors = [Link(1, 0.3)]
    reading = it.reading()
    [event] = reading.events
    assert (len(event.actors), len(event.recipients)) == (0, 4)
