"""Numbers and sums of money in running text."""

import re
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.reading.values.amounts import money_in, parse_money
from communique.reading.values.figures import number_in_words, numbers_in
from communique.records import Money, Span


def only(text: str) -> Money:
    found = money_in(text)
    assert len(found) == 1, [money.span.quote for money in found]
    return found[0]


def words_of(money: Money) -> list[str]:
    return [str(qualifier) for qualifier in money.qualifiers]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13.1 billion", 13.1e9),
        ("1,234,567.8", 1234567.8),
        ("10 000", 10000),
        ("two hundred and fifty", 250),
        ("forty-two", 42),
        ("half a million", 500000),
        ("three quarters of a billion", 750e6),
        ("one and a half million", 1.5e6),
        ("2½ million", 2.5e6),
        ("1.2bn", 1.2e9),
        ("5m", 5e6),
        ("two dozen", 24),
        ("35 lakh", 3.5e6),
        ("500 crore", 5e9),
        ("twenty-one trillion three hundred", 21e12 + 300),
        ("a hundred", 100),
        ("zero", 0),
    ],
)
def test_number_in_words(text: str, value: float) -> None:
    assert number_in_words(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["M23", "F-16", "155mm", "4th", "50%", "million", "", "tanks", "5 tanks"])
def test_no_number(text: str) -> None:
    assert number_in_words(text) is None


def test_two_numbers_are_not_added_up() -> None:
    assert [number.value for number in numbers_in("5 million and 200 rifles")] == [5e6, 200]
    assert [number.value for number in numbers_in("between 3 and 5 billion")] == [3, 5e9]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("hundreds of thousands of people", 200000, 999999),
        ("a few hundred people", 300, 999),
        ("the last few hundred people", 300, 999),
        ("hundred people", 100, 100),
    ],
)
def test_vague_numbers_have_a_range_and_no_value(text: str, low: float, high: float) -> None:
    (number,) = numbers_in(text)
    assert (number.value, number.low, number.high) == (None if low < high else low, low, high)


def test_few_alone_is_no_number() -> None:
    assert numbers_in("few people came") == []


@pytest.mark.parametrize(
    "text", ["16.4 billion", "$61.4 billion", "16.4bn zloty", "EUR 1.7 trillion", "75.3 USD billion"]
)
def test_a_figure_is_the_one_that_is_written(text: str) -> None:
    figures = [each.value for each in numbers_in(text)] + [each.value for each in money_in(text)]
    written = [each for each in figures if each and each > 100]
    assert written
    assert all(str(each).endswith("00.0") for each in written)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("The package is worth $13.1 billion.", 13.1e9, "USD"),
        ("It costs 13.1 billion dollars.", 13.1e9, "USD"),
        ("Oslo sent 500m euros.", 5e8, "EUR"),
        ("Half a billion dollars was lost.", 5e8, "USD"),
        ("They raised two million euros.", 2e6, "EUR"),
        ("Delhi offered Rs 500 crore.", 5e9, "INR"),
        ("a grant of SEK 3bn", 3e9, "SEK"),
        ("a loan of US$ 500,000", 500000, "USD"),
        ("A $5 million grant came.", 5e6, "USD"),
        ("He gave us $5 million.", 5e6, "USD"),
        ("a fund of A$100m", 1e8, "AUD"),
        ("75 USD million were paid", 75e6, "USD"),
        ("assets of 30 MUSD", 30e6, "USD"),
        ("a bid of 125 million Australian dollars", 125e6, "AUD"),
        ("the £60,000 prize", 60000, "GBP"),
        ("a fee of 3 dollars 50 cents", 3.5, "USD"),
        ("a €500-million loan", 5e8, "EUR"),
        ("a five-million-euro fund", 5e6, "EUR"),
        ("40 percent of $10bn", 1e10, "USD"),
        ("Seoul gave 500 billion won", 5e11, "KRW"),
        ("it costs 100元", 100, "CNY"),
        ("42 hryvnias", 42, "UAH"),
    ],
)
def test_plain_sum(text: str, value: float, currency: str) -> None:
    money = only(text)
    assert money.value == money.low == money.high == pytest.approx(value)
    assert money.currency == currency
    assert money.qualifiers == ()


@pytest.mark.parametrize(
    "text",
    [
        "a 2,000-pound bomb",
        "500 pounds of explosives",
        "The party won 120 seats.",
        "120 won medals",
        "let us send 5 tanks",
        "In 2014 Russia took Crimea.",
        "ALL 5 were freed",
        "the dollar fell",
        "($1 = 9.41 Norwegian crowns)",
        "(1 euro = $1.0831)",
        "the Leopard 2R and the S-300P",
        "the 5 R series",
    ],
)
def test_no_money(text: str) -> None:
    assert money_in(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifiers"),
    [
        ("up to €1.2bn", None, 1.2e9, ["up_to"]),
        ("at least 500m euros", 5e8, None, ["at_least"]),
        ("more than $2 million", 2e6, None, ["at_least"]),
        ("a $60 billion-plus plan", 6e10, None, ["at_least"]),
        ("some $2 million", 2e6, 2e6, ["about"]),
        ("a further £50m", 5e7, 5e7, ["additional"]),
        ("$50 million more in aid", 5e7, 5e7, ["additional"]),
        ("up to an additional $9m", None, 9e6, ["up_to", "additional"]),
    ],
)
def test_qualified_sum(text: str, low: float | None, high: float | None, qualifiers: list[str]) -> None:
    money = only(text)
    assert (money.low, money.high, words_of(money)) == (low, high, qualifiers)


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("between 3 and 5 billion kroner from Denmark", 3e9, 5e9, "DKK"),
        ("$1-2 billion", 1e9, 2e9, "USD"),
        ("€3bn to €5bn", 3e9, 5e9, "EUR"),
        ("between $3 and $5 billion", 3e9, 5e9, "USD"),
    ],
)
def test_range(text: str, low: float, high: float, currency: str) -> None:
    money = only(text)
    assert (money.low, money.high, money.currency) == (low, high, currency)
    assert money.value == (low + high) / 2


def test_from_to_is_a_change_and_no_range() -> None:
    assert [money.value for money in money_in("raised the fund from $3bn to $5bn")] == [3e9, 5e9]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Peru raised its aid by $3m to $8m.", [3e6, 8e6]),
        ("It increases the fund by 3 million euros to 8 million euros.", [3e6, 8e6]),
        ("Peru raises its aid by 3 to 8 million euros.", [5.5e6]),
        ("The work was paid for by $3m to $5m of grants.", [4e6]),
    ],
)
def test_what_a_sum_grew_by_and_to_is_no_range(text: str, values: list[float]) -> None:
    assert [money.value for money in money_in(text)] == values


def test_from_to_without_a_change_is_a_range() -> None:
    [money] = money_in("Prices rose. Grants of from $3bn to $5bn are planned.")
    assert (money.low, money.high, money.span.quote) == (3e9, 5e9, "$3bn to $5bn")


def test_vague_sum_has_its_least_as_value() -> None:
    money = only("hundreds of millions of dollars")
    assert (money.value, money.low, money.high, words_of(money)) == (2e8, 2e8, 999999999, ["about"])


@pytest.mark.parametrize(
    ("text", "per"),
    [("$2 million a year", "year"), ("an annual $3.8 billion", "year"), ("€5m per month", "month"), ("$7m", None)],
)
def test_period(text: str, per: str | None) -> None:
    assert only(text).per == per


@pytest.mark.parametrize(
    "text",
    [
        "Norway gave 5bn kroner ($480m; €440m) in aid.",
        "Sweden gave 500 million crowns, or about $50 million, to Kyiv.",
        "A loan of A$100m (US$65m) was agreed.",
    ],
)
def test_conversion_is_no_second_sum(text: str) -> None:
    assert only(text).currency in {"NOK", "SEK", "AUD"}


def test_sum_in_brackets_of_the_same_currency_is_one_of_its_own() -> None:
    assert len(money_in("$5bn in all ($2bn of it in loans)")) == 2


def test_shared_name_is_that_of_the_nearest_user() -> None:
    assert only("Norway will give 75 billion kroner.").currency == "NOK"
    assert only("Denmark will give 75 billion kroner.").currency == "DKK"
    assert only("Lebanon owes 5 million dollars.").currency == "USD"


def test_figure_without_unit_takes_that_of_the_sum_before() -> None:
    text = "€13.1 billion in military and 8.5 billion in humanitarian aid"
    start = text.index("8.5")
    money = parse_money(text, Span.of(text, start, start + len("8.5 billion")))
    assert money is not None
    assert (money.value, money.currency, money.span.quote) == (8.5e9, "EUR", "8.5 billion")


def test_unit_outside_the_span_is_found() -> None:
    text = "worth up to $13.1 billion"
    start = text.index("13.1")
    money = parse_money(text, Span.of(text, start, len(text)))
    assert money is not None
    assert (money.currency, money.low) == ("USD", None)


def test_side_of_an_exchange_rate_is_no_sum() -> None:
    text = "($1 = 0.94 euros)"
    assert parse_money(text, Span.of(text, 6, 16)) is None
    assert [each.value for each in money_in("It gave €94m ($100m; $1 = 0.94 euros).")] == [94e6]


def test_span_without_a_sum() -> None:
    text = "worth nothing"
    assert parse_money(text, Span.of(text, 0, 5)) is None


PIECES = [
    "$",
    "€",
    "5",
    "1.2",
    "bn",
    "million",
    "dollars",
    "up to",
    "-",
    "between",
    "and",
    "(",
    ")",
    "Rs",
    "½",
    "M",
    "a",
    ".",
]


def joined(pieces: Iterable[str]) -> str:
    return " ".join(pieces)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map(joined) | st.text(max_size=40))
def test_any_text_gives_grounded_sums_in_order(text: str) -> None:
    found = money_in(text)
    assert all(money.span.grounded_in(text) for money in found)
    assert all(first.span.end <= second.span.start for first, second in pairwise(found))


@pytest.mark.parametrize(
    "text", ["$5m was pledged (from 1:06:00 in the film)", "$5m was shared 2:1", "$5m came at 14:30"]
)
def test_a_figure_of_a_time_or_a_ratio_takes_no_unit(text: str) -> None:
    for match in re.finditer(r"\d+", text[text.index(" ") :]):
        start = text.index(" ") + match.start()
        assert parse_money(text, Span.of(text, start, start + len(match.group()))) is None


def test_who_asks_again_for_the_sums_of_a_sentence_gets_a_list_of_its_own() -> None:
    text = "Norway gave 3 million euros. Sweden gave $5 million."
    money_in(text, 0, 28).clear()
    assert [(each.value, each.currency) for each in money_in(text, 0, 28)] == [(3e6, "EUR")]
    assert [(each.value, each.currency) for each in money_in(text, 29)] == [(5e6, "USD")]
    (first, again) = (money_in(text, 29)[0] for _ in range(2))
    assert first is again


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Peru gives Togo $5m in grants for its schools every year.", "year"),
        ("Togo gets $5m in aid from Peru each month.", "month"),
        ("Peru gave Togo $5m, and more is spent each year.", None),
        ("Peru gave Togo $5m for a school that many join every year.", None),
        ("Peru gave Togo $5m for 40 schools built every year.", None),
        ("Peru gave Togo $5m. It does so each year.", None),
    ],
)
def test_a_period_at_the_end_of_its_clause_is_a_sums(text: str, period: str | None) -> None:
    assert money_in(text)[0].per == period


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The whole exceeds $5m.", 5e6, None),
        ("Gifts surpassed $5m in May.", 5e6, None),
        ("The whole does not exceed $5m.", None, 5e6),
        ("All gifts add up to $5m.", 5e6, 5e6),
        ("Peru will give up to $5m.", None, 5e6),
        ("Peru handed over $5m.", 5e6, 5e6),
        ("Peru spent over $5m.", 5e6, None),
    ],
)
def test_bounds_of_a_sum_by_the_verb_before_it(text: str, low: float | None, high: float | None) -> None:
    assert [(each.low, each.high) for each in money_in(text)] == [(low, high)]


@pytest.mark.parametrize(
    ("text", "part", "value"),
    [
        ("Peru paid 40 million of the 90 million soles it owed.", "40 million", 4e7),
        ("Peru paid 5.5 of the 7 billion soles it owed.", "5.5", 5.5e9),
        ("Peru paid 40 million out of 90 million soles.", "40 million", 4e7),
    ],
)
def test_a_part_without_a_unit_has_that_of_its_whole(text: str, part: str, value: float) -> None:
    start = text.index(part)
    money = parse_money(text, Span.of(text, start, start + len(part)))
    assert money is not None
    assert (money.value, money.currency, money.span.quote) == (value, "PEN", part)


@pytest.mark.parametrize("text", ["Peru paid 40 of its men 7 soles.", "Peru sent 90 of the 7 soles."])
def test_a_figure_that_no_sum_is_the_whole_of_has_no_unit(text: str) -> None:
    start = text.index(" of ") - 2
    assert parse_money(text, Span.of(text, start, start + 2)) is None
