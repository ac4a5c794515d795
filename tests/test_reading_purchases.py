"""Who pledges a sum to buy somebody's arms gets them; marks of sums, things and sides are written by hand."""

import pytest
from marks import Writer, named


def sides(text: str, *, recipients: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    """Return who gives and gets by a sum that is Peru's by the arcs."""
    it = Writer(text)
    at = it.mentions(
        state=[each for each in ("Peru", "Chad", "Chadian", "Mali") if f"{each} " in text or f"{each}." in text]
    )
    money = it.value("$3bn", "money")
    it.anchor(it.last_word(money), "pledged", donors=[at["Peru"]], recipients=[at[each] for each in recipients])
    reading = it.reading()
    [commitment] = reading.commitments
    return named(reading, commitment.donors), named(reading, commitment.recipients)


@pytest.mark.parametrize("told", [("Chadian",), ()])
@pytest.mark.parametrize(
    "text",
    [
        "Peru pledged $3bn to buy Chadian missiles.",
        "Peru pledged $3bn (2.8bn euros) to buy Chadian missiles.",
        "Peru approved $3bn for the purchase of 96 new Chadian missiles.",
        "Peru will spend $3bn on Chadian missiles.",
    ],
)
def test_the_seller_gives_and_the_buyer_gets(text: str, told: tuple[str, ...]) -> None:
    assert sides(text, recipients=told) == (["Chad"], ["Peru"])


def test_the_seller_may_stand_behind_from() -> None:
    assert sides("Peru pledged $3bn to buy missiles from Chad.") == (["Chad"], ["Peru"])


@pytest.mark.parametrize(
    ("text", "told", "found"),
    [
        ("Peru lent Mali $3bn to buy Chadian missiles.", ("Mali",), (["Peru"], ["Mali"])),  # the sum goes to Mali
        ("Peru pledged $3bn to buy missiles for Chad.", ("Chad",), (["Peru"], ["Chad"])),
        ("Peru gave $3bn for Chadian missiles.", ("Chadian",), (["Peru"], ["Chad"])),
        ("Peru pledged $3bn in Chad.", ("Chad",), (["Peru"], ["Chad"])),
        ("Peru pledged $3bn to buy the silence of Chad.", ("Chad",), (["Peru"], ["Chad"])),
    ],
)
def test_other_sums_go_where_the_arcs_say(text: str, told: tuple[str, ...], found: tuple[list[str], list[str]]) -> None:
    assert sides(text, recipients=told) == found
