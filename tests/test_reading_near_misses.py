"""Deeds that nearly happened, or were kept from happening; marks are written by hand."""

import pytest
from marks import Writer

from communique.model import Link


def status(text: str, word: str, kind: str = "ASSAULT", told: str = "actual") -> str:
    it = Writer(text)
    actor = it.mention(text.split(maxsplit=1)[0], "state")
    it.trigger(word, kind, told, actors=[actor])
    (event,) = it.reading().events
    return event.status


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Togo nearly succeeded in killing the premier.", "killing"),
        ("Togo almost managed to kill the premier.", "kill"),
        ("Togo had very nearly bombed the ferry.", "bombed"),
        ("Togo came dangerously close to attacking the port.", "attacking"),
        ("Togo came within an hour of a war with Chad.", "war"),
        ("Togo narrowly escaped being bombed.", "bombed"),
        ("Togo foiled a planned coup on Monday.", "coup"),
        ("Togo said that an attack was narrowly averted.", "attack"),
        ("Togo failed to retake the port.", "retake"),
        ("Togo stopped short of shelling the port.", "shelling"),
    ],
)
def test_what_nearly_happened_did_not_happen(text: str, word: str) -> None:
    assert status(text, word) == "negated"
    assert status(text, word, told="historical") == "negated"


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Togo is close to a deal with Chad.", "deal", "AGREE"),
        ("Togo was on the verge of attacking the port.", "attacking", "ASSAULT"),
    ],
)
def test_what_is_near_may_happen_yet(text: str, word: str, kind: str) -> None:
    assert status(text, word, kind) == "possible"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Togo nearly destroyed the port.", "destroyed"),
        ("Togo launched almost daily attacks on the port.", "attacks"),
        ("Togo wounded nearly forty people when it bombed the port.", "bombed"),
        ("Togo narrowly approved the raid and bombed the port.", "bombed"),
        ("Togo narrowly escaped a bomb in the port.", "bomb"),
        ("Togo failed to aim well, and bombed the port.", "bombed"),
    ],
)
def test_what_went_off_happened(text: str, word: str) -> None:
    assert status(text, word) == "actual"


def test_who_escaped_arrest_was_not_arrested() -> None:
    assert status("Togo said the bishop narrowly escaped arrest.", "arrest", "COERCE") == "negated"


def test_a_refusal_stays_one() -> None:
    assert status("Togo failed to attend the talks.", "attend", "REJECT") == "actual"


def test_what_was_not_given_is_only_supposed() -> None:
    it = Writer("Togo came close to sending Chad 40 trucks.")
    togo, chad = it.mention("Togo", "state"), it.mention("Chad", "state")
    event = it.trigger("sending", "AID", actors=[togo], recipients=[chad])
    word = it.last_word(it.value("40 trucks", "item"))
    it.anchor(word, "delivered", donors=[togo], recipients=[chad], event=event)
    (commitment,) = it.reading().commitments
    assert commitment.stage == "speculated"
    it.marks.triggers[event].status = "planned"
    it.marks.anchors[0].event = Link(event, 0.9)
    (commitment,) = it.reading().commitments
    assert commitment.stage == "delivered"
