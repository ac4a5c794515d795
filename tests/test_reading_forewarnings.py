"""Who warns of what others do, or of what is, threatens nobody; marks are written by hand."""

import pytest
from marks import Writer


def told(text: str, content: str, *, cue: str = "warned", kind: str | None = "THREATEN") -> tuple[str, list[str]]:
    """Return the act of a statement whose cue the model took for a threat, and the types of the events."""
    it = Writer(text)
    peru, togo = it.mention("Peru", "state"), it.mention("Togo", "state")
    it.cue(cue, "threaten", peru, content)
    if kind:
        it.trigger(cue, kind, actors=[peru], recipients=[togo])
    reading = it.reading()
    return reading.statements[0].act, [each.type for each in reading.events]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Peru warned of an exodus from Togo if orders to attack came.", "exodus from Togo if orders to attack came"),
        ("Peru warned Togo against a rush to judgment.", "rush to judgment"),
        ("Peru warned that the shelters in Togo were full.", "that the shelters in Togo were full"),
    ],
)
def test_a_warning_of_what_others_do_is_no_threat(text: str, content: str) -> None:
    assert told(text, content) == ("warn", [])


def test_a_warning_that_only_goes_before_what_is_told_is_no_threat() -> None:
    text = "The warning of Peru came before it gave Togo a timetable for talks."
    assert told(text, "timetable for talks", cue="warning") == ("warn", [])


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Peru warned Togo not to attack its ships.", "not to attack its ships"),
        ("Peru warned that any raid by Togo will be answered.", "that any raid by Togo will be answered"),
        ("Peru warned Togo of consequences if ships were lost.", "consequences if ships were lost"),
        ("Peru warned that it was ready to shell Togo.", "that it was ready to shell Togo"),
        ("Peru warned Togo that tankers wouldn’t get through.", "that tankers wouldn’t get through"),
    ],
)
def test_a_warning_of_what_the_speaker_would_do_is_a_threat(text: str, content: str) -> None:
    assert told(text, content) == ("threaten", ["THREATEN"])


def test_a_threat_that_is_no_event_is_a_warning() -> None:
    text = "Peru warned that the return of men from Togo would be hard."
    content = "that the return of men from Togo would be hard"
    assert told(text, content, kind=None) == ("warn", [])
    assert told(text, content) == ("threaten", ["THREATEN"])


def test_other_cues_keep_their_act() -> None:
    text = "Peru threatened that the men in Togo were lost."
    assert told(text, "that the men in Togo were lost", cue="threatened") == ("threaten", ["THREATEN"])
