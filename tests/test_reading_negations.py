"""How far a "not" reaches; marks are written by hand."""

import pytest
from marks import Writer


def status(text: str, word: str, kind: str) -> str:
    it = Writer(text)
    it.trigger(word, kind, "negated", actors=[it.mention("Peru", "state")], recipients=[it.mention("Togo", "state")])
    (event,) = it.reading().events
    return event.status


@pytest.mark.parametrize(
    "before",
    [
        "has not said whether",
        "hasn’t yet confirmed whether",
        "declined to tell Chad whether",
        "has yet to decide whether",
    ],
)
def test_it_is_open_whether_a_deed_was_done(before: str) -> None:
    assert status(f"Peru {before} its aid to Togo was cut.", "cut", "SANCTION") == "possible"


@pytest.mark.parametrize(
    "before", ["has not responded to", "hasn't yet replied to any", "never answered the", "did not heed"]
)
def test_what_is_not_answered_was_told(before: str) -> None:
    assert status(f"Togo {before} requests for trucks by Peru.", "requests", "REQUEST") == "actual"


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Peru has not cut its aid to Togo.", "cut", "SANCTION"),
        ("Asked by Togo whether it had cut aid, Peru said it had not.", "cut", "SANCTION"),
        ("Peru did not say whether it had not cut aid to Togo.", "cut", "SANCTION"),
        ("Peru has made no requests to Togo.", "requests", "REQUEST"),
        ("Peru did not answer and did not make requests to Togo.", "requests", "REQUEST"),
        ("Peru would not arm Togo, whether or not it paid.", "arm", "AID"),
    ],
)
def test_what_a_negation_reaches_was_not_done(text: str, word: str, kind: str) -> None:
    assert status(text, word, kind) == "negated"
