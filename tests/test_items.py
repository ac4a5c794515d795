"""Items of commitments and numbers of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reading.values.items import parse_item, parse_quantity
from communique.vocabulary import Condition, ItemClass, QuantityKind


@pytest.mark.parametrize(
    ("text", "designation", "item_class", "count"),
    [
        ("14 Leopard 2 tanks", "Leopard 2 tanks", ItemClass.ARMOUR, 14),
        ("two dozen F-16 fighter jets", "F-16 fighter jets", ItemClass.AIRCRAFT, 24),
        ("a Patriot battery", "Patriot battery", ItemClass.AIR_DEFENCE, 1),
        ("one million 155 mm shells", "155 mm shells", ItemClass.AMMUNITION, 1000000),
        ("four more HIMARS launchers", "HIMARS launchers", ItemClass.ARTILLERY, 4),
        ("first 10 tanks", "tanks", ItemClass.ARMOUR, 10),
        ("the remaining 30 tanks", "tanks", ItemClass.ARMOUR, 30),
        ("final two howitzer batteries", "howitzer batteries", ItemClass.ARTILLERY, 2),
        ("all 12 of the howitzers", "howitzers", ItemClass.ARTILLERY, 12),
        ("14 of the 20 MiG-29 jets", "MiG-29 jets", ItemClass.AIRCRAFT, 14),
        ("last ten of 18 light tanks", "light tanks", ItemClass.ARMOUR, 10),
        ("14 of the 155 mm howitzers", "155 mm howitzers", ItemClass.ARTILLERY, 14),
        ("first of eight patrol boats", "patrol boats", ItemClass.NAVAL, 1),
        ("the last of the 140 Abrams tanks", "Abrams tanks", ItemClass.ARMOUR, 1),
        ("remaining 61", "remaining 61", ItemClass.OTHER, 61),
        ("20 ammunition vehicles", "ammunition vehicles", ItemClass.VEHICLES, 20),
        ("four missile carriers", "missile carriers", ItemClass.VEHICLES, 4),
        ("500 tonnes of flour", "tonnes of flour", ItemClass.FOOD, 500),
        ("155mm shells", "155mm shells", ItemClass.AMMUNITION, None),
        ("152 mm artillery rounds", "152 mm artillery rounds", ItemClass.AMMUNITION, None),
        ("Bayraktar TB2", "Bayraktar TB2", ItemClass.DRONES, None),
        ("a number of helicopters", "helicopters", ItemClass.AIRCRAFT, None),
    ],
)
def test_item(text: str, designation: str, item_class: ItemClass, count: int | None) -> None:
    item = parse_item(text, 0, len(text))
    assert item is not None
    assert (item.designation, item.item_class) == (designation, item_class)
    assert item.count == item.low == item.high == count
    assert not item.estimate


@pytest.mark.parametrize(
    ("text", "count", "low", "high", "estimate"),
    [
        ("some 30 Marders", 30, 30, 30, True),
        ("up to 31 Abrams tanks", 31, None, 31, False),
        ("at least 40 armoured vehicles", 40, 40, None, False),
        ("10 to 15 MiG-29s", None, 10, 15, False),
        ("between 10 and 15 howitzers", None, 10, 15, False),
        ("hundreds of Stinger missiles", None, 200, 999, True),
    ],
)
def test_item_range(text: str, count: int | None, low: int | None, high: int | None, estimate: bool) -> None:  # noqa: FBT001
    item = parse_item(text, 0, len(text))
    assert item is not None
    assert (item.count, item.low, item.high, item.estimate) == (count, low, high, estimate)


@pytest.mark.parametrize(
    ("text", "designation", "condition"),
    [
        ("20 used Leopard 1 tanks", "Leopard 1 tanks", Condition.SECOND_HAND),
        ("new IRIS-T systems", "IRIS-T systems", Condition.NEW),
        ("Soviet-era T-72 tanks", "Soviet-era T-72 tanks", Condition.SECOND_HAND),
        ("T-72 tanks", "T-72 tanks", None),
    ],
)
def test_condition(text: str, designation: str, condition: Condition | None) -> None:
    item = parse_item(text, 0, len(text))
    assert item is not None
    assert (item.designation, item.condition) == (designation, condition)


def test_count_right_before_the_span_belongs_to_the_item() -> None:
    text = "Berlin will deliver 14 Leopard 2 tanks"
    item = parse_item(text, text.index("Leopard"), len(text))
    assert item is not None
    assert (item.count, item.span.quote) == (14, "14 Leopard 2 tanks")


def test_count_of_something_else_before_the_span_does_not() -> None:
    text = "In 2023 the army bought Marders"
    item = parse_item(text, text.index("Marders"), len(text))
    assert item is not None
    assert item.count is None


def test_guess_is_taken_only_where_the_table_knows_nothing_better() -> None:
    unknown, known, generic = "Zephyr sets", "howitzers", "missiles"
    for text, item_class in ((unknown, ItemClass.NAVAL), (known, ItemClass.ARTILLERY), (generic, ItemClass.NAVAL)):
        item = parse_item(text, 0, len(text), ItemClass.NAVAL)
        assert item is not None
        assert item.item_class is item_class
    without = parse_item(unknown, 0, len(unknown))
    assert without is not None
    assert without.item_class is ItemClass.OTHER


def test_a_bare_number_is_no_item() -> None:
    assert parse_item("some 30", 0, 7) is None


@pytest.mark.parametrize(
    ("text", "value", "low", "high", "estimate"),
    [
        ("at least 12 people", 12, 12, None, False),
        ("dozens", None, 24, 99, True),
        ("some 3,000 protesters", 3000, 3000, 3000, True),
        ("up to 200", 200, None, 200, False),
        ("a soldier", 1, 1, 1, False),
        ("more than a dozen civilians", 12, 12, None, False),
        ("between 20 and 30 soldiers", None, 20, 30, False),
        ("hundreds of thousands", None, 200000, 999999, True),
        ("three", 3, 3, 3, False),
        ("a girl of six", 1, 1, 1, False),
        ("a cook aged 40", 1, 1, 1, False),
        ("a crowd of 40", 40, 40, 40, False),
        ("two of 40 men", 2, 2, 2, False),
    ],
)
def test_quantity(text: str, value: int | None, low: int | None, high: int | None, estimate: bool) -> None:  # noqa: FBT001
    quantity = parse_quantity(text, 0, len(text), QuantityKind.DEAD)
    assert quantity is not None
    assert (quantity.value, quantity.low, quantity.high, quantity.estimate) == (value, low, high, estimate)
    assert quantity.span.grounded_in(text)


def test_qualifier_before_the_span_counts() -> None:
    text = "killed at least 12 people"
    quantity = parse_quantity(text, text.index("12"), text.index("12") + 2, QuantityKind.DEAD)
    assert quantity is not None
    assert quantity.high is None


@pytest.mark.parametrize("text", ["12-year-old boy", "man of 41", "mother of 12", "no one", "several of whom", "half"])
def test_no_quantity(text: str) -> None:
    quantity = parse_quantity(text, 0, len(text), QuantityKind.DEAD)
    assert quantity is None or quantity.value is None


PIECES = ["some", "30", "to", "2", "Leopard", "tanks", "a", "of", "used", "mm", "dozens", "-", "up to", "no", "million"]


def test_a_range_shares_a_scale_only_where_it_rises() -> None:
    text = "30 to 2 million tanks"
    item = parse_item(text, 0, len(text))
    assert item is not None
    assert (item.low, item.high) == (30, 2_000_000)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join))
def test_any_phrase_gives_a_grounded_item(text: str) -> None:
    item = parse_item(text, 0, len(text))
    assert item is None or (item.span.grounded_in(text) and item.designation in text)
    quantity = parse_quantity(text, 0, len(text), QuantityKind.CROWD)
    assert quantity is None or quantity.span.grounded_in(text)


@pytest.mark.parametrize(
    ("text", "item", "count"),
    [
        ("It has delivered 12 of the 24 howitzers promised in May.", "24 howitzers", 12),
        ("It has delivered 12 of the 24 howitzers promised in May.", "howitzers", 12),
        ("Three out of its nine patrol boats sailed.", "nine patrol boats", 3),
        ("Most of the 24 howitzers came.", "24 howitzers", 24),
        ("In 2023 of the 24 howitzers none came.", "24 howitzers", 24),
    ],
)
def test_a_part_of_a_whole_counts_as_the_part(text: str, item: str, count: int) -> None:
    start = text.index(item)
    found = parse_item(text, start, start + len(item))
    assert found is not None
    assert found.count == count
    assert not any(each.isdigit() for each in found.designation)


@pytest.mark.parametrize(
    ("text", "designation", "count"),
    [
        ("Peru sent a third Patriot battery.", "third Patriot battery", 1),
        ("Peru sent Togo a field hospital.", "field hospital", 1),
        ("Peru sent another frigate.", "frigate", 1),
        ("Peru sent the frigate.", "frigate", None),
        ("Peru sent a large number of missiles.", "large number of missiles", None),
    ],
)
def test_an_article_before_the_span_counts_one_thing(text: str, designation: str, count: int | None) -> None:
    at = text.index(designation)
    item = parse_item(text, at, at + len(designation))
    assert item is not None
    assert item.count == count
    assert item.span.start == at
