"""Titles and offices: whose they are where two persons stand by, and who of the article holds one."""

import re

import pytest
from marks import Writer, sides

from communique.model import Link, Mark


@pytest.mark.parametrize(
    ("text", "bearer"),
    [
        ("Liv Moe, the trade minister, Ola Brekke and Tom Bell met.", "Liv Moe"),
        ("Liv Moe, trade minister, Ola Brekke and Tom Bell met.", "Liv Moe"),
        # Liv Moe has a title of hers before the comma, so the next one is of the next person.
        ("The premier, Liv Moe, the trade minister, Ola Brekke, and Tom Bell met.", "Ola Brekke"),
        ("Liv Moe met the trade minister, Ola Brekke, and Tom Bell.", "Ola Brekke"),
        ("Liv Moe, the trade minister, and Ola Brekke, her guest, met.", "Liv Moe"),
        ("The premier, Liv Moe, the trade minister, and Ola Brekke met.", "Ola Brekke"),
    ],
)
def test_a_title_between_two_names_is_of_the_one_before_its_comma(text: str, bearer: str) -> None:
    it = Writer(text)
    liv = it.mention("Liv Moe", "person")
    ola = it.mention("Ola Brekke", "person")
    it.title("trade minister", ola)
    it.trigger("met", "CONSULT", actors=[liv, ola])
    assert {each.name for each in it.reading().actors if each.title == "trade minister"} == {bearer}


@pytest.mark.parametrize(
    ("title", "mention"),
    [
        ("President", "President Ode"),
        ("Chadian Secretary of State", "Chadian Secretary of State Ode"),
        ("former Prime Minister", "Prime Minister Ode"),
        ("envoy", "Ode"),  # a description, no part of what she is called
        ("Chief envoy", "Ode"),
        ("Envoy to", "Ode"),
    ],
)
def test_a_title_in_capitals_before_the_name_is_in_the_mention_and_not_in_the_name(title: str, mention: str) -> None:
    it = Writer(f"On Monday {title} Ode met Ola Brekke.")
    ode = it.mention("Ode", "person")
    it.title(title, ode)
    it.trigger("met", "CONSULT", actors=[ode, it.mention("Ola Brekke", "person")])
    (actor, _) = it.reading().actors
    assert [actor.name, *(each.quote for each in actor.mentions)] == ["Ode", mention]


def test_a_title_that_names_another_actor_or_stands_apart_stays_out_of_the_mention() -> None:
    it = Writer("Mali Envoy Ode met the President, Ola Brekke.")
    mali, ode = it.mention("Mali", "state"), it.mention("Ode", "person")
    it.title("Mali Envoy", ode)
    brekke = it.mention("Ola Brekke", "person")
    it.title("President", brekke)
    it.trigger("met", "CONSULT", actors=[mali, ode, brekke])
    assert [each.quote for actor in it.reading().actors for each in actor.mentions] == ["Mali", "Ode", "Ola Brekke"]


def test_who_holds_the_office_but_is_named_later_does_not_count_against_the_one_before() -> None:
    it = Writer(
        "Theresa May spoke. The prime minister's call failed. Scott Morrison rejected it.",
        published="2019-03-10",
    )
    it.mention("Theresa May", "person")
    office = it.mention("prime minister", "person")
    it.mention("Scott Morrison", "person")
    it.trigger("call", "REQUEST", actors=[office])
    assert sides(it.reading())[0] == ["Theresa May"]


def _who_calls(text: str, office: str, country: str = "") -> list[str]:
    """Return who makes the call in a text: the last mention of an office, which a country's name may tell to the model.

    Each "Macron" and "Putin", with given name or not, is marked as a mention, and so is each title before them.
    """
    it = Writer(text, published="2019-03-10")
    for found in re.finditer(r"(?:(President) )?((?:[A-Z]\w+ )?(?:Macron|Putin|Obama))\b", text):
        before = text[: found.start(2)]
        person = it.mention(found[2], "person", before.count(found[2]) + 1)
        if found[1]:
            it.title(found[1], person)
    caller = it.mention(office, "person", text.count(office))
    if country:
        it.marks.countries[caller] = Link(it.word(country), 0.9)
    it.trigger("call", "REQUEST", actors=[caller])
    return sides(it.reading())[0]


@pytest.mark.parametrize(
    ("text", "caller"),
    [
        ("Emmanuel Macron met Vladimir Putin. Macron spoke. The president made a call.", "Emmanuel Macron"),
        # One has left the office, so however often he is named he isn't meant.
        ("Emmanuel Macron saw President Obama. Obama spoke. The president made a call.", "Emmanuel Macron"),
        # Each is named twice, or nearly as often as the other.
        ("Emmanuel Macron met Vladimir Putin. Macron spoke to Putin. The president made a call.", "president"),
        (
            "Emmanuel Macron met Vladimir Putin. Macron saw Putin. Macron spoke. The president made a call.",
            "president",
        ),
        # What stands behind doesn't count.
        ("Emmanuel Macron met Vladimir Putin. The president made a call. Macron met Macron.", "president"),
    ],
)
def test_of_two_presidents_the_one_named_much_more_often_is_meant(text: str, caller: str) -> None:
    assert _who_calls(text, "president") == [caller]


def test_the_president_is_not_the_one_named_more_often_where_the_country_told_is_the_others() -> None:
    text = "Emmanuel Macron met Vladimir Putin. Macron spoke. In Russia the president made a call."
    assert _who_calls(text, "president", "Russia") == ["president"]
    assert _who_calls(text.replace("Russia", "France"), "president", "France") == ["Emmanuel Macron"]


def test_an_office_of_many_is_nobodys_where_two_hold_it_however_often_one_is_named() -> None:
    it = Writer("Senator Liv Moe met senator Tom Bell. Moe and Moe spoke. The senator made a call.")
    liv, tom = it.mention("Liv Moe", "person"), it.mention("Tom Bell", "person")
    it.mention("Moe", "person", 2)
    it.mention("Moe", "person", 3)
    it.title("Senator", liv)
    it.title("senator", tom)
    it.trigger("call", "REQUEST", actors=[it.mention("senator", "person", 2)])
    assert sides(it.reading())[0] == ["senator"]


@pytest.mark.parametrize(
    ("office", "caller"),
    [
        ("French leader", "Emmanuel Macron"),
        ("Russian leader", "Vladimir Putin"),
        ("leader", "leader"),
        ("Corsican leader", "Corsican leader"),
        ("Italian leader", "Italian leader"),
        ("French opposition leader", "French opposition leader"),
        ("former French leader", "former French leader"),
    ],
)
def test_the_leader_of_a_country_is_its_head_of_state_or_government(office: str, caller: str) -> None:
    assert _who_calls(f"Emmanuel Macron met Vladimir Putin. The {office} made a call.", office) == [caller]


@pytest.mark.parametrize(
    ("text", "titles", "told"),
    [
        ("Liv Moe of a rights group left.", ["rights group"], None),
        ("Liv Moe, policy chief of a rights group, left.", ["policy chief", "rights group"], "policy chief"),
        ("Liv Moe, head of the rights group, left.", ["head of the rights group"], "head of the rights group"),
        ("The Peruvian Hezbollah recruit Liv Moe left.", ["Peruvian Hezbollah"], None),
        ("Hezbollah (HZB) spokesman Liv Moe left.", ["HZB) spokesman"], "spokesman"),
        ("The bomb maker Liv Moe left.", ["bomb maker"], "bomb maker"),
        ("U.S. Trade Representative Liv Moe left.", ["U.S. Trade Representative"], "U.S. Trade Representative"),
        ("The Harbour Watch committee chairwoman Liv Moe left.", ["committee chairwoman"], "committee chairwoman"),
    ],
)
def test_a_body_is_no_title(text: str, titles: list[str], told: str | None) -> None:
    it = Writer(text)
    liv = it.mention("Liv Moe", "person")
    for title in titles:
        it.title(title, liv)
    [actor] = [each for each in it.reading().actors if each.name == "Liv Moe"]
    assert actor.title == told


@pytest.mark.parametrize(
    ("office", "name", "caller"),
    [
        ("Turkey’s president", "Recep Tayyip Erdoğan", "Recep Tayyip Erdoğan"),
        ("Turkish president", "Recep Tayyip Erdoğan", "Recep Tayyip Erdoğan"),
        ("president", "Recep Tayyip Erdoğan", "president"),  # of any country
        ("Turkey’s mayor", "Recep Tayyip Erdoğan", "Turkey’s mayor"),
        ("former Turkish president", "Recep Tayyip Erdoğan", "former Turkish president"),
        ("Turkish president", "Emmanuel Macron", "Turkish president"),
    ],
)
def test_who_holds_the_office_that_tells_its_country_may_be_named_later(office: str, name: str, caller: str) -> None:
    it = Writer(f"The {office} made a call. {name} was alone.", published="2019-03-10")
    it.trigger("call", "REQUEST", actors=[it.mention(office, "person")])
    it.mention(name, "person")
    assert sides(it.reading())[0] == [caller]


def _who_spoke(text: str, office: str, titles: dict[str, str], published: str = "2024-03-07") -> str | None:
    """Return who speaks in a text: the last mention of an office; `titles` gives the person for each title."""
    it = Writer(text, published=published)
    for title, name in titles.items():
        it.title(title, it.mention(name, "person"))
    for nth in range(1, text.count(name) + 1):
        if nth > 1:
            it.mention(name, "person", nth)
    speaker = it.mention(office, "person", text.count(office))
    it.cue("said", "say", speaker=speaker, content="it rained")
    reading = it.reading()
    return next(each.name for each in reading.actors if each.id == reading.statements[0].speaker)


@pytest.mark.parametrize(
    ("text", "office", "speaker"),
    [
        ("The Trade Minister, Liv Moe, came. The Trade Minister said it rained.", "Trade Minister", "Liv Moe"),
        ("The Trade Minister, Liv Moe, came. The Minister said it rained.", "Minister", "Liv Moe"),
        # Another office than hers, and a family name that is an office too.
        (
            "The Trade Minister, Liv Moe, came. The Justice Minister said it rained.",
            "Justice Minister",
            "Justice Minister",
        ),
        ("The Trade Minister, Liv Moe, came. Tom Bishop said it rained.", "Tom Bishop", "Tom Bishop"),
    ],
)
def test_an_office_with_capitals_is_no_name_where_somebody_holds_it(text: str, office: str, speaker: str) -> None:
    assert _who_spoke(text, office, {"Trade Minister": "Liv Moe"}) == speaker


@pytest.mark.parametrize(
    ("office", "speaker"),
    [
        # Bare of place and office it would be one called "General".
        ("Ontario Solicitor General", "Ontario Solicitor General"),
        ("Solicitor General", "Liv Moe"),
    ],
)
def test_a_rank_behind_a_place_is_not_the_person_of_another_place(office: str, speaker: str) -> None:
    text = f"Solicitor General Liv Moe of Yukon came. The {office} said it rained."
    assert _who_spoke(text, office, {"Solicitor General": "Liv Moe"}) == speaker


def test_offices_with_capitals_that_nobody_is_known_to_hold_are_one() -> None:
    it = Writer("The Trade Minister came. The Trade Minister went to the Premier.")
    for nth in (1, 2):
        it.mention("Trade Minister", "person", nth)
    it.mention("Premier", "person")
    it.trigger("went", "CONSULT", actors=[1, 2])
    assert sides(it.reading())[0] == ["Trade Minister", "Premier"]


def test_a_secretary_of_state_for_something_is_its_secretary() -> None:
    titles = {"Secretary of State for Trade": "Liv Moe"}
    text = "The Secretary of State for Trade, Liv Moe, came. The trade secretary said it rained."
    assert _who_spoke(text, "trade secretary", titles) == "Liv Moe"


@pytest.mark.parametrize(
    ("title", "noun", "speaker"),
    [
        ("ambassador to Chad", "ambassador", "Liv Moe"),
        ("ambassador to Chad", "diplomat", "Liv Moe"),
        ("chargé d’affaires", "diplomat", "Liv Moe"),
        ("archbishop of Oslo", "prelate", "Liv Moe"),
        ("mayor’s adviser on trade", "adviser", "Liv Moe"),
        # No word for her office, or only for whose she is.
        ("adviser to the mayor", "mayor", "mayor"),
        ("archbishop of Oslo", "diplomat", "diplomat"),
    ],
)
def test_a_noun_for_several_offices_is_who_holds_one(title: str, noun: str, speaker: str) -> None:
    assert _who_spoke(f"The {title}, Liv Moe, came. The {noun} said it rained.", noun, {title: "Liv Moe"}) == speaker


@pytest.mark.parametrize(
    ("between", "speaker"),
    [
        ("President Ola Brekke left.", "Liv Moe"),
        # Who is named since may be the general as well.
        ("The defence minister, Ola Brekke, left.", "general"),
        ("Major General Ola Brekke left.", "Ola Brekke"),
    ],
)
def test_a_noun_is_who_was_named_last_with_such_an_office(between: str, speaker: str) -> None:
    title = next(each for each in ("President", "defence minister", "Major General") if each in between)
    text = f"Brigadier General Liv Moe came. {between} The general said it rained."
    assert _who_spoke(text, "general", {"Brigadier General": "Liv Moe", title: "Ola Brekke"}) == speaker


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("Trade minister said it rained", "Liv Moe"),
        ("Chad trade minister said it rained", "Liv Moe"),
        ("Justice minister said it rained", "Justice minister"),
        ("A trade minister said it rained.", "trade minister"),
    ],
)
def test_an_office_in_the_headline_is_who_holds_it_in_the_text(headline: str, speaker: str) -> None:
    it = Writer(f"{headline}\nThe trade minister of Chad, Liv Moe, came on Monday.")
    office = re.sub(" said.*", "", headline).removeprefix("A ")
    at = it.mention(office, "person")
    it.title("trade minister of Chad", it.mention("Liv Moe", "person"))
    it.cue("said", "say", speaker=at, content="it rained")
    reading = it.reading()
    assert next(each.name for each in reading.actors if each.id == reading.statements[0].speaker) == speaker


def _callers(text: str, *offices: str, titles: dict[str, str], countries: dict[str, str]) -> list[str]:
    """Return who calls in a text with one sentence for each office; words for countries may be told to the model."""
    it = Writer(text)
    for nth, office in enumerate(offices):
        index = it.mention(office, "person", 1 + sum(office in each for each in offices[:nth]))
        it.trigger("called", "REQUEST", nth=nth + 1, actors=[index])
        if office in countries:
            it.marks.countries[index] = Link(it.word(countries[office]), 0.9)
    for title, name in titles.items():
        it.title(title, it.mention(name, "person"))
    reading = it.reading()
    names = {each.id: each.name for each in reading.actors}
    return [names[each.actors[0]] for each in reading.events]


@pytest.mark.parametrize(
    ("office", "title", "caller"),
    [
        ("Chad’s premier", "Prime Minister", "Liv Moe"),
        ("Chadian trade minister", "Trade Minister", "Liv Moe"),
        ("Chadian trade minister", "Chad’s trade minister", "Liv Moe"),
        ("trade minister", "Trade Minister", "Liv Moe"),
        # Another country's, a former one, a deputy, and one of a country that the first office doesn't tell.
        ("Chadian trade minister", "Malian trade minister", "Chadian trade minister"),
        ("former trade minister", "Trade Minister", "former trade minister"),
        ("trade minister", "Deputy Trade Minister", "trade minister"),
        ("senator", "Senator", "senator"),  # of many
        ("trade minister", "Chad’s trade minister", "trade minister"),
    ],
)
def test_an_office_is_whose_name_follows_that_title_later(office: str, title: str, caller: str) -> None:
    text = f"The {office} called. It had rained for days. {title} Liv Moe came."
    assert _callers(text, office, titles={title: "Liv Moe"}, countries={}) == [caller]


def test_an_office_is_nobodys_where_two_are_named_with_that_title_later() -> None:
    text = "The trade minister called. Trade Minister Liv Moe came. Trade minister Ola Brekke left."
    titles = {"Trade Minister": "Liv Moe", "Trade minister": "Ola Brekke"}
    assert _callers(text, "trade minister", titles=titles, countries={}) == ["trade minister"]


@pytest.mark.parametrize(
    ("office", "later", "title", "caller"),
    [
        ("Chad’s trade minister", "the minister, Liv Moe,", "minister", "Liv Moe"),
        ("Chad’s trade minister", "Liv Moe, the minister,", "minister", "Liv Moe"),
        ("Chad’s ambassador", "the envoy, Liv Moe,", "envoy", "Liv Moe"),
        # Without "the" somebody new comes in; another office; a deputy is not who leads.
        ("Chad’s trade minister", "Minister Liv Moe", "Minister", "Chad’s trade minister"),
        ("Chad’s trade minister", "the mayor, Liv Moe,", "mayor", "Chad’s trade minister"),
        ("Chad’s vice president", "the president, Liv Moe,", "president", "Chad’s vice president"),
    ],
)
def test_the_minister_with_a_new_name_is_the_one_told_of_before(
    office: str, later: str, title: str, caller: str
) -> None:
    text = f"Then {office} called. It rained, and {later} left."
    nth = text.count(title)
    it = Writer(text)
    at = it.mention(office, "person")
    it.marks.titles.append(Mark(*it.extent(title, nth), "title", 0.9))
    it.marks.bearers[0] = Link(it.mention("Liv Moe", "person"), 0.9)
    it.trigger("called", "REQUEST", actors=[at])
    assert sides(it.reading())[0] == [caller]


@pytest.mark.parametrize(
    ("offices", "countries", "callers"),
    [
        (("Chad’s premier", "Chadian prime minister"), {}, 1),
        (("Chadian trade minister", "trade minister"), {}, 1),
        (("Chadian trade minister", "trade minister"), {"trade minister": "Mali"}, 2),
        (("Chadian trade minister", "Malian trade minister"), {}, 2),
        (("trade minister", "Chadian trade minister"), {}, 2),
        (("Chadian trade minister", "Chadian justice minister"), {}, 2),
        (("premier of Quebec", "Canadian prime minister"), {}, 2),
    ],
)
def test_an_office_again_is_the_same_one_of_one_country(
    offices: tuple[str, str], countries: dict[str, str], callers: int
) -> None:
    text = f"The {offices[0]} called. It rained in Mali. The {offices[1]} called."
    assert len(set(_callers(text, *offices, titles={}, countries=countries))) == callers


@pytest.mark.parametrize(
    ("title", "noun", "speaker"),
    [
        ("Vice President", "president", "president"),
        ("Union President", "president", "Liv Moe"),
        ("Deputy Trade Minister", "minister", "Liv Moe"),
    ],
)
def test_no_vice_president_is_the_president(title: str, noun: str, speaker: str) -> None:
    assert _who_spoke(f"{title} Liv Moe came. The {noun} said it rained.", noun, {title: "Liv Moe"}) == speaker


def test_the_president_behind_a_vice_president_is_another() -> None:
    text = "A Chadian vice president called. The president called."
    assert len(set(_callers(text, "Chadian vice president", "president", titles={}, countries={}))) == 2
