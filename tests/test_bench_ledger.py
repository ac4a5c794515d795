"""The bench's large ledger: made of copies of a small one, a few at a time, and the same after it was measured."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from communique import Ledger
from communique.ledger.checks.doctor import examine

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

import ledger as bench  # type: ignore[import-not-found]  # the bench is no package
from generated import EVENTS  # type: ignore[import-not-found]

BASE = 30
FAKED = {
    "actors whose id isn't their key's",
    "articles whose spans, quotes or ids are wrong",
    "counts of records that aren't how many there are",
}
"""What copies can't have right: their ids are made up, their actors are those of the first articles."""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bench, "EARLY", BASE)
    monkeypatch.setattr(bench, "PUTS", 12)
    bench.fill(tmp_path / "ledger.db", BASE)
    return tmp_path / "ledger.db"


def contents(path: Path) -> list[tuple[object, ...]]:
    tables = ("articles", "actors", "statements", "events", "reports", "links", "commitments", "quotes", "blocks")
    with Ledger.open(path, write=False) as ledger:
        rows = [ledger.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]  # noqa: S608
    return [tuple(row) for some in rows for row in some]


def test_a_ledger_grown_in_parts_is_the_one_grown_at_once(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(path.read_bytes())
    for articles in (BASE * 2, BASE * 9):
        bench.multiply(path, articles)
    bench.multiply(other, BASE * 9)
    assert contents(path) == contents(other)
    with Ledger.open(path) as ledger:
        assert bench.count(ledger, "articles") == BASE * 9
        assert bench.count(ledger, "reports") == BASE * 9 * EVENTS
        assert {each.check for each in examine(ledger.connection) if each.wrong} <= FAKED
        for table in ("article_search", "quote_search", "actor_search"):
            ledger.connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608


def test_what_was_put_to_be_measured_is_gone_and_gets_the_same_links_in_a_larger_ledger(path: Path) -> None:
    before = contents(path)
    one = bench.put(path)
    log = path.with_name("ledger.db-wal")
    assert not log.exists()
    assert contents(path) == before
    bench.multiply(path, BASE * 5)
    assert bench.put(path).links == one.links


def test_a_ledger_that_holds_other_articles_is_not_grown(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.put(next(iter(bench.readings(BASE, 1))))
    with pytest.raises(SystemExit, match="31 articles"):
        bench.multiply(path, BASE * 3)
