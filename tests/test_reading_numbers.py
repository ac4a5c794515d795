"""Numbers of people: the dead, injured or arrested of one deed are not those of another one too."""

import pytest
from marks import Writer

from communique.model import Link
from communique.records import Reading


def numbers(reading: Reading) -> list[list[float | None]]:
    """Return the numbers of people of each event."""
    return [[each.value for each in event.quantities] for event in reading.events]


def claim(it: Writer, trigger: int, kind: str, *values: int) -> None:
    """Let a trigger claim numbers."""
    it.marks.triggers[trigger].quantities += [(kind, Link(each, 0.9)) for each in values]


def test_who_were_shot_are_not_the_arrested() -> None:
    it = Writer("Police shot two marchers and arrested 140 clerks.")
    two, many = it.value("two", "quantity"), it.value("140", "quantity")
    marchers, clerks = it.mention("two marchers", "group"), it.mention("140 clerks", "group")
    claim(it, it.trigger("shot", "ASSAULT", recipients=[marchers]), "dead", two)
    claim(it, it.trigger("arrested", "COERCE", recipients=[clerks]), "arrested", two, many)
    assert numbers(it.reading()) == [[2], [140]]


def test_who_take_part_in_a_deed_nearby_are_not_counted_by_another() -> None:
    it = Writer("Police interned 900 clerks and shot marchers.")
    many = it.value("900", "quantity")
    clerks, marchers = it.mention("900 clerks", "group"), it.mention("marchers", "group")
    it.trigger("interned", "COERCE", recipients=[clerks])
    claim(it, it.trigger("shot", "ASSAULT", recipients=[marchers]), "dead", many)
    assert numbers(it.reading()) == [[], []]


def test_the_dead_of_hours_before_are_not_those_of_now() -> None:
    it = Writer("A raid killed 11 people, hours after gunmen shot two clerks.")
    eleven, two = it.value("11", "quantity"), it.value("two", "quantity")
    people, clerks = it.mention("11 people", "group"), it.mention("two clerks", "group")
    claim(it, it.trigger("killed", "ASSAULT", recipients=[people, clerks]), "dead", eleven, two)
    claim(it, it.trigger("shot", "ASSAULT", mode="firearms", recipients=[people, clerks]), "dead", eleven, two)
    assert numbers(it.reading()) == [[11], [2]]


def test_a_toll_is_of_all_words_of_its_deed() -> None:
    it = Writer("Gunmen attacked a bus, killing 11 people.")
    eleven, people = it.value("11", "quantity"), it.mention("11 people", "group")
    attacked = it.trigger("attacked", "ASSAULT", recipients=[people])
    killing = it.trigger("killing", "ASSAULT", recipients=[people])
    it.marks.triggers[attacked].again = [Link(killing, 0.9)]
    claim(it, attacked, "dead", eleven)
    claim(it, killing, "dead", eleven)
    assert numbers(it.reading()) == [[11]]


def test_two_deeds_in_which_those_counted_took_part_both_have_them() -> None:
    it = Writer("A blast at the clinic, in which 11 people were killed.")
    eleven, people = it.value("11", "quantity"), it.mention("11 people", "group")
    claim(it, it.trigger("blast", "ASSAULT", mode="explosives", recipients=[people]), "dead", eleven)
    claim(it, it.trigger("killed", "ASSAULT", mode="firearms", recipients=[people]), "dead", eleven)
    assert numbers(it.reading()) == [[11], [11]]


def test_a_number_of_nobody_marked_is_of_the_word_before_it() -> None:
    it = Writer("Police fired, injuring 30, when a clerk was beaten.")
    thirty, clerk = it.value("30", "quantity"), it.mention("clerk", "person")
    police = it.mention("Police", "organization")
    claim(it, it.trigger("fired", "ASSAULT", mode="firearms", actors=[police]), "injured", thirty)
    claim(it, it.trigger("beaten", "ASSAULT", mode="beat", recipients=[clerk]), "injured", thirty)
    assert numbers(it.reading()) == [[30], []]


@pytest.mark.parametrize(
    ("text", "word", "theirs"),
    [
        ("Troops killed 11 fighters. A drone struck a farm.", "struck", False),
        ("Troops killed 11 fighters. Brekke condemned the raid.", "raid", True),
        ("Troops killed 11 fighters. Brekke condemned the dawn raid.", "raid", True),
        ("Troops killed 11 fighters. Brekke condemned a raid.", "raid", False),
        ("Brekke condemned the raid. Troops killed 11 fighters.", "raid", False),
        ("Raid on Torvik\nTroops killed 11 fighters.", "Raid", True),  # a headline tells what comes
    ],
)
def test_who_are_counted_are_victims_where_they_are_counted(text: str, word: str, theirs: bool) -> None:  # noqa: FBT001
    it = Writer(text)
    eleven, fighters = it.value("11", "quantity"), it.mention("11 fighters", "group")
    brekke = it.mention("Brekke", "person") if "Brekke" in text else it.mention("Troops", "group")
    claim(it, it.trigger("killed", "ASSAULT", recipients=[fighters]), "dead", eleven)
    it.trigger(word, "ASSAULT", mode="aerial", actors=[brekke], recipients=[fighters])
    it.marks.triggers.sort(key=lambda each: each.word)
    found = {event.trigger.quote: bool(event.recipients) for event in it.reading().events}
    assert found[word] is theirs if word in found else theirs  # the raid may be one with the killing


def test_two_words_for_one_deed_have_those_counted_in_either_sentence() -> None:
    it = Writer("Gunmen struck a farm. They killed 11 clerks.")
    eleven, clerks, gunmen = it.value("11", "quantity"), it.mention("11 clerks", "group"), it.mention("Gunmen", "group")
    struck = it.trigger("struck", "ASSAULT", actors=[gunmen], recipients=[clerks])
    killed = it.trigger("killed", "ASSAULT", mode="firearms", recipients=[clerks])
    claim(it, killed, "dead", eleven)
    it.marks.triggers[struck].again = [Link(killed, 0.9)]
    [event] = it.reading().events
    assert event.recipients


def test_who_are_not_counted_may_be_victims_again() -> None:
    it = Writer("Troops killed fighters. A drone struck a farm.")
    fighters = it.mention("fighters", "group")
    it.trigger("killed", "ASSAULT", recipients=[fighters])
    it.trigger("struck", "ASSAULT", mode="drone", recipients=[fighters])
    assert [len(event.recipients) for event in it.reading().events] == [1, 1]
