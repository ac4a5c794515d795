"""Sums that count nothing twice."""

import datetime

import pytest
from pledging import told

from communique.knowledge.rates import convert
from communique.linking.commitment_pledges import Pledge
from communique.linking.commitment_threads import thread
from communique.linking.sums import Row, sums

PLEDGED = told("Germany will give Ukraine €500m for air defence, Berlin said on Tuesday.", "€500m")
AGAIN = told("Ukraine thanked Germany for the €500m for air defence.", "€500m", "2024-03-06")
ANOTHER = told("Germany gives Ukraine another €200m.", "€200m", "2024-03-25")
TRANCHE = told(
    "Ukraine received €150m from Germany, the first tranche of the €500m announced on 5 March.",
    "€150m", "2024-05-14", stage="delivered",
)  # fmt: skip


def values(rows: list[Row]) -> dict[tuple[str, ...], float]:
    return {tuple(value for _, value in row.key): round(row.value) for row in rows}


def of(*pledges: Pledge, by: tuple[str, ...] = ("stage",), currency: str | None = None) -> list[Row]:
    return sums(thread(pledges), by=by, currency=currency)


def test_two_reports_of_one_commitment_count_once() -> None:
    assert values(of(PLEDGED, AGAIN)) == {("pledged",): 500e6}


def test_part_counts_in_place_of_as_much_of_its_whole() -> None:
    assert values(of(PLEDGED, TRANCHE)) == {("delivered",): 150e6, ("pledged",): 350e6}


def test_without_stages_a_commitment_and_its_delivery_are_one() -> None:
    (row,) = of(PLEDGED, AGAIN, TRANCHE, ANOTHER, by=("donor", "recipient"))
    assert (row.value, row.currency, len(row.threads)) == (700e6, "EUR", 2)


def test_rows_name_the_threads_that_they_sum() -> None:
    made = thread([PLEDGED, ANOTHER])
    (row,) = sums(made, by=("donor",))
    assert sorted(row.threads) == sorted(each.id for each in made)


def test_total_is_left_out_with_its_reason() -> None:
    total = told("That brings German aid for Ukraine to €2bn since the start of the war.", "€2bn", "2024-03-06")
    (row,) = of(PLEDGED, total, by=("donor",))
    assert row.value == 500e6
    assert [each.reason for each in row.left_out] == ["a total that holds earlier commitments"]


@pytest.mark.parametrize("stage", ["refused", "cancelled", "speculated", "requested", "proposed"])
def test_what_is_not_committed_never_counts_as_given(stage: str) -> None:
    never = told("Germany and €90m for Ukraine.", "€90m", stage=stage)
    (row,) = of(never, by=("donor",))
    assert (row.value, row.threads) == (0, ())
    assert row.left_out[0].reason == f"only {stage}"
    assert values(of(never)) == {(stage,): 90e6}


def test_what_came_before_a_cancellation_stays_delivered() -> None:
    stopped = told("Germany has cancelled the €500m for Ukraine.", "€500m", "2024-07-02", stage="cancelled")
    assert values(of(PLEDGED, TRANCHE, stopped)) == {("cancelled",): 350e6, ("delivered",): 150e6}


def test_joint_donors_are_one_row_and_never_split() -> None:
    joint = told("Germany and the Netherlands give €80m.", "€80m", donors=("DEU", "NLD"))
    alone = told("The Netherlands gives €30m.", "€30m", donors=("NLD",))
    assert values(of(joint, alone, by=("donor",))) == {("DEU+NLD",): 80e6, ("NLD",): 30e6}


def test_union_and_member_state_are_two_donors() -> None:
    union = told("The EU gives €10m.", "€10m", donors=("EUR",))
    member = told("Germany gives €10m.", "€10m")
    assert values(of(union, member, by=("donor",))) == {("DEU",): 10e6, ("EUR",): 10e6}


def test_currencies_stay_apart_unless_one_is_asked_for() -> None:
    dollars = told("Germany lends Ukraine $40 million for grain.", "$40 million", instrument="loan")
    assert {row.currency: row.value for row in of(PLEDGED, dollars)} == {"EUR": 500e6, "USD": 40e6}
    (row,) = of(PLEDGED, dollars, currency="EUR")
    rate = convert(1, "USD", "EUR", datetime.date(2024, 3, 5)).rate
    assert rate is not None
    assert row.value == pytest.approx(500e6 + 40e6 * rate)


def test_sum_without_a_rate_is_left_out_and_says_why() -> None:
    hryvnias = told("Germany gives 3 billion hryvnias.", "3 billion hryvnias")
    (row,) = of(hryvnias, currency="EUR")
    assert row.value == 0
    assert "no rate of UAH" in row.left_out[0].reason


def test_ranges_add_up_to_ranges() -> None:
    most = told("Germany gives Ukraine up to €100m for roads.", "€100m", category="civil")
    least = told("Germany gives Ukraine at least €50m for trains.", "€50m", category="civil")
    rows = of(most, by=("donor",))
    assert (rows[0].low, rows[0].high) == (0, 100e6)
    (row,) = of(most, least, by=("donor",))
    assert (row.low, row.high) == (50e6, None)


def test_items_without_a_price_are_left_out() -> None:
    guns = told("Germany promised Ukraine 18 howitzers on Tuesday.", "18 howitzers", items="artillery")
    (row,) = of(guns)
    assert [each.reason for each in row.left_out] == ["no sum of money is told"]


def test_unknown_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="no sums by colour"):
        of(PLEDGED, by=("colour",))
