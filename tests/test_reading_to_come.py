"""What somebody will do, or is expected to, is not done; marks are written by hand."""

import pytest
from marks import Writer


def status(text: str, word: str, kind: str) -> str:
    it = Writer(text)
    it.trigger(word, kind, actors=[it.mention("Peru", "state")], recipients=[it.mention("Togo", "state")])
    (event,) = it.reading().events
    return event.status


@pytest.mark.parametrize("before", ["will", "is to", "plans to", "will also formally", "is due to", "was going to"])
def test_what_is_put_off_is_planned(before: str) -> None:
    assert status(f"Peru {before} accuse Togo of arson on Friday.", "accuse", "ACCUSE") == "planned"


@pytest.mark.parametrize("before", ["is expected to", "is widely expected to", "was likely to"])
def test_what_others_expect_is_possible(before: str) -> None:
    assert status(f"Peru {before} urge Togo to leave.", "urge", "REQUEST") == "possible"


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Peru will not send Togo any trucks.", "send", "REJECT"),
        ("Peru will close the strait unless Togo pays.", "close", "THREATEN"),
        ("Peru will ask no more, it said, and accused Togo of arson.", "accused", "ACCUSE"),
        ("Peru, which is to meet Chad, accused Togo of arson.", "accused", "ACCUSE"),
    ],
)
def test_what_is_done_now_is_actual(text: str, word: str, kind: str) -> None:
    assert status(text, word, kind) == "actual"
