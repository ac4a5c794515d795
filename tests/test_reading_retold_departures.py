"""Resignations and withdrawals told again far behind the first words for them; marks are written by hand."""

import pytest
from marks import Writer

from communique.model import Link

_APART = "Rain fell. It was late. Ships left. Nobody came."


def told(it: Writer) -> list[list[str]]:
    """Return the words of each event, its trigger first."""
    return [[each.trigger.quote, *(more.quote for more in each.mentions)] for each in it.reading().events]


def resigned(text: str, *, who: str = "Ode", word: str = "resignation", status: str = "actual") -> Writer:
    """Mark that Ms Ode resigned and, at a later word, that somebody did."""
    it = Writer(text)
    ode = it.mention("Ode", "person")
    it.trigger("resigned", "RETREAT", mode="resign", actors=[ode])
    actors = [] if not who else [it.mention(who, "person", text.count(who))] if who != "Ode" else [ode]
    it.trigger(word, "RETREAT", status, mode="resign", actors=actors)
    return it


@pytest.mark.parametrize(
    "text",
    [
        f"Ode resigned. {_APART} Ode's resignation was a blow.",
        f"Ode resigned. {_APART} A blow was resignation.",
    ],
)
def test_who_resigned_did_so_once(text: str) -> None:
    assert told(resigned(text)) == [["resigned", "resignation"]]


def test_nobodys_resignation_is_the_one_before() -> None:
    text = f"Ode resigned. {_APART} The resignation was a blow."
    assert told(resigned(text, who="")) == [["resigned", "resignation"]]


def test_others_resign_by_themselves() -> None:
    assert len(told(resigned(f"Ode resigned. {_APART} The resignation of Brekke was a blow.", who="Brekke"))) == 2


def test_what_was_not_done_is_not_what_was_done() -> None:
    text = f"Ode resigned. {_APART} Ode's resignation was ruled out."
    assert len(told(resigned(text, status="negated"))) == 2


def test_resignations_of_different_days_are_two() -> None:
    text = f"Ode resigned on Monday. {_APART} Ode's resignation in 2019 was a blow."
    it = resigned(text)
    for trigger, day in zip(it.marks.triggers, ("on Monday", "in 2019"), strict=True):
        trigger.dates = [Link(it.value(day, "date"), 0.9)]
    assert len(told(it)) == 2


def withdrew(text: str, who: str = "Dutch troops", *, first: str = "planned", noun: str = "withdrawal") -> Writer:
    """Mark that the Dutch army withdraws, and a noun for somebody's withdrawal."""
    it = Writer(text)
    at = it.mentions(
        state=[each for each in ("Netherlands", "Togo", "Chad") if f"{each} " in text], group=["Dutch troops"]
    )
    it.trigger("leave", "RETREAT", first, mode="withdraw", actors=[at["Dutch troops"]])
    actors = [] if not who else [at[who]]
    it.trigger(noun, "SANCTION", mode="withdraw", actors=actors)
    return it


@pytest.mark.parametrize(
    ("second", "who"),
    [
        ("Many welcomed the withdrawal.", ""),
        ("Many welcomed the Netherlands withdrawal.", "Netherlands"),
        ("Many welcomed the quick withdrawal.", "Dutch troops"),
        ("The withdrawal from Togo will help.", ""),
    ],
)
def test_a_definite_withdrawal_of_the_same_country_is_the_one_before(second: str, who: str) -> None:
    it = withdrew(f"Dutch troops will leave Mali from Togo. {_APART} {second}", who)
    assert told(it) == [["leave", "withdrawal"]]


@pytest.mark.parametrize(
    ("second", "who"),
    [
        ("Many welcomed a withdrawal.", ""),
        ("Any quick withdrawal will help.", "Dutch troops"),
        ("The Chad withdrawal will help.", "Chad"),
        ("The withdrawal from Chad will help.", "Dutch troops"),
    ],
)
def test_another_withdrawal_is_its_own_event(second: str, who: str) -> None:
    it = withdrew(f"Dutch troops will leave Mali from Togo. {_APART} {second}", who)
    assert len(told(it)) == 2


def test_a_supposed_withdrawal_is_not_the_one_that_happened() -> None:
    it = withdrew(f"If Dutch troops leave, good. {_APART} The withdrawal has begun.", first="hypothetical")
    assert len(told(it)) == 2


def test_who_withdraws_is_told_by_the_first_words() -> None:
    it = withdrew(f"Dutch troops will leave. {_APART} Many welcomed the Netherlands withdrawal.", "Netherlands")
    reading = it.reading()
    names = {actor.id: actor.name for actor in reading.actors}
    assert [[names[who] for who in each.actors] for each in reading.events] == [["Dutch troops"]]


def test_who_has_resigned_leaves_and_does_not_withdraw() -> None:
    it = Writer(f"Ode resigned. {_APART} Brekke regretted Ode's departure.")
    ode = it.mention("Ode", "person")
    it.trigger("resigned", "RETREAT", mode="resign", actors=[ode])
    it.trigger("departure", "SANCTION", mode="withdraw", actors=[ode])
    assert told(it) == [["resigned", "departure"]]
