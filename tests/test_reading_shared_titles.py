"""One office for several persons, borne by each of those who are listed behind it; marks are written by hand."""

import pytest
from marks import Writer


@pytest.mark.parametrize(
    ("text", "title", "persons", "bear"),
    [
        ("The senators Liv Moe, Ada Ode and Jo Lund met.", "senators", ["Liv Moe", "Ada Ode", "Jo Lund"], 3),
        ("The senators Liv Moe and Jo Lund met Ada Ode.", "senators", ["Liv Moe", "Jo Lund", "Ada Ode"], 2),
        ("The senators Liv Moe (Maine), Jo Lund met.", "senators", ["Liv Moe", "Jo Lund"], 1),
        ("The senator Liv Moe and Jo Lund met.", "senator", ["Liv Moe", "Jo Lund"], 1),
        ("One of the senators Liv Moe met Jo Lund.", "senators", ["Liv Moe", "Jo Lund"], 1),
    ],
)
def test_who_is_listed_behind_an_office_of_several_bears_it(
    text: str, title: str, persons: list[str], bear: int
) -> None:
    it = Writer(text)
    marked = [it.mention(each, "person") for each in persons]
    it.title(title, marked[0])
    actors = {actor.name: actor for actor in it.reading().actors}
    assert [actors[each].title for each in persons] == ["senator"] * bear + [None] * (len(persons) - bear)
    assert [bool(actors[each].sectors) for each in persons] == [True] * bear + [False] * (len(persons) - bear)


def test_the_office_of_one_keeps_what_stands_before_it_and_its_capital() -> None:
    it = Writer("Norwegian Foreign Ministers Liv Moe and Jo Lund met.")
    moe, lund = it.mention("Liv Moe", "person"), it.mention("Jo Lund", "person")
    it.title("Norwegian Foreign Ministers", moe)
    assert {actor.title for actor in it.reading().actors} == {"Norwegian Foreign Minister"}
    assert (moe, lund) == (0, 1)


def test_one_of_several_is_as_it_is_written() -> None:
    it = Writer("Liv Moe, one of the senators, left.")
    it.title("one of the senators", it.mention("Liv Moe", "person"))
    assert [actor.title for actor in it.reading().actors] == ["one of the senators"]
