"""A sum that another source disputes is told wherever the promise stands, and why it isn't added."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ledger_readings import small_ledger
from lxml import html
from starlette.testclient import TestClient
from test_ledger_totals import gives
from test_web_promises import thread_of
from web_site import client_of, seen

from communique import Ledger
from communique.ledger.told.contradictions import query_of
from communique.web.dossier import dossier
from communique.web.promises import promises

FIRST = gives("Germany will give Ukraine €500m for air defence, Berlin said.", "2024-03-03", "€500m", 5e8)
AGAIN = gives(
    "Ukraine thanked Germany for the €500m for air defence.", "2024-03-04", "€500m", 5e8, publisher="Dnipro Gazette"
)
SMALLER = gives(
    "What Germany will give Ukraine for air defence is worth only €400m, papers show.", "2024-03-05", "€400m", 4e8,
    publisher="Havel Courier",
)  # fmt: skip
TRANCHE = gives(
    "Ukraine received €150m from Germany, the first tranche of the €500m announced on 3 March.", "2024-05-14", "€150m",
    1.5e8, stage="delivered",
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("disputed") / "aid.db"
    thread_of(str(made), [FIRST, AGAIN, SMALLER, TRANCHE]).close()
    return made


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path, write=False) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(path: Path) -> Iterator[TestClient]:
    with client_of(path) as made:
        yield made


def test_every_telling_that_is_not_counted_has_one_reason(ledger: Ledger) -> None:
    (row,) = ledger.totals("donor").rows
    assert [each.value for each in row.counted] == [5e8]
    told = {each.quote.quote: (each.kind, each.said) for each in row.not_added}
    assert len(row.not_added) == len(told) == 3
    assert told[SMALLER.article.text] == ("contradicts", "at odds with the EUR 500 million announced on 3 March 2024")
    assert {told[AGAIN.article.text][0], told[TRANCHE.article.text][0]} == {"same", "part_of"}


def test_a_whole_is_not_at_odds_with_its_tranche(ledger: Ledger) -> None:
    """By stage the tranche counts by itself: what it was taken from holds it, and contradicts nothing."""
    rows = {dict(row.key)["stage"]: row for row in ledger.totals("stage").rows}
    assert [each.value for each in rows["delivered"].counted] == [1.5e8]
    assert "contradicts" not in {each.kind for each in rows["delivered"].not_added}


def test_the_page_lists_each_telling_once_and_none_that_counts(client: TestClient) -> None:
    page = html.fromstring(client.get("/commitments").text)
    (table,) = page.xpath("//details[contains(summary, 'add nothing; why')]//table")
    said = [row.xpath("string(td[@data-label='Is'])") for row in table.xpath("tbody/tr")]
    assert len(said) == 2
    assert any(each.startswith("at odds with the EUR 500 million") for each in said)


def test_the_table_of_promises_marks_the_disputed_sum(ledger: Ledger, client: TestClient) -> None:
    (found,) = promises(ledger, ledger.commitments()).told
    assert (found.what, [each.what for each in found.disputed]) == ("500 million EUR", ["400 million EUR"])
    assert "disputed 400 million EUR" in seen(client.get("/commitments?donor=DEU").text)
    (found,) = promises(ledger, ledger.commitments(as_of="2024-03-04"), "2024-03-04").told
    assert found.disputed == ()


def test_a_dossier_marks_the_disputed_sum(ledger: Ledger) -> None:
    page = html.fromstring(dossier(ledger, {}, "Aid"))
    (table,) = page.xpath("//h2[.='Promised, and what came of it']/following-sibling::table[1]")
    assert "disputed 400 million EUR" in " ".join(table.text_content().split())


def test_the_threads_page_has_both_sides(ledger: Ledger, client: TestClient) -> None:
    thread = ledger.commitments()[0].thread
    page = html.fromstring(client.get(f"/record/{thread}").text)
    after = page.xpath("//h2[text()='Contradictions']/following-sibling::blockquote")[:2]
    assert [each.text_content() for each in after] == [AGAIN.article.text, SMALLER.article.text]
    section = [each for each in ledger.explain(thread).sections if each.title == "Contradictions"]
    assert "400,000,000 EUR" in section[0].points[1].said


@pytest.mark.parametrize("family", ["event", "thread"])
def test_contradictions_of_a_record_are_looked_up_by_indexes(ledger: Ledger, family: str) -> None:
    query = query_of(family)
    rows = ledger.connection.execute(f"EXPLAIN QUERY PLAN {query}", ("none", None)).fetchall()
    scanned = [row[3] for row in rows if row[3].startswith("SCAN ")]
    assert not [each for each in scanned if each.split()[1] in {"contradictions", "links", "reports", "commitments"}]


def test_a_range_of_items_is_told_wherever_items_are(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with small_ledger(str(path)) as ledger:
        its_id = next(each.id for each in ledger.commitments(limit=None) if each.stage == "pledged" and each.items)
        ledger.edit(its_id, {"items": "3-5 tanks"}, "ada")
        shown = html.fromstring(dossier(ledger, {}, "Aid")).text_content()
        assert "3–5 tanks" in shown
        assert "3–5 tanks" in ledger.commitments(limit=None)._repr_html_()
    with client_of(path) as client:
        for page in ("/commitments", f"/record/{its_id}"):
            assert "3–5 tanks" in client.get(page).text, page
