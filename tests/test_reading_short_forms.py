"""Short forms of bodies' names: which two mentions are one body."""

import pytest
from marks import Writer


def _actors(text: str, first: str, second: str, kinds: tuple[str, str] = ("organization", "organization")) -> int:
    """Return how many actors two mentions of a text are."""
    it = Writer(text)
    both = [it.mention(first, kinds[0]), it.mention(second, kinds[1])]
    it.trigger("left", "RETREAT", actors=both)
    return len(it.reading().actors)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        # Letters of another language, or in another order.
        ("The Harbour Workers' Party (QZR) left.", "Harbour Workers' Party", "QZR"),
        ("The “Harbour Workers' Party” (“QZR”) left.", "Harbour Workers' Party", "QZR"),
        ("The Harbour Workers’ party (Q.Z.R.) left.", "Harbour Workers’ party", "Q.Z.R."),
        ("The QZR (the Harbour Workers' Party) left.", "QZR", "Harbour Workers' Party"),
        # Initials may be followed by more in the bracket.
        ("The Harbour Watch Front (HWF, a small one) left.", "Harbour Watch Front", "HWF"),
    ],
)
def test_capitals_alone_in_brackets_behind_a_name_are_its_short_form(text: str, first: str, second: str) -> None:
    assert _actors(text, first, second) == 1
    assert _actors(text, first, second, ("group", "organization")) == 1


@pytest.mark.parametrize(
    ("text", "first", "second", "kinds"),
    [
        ("The Harbour Institute (UK) left.", "Harbour Institute", "UK", ("organization", "state")),
        ("The Harbour Institute (UK) left.", "Harbour Institute", "UK", ("organization", "organization")),
        ("Jane Ode (QZR) left.", "Jane Ode", "QZR", ("person", "organization")),
        ("European (French) men left.", "European", "French", ("group", "group")),
        ("The Harbour Front (QZR, a rival) left.", "Harbour Front", "QZR", ("organization", "organization")),
        ("The Harbour Front, QZR and others left.", "Harbour Front", "QZR", ("organization", "organization")),
        ("Some members of the Quay Club (QZR) left.", "members of the Quay Club", "QZR", ("group", "organization")),
        ("The rebels (QZR) left.", "rebels", "QZR", ("group", "organization")),
        ("The QZR (Harbourers) left.", "QZR", "Harbourers", ("organization", "group")),
        # The table has both.
        ("The Labour Party (CDU) left.", "Labour Party", "CDU", ("organization", "organization")),
    ],
)
def test_other_words_in_brackets_are_somebody_else(text: str, first: str, second: str, kinds: tuple[str, str]) -> None:
    assert _actors(text, first, second, kinds) == 2


@pytest.mark.parametrize(
    ("name", "short", "actors"),
    [
        ("Washington Post", "Post", 1),
        ("Times of Israel", "Times", 1),
        ("Washington Post", "Washington", 2),
        ("Washington Post", "Times", 2),
    ],
)
def test_a_newspaper_named_before_is_called_by_its_noun(name: str, short: str, actors: int) -> None:
    it = Writer(f"The {name} and later the {short} left.")
    both = [it.mention(name, "organization"), it.mention(short, "organization", 2 if short in name else 1)]
    it.trigger("left", "RETREAT", actors=both)
    assert len(it.reading().actors) == actors


@pytest.mark.parametrize(
    ("text", "first", "second", "actors"),
    [
        ("The Quay Climate Fund met, and the Fund left.", "Quay Climate Fund", "Fund", 1),
        ("The Ministry of Harbours met, and the Ministry left.", "Ministry of Harbours", "Ministry", 1),
        ("The Bank for Harbours met. The Bank left.", "Bank for Harbours", "Bank", 1),
        ("The Quay Climate Fund met, and a Fund left.", "Quay Climate Fund", "Fund", 2),
        ("The Quay Climate Fund met, and the Climate left.", "Quay Climate Fund", "Climate", 2),
        ("Help the Divers met, and the Divers left.", "Help the Divers", "Divers", 2),
    ],
)
def test_a_body_is_called_by_its_noun_with_a_capital(text: str, first: str, second: str, actors: int) -> None:
    it = Writer(text)
    both = [it.mention(first, "organization"), it.mention(second, "organization", 1 + first.count(second))]
    it.trigger("left", "RETREAT", actors=both)
    assert len(it.reading().actors) == actors


def test_a_noun_of_two_bodies_or_of_a_people_is_none_of_theirs() -> None:
    it = Writer("The Quay Bank and the Harbour Bank met. The Bank left.")
    three = [
        it.mention(name, "organization", nth) for name, nth in (("Quay Bank", 1), ("Harbour Bank", 1), ("Bank", 3))
    ]
    it.trigger("left", "RETREAT", actors=three)
    assert len(it.reading().actors) == len(three)
    it = Writer("Quay Islanders met, and the Islanders left.")
    both = [it.mention("Quay Islanders", "group"), it.mention("Islanders", "group", 2)]
    it.trigger("left", "RETREAT", actors=both)
    assert len(it.reading().actors) == len(both)


def _country_of(text: str, body: str, noun: str, kind: str = "organization") -> str | None:
    """Return the country or slot of a body that a text speaks of by a noun, beside other words for a body."""
    it = Writer(text)
    it.mention(body, kind)
    organ = it.mention(noun, "organization")
    it.trigger("left", "RETREAT", actors=[organ])
    [event] = it.reading().events
    return {each.id: each.country for each in it.reading().actors}[event.actors[0]]


@pytest.mark.parametrize(
    ("text", "body", "noun", "kind", "slot"),
    [
        ("EU leaders met. The Commission left.", "EU leaders", "Commission", "group", "EUR"),
        ("The European Union paid. The Commission left.", "European Union", "Commission", "organization", "EUR"),
        ("The UN met. The Council left.", "UN", "Council", "organization", "UNO"),
        ("IMF officials met. The Fund left.", "IMF officials", "Fund", "group", "IGO"),
    ],
)
def test_an_organ_by_its_noun_is_that_of_the_body_named(text: str, body: str, noun: str, kind: str, slot: str) -> None:
    assert _country_of(text, body, noun, kind) == slot


@pytest.mark.parametrize(
    ("text", "body", "noun"),
    [
        # Another body is called so, nobody is named whose organ it is, or it is only one of many.
        ("EU observers met the Electoral Commission. The Commission left.", "Electoral Commission", "Commission#2"),
        ("The Harbour Watch Front met. The Commission left.", "Harbour Watch Front", "Commission"),
        ("The European Union met. A Commission left.", "European Union", "Commission"),
    ],
)
def test_the_noun_of_another_body_is_no_organ(text: str, body: str, noun: str) -> None:
    it = Writer(text)
    it.mention(body, "organization")
    spelling, _, nth = noun.partition("#")
    organ = it.mention(spelling, "organization", int(nth or 1))
    it.trigger("left", "RETREAT", actors=[organ])
    assert not any(each.name == "European Commission" for each in it.reading().actors)


@pytest.mark.parametrize(
    ("text", "first", "second", "actors"),
    [
        # The table has an ADF of another name; "UN" is short for no council.
        ("The Ambazonia Defence Forces left. The ADF wept.", "Ambazonia Defence Forces", "ADF", 1),
        ("The United Nations Security Council left. The UN wept.", "United Nations Security Council", "UN", 2),
    ],
)
def test_an_abbreviation_of_a_name_told_before_is_its_own_whatever_the_table_has(
    text: str, first: str, second: str, actors: int
) -> None:
    assert _actors(text, first, second) == actors


def test_an_abbreviation_is_the_table_s_where_that_body_is_named_too() -> None:
    it = Writer("The Ambazonia Defence Forces and the Allied Democratic Forces left. The ADF wept.")
    names = ["Ambazonia Defence Forces", "Allied Democratic Forces", "ADF"]
    it.trigger("left", "RETREAT", actors=[it.mention(each, "organization") for each in names])
    assert [each.name for each in it.reading().actors] == names[:2]
