"""An article that is taken out leaves the ledger as the others make it, and may come back."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from cli import run
from ledger_readings import MANY, READINGS, ledger_of, small_ledger
from web_site import small_file

from communique import Ledger, Reading
from communique.errors import UnknownId

ALL = (*READINGS, *MANY)


def taken_out(ledger: Ledger, articles: Iterable[str]) -> None:
    ledger.remove(articles)


def sound(ledger: Ledger) -> bool:
    wrong = [each for each in ledger.examine() if each.wrong]
    assert wrong == []
    return True


def told(ledger: Ledger) -> tuple[Any, ...]:
    """Return what the ledger tells, whatever came first."""
    return (
        sorted((each.type, each.status, each.reports, each.sources) for each in ledger.events(limit=None)),
        sorted((each.id, each.stage, each.thread_reports) for each in ledger.commitments(limit=None)),
        sorted(each.id for each in ledger.statements(limit=None)),
        sorted(each.name for each in ledger.actors(limit=None)),
        {name: count for name, count in ledger.stats().items() if isinstance(count, int) and name != "bytes"},
    )


@pytest.mark.parametrize("readings", [READINGS, ALL], ids=["few", "many"])
def test_without_an_article_the_ledger_is_sound_and_with_it_again_as_it_was(readings: tuple[Reading, ...]) -> None:
    with ledger_of(readings) as ledger:
        some = random.Random(4).sample(readings, min(6, len(readings)))  # noqa: S311  # a test
        for each in some:
            before = told(ledger)
            taken_out(ledger, [each.article.id])
            assert sound(ledger)
            assert ledger.reading(each.article.id) is None
            assert all(row.quote.article != each.article.id for row in ledger.events(limit=None))
            ledger.put(each)
            assert sound(ledger)
            assert told(ledger) == before


def test_the_last_article_leaves_nothing(tmp_path: Path) -> None:
    with small_ledger(str(tmp_path / "l.db")) as ledger:
        taken_out(ledger, [each.article.id for each in READINGS])
        assert sound(ledger)
        assert told(ledger)[:4] == ([], [], [], [])
        assert ledger.search("howitzers") == []
        assert {count for name, count in told(ledger)[4].items() if name != "undated"} == {0}


def test_one_id_or_its_beginning_is_an_article_and_of_several_all_go_or_none() -> None:
    with ledger_of(READINGS) as ledger:
        first, second = (each.article.id for each in READINGS[:2])
        total = ledger.articles().total
        with pytest.raises(UnknownId):
            ledger.remove([first, "article-none"])
        assert ledger.articles().total == total
        assert ledger.remove(first[:10]) == 1
        assert ledger.remove(each for each in (second, second)) == 1
        assert ledger.articles().total == total - 2
        assert sound(ledger)


def test_the_command_takes_articles_out_and_decisions_wait(tmp_path: Path) -> None:
    path = small_file(tmp_path)
    with Ledger.open(path) as ledger:
        event = next(iter(ledger.events(limit=None)))
        ledger.decide("accept", event.id, by="ada")
        article, total = event.quote.article, ledger.articles().total
    wrong = run("remove", "article-none", "--ledger", str(path))
    assert wrong.exit_code == 2
    ran = run("remove", article[:10], "--ledger", str(path))
    assert (ran.exit_code, ran.stdout) == (0, f"1 article taken out of {path}.\n")
    with Ledger.open(path) as ledger:
        assert ledger.articles().total == total - 1
        assert len(ledger.decisions()) == 1
        ledger.put(next(each for each in READINGS if each.article.id == article))
        assert any(each.verdict == "accepted" for each in ledger.events(limit=None))
