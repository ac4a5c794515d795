from __future__ import annotations

import pytest

from communique import Actor, Span
from communique.knowledge.organizations import organization
from communique.linking.actors import actor_key, folded, is_named, state_of

ARTICLE, ANOTHER = "0" * 16, "1" * 16


def actor(name: str, kind: str, country: str | None, code: str | None = None) -> Actor:
    return Actor.from_json(
        {
            "id": "a1",
            "name": name,
            "kind": kind,
            "country": country,
            "sectors": [],
            "title": None,
            "code": code,
            "mentions": [Span(0, len(name), name).to_json()],
        }
    )


def test_a_code_is_the_key_whatever_the_name() -> None:
    one, other = (
        actor("NATO", "organization", "IGO", "wikidata:Q7184"),
        actor("alliance", "group", None, "wikidata:Q7184"),
    )
    assert actor_key(one, ARTICLE) == actor_key(other, ANOTHER) == "wikidata:Q7184"


@pytest.mark.parametrize(
    "name", ["Japan", "Tokyo", "the Japanese government", "Japan's authorities", "government", "which"]
)
def test_a_state_is_one_however_it_is_called(name: str) -> None:
    assert actor_key(actor(name, "state", "JPN"), ARTICLE) == "state:JPN"


@pytest.mark.parametrize("name", ["northern Japan", "Japanese navy", "Japan and France"])
def test_a_part_of_a_state_is_not_the_state(name: str) -> None:
    assert state_of(actor(name, "state", "JPN")) is None


def test_a_person_named_like_a_capital_is_a_person() -> None:
    assert state_of(actor("Paris", "person", "FRA")) is None


def test_who_has_a_name_is_the_same_in_every_article() -> None:
    one, other = actor("Ségolène Koré", "person", "CIV"), actor("Segolene Kore", "person", "CIV")
    assert actor_key(one, ARTICLE) == actor_key(other, ANOTHER) == "person:CIV:segolene kore"


@pytest.mark.parametrize("name", ["two officials", "They", "villagers", "we", "It"])
def test_who_is_only_described_is_somebody_else_in_every_article(name: str) -> None:
    someone = actor(name, "group", None)
    assert actor_key(someone, ARTICLE) != actor_key(someone, ANOTHER)
    assert not is_named(actor_key(someone, ARTICLE))


def test_a_key_tells_whether_it_has_a_name() -> None:
    named = (actor("Ségolène Koré", "person", "CIV"), actor("Norwegian government", "state", "NOR"))
    assert all(is_named(actor_key(each, ARTICLE)) for each in named)


def test_folding_keeps_something_of_every_name() -> None:
    assert folded("The Wagner Group") == "wagner group"
    assert folded("…") == "…"
    assert folded("The") == "the"


def test_acronyms_that_are_spoken_are_known_as_british_papers_write_them() -> None:
    assert [getattr(organization(name), "name", None) for name in ("Unesco", "Nato", "Isis")] == [
        "UNESCO",
        "NATO",
        "Islamic State",
    ]


def test_words_that_look_like_acronyms_stay_words() -> None:
    assert organization("Swift") is None
    assert organization("Arena") is None
