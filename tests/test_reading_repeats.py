"""Sums told beside others: told again, or only by how much others differ; marks are written by hand."""

import pytest
from gifts import Gifts, sums
from marks import Writer, giving

from communique.model import Link


def told_beside(text: str, again: str) -> list[tuple[float | None, list[str]]]:
    """Return the sums and items where Peru pledges a sum, and delivers another one with trucks, if there are any."""
    it = Gifts(text)
    it.give("$661,226,068", stage="pledged")
    it.give(again)
    if "40 trucks" in text:
        it.marks.anchors[-1].items = [Link(it.value("40 trucks", "item"), 0.9)]
    return [
        (each.amount.value if each.amount else None, [item.designation for item in each.items])
        for each in it.commitments()
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Peru pledged Togo $661,226,068. The list costs more than the $661 million told by Peru.",
        "Peru pledged Togo $661,226,068. It was part of the $661 million that a ship went to Togo.",
        "Peru pledged Togo $661,226,068. The figure for May includes the $661 million.",
    ],
)
def test_a_sum_that_only_holds_what_is_told_is_no_second_commitment(text: str) -> None:
    assert told_beside(text, "$661 million") == [(661226068, [])]


def test_what_is_given_out_of_a_sum_is_given_without_it() -> None:
    text = "Peru pledged Togo $661,226,068. As part of the $661 million Peru sent Togo 40 trucks."
    assert told_beside(text, "$661 million") == [(661226068, []), (None, ["trucks"])]


@pytest.mark.parametrize(
    "text",
    [
        "Peru pledged Togo $661,226,068. On Monday it delivered the $661 million.",
        "Peru pledged Togo $661,226,068. The ship is part of the $400 million that Peru gave Togo.",
        "Peru pledged Togo $661,226,068. It gave more than $661 million.",
    ],
)
def test_a_sum_that_is_given_or_new_is_another_commitment(text: str) -> None:
    again = "$400 million" if "$400" in text else "$661 million"
    assert len(told_beside(text, again)) == len(["pledged", "delivered"])


def test_the_sum_named_before_is_the_same_on_any_day() -> None:
    it = Gifts("Peru pledged Togo $5m in May 2023. The $5m is due in June 2023.")
    it.give("$5m", stage="pledged", date="in May 2023")
    it.give("$5m", nth=2, stage="pledged", date="in June 2023")
    assert sums(it.commitments()) == [5e6]


def test_who_is_only_a_pronoun_may_have_given_the_same_sum() -> None:
    it = Writer("They gave Togo $5m, an envoy said. Peru told of $5m for Togo.")
    they, togo, peru = it.mention("They", "group"), it.mention("Togo", "state"), it.mention("Peru", "state")
    it.cue("said", "say", it.mention("envoy", "person"), "They gave Togo $5m")
    for nth, giver in ((1, they), (2, peru)):
        it.anchor(it.last_word(it.value("$5m", "money", nth)), "delivered", donors=[giver], recipients=[togo])
    assert giving(it.reading())[0] == ["Peru"]


@pytest.mark.parametrize(
    ("text", "difference", "committed"),
    [
        ("Peru has given Togo $8m. This is an increase of $3m on the year before.", "$3m", [8e6]),
        ("Peru gave Togo $8m, which marks a sharp drop of about $3m.", "$3m", [8e6]),
        ("Peru gave Togo $8m, $3m less than it had asked for.", "$3m", [8e6]),
        ("Peru gave Togo $8m. It is a gift of $3m and a loan of $5m.", "$3m", [8e6, 3e6, 5e6]),
        ("Peru gave Togo $8m, and $3m more for schools.", "$3m", [8e6, 3e6]),
    ],
)
def test_by_how_much_two_sums_differ_is_no_commitment(text: str, difference: str, committed: list[float]) -> None:
    it = Gifts(text)
    it.give("$8m")
    it.give(difference)
    assert sums(it.commitments()) == committed


def things(text: str, *given: str, stages: tuple[str, ...] = ()) -> list[list[str]]:
    """Return the items of each commitment where Peru gives Togo these things, each at its stage, else pledged."""
    it = Gifts(text)
    for phrase, stage in zip(given, stages or ("pledged",) * len(given), strict=True):
        it.give(phrase, nth=1 + sum(phrase in each for each in given[: given.index(phrase)]), kind="item", stage=stage)
    return [[item.span.quote for item in each.items] for each in it.commitments()]


@pytest.mark.parametrize(
    ("headline", "fuller"),
    [
        ("22 more rocket launchers", "22 additional Skua launchers"),
        ("tanks", "14 Condor tanks"),
        ("three patrol boats", "three 30-metre cutters"),
    ],
)
def test_the_things_of_a_headline_are_told_by_its_article(headline: str, fuller: str) -> None:
    text = f"Peru to send Togo {headline}\nPeru will send Togo {fuller}, its envoy said."
    assert things(text, headline, fuller) == [[fuller]]


@pytest.mark.parametrize(
    ("headline", "other"),
    [("22 launchers", "eight launchers"), ("22 launchers", "22 blankets")],
)
def test_other_things_than_those_of_a_headline_are_others(headline: str, other: str) -> None:
    text = f"Peru to send Togo {headline}\nPeru will send Togo {other}, its envoy said."
    assert things(text, headline, other) == [[headline], [other]]


def test_what_a_headline_promises_is_not_what_came_before() -> None:
    text = "Peru to send Togo 22 launchers\nPeru sent Togo 22 Skua launchers in May."
    assert len(things(text, "22 launchers", "22 Skua launchers", stages=("pledged", "delivered"))) == len(
        ["to", "sent"]
    )


def test_a_first_sentence_is_no_headline() -> None:
    text = "Peru will send Togo tanks.\nPeru will send Togo 14 Condor tanks too."
    assert things(text, "tanks", "14 Condor tanks") == [["tanks"], ["14 Condor tanks"]]


@pytest.mark.parametrize("again", ["the 30 missiles", "these missiles"])
def test_the_things_named_before_are_the_same(again: str) -> None:
    text = f"Peru will send Togo 30 Ibis missiles. It will send {again} by sea."
    assert things(text, "30 Ibis missiles", again.split(maxsplit=1)[1]) == [["30 Ibis missiles"]]


@pytest.mark.parametrize("again", ["40 missiles", "missiles", "short missiles"])
def test_things_of_another_number_or_none_are_others(again: str) -> None:
    text = f"Peru will send Togo 30 Ibis missiles. It will send {again} by sea."
    assert things(text, "30 Ibis missiles", again) == [["30 Ibis missiles"], [again]]
