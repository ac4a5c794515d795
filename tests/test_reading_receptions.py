"""Who receives somebody is the actor, and who is received the recipient; marks are written by hand."""

import pytest
from marks import Sides, Writer, sides


def received(text: str, *linked: str, mode: str | None = "visit", word: str = "received") -> Sides:
    """Return the sides of a reception whose arcs lead to all who are linked, as its actors."""
    it = Writer(text)
    at = it.mentions(person=linked)
    it.trigger(word, "CONSULT", mode=mode, actors=list(at.values()))
    return sides(it.reading())


@pytest.mark.parametrize("mode", ["visit", None])
@pytest.mark.parametrize(
    "text",
    [
        "King Ode received Brekke on Monday.",
        "Ode, who had also received the envoy Brekke, spoke.",
        "Brekke was received at the palace by Ode.",
        "Brekke was received by the lord of the isles, Ode.",
        "Ode received today the adviser of the premier, Brekke.",
    ],
)
def test_who_receives_is_the_actor(text: str, mode: str | None) -> None:
    assert received(text, "Ode", "Brekke", mode=mode) == (["Ode"], ["Brekke"])


def test_a_guest_whose_host_is_not_linked_is_no_actor() -> None:
    assert received("They had received Brekke.", "Brekke") == ([], ["Brekke"])


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Ode received a call from Brekke.", "phone"),
        ("Ode received from Brekke what he wanted.", None),
        ("Ode received news of Brekke.", None),
    ],
)
def test_what_is_received_is_no_guest(text: str, mode: str | None) -> None:
    assert sorted(received(text, "Ode", "Brekke", mode=mode)[0]) == ["Brekke", "Ode"]


def test_other_meetings_stay() -> None:
    assert received("Ode met Brekke.", "Ode", "Brekke", mode=None, word="met") == (["Ode", "Brekke"], [])
