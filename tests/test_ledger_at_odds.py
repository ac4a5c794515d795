"""Of two records at odds both are marked, wherever they stand, each with the sentence of the other."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli import run
from ledger_readings import ledger_of, reading
from test_ledger_contradictions import guns
from test_ledger_totals import gives
from web_site import client_of, seen

from communique import Ledger
from communique.ledger.told.contradictions import contradictions
from communique.web.promises import promises

MORE = gives("Germany will give Ukraine €500m for Patriot interceptors.", "2024-03-03", "€500m", 5e8)
LESS = gives(
    "Germany promised Ukraine €400m for Patriot interceptors.", "2024-03-05", "€400m", 4e8, publisher="Le Quai"
)
TWO_SUMS = (MORE, LESS)
"""Two threads that are two sums of one thing."""
TWO_COUNTS = (
    guns("France will give Ukraine 18 Caesar howitzers, Paris said.", "2024-03-01", 18),
    guns("France has delivered 12 Caesar howitzers to Ukraine.", "2024-05-02", 12, stage="delivered"),
    guns(
        "Ukraine got 10 Caesar howitzers from France.", "2024-05-03", 10, stage="delivered", publisher="Dnipro Gazette"
    ),
)
"""Two counts of one delivery of a thread."""


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("odds") / "aid.db"
    ledger_of((*TWO_SUMS, *TWO_COUNTS), made).close()
    return made


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path, write=False) as opened:
        yield opened


@pytest.mark.parametrize(
    "texts", [[each.article.text for each in (MORE, LESS)], [each.article.text for each in TWO_COUNTS[1:]]]
)
def test_each_record_and_its_whole_tell_both_sides(ledger: Ledger, texts: list[str]) -> None:
    told = [each for each in ledger.commitments() if each.quote.quote in texts]
    assert len(told) == 2
    for its_id in {its_id for each in told for its_id in (each.id, each.thread)}:
        sections = {each.title: each.points for each in ledger.explain(its_id).sections}
        assert {point.quote and point.quote.quote for point in sections["Contradictions"]} == set(texts)


def test_each_of_two_sums_is_added_with_the_other_beside_it(ledger: Ledger, path: Path) -> None:
    (row,) = ledger.totals("donor", donor="DEU").rows
    odds = {each.value: [(one.said, one.quote.quote) for one in each.at_odds] for each in row.counted}
    assert odds == {
        5e8: [("400,000,000 EUR, 2024-03-05", LESS.article.text)],
        4e8: [("500,000,000 EUR, 2024-03-03", MORE.article.text)],
    }
    (row,) = ledger.totals("donor", donor="DEU", as_of="2024-03-04").rows
    assert [each.at_odds for each in row.counted] == [()]
    text = run("commitments", "--ledger", str(path), "--totals", "--donor", "DEU").stdout
    assert text.count("at odds with 400,000,000 EUR") == text.count("at odds with 500,000,000 EUR") == 1


def test_both_promises_are_marked_and_both_counts_of_a_delivery(ledger: Ledger, path: Path) -> None:
    told = promises(ledger, ledger.commitments()).told
    assert {each.what: [one.what for one in each.disputed] for each in told if each.what.endswith("EUR")} == {
        "500 million EUR": ["400 million EUR"],
        "400 million EUR": ["500 million EUR"],
    }
    assert [(one.what, one.disputed) for each in told for one in each.came] == [
        ("12 Caesar howitzers", True),
        ("10 Caesar howitzers", True),
    ]
    with client_of(path) as client:
        assert "disputed 12 Caesar howitzers" in seen(client.get("/commitments?donor=FRA").text)


def test_the_list_tells_the_other_side_under_each(path: Path) -> None:
    text = run("commitments", "--ledger", str(path), "--width", "200").stdout
    for one, other in (("500,000,000 EUR", LESS), ("400,000,000 EUR", MORE)):
        assert f"at odds with {one}" in text
        assert text.count(other.article.text) == 2


def test_a_dossier_of_the_later_has_the_contradiction_too(ledger: Ledger) -> None:
    for each in TWO_SUMS:
        (thread,) = {found.thread for found in ledger.commitments() if found.quote.quote == each.article.text}
        assert len(list(contradictions(ledger.connection, about=[thread]))) == 1


def test_a_sentence_that_tells_of_two_parts_is_cited_once() -> None:
    both = reading(
        "Peru has delivered 2 tanks and 9 trucks to Togo.",
        actors={"per": ("Peru", "state", "PER", ["GOV"], None), "tgo": ("Togo", "state", "TGO", ["GOV"], None)},
        commitments=[
            {
                "donors": ["per"],
                "recipients": ["tgo"],
                "stage": "delivered",
                "at": quote,
                "items": [item],
            }
            for quote, item in (
                ("2 tanks", (2, "tanks", "armour", "2 tanks")),
                ("9 trucks", (9, "trucks", "vehicles", "9 trucks")),
            )
        ],
        published="2024-05-01",
        publisher="Lima Post",
    )
    pledge = reading(
        "Peru will send Togo 6 tanks and 20 trucks by June 30.",
        actors={"per": ("Peru", "state", "PER", ["GOV"], None), "tgo": ("Togo", "state", "TGO", ["GOV"], None)},
        commitments=[
            {
                "donors": ["per"], "recipients": ["tgo"], "stage": "pledged", "at": "6 tanks",
                "items": [(6, "tanks", "armour", "6 tanks"), (20, "trucks", "vehicles", "20 trucks")],
                "date": ("2024-06-30", "2024-06-30", "day", "June 30"),
            }
        ],
        published="2024-03-01",
        publisher="Lima Post",
    )  # fmt: skip
    with ledger_of([pledge, both]) as ledger:
        (late,) = ledger.overdue(datetime.date(2024, 7, 10))
        assert [each.quote for each in late.delivered] == [both.article.text]


def test_a_promise_of_which_a_part_came_is_no_running_total() -> None:
    pledge = gives("Germany will give Ukraine €500m for water.", "2024-03-03", "€500m", 5e8)
    part = gives(
        "Ukraine received €150m from Germany, the first tranche of the €500m announced on 3 March.",
        "2024-05-14",
        "€150m",
        1.5e8,
        stage="delivered",
    )
    with ledger_of([pledge, part]) as ledger:
        rows = {dict(row.key)["stage"]: row for row in ledger.totals("stage").rows}
        (whole,) = rows["delivered"].not_added
        assert (whole.kind, whole.said) == ("total_of", "the whole of the EUR 150 million delivered on 14 May 2024")
