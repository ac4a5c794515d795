"""Names that the article has established: found again where no mark covers them, and whole where one is cut ill."""

from dataclasses import replace

import pytest
from marks import Writer

from communique.reading.names import apart, names_inside, trimmed
from communique.reading.names.further import further_names


@pytest.mark.parametrize(
    ("text", "marked", "kind", "found"),
    [
        ("The Ruvia Dock League, or RDL, met. Dockers left RDL on Friday.", "RDL", "organization", ["RDL"]),
        ("Ask Ova first. Nobody knew Ova then.", "Ova", "organization", []),  # too short for a word by chance
        ("Liv Tarkiel sued. A judge heard Tarkiel on Friday.", "Liv Tarkiel", "person", ["Tarkiel"]),
        ("Liv Tarkiel sued. They closed Tarkiel Bridge.", "Liv Tarkiel", "person", []),
        ("Liv Stone sued. A stone fell. Then Stone left.", "Liv Stone", "person", []),  # a common word here
        ("Liv Tarkiel sued. We told Senator Tarkiel so.", "Liv Tarkiel", "person", ["Tarkiel"]),
        ("Liv Tarkiel sued, but lost. But Tarkiel went on.", "Liv Tarkiel", "person", ["Tarkiel"]),
        ("Harbour Watch sued as one. As Harbour Watch said, it rained.", "Harbour Watch", "organization",
         ["Harbour Watch"]),
        ("Harbour Watch sued. Old Harbour Watch fell.", "Harbour Watch", "organization", []),
        ("Harbour Watch sued. We met Harbour Watch in Kiel.", "Harbour Watch", "organization", ["Harbour Watch"]),
        ("The French sued. Cooks left the French to it.", "French", "organization", []),  # a country
        ("Liv Jordan sued. Ships left for Jordan.", "Liv Jordan", "person", []),
    ],
)  # fmt: skip
def test_a_name_that_the_article_has_is_found_where_it_stands_again(
    text: str, marked: str, kind: str, found: list[str]
) -> None:
    it = Writer(text)
    it.mention(marked, kind)
    assert it.quotes(further_names(it.article.text, it.prepared.words, it.marks.mentions)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Russia's Putin spoke.", ["Putin"]),
        ("Peru's Putin spoke.", []),
        ("Russia's Old Putin spoke.", []),
        ("Russia and Putin spoke.", []),
    ],
)
def test_a_leader_behind_the_own_countrys_possessive_is_found(text: str, found: list[str]) -> None:
    it = Writer(text)
    it.mention(text.partition(" ")[0].partition("'")[0], "state")
    assert it.quotes(further_names(it.article.text, it.prepared.words, it.marks.mentions)) == found


def test_a_family_name_that_is_a_place_elsewhere_in_the_article_is_not_sought() -> None:
    it = Writer("Liv Tarkiel sued. Ships left for Tarkiel. A judge saw Tarkiel.")
    it.mention("Liv Tarkiel", "person")
    it.mention("Tarkiel", "place", 2)
    assert further_names(it.article.text, it.prepared.words, it.marks.mentions) == []


def test_a_mark_that_the_model_doubts_establishes_no_name() -> None:
    it = Writer("Ask Ruvialand first. Nobody knew Ruvialand then.")
    it.mention("Ruvialand", "organization")
    it.marks.mentions[0] = replace(it.marks.mentions[0], probability=0.4)
    assert further_names(it.article.text, it.prepared.words, it.marks.mentions) == []


@pytest.mark.parametrize(
    ("text", "marked", "kind", "whole"),
    [
        ("He left the Harbour Centre at Kiel.", "Harbour Centre at", "organization", "Harbour Centre"),
        ("He left the Dock School of the guild.", "Dock School of the", "organization", "Dock School"),
        ("Moe - once a diver - left.", "Moe -", "person", "Moe"),
        ("Omar al-Hadi left.", "Omar al-", "person", "Omar al-"),  # joined to what follows: led on later
        ("Moss and Marsh met.", "Moss and Marsh", "organization", "Moss and Marsh"),
    ],
)
def test_no_name_ends_with_a_word_or_dash_that_leads_on(text: str, marked: str, kind: str, whole: str) -> None:
    it = Writer(text)
    it.mention(marked, kind)
    [mark] = it.marks.mentions
    assert it.quotes([trimmed(it.article.text, it.prepared.words, mark)]) == [whole]


@pytest.mark.parametrize(
    ("text", "marked", "whole"),
    [
        ("The Harbour Guild (HGU) left.", "HGU)", "HGU"),
        ("The Harbour Guild (HGU) group left.", "HGU) group", "HGU"),
        ("The Harbour Guild (HGU) left.", "Harbour Guild (HGU", "Harbour Guild"),
        ("The Harbour (East) Guild left.", "Harbour (East) Guild", "Harbour (East) Guild"),
        ("The Guild (once ) Ltd left.", ") Ltd", "Ltd"),
    ],
)
def test_no_name_has_half_of_a_pair_of_brackets(text: str, marked: str, whole: str) -> None:
    it = Writer(text)
    it.mention(marked, "organization")
    [mark] = it.marks.mentions
    assert it.quotes([trimmed(it.article.text, it.prepared.words, mark)]) == [whole]


def test_a_name_cut_behind_its_first_part_is_an_actor_all_the_same() -> None:
    it = Writer("The Harbour Centre at Kiel sued.")
    it.mention("Harbour Centre at", "organization")
    assert [actor.name for actor in it.reading().actors] == ["Harbour Centre"]


@pytest.mark.parametrize(
    ("phrase", "kind", "parts"),
    [
        ("Liv Moe–Ola Brekke", "person", ["Liv Moe", "Ola Brekke"]),
        ("Liv Moe—Ola Brekke", "person", ["Liv Moe", "Ola Brekke"]),
        ("Liv Moe–Brekke", "person", ["Liv Moe–Brekke"]),  # one with two family names
        ("Oslo Dock–Kiel Dock", "organization", ["Oslo Dock–Kiel Dock"]),
    ],
)
def test_two_persons_with_a_dash_between_are_two(phrase: str, kind: str, parts: list[str]) -> None:
    it = Writer(f"Remember {phrase} today.")
    it.mention(phrase, kind)
    found, further = apart(it.article.text, it.prepared.words, it.marks.mentions)
    assert it.quotes([*found, *further]) == parts


@pytest.mark.parametrize(
    ("noun", "found"),
    [
        ("some 90 NATO sailors", ["NATO"]),
        ("anti-NATO marchers", ["NATO"]),
        ("al-Qaeda gunmen", ["al-Qaeda"]),
        ("Some EU sailors", ["EU"]),
        ("European Isis men", ["Isis"]),
        ("three Harbour Watch divers", ["Harbour Watch"]),  # marked elsewhere
        ("two Oldpier Guild members", []),  # unknown
        ("two BBQ cooks", []),  # capitals inside a noun tell too little
        ("some 90 Russian sailors", []),
    ],
)
def test_a_known_organisation_is_named_anywhere_in_a_common_noun(noun: str, found: list[str]) -> None:
    it = Writer(f"Harbour Watch met {noun} on Friday.")
    it.mention("Harbour Watch", "organization")
    it.mention(noun, "group")
    assert it.quotes(names_inside(it.article.text, it.prepared.words, it.marks.mentions)) == found


@pytest.mark.parametrize(("name", "kind"), [("Bush administration", "state"), ("Erdogan", "person")])
def test_a_government_called_after_its_leader_is_no_person(name: str, kind: str) -> None:
    it = Writer(f"Critics of the {name} left.", published=None)
    it.mention(name, "state")
    [actor] = it.reading().actors
    assert actor.kind == kind
