"""Sums, counts, dates and places in words."""

import datetime
from decimal import Decimal

import pytest
from example import cut
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.cli import wording
from communique.parts import Date, Item, Money, Place, Quantity
from communique.vocabulary import (
    Basis,
    Condition,
    DatePrecision,
    ItemClass,
    Period,
    PlacePrecision,
    Qualifier,
    QuantityKind,
)

SPAN = cut("Thursday")


@pytest.mark.parametrize(
    ("numbers", "said", "words"),
    [
        ((13.1e9, 13.1e9, 13.1e9), "", "13.1 billion USD"),
        ((1.2e9, None, 1.2e9), "up_to", "up to 1.2 billion USD"),
        ((1.2e9, None, 1.2e9), "", "up to 1.2 billion USD"),
        ((500e6, 500e6, None), "at_least", "at least 500 million USD"),
        ((1.25e9, 1e9, 1.5e9), "about", "about 1–1.5 billion USD"),
        ((0.9e9, 0.8e9, 1e9), "", "0.8–1 billion USD"),
        ((300e6, 300e6, 300e6), "additional about", "additional about 300 million USD"),
        ((2e12, 2e12, 2e12), "", "2 trillion USD"),
        ((999_999.0, 999_999.0, 999_999.0), "", "999,999 USD"),
        ((1_234_567.0, 1_234_567.0, 1_234_567.0), "", "1,234,567 USD"),
        ((13_125e6, 13_125e6, 13_125e6), "", "13.125 billion USD"),
        ((19.99, 19.99, 19.99), "", "19.99 USD"),
        ((0.0, 0.0, 0.0), "", "0 USD"),
        ((7.0, None, None), "", "7 USD"),
        ((1e37, 0.0, 1e37), "", f"0–{10**25:,} trillion USD"),
    ],
)
def test_money(numbers: tuple[float, float | None, float | None], said: str, words: str) -> None:
    assert wording.money(Money(*numbers, "USD", tuple(map(Qualifier, said.split())), None, SPAN)) == words


def test_a_sum_paid_again_and_again_says_so() -> None:
    assert wording.money(Money(5e9, 5e9, 5e9, "EUR", (), Period.YEAR, SPAN)) == "5 billion EUR a year"


@settings(max_examples=50, deadline=None)
@given(value=st.floats(0, 1e15, allow_nan=False))
def test_a_sum_is_never_rounded(value: float) -> None:
    number, *unit = wording.money(Money(value, value, value, "USD", (), None, SPAN)).replace(",", "").split()[:-1]
    size = {"million": 10**6, "billion": 10**9, "trillion": 10**12}[unit[0]] if unit else 1
    assert Decimal(number) * size == Decimal(str(value))


@pytest.mark.parametrize(
    ("numbers", "estimate", "words"),
    [
        ((12, 12, 12), False, "dead 12"),
        ((12, 12, 12), True, "dead about 12"),
        ((1200, 1200, 1200), False, "dead 1,200"),
        ((11, 10, 12), False, "dead 10–12"),
        ((12, 12, None), True, "dead at least 12"),
        ((12, None, 12), False, "dead up to 12"),
        ((None, 24, None), True, "dead at least 24 (“Thursday”)"),
    ],
)
def test_quantities(numbers: tuple[int | None, int | None, int | None], words: str, *, estimate: bool) -> None:
    assert wording.quantity(Quantity(QuantityKind.DEAD, *numbers, estimate=estimate, span=SPAN)) == words


@pytest.mark.parametrize(
    ("designation", "kind", "count", "condition", "words"),
    [
        ("howitzers", ItemClass.ARTILLERY, 40, Condition.SECOND_HAND, "40 howitzers (artillery, second-hand)"),
        ("howitzers", ItemClass.ARTILLERY, None, None, "howitzers (artillery)"),
        ("200 soldiers", ItemClass.PERSONNEL, 200, None, "200 soldiers (personnel)"),
        ("tents", ItemClass.OTHER, 3000, None, "3,000 tents"),
        ("ammunition", ItemClass.AMMUNITION, None, None, "ammunition"),
        ("Small arms", ItemClass.SMALL_ARMS, None, Condition.NEW, "Small arms (new)"),
        ("Patriot batteries", ItemClass.AIR_DEFENCE, 2, Condition.NEW, "2 Patriot batteries (air defence, new)"),
    ],
)
def test_items(designation: str, kind: ItemClass, count: int | None, condition: Condition | None, words: str) -> None:
    made = Item(designation, kind, count, count, count, estimate=False, condition=condition, span=SPAN)
    assert wording.item(made) == words


@pytest.mark.parametrize(
    ("start", "end", "precision", "basis", "words"),
    [
        ("2024-01-18", "2024-01-18", "day", "stated", "18 Jan 2024"),
        ("2024-01-18", "2024-01-18", "day", "relative", "18 Jan 2024 (“Thursday”)"),
        ("2024-01-18", "2024-01-18", "day", "assumed", "18 Jan 2024 (“Thursday”, assumed)"),
        ("2024-01-18", "2024-01-20", "day", "stated", "18 Jan 2024 – 20 Jan 2024"),
        ("2024-01-15", "2024-01-21", "week", "stated", "week of 15 Jan 2024"),
        ("2024-02-01", "2024-02-29", "month", "stated", "Feb 2024"),
        ("2024-02-01", "2024-03-31", "month", "stated", "Feb 2024 – Mar 2024"),
        ("2024-10-01", "2024-12-31", "quarter", "stated", "Q4 2024"),
        ("2022-01-01", "2024-12-31", "year", "stated", "2022 – 2024"),
        ("2022-01-01", None, "unknown", "stated", "from 1 Jan 2022"),
        (None, "2022-01-01", "unknown", "stated", "until 1 Jan 2022"),
        (None, None, "unknown", "stated", "“Thursday”"),
        (None, None, "unknown", "relative", "date unknown (“Thursday”)"),
    ],
)
def test_dates(start: str | None, end: str | None, precision: str, basis: str, words: str) -> None:
    days = [datetime.date.fromisoformat(day) if day else None for day in (start, end)]
    assert wording.date(Date(days[0], days[1], DatePrecision(precision), Basis(basis), SPAN)) == words


def test_a_date_that_nobody_says_is_assumed() -> None:
    day = datetime.date(2024, 1, 18)
    assert wording.date(Date(day, day, DatePrecision.DAY, Basis.ASSUMED, None)) == "18 Jan 2024 (assumed)"


@pytest.mark.parametrize(
    ("name", "country", "admin1", "precision", "words"),
    [
        ("Oslo", "NOR", None, "city", "in Oslo (NOR)"),
        ("Oslo", "NOR", "Oslo", "city", "in Oslo (NOR)"),
        ("Ar Raqqah", "SYR", "Ar-Raqqah", "city", "in Ar Raqqah (SYR)"),
        ("Washington", "USA", "Washington, D.C.", "city", "in Washington, D.C. (USA)"),
        ("Kharkiv", "UKR", "Kharkiv Oblast", "site", "in Kharkiv, Kharkiv Oblast (UKR)"),
        ("Norway", "NOR", None, "country", "in Norway (NOR, country)"),
        ("Sahel", None, None, "region", "in Sahel (region)"),
        ("Arles", None, None, "city", "in Arles"),
    ],
)
def test_places(name: str, country: str | None, admin1: str | None, precision: str, words: str) -> None:
    assert wording.place(Place(name, country, admin1, None, None, None, PlacePrecision(precision), SPAN)) == words
