"""Offices that a sentence gives to a person: "Ilse Berg is the head of the council"; marks are written by hand."""

import pytest
from marks import Writer


def told(text: str, *, titled: str = "") -> tuple[str | None, str | None, list[str]]:
    """Return the title, country and sectors of Ilse Berg in a text that names the Harbour Council of Chad or not."""
    it = Writer(f"{text} Berg left.")
    it.mention("Ilse Berg", "person")
    if "Chadian Harbour Council" in text:
        it.mention("Chadian Harbour Council", "organization")
    if titled:
        it.title(titled, 0)
    it.mention("Berg", "person", 2)
    it.trigger("left", "RETREAT", actors=[0])
    [who] = [actor for actor in it.reading().actors if actor.name == "Ilse Berg"]
    return who.title, who.country, list(map(str, who.sectors))


@pytest.mark.parametrize(
    ("behind", "title"),
    [
        ("is minister.", "minister"),
        ("is now the acting minister.", "acting minister"),
        (", who is still a trade minister, wept.", "trade minister"),
        ("remains minister.", "minister"),
    ],
)
def test_what_somebody_is_told_to_be_is_a_title(behind: str, title: str) -> None:
    text = f"Ilse Berg{'' if behind.startswith(',') else ' '}{behind}"
    assert told(text) == (title, None, ["GOV"])


def test_the_body_behind_the_office_tells_whose_somebody_is() -> None:
    found = told("Ilse Berg is a minister of the Chadian Harbour Council.")
    assert found[:2] == ("minister of the Chadian Harbour Council", "TCD")


@pytest.mark.parametrize(
    "behind",
    [
        "was minister.",
        "is not minister.",
        "is in a camp.",
        "is accused.",
        "is the council.",
        "saw the minister.",
        "is",
        "is.",
    ],
)
def test_nothing_else_is(behind: str) -> None:
    assert told(f"Ilse Berg {behind}")[0] is None


def test_a_title_that_is_marked_stays() -> None:
    assert told("Ilse Berg is the trade minister.", titled="trade minister")[0] == "trade minister"
