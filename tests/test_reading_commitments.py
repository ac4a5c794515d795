"""Commitments told apart, told again, told as totals, as ranges and on conditions; marks are written by hand."""

import pytest
from marks import Writer

from communique.model import Mark
from communique.records import Commitment


class Gifts(Writer):
    """What Peru gives Togo in a text that names both."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.peru, self.togo = self.mention("Peru", "state"), self.mention("Togo", "state")

    def mark(self, phrase: str, kind: str, nth: int = 1) -> int:
        """Mark the `nth` place where a phrase stands."""
        self.marks.values.append(Mark(*self.extent(phrase, nth), kind, 0.9))
        return len(self.marks.values) - 1

    def give(
        self, phrase: str, *, nth: int = 1, kind: str = "money", stage: str = "delivered", date: str | None = None
    ) -> int:
        """Anchor what stands at a phrase; return the number of its mark."""
        dates = [] if date is None else [self.mark(date, "date")]
        value = self.mark(phrase, kind, nth)
        word = self.marks.values[value].last - 1
        self.anchor(word, stage, donors=[self.peru], recipients=[self.togo], dates=dates)
        return value

    def commitments(self) -> tuple[Commitment, ...]:
        return self.reading().commitments


def sums(found: tuple[Commitment, ...]) -> list[float]:
    return [each.amount.value for each in found if each.amount]


def test_equal_sums_of_two_days_are_two_commitments() -> None:
    it = Gifts("Peru gave Togo $5m in May 2023 and $5m in June 2023.")
    it.give("$5m", date="May 2023")
    it.give("$5m", nth=2, date="June 2023")
    assert sums(it.commitments()) == [5e6, 5e6]


def test_the_same_sum_of_the_same_day_is_one_commitment() -> None:
    it = Gifts("Peru gave Togo $5m in 2023. In May 2023 Peru gave Togo $5m.")
    it.give("$5m", date="in 2023")
    it.give("$5m", nth=2, date="May 2023")
    assert sums(it.commitments()) == [5e6]


def test_a_promise_and_its_delivery_are_two_commitments() -> None:
    it = Gifts("Peru pledged Togo $5m. On Monday Peru delivered the $5m.")
    it.give("$5m", stage="pledged")
    it.give("$5m", nth=2)
    assert [str(each.stage) for each in it.commitments()] == ["pledged", "delivered"]


@pytest.mark.parametrize(
    "text",
    [
        "Peru gave Togo $5m and another $5m.",
        "Peru gave Togo $5m. Peru gave it a further $5m.",
        "Peru gave Togo $5m. Peru also sent it $5m.",
        "Peru gave Togo $5m for schools and $5m for clinics.",
        "Peru gave Togo $5m for schools. Peru gave it $5m earmarked for clinics.",
    ],
)
def test_another_sum_and_one_for_something_else_are_commitments_of_their_own(text: str) -> None:
    it = Gifts(text)
    it.give("$5m")
    it.give("$5m", nth=2)
    assert sums(it.commitments()) == [5e6, 5e6]


@pytest.mark.parametrize(
    "text",
    [
        "Peru gave Togo $5m. Peru's $5m is for clinics.",
        "Peru gave Togo $5m for schools. The $5m for new classrooms will come in May.",
        "Peru gave Togo $5m for schools. Peru sent the $5m for Togo by air.",
        "Peru gave Togo another $5m. Peru sent another $5m, a minister said.",
        "Peru gives Togo $5m\nPeru gave another $5m, a minister said.",
    ],
)
def test_a_sum_told_again_is_one_commitment(text: str) -> None:
    it = Gifts(text)
    it.give("$5m")
    it.give("$5m", nth=2)
    assert sums(it.commitments()) == [5e6]


def test_equal_lists_of_two_days_are_two_commitments() -> None:
    it = Gifts("Peru sent Togo 4 trucks in May 2023. Peru sent Togo another 4 trucks.")
    it.give("4 trucks", kind="item")
    it.give("4 trucks", kind="item", nth=2)
    assert [item.count for each in it.commitments() for item in each.items] == [4, 4]
