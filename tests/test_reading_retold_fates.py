"""What befell one person told again far behind the first words for it; marks are written by hand."""

import re

import pytest
from marks import Writer

from communique.model import Link

_APART = "Rain fell. It was late. Ships left. Nobody came."


def befell(  # noqa: PLR0913  as many as a deed has parts
    first: str, second: str, kind: str, mode: str | None, *, later: str = "actual", who: str = "Ode"
) -> Writer:
    """Mark what befell somebody in two sentences that stand apart, by the words in capitals."""
    it = Writer(f"{first} {_APART} {second}")
    whom = it.mention(who, "person" if who == "Ode" else "group")
    words = [re.findall(r"[A-Z]{2,}", some)[0] for some in (first, second)]
    for word, status in zip(words, ("actual", later), strict=True):
        it.trigger(word, kind, status, mode=mode, recipients=[whom])
    return it


def told(it: Writer) -> int:
    """Return how many events there are."""
    return len(it.reading().events)


@pytest.mark.parametrize(
    ("first", "second", "kind", "mode"),
    [
        ("Ode was KILLED.", "Many mourned when Ode was MURDERED.", "ASSAULT", None),
        ("Ode was ARRESTED.", "Many wept when Ode was HELD.", "COERCE", "arrest"),
        ("Ode was JAILED.", "Many wept when Ode was SENTENCED.", "SANCTION", "convict"),
        ("Ode was FREED.", "Many cheered when Ode was RELEASED.", "RETREAT", "release"),
    ],
)
def test_what_befell_a_person_is_one_event(first: str, second: str, kind: str, mode: str | None) -> None:
    assert told(befell(first, second, kind, mode)) == 1


@pytest.mark.parametrize(
    ("first", "second", "kind", "mode", "later", "who"),
    [
        ("Ode was WOUNDED.", "Many wept when Ode was BEATEN.", "ASSAULT", None, "actual", "Ode"),
        ("Ode was ARRESTED.", "Many ask that Ode be HELD.", "COERCE", "arrest", "possible", "Ode"),
        ("Many monks were ARRESTED.", "Then they were HELD.", "COERCE", "arrest", "actual", "Many monks"),
        ("Dozens of monks were ARRESTED.", "Then they were HELD.", "COERCE", "arrest", "actual", "Dozens of monks"),
        ("Ode was CONVICTED.", "Many wept when Ode was HANGED.", "SANCTION", "convict", "actual", "Ode"),
    ],
)
def test_what_may_befall_somebody_again_is_two(  # noqa: PLR0913, PLR0917  as many as a deed has parts
    first: str, second: str, kind: str, mode: str | None, later: str, who: str
) -> None:
    assert told(befell(first, second, kind, mode, later=later, who=who)) == 2


def test_what_befell_people_of_one_number_is_one_event() -> None:
    assert told(befell("Two monks were ABDUCTED.", "They were KIDNAPPED.", "ASSAULT", "abduct", who="Two monks")) == 1


def test_what_others_did_is_another_event() -> None:
    it = befell("Peru had Ode ARRESTED.", "Then Togo had Ode HELD.", "COERCE", "arrest")
    for trigger, state in zip(it.marks.triggers, ("Peru", "Togo"), strict=True):
        trigger.actors = [Link(it.mention(state, "state"), 0.9)]
    assert told(it) == 2


def test_who_did_it_may_be_told_later() -> None:
    it = befell("Ode was ARRESTED.", "Peru had Ode HELD.", "COERCE", "arrest")
    it.marks.triggers[1].actors = [Link(it.mention("Peru", "state"), 0.9)]
    (event,) = it.reading().events
    assert len(event.actors) == 1


def test_arrests_of_different_days_are_two_also_with_an_undated_word_between() -> None:
    it = befell("Ode was ARRESTED in 2019.", "Ode was HELD then. In May 2021 Ode was CAUGHT.", "COERCE", "arrest")
    it.trigger("CAUGHT", "COERCE", mode="arrest", recipients=[0])
    for at, day in ((0, "in 2019"), (2, "In May 2021")):
        it.marks.triggers[at].dates = [Link(it.value(day, "date"), 0.9)]
    found = [[each.trigger.quote, *(more.quote for more in each.mentions)] for each in it.reading().events]
    assert found == [["ARRESTED", "HELD"], ["CAUGHT"]]
