"""Who gets what is given where only other gifts of the article tell it; marks are written by hand."""

import pytest
from marks import Writer, giving

OPEN = "Peru also told of a loan of $9m."


def gets_last(
    text: str, sums: dict[str, tuple[str, str]], *, giver: str = "Peru", seen: tuple[str, ...] = ()
) -> list[str]:
    """Return who gets the $9m of a text, of `giver`, in which each of the sums goes from one body to another."""
    it = Writer(text)
    bodies = dict.fromkeys(name for pair in sums.values() for name in pair if name)
    at = {name: it.mention(name, "state") for name in sorted({*bodies, giver, *seen}, key=text.index)}
    for amount, (gives, gets) in {**sums, "$9m": (giver, "")}.items():
        word = it.last_word(it.value(amount, "money"))
        it.anchor(word, "delivered", donors=[at[gives]], recipients=[at[gets]] if gets else [])
    reading = it.reading()
    return giving(reading, reading.commitments[-1])[1]


@pytest.mark.parametrize(
    ("giver", "text"),
    [
        ("Peru", f"Peru gave Togo $5m. Peru sent Togo $7m in May. {OPEN}"),
        ("Chile", "Peru gave Togo $5m. Peru sent Togo $7m in May. A loan of $9m came out of Chile."),
    ],
)
def test_the_only_country_that_gets_gifts_gets_the_others(giver: str, text: str) -> None:
    assert gets_last(text, {"$5m": ("Peru", "Togo"), "$7m": ("Peru", "Togo")}, giver=giver) == ["Togo"]


def test_a_giver_gives_where_all_its_other_gifts_went() -> None:
    text = f"Peru gave Togo $5m. Peru sent Togo $7m in May. Chad gave Mali $2m. {OPEN}"
    sums = {"$5m": ("Peru", "Togo"), "$7m": ("Peru", "Togo"), "$2m": ("Chad", "Mali")}
    assert gets_last(text, sums) == ["Togo"]


@pytest.mark.parametrize(
    ("text", "sums", "seen"),
    [
        (f"Peru gave Togo $5m. {OPEN}", {"$5m": ("Peru", "Togo")}, ()),
        (f"Peru gave Togo $5m. Peru sent Mali $7m. {OPEN}", {"$5m": ("Peru", "Togo"), "$7m": ("Peru", "Mali")}, ()),
        (
            "Peru gave Togo $5m. Peru sent Togo $7m. Peru told of a loan of $9m to Mali.",
            {"$5m": ("Peru", "Togo"), "$7m": ("Peru", "Togo")},
            ("Mali",),
        ),
        (
            "Chad gave Peru $5m. Chad sent Peru $7m. Peru told of a loan of $9m.",
            {"$5m": ("Chad", "Peru"), "$7m": ("Chad", "Peru")},
            (),
        ),
    ],
)
def test_one_gift_two_countries_or_another_name_leave_it_open(
    text: str, sums: dict[str, tuple[str, str]], seen: tuple[str, ...]
) -> None:
    assert gets_last(text, sums, seen=seen) == []
