"""What a headline gives in the present is promised where the article says so; marks are written by hand."""

import pytest
from marks import Writer

from communique.records import Reading


def told(later: str, verb: str, item: str = "", *, done: bool = False, giving: str = "sends") -> Reading:
    """Return the reading of "Togo sends Chad 40 trucks" with a sentence behind it whose verb has the same sides."""
    it = Writer(f"Togo {giving} Chad 40 trucks. {later}")
    togo, chad = it.mention("Togo", "state"), it.mention("Chad", "state")
    first = it.trigger(giving, "AID", actors=[togo], recipients=[chad])
    word = it.last_word(it.value("40 trucks", "item"))
    it.anchor(word, "delivered", donors=[togo], recipients=[chad], event=first)
    kind, status = ("AID", "actual") if done else ("AGREE", "planned")
    second = it.trigger(verb, kind, status, actors=[togo], recipients=[chad])
    if item:
        word = it.last_word(it.value(item, "item"))
        it.anchor(word, "pledged", donors=[togo], recipients=[chad], event=second)
    return it.reading()


@pytest.mark.parametrize(
    ("later", "verb", "item"),
    [
        ("They will be lent next month, forty trucks in all.", "lent", "forty trucks"),
        ("The trucks are to arrive in May.", "arrive", ""),
    ],
)
def test_what_is_promised_below_is_not_delivered_above(later: str, verb: str, item: str) -> None:
    reading = told(later, verb, item)
    assert [(str(event.type), str(event.status)) for event in reading.events] == [("AGREE", "planned")] * 2
    assert [str(each.stage) for each in reading.commitments] == ["pledged"]


@pytest.mark.parametrize(
    ("later", "verb", "item"),
    [
        ("It will lend 12 boats in May.", "lend", "12 boats"),
        ("A second lot of trucks will arrive in May.", "arrive", ""),
    ],
)
def test_what_is_promised_besides_changes_nothing(later: str, verb: str, item: str) -> None:
    reading = told(later, verb, item)
    assert reading.events[0].type == "AID"
    assert reading.commitments[0].stage == "delivered"


def test_what_was_done_in_the_past_is_delivered_whatever_follows() -> None:
    assert told("It lent them on Monday.", "lent", done=True).commitments[0].stage == "delivered"
    assert told("The trucks are to arrive in May.", "arrive", giving="gave").commitments[0].stage == "delivered"
