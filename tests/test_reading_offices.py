"""Titles and offices: whose they are where two persons stand by, and who of the article holds one."""

import pytest
from marks import Writer, sides


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("Liv Moe, the trade minister, Ola Brekke and Tom Bell met.", "Liv Moe"),
        ("Liv Moe, trade minister, Ola Brekke and Tom Bell met.", "Liv Moe"),
        # Liv Moe has a title of hers before the comma, so the next one is of the next person.
        ("The premier, Liv Moe, the trade minister, Ola Brekke, and Tom Bell met.", "Ola Brekke"),
        ("Liv Moe met the trade minister, Ola Brekke, and Tom Bell.", "Ola Brekke"),
    ],
)
def test_a_title_between_two_names_is_of_the_one_before_its_comma(text: str, bearer: str) -> None:
    it = Writer(text)
    liv = it.mention("Liv Moe", "person")
    ola = it.mention("Ola Brekke", "person")
    it.title("trade minister", ola)
    it.trigger("met", "CONSULT", actors=[liv, ola])
    assert {each.name for each in it.reading().actors if each.title == "trade minister"} == {bearer}


def test_who_holds_the_office_but_is_named_later_does_not_count_against_the_one_before() -> None:
    it = Writer(
        "Theresa May spoke. The prime minister's call failed. Scott Morrison rejected it.",
        published="2019-03-10",
    )
    it.mention("Theresa May", "person")
    office = it.mention("prime minister", "person")
    it.mention("Scott Morrison", "person")
    it.trigger("call", "REQUEST", actors=[office])
    assert sides(it.reading())[0] == ["Theresa May"]
