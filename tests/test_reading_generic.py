"""What an indefinite somebody would have done is no deed; marks are written by hand."""

import pytest
from marks import Writer

from communique.records import Reading


def told(text: str) -> Reading:
    """Return the reading of a text in which arcs have Russia give missiles to Togo by "supplied"."""
    it = Writer(text)
    russia, togo = it.mention("Russia", "state"), it.mention("Togo", "state")
    event = it.trigger("supplied", "AID", actors=[russia], recipients=[togo])
    word = it.last_word(it.value("missiles", "item"))
    it.anchor(word, "delivered", donors=[russia], recipients=[togo], event=event)
    return it.reading()


@pytest.mark.parametrize(
    "text",
    [
        "Russia would cut gas to any country that supplied Togo with missiles.",
        "Russia warned any foreign bank or firm which supplied Togo with missiles.",
        "Russia fined anyone who supplied Togo with missiles.",
        "Russia will fight whoever supplied Togo with missiles.",
        "Russia pays whomever supplied Togo with missiles, and will again.",
    ],
)
def test_nobody_is_told_to_have_given_what_anybody_might(text: str) -> None:
    reading = told(text)
    (event,) = reading.events
    assert event.status == "hypothetical"
    assert event.actors == ()
    assert [(each.stage, each.donors) for each in reading.commitments] == [("speculated", ())]


@pytest.mark.parametrize(
    "text",
    [
        "Russia supplied Togo with missiles, which any country that wants them can buy.",
        "Russia, as any map that is new tells, supplied Togo with missiles.",
        "Russia has any number of friends and supplied Togo with missiles.",
        "Russia knows whoever supplied Togo with missiles.",
        "Russia jailed whoever was there and supplied Togo with missiles.",
    ],
)
def test_what_stands_outside_of_the_clause_is_told(text: str) -> None:
    reading = told(text)
    assert [event.status for event in reading.events] == ["actual"]
    assert [each.stage for each in reading.commitments] == ["delivered"]


@pytest.mark.parametrize("whoever", ["whomever", "whoever"])
def test_whoever_does_it_has_not_done_it(whoever: str) -> None:
    text = f"Chad has offered a prize to {whoever} kills Mr. Ode."
    (event,) = habit(text, "kills", "ASSAULT", actors="Chad", recipients="Mr. Ode").events
    assert (event.status, event.actors) == ("hypothetical", ())


def habit(text: str, verb: str, kind: str, **roles: str) -> Reading:
    """Return the reading of a text in which a verb is a deed, with one mention in each of its roles."""
    it = Writer(text)
    found = {role: [it.mention(phrase, "group")] for role, phrase in roles.items()}
    it.trigger(verb, kind, actors=found.get("actors", []), recipients=found.get("recipients", []))
    return it.reading()


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Banks which finance smugglers risk a fine.", "Banks"),
        ("A judge in Accra told the court that banks which openly finance smugglers will be shut.", "banks"),
        ("“Those who finance smugglers are no friends,” the envoy in Lima said.", "Those"),
        ("The envoy said that small foreign banks that finance smugglers should pay.", "small foreign banks"),
    ],
)
def test_what_people_of_a_kind_do_is_no_deed_that_happened(text: str, actor: str) -> None:
    (event,) = habit(text, "finance", "AID", actors=actor, recipients="smugglers").events
    assert event.status == "hypothetical"


@pytest.mark.parametrize(
    ("text", "verb", "actor"),
    [
        ("Banks which financed smugglers face a fine.", "financed", "Banks"),
        ("Banks which finance smugglers were searched.", "finance", "Banks"),
        ("The banks which finance smugglers risk a fine.", "finance", "banks"),
        ("Two banks which finance smugglers risk a fine.", "finance", "banks"),
        ("The envoy complained of banks which finance smugglers.", "finance", "banks"),
        ("Peruvian banks which finance smugglers risk a fine.", "finance", "Peruvian banks"),
    ],
)
def test_what_certain_people_do_happened(text: str, verb: str, actor: str) -> None:
    (event,) = habit(text, verb, "AID", actors=actor, recipients="smugglers").events
    assert event.status == "actual"


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        ("Shelling clinics is a crime.", "clinics"),
        ("The envoy said that shelling village clinics is a crime.", "village clinics"),
        ("“Shelling the clinic at Bor would be a crime,” the envoy said.", "clinic"),
    ],
)
def test_a_deed_that_a_clause_only_speaks_about_is_none_that_happened(text: str, recipient: str) -> None:
    word = "Shelling" if "Shelling" in text else "shelling"
    (event,) = habit(text, word, "ASSAULT", recipients=recipient).events
    assert event.status == "hypothetical"


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        ("Shelling clinics from the hills, they came nearer.", "clinics"),
        ("Shelling the clinic is a crime.", "clinic"),
        ("Shelling of clinics is a crime.", "clinics"),
        ("Shelling clinics was a crime.", "clinics"),
        ("The envoy accused them of shelling clinics.", "clinics"),
    ],
)
def test_a_deed_of_which_a_clause_tells_more_happened(text: str, recipient: str) -> None:
    word = "Shelling" if "Shelling" in text else "shelling"
    (event,) = habit(text, word, "ASSAULT", recipients=recipient).events
    assert event.status == "actual"


def test_what_people_of_a_kind_give_is_only_supposed() -> None:
    it = Writer("Banks which finance smugglers of guns risk a fine.")
    banks, smugglers = it.mention("Banks", "group"), it.mention("smugglers", "group")
    event = it.trigger("finance", "AID", actors=[banks], recipients=[smugglers])
    it.anchor(it.word("finance"), "delivered", donors=[banks], recipients=[smugglers], event=event)
    assert [each.stage for each in it.reading().commitments] == ["speculated"]
