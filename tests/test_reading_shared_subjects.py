"""Two words of saying with one subject: what each of them tells, and who says the second."""

import pytest
from marks import Writer, named

from communique.model import Link


def statements(it: Writer) -> list[tuple[str, str, str, str | None]]:
    """Return who says each statement, by which cue, what, and inside of which other one."""
    reading = it.reading()
    return [
        (named(reading, [each.speaker or ""])[0], each.cue.quote, each.content.quote, each.within)
        for each in reading.statements
        if each.cue
    ]


@pytest.mark.parametrize("joint", [" and ", ", but ", " and later "])
@pytest.mark.parametrize("subject", ["Ola Brekke", "he"])
def test_what_the_first_cue_tells_ends_before_the_second(joint: str, subject: str) -> None:
    it = Writer(f"Ola Brekke said he was tired{joint}urged them to leave.")
    ola, he = it.mention("Ola Brekke", "person"), it.mention("he", "pronoun", antecedent=0)
    it.cue("said", "say", ola, f"he was tired{joint}urged them to leave")
    it.cue("urged", "urge", ola if subject == "Ola Brekke" else he, "to leave")
    assert statements(it) == [
        ("Ola Brekke", "said", "he was tired", None),
        ("Ola Brekke", "urged", "to leave", None),
    ]


@pytest.mark.parametrize(
    ("rest", "cue", "told", "speaker"),
    [
        # What somebody thinks is reported; so is what is told in the past perfect, or in another tense.
        ("he was tired and believed that it was late", "believed", "that it was late", "Ola Brekke"),
        ("he was tired and had denied that it was late", "denied", "that it was late", "Ola Brekke"),
        ("he was tired and says that it was late", "says", "that it was late", "Ola Brekke"),
        # Somebody else, whom the first tells of.
        ("Per Dahl was tired and denied that it was late", "denied", "that it was late", "Per Dahl"),
        # The second has a subject of its own.
        ("he was tired and Per Dahl denied that it was late", "denied", "that it was late", "Per Dahl"),
    ],
)
def test_what_is_reported_stays_inside(rest: str, cue: str, told: str, speaker: str) -> None:
    it = Writer(f"Ola Brekke said {rest}.")
    people = {"Ola Brekke": it.mention("Ola Brekke", "person")}
    if "Per Dahl" in rest:
        people["Per Dahl"] = it.mention("Per Dahl", "person")
    it.cue("said", "say", people["Ola Brekke"], rest)
    it.cue(cue, "deny", people[speaker], told)
    assert statements(it) == [("Ola Brekke", "said", rest, None), (speaker, cue, told, "s1")]


def test_a_quotation_has_its_own_cues() -> None:
    it = Writer("Ola Brekke wrote: “I was tired and denied it all.”")
    ola, i = it.mention("Ola Brekke", "person"), it.mention("I", "pronoun", antecedent=0)
    it.cue("wrote", "say", ola, "“I was tired and denied it all.”")
    it.cue("denied", "deny", i, "it all")
    assert statements(it)[0][2] == "“I was tired and denied it all.”"


def test_who_is_named_in_what_the_first_tells_does_not_say_the_second() -> None:
    it = Writer("The family said they had met Ola Brekke, but warned that it was late.")
    family, _, ola = it.mention("family", "group"), it.mention("they", "pronoun"), it.mention("Ola Brekke", "person")
    it.cue("said", "say", family, "they had met Ola Brekke")
    it.cue("warned", "warn", ola, "that it was late")
    it.trigger("warned", "THREATEN", actors=[ola])
    assert [each[0] for each in statements(it)] == ["family", "family"]
    reading = it.reading()
    assert named(reading, reading.events[0].actors) == ["family"]


def test_who_stands_before_the_first_may_say_the_second() -> None:
    it = Writer("A spokesman for Ola Brekke promised help and said that it was late.")
    spokesman, ola = it.mention("spokesman", "person"), it.mention("Ola Brekke", "person")
    it.cue("promised", "promise", ola, "help")
    it.cue("said", "say", spokesman, "that it was late")
    it.marks.cues[0].speaker = Link(ola, 0.9)
    assert statements(it)[1][0] == "spokesman"


def test_a_possessive_does_not_say_the_second() -> None:
    it = Writer("Brekkes Bank grew. Its spokesman said it was late and denied that it was closed.")
    bank, its = it.mention("Brekkes Bank", "organization"), it.mention("Its", "pronoun", antecedent=0)
    spokesman = it.mention("spokesman", "person")
    it.cue("said", "say", spokesman, "it was late and denied that it was closed")
    it.cue("denied", "deny", its, "that it was closed")
    assert bank == 0
    assert [each[:3] for each in statements(it)] == [
        ("spokesman", "said", "it was late"),
        ("spokesman", "denied", "that it was closed"),
    ]
