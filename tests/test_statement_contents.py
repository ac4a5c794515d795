"""What a statement tells: the whole quotation, nobody else's, not the reporter's words inside; and when it was said."""

import datetime

import pytest
from marks import Writer

from communique.model import Link
from communique.vocabulary import Quotation

FRIDAY = datetime.date(2024, 3, 1)


def told(it: Writer) -> list[str]:
    return [each.content.quote for each in it.reading().statements]


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        (
            "Moe said: “The town is lost. Rebels took it. Nobody helps.” She left.",
            "“The town is lost",
            "“The town is lost. Rebels took it. Nobody helps.”",
        ),
        ("“The town is lost. Nobody helps,” Moe said.", "Nobody helps,”", "“The town is lost. Nobody helps,”"),
        (
            "“We are tired,” Moe said, wiping her hands. “Nobody helps.” She left.",
            "“We are tired,”",
            "“We are tired,” Moe said, wiping her hands. “Nobody helps.”",
        ),
        ('"We are tired," Moe said. "Nobody helps."', '"We are tired,"', '"We are tired," Moe said. "Nobody helps."'),
        # What is only quoted, or goes on after its mark, is no speech that goes on.
        ("“We are tired,” Moe said. “Go home” was on the wall.", "“We are tired,”", "“We are tired,”"),
        ("“We are tired,” Moe said. The wall read “Go home.”", "“We are tired,”", "“We are tired,”"),
        # Another paragraph is another matter.
        ("“We are tired,” Moe said.\n“Go home.”", "“We are tired,”", "“We are tired,”"),
        # A part of a quotation inside of the reporter's words stays a part.
        ("Moe said that “nobody helps” the town.", "that “nobody helps” the town", "that “nobody helps” the town"),
    ],
)
def test_a_content_is_the_whole_quotation(text: str, marked: str, whole: str) -> None:
    it = Writer(text)
    it.cue("said", "say", it.mention("Moe", "person"), marked)
    assert told(it)[0] == whole


def test_a_quotation_with_a_cue_of_its_own_is_nobody_elses() -> None:
    it = Writer("“We are tired,” Moe said. “We are not,” replied Brekke. “Ask him.”")
    moe, brekke = it.mention("Moe", "person"), it.mention("Brekke", "person")
    it.cue("said", "say", moe, "“We are tired,” Moe said. “We are not,”")
    it.cue("replied", "say", brekke, "“We are tired,” Moe said. “We are not,”")
    assert told(it) == ["“We are tired,”", "“We are not,” replied Brekke. “Ask him.”"]


def test_the_reporters_words_between_two_parts_are_not_told_by_the_speaker() -> None:
    it = Writer("“We are tired,” said Moe, who was shelled on Monday. “They shot at us.”")
    moe = it.mention("Moe", "person")
    it.cue("said", "say", moe, "“We are tired,”")
    it.trigger("shelled", "ASSAULT", recipients=[moe])
    it.trigger("shot", "ASSAULT", recipients=[moe])
    reading = it.reading()
    assert [each.attributed_to for each in reading.events] == [None, "s1"]
    assert reading.statements[0].quotation is Quotation.DIRECT


def test_what_has_no_letter_is_no_content() -> None:
    it = Writer("“,” Moe said.")
    it.cue("said", "say", it.mention("Moe", "person"), "“,”")
    assert told(it) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Moe said on Friday that Norway would send trucks.", FRIDAY),
        ("Moe said in Oslo on Friday that Norway would send trucks.", FRIDAY),
        ("Moe on Friday said that Norway would send trucks.", FRIDAY),
        ("On Friday the minister Moe said that Norway would send trucks.", FRIDAY),
        ("Moe, who left on Friday, said that Norway would send trucks.", None),
        ("Moe said, as on Friday, that Norway would send trucks.", None),
        ("Moe said that Norway would send trucks on Friday.", None),
    ],
)
def test_a_statement_has_the_day_beside_its_cue(text: str, day: datetime.date | None) -> None:
    it = Writer(text, "2024-03-07")
    norway = it.mention("Norway", "state")
    content = text[text.index("that") : -1]
    it.value("Friday", "date")
    it.cue("said", "say", it.mention("Moe", "person"), content)
    it.trigger("send", "AID", "planned", actors=[norway])
    if "who left" in text:
        it.trigger("left", "RETREAT")
    found = it.reading().statements[0].date
    assert (found.start if found else None) == day


def test_of_several_dates_an_event_has_the_likeliest() -> None:
    it = Writer("The army shelled it on Tuesday and freed nine on Thursday.")
    army = it.mention("army", "organization")
    tuesday, thursday = it.value("Tuesday", "date"), it.value("Thursday", "date")
    it.trigger("freed", "RETREAT", actors=[army])
    it.marks.triggers[0].dates = [Link(tuesday, 0.5), Link(thursday, 0.9)]
    [event] = it.reading().events
    assert event.date is not None
    assert event.date.span is not None
    assert event.date.span.quote == "Thursday"


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "day"),
    [
        ("Rebels burned the camp a week later.", "burned", "ASSAULT", None),
        ("Having shelled Kara on Saturday, rebels will leave.", "shelled", "ASSAULT", datetime.date(2024, 3, 2)),
        ("Rebels will not leave on Saturday.", "leave", "REJECT", datetime.date(2024, 3, 9)),
        ("Rebels won on Saturday and burned the camp on Saturday.", "burned", "ASSAULT", datetime.date(2024, 3, 2)),
    ],
)
def test_what_has_happened_has_no_day_to_come(text: str, trigger: str, kind: str, day: datetime.date | None) -> None:
    it = Writer(text, "2024-03-07")
    rebels = it.mention("Rebels" if "Rebels" in text else "rebels", "group")
    it.value("a week later" if "week" in text else "Saturday", "date")
    it.trigger(trigger, kind, actors=[rebels], dates=[0])
    [event] = it.reading().events
    assert event.date is not None
    assert event.date.start == day


def test_one_quotation_of_one_speaker_is_one_statement() -> None:
    it = Writer("“We are tired,” said Moe, speaking to Dahl. Dahl said he agreed, adding that he was tired.")
    moe = it.mention("Moe", "person")
    dahl = it.mention("Dahl", "person", 2)
    it.cue("said", "say", moe, "“We are tired,”")
    it.cue("speaking", "say", moe, "“We are tired,”")
    it.cue("said", "say", dahl, "he agreed", nth=2)
    it.cue("adding", "say", dahl, "that he was tired")
    it.marks.cues[1].probability = 0.6
    assert [each.cue.quote for each in it.reading().statements if each.cue] == ["said", "said", "adding"]


def test_who_reports_a_quotation_tells_it_beside_its_speaker() -> None:
    it = Writer("“We are tired,” Moe wrote, according to Dahl.")
    moe, dahl = it.mention("Moe", "person"), it.mention("Dahl", "person")
    it.cue("wrote", "say", moe, "“We are tired,”")
    it.cue("according", "say", dahl, "“We are tired,”")
    assert len(it.reading().statements) == 2


def test_who_echoes_a_quotation_of_another_sentence_does_not_tell_it() -> None:
    it = Writer("“We are tired,” Moe wrote. It was a view that Dahl echoed on Friday.")
    moe, dahl = it.mention("Moe", "person"), it.mention("Dahl", "person")
    it.cue("wrote", "say", moe, "“We are tired,”")
    it.cue("echoed", "say", dahl, "“We are tired,”")
    assert [each.cue.quote for each in it.reading().statements if each.cue] == ["wrote"]


def speakers(it: Writer) -> list[tuple[str, str]]:
    """Return who says each statement without a cue, and what."""
    reading = it.reading()
    names = {actor.id: actor.name for actor in reading.actors}
    return [(names[each.speaker], each.content.quote) for each in reading.statements if each.cue is None]


def test_a_paragraph_of_quotation_is_told_by_who_spoke_last_though_it_reports_somebody() -> None:
    it = Writer("Ola Brekke stated the following.\n“The guards claimed that it was late. We left.\n“We condemn arson.”")
    ola, guards = it.mention("Ola Brekke", "person"), it.mention("guards", "group")
    we = it.mention("We", "pronoun", 2)
    it.cue("stated", "say", ola, "following")
    it.cue("claimed", "assert", guards, "that it was late")
    it.cue("condemn", "criticize", we, "arson")
    assert speakers(it) == [
        ("Ola Brekke", "“The guards claimed that it was late. We left."),
        ("Ola Brekke", "“We condemn arson.”"),
    ]
    inside = {each.cue.quote: each.within for each in it.reading().statements if each.cue}
    assert inside == {"stated": None, "claimed": "s4", "condemn": "s5"}


@pytest.mark.parametrize(
    "text",
    [
        "Ola Brekke spoke.\n“We are late,” he said.",
        "Ola Brekke spoke.\n“Peace at Last” met in Oslo on Monday.",
        "Ola Brekke spoke.\n“We left the town at dusk.” It rained all day.",
    ],
)
def test_a_paragraph_with_words_of_the_reporter_is_no_quotation_alone(text: str) -> None:
    it = Writer(text)
    it.cue("spoke", "say", it.mention("Ola Brekke", "person"), "Ola")
    assert speakers(it) == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        (
            '"We left," Moe said. "It was late. Nobody came.\n"We slept."',
            '"We left," Moe said. "It was late. Nobody came.',
        ),
        ('"We left," Moe said. "It was late. Nobody came.\nMoe slept.', '"We left,"'),
        (
            "“We left,” Moe said. “It was late. Nobody came.\n“We slept.”",
            "“We left,” Moe said. “It was late. Nobody came.",
        ),
    ],
)
def test_a_quotation_that_runs_on_in_the_next_paragraph_lasts_to_the_end_of_its_own(text: str, whole: str) -> None:
    it = Writer(text)
    it.cue("said", "say", it.mention("Moe", "person"), text[: text.index(",") + 2])
    assert told(it)[0] == whole


def test_i_of_a_paragraph_of_quotation_is_not_whom_the_one_before_reports() -> None:
    it = Writer("Ola Brekke spoke.\n“The guards said it was late.\n“I left at once.”")
    ola, guards = it.mention("Ola Brekke", "person"), it.mention("guards", "group")
    left = it.mention("I", "pronoun")
    it.cue("spoke", "say", ola, "Ola")
    it.cue("said", "say", guards, "it was late")
    it.trigger("left", "RETREAT", actors=[left])
    reading = it.reading()
    (event,) = reading.events
    assert {each.id: each.name for each in reading.actors}[event.actors[0]] == "Ola Brekke"
