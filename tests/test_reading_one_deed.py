"""Two words beside each other that tell one deed; marks are written by hand."""

import pytest
from marks import Writer

from communique.model import Link


def events(text: str, first: str, second: str, kind: str, *, later: str = "actual") -> list[tuple[str, list[str]]]:
    """Return the triggers of the events, each with its later ones."""
    it = Writer(text)
    peru = it.mention("Peru", "state")
    it.trigger(first, kind, actors=[peru])
    it.trigger(second, kind, later, actors=[peru])
    return [(each.trigger.quote, [more.quote for more in each.mentions]) for each in it.reading().events]


@pytest.mark.parametrize(
    ("text", "first", "second", "kind"),
    [
        ("Peru declared a two-week truce on Monday.", "declared", "truce", "CONCEDE"),
        ("Peru set fire to the mill.", "set", "fire", "ASSAULT"),
        ("Peru agreed to leave the port.", "agreed", "leave", "CONCEDE"),
        ("Peru vowed not to leave the port.", "vowed", "leave", "REJECT"),
        ("The decision to expel the envoy was made by Peru.", "decision", "expel", "SANCTION"),
    ],
)
def test_two_words_of_one_deed_are_one_event(text: str, first: str, second: str, kind: str) -> None:
    assert events(text, first, second, kind) == [(first, [second])]


@pytest.mark.parametrize(
    ("text", "first", "second", "kind", "later"),
    [
        ("Peru condemned the trial.", "condemned", "trial", "ACCUSE", "actual"),
        ("Peru set out and fired on the mill.", "set", "fired", "ASSAULT", "actual"),
        ("Peru made an offer of trucks.", "made", "offer", "AGREE", "proposed"),
        ("Peru accepted an invitation to Togo.", "accepted", "invitation", "AGREE", "actual"),
        ("Peru took the port. Raids went on.", "took", "Raids", "ASSAULT", "actual"),
    ],
)
def test_two_deeds_are_two_events(text: str, first: str, second: str, kind: str, later: str) -> None:
    assert len(events(text, first, second, kind, later=later)) == 2


def test_a_deed_that_is_the_content_of_its_own_cue_is_one() -> None:
    it = Writer("Chad said on Monday that Peru agreed to leave the port.")
    chad, peru = it.mention("Chad", "state"), it.mention("Peru", "state")
    it.cue("said", "say", chad, "that Peru agreed to leave the port")
    it.cue("agreed", "agree", peru, "to leave the port")
    it.trigger("agreed", "CONCEDE", "planned", actors=[peru])
    it.trigger("leave", "CONCEDE", "planned", actors=[peru])
    (event,) = it.reading().events
    assert event.mentions[0].quote == "leave"
    assert event.attributed_to == "s1"


def test_what_another_tells_stays_apart() -> None:
    it = Writer("Peru raided the port. Chad said the raid was late.")
    peru, chad = it.mention("Peru", "state"), it.mention("Chad", "state")
    it.cue("said", "say", chad, "the raid was late")
    it.trigger("raided", "ASSAULT", actors=[peru])
    it.trigger("raid", "ASSAULT", actors=[peru])
    it.marks.triggers[0].again = [Link(1, 0.9)]
    assert len(it.reading().events) == 2


def acts(text: str, verb: str, noun: str, content: str, *, other: bool = False) -> list[str]:
    """Return the cues of the statements of a verb and its noun, of one speaker or of two."""
    it = Writer(text)
    peru = it.mention("Peru", "state")
    chad = it.mention("Chad", "state") if other else peru
    it.cue(verb, "say", peru, content)
    it.cue(noun, "criticize", chad, content)
    return [each.cue.quote for each in it.reading().statements if each.cue]


@pytest.mark.parametrize(
    ("text", "verb", "noun", "content"),
    [
        (
            "Peru expressed deep disappointment that the mine was shut.",
            "expressed",
            "disappointment",
            "the mine was shut",
        ),
        ("Peru repeated its old claim that the mine was shut.", "repeated", "claim", "the mine was shut"),
        ("Peru voiced concern over the mine.", "voiced", "concern", "the mine"),
    ],
)
def test_a_verb_and_its_noun_of_speech_are_one_statement(text: str, verb: str, noun: str, content: str) -> None:
    assert acts(text, verb, noun, content) == [noun]


@pytest.mark.parametrize(
    ("text", "verb", "noun", "content", "other"),
    [
        ("Peru said it regretted that the mine was shut.", "said", "regretted", "that the mine was shut", False),
        ("Peru argued on, claiming that the mine was shut.", "argued", "claiming", "that the mine was shut", False),
        (
            "Peru repeated the claim of Chad that the mine was shut.",
            "repeated",
            "claim",
            "that the mine was shut",
            True,
        ),
    ],
)
def test_two_verbs_of_speech_are_two_statements(text: str, verb: str, noun: str, content: str, *, other: bool) -> None:
    assert acts(text, verb, noun, content, other=other) == [verb, noun]
