"""Who resigns or withdraws, and whom they leave; marks are written by hand."""

import pytest
from marks import Sides, Writer, sides


def left(text: str, word: str, mode: str, actors: list[str], recipients: list[str] | None = None) -> Sides:
    """Return the sides of a departure to whose word arcs lead from these mentions."""
    it = Writer(text)
    persons = [each for each in ("Ode", "Brekke") if each in text]
    states = [each for each in ("Peru", "Togo", "Chad") if each in text]
    at = it.mentions(person=persons, state=states, pronoun=["her"] if "her resignation" in text else [])
    it.trigger(
        word, "RETREAT", mode=mode, actors=[at[each] for each in actors], recipients=[at[e] for e in recipients or ()]
    )
    return sides(it.reading())


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Ode's resignation was a blow to Brekke.", ["Ode", "Brekke"]),
        ("Ode's sudden resignation was a blow to Brekke.", ["Ode", "Brekke"]),
        ("Brekke regretted Ode's resignation.", ["Brekke"]),
        ("Brekke regretted the resignation of Ode.", ["Brekke", "Ode"]),
        ("Ode resigned after Brekke had sold the ships.", ["Ode", "Brekke"]),
        ("In her resignation letter, Ode thanked the sailors.", ["her", "Ode"]),
    ],
)
def test_who_resigns_is_the_owner_or_the_subject(text: str, actors: list[str]) -> None:
    word = "resigned" if "resigned" in text else "resignation"
    assert left(text, word, "resign", actors)[0] == ["Ode"]


@pytest.mark.parametrize(
    "text", ["Ode resigned on Monday, and so did Brekke.", "The resignation of Ode and Brekke was a blow."]
)
def test_two_who_resign_stay_two(text: str) -> None:
    word = "resigned" if "resigned" in text else "resignation"
    assert left(text, word, "resign", ["Ode", "Brekke"])[0] == ["Ode", "Brekke"]


def test_before_whom_nobody_resigned_is_no_recipient() -> None:
    assert left("Ode resigned over the sale of Togo.", "resigned", "resign", ["Ode"], ["Togo"]) == (["Ode"], [])


@pytest.mark.parametrize("text", ["Ode offered her resignation to Brekke.", "Ode resigned under pressure from Brekke."])
def test_to_whom_somebody_resigns_stays(text: str) -> None:
    word = "resigned" if "resigned" in text else "offered"
    assert left(text, word, "resign", ["Ode"], ["Brekke"]) == (["Ode"], ["Brekke"])


def test_what_a_withdrawal_does_to_others_is_not_their_withdrawal() -> None:
    found = left("A quick withdrawal would leave Togo alone, Peru said.", "withdrawal", "withdraw", ["Togo"], ["Peru"])
    assert found == ([], [])


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("The withdrawal of Peru from Togo went on.", ["Peru"], ["Togo"]),
        ("The withdrawal by Peru went on in Togo.", ["Peru"], ["Togo"]),
        ("Peru began the withdrawal from Togo.", ["Peru"], ["Togo"]),
    ],
)
def test_who_withdraws_and_what_is_left_stay(text: str, actors: list[str], recipients: list[str]) -> None:
    assert left(text, "withdrawal", "withdraw", actors, recipients) == (actors, recipients)


def test_the_subject_of_withdrawing_may_stand_behind_its_verb() -> None:
    assert left("After it withdrew, Peru mourned.", "withdrew", "withdraw", ["Peru"])[0] == ["Peru"]
