"""Whose somebody is tells of what country they are; marks are written by hand."""

import pytest
from marks import Writer

from communique.model import Link


def country_of(phrase: str, kind: str, owner: str, owner_kind: str, pronoun: str = "his") -> str | None:
    """Return the country of who is called by a noun behind a possessive pronoun; Chad is spoken of beside."""
    it = Writer(f"{owner} spoke. Later {pronoun} {phrase} left. Nobody saw Chad or Togo.")
    first = it.mention(owner, owner_kind)
    own = it.mention(pronoun, "pronoun")
    noun = it.mention(phrase, kind)
    it.mention("Chad", "state")
    it.cue("spoke", "say", first, "left")
    it.marks.antecedents[own] = Link(first, 0.95)
    it.trigger("left", "RETREAT", actors=[noun])
    reading = it.reading()
    [who] = [actor for actor in reading.actors if actor.id in reading.events[0].actors]
    return who.country


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [("aides", "group"), ("party", "organization"), ("spokesman", "person"), ("government", "state")],
)
def test_whose_they_are_tells_their_country(phrase: str, kind: str) -> None:
    assert country_of(phrase, kind, "Peru's president", "person") == "PER"


def test_a_states_own_are_of_its_country_but_no_other_state_is() -> None:
    assert country_of("envoys", "group", "Peru", "state", "its") == "PER"
    assert country_of("ally", "state", "Peru", "state", "its") is None


def test_nobodys_are_of_no_country() -> None:
    assert country_of("aides", "group", "Nobody", "person") is None


def test_a_government_that_a_state_helps_is_not_that_state() -> None:
    it = Writer("Peru's president said Peru will help his government.")
    who, peru = it.mention("Peru's president", "person"), it.mention("Peru", "state", 2)
    own = it.mention("his", "pronoun", antecedent=who)
    government = it.mention("government", "state")
    it.trigger("help", "AID", "planned", actors=[peru], recipients=[government])
    assert own == government - 1
    assert len(it.reading().events[0].recipients) == 1
