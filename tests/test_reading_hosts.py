"""Whom a visit to a town is paid to; marks are written by hand."""

from marks import Writer, sides

from communique.model import Link


def hosts(text: str, visit: str, recipient: str, **mentions: list[str]) -> list[str]:
    """Return the names of the recipients of a visit by Ode, from which an arc leads to one."""
    it = Writer(text)
    at = it.mentions(**{**mentions, "person": ["Ode", *mentions.get("person", [])]})
    it.trigger(visit, "CONSULT", mode="visit", actors=[at["Ode"]], recipients=[at[recipient]])
    return sides(it.reading())[1]


def test_a_visit_to_a_town_is_paid_to_its_state() -> None:
    text = "Uzbekistan signed it with Mali during a visit to Tashkent by Ode."
    assert hosts(text, "visit", "Mali", state=["Uzbekistan", "Mali"], place=["Tashkent"]) == ["Uzbekistan"]


def test_what_a_visit_is_for_is_no_host() -> None:
    text = "It will lead in talks on Ode's visit to Tashkent for the UN General Assembly."
    assert hosts(text, "visit", "UN General Assembly", organization=["UN General Assembly"], place=["Tashkent"]) == []
    text = f"Uzbekistan waits. {text}"
    found = hosts(
        text,
        "visit",
        "UN General Assembly",
        organization=["UN General Assembly"],
        place=["Tashkent"],
        state=["Uzbekistan"],
    )
    assert found == ["Uzbekistan"]


def test_somebody_of_the_towns_country_or_of_none_known_stays() -> None:
    text = "Uzbekistan signed it when Ode visited Tashkent and met the Uzbek farmers."
    mentions = {"state": ["Uzbekistan"], "group": ["Uzbek farmers"], "place": ["Tashkent"]}
    assert hosts(text, "visited", "Uzbek farmers", **mentions) == ["Uzbek farmers"]
    text = "Uzbekistan signed it when Ode visited Tashkent and met the emir."
    mentions = {"state": ["Uzbekistan"], "person": ["emir"], "place": ["Tashkent"]}
    assert hosts(text, "visited", "emir", **mentions) == ["emir"]


def alone(text: str, visit: str, **mentions: list[str]) -> list[str]:
    """Return the names of the recipients of a visit by Ode, of the first state, from which no arc leads to any."""
    it = Writer(text)
    at = it.mentions(**{**mentions, "person": ["Ode"]})
    it.marks.countries[at["Ode"]] = Link(it.word(mentions["state"][0]), 0.9)
    it.trigger(visit, "CONSULT", mode="visit", actors=[at["Ode"]])
    return sides(it.reading())[1]


def test_a_visit_without_a_host_told_is_paid_to_the_towns_state() -> None:
    text = "President Ode of Mali visited Tashkent on Monday, a guest of Uzbekistan."
    assert alone(text, "visited", state=["Mali", "Uzbekistan"], place=["Tashkent"]) == ["Uzbekistan"]


def test_nobody_is_a_guest_at_home_or_of_a_state_that_is_not_named() -> None:
    text = "President Ode of Uzbekistan visited Tashkent on Monday."
    assert alone(text, "visited", state=["Uzbekistan"], place=["Tashkent"]) == []
    text = "President Ode of Mali visited Tashkent on Monday."
    assert alone(text, "visited", state=["Mali"], place=["Tashkent"]) == []
