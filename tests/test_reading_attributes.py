"""A country's name before a noun tells which deed or conflict it is; marks are written by hand."""

import pytest
from marks import Writer, giving, sides


def deed(text: str, word: str, kind: str, whose: str, country: str = "Chad") -> Writer:
    """Return the marks of a deed of which the model takes the country before its noun for the actor."""
    it = Writer(text)
    it.mention(whose, "pronoun" if whose == "her" else "person")
    it.trigger(word, kind, actors=[it.mention(country, "state")])
    return it


def test_a_withdrawal_is_from_the_country_before_it() -> None:
    reading = deed("Brekke's Chad withdrawal ended on Monday.", "withdrawal", "RETREAT", "Brekke").reading()
    assert sides(reading) == (["Brekke"], [])
    (event,) = reading.events
    assert event.place is not None
    assert event.place.name == "Chad"


def test_sanctions_are_on_the_country_before_them() -> None:
    it = deed("They praised Brekke’s Chad sanctions.", "sanctions", "SANCTION", "Brekke")
    assert sides(it.reading()) == (["Brekke"], ["Chad"])
    it = deed("They praised her Chad sanctions.", "sanctions", "SANCTION", "her")
    assert sides(it.reading()) == (["her"], ["Chad"])


@pytest.mark.parametrize(
    ("text", "word", "kind", "country", "name"),
    [
        ("Brekke's Chadian raids ended.", "raids", "ASSAULT", "Chadian", "Chad"),
        ("Brekke's US raids ended.", "raids", "ASSAULT", "US", "US"),
        ("Brekke's Chad talks ended.", "talks", "CONSULT", "Chad", "Chad"),
        ("Brekke left, and Chad raids went on.", "raids", "ASSAULT", "Chad", "Chad"),
    ],
)
def test_others_stay_actors(text: str, word: str, kind: str, country: str, name: str) -> None:
    actors, _ = sides(deed(text, word, kind, "Brekke", country).reading())
    assert actors == [name]


@pytest.mark.parametrize(
    ("text", "getters"),
    [
        ("Peru sent Togo 40 trucks for the Chad conflict.", ["Togo"]),
        ("Peru sent Togo 40 trucks for the Chad war effort.", ["Chad", "Togo"]),
        ("Peru sent Togo 40 trucks and Chad relief.", ["Chad", "Togo"]),
    ],
)
def test_who_names_a_conflict_gets_nothing(text: str, getters: list[str]) -> None:
    it = Writer(text)
    at = {each: it.mention(each, "state") for each in ("Peru", "Togo", "Chad")}
    event = it.trigger("sent", "AID", actors=[at["Peru"]], recipients=[at["Togo"], at["Chad"]])
    word = it.last_word(it.value("40 trucks", "item"))
    it.anchor(word, "delivered", donors=[at["Peru"]], recipients=[at["Togo"], at["Chad"]], event=event)
    reading = it.reading()
    assert sorted(giving(reading)[1]) == getters
    assert sorted(sides(reading)[1]) == getters


@pytest.mark.parametrize(
    ("text", "word", "whose"),
    [
        ("Togo answered Brekke's decision to withdraw.", "withdraw", "Brekke"),
        ("Togo was told of Brekke’s sudden plan to quietly withdraw.", "withdraw", "Brekke"),
        ("Togo feared her refusal to withdraw.", "withdraw", "her"),
    ],
)
def test_whose_decision_it_is_does_the_deed(text: str, word: str, whose: str) -> None:
    assert sides(deed(text, word, "RETREAT", whose, "Togo").reading()) == ([whose], [])


@pytest.mark.parametrize(
    "text",
    [
        "Togo got Brekke's order to withdraw.",
        "Togo knew Brekke's decision and began to withdraw.",
        "Togo saw Brekke take a decision to withdraw.",
    ],
)
def test_whose_order_it_is_leaves_the_deed_to_others(text: str) -> None:
    assert sides(deed(text, "withdraw", "RETREAT", "Brekke", "Togo").reading()) == (["Togo"], [])
