"""What is given in return for something goes the other way; marks of things and sides are written by hand."""

import pytest
from marks import Writer, named

Sides = tuple[list[str], list[str], list[str], str]


def exchanged(text: str, first: str, returned: str, *, anchored: bool = False) -> list[Sides]:
    """Return givers, getters, things and stage of each commitment: the arcs tell the first, from Peru to Chad."""
    it = Writer(text)
    at = it.mentions(state=[each for each in ("Peru", "Chad", "Mali") if each in text])
    for thing in (first, returned):
        it.value(thing, "item")
    for thing in (first, returned) if anchored else (first,):
        it.anchor(it.word(thing.split(" ")[-1]), "speculated", donors=[at["Peru"]], recipients=[at["Chad"]])
    reading = it.reading()
    return [
        (
            named(reading, each.donors),
            named(reading, each.recipients),
            [item.designation for item in each.items],
            each.stage,
        )
        for each in reading.commitments
    ]


FIRST = (["Peru"], ["Chad"], ["mortar shells"], "speculated")
RETURNED = (["Chad"], ["Peru"], ["fighter jets"], "speculated")


@pytest.mark.parametrize("anchored", [True, False])
@pytest.mark.parametrize("words", ["in exchange for", "in return for new", "under a reciprocal accord for"])
def test_what_is_given_in_return_goes_the_other_way(words: str, anchored: bool) -> None:  # noqa: FBT001
    text = f"Peru may have sent Chad mortar shells {words} fighter jets."
    assert exchanged(text, "mortar shells", "fighter jets", anchored=anchored) == [FIRST, RETURNED]


def test_what_is_returned_may_stand_first() -> None:
    text = "In return for fighter jets, Peru may have sent Chad mortar shells."
    assert exchanged(text, "mortar shells", "fighter jets", anchored=True) == [RETURNED, FIRST]


def test_who_stands_behind_from_gives_it_whoever_got_the_rest() -> None:
    text = "Peru may have sent Chad mortar shells in exchange for fighter jets from Mali."
    given = exchanged(text, "mortar shells", "fighter jets", anchored=True)
    assert [each[0] for each in given] == [["Peru"], ["Mali"]]


@pytest.mark.parametrize(
    ("text", "returned"),
    [
        ("Peru may have sent Chad mortar shells in exchange for diamonds.", "diamonds"),
        (
            "Peru may have sent Chad mortar shells in exchange for a vote, a diplomat with helicopters said.",
            "helicopters",
        ),
        ("Peru may have sent Chad mortar shells; it has fighter jets.", "fighter jets"),
    ],
)
def test_other_goods_and_what_stands_elsewhere_are_no_commitment(text: str, returned: str) -> None:
    assert exchanged(text, "mortar shells", returned) == [FIRST]
