"""The article that the product was conceived from: what a careful analyst writes down of it.

Its text belongs to its publisher and is not in the repository: the test reads it where it lies beside the checkout, and
says so where it doesn't. Nothing in the reader knows this article.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from communique.reader import read
from communique.records import Commitment, Event, Reading, Statement

ARTICLE = (
    Path(os.environ.get("COMMUNIQUE_SHARED", Path(__file__).parents[2] / "shared")) / "articles" / "milley-oslo.txt"
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    if not ARTICLE.exists():
        pytest.skip(f"{ARTICLE} is not there")
    return read(ARTICLE, published="2023-09-17")


class Told:
    """Look-ups in a reading, by what a person would say."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.names = {actor.id: actor.name for actor in reading.actors}
        self.countries = {actor.id: actor.country for actor in reading.actors}

    def says(self, speaker: str, acts: str, content: str) -> list[Statement]:
        return [
            each
            for each in self.reading.statements
            if speaker.lower() in self.names[each.speaker].lower()
            and each.act in acts.split()
            and content in each.content.quote
        ]

    def happens(self, types: str, statuses: str, countries: set[str], near: str) -> list[Event]:
        return [
            each
            for each in self.reading.events
            if each.type in types.split()
            and each.status in statuses.split()
            and countries <= {self.countries[ident] for ident in each.actors + each.recipients}
            and near in each.evidence.quote
        ]

    def commits(
        self, donor: str, recipient: str, stage: str, value: float | None, item: str | None
    ) -> list[Commitment]:
        return [
            each
            for each in self.reading.commitments
            if donor in {self.countries[ident] for ident in each.donors}
            and recipient in {self.countries[ident] for ident in each.recipients}
            and each.stage == stage
            and (value is None or (each.amount is not None and each.amount.value == value))
            and (item is None or any(item in found.span.quote for found in each.items))
        ]


WANTED: dict[str, Callable[[Told], object]] = {
    "Milley acknowledges the likelihood": lambda it: it.says("Milley", "acknowledge", "likelihood"),
    "Milley doubts the decisive effect": lambda it: it.says("Milley", "doubt", "decisive effect"),
    "Milley downplays the impact": lambda it: it.says("Milley", "doubt", "impact"),
    "Milley asserts that it may not alter the situation": lambda it: it.says("Milley", "assert", "alter the situation"),
    "Milley stresses the need": lambda it: it.says("Milley", "assert urge", "additional weaponry"),
    "Milley asserts the backing": lambda it: it.says("Milley", "assert", "bipartisan backing"),
    "analysts speculate": lambda it: it.says("analysts", "speculate", "reciprocal agreements"),
    "Bauer acknowledges strains": lambda it: it.says("Bauer", "acknowledge", "strains"),
    "factions urge cuts": lambda it: it.says("factions", "urge", "cuts"),
    "the international community warns": lambda it: it.says("international community", "warn", "embolden"),
    "Kim and Putin met": lambda it: it.happens("CONSULT", "actual", {"PRK", "RUS"}, "meeting between"),
    "North Korean assistance is possible": lambda it: [
        each for each in it.happens("AID COOPERATE", "possible", {"PRK", "RUS"}, "assistance") if each.attributed_to
    ],
    "the chiefs met in Oslo": lambda it: it.happens("CONSULT", "actual", {"IGO"}, "convened in Oslo"),
    "the counteroffensive": lambda it: it.happens("ASSAULT", "actual", {"UKR", "RUS"}, "counteroffensive"),
    "Biden's package": lambda it: it.happens("AGREE", "proposed", set(), "proposed a $13.1 billion"),
    "Zelensky's visit": lambda it: it.happens("AGREE CONSULT", "planned", {"UKR"}, "visit"),
    "the chiefs plan to meet": lambda it: it.happens("AGREE", "planned", set(), "smaller assembly"),
    "the exchange is speculated": lambda it: [
        each for each in it.happens("AID COOPERATE AGREE", "possible", {"PRK"}, "reciprocal") if each.attributed_to
    ],
    "13.1 billion": lambda it: it.commits("USA", "UKR", "proposed", 13_100_000_000, None),
    "8.5 billion": lambda it: it.commits("USA", "UKR", "proposed", 8_500_000_000, None),
    "152 mm rounds": lambda it: it.commits("PRK", "RUS", "speculated", None, "152 mm"),
    "advanced weaponry": lambda it: it.commits("RUS", "PRK", "speculated", None, "advanced weaponry"),
}


LEAST = 21
"""How many of these the shipped weights must find: one fewer than they do, since 8-bit arithmetic differs a little
between processors. Raise it with the weights; the aim is all of them."""


@pytest.mark.parametrize("wanted", WANTED)
def test_what_a_careful_analyst_writes_down(reading: Reading, wanted: str) -> None:
    if not WANTED[wanted](Told(reading)):
        pytest.xfail("not found yet")


def test_most_of_what_a_careful_analyst_writes_down_is_found(reading: Reading) -> None:
    missed = [wanted for wanted, find in WANTED.items() if not find(Told(reading))]
    assert len(WANTED) - len(missed) >= LEAST, missed


def test_what_is_no_part_of_the_article_is_left_out(reading: Reading) -> None:
    assert "READ ALSO" not in reading.article.text
    assert "Leave a Reply" not in reading.article.text
    assert len(reading.article.dropped) == 2
    paragraphs = reading.article.text.split("\n")
    assert any(each.startswith("Divisions among") and each.endswith("evident") for each in paragraphs)
