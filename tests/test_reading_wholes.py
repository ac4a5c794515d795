"""Wholes of which only a part is given; marks are written by hand."""

import pytest
from gifts import Gifts


def stages(it: Gifts) -> list[tuple[float, str]]:
    return [(each.amount.value, str(each.stage)) for each in it.commitments() if each.amount]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Peru has paid Togo $5m of the $9m it promised.", "pledged"),
        ("Peru has paid Togo $5m out of a total of $9m.", "pledged"),
        ("Peru has paid Togo $5m of the $9m that it asked for.", "requested"),
        ("Peru has paid Togo $5m of the $9m approved in May.", "approved"),
    ],
)
def test_a_whole_is_not_delivered_with_its_part(text: str, stage: str) -> None:
    it = Gifts(text)
    it.give("$5m"), it.give("$9m")
    assert stages(it) == [(5e6, "delivered"), (9e6, stage)]


def test_a_whole_told_before_is_told_again() -> None:
    it = Gifts("Togo was lent $9m in May. Peru has paid $5m of the $9m so far.")
    it.give("$9m", stage="approved")
    it.give("$5m"), it.give("$9m", nth=2)
    assert stages(it) == [(9e6, "approved"), (5e6, "delivered")]


@pytest.mark.parametrize(
    "text",
    [
        "Peru has paid Togo $5m and $9m.",
        "Peru gave Togo $5m of aid in May and another $9m.",
        "Peru gave Togo $5m. Of the $9m all was paid.",
    ],
)
def test_other_sums_behind_one_stay_delivered(text: str) -> None:
    it = Gifts(text)
    it.give("$5m"), it.give("$9m")
    assert stages(it) == [(5e6, "delivered"), (9e6, "delivered")]
