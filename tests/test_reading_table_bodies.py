"""Bodies of the table by other words: with whose they are, marked as states or not."""

import pytest
from marks import Writer


def _called(text: str, *mentions: tuple[str, str]) -> list[str]:
    """Return the names of the actors that mentions, each with its kind, are in a text."""
    it = Writer(text)
    for phrase, kind in mentions:
        it.mention(phrase, kind)
    it.trigger("left", "RETREAT", actors=list(range(len(mentions))))
    return [each.name for each in it.reading().actors]


@pytest.mark.parametrize(
    "phrase",
    [
        "Kurdish YPG",
        "US-backed YPG",
        "US-backed Kurdish YPG",
        "Syrian YPG",
        "Syrian Kurdish YPG",
        "YPG",
        "Syria's YPG",
        "remaining YPG",
        "once-feared Kurdish YPG",
    ],
)
def test_words_for_whose_a_body_is_are_no_part_of_its_name(phrase: str) -> None:
    assert _called(f"The {phrase} left. The People's Protection Units wept.", (phrase, "organization")) == ["YPG"]
    both = ((phrase, "organization"), ("People's Protection Units", "organization"))
    assert len(_called(f"The {phrase} left. The People's Protection Units wept.", *both)) == 1


@pytest.mark.parametrize(
    "phrase",
    [
        "Peruvian Hezbollah",
        "Tamil Hezbollah",
        "Quay Hezbollah",
        "Hezbollah-backed Front",
        "another Hezbollah",
        "Peru's Hezbollah",
    ],
)
def test_other_words_before_a_name_make_it_another_body(phrase: str) -> None:
    text = f"The {phrase} left. Hezbollah wept."
    it = Writer(text)
    first = it.mention(phrase, "organization")
    it.mention("Hezbollah", "organization", text.count("Hezbollah"))
    it.trigger("left", "RETREAT", actors=[first])
    assert [each.name for each in it.reading().actors] == [phrase, "Hezbollah"]


def test_a_body_of_the_table_is_one_whether_marked_as_a_state_or_not() -> None:
    text = "The Islamic State left. The Taliban and Isis wept."
    marked = (("Islamic State", "organization"), ("Taliban", "organization"), ("Isis", "state"))
    assert _called(text, *marked) == ["Islamic State", "Taliban"]
    # A country stays a state, and so does a state that nobody knows.
    assert _called("Sudan left. Quayland wept.", ("Sudan", "state"), ("Quayland", "state")) == ["Sudan", "Quayland"]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("charity Harbour Watch", "Harbour Watch"),
        ("Oslo-based rights group Harbour Watch", "Harbour Watch"),
        ("ruling Harbour Party", "Harbour Party"),
        # No name is left, or the small word leads on to what comes; "three" are several.
        ("Chad-backed Front", "Chad-backed Front"),
        ("ministry of Quayland", "ministry of Quayland"),
        ("three Harbour Parties", "three Harbour Parties"),
    ],
)
def test_what_is_written_small_before_a_name_is_no_part_of_it(phrase: str, name: str) -> None:
    assert _called(f"The {phrase} left.", (phrase, "organization")) == [name]


def test_what_stands_before_a_name_tells_what_the_body_is() -> None:
    it = Writer("The charity Harbour Watch left. Harbour Watch wept.")
    it.mention("charity Harbour Watch", "organization")
    it.mention("Harbour Watch", "organization", 2)
    it.trigger("left", "RETREAT", actors=[0])
    [body] = it.reading().actors
    assert (body.name, len(body.mentions), list(map(str, body.sectors))) == ("Harbour Watch", 2, ["SOC"])


def test_those_of_a_body_who_are_described_are_not_the_body() -> None:
    it = Writer("On Monday senior Houthis left. The Houthis wept.")
    it.mention("senior Houthis", "group")
    it.mention("Houthis", "group", 2)
    it.trigger("left", "RETREAT", actors=[0, 1])
    assert len(it.reading().actors) == 2


def test_brussels_is_the_union_where_it_is_a_body_and_belgium_where_belgium_is_named() -> None:
    text, eu = "The EU left Belgium. Brussels wept.", ("EU", "organization")
    assert _called(text, eu, ("Brussels", "organization")) == ["EU"]
    assert _called(text, eu, ("Brussels", "state")) == ["EU", "Brussels"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Frelimo left.", "organization"),
        # The family name of somebody, who bears it in full elsewhere; and nobody of the table.
        ("Frelimo left. Liv Frelimo wept.", "person"),
        ("Brekke left.", "person"),
    ],
)
def test_a_body_of_the_table_is_no_person(text: str, kind: str) -> None:
    it = Writer(text)
    it.mention(text.split(maxsplit=1)[0], "person")
    if "Liv" in text:
        it.mention("Liv Frelimo", "person")
    it.trigger("left", "RETREAT", actors=[0])
    reading = it.reading()
    assert [each.kind for each in reading.actors if each.id in reading.events[0].actors] == [kind]
