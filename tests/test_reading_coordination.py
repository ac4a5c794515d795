"""What most of a list take part in, all of it do; marks are written by hand."""

import pytest
from marks import Writer, giving, sides


@pytest.mark.parametrize("missed", ["Peru", "Chad", "Togo"])
@pytest.mark.parametrize("text", ["Peru, Chad and Togo criticised Mali.", "Peru, Chad, and the Togo criticised Mali."])
def test_all_of_a_list_did_it(text: str, missed: str) -> None:
    it = Writer(text)
    at = {each: it.mention(each, "state") for each in ("Peru", "Chad", "Togo", "Mali")}
    it.trigger("criticised", "ACCUSE", actors=[at[each] for each in ("Peru", "Chad", "Togo") if each != missed])
    actors, _ = sides(it.reading())
    assert sorted(actors) == ["Chad", "Peru", "Togo"]


@pytest.mark.parametrize("owners", [False, True])
def test_possessives_stand_between_names(owners: bool) -> None:  # noqa: FBT001
    it = Writer("Peru's Ode, Chad's Brekke and Togo's Traoré condemned it.")
    at = [it.mention(each, "person") for each in ("Ode", "Brekke", "Traoré")]
    for each in ("Peru", "Chad", "Togo") if owners else ():
        it.mention(each, "state")
    it.trigger("condemned", "ACCUSE", actors=at[:2])
    assert len(sides(it.reading())[0]) == (3 if owners else 2)


def test_titles_stand_between_names() -> None:
    it = Writer("President Ode, Premier Brekke and General Traoré condemned it.")
    at = [it.mention(each, "person") for each in ("Ode", "Brekke", "Traoré")]
    for title, who in zip(("President", "Premier", "General"), at, strict=True):
        it.title(title, who)
    it.trigger("condemned", "ACCUSE", actors=at[:2])
    assert sides(it.reading())[0] == ["Ode", "Brekke", "Traoré"]


def test_a_list_of_givers_is_whole() -> None:
    it = Writer("Peru, Chad and Mali sent Togo 40 trucks.")
    at = [it.mention(each, "state") for each in ("Peru", "Chad", "Mali", "Togo")]
    event = it.trigger("sent", "AID", actors=at[:2], recipients=at[3:])
    word = it.last_word(it.value("40 trucks", "item"))
    it.anchor(word, "delivered", donors=at[1:3], recipients=at[3:], event=event)
    assert sorted(giving(it.reading())[0]) == ["Chad", "Mali", "Peru"]


@pytest.mark.parametrize(
    ("text", "taking"),
    [
        ("Mali went to Peru and Chad criticised Togo.", ["Chad"]),
        ("In Peru, as in Chad and Togo, some criticised Mali.", ["Peru"]),
        ("Peru left, Chad stayed and Togo criticised Mali.", ["Peru", "Togo"]),
    ],
)
def test_fewer_are_no_list(text: str, taking: list[str]) -> None:
    it = Writer(text)
    at = {each: it.mention(each, "state") for each in ("Peru", "Chad", "Togo", "Mali") if each in text}
    it.trigger("criticised", "ACCUSE", actors=[at[each] for each in taking])
    assert sides(it.reading())[0] == taking


def test_one_to_whom_it_was_done_is_no_actor_too() -> None:
    it = Writer("Peru, Chad and Togo quarrelled, and one criticised the other.")
    peru, chad, togo = (it.mention(each, "state") for each in ("Peru", "Chad", "Togo"))
    it.trigger("criticised", "ACCUSE", actors=[peru, chad], recipients=[togo])
    assert sides(it.reading()) == (["Peru", "Chad"], ["Togo"])


@pytest.mark.parametrize("missed", ["Peru", "Togo", "other neighbours"])
def test_the_rest_of_a_list_belongs_to_it(missed: str) -> None:
    it = Writer("Mali criticised Peru, Chad, Togo and other neighbours on Monday.")
    at = it.mentions(state=["Mali", "Peru", "Chad", "Togo"], group=["other neighbours"])
    whom = [at[each] for each in ("Peru", "Chad", "Togo", "other neighbours") if each != missed]
    it.trigger("criticised", "ACCUSE", actors=[at["Mali"]], recipients=whom)
    assert sorted(sides(it.reading())[1]) == ["Chad", "Peru", "Togo", "other neighbours"]


def test_others_of_another_kind_are_no_rest() -> None:
    it = Writer("Mali criticised Peru, Chad and many fishermen on Monday.")
    at = it.mentions(state=["Mali", "Peru", "Chad"], group=["many fishermen"])
    it.trigger("criticised", "ACCUSE", actors=[at["Mali"]], recipients=[at["Peru"], at["Chad"]])
    assert sides(it.reading())[1] == ["Peru", "Chad"]


@pytest.mark.parametrize("taken", [["Peru"], ["Togo"], ["Peru", "Chad"]])
def test_a_list_is_not_on_both_sides_of_a_third(taken: list[str]) -> None:
    it = Writer("Mali warned Peru, Chad and Togo on Monday.")
    at = it.mentions(state=["Mali", "Peru", "Chad", "Togo"])
    others = [each for each in ("Peru", "Chad", "Togo") if each not in taken]
    actors, recipients = [at["Mali"], *(at[each] for each in taken)], [at[each] for each in others]
    it.trigger("warned", "THREATEN", actors=actors, recipients=recipients)
    found = sides(it.reading())
    assert (found[0], sorted(found[1])) == (["Mali"], ["Chad", "Peru", "Togo"])


@pytest.mark.parametrize("missed", ["Peru", "Chad"])
@pytest.mark.parametrize(
    "text",
    [
        "Peru and Chad criticised Mali.",
        "Togo waited until Peru and Chad had also criticised Mali.",
        "On Monday, Peru and Chad, which criticised Mali, left.",
        "Mali was criticised by Peru and Chad on Monday.",
        "Mali was criticised by both Peru and the Chad.",
    ],
)
def test_both_of_two_did_it_where_they_are_one_phrase(text: str, missed: str) -> None:
    it = Writer(text)
    at = it.mentions(state=[each for each in ("Peru", "Chad", "Mali", "Togo") if each in text])
    (taken,) = {"Peru", "Chad"} - {missed}
    it.trigger("criticised", "ACCUSE", actors=[at[taken]], recipients=[at["Mali"]])
    actors, recipients = sides(it.reading())
    assert (sorted(actors), recipients) == (["Chad", "Peru"], ["Mali"])


def test_one_taken_of_a_longer_list_brings_all() -> None:
    it = Writer("Peru made a complaint against Chad, Togo and some farmers with the court.")
    at = it.mentions(state=["Peru", "Chad", "Togo"], group=["some farmers"])
    it.trigger("complaint", "ACCUSE", actors=[at["Peru"]], recipients=[at["Chad"]])
    assert sorted(sides(it.reading())[1]) == ["Chad", "Togo", "some farmers"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Peru and Chad will attack.", (["Chad", "Peru"], [])),
        ("Peru and Chad were attacked.", ([], ["Chad", "Peru"])),
        ("Some were attacked by Peru and Chad, too.", (["Peru"], ["Chad"])),
    ],
)
def test_two_of_one_subject_are_not_on_two_sides(text: str, told: tuple[list[str], list[str]]) -> None:
    it = Writer(text)
    at = it.mentions(state=["Peru", "Chad"])
    it.trigger("attack" if "will" in text else "attacked", "ASSAULT", actors=[at["Peru"]], recipients=[at["Chad"]])
    actors, recipients = sides(it.reading())
    assert (sorted(actors), sorted(recipients)) == told


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Mali was criticised by Peru and Chad left the hall.", ["Peru"]),
        ("Mali was criticised by Peru and Chad's rulers.", ["Peru"]),
        ("Mali was criticised by Peru and some by Chad.", ["Peru"]),
        ("Mali told Peru and Chad criticised it.", ["Chad"]),
        ("Friends of Peru and Chad criticised Mali.", ["Chad"]),
    ],
)
def test_two_names_that_may_be_of_two_clauses_are_no_list(text: str, taken: list[str]) -> None:
    it = Writer(text)
    at = it.mentions(state=["Peru", "Chad", "Mali"])
    it.trigger("criticised", "ACCUSE", actors=[at[each] for each in taken], recipients=[at["Mali"]])
    assert sides(it.reading())[0] == taken
