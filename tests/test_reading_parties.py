"""Parties of talks and fights that "between" names; marks are written by hand."""

import pytest
from marks import Sides, Writer, sides


class Talks(Writer):
    """A text with its actors, by kind."""

    def __init__(self, text: str, **mentions: list[str]) -> None:
        super().__init__(text)
        self.at = self.mentions(**mentions)

    def told(self, noun: str, kind: str, actors: list[str], recipients: list[str]) -> Sides:
        """Return the sides of the event at a noun, to which arcs lead from these mentions."""
        self.trigger(
            noun, kind, actors=[self.at[each] for each in actors], recipients=[self.at[each] for each in recipients]
        )
        return sides(self.reading())


def test_parties_of_a_meeting_are_those_between_whom_it_was() -> None:
    text = "Ms Ode acknowledged it after a meeting between Premier Ola Brekke and her Malian counterpart Issa Traoré."
    it = Talks(text, person=["Ode", "Ola Brekke", "Issa Traoré"], pronoun=["her"])
    it.title("Malian counterpart", it.at["Issa Traoré"])
    found = it.told("meeting", "CONSULT", ["Ode", "Ola Brekke"], ["Issa Traoré"])
    assert found == (["Ola Brekke", "Issa Traoré"], [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Peru left after talks in Lima on Monday between Togo and Chad.", ["Togo", "Chad"]),
        ("Peru left after talks between Togo, Chad and Mali.", ["Togo", "Chad", "Mali"]),
        ("Peru left after talks between Togo, Chad, and Mali.", ["Togo", "Chad", "Mali"]),
        ("Peru left after talks between Togo and neighbouring Chad.", ["Togo", "Chad"]),
    ],
)
def test_a_list_of_parties(text: str, names: list[str]) -> None:
    it = Talks(text, state=["Peru", *names])
    assert it.told("talks", "CONSULT", ["Peru"], names[:1]) == (names, [])


def test_officials_talk_among_themselves() -> None:
    it = Talks("Peru left after talks between officials of the ministry.", state=["Peru"], group=["officials"])
    assert it.told("talks", "CONSULT", ["Peru"], ["officials"]) == (["officials"], [])


def test_whom_a_clash_hit_stays() -> None:
    text = "Clashes between police and students left four nurses hurt, Togo said."
    it = Talks(text, group=["police", "students", "four nurses"], state=["Togo"])
    found = it.told("Clashes", "ASSAULT", ["Togo", "police"], ["four nurses", "students"])
    assert found == (["police", "students"], ["four nurses"])


@pytest.mark.parametrize(
    "text",
    [
        "Peru brokered talks between Togo and Chad.",
        "Peru hosted the talks between Togo and Chad.",
        "Peru said the talks between Togo and Chad, under its auspices, had ended.",
    ],
)
def test_a_mediator_takes_part_beside_the_parties(text: str) -> None:
    it = Talks(text, state=["Peru", "Togo", "Chad"])
    assert it.told("talks", "CONSULT", ["Peru"], ["Togo", "Chad"]) == (["Peru"], ["Togo", "Chad"])


@pytest.mark.parametrize("word", ["mediated", "shuttled", "arbitrated"])
def test_a_mediators_parties_are_its_recipients(word: str) -> None:
    it = Talks(f"Peru {word} for years between Togo and Chad.", state=["Peru", "Togo", "Chad"])
    assert it.told(word, "CONSULT", ["Peru", "Togo"], []) == (["Peru"], ["Togo", "Chad"])
    it = Talks(f"Peru {word} between the two neighbours.", state=["Peru"], group=["two neighbours"])
    assert it.told(word, "CONSULT", ["Peru"], []) == (["Peru"], ["two neighbours"])


def test_without_between_a_mediators_parties_stay() -> None:
    it = Talks("Peru mediated in Togo, and the talks between Chad and Mali failed.", state=["Peru", "Chad", "Mali"])
    assert it.told("mediated", "CONSULT", ["Peru"], []) == (["Peru"], [])


def test_two_who_are_named_elsewhere_stay() -> None:
    text = "Togo and Chad agreed after talks between the two neighbours."
    it = Talks(text, state=["Togo", "Chad"], group=["two neighbours"])
    assert it.told("talks", "CONSULT", ["Togo", "Chad"], []) == (["Togo", "Chad"], [])


def test_parties_of_one_meeting_are_none_of_another() -> None:
    it = Writer("Ode, in Lima for NATO meetings, spoke of a meeting between Togo and Chad.")
    ode, togo = it.mention("Ode", "person"), it.mention("Togo", "state")
    chad = it.mention("Chad", "state")
    it.trigger("meetings", "CONSULT", actors=[ode], recipients=[togo])
    it.trigger("meeting", "CONSULT", actors=[ode, togo], recipients=[chad])
    reading = it.reading()
    assert [sides(reading, each) for each in reading.events] == [(["Ode"], []), (["Togo", "Chad"], [])]


@pytest.mark.parametrize(
    ("text", "noun", "actors", "recipients"),
    [
        ("A Malian offensive against the Azawad rebels began.", "offensive", ["Malian"], ["Azawad rebels"]),
        ("A raid by Mali against General Ola Brekke began.", "raid", ["Mali"], ["Ola Brekke"]),
        ("Mali began it. Against Togo nothing was done in the raid by Chad.", "raid", ["Mali", "Togo"], []),
    ],
)
def test_whom_it_is_against_is_no_actor(text: str, noun: str, actors: list[str], recipients: list[str]) -> None:
    it = Talks(text, group=[each for each in (*actors, *recipients) if each in text])
    if "General" in text:
        it.title("General", it.at["Ola Brekke"])
    assert it.told(noun, "ASSAULT", [*actors, *recipients], []) == (actors, recipients)


@pytest.mark.parametrize(
    ("text", "noun", "actors", "recipients", "found"),
    [
        ("Togo fought alongside the Kurds.", "fought", ["Togo"], ["Kurds"], (["Togo", "Kurds"], [])),
        ("Togo fought together with Chad.", "fought", ["Togo"], ["Chad"], (["Togo", "Chad"], [])),
        ("Togo fought with Chad against Mali.", "fought", ["Togo"], ["Chad"], (["Togo", "Chad"], ["Mali"])),
        ("Togo fought with Chad in Mali.", "fought", ["Togo"], ["Chad"], (["Togo"], ["Chad"])),
        ("Togo, along with Chad, attacked Mali.", "attacked", ["Togo"], ["Mali"], (["Togo", "Chad"], ["Mali"])),
        ("Togo, in talks along with Chad, attacked Mali.", "attacked", ["Togo"], ["Mali"], (["Togo"], ["Mali"])),
        ("Alongside Chad, Togo attacked Mali.", "attacked", ["Togo"], ["Mali"], (["Togo"], ["Mali"])),
    ],
)
def test_whom_one_fights_beside_is_an_actor(
    text: str, noun: str, actors: list[str], recipients: list[str], found: Sides
) -> None:
    it = Talks(text, state=[each for each in ("Togo", "Chad", "Mali", "Kurds") if each in text])
    assert it.told(noun, "ASSAULT", actors, recipients) == found


@pytest.mark.parametrize("word", ["met", "telephoned", "spoke to"])
def test_all_who_meet_are_actors(word: str) -> None:
    it = Talks(f"Ola Brekke {word} Issa Traoré.", person=["Ola Brekke", "Issa Traoré"])
    found = it.told(word.split(maxsplit=1)[0], "CONSULT", ["Ola Brekke"], ["Issa Traoré"])
    assert found == (["Ola Brekke", "Issa Traoré"], [])


def test_whom_one_informs_or_who_is_host_to_two_is_no_actor() -> None:
    it = Talks("Ola Brekke briefed Issa Traoré.", person=["Ola Brekke", "Issa Traoré"])
    assert it.told("briefed", "CONSULT", ["Ola Brekke"], ["Issa Traoré"]) == (["Ola Brekke"], ["Issa Traoré"])
    it = Talks("Togo and Chad met at the invitation of Mali.", state=["Togo", "Chad", "Mali"])
    assert it.told("met", "CONSULT", ["Togo", "Chad"], ["Mali"]) == (["Togo", "Chad"], ["Mali"])
