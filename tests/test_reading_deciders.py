"""A parliament that votes on what its state gives, or gets, is no giver beside it; marks are written by hand."""

import pytest
from marks import Writer, giving, named

from communique.model import Link

CONGRESS = "Peru's parliament"


def voted(
    text: str, donors: list[str], recipients: list[str], stage: str = "approved", *, by: bool = True
) -> tuple[list[str], list[str], str | None]:
    """Return who gives, who gets and who decided by the reading, where arcs name these; states are Peru and Togo."""
    it = Writer(text)
    marked = [(text.index(CONGRESS), CONGRESS, "organization")]
    rest = text.replace(CONGRESS, "-" * len(CONGRESS))
    others = [("Peru", "state"), ("Togo", "state"), ("World Bank", "organization")]
    marked += [(rest.index(name), name, kind) for name, kind in others if name in rest]
    at = {}
    for start, name, kind in sorted(marked):
        at[name] = it.mention(name, kind, nth=text[: start + len(name)].count(name))
    givers, getters = ([at[each] for each in side] for side in (donors, recipients))
    word = it.last_word(it.value("$5 million", "money"))
    it.anchor(word, stage, donors=givers, recipients=getters, by=at[CONGRESS] if by else None)
    reading = it.reading()
    (found,) = reading.commitments
    return *giving(reading), named(reading, [found.stage_by])[0] if found.stage_by else None


@pytest.mark.parametrize("stage", ["approved", "refused", "suspended", "cancelled"])
@pytest.mark.parametrize("donors", [[CONGRESS], [CONGRESS, "Peru"]])
def test_what_a_parliament_decides_its_state_gives(stage: str, donors: list[str]) -> None:
    text = "Peru's parliament voted on $5 million for Togo. Peru promised it in May."
    assert voted(text, donors, ["Togo"], stage, by=False) == (["Peru"], ["Togo"], CONGRESS)


def test_a_parliament_stands_for_a_state_that_is_not_named() -> None:
    text = "Peru's parliament approved $5 million for Togo."
    assert voted(text, [CONGRESS], ["Togo"]) == ([CONGRESS], ["Togo"], CONGRESS)


def test_a_parliament_that_is_asked_is_the_giver() -> None:
    text = "Togo asked Peru's parliament for $5 million. Peru was silent."
    assert voted(text, [CONGRESS], ["Togo"], "requested", by=False)[0] == [CONGRESS]


@pytest.mark.parametrize(
    ("text", "gets"),
    [
        ("Peru's parliament ratified $5 million from the World Bank.", CONGRESS),
        ("Peru's parliament ratified $5 million from the World Bank. Peru needs it.", "Peru"),
    ],
)
def test_what_others_give_goes_to_the_state_whose_parliament_approves_it(text: str, gets: str) -> None:
    assert voted(text, ["World Bank"], []) == (["World Bank"], [gets], CONGRESS)


def test_a_parliament_that_ratifies_gets_though_no_arc_says_that_it_decided() -> None:
    it = Writer("Peru's parliament ratified the World Bank's loan of $5 million.")
    parliament, bank = it.mention(CONGRESS, "organization"), it.mention("World Bank", "organization")
    event = it.trigger("ratified", "SUPPORT", actors=[parliament], recipients=[bank])
    word = it.last_word(it.value("$5 million", "money"))
    it.anchor(word, "approved", donors=[bank], recipients=[], event=event)
    assert giving(it.reading())[1] == [CONGRESS]


@pytest.mark.parametrize(
    ("kind", "stage", "decider", "told"),
    [
        ("REJECT", "refused", "World Bank", "Peru"),  # whose loan it is refuses nothing
        ("REQUEST", "requested", "World Bank", "Peru"),
        ("SANCTION", "suspended", "World Bank", "Peru"),
        ("REJECT", "refused", "minister", "minister"),  # of the same country
        ("AGREE", "refused", "World Bank", "World Bank"),  # an offer that another one refused
    ],
)
def test_who_refuses_or_asks_is_who_does_so_in_the_event(kind: str, stage: str, decider: str, told: str) -> None:
    it = Writer("Peru, whose minister spoke, turned from the World Bank's $5 million for Togo.")
    it.mention("Peru", "state")
    at = {"minister": it.mention("minister", "person"), "World Bank": it.mention("World Bank", "organization")}
    togo = it.mention("Togo", "state")
    it.marks.countries[at["minister"]] = Link(it.word("Peru"), 0.9)
    event = it.trigger("turned", kind, actors=[0], recipients=[at["World Bank"]])
    word = it.last_word(it.value("$5 million", "money"))
    it.anchor(word, stage, donors=[at["World Bank"]], recipients=[togo], event=event, by=at[decider])
    reading = it.reading()
    (found,) = reading.commitments
    assert named(reading, [found.stage_by or ""]) == [told]
