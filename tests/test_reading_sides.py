"""Who gives and who gets where a commitment's arcs and its event tell it differently; marks are written by hand."""

import pytest
from marks import Sides, Writer, giving

from communique.model import Link

TEXT = "General Ode doubted the effect of Peru's help in supplying 40 howitzers to Togo."


class Doubted(Writer):
    """What Peru supplies to Togo, as somebody else tells it."""

    def __init__(self, kind: str = "AID") -> None:
        super().__init__(TEXT)
        self.ode = self.mention("Ode", "person")
        self.peru, self.togo = self.mention("Peru", "state"), self.mention("Togo", "state")
        self.cue("doubted", "doubt", self.ode, TEXT[TEXT.index("the effect") : -1], certainty="unlikely")
        self.event = self.trigger("supplying", kind, actors=[self.peru], recipients=[self.togo])
        self.value("40 howitzers", "item")

    def given(self, donors: list[int], recipients: list[int]) -> Sides:
        """Return the names of the sides of the commitment whose arcs lead to these mentions."""
        self.anchor(self.word("howitzers"), "delivered", donors=donors, recipients=recipients, event=self.event)
        return giving(self.reading())


def test_the_teller_of_a_deed_is_no_giver_and_its_actor_none_who_gets() -> None:
    it = Doubted()
    assert it.given([it.ode], [it.peru, it.togo]) == (["Peru"], ["Togo"])


def test_the_teller_beside_a_giver_is_left_out() -> None:
    it = Doubted()
    assert it.given([it.ode, it.peru], [it.togo]) == (["Peru"], ["Togo"])


@pytest.mark.parametrize("kind", ["AID", "COOPERATE"])
def test_an_actor_of_a_deed_gives_where_nobody_else_does(kind: str) -> None:
    it = Doubted(kind)
    assert it.given([], [it.peru, it.togo]) == (["Peru"], ["Togo"])


@pytest.mark.parametrize("kind", ["AID", "COOPERATE"])
@pytest.mark.parametrize("besides", [False, True])
def test_who_gets_in_a_deed_gives_nothing_by_it_where_nobody_else_gets(kind: str, *, besides: bool) -> None:
    it = Doubted(kind)
    assert it.given([it.togo, *([it.peru] if besides else [])], []) == (["Peru"], ["Togo"])


def test_a_side_that_the_arcs_tell_otherwise_stays() -> None:
    it = Doubted("COOPERATE")
    assert it.given([it.togo], [it.peru]) == (["Togo"], ["Peru"])


def test_who_tells_of_an_offer_may_be_its_giver() -> None:
    it = Doubted("AGREE")
    it.marks.triggers[it.event].status = "planned"
    assert it.given([it.ode], [it.togo]) == (["Ode"], ["Togo"])


def test_an_open_side_is_the_events() -> None:
    it = Doubted()
    assert it.given([], [it.togo]) == (["Peru"], ["Togo"])
    it = Doubted()
    assert it.given([it.peru], []) == (["Peru"], ["Togo"])


def test_of_a_request_the_one_who_is_asked_gives() -> None:
    it = Doubted("REQUEST")
    it.marks.triggers[it.event].actors = [Link(it.togo, 0.9)]
    it.marks.triggers[it.event].recipients = [Link(it.peru, 0.9)]
    assert it.given([], [it.togo]) == (["Peru"], ["Togo"])
