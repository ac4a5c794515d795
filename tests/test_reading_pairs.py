"""What "they", "both" and "the two" do is done by two who were just named together; marks are written by hand."""

import pytest
from marks import Writer, sides


def did(text: str, word: str, kind: str = "person", first: str | None = "signed", own: str = "") -> list[str]:
    """Return the actors of what a word tells, whose only arc leads to a pronoun, if marked, or else to Ode."""
    it = Writer(text)
    at = it.mentions(**{kind: ["Ode", "Brekke"]})
    if first:
        it.trigger(first, "SUPPORT", actors=list(at.values()))
    taken = it.mention(own, "pronoun", antecedent=at["Ode"] if own == "They" else None) if own else at["Ode"]
    it.trigger(word, "AGREE", actors=[taken])
    reading = it.reading()
    return sides(reading, reading.events[-1])[0]


@pytest.mark.parametrize("kind", ["person", "state", "organization"])
@pytest.mark.parametrize("who", ["They", "Both", "The two", "They both"])
def test_they_are_the_two_of_the_last_deed(who: str, kind: str) -> None:
    text = f"Ode and Brekke signed it. {who} have also agreed to talk."
    assert did(text, "agreed", kind) == ["Ode", "Brekke"]


def test_a_pronoun_that_one_of_the_two_was_found_to_be_is_both() -> None:
    assert did("Ode and Brekke signed it. They agreed to talk.", "agreed", own="They") == ["Ode", "Brekke"]


def test_the_two_are_the_only_two_persons_named_before() -> None:
    assert did("Ode raised it with Brekke when the two met.", "met", first=None) == ["Ode", "Brekke"]
    assert did("Ode raised it with Brekke. Both met in May.", "met", first=None) == ["Ode", "Brekke"]


@pytest.mark.parametrize(
    ("text", "kind", "first"),
    [
        ("Ode raised it with Brekke before they agreed.", "person", None),
        ("Ode and Brekke signed it. Rain fell. They agreed to talk.", "person", "signed"),
        ("Ode and Brekke signed it. They were agreed upon.", "person", "signed"),
        ("Ode and Brekke signed it. They say he agreed to talk.", "person", "signed"),
        ("Ode and Brekke signed it. They agreed to talk.", "group", "signed"),
        ("Ode and Brekke signed it. The two clerks agreed to talk.", "person", "signed"),
    ],
)
def test_others_stay(text: str, kind: str, first: str | None) -> None:
    assert did(text, "agreed", kind, first) == ["Ode"]
