"""Who mediates, judges or foils a deed does not do it; marks are written by hand."""

import pytest
from marks import Sides, Writer, sides


def found(text: str, word: str, kind: str, *actors: str) -> Sides:
    it = Writer(text)
    at = [it.mention(each, "state") for each in actors]
    it.trigger(word, kind, actors=at, probability=0.95)
    return sides(it.reading())


@pytest.mark.parametrize(
    ("text", "word", "kind", "actors"),
    [
        ("Peru left the accord brokered by Chad.", "accord", "AGREE", ["Peru"]),
        ("Peru began raids that were condemned by Chad.", "raids", "ASSAULT", ["Peru"]),
        ("Peru's raid was foiled by the Chad.", "raid", "ASSAULT", ["Peru"]),
    ],
)
def test_who_mediates_or_judges_is_no_actor(text: str, word: str, kind: str, actors: list[str]) -> None:
    assert found(text, word, kind, "Peru", "Chad") == (actors, [])


def test_the_host_of_a_meeting_is_its_recipient() -> None:
    text = "Peru and Togo went to a summit hosted by Chad."
    assert found(text, "summit", "CONSULT", "Peru", "Togo", "Chad") == (["Peru", "Togo"], ["Chad"])


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("The raids carried out by Chad went on.", "raids", "ASSAULT"),
        ("The raid was condemned by Chad.", "condemned", "ACCUSE"),
        ("The truce was brokered by Chad.", "brokered", "CONSULT"),
        ("The raid was condemned. By Chad it was not.", "raid", "ASSAULT"),
    ],
)
def test_who_does_it_stays(text: str, word: str, kind: str) -> None:
    assert found(text, word, kind, "Chad")[0] == ["Chad"]


def test_all_of_a_list_of_mediators_are_no_actors() -> None:
    text = "Peru left the accord brokered by the Chad and Togo."
    assert found(text, "accord", "AGREE", "Peru", "Chad", "Togo") == (["Peru"], [])
    text = "Peru left the accord brokered by Chad, and Togo did too."
    assert found(text, "accord", "AGREE", "Peru", "Chad", "Togo") == (["Peru", "Togo"], [])


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Togo was reported by Chad to have been shelled.", []),
        ("Togo was feared by the Chad to be shelled.", []),
        ("Togo was besieged by Chad and shelled.", ["Chad"]),
        ("Guns were used by Chad to have Togo shelled.", ["Chad"]),
    ],
)
def test_who_only_reports_a_deed_is_no_actor(text: str, actors: list[str]) -> None:
    assert found(text, "shelled", "ASSAULT", "Chad")[0] == actors
