"""What somebody will do, or is expected to, is not done; marks are written by hand."""

import pytest
from marks import Writer


def status(text: str, word: str, kind: str) -> str:
    it = Writer(text)
    it.trigger(word, kind, actors=[it.mention("Peru", "state")], recipients=[it.mention("Togo", "state")])
    (event,) = it.reading().events
    return event.status


def stage(text: str, word: str) -> str:
    """Return the stage of ten trucks that Peru gives to Togo by a word of aid."""
    it = Writer(text)
    peru, togo = it.mention("Peru", "state"), it.mention("Togo", "state")
    event = it.trigger(word, "AID", actors=[peru], recipients=[togo])
    trucks = it.last_word(it.value("ten trucks", "item"))
    it.anchor(trucks, "delivered", donors=[peru], recipients=[togo], event=event)
    (commitment,) = it.reading().commitments
    return commitment.stage


@pytest.mark.parametrize("before", ["will", "is to", "plans to", "will also formally", "is due to", "was going to"])
def test_what_is_put_off_is_planned(before: str) -> None:
    assert status(f"Peru {before} accuse Togo of arson on Friday.", "accuse", "ACCUSE") == "planned"


@pytest.mark.parametrize("before", ["is expected to", "is widely expected to", "was likely to"])
def test_what_others_expect_is_possible(before: str) -> None:
    assert status(f"Peru {before} urge Togo to leave.", "urge", "REQUEST") == "possible"


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Peru will not send Togo any trucks.", "send", "REJECT"),
        ("Peru will close the strait unless Togo pays.", "close", "THREATEN"),
        ("Peru spoke of the likelihood of this support following a raid on Togo.", "raid", "ASSAULT"),
        ("Peru will ask no more, it said, and accused Togo of arson.", "accused", "ACCUSE"),
        ("Peru will hold those who led the raid on Togo.", "raid", "ASSAULT"),
        ("Peru, which is to hold talks, mourned the raid on Togo.", "raid", "ASSAULT"),
        ("Peru, which is to meet Chad, accused Togo of arson.", "accused", "ACCUSE"),
    ],
)
def test_what_is_done_now_is_actual(text: str, word: str, kind: str) -> None:
    assert status(text, word, kind) == "actual"


@pytest.mark.parametrize(
    ("text", "word", "kind", "told"),
    [
        ("Peru holds the key to the forthcoming attack on Togo.", "attack", "ASSAULT", "planned"),
        ("Peru set Sunday as the date for a full-scale raid on Togo.", "raid", "ASSAULT", "planned"),
        ("Peru is due to launch a full-scale raid on Togo.", "raid", "ASSAULT", "planned"),
        ("Peru will host talks with Togo.", "talks", "CONSULT", "planned"),
        ("Peru is expected to hold tense talks with Togo.", "talks", "CONSULT", "possible"),
        ("Peru masses tanks in preparation for the assault on Togo.", "assault", "ASSAULT", "planned"),
        ("Peru shut its ports ahead of an invasion of Togo.", "invasion", "ASSAULT", "planned"),
        ("Peru said that talks with Togo will be held in Lima.", "talks", "CONSULT", "planned"),
        ("Peru fell silent ahead of the expected Chad-led air raid on Togo.", "raid", "ASSAULT", "possible"),
        ("Peru spoke of the likelihood of further aid to Togo.", "aid", "AID", "possible"),
        ("Peru hid the prospect of a new war with Togo.", "war", "ASSAULT", "possible"),
        ("Peru said that talks with Chad ended and raids could follow in Togo.", "raids", "ASSAULT", "possible"),
        ("Peru said that raids would begin at once if Togo stayed.", "raids", "ASSAULT", "hypothetical"),
        ("Chad played down the potential impact of Peru's help for Togo.", "help", "AID", "possible"),
        ("Chad weighed the likely effects of a strike by Peru on Togo.", "strike", "ASSAULT", "possible"),
        ("Peru defended its decision to withdraw from Togo.", "withdraw", "RETREAT", "planned"),
        ("Peru praised its own decision to shell Togo.", "shell", "ASSAULT", "planned"),
    ],
)
def test_a_noun_or_decision_that_is_put_off_tells_of_no_deed_that_was_done(
    text: str, word: str, kind: str, told: str
) -> None:
    it = Writer(text)
    it.trigger(word, kind, actors=[it.mention("Peru", "state")], recipients=[it.mention("Togo", "state")])
    (event,) = it.reading().events
    # By PLOVER's rule of tense some deeds that are planned have another type.
    others = {"CONSULT": "AGREE", "RETREAT": "CONCEDE"} if told == "planned" else {}
    assert (event.type, event.status) == (others.get(kind, event.type), told)


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Peru began its planned attack on Togo.", "attack", "ASSAULT"),
        ("Peru weighed the potential impact of the attack on Togo.", "attack", "ASSAULT"),
        ("Peru told the impact of an attack on Togo.", "attack", "ASSAULT"),
        ("Peru told the police who planned an attack on Togo.", "attack", "ASSAULT"),
        ("Peru hailed the meticulously planned attack on Togo.", "attack", "ASSAULT"),
        ("Peru and its expected guest attacked Togo.", "attacked", "ASSAULT"),
        ("Peru armed itself ahead of the attack on Togo.", "attack", "ASSAULT"),
        ("Peru told at what risk the attack on Togo was made.", "attack", "ASSAULT"),
        ("Peru said that those arrested in Togo would be held in Lima.", "arrested", "COERCE"),
        ("Peru said that the raids on Togo will end.", "raids", "ASSAULT"),
        ("Peru defended its decision to reimpose sanctions on Togo.", "reimpose", "SANCTION"),
        ("Peru fired in order to withdraw from Togo.", "withdraw", "RETREAT"),
    ],
)
def test_a_deed_that_was_done_stays_so_beside_such_words(text: str, word: str, kind: str) -> None:
    assert status(text, word, kind) == "actual"


def test_what_a_deed_to_come_would_give_is_not_delivered() -> None:
    assert stage("Peru will send Togo ten trucks.", "send") == "pledged"
    assert stage("Peru spoke of the likelihood of support for Togo with ten trucks.", "support") == "speculated"
    assert stage("Peru has sent Togo ten trucks.", "sent") == "delivered"


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        ("Chad feared the prospect of Peru's support in sending ten trucks to Togo.", "sending", ["speculated"]),
        ("Chad feared the prospect of Peru's support. Peru was sending ten trucks to Togo.", "sending", ["delivered"]),
        ("Chad feared the prospect of Peru's support, which sent ten trucks to Togo.", "sent", ["delivered"]),
    ],
)
def test_a_later_word_of_the_sentence_for_such_a_deed_gives_nothing_either(
    text: str, word: str, told: list[str]
) -> None:
    it = Writer(text)
    peru, togo = it.mention("Peru", "state"), it.mention("Togo", "state")
    first = it.trigger("support", "AID", actors=[peru])
    later = it.trigger(word, "AID", actors=[peru], recipients=[togo], again=[first])
    trucks = it.last_word(it.value("ten trucks", "item"))
    it.anchor(trucks, "delivered", donors=[peru], recipients=[togo], event=later)
    assert [each.stage for each in it.reading().commitments] == told
