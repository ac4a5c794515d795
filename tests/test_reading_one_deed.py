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
    it = Writer("Togo said Peru raided the port. Chad said Peru's raid was late.")
    peru, chad = it.mention("Peru", "state"), it.mention("Chad", "state")
    it.cue("said", "say", it.mention("Togo", "state"), "Peru raided the port")
    it.cue("said", "say", chad, "Peru's raid was late", nth=2)
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


def triggers(it: Writer) -> list[list[str]]:
    """Return the words of each event, its trigger first."""
    return [[each.trigger.quote, *(more.quote for more in each.mentions)] for each in it.reading().events]


def fired(text: str, first: str, second: str, *, nth: int = 1) -> Writer:
    """Mark two deeds of the police to the crowd."""
    it = Writer(text)
    police, crowd = it.mention("police", "organization"), it.mention("crowd", "group")
    it.trigger(first, "ASSAULT", actors=[police], recipients=[crowd])
    it.trigger(second, "ASSAULT", nth=nth, actors=[police], recipients=[crowd])
    return it


def test_what_the_same_did_to_the_same_in_a_sentence_is_one_event() -> None:
    it = fired("Two of the crowd were killed when police fired.", "killed", "fired")
    assert triggers(it) == [["killed", "fired"]]


@pytest.mark.parametrize("joint", ["and", "but"])
def test_what_a_word_parts_is_two_events(joint: str) -> None:
    assert len(triggers(fired(f"On Monday police beat {joint} shot at the crowd.", "beat", "shot"))) == 2


@pytest.mark.parametrize(
    ("part", "value"),
    [("status", "planned"), ("type", "COERCE"), ("dates", [Link(0, 0.9)])],
)
def test_deeds_that_differ_are_two_events(part: str, value: object) -> None:
    it = fired("On Monday police beat the crowd that in May they shot at.", "beat", "shot")
    days = [it.value("On Monday", "date"), it.value("in May", "date")]
    it.marks.triggers[0].dates = [Link(days[0], 0.9)]
    it.marks.triggers[1].dates = [Link(days[0], 0.9)] if part != "dates" else [Link(days[1], 0.9)]
    if part != "dates":
        setattr(it.marks.triggers[1], part, value)
    assert len(triggers(it)) == 2


@pytest.mark.parametrize("second", ["the attack", "the brutal attack", "these attacks", "this attack"])
def test_a_definite_noun_tells_a_deed_again(second: str) -> None:
    it = fired(f"On Monday police beat the crowd. Togo was angry at {second}.", "beat", second.rsplit(maxsplit=1)[-1])
    it.marks.triggers[1].actors = []
    assert triggers(it) == [["beat", second.rsplit(maxsplit=1)[-1]]]


def test_whoever_speaks_of_the_deed_takes_it_as_told() -> None:
    it = fired("On Monday police beat the crowd. Togo said the attack was a crime.", "beat", "attack")
    it.cue("said", "say", it.mention("Togo", "state"), "the attack was a crime")
    assert [each.attributed_to for each in it.reading().events] == [None]


@pytest.mark.parametrize("second", ["an attack", "attack"])
def test_another_noun_tells_another_deed(second: str) -> None:
    assert len(triggers(fired(f"On Monday police beat the crowd. Togo heard of {second}.", "beat", "attack"))) == 2


def test_who_is_definite_makes_no_deed_so() -> None:
    it = fired("On Monday the police beat the crowd. At night the police shot.", "beat", "shot")
    it.marks.triggers[1].actors = [Link(it.mention("police", "organization", 2), 0.9)]
    assert len(triggers(it)) == 2


def test_a_deed_far_before_is_another_one() -> None:
    it = fired(
        "Then police beat the crowd. Rain fell. It was late. Ships left. Togo condemned the attack.", "beat", "attack"
    )
    assert len(triggers(it)) == 2


def test_a_deed_of_others_is_another_one() -> None:
    it = fired("On Monday police beat the crowd. The rebels were angry at the attack.", "beat", "attack")
    it.marks.triggers[1].actors = [Link(it.mention("rebels", "group"), 0.9)]
    assert len(triggers(it)) == 2
