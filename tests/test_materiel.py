"""Designations of materiel in running text, and the table behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.knowledge.item_classes import item_class_of, plural_of
from communique.knowledge.tables import rows
from communique.reading.values.materiel import find_materiel
from communique.vocabulary import ItemClass


def named(text: str) -> list[str]:
    return [text[each.start : each.end] for each in find_materiel(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "designations"),
    [
        ("Oslo sent 4,000 M72 rocket launchers.", ["M72 rocket launchers"]),
        ("two million 155 mm shells and six Gepards", ["155 mm shells", "Gepards"]),
        ("an IRIS-T SLM air defence system", ["IRIS-T SLM air defence system"]),
        ("Leopard 2A6 tanks, NASAMS batteries", ["Leopard 2A6 tanks", "NASAMS batteries"]),
        ("drones of the type Bayraktar TB2", ["drones", "Bayraktar TB2"]),
        ("winter uniforms, generators and a field hospital", ["winter uniforms", "generators", "field hospital"]),
        ("300 tonnes of flour and 12 ambulances", ["tonnes of flour", "ambulances"]),
        ("9,000 MREs in 40 pallets of canned food", ["MREs", "pallets of canned food"]),
        ("Hunt-class minehunters", ["Hunt-class minehunters"]),
        ("demining sets", ["demining sets"]),
    ],
)
def test_a_designation_has_what_belongs_to_it(text: str, designations: list[str]) -> None:
    assert named(text) == designations


@pytest.mark.parametrize(
    "text",
    ["a drone attack", "the tank commander", "an arms embargo", "the missile strike", "weapons inspectors' talks"],
)
def test_the_first_part_of_another_noun_is_no_designation(text: str) -> None:
    assert all(each.people for each in find_materiel(text, 0, len(text)))


def test_what_may_be_something_else_is_told() -> None:
    [eagle] = find_materiel("the Eagle landed", 0, 16)
    assert eagle.doubtful
    [vehicles] = find_materiel("the Eagle vehicles", 0, 18)
    assert vehicles.firm
    [soldiers] = find_materiel("200 soldiers", 0, 12)
    assert soldiers.people


@pytest.mark.parametrize(
    ("phrase", "item_class"),
    [
        ("IRIS-T batteries", ItemClass.AIR_DEFENCE),
        ("lorries of flour", ItemClass.FOOD),
        ("Su-35 fighters", ItemClass.AIRCRAFT),
        ("barrels of crude", ItemClass.FUEL),
        ("GBU-39 bombs", ItemClass.AMMUNITION),
        ("RG-31 armoured vehicles", ItemClass.ARMOUR),
        ("TRML-4D radars", ItemClass.ELECTRONICS),
        ("THeMIS", ItemClass.DRONES),
        ("155 mm howitzers", ItemClass.ARTILLERY),
        ("sleeping mats", ItemClass.OTHER),
    ],
)
def test_class_of_a_designation(phrase: str, item_class: ItemClass) -> None:
    assert item_class_of(phrase) is item_class


def test_the_table_names_each_designation_once() -> None:
    phrases = [row["phrase"] for row in rows("item_classes.csv")]
    assert len(phrases) == len(set(phrases))
    assert sum(any(sign.isdigit() for sign in phrase) for phrase in phrases) > 600


@pytest.mark.parametrize(
    ("one", "many"),
    [("battery", "batteries"), ("box", "boxes"), ("howitzer", "howitzers"), ("F-16", "F-16s"), ("arms", "arms")],
)
def test_plural(one: str, many: str) -> None:
    assert plural_of(one) == many


PIECES = [
    "155",
    "mm",
    "shells",
    "M72",
    "-",
    "of",
    "tons",
    "flour",
    "a",
    "Leopard",
    "2",
    "tanks",
    ",",
    "Eagle",
    "and",
    "'",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=60))
def test_any_text_gives_extents_in_order(text: str) -> None:
    last = 0
    for each in find_materiel(text, 0, len(text)):
        assert last <= each.start < each.end <= len(text)
        last = each.end
