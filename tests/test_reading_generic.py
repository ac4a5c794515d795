"""What an indefinite somebody would have done is no deed; marks are written by hand."""

import pytest
from marks import Writer

from communique.records import Reading


def told(text: str) -> Reading:
    """Return the reading of a text in which arcs have Russia give missiles to Togo by "supplied"."""
    it = Writer(text)
    russia, togo = it.mention("Russia", "state"), it.mention("Togo", "state")
    event = it.trigger("supplied", "AID", actors=[russia], recipients=[togo])
    missiles = it.value("missiles", "item")
    it.anchor(it.marks.values[missiles].last - 1, "delivered", donors=[russia], recipients=[togo], event=event)
    return it.reading()


@pytest.mark.parametrize(
    "text",
    [
        "Russia would cut gas to any country that supplied Togo with missiles.",
        "Russia warned any foreign bank or firm which supplied Togo with missiles.",
        "Russia fined anyone who supplied Togo with missiles.",
        "Russia will fight whoever supplied Togo with missiles.",
    ],
)
def test_nobody_is_told_to_have_given_what_anybody_might(text: str) -> None:
    reading = told(text)
    (event,) = reading.events
    assert event.status == "hypothetical"
    assert event.actors == ()
    assert [(each.stage, each.donors) for each in reading.commitments] == [("speculated", ())]


@pytest.mark.parametrize(
    "text",
    [
        "Russia supplied Togo with missiles, which any country that wants them can buy.",
        "Russia, as any map that is new tells, supplied Togo with missiles.",
        "Russia has any number of friends and supplied Togo with missiles.",
        "Russia knows whoever supplied Togo with missiles.",
    ],
)
def test_what_stands_outside_of_the_clause_is_told(text: str) -> None:
    reading = told(text)
    assert [event.status for event in reading.events] == ["actual"]
    assert [each.stage for each in reading.commitments] == ["delivered"]
