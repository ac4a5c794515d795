"""Common nouns for a state: "the government" and "the country" are whose they are, and no name."""

import pytest
from marks import Writer

from communique.knowledge.state_nouns import is_definite, is_state_noun, may_name
from communique.model import Link
from communique.reading.actors.state_names import state_name


def states_of(it: Writer) -> list[tuple[str, list[str]]]:
    """Return the name and the words of each actor."""
    return [(each.name, [span.quote for span in each.mentions]) for each in it.reading().actors]


def with_country(it: Writer, noun: str, country: str, nth: int = 1) -> int:
    """Mark a common noun for a state, with a country arc to a word."""
    index = it.mention(noun, "state", nth)
    it.marks.countries[index] = Link(it.word(country), 0.9)
    return index


def test_the_government_and_the_country_are_the_state_that_they_belong_to() -> None:
    it = Writer("Gabon signed the pact. The government will send troops. The country wants aid.")
    it.mention("Gabon", "state")
    for noun, verb in (("government", "send"), ("country", "wants")):
        it.trigger(verb, "AID", actors=[with_country(it, noun, "Gabon")])
    assert states_of(it) == [("Gabon", ["Gabon", "government", "country"])]


@pytest.mark.parametrize(
    ("phrase", "noun"),
    [("A government", "government"), ("The previous government", "previous government"), ("The kingdom", "kingdom")],
)
def test_another_government_is_not_the_state_that_is_named(phrase: str, noun: str) -> None:
    it = Writer(f"Gabon signed the pact. {phrase} refused to.")
    it.mention("Gabon", "state")
    it.trigger("refused", "REJECT", actors=[with_country(it, noun, "Gabon")])
    assert len(states_of(it)) == 2


def test_governments_of_two_countries_are_two_though_nobody_is_named() -> None:
    it = Writer("In Libreville the government will pay. In Malabo the government will not.")
    it.mention("Libreville", "place")
    it.mention("Malabo", "place")
    first = with_country(it, "government", "Libreville")
    second = with_country(it, "government", "Malabo", 2)
    it.marks.antecedents[second] = Link(first, 0.95)
    it.trigger("pay", "AID", actors=[first])
    it.trigger("not", "REJECT", actors=[second])
    assert {each.country for each in it.reading().actors} == {"GAB", "GNQ"}


def test_a_state_noun_is_known_by_its_words_and_what_stands_before_it() -> None:
    assert is_state_noun("Federal government")
    assert not is_state_noun("neighbouring country")
    assert is_definite("its")
    assert is_definite("’s")
    assert not is_definite("a")
    assert may_name("island nation", "MDV")
    assert not may_name("kingdom", "MDV")
    assert may_name("state", "MDV")
    assert not may_name("state", "IND")  # one of its states, more likely


@pytest.mark.parametrize(
    ("text", "word", "kind", "actors"),
    [
        ("Then UK traders left.", "UK", "person", [("UK", "state")]),
        ("Bamako spoke. Later Bamako left.", "Bamako", "person", [("Bamako", "state")]),
        ("Olga Saratova spoke. Later Saratova left.", "Saratova", "state", [("Olga Saratova", "person")]),
        ("Chad Holm spoke. Later Chad left.", "Chad", "person", [("Chad Holm", "person")]),
    ],
)
def test_a_name_marked_with_two_kinds_is_one_actor(
    text: str, word: str, kind: str, actors: list[tuple[str, str]]
) -> None:
    it = Writer(text)
    first = text.split(" spoke", maxsplit=1)[0]
    if first != text:
        it.mention(first, "state" if first == word else "person")
    it.mention(word, kind, text.count(word))
    assert [(each.name, each.kind) for each in it.reading().actors] == actors


@pytest.mark.parametrize(("noun", "joined"), [("state", False), ("kingdom", False), ("country", True)])
def test_an_arc_joins_no_noun_with_a_country_that_is_not_called_so(noun: str, joined: bool) -> None:  # noqa: FBT001
    it = Writer(f"India pays. The {noun} sought more.")
    india = it.mention("India", "state")
    index = it.mention(noun, "state", antecedent=india)
    it.trigger("sought", "REQUEST", actors=[index])
    assert (len(it.reading().actors) == 1) is joined


@pytest.mark.parametrize(("phrase", "country"), [("an Iran expert", None), ("an Iran minister", "IRN")])
def test_what_somebody_deals_with_is_not_their_country(phrase: str, country: str | None) -> None:
    it = Writer(f"Petra Holm, {phrase}, praised the pact.")
    holm = it.mention("Petra Holm", "person")
    it.title(phrase.removeprefix("an "), holm)
    it.marks.countries[holm] = Link(it.word("Iran"), 0.9)
    it.trigger("praised", "SUPPORT", actors=[holm])
    (actor,) = it.reading().actors
    assert actor.country == country


@pytest.mark.parametrize(
    ("names", "name"),
    [
        (["Russia", "Soviet Union", "Russia"], "Russia"),
        (["Soviet Union", "Russia", "Soviet Union", "USSR"], "Soviet Union"),
        (["Soviet Union", "Soviet"], "Soviet Union"),
        (["UK", "Northern Ireland"], "UK"),
        (["US", "United States", "US"], "United States"),
        (["Turkish"], "Turkey"),
        (["Turkish", "Ankara"], "Turkey"),
        (["Ankara"], "Ankara"),
        (["Turkish", "Turkish police state"], "Turkish police state"),
        (["Soviet"], "Soviet"),
        (["Chechen"], "Chechen"),
        (["Abkhazia", "Abkhaz government"], "Abkhazia"),
        ([], None),
    ],
)
def test_a_state_goes_by_a_present_name_of_the_whole_and_by_no_adjective(names: list[str], name: str | None) -> None:
    assert state_name(names) == name


@pytest.mark.parametrize("whose", ["its", "whose"])
def test_a_states_own_government_is_the_state_though_its_pronoun_stands_beside(whose: str) -> None:
    it = Writer(f"Gabon, {whose} government left the pact.")
    gabon = it.mention("Gabon", "state")
    own = it.mention(whose, "pronoun", antecedent=gabon)
    it.trigger("left", "RETREAT", actors=[own, it.mention("government", "state")])
    assert len(states_of(it)) == 1


def test_a_persons_and_a_bodys_government_is_not_theirs_alone() -> None:
    for owner, kind in (("The bank", "organization"), ("Liv Moe", "person")):
        it = Writer(f"{owner} said its government left the pact.")
        first = it.mention(owner.removeprefix("The "), kind)
        own = it.mention("its", "pronoun", antecedent=first)
        it.trigger("left", "AGREE", actors=[own, it.mention("government", "state")])
        assert len(states_of(it)) == 2


@pytest.mark.parametrize(
    ("before", "kind", "noun", "is_one"),
    [
        ("the Gabonese government", "state", "government", True),
        ("the Gabonese government", "state", "regime", False),  # another noun
        ("the Harbour government", "organization", "government", False),  # no state's
        ("the country", "state", "country", False),  # as often another one
    ],
)
def test_a_government_is_the_one_that_the_article_speaks_of_by_that_noun(
    before: str, kind: str, noun: str, *, is_one: bool
) -> None:
    it = Writer(f"Gabon signed, and {before} paid. Much later the {noun} sent troops.")
    it.mention("Gabon", "state")
    told = it.mention(before.removeprefix("the "), kind)
    if before == "the country":
        it.marks.countries[told] = Link(it.word("Gabon"), 0.9)
    it.trigger("paid", "AID", actors=[told])
    alone = it.mention(noun, "state", 1 + (noun in before))
    it.trigger("sent", "AID", actors=[alone])
    [event] = [each for each in it.reading().events if each.trigger.quote == "sent"]
    names = {actor.id: (actor.name, actor.country) for actor in it.reading().actors}
    assert (names[event.actors[0]] == ("Gabon", "GAB")) is is_one


def test_a_government_stays_alone_where_two_states_have_one() -> None:
    it = Writer(
        "The Gabonese government paid. The Chadian government paid less. Much later the government sent troops."
    )
    parties = [it.mention("Gabonese government", "state"), it.mention("Chadian government", "state")]
    it.trigger("paid", "AID", actors=parties)
    it.trigger("sent", "AID", actors=[it.mention("government", "state", 3)])
    assert {each.country for each in it.reading().actors} == {"GAB", "TCD", None}


def test_a_government_that_helps_another_is_not_that_one() -> None:
    it = Writer("The Gabonese government paid. Gabon helped the government with troops.")
    it.trigger("paid", "AID", actors=[it.mention("Gabonese government", "state")])
    gabon = it.mention("Gabon", "state", 2)
    it.trigger("helped", "AID", actors=[gabon], recipients=[it.mention("government", "state", 2)])
    assert {each.country for each in it.reading().actors} == {"GAB", None}


@pytest.mark.parametrize(
    ("speaker", "title", "said", "joined"),
    [
        ("Liv Moe", "Gabon's trade minister", "the government will pay", True),
        ("Liv Moe", "Gabonese opposition leader", "the regime will fall", True),
        # An envoy and a foreign minister speak of other countries' as well; another country is named before.
        ("Liv Moe", "Gabon's ambassador to Chad", "the government will pay", False),
        ("Liv Moe", "Gabon's foreign minister", "the government will pay", False),
        ("Liv Moe", "Gabon's trade minister", "Chad and the government will pay", False),
        ("Liv Moe", "Gabonese nurse", "the government will pay", False),
    ],
)
def test_the_government_in_what_somebody_says_is_that_of_the_home(
    speaker: str,
    title: str,
    said: str,
    joined: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    it = Writer(f"Gabon and Chad met. {speaker}, {title}, said {said}.")
    it.mention("Gabon", "state")
    it.mention("Chad", "state")
    it.title(title, it.mention(speaker, "person"))
    noun = next(each for each in ("government", "regime") if each in said)
    it.cue("said", "say", 2, said)
    it.trigger("pay" if "pay" in said else "fall", "AID", actors=[it.mention(noun, "state")])
    reading = it.reading()
    event = next(each for each in reading.events if each.actors)
    actor = next(each for each in reading.actors if each.id == event.actors[0])
    assert ("Gabon" in [each.quote for each in actor.mentions]) is joined


@pytest.mark.parametrize(
    ("title", "country"),
    [("ambassador to Chad", None), ("ambassador of Chad", "TCD"), ("Chadian ambassador to Peru", "TCD")],
)
def test_an_ambassador_is_not_of_the_country_where_sent(title: str, country: str | None) -> None:
    it = Writer(f"Peru waited for Togo. Its {title}, Ola Brekke, said it was late.")
    it.mention("Peru", "state")
    it.mention("Togo", "state")
    ola = it.mention("Ola Brekke", "person")
    it.title(title, ola)
    it.marks.countries[ola] = Link(it.word("Chadian" if "Chadian" in title else "Chad"), 0.9)
    it.cue("said", "say", ola, "it was late")
    assert {each.name: each.country for each in it.reading().actors}["Ola Brekke"] == country
