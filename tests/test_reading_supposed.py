"""What somebody supposes possible is no deed that happened; marks are written by hand."""

import pytest
from marks import Writer

from communique.records import Reading


def told(act: str, certainty: str) -> Reading:
    """Return the reading of a deed and its commitment that somebody tells by an act with a certainty."""
    it = Writer("Analysts hinted that Peru had lent Togo 40 guns.")
    who, peru, togo = it.mention("Analysts", "group"), it.mention("Peru", "state"), it.mention("Togo", "state")
    it.cue("hinted", act, who, "Peru had lent Togo 40 guns", certainty=certainty)
    event = it.trigger("lent", "AID", actors=[peru], recipients=[togo])
    word = it.last_word(it.value("40 guns", "item"))
    it.anchor(word, "delivered", donors=[peru], recipients=[togo], event=event)
    return it.reading()


@pytest.mark.parametrize(
    ("act", "certainty", "status", "stage"),
    [
        ("speculate", "possible", "possible", "speculated"),
        ("speculate", "probable", "actual", "delivered"),
        ("say", "possible", "actual", "delivered"),
    ],
)
def test_what_is_only_supposed_is_possible(act: str, certainty: str, status: str, stage: str) -> None:
    reading = told(act, certainty)
    assert [str(each.status) for each in reading.events] == [status]
    assert [str(each.stage) for each in reading.commitments] == [stage]
    assert ("supposes" in (reading.events[0].why or "")) is (status == "possible")
