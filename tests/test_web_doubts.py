"""Who doubts a record: what stands near its sentences in their own article, the nearest first, and how many more."""

from __future__ import annotations

from typing import Any

import pytest
from ledger_readings import reading
from lxml import html
from web_site import client_of, seen

from communique import Ledger, Reading

NAMES = [f"Speaker {chr(ord('A') + at)}" for at in range(9)]
FILLER = "Trams ran on time and the bakeries were open. " * 40
"""Some 1,800 characters about nothing."""
STRUCK = "Russia struck a depot in Lviv."
AGAIN = "The depot in Lviv that Russia struck burned out."


def doubting(at: int) -> str:
    return f"{NAMES[at]} doubted version {at}."


def told(text: str, trigger: str, doubts: list[int], publisher: str) -> Reading:
    """Return an article that tells of a strike, and of some people's doubts."""
    people: dict[str, Any] = {f"p{at}": (NAMES[at], "person", "UKR", [], None) for at in doubts}
    return reading(
        text,
        actors={"rus": ("Russia", "state", "RUS", ["GOV"], None), **people},
        statements=[
            {"speaker": f"p{at}", "act": "doubt", "cue": f"doubted version {at}", "content": f"version {at}"}
            for at in doubts
        ],
        events=[{"type": "ASSAULT", "trigger": trigger, "actors": ["rus"]}],
        publisher=publisher,
    )


@pytest.fixture(scope="module")
def doubts(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str], str]:
    """Return the doubts that the event's page shows at once, those that it opens, and the page's text."""
    path = tmp_path_factory.mktemp("doubts") / "doubts.db"
    # Where the second article tells of the strike, the first one has a doubt of something else.
    first = f"{STRUCK} {doubting(0)} {FILLER}{doubting(8)}"
    second = f"{FILLER}{AGAIN} {' '.join(doubting(at) for at in range(1, 8))}"
    with Ledger.open(path) as ledger:
        ledger.put(told(first, "struck", [0, 8], "Post"))
        ledger.put(told(second, "burned", list(range(1, 8)), "Courier"))
        events = [each.id for each in ledger.events()]
        if len(events) > 1:
            ledger.decide("merge", events, "ada")
        (event,) = ledger.events()
        its_id = event.id
    with client_of(path) as client:
        text = client.get(f"/record/{its_id}").text
    page = html.fromstring(text)
    at_once = page.xpath("//h2[starts-with(., 'Who doubts')]/following-sibling::blockquote")
    opened = page.xpath("//h2[starts-with(., 'Who doubts')]/following-sibling::details//blockquote")
    return [each.text_content() for each in at_once], [each.text_content() for each in opened], seen(text)


def test_the_nearest_in_its_own_article_comes_first(doubts: tuple[list[str], list[str], str]) -> None:
    assert doubts[0] == [doubting(at) for at in range(6)]


def test_the_others_are_told_and_opened(doubts: tuple[list[str], list[str], str]) -> None:
    assert doubts[1] == [doubting(6), doubting(7)]
    assert "2 more" in doubts[2]


def test_what_stands_far_from_all_its_sentences_is_about_something_else(
    doubts: tuple[list[str], list[str], str],
) -> None:
    assert NAMES[8] not in doubts[2]
