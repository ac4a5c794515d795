"""What was not delivered is no delivery, wherever a commitment's life is told: the event that says so is negated."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ledger_readings import reading
from lxml import html
from test_web_promises import NORWAY, PLEDGE, thread_of
from web_site import client_of, seen

from communique import Ledger, Reading
from communique.charts.pictures import lives_of
from communique.export.selection import Selection
from communique.export.trackers import write_kiel, write_sipri
from communique.trackers.entries import kiel_entries, sipri_entries
from communique.web.checking import against, lacks
from communique.web.dossier import dossier
from communique.web.promises import promises


def not_arrived(items: int = 24) -> Reading:
    """Return an article that tells, by a negated event, of howitzers that didn't come, on a day of its own."""
    said = f"The {items} howitzers from Norway have not arrived in Ukraine by 2024-04-01."
    return reading(
        said,
        actors=NORWAY,
        events=[{"type": "AID", "trigger": "arrived", "actors": ["nor"], "recipients": ["ukr"], "status": "negated"}],
        commitments=[
            {
                "event": "e1",
                "donors": ["nor"],
                "recipients": ["ukr"],
                "at": "howitzers",
                "stage": "delivered",
                "items": [(items, "howitzers", "artillery", f"{items} howitzers")],
                "date": ("2024-05-01", "2024-05-01", "day", "2024-04-01"),
            }
        ],
        published="2024-04-02",
        publisher="Harbour News",
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("undelivered") / "norway.db"
    thread_of(str(made), [PLEDGE, not_arrived()]).close()
    return made


@pytest.fixture(scope="module")
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as opened:
        yield opened


def steps(ledger: Ledger, **filters: Any) -> list[str]:
    """Return the stages that the picture of lives has."""
    made = lives_of(ledger, filters)
    assert made is not None
    return [each["stage"] for each in (made.specification or {})["datasets"]["steps"]]


def test_a_thread_stays_promised_and_due_on_the_day_promised(ledger: Ledger) -> None:
    (row,) = ledger.connection.execute("SELECT stage, due FROM threads").fetchall()
    assert tuple(row) == ("pledged", "2024-06-30")
    assert [each.stage for each in ledger.totals(by="stage").rows[0].counted] == ["pledged"]


def test_the_table_of_promises_says_that_it_was_not_delivered(ledger: Ledger, path: Path) -> None:
    (found,) = promises(ledger, ledger.commitments()).told
    assert (found.stage, found.day) == ("pledged", "2024-02-01")
    assert [(each.what, each.undelivered) for each in found.came] == [("24 howitzers", True)]
    with client_of(path) as client:
        page = client.get("/commitments?donor=NOR").text
        assert "not delivered 24 howitzers" in seen(page)
        assert "chip delivered" not in page
        thread = client.get(f"/record/{found.thread}")
        assert "chip not-delivered" in thread.text
        assert "chip delivered" not in thread.text
        record = seen(client.get(f"/record/{found.came[0].record}").text)
        assert "not delivered: Norway → Ukraine, 24 howitzers" in record


def test_a_delivery_that_did_not_happen_is_not_found_among_the_delivered(ledger: Ledger) -> None:
    (told,) = [each for each in ledger.commitments() if each.undelivered]
    delivered = ledger.commitments(stage="delivered")
    assert told.id not in {each.id for each in delivered}
    assert delivered.total == len(delivered)
    assert all(each.id != told.id for each in ledger.commitments(stage="delivered", text="howitzers"))
    assert told.id in {each.id for each in ledger.commitments(stage="!delivered")}


def test_no_word_is_marked_that_says_that_it_was_not_delivered(ledger: Ledger, path: Path) -> None:
    """Against "delivered" its "not" asks for a look; "not delivered" is what it says."""
    (told,) = [each for each in ledger.commitments() if each.undelivered]
    assert against("delivered", told.quote.quote) == "not"
    assert lacks(told) == []
    with client_of(path) as client:
        for address in ("/commitments?donor=NOR", f"/record/{told.thread}", f"/record/{told.id}"):
            page = client.get(address).text
            assert "chip not-delivered" in page
            assert "chip check" not in page
        others = "".join(f"&passed={each.id}" for each in ledger.commitments() if each.id != told.id)
        queue = html.fromstring(client.get(f"/review?of=commitments{others}").text)
        assert queue.xpath("//p[@class='big']/span/text()") == ["not delivered"]


def test_a_dossier_says_that_it_was_not_delivered(ledger: Ledger) -> None:
    page = html.fromstring(dossier(ledger, {}, "Aid"))
    (table,) = page.xpath("//h2[.='Promised, and what came of it']/following-sibling::table[1]")
    assert "not delivered 24 howitzers, 2 Apr 2024" in " ".join(table.text_content().split())
    assert not page.xpath("//span[@class='chip delivered']")


def test_the_picture_has_no_delivery(ledger: Ledger) -> None:
    assert steps(ledger) == ["pledged", "not delivered"]


def test_what_is_told_alone_is_no_delivery_either(tmp_path: Path) -> None:
    with thread_of(str(tmp_path / "alone.db"), [not_arrived()]) as ledger:
        assert [row[0] for row in ledger.connection.execute("SELECT stage FROM threads")] == ["pledged"]
        (told,) = ledger.commitments()
        assert (told.stage_told, told.thread_stage) == ("not delivered", "pledged")
        (told,) = ledger.commitments(as_of="2024-12-31")
        assert told.thread_stage == "pledged"


def test_registers_have_no_delivery(tmp_path: Path) -> None:
    with thread_of(str(tmp_path / "registers.db"), [not_arrived()]) as ledger:
        told = list(ledger.commitments(limit=None))
        assert kiel_entries(told, measured=True) == sipri_entries(told) == []
        for write in (write_kiel, write_sipri):
            assert write(Selection(ledger.connection), io.BytesIO()) == 0
