"""Bodies by common nouns: when two mentions are one, and when a capital makes no name."""

import pytest
from marks import Writer

from communique.model import Link


@pytest.mark.parametrize(
    ("first", "second", "kind", "joined"),
    [
        ("the Chadian army", "the Chadian army", "organization", True),
        ("the police", "the police", "organization", True),
        ("the police", "another police", "organization", False),
        ("a company", "a company", "organization", False),
        ("the armed herders", "the armed herders", "group", True),
        ("the men", "the men", "group", False),  # a bare noun for people says too little
    ],
)
def test_a_body_named_twice_by_one_noun_is_one(
    first: str,
    second: str,
    kind: str,
    joined: bool,  # noqa: FBT001
) -> None:
    it = Writer(f"On Monday {first} fired at Ola Brekke. On Friday {second} killed him.")
    one = it.mention(first.split(" ", 1)[1], kind)
    two = it.mention(second.split(" ", 1)[1], kind, 2)
    it.trigger("fired", "ASSAULT", actors=[one])
    it.trigger("killed", "ASSAULT", actors=[two])
    left, right = it.reading().events
    assert (left.actors == right.actors) is joined


def test_the_armies_of_two_countries_are_two() -> None:
    it = Writer("In Chad the army fired. In Niger the army fled.")
    one, two = it.mention("army", "organization"), it.mention("army", "organization", 2)
    it.marks.countries[one] = Link(it.word("Chad"), 0.9)
    it.marks.countries[two] = Link(it.word("Niger"), 0.9)
    it.trigger("fired", "ASSAULT", actors=[one])
    it.trigger("fled", "RETREAT", actors=[two])
    assert [each.country for each in it.reading().actors] == ["TCD", "NER"]


@pytest.mark.parametrize(
    ("text", "word", "named"),
    [
        ("Police fired.", "Police", False),  # a noun of the table
        ("Herdsmen fired. The herdsmen fled.", "Herdsmen", False),  # the text has it small
        ("Muslims fired.", "Muslims", True),  # the table has it with a capital
        ("Zarkos fired.", "Zarkos", True),
        ("On Monday Zarkos fired.", "Zarkos", True),
    ],
)
def test_the_capital_of_a_sentence_makes_no_name(text: str, word: str, named: bool) -> None:  # noqa: FBT001
    it = Writer(text)
    it.mention(word, "organization")
    assert bool(it.reading().actors) is named  # nobody acts in it: only names are told


@pytest.mark.parametrize("noun", ["conservatives", "labour", "turkey buyers"])
def test_a_small_word_in_a_text_with_capitals_is_no_name_of_the_tables(noun: str) -> None:
    it = Writer(f"On Monday the {noun} met.")
    index = it.mention(noun, "group")
    it.trigger("met", "CONSULT", actors=[index])
    [actor] = it.reading().actors
    assert actor.country is None
