"""The title of a commitment names the state or body that gives, not the parliament that voted on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ledger_readings import ledger_of, reading

from communique import Reading
from communique.charts.pictures import lives_of
from communique.web.promises import promises

PERU = ("Peru", "state", "PER", ["GOV"], None)
CONGRESS = ("Congress of Peru", "organization", "PER", ["LEG"], None)
MINISTER = ("Ana Quispe", "person", "PER", ["GOV"], None)
TREASURY = ("Peruvian treasury", "organization", "PER", ["GOV"], None)
CHAD = ("Chad", "state", "TCD", ["GOV"], None)
TOGO = ("Togo", "state", "TGO", ["GOV"], None)
APPROVED = "The {} approved the 24 howitzers and 90 trucks for Togo."


def told(text: str, day: str, *donors: Any, stage: str = "pledged", publisher: str = "Lima Post") -> Reading:
    """Return an article with one commitment to Togo of 24 howitzers, and of the trucks that it tells of."""
    items = [(24, "howitzers", "artillery", "24 howitzers"), (90, "trucks", "vehicles", "90 trucks")]
    commitment = {
        "donors": [str(at) for at, _ in enumerate(donors)],
        "recipients": ["togo"],
        "stage": stage,
        "at": "24 howitzers",
        "items": [each for each in items if each[3] in text],
    }
    actors = {str(at): donor for at, donor in enumerate(donors)} | {"togo": TOGO}
    return reading(text, actors=actors, commitments=[commitment], published=day, publisher=publisher)


def title_of(path: Path, *readings: Reading) -> str:
    """Return whom the title names; the table of promises and the picture name them too."""
    with ledger_of(readings, path) as ledger:
        (thread,) = {each.thread for each in ledger.commitments(recipient="TGO")}
        named = ledger.explain(thread).headline.partition(": ")[2].partition(" → ")[0]
        (promise,) = promises(ledger, ledger.commitments()).told
        assert "; ".join(each.name for each in promise.donors) == named
        picture = lives_of(ledger, {})
        assert picture
        assert named.replace("; ", ", ") in str(picture)
        return named


@pytest.mark.parametrize("voter", [CONGRESS, MINISTER])
def test_the_state_gives_what_its_parliament_voted_or_its_minister_promised(tmp_path: Path, voter: Any) -> None:
    pledge = told("Peru will send Togo 24 howitzers.", "2024-03-01", PERU)
    assert (
        title_of(tmp_path / "a.db", pledge, told(APPROVED.format(voter[0]), "2024-03-08", voter, stage="approved"))
        == "Peru"
    )


def test_a_parliament_is_named_where_the_ledger_knows_no_state(tmp_path: Path) -> None:
    assert (
        title_of(tmp_path / "a.db", told(APPROVED.format(CONGRESS[0]), "2024-03-08", CONGRESS, stage="approved"))
        == "Congress of Peru"
    )


def test_a_body_that_gives_is_named(tmp_path: Path) -> None:
    pledge = told("The Peruvian treasury will send Togo 24 howitzers.", "2024-03-01", TREASURY)
    assert title_of(tmp_path / "a.db", pledge) == "Peruvian treasury"


def test_all_who_give_together_are_named_though_the_fullest_telling_names_one(tmp_path: Path) -> None:
    both = told("Peru and Chad will send Togo 24 howitzers.", "2024-03-01", PERU, CHAD)
    one = told("Togo gets 24 howitzers and 90 trucks from Peru.", "2024-03-02", PERU, publisher="Lomé Mail")
    assert title_of(tmp_path / "a.db", both, one) == "Peru; Chad"
