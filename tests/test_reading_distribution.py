"""Sums and numbers of several givers in a row: each has its own; marks are written by hand."""

import pytest
from marks import Writer, giving

from communique.records import Reading


def told(reading: Reading) -> list[tuple[float | int | None, list[str]]]:
    """Return what each commitment gives, its sum or the count of its first item, with the names of who gives it."""
    return [
        (each.amount.value if each.amount else each.items[0].count, giving(reading, each)[0])
        for each in reading.commitments
    ]


def row(text: str, *values: str, kind: str = "money", givers: tuple[str, ...] = ("Peru", "Chad")) -> Reading:
    """Read a text in which all of several givers have a part in each of its values."""
    it = Writer(text)
    donors = [it.mention(each, "state") for each in givers]
    togo = it.mention("Togo", "state")
    for each in values:
        it.anchor(it.last_word(it.value(each, kind)), "pledged", donors=donors, recipients=[togo])
    return it.reading()


def test_as_many_sums_as_givers_are_one_each() -> None:
    reading = row("Peru and Chad pledged Togo $7m and $9m.", "$7m", "$9m")
    assert told(reading) == [(7e6, ["Peru"]), (9e6, ["Chad"])]


def test_a_list_of_three_has_three_sums() -> None:
    text = "Peru, Mali and Chad will give Togo $7m, $9m and $4m, respectively."
    reading = row(text, "$7m", "$9m", "$4m", givers=("Peru", "Mali", "Chad"))
    assert told(reading) == [(7e6, ["Peru"]), (9e6, ["Mali"]), (4e6, ["Chad"])]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Peru and Chad pledged Togo $7m for schools and $9m for clinics.", ("$7m", "$9m")),
        ("Peru and Chad pledged Togo $7m, $9m and $4m.", ("$7m", "$9m", "$4m")),
        ("Peru and Chad pledged Togo $7m and later $9m.", ("$7m", "$9m")),
    ],
)
def test_other_sums_of_two_givers_are_of_both(text: str, values: tuple[str, ...]) -> None:
    assert {tuple(givers) for _, givers in told(row(text, *values))} == {("Peru", "Chad")}


@pytest.mark.parametrize(
    "values", [("20", "12 tanks"), ("20 and 12 tanks",)], ids=["marked as two values", "marked as one"]
)
def test_numbers_of_the_same_things_are_one_for_each_giver(values: tuple[str, ...]) -> None:
    reading = row("Peru and Chad gave Togo 20 and 12 tanks.", *values, kind="item")
    assert told(reading) == [(20, ["Peru"]), (12, ["Chad"])]
    assert [each.items[0].designation for each in reading.commitments] == ["tanks", "tanks"]


def test_things_of_two_kinds_are_of_both_givers_but_for_respectively() -> None:
    both = row("Peru and Chad gave Togo 20 tanks and 12 guns.", "20 tanks", "12 guns", kind="item")
    assert told(both) == [(20, ["Peru", "Chad"]), (12, ["Peru", "Chad"])]
    own = row("Peru and Chad gave Togo 20 tanks and 12 guns respectively.", "20 tanks", "12 guns", kind="item")
    assert told(own) == [(20, ["Peru"]), (12, ["Chad"])]


def test_a_range_is_no_row() -> None:
    reading = row("Peru and Chad will give Togo between 10 and 12 tanks.", "10 and 12 tanks", kind="item")
    assert [givers for _, givers in told(reading)] == [["Peru", "Chad"]]


def test_sums_are_shared_out_among_those_who_get_them_too() -> None:
    it = Writer("Togo gave Peru and Chad $7m and $9m.")
    togo, peru, chad = it.mention("Togo", "state"), it.mention("Peru", "state"), it.mention("Chad", "state")
    for each in ("$7m", "$9m"):
        it.anchor(it.last_word(it.value(each, "money")), "delivered", donors=[togo], recipients=[peru, chad])
    reading = it.reading()
    assert [giving(reading, each) for each in reading.commitments] == [(["Togo"], ["Peru"]), (["Togo"], ["Chad"])]


def test_a_mere_number_behind_its_giver_is_of_the_things_before() -> None:
    it = Writer("Peru sent Togo 3 howitzers and Chad five.")
    peru, togo, chad = it.mention("Peru", "state"), it.mention("Togo", "state"), it.mention("Chad", "state")
    it.anchor(it.last_word(it.value("3 howitzers", "item")), "delivered", donors=[peru], recipients=[togo])
    it.anchor(it.last_word(it.value("five", "item")), "delivered", donors=[chad], recipients=[togo])
    reading = it.reading()
    assert told(reading) == [(3, ["Peru"]), (5, ["Chad"])]
    assert reading.commitments[1].items[0].designation == "howitzers"


def test_a_mere_number_that_nobody_stands_before_is_no_gift() -> None:
    it = Writer("Peru sent Togo 3 howitzers and kept two.")
    peru, togo = it.mention("Peru", "state"), it.mention("Togo", "state")
    it.anchor(it.last_word(it.value("3 howitzers", "item")), "delivered", donors=[peru], recipients=[togo])
    it.anchor(it.last_word(it.value("two", "item")), "delivered", donors=[peru], recipients=[togo])
    assert told(it.reading()) == [(3, ["Peru"])]
