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
        ("Peru and Chad criticised Mali.", ["Peru"]),
        ("Peru, Chad and Togo criticised Mali.", ["Peru"]),
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
