"""Articles of which nobody told the day of publication: they don't move the last day, and take a day when it comes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli import run
from ledger_readings import READINGS, reading
from starlette.testclient import TestClient
from test_cli_add import PlainReader
from web_site import FORM, client_of, form_token, seen

from communique import Ledger, Reading
from communique.ledger.told import counting

NORWAY = {
    "nor": ("Norway", "state", "NOR", ("GOV",), "NORGOV"),
    "ukr": ("Ukraine", "state", "UKR", ("GOV",), "UKRGOV"),
}
TEXT = "Norway pledged 24 howitzers to Ukraine, the ministry of defence said on Thursday."
TODAY = datetime.datetime.now(datetime.UTC).date().isoformat()
NOTE = "no day of publication"


def pledge(published: str | None) -> Reading:
    return reading(
        TEXT,
        actors=NORWAY,
        events=[{"type": "AGREE", "trigger": "pledged", "actors": ["nor"], "recipients": ["ukr"]}],
        commitments=[
            {
                "event": "e1",
                "donors": ["nor"],
                "recipients": ["ukr"],
                "at": "howitzers",
                "stage": "pledged",
                "items": [(24, "howitzers", "artillery", "24 howitzers")],
            }
        ],
        published=published,
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "undated.db") as made:
        for each in READINGS:
            made.put(each)
        yield made


def test_an_undated_article_is_no_last_day(ledger: Ledger) -> None:
    before = ledger.stats()
    assert before["undated"] == 0
    outcome = ledger.put(pledge(None))
    after = ledger.stats()
    assert not outcome.dated
    assert after["last_day"] == before["last_day"] < TODAY
    assert after["undated"] == 1


def test_where_none_is_dated_the_last_day_is_that_of_adding(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "none.db") as ledger:
        assert ledger.stats()["last_day"] is None
        ledger.put(pledge(None))
        assert ledger.stats()["last_day"] == TODAY


def test_the_last_day_is_found_along_the_index(ledger: Ledger) -> None:
    (query,) = [each for name, each in counting._ASKED.items() if name == "last_day"]
    plan = " ".join(row[3] for row in ledger.connection.execute(f"EXPLAIN QUERY PLAN {query}"))
    assert "articles_known" in plan
    assert "TEMP B-TREE" not in plan


def test_known_text_without_a_day_takes_the_day_that_comes(ledger: Ledger) -> None:
    ledger.put(pledge(None))
    (told,) = ledger.commitments(donor="NOR")
    assert told.known == TODAY
    ledger.decide("accept", [told.id], "ada")
    assert ledger.put(pledge("2024-02-01")).state == "read again"
    (told,) = ledger.commitments(donor="NOR")
    assert (told.known, told.day, told.verdict) == ("2024-02-01", "2024-02-01", "accepted")
    assert [each.known for each in ledger.events(actor="NOR")] == ["2024-02-01"]
    found = ledger.reading(told.quote.article)
    assert found is not None
    assert found.article.published == datetime.date(2024, 2, 1)
    assert ledger.stats()["undated"] == 0
    # A day that is known stays.
    assert ledger.put(pledge("2024-03-01")).state == "known text"
    assert ledger.put(pledge(None)).state == "known text"
    assert [each.known for each in ledger.commitments(donor="NOR")] == ["2024-02-01"]
    assert not [each for each in ledger.examine() if each.wrong]


@pytest.fixture
def plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.reader.Reader", PlainReader)
    monkeypatch.setattr("communique.web.adding._reader", PlainReader)


@pytest.mark.usefixtures("plain_reader")
def test_the_command_says_so_and_mends_it(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    for at, each in enumerate(READINGS[:2]):
        (tmp_path / "articles" / f"{at}.txt").write_text(each.article.text)
    command = ("add", str(tmp_path / "articles"), "--ledger", str(tmp_path / "l.db"))
    assert f"2 articles have {NOTE}" in run(*command).stdout
    assert run(*command).stdout.startswith("Articles: 2 passed over")
    mended = run(*command, "--published", "2024-01-18").stdout
    assert mended.startswith("Articles: 2 read again")
    assert NOTE not in mended
    assert run(*command, "--published", "2024-01-19").stdout.startswith("Articles: 2 passed over")
    with Ledger.open(tmp_path / "l.db") as ledger:
        assert {each.published for each in ledger.articles()} == {"2024-01-18"}


def paste(client: TestClient, text: str, published: str = "") -> str:
    form = {"text": text, "published": published, "form_token": form_token(client)}
    answer = client.post("/add", data=form, headers=FORM)
    assert answer.status_code == 200
    return seen(answer.text)


@pytest.mark.usefixtures("plain_reader")
def test_the_pages_say_so_and_mend_it(ledger: Ledger) -> None:
    last = ledger.stats()["last_day"]
    with client_of(Path(ledger.path)) as client:
        for address in ("/", "/articles", "/add"):
            assert NOTE not in seen(client.get(address).text)
        assert NOTE in paste(client, TEXT)
        for address in ("/", "/articles", "/add"):
            assert f"1 article has {NOTE}" in seen(client.get(address).text)
        assert f"known up to {datetime.date.fromisoformat(last):%-d %b %Y}" in seen(client.get("/").text)
        page = paste(client, TEXT, "2024-02-01")
        assert "1 Feb 2024" in page
        assert NOTE not in page
        for address in ("/", "/articles", "/add"):
            assert NOTE not in seen(client.get(address).text)
        # It has its day by now, and isn't read a third time.
        assert "read before" in paste(client, TEXT, "2024-02-01")
