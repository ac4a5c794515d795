"""What a kill at a random moment, or several programs at once, do to a ledger: nothing.

The same is measured for longer by `bench/kill.py` and `bench/many_hands.py`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli import ROOT
from generated_readings import FakeReader, inputs, reading, text

from communique import Ledger
from communique.errors import InputError
from communique.ledger import Input
from communique.sources import RawArticle

PROGRAM = Path(__file__).parent / "generated_readings.py"


def killed(path: Path, count: int, seconds: float) -> tuple[list[tuple[str, str, str | None]], bool]:
    """Add articles in a program of its own, kill it some seconds after it began; return what it acknowledged."""
    command = [sys.executable, str(PROGRAM), str(path), str(count)]
    program = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603  # a file of ours
    assert program.stdout is not None
    assert os.read(program.stdout.fileno(), 8) == b'"ready"\n'
    try:
        out, _ = program.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        program.send_signal(signal.SIGKILL)
        out, _ = program.communicate()
    # A line that was cut off acknowledges nothing.
    return [tuple(json.loads(line)) for line in out.split(b"\n")[:-1]], program.returncode == 0


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return what a ledger holds, but for numbers of rows and times."""
    queries = {
        "articles": "SELECT id FROM articles",
        "appearances": "SELECT articles.id, appearances.ref FROM appearances JOIN articles ON number = article",
        "inputs": "SELECT key, state FROM inputs",
        "reports": "SELECT reports.id, events.id FROM reports JOIN events ON events.number = event",
        "events": "SELECT id, type, day, reports, sources FROM events",
        "statements": "SELECT id FROM statements",
        "commitments": "SELECT commitments.id, threads.id FROM commitments JOIN threads ON threads.number = thread",
        "threads": 'SELECT id, stage, "value", reports, sources FROM threads',
        "actors": "SELECT id FROM actors",
        "links": "SELECT one, other, kind FROM links",
    }
    with Ledger.open(path, write=False) as ledger:
        return {name: sorted(map(tuple, ledger.connection.execute(query)), key=repr) for name, query in queries.items()}


def test_nothing_acknowledged_is_lost_when_adding_is_killed(tmp_path: Path) -> None:
    count, path, chance = 80, tmp_path / "war.db", random.Random(1)  # noqa: S311  # so that a failure can be run again
    whole, done = killed(tmp_path / "whole.db", count, 120)
    assert (len(whole), done) == (count, True)
    told: dict[str, tuple[str, str | None]] = {}
    for _ in range(8):
        lines, _ = killed(path, count, chance.uniform(0, 1.0))
        fresh = {key: (state, article) for key, state, article in lines if state != "passed over"}
        assert not fresh.keys() & told.keys(), "acknowledged twice"
        told |= fresh
        with Ledger.open(path) as ledger:
            query = "SELECT key, state, articles.id FROM inputs LEFT JOIN articles ON number = article"
            kept = {row[0]: (row[1], row[2]) for row in ledger.connection.execute(query)}
            for key, (state, article) in told.items():
                assert kept[key] == (("failed", None) if state == "failed" else ("read", article))
            assert [each for each in ledger.examine() if each.wrong] == []
    assert killed(path, count, 120)[1]
    assert contents(path) == contents(tmp_path / "whole.db")


def test_two_writers_and_four_readers_get_on() -> None:
    command = [sys.executable, str(ROOT / "bench" / "many_hands.py"), "--seconds", "8"]
    ran = subprocess.run(command, capture_output=True, check=False, timeout=300)  # noqa: S603  # a file of ours
    assert ran.stdout, ran.stderr.decode()
    figures = json.loads(ran.stdout)
    # How long each waits is the bench's to say: a busy machine's processors are waited for too.
    assert figures["errors"] == 0, figures
    assert min(figures["written"], figures["asked"]) > 0


def test_the_bench_of_kills_runs_and_finds_nothing_wrong() -> None:
    command = [sys.executable, str(ROOT / "bench" / "kill.py"), "--times", "1", "--articles", "30"]
    ran = subprocess.run(command, capture_output=True, check=False, timeout=300)  # noqa: S603  # a file of ours
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert json.loads(ran.stdout)["kills"] == 1


def test_a_second_run_passes_over_what_the_first_stored(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "war.db") as ledger:
        first = ledger.add(inputs(50), reader=FakeReader())  # type: ignore[arg-type]  # it reads as a Reader does
        told = [next(first) for _ in range(20)]
        first.close()  # type: ignore[attr-defined]  # it is a generator
    with Ledger.open(tmp_path / "war.db") as ledger:
        rest = list(ledger.add(inputs(50), reader=FakeReader()))  # type: ignore[arg-type]  # as above
        assert [each.state for each in rest[:20]] == ["passed over"] * 20
        assert [each.key for each in rest] == [f"made:{number}" for number in range(50)]
        assert {each.article for each in (*told, *rest[20:]) if each.article} == {
            each.id for each in ledger.articles(limit=None)
        }


def test_an_input_that_raises_anything_ends_nothing(tmp_path: Path) -> None:
    def fails() -> RawArticle:
        raise ZeroDivisionError("a fault of ours")

    good = list(inputs(3))
    with Ledger.open(tmp_path / "war.db") as ledger:
        outcomes = ledger.add([good[0], Input("bad", "test", fails), *good[1:]], reader=FakeReader())  # type: ignore[arg-type]  # as above
        assert [each.state for each in outcomes] == ["added", "failed", "added", "added"]
        assert [each.key for each in ledger.failed()] == ["bad"]


def test_an_interrupt_between_articles_leaves_whole_ones(tmp_path: Path) -> None:
    def interrupted() -> RawArticle:
        raise KeyboardInterrupt

    good = list(inputs(40))
    with Ledger.open(tmp_path / "war.db") as ledger:
        with pytest.raises(KeyboardInterrupt):
            list(ledger.add([*good, Input("stop", "test", interrupted)], reader=FakeReader()))  # type: ignore[arg-type]  # as above
        assert [each for each in ledger.examine() if each.wrong] == []
        again = list(ledger.add(good, reader=FakeReader()))  # type: ignore[arg-type]  # as above
        assert {each.state for each in again} <= {"passed over", "added", "known text", "failed"}
        assert [each for each in ledger.examine() if each.wrong] == []


def test_a_newer_reader_reads_again_and_nothing_is_there_twice(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "war.db") as ledger:
        list(ledger.add(inputs(30), reader=FakeReader()))  # type: ignore[arg-type]  # as above
        before = contents(tmp_path / "war.db")
        states = [each.state for each in ledger.add(inputs(30), reader=FakeReader("2"), again=True)]  # type: ignore[arg-type]  # as above
        assert states.count("read again") == len(ledger.articles(limit=None))
        after = contents(tmp_path / "war.db")
        for name in ("articles", "inputs", "statements", "actors"):
            assert after[name] == before[name]
        assert [row[0] for row in after["reports"]] == [row[0] for row in before["reports"]]
        assert [each for each in ledger.examine() if each.wrong] == []
        assert ledger.reading(reading(0).article.id) == reading(0, "2")


def test_articles_and_sources_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(json.dumps({"ref": "1", "text": text(1), "verbatim": True}) + "\n")
    article = RawArticle(ref="0", text=text(0), verbatim=True)
    with Ledger.open(":memory:") as ledger:
        for given in (article, [article], tmp_path, [str(tmp_path / "one.jsonl")]):
            states = [each.state for each in ledger.add(given, reader=FakeReader())]  # type: ignore[arg-type]  # as above
            assert states in (["added"], ["passed over"])
        assert ledger.articles().total == 2
        for wrong in ([{"text": "x"}], [None]):
            with pytest.raises(InputError, match="RawArticle"):
                list(ledger.add(wrong, reader=FakeReader()))  # type: ignore[arg-type]  # as above
