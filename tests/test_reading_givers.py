"""Who gives, by what stands beside what is given or by who else gives; marks of names are written by hand."""

import pytest
from marks import Sides, Writer, giving, named


class Given(Writer):
    """Something that the arcs give to Togo, from Chad."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.names = self.mentions(state=("Chad", "Peru", "Togo"))

    def sides(self, *recipients: str) -> Sides:
        """Return the names of who gives and who gets by the reading, where these get by the arcs."""
        chad, getters = self.names["Chad"], [self.names[each] for each in recipients]
        self.anchor(self.word("howitzers"), "delivered", donors=[chad], recipients=getters)
        self.value("40 howitzers", "item")
        return giving(self.reading())


def test_who_stands_behind_from_gives() -> None:
    assert Given("Chad saw how Togo got 40 howitzers from Peru.").sides("Togo") == (["Peru"], ["Togo"])


def test_who_stands_between_from_and_to_gives_though_arcs_say_that_it_gets() -> None:
    it = Given("Chad told of a transfer of 40 howitzers from Peru to Togo.")
    assert it.sides("Peru", "Togo") == (["Peru"], ["Togo"])


@pytest.mark.parametrize(
    ("text", "givers"),
    [
        ("Togo got 40 howitzers from Chad and Peru.", ["Chad", "Peru"]),
        ("Mali saw how Togo got 40 howitzers from the Sudan, Chad and Peru.", ["Sudan", "Chad", "Peru"]),
        ("Togo got 40 howitzers from Chad, Peru said.", ["Chad"]),
    ],
)
def test_all_of_a_list_behind_from_give(text: str, givers: list[str]) -> None:
    it = Writer(text)
    at = it.mentions(state=[each for each in ("Chad", "Peru", "Togo", "Sudan") if each in text])
    it.anchor(it.word("howitzers"), "delivered", donors=[at["Chad"]], recipients=[at["Togo"]])
    it.value("40 howitzers", "item")
    reading = it.reading()
    assert named(reading, reading.commitments[0].donors) == givers


@pytest.mark.parametrize(
    "text",
    ["Chad, not Togo, withdrew its 40 howitzers from Peru.", "Chad will give Togo 40 howitzers from Peru's stocks."],
)
def test_whence_a_thing_is_taken_is_no_giver(text: str) -> None:
    gets = "Peru" if "withdrew" in text else "Togo"
    assert Given(text).sides(gets) == (["Chad"], [gets])


def gifts(text: str, sums: dict[str, str], *others: tuple[str, str]) -> list[list[str]]:
    """Return who gives in each commitment of a text in which bodies, by the sums that they give, help Togo."""
    it = Writer(text)
    marked = [(text.index(name), name, kind) for name, kind in (*others, ("Togo", "state"))]
    marked += [(text.index(name), name, "organization") for name in sums.values()]
    at = {name: it.mention(name, kind) for _, name, kind in sorted(marked)}
    for nth, (amount, body) in enumerate(sums.items(), start=1):
        event = it.trigger("gave", "AID", nth=nth, actors=[at[body]], recipients=[at["Togo"]])
        word = it.last_word(it.value(amount, "money"))
        it.anchor(word, "delivered", donors=[at[body]], recipients=[at["Togo"]], event=event)
    reading = it.reading()
    return [giving(reading, each)[0] for each in reading.commitments]


def test_givers_of_one_country_give_what_nobody_else_does() -> None:
    text = "$1m in aid. The Peruvian treasury gave Togo $2m. The Peruvian navy gave Togo $3m."
    found = gifts(text, {"$2m": "Peruvian treasury", "$3m": "Peruvian navy"})
    assert found == [["Peruvian treasury"], ["Peruvian treasury"], ["Peruvian navy"]]


def test_givers_of_two_countries_leave_open_what_nobody_gives() -> None:
    text = "$1m in aid. The Peruvian treasury gave Togo $2m. The Chadian navy gave Togo $3m."
    found = gifts(text, {"$2m": "Peruvian treasury", "$3m": "Chadian navy"})
    assert found == [[], ["Peruvian treasury"], ["Chadian navy"]]


def test_a_ministry_is_of_the_only_state_and_of_no_alliance() -> None:
    text = "The defence ministry gave Togo $5m. Peru told NATO of it."
    found = gifts(text, {"$5m": "defence ministry"}, ("Peru", "state"), ("NATO", "organization"))
    assert found == [["defence ministry", "Peru"]]


@pytest.mark.parametrize(("stage", "givers"), [("requested", []), ("delivered", ["Peru"])])
def test_who_gave_before_is_not_asked_for_the_next_sum(stage: str, givers: list[str]) -> None:
    it = Writer("Peru gave Togo $5m. Chile gave Togo $3m. Peru gave Togo $2m. The appeal is for $9m.")
    at = it.mentions(state=("Peru", "Togo", "Chile"))
    for amount, giver in (("$5m", "Peru"), ("$3m", "Chile"), ("$2m", "Peru")):
        word = it.last_word(it.value(amount, "money"))
        it.anchor(word, "delivered", donors=[at[giver]], recipients=[at["Togo"]])
    it.anchor(it.last_word(it.value("$9m", "money")), stage, donors=[], recipients=[at["Togo"]])
    reading = it.reading()
    assert giving(reading, reading.commitments[-1])[0] == givers
