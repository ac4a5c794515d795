"""Sums told beside others: told again, or only by how much others differ; marks are written by hand."""

import pytest
from gifts import Gifts, sums
from marks import Writer

from communique.model import Mark


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
        it.marks.values.append(Mark(*it.extent("$5m", nth), "money", 0.9))
        it.anchor(it.marks.values[-1].last - 1, "delivered", donors=[giver], recipients=[togo])
    reading = it.reading()
    [found] = reading.commitments
    assert [actor.name for actor in reading.actors if actor.id in found.donors] == ["Peru"]


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
