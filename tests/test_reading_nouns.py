"""Bodies by common nouns: when two mentions are one, and when a capital makes no name."""

import pytest
from marks import Writer, named

from communique.model import Link


@pytest.mark.parametrize(
    ("first", "second", "kind", "joined"),
    [
        ("the Chadian army", "the Chadian army", "organization", True),
        ("the police", "the police", "organization", True),
        ("the police", "another police", "organization", False),
        ("a company", "a company", "organization", False),
        ("the armed herders", "the armed herders", "group", True),
        ("the men", "the men", "group", True),
        ("the men", "some men", "group", False),
    ],
)
def test_a_body_named_twice_by_one_noun_is_one(
    first: str,
    second: str,
    kind: str,
    joined: bool,  # noqa: FBT001
) -> None:
    it = Writer(f"On Monday {first} fired at Ola Brekke. On Friday {second} killed him.")
    one = it.mention(first.split(" ", 1)[1], kind)
    two = it.mention(second.split(" ", 1)[1], kind, 2)
    it.trigger("fired", "ASSAULT", actors=[one])
    it.trigger("killed", "ASSAULT", actors=[two])
    left, right = it.reading().events
    assert (left.actors == right.actors) is joined


def test_the_armies_of_two_countries_are_two() -> None:
    it = Writer("In Chad the army fired. In Niger the army fled.")
    one, two = it.mention("army", "organization"), it.mention("army", "organization", 2)
    it.marks.countries[one] = Link(it.word("Chad"), 0.9)
    it.marks.countries[two] = Link(it.word("Niger"), 0.9)
    it.trigger("fired", "ASSAULT", actors=[one])
    it.trigger("fled", "RETREAT", actors=[two])
    assert [each.country for each in it.reading().actors] == ["TCD", "NER"]


@pytest.mark.parametrize(
    ("text", "word", "named"),
    [
        ("Police fired.", "Police", False),  # a noun of the table
        ("Herdsmen fired. The herdsmen fled.", "Herdsmen", False),  # the text has it small
        ("Muslims fired.", "Muslims", True),  # the table has it with a capital
        ("Zarkos fired.", "Zarkos", True),
        ("On Monday Zarkos fired.", "Zarkos", True),
    ],
)
def test_the_capital_of_a_sentence_makes_no_name(text: str, word: str, named: bool) -> None:  # noqa: FBT001
    it = Writer(text)
    it.mention(word, "organization")
    assert bool(it.reading().actors) is named  # nobody acts in it: only names are told


@pytest.mark.parametrize("noun", ["conservatives", "labour", "turkey buyers"])
def test_a_small_word_in_a_text_with_capitals_is_no_name_of_the_tables(noun: str) -> None:
    it = Writer(f"On Monday the {noun} met.")
    index = it.mention(noun, "group")
    it.trigger("met", "CONSULT", actors=[index])
    [actor] = it.reading().actors
    assert actor.country is None


def is_joined(it: Writer, noun: int, to: int) -> bool:
    """Return whether two mentions are one actor's."""
    it.trigger("fired", "ASSAULT", actors=[noun])
    it.trigger("fled", "RETREAT", actors=[to])
    left, right = it.reading().events
    return left.actors == right.actors


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Ola Brekke fled. On Monday a gunman fired.", False),
        ("Ola Brekke fled. Another gunman fired.", False),
        ("Ola Brekke fled. On Monday the gunman fired.", True),
        ("Ola Brekke, a gunman who fired, fled.", True),
        ("Ola Brekke is a gunman; he fired, then fled.", True),
        ("Ola Brekke held after chase\nOn Monday a gunman fired, then fled.", True),  # a headline names him before
    ],
)
def test_an_indefinite_person_is_nobody_named_before(text: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(text)
    ola = it.mention("Ola Brekke", "person")
    gunman = it.mention("gunman", "person", antecedent=ola)
    assert is_joined(it, gunman, ola) is joined


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Ola Brekke fled. A gunman fired, and Brekke saw it.", False),
        ("On Monday a gunman fired. Brekke had fled.", True),  # who he is comes later
    ],
)
def test_a_name_is_no_indefinite_person_where_it_has_come_before(text: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(text)
    if "Ola" in text:
        it.mention("Ola Brekke", "person")
    gunman = it.mention("gunman", "person")
    brekke = it.mention("Brekke", "person", 2 if "Ola" in text else 1, antecedent=gunman)
    assert is_joined(it, gunman, brekke) is joined


@pytest.mark.parametrize(
    ("noun", "kind", "of", "joined"),
    [
        ("commander", "person", "organization", False),
        ("commander", "person", "group", False),
        ("pair", "group", "person", False),
        ("force", "group", "organization", True),
        ("commander", "person", "person", True),
    ],
)
def test_a_person_is_no_body_and_a_crowd_no_person(noun: str, kind: str, of: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(f"Talvik fled. On Monday the {noun} fired.")
    talvik = it.mention("Talvik", of)
    assert is_joined(it, it.mention(noun, kind, antecedent=talvik), talvik) is joined


@pytest.mark.parametrize(
    ("text", "noun", "probability", "joined"),
    [
        ("Ola Brekke fled. He left Oslo. On Monday the gunman fired.", "gunman", 0.6, False),
        ("Ola Brekke fled. He left Oslo. On Monday the gunman fired.", "gunman", 0.7, True),
        ("General Ola Brekke fled. He left Oslo. On Monday the general fired.", "general", 0.6, True),  # is called so
        ("A gunman fled. He left Oslo. On Monday the clerk fired.", "clerk", 0.6, True),  # of no name
    ],
)
def test_a_noun_for_a_person_is_a_name_over_a_pronoun_only_where_that_is_likely(
    text: str,
    noun: str,
    probability: float,
    joined: bool,  # noqa: FBT001
) -> None:
    it = Writer(text)
    who = it.mention("Ola Brekke" if "Ola" in text else "gunman", "person")
    if "General" in text:
        it.title("General", who)
    he = it.mention("He", "pronoun", antecedent=who)
    again = it.mention(noun, "person")
    it.marks.antecedents[again] = Link(he, probability)
    assert is_joined(it, again, who) is joined


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Nine bus passengers fled. On Monday the passengers fired.", True),
        ("Nine bus passengers fled. On Monday passengers fired.", False),
        ("Nine bus passengers fled. On Monday the train passengers fired.", False),
        ("Nine bus passengers fled. On Monday the passengers of a train fired.", False),
        ("Nine bus passengers fled. On Monday the passengers who wept fired.", False),
        ("A crowd of passengers fled. On Monday the passengers fired.", False),  # their crowd is called otherwise
    ],
)
def test_a_noun_behind_the_is_of_whom_it_was_told_before(text: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(text)
    bus = it.mention("A crowd of passengers" if "crowd" in text else "Nine bus passengers", "group")
    again = it.mention(
        "train passengers" if "train p" in text else "passengers", "group", 1 if "train p" in text else 2
    )
    assert is_joined(it, again, bus) is joined


def test_a_noun_behind_the_is_nobody_where_two_were_told_of() -> None:
    it = Writer("Nine bus passengers fled. Two train passengers hid. On Monday the passengers fired.")
    bus = it.mention("Nine bus passengers", "group")
    it.mention("Two train passengers", "group")
    assert not is_joined(it, it.mention("passengers", "group", 3), bus)


def test_a_number_behind_the_is_told_of_others_each_time() -> None:
    it = Writer("On Sunday two fled. On Monday the two fired.")
    assert not is_joined(it, it.mention("two", "group", 2), it.mention("two", "group"))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("A Vatican clerk wept. The clerk left.", "Vatican clerk"),
        ("Liv Moe, the Norwegian clerk, came. In Rome, a Vatican clerk wept. The clerk left.", "Vatican clerk"),
        ("One former clerk wept. “It is late,” the clerk said as he left.", "One former clerk"),
    ],
)
def test_the_clerk_is_the_one_brought_in_last(text: str, phrase: str) -> None:
    it = Writer(text)
    if "Liv Moe" in text:
        it.title("Norwegian clerk", it.mention("Liv Moe", "person"))
    first, last = it.mention(phrase, "person"), it.mention("clerk", "person", text.count("clerk"))
    it.trigger("wept", "PROTEST", actors=[first])
    it.trigger("left", "RETREAT", actors=[last])
    one, other = it.reading().events
    assert one.actors == other.actors


@pytest.mark.parametrize(
    "text",
    [
        "A Vatican clerk wept. The clerk of the court left.",
        "A Vatican clerk wept. A clerk left.",
        "A Vatican clerk wept. Ola Brekke, also a clerk, spoke. The clerk left.",
    ],
)
def test_the_clerk_of_something_else_is_another(text: str) -> None:
    it = Writer(text)
    first = it.mention("Vatican clerk", "person")
    last = it.mention("clerk", "person", text.count("clerk"))
    it.trigger("wept", "PROTEST", actors=[first])
    it.trigger("left", "RETREAT", actors=[last])
    one, other = it.reading().events
    assert one.actors != other.actors


@pytest.mark.parametrize(("before", "joined"), [("Ola Brekke, 56", True), ("In Oslo", False)])
def test_a_noun_behind_a_comma_is_of_the_person_before_it(before: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(f"Ola Brekke came home. {before}, a clerk, said it was late.")
    it.mention("Ola Brekke", "person")
    if joined:
        it.mention("Ola Brekke", "person", 2)
    clerk = it.mention("clerk", "person", antecedent=0)
    it.cue("said", "say", clerk, "it was late")
    reading = it.reading()
    assert (named(reading, [reading.statements[0].speaker or ""]) == ["Ola Brekke"]) is joined
