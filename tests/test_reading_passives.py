"""Who stands before "was shelled" is no actor of it; marks are written by hand."""

import pytest
from marks import Sides, Writer, sides


def read(text: str, word: str, kind: str, *, wrongly: str, besides: str = "") -> Sides:
    """Return the sides of a deed where the model takes one for an actor `wrongly`, and one more `besides`."""
    it = Writer(text)
    at = it.mentions(group=[each for each in (wrongly, besides) if each])
    it.trigger(word, kind, actors=list(at.values()))
    return sides(it.reading())


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("The rebels were shelled in the hills of Togo.", "shelled", "ASSAULT"),
        ("The rebels had already been arrested in Togo.", "arrested", "COERCE"),
        ("Togo counted the rebels who were shot at night.", "shot", "ASSAULT"),
        ("In Togo rebels are being urged to stop.", "urged", "REQUEST"),
        ("In Togo rebels have since been officially accused of arson.", "accused", "ACCUSE"),
    ],
)
def test_the_subject_of_a_passive_is_whom_it_was_done_to(text: str, word: str, kind: str) -> None:
    assert read(text, word, kind, wrongly="rebels") == ([], ["rebels"])


def test_who_did_it_stays() -> None:
    found = read("The rebels were shelled by gunners.", "shelled", "ASSAULT", wrongly="rebels", besides="gunners")
    assert found == (["gunners"], ["rebels"])


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("The rebels shelled the port.", "shelled", "ASSAULT"),
        ("The rebels were said to have shelled the port.", "shelled", "ASSAULT"),
        ("The rebels were outraged.", "outraged", "ACCUSE"),
        ("The rebels were sent to the border.", "sent", "COERCE"),
        ("The rebels were pulled back.", "pulled", "RETREAT"),
    ],
)
def test_who_acts_or_feels_stays_an_actor(text: str, word: str, kind: str) -> None:
    actors, _ = read(text, word, kind, wrongly="rebels")
    assert actors == ["rebels"]


def test_a_party_is_not_its_leader() -> None:
    assert read("The leader of the rebels was shot.", "shot", "ASSAULT", wrongly="rebels") == ([], [])


def test_who_only_tells_of_an_attack_made_none() -> None:
    it = Writer("Togo said that the town had been shelled at night.")
    togo = it.mention("Togo", "state")
    it.cue("said", "say", togo, "that the town had been shelled at night")
    it.trigger("shelled", "ASSAULT", actors=[togo], probability=0.95)
    assert sides(it.reading()) == ([], [])


def test_who_tells_of_an_attack_by_their_own_made_it() -> None:
    it = Writer("Togo said that the town had been shelled by Togo at night.")
    first, second = it.mention("Togo", "state"), it.mention("Togo", "state", 2)
    it.cue("said", "say", first, "that the town had been shelled by Togo at night")
    it.trigger("shelled", "ASSAULT", actors=[second])
    assert sides(it.reading()) == (["Togo"], [])
