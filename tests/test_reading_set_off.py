"""Clauses set off by commas: what follows one has no part in the deeds inside it; marks are written by hand."""

import pytest
from marks import Writer

from communique.model import Link
from communique.records import Event


def attack(text: str) -> Event:
    """Return the attack of a text, to whose word an arc leads from everything else that is told."""
    it = Writer(text)
    people, many = it.mention("9,000 people", "group"), it.value("9,000", "quantity")
    word = next(each for each in ("attacked", "beaten", "attack") if each in text)
    trigger = it.trigger(word, "ASSAULT", recipients=[people], dates=[it.value("2 May 2023", "date")])
    it.marks.triggers[trigger].quantities = [("dead", Link(many, 0.9))]
    [event] = it.reading().events
    return event


@pytest.mark.parametrize(
    "text",
    [
        "The war, which began when rebels attacked Torvik, has killed 9,000 people since 2 May 2023.",
        "The war, in which rebels attacked Torvik, killed 9,000 people on 2 May 2023.",
    ],
)
def test_what_follows_a_clause_is_none_of_its_deeds(text: str) -> None:
    event = attack(text)
    assert (event.recipients, event.quantities, event.date) == ((), (), None)


@pytest.mark.parametrize(
    "text",
    [
        "The war, which began when rebels attacked 9,000 people on 2 May 2023, goes on.",
        "The rebels, who attacked Torvik and killed 9,000 people on 2 May 2023.",
        "Miners, who were beaten, robbed and jailed with 9,000 people on 2 May 2023.",
        "The attack, which began at dawn, killed 9,000 people on 2 May 2023.",
        "The rebels, who attacked Torvik, backed by 9,000 people, on 2 May 2023.",
        "The rebels, who attacked Torvik. They killed 9,000 people on 2 May 2023.",
    ],
)
def test_what_stands_in_the_clause_or_hangs_at_its_noun_stays(text: str) -> None:
    event = attack(text)
    assert event.recipients
    assert event.quantities
    assert event.date


def test_a_pronoun_behind_a_clause_may_look_back_into_it() -> None:
    it = Writer("The marchers, whom police attacked on Monday, say they fled.")
    marchers = it.mention("marchers", "group")
    they = it.mention("they", "pronoun", antecedent=marchers)
    it.trigger("attacked", "ASSAULT", recipients=[they], actors=[it.mention("police", "organization")])
    [event] = it.reading().events
    assert event.recipients
