"""A headline and the article's lead tell one event; marks are written by hand."""

import pytest
from marks import Writer, sides

from communique.model import Link
from communique.records import Reading

SUMMONED = "Chad summons {}\nN'Djamena, 4 March\nThe ministry of Chad summoned the Togolese envoy on Monday."


def told(reading: Reading) -> list[list[str]]:
    """Give the words for each event."""
    return [[each.trigger.quote, *(span.quote for span in each.mentions)] for each in reading.events]


def summons(text: str, head: str = "Togo's envoy", kind: str = "ACCUSE", status: str = "actual") -> Writer:
    """Give an article whose headline and lead each tell that an envoy was summoned."""
    it = Writer(text.format(head))
    first = it.mentions(state=["Chad"], person=[head])
    ministry, envoy = it.mention("ministry of Chad", "organization"), it.mention("Togolese envoy", "person")
    it.trigger("summons", "ACCUSE", actors=[first["Chad"]], recipients=[first[head]])
    it.trigger("summoned", kind, status, actors=[ministry], recipients=[envoy])
    return it


def test_a_lead_tells_its_headlines_event_in_other_words() -> None:
    it = summons(SUMMONED)
    it.marks.triggers[1].dates = [Link(it.value("on Monday", "date"), 0.9)]
    reading = it.reading()
    assert told(reading) == [["summons", "summoned"]]
    assert sides(reading) == (["Chad"], ["Togo's envoy"])
    (event,) = reading.events
    assert event.date is not None
    assert str(event.date.start) == "2024-03-04"


@pytest.mark.parametrize(
    ("text", "head", "lead"),
    [
        (SUMMONED, "Peru's envoy", {}),
        (SUMMONED, "Togo's envoy", {"kind": "REQUEST"}),
        (SUMMONED, "Togo's envoy", {"status": "negated"}),
        (SUMMONED.replace("{}\n", "{}.\n"), "Togo's envoy", {}),
        (SUMMONED.replace("\nThe", "\nMarkets fell. Rain is due. The"), "Togo's envoy", {}),
    ],
)
def test_what_another_deed_or_a_later_sentence_tells_is_its_own_event(
    text: str, head: str, lead: dict[str, str]
) -> None:
    assert told(summons(text, head, **lead).reading()) == [["summons"], ["summoned"]]


def test_what_a_headline_leaves_open_its_lead_tells() -> None:
    it = Writer("26 slain in Chad\nPolice in Chad said on Monday that rebels killed 26 herdsmen.")
    some, rebels = it.mention("26", "group"), it.mention("rebels", "group")
    police = it.mention("Police in Chad", "organization")
    herdsmen = it.mention("26 herdsmen", "group", antecedent=some)
    it.trigger("slain", "ASSAULT", recipients=[some])
    it.trigger("killed", "ASSAULT", actors=[rebels], recipients=[herdsmen])
    it.cue("said", "say", police, "that rebels killed 26 herdsmen")
    reading = it.reading()
    assert told(reading) == [["slain", "killed"]]
    assert reading.events[0].attributed_to == reading.statements[0].id
    assert sides(reading)[0] == ["rebels"]


@pytest.mark.parametrize(("again", "events"), [("Ode", 1), ("Moss", 2)])
def test_of_several_one_is_told_in_both(again: str, events: int) -> None:
    it = Writer(f"Ode and Brekke meet in Oslo\n{again} and Lund of Mali met in the town hall.")
    at = it.mentions(person=["Ode", "Brekke", "Lund"])
    other = it.mention(
        again, "person", nth=2 if again == "Ode" else 1, antecedent=at["Ode"] if again == "Ode" else None
    )
    it.mention("Mali", "state")
    for each in ("Ode", "Lund"):
        it.marks.countries[at[each]] = Link(it.word("Mali"), 0.9)
    it.trigger("meet", "CONSULT", actors=[at["Ode"], at["Brekke"]])
    it.trigger("met", "CONSULT", actors=[other, at["Lund"]])
    assert len(it.reading().events) == events
