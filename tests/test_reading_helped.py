"""Who gets what is given where only the text before tells whom it is for; marks are written by hand."""

from dataclasses import replace

import pytest
from marks import READER, Writer, giving

from communique.reading import build_reading
from communique.records import Reading

GIFT = "Peru has proposed a $5m package."


class Gift(Writer):
    """A package of Peru's, after some text that names other states."""

    def __init__(self, before: str, *states: str, gift: str = GIFT) -> None:
        super().__init__(before + gift)
        for each in states:
            self.mention(each, "state")
        peru = self.mention("Peru", "state")
        event = self.trigger("proposed", "AGREE", "proposed", actors=[peru])
        word = self.last_word(self.value("$5m", "money"))
        self.anchor(word, "proposed", donors=[peru], recipients=[], event=event)

    def getters(self, reading: Reading | None = None) -> list[str]:
        """Return the names of who gets the package; the event's are the same."""
        reading = reading or self.reading()
        (commitment,), (event,) = reading.commitments, reading.events
        assert commitment.recipients == event.recipients
        return giving(reading)[1]


@pytest.mark.parametrize(
    "before",
    [
        "Lawmakers quarrel over more aid for Togo. ",
        "Lawmakers quarrel over military assistance to Togo\n",
        "Lawmakers asked for weapons for Togo. Trade was told of too. ",
    ],
)
def test_the_only_one_helped_just_before_gets_it(before: str) -> None:
    assert Gift(before, "Togo").getters() == ["Togo"]


def test_who_gets_both_sums_of_a_package_is_told_once() -> None:
    gift = "Peru has proposed a $5m package and $7m in loans."
    package = Gift("Lawmakers quarrel over more aid for Togo. ", "Togo", gift=gift)
    package.anchor(package.last_word(package.value("$7m", "money")), "proposed", donors=[1], recipients=[], event=0)
    reading = package.reading()
    (event,) = reading.events
    assert len(event.recipients) == 1
    assert [each.recipients for each in reading.commitments] == [event.recipients] * 2


def test_the_words_that_tell_it_are_the_events_reason() -> None:
    (event,) = Gift("Lawmakers quarrel over more aid for Togo. ", "Togo").reading().events
    assert event.why.endswith("; who gets it is told by “aid for Togo” before")


@pytest.mark.parametrize(
    ("before", "states"),
    [
        ("Lawmakers quarrel over aid for Togo and funding for Chad. ", ["Togo", "Chad"]),
        ("Lawmakers went to Togo. ", ["Togo"]),
        ("Some sold drones to Togo. ", ["Togo"]),
        ("They quarrel over aid for Togo.\nIt rained.\nIt snowed.\n", ["Togo"]),
        ("Lawmakers quarrel over Togo aid. ", ["Togo"]),
    ],
)
def test_none_gets_it_where_two_are_helped_or_none_is_just_before(before: str, states: list[str]) -> None:
    assert Gift(before, *states).getters() == []


def test_an_adjective_counts_for_one_that_is_called_helped_elsewhere() -> None:
    it = Gift("They will arm Togo.\nMany quarrel over Togo aid.\n", "Togo")
    it.mention("Togo", "state", 2, antecedent=0)
    assert it.getters() == ["Togo"]


def test_the_title_tells_it_too() -> None:
    it = Gift("The president of Togo came to Lima. ", "Togo")
    article = replace(it.article, title="More money for Togo")
    assert it.getters(build_reading(article, it.prepared, list(it.paragraphs), it.marks, READER)) == ["Togo"]
