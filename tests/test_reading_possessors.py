"""Who speaks where the model's arc leads to a possessive; marks are written by hand."""

import pytest
from marks import Writer, named, sides

from communique.records import Reading


def who_speaks(reading: Reading) -> str:
    """Return the name of who makes the only statement of a reading."""
    (statement,) = reading.statements
    assert statement.speaker is not None
    return named(reading, [statement.speaker])[0]


def speaker(text: str, cue: str, content: str, *, kind: str = "person") -> str:
    it = Writer(text)
    ode = it.mention("Ode", "person")
    his = it.mention("his", "pronoun", antecedent=ode)
    for noun in ("lawyer", "claim", "men"):
        if f"his {noun}" in text and noun != "claim":
            it.mention(noun, kind)
    it.cue(cue, "say", his, content)
    return who_speaks(it.reading())


@pytest.mark.parametrize("verb", ["said", "has since said", "flatly said"])
def test_his_lawyer_speaks(verb: str) -> None:
    assert speaker(f"Ode was held; his lawyer {verb} that it was late.", "said", "that it was late") == "lawyer"


def test_his_claim_is_his_own() -> None:
    assert speaker("Ode was held, and his claim that it was late failed.", "claim", "that it was late") == "Ode"


def test_who_calls_his_men_speaks_himself() -> None:
    text = "Ode, beside his men in the yard, said that it was late."
    assert speaker(text, "said", "that it was late", kind="group") == "Ode"


def test_somebody_known_by_pronouns_alone_is_named_by_the_one_that_acts() -> None:
    it = Writer("Our boats are late. We condemn the raid.")
    our = it.mention("Our", "pronoun")
    we = it.mention("We", "pronoun", antecedent=our)
    it.trigger("condemn", "ACCUSE", actors=[we])
    reading = it.reading()
    assert [actor.name for actor in reading.actors] == ["We"]


@pytest.mark.parametrize(
    ("text", "phrase", "noun", "whose"),
    [
        ("The father of Ola Brekke urged that the port be shut.", "urged", "father", "Ola Brekke"),
        ("Allies of the mayor urged that the port be shut.", "urged", "Allies", "mayor"),
        ("That the port be shut, one of his aides urged.", "urged", "one", "his"),
        ("The widow of the late Consul Brekke urged that the port be shut.", "urged", "widow", "Brekke"),
    ],
)
def test_one_of_theirs_speaks(text: str, phrase: str, noun: str, whose: str) -> None:
    it = Writer(text)
    it.mention(noun, "person")
    at = it.mention(whose, "pronoun" if whose == "his" else "person")
    if "Consul" in text:
        it.title("late Consul", at)
    it.cue(phrase, "urge", at, "the port be shut")
    it.trigger(phrase, "REQUEST", actors=[at])
    reading = it.reading()
    assert who_speaks(reading) == noun
    assert named(reading, reading.events[0].actors) == [noun]


def test_some_of_whom_speak_themselves_where_only_they_are_marked() -> None:
    it = Writer("The rebels, some of whom urged that the port be shut, left.")
    rebels = it.mention("rebels", "group")
    it.mention("some", "group")
    whom = it.mention("whom", "pronoun", antecedent=rebels)
    it.cue("urged", "urge", whom, "the port be shut")
    assert who_speaks(it.reading()) == "rebels"


def test_whom_somebody_tells_of_her_wish_does_not_speak() -> None:
    it = Writer("Ode, after telling a reporter of her wish, said that it was late.")
    ode = it.mention("Ode", "person")
    it.mention("reporter", "person")
    her = it.mention("her", "pronoun", antecedent=ode)
    it.cue("said", "say", her, "that it was late")
    assert who_speaks(it.reading()) == "Ode"


@pytest.mark.parametrize(
    ("text", "whose", "noun"),
    [
        ("A spokesman for Ola Brekke urged that the port be shut.", "Ola Brekke", "spokesman"),
        ("Lawyers for the late Consul Brekke urged that the port be shut.", "Brekke", "Lawyers"),
        ("A spokeswoman for the harbour board urged that the port be shut.", "harbour board", "spokeswoman"),
    ],
)
@pytest.mark.parametrize("marked", [True, False])
def test_who_speaks_for_somebody_speaks(text: str, whose: str, noun: str, marked: bool) -> None:  # noqa: FBT001
    it = Writer(text)
    if marked:
        it.mention(noun, "person")
    at = it.mention(whose, "organization" if whose == "harbour board" else "person")
    if "Consul" in text:
        it.title("late Consul", at)
    it.cue("urged", "urge", at, "the port be shut")
    it.trigger("urged", "REQUEST", actors=[at])
    reading = it.reading()
    assert who_speaks(reading) == noun
    assert named(reading, reading.events[0].actors) == [noun]


@pytest.mark.parametrize(
    "text",
    [
        "After a victory for Ola Brekke said that it was late.",
        "Beside a lawyer for the board Ola Brekke said that it was late.",
    ],
)
def test_who_is_not_spoken_for_speaks(text: str) -> None:
    it = Writer(text)
    it.cue("said", "say", it.mention("Ola Brekke", "person"), "that it was late")
    assert who_speaks(it.reading()) == "Ola Brekke"


@pytest.mark.parametrize(
    ("text", "deed", "kind", "parties"),
    [
        ("Ode left. Later her guards shot Holm.", "shot", "ASSAULT", (["guards"], ["Holm"])),
        ("Ode left. Later Holm shot her guards.", "shot", "ASSAULT", (["Holm"], ["guards"])),
        # Who meets somebody of hers is one of them, and who acts beside her people acts.
        ("Ode left. Later her guards met Holm.", "met", "CONSULT", (["Ode", "guards"], ["Holm"])),
        ("Ode left. Troops and her guards shot Holm.", "shot", "ASSAULT", (["Ode", "guards"], ["Holm"])),
    ],
)
def test_who_has_somebody_is_no_party_to_what_they_do_or_bear(
    text: str, deed: str, kind: str, parties: tuple[list[str], list[str]]
) -> None:
    it = Writer(text)
    her = it.mention("her", "pronoun", antecedent=it.mention("Ode", "person"))
    theirs = [her, it.mention("guards", "group")]
    holm = [it.mention("Holm", "person")]
    do, bear = (theirs, holm) if text.index("guards") < text.index(deed) else (holm, theirs)
    it.trigger(deed, kind, actors=do, recipients=bear)
    assert sides(it.reading()) == parties
