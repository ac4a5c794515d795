"""Who does a deed along with somebody; marks are written by hand."""

import pytest
from marks import Writer, sides


def actors(text: str, trigger: str, *names: str, by: str) -> list[str]:
    it = Writer(text)
    of = {name: it.mention(name, "state") for name in names}
    it.trigger(trigger, "CONSULT", actors=[of[by]])
    return sorted(sides(it.reading())[0])


@pytest.mark.parametrize("joined", ["along with", "together with", "alongside", "as well as", "accompanied by"])
def test_companions_take_part(joined: str) -> None:
    text = f"Peru, {joined} envoys from Chad, met in Lima to discuss fish."
    assert actors(text, "met", "Peru", "Chad", by="Peru") == ["Chad", "Peru"]


@pytest.mark.parametrize(
    "text",
    [
        "Peru, which, unlike Chad, met in Lima, spoke first.",
        "Peru came along with a note that Chad had sent, and met in Lima.",
        "Peru, along with the men who guard Chad, said that it met in Lima.",
        "Peru was there along with Chad. It met in Lima.",
    ],
)
def test_others_named_before_a_deed_do_not(text: str) -> None:
    assert actors(text, "met", "Peru", "Chad", by="Peru") == ["Peru"]
