"""`--gate`: what holds no record isn't read, and that is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli import GERMAN, run
from test_cli_add import PlainReader

CAKE = (
    "Rub cold butter into the flour, set the plums upright, and bake the cake for fifty minutes, until the juice"
    " bubbles at the edge. Whipped cream goes well with it."
)
RAID = (
    "Shelling killed eleven people in the border town of Tsorona on Monday, and Ethiopia's army said that it had sent"
    " 400 soldiers there. Eritrea condemned the attack and closed the border crossing."
)


@pytest.fixture(autouse=True)
def plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("communique.reader.Reader", PlainReader)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "articles"
    made.mkdir()
    for name, text in (("cake", CAKE), ("raid", RAID), ("german", GERMAN)):
        (made / f"{name}.txt").write_text(text)
    return made


def test_add_tells_how_many_were_skipped_and_keeps_the_others(folder: Path, tmp_path: Path) -> None:
    ledger = str(tmp_path / "news.db")
    told = run("add", str(folder), "--ledger", ledger, "--gate")
    assert told.stdout.startswith("Articles: 1 added, 1 skipped by the first look, 1 failed.")
    assert told.exit_code == 2


def test_what_was_skipped_is_read_once_the_gate_is_left_out(folder: Path, tmp_path: Path) -> None:
    ledger = str(tmp_path / "news.db")
    lines = run("add", str(folder), "--ledger", ledger, "--gate", "--jsonl").stdout.splitlines()
    states = {Path(each["key"]).name.split(".")[0]: each["state"] for each in map(json.loads, lines)}
    assert states == {"cake": "skipped by the first look", "raid": "added", "german": "failed"}
    assert run("add", str(folder), "--ledger", ledger).stdout.startswith("Articles: 1 added, 2 passed over.")


def test_read_skips_and_tells_it_on_standard_error(folder: Path) -> None:
    told = run("read", str(folder / "cake.txt"), "--gate")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "1 of 1 articles skipped by the first look" in told.stderr


def test_json_lines_are_all_answered_so_the_gate_is_refused_there(folder: Path) -> None:
    told = run("read", "--jsonl", "--gate", str(folder / "cake.txt"))
    assert told.exit_code == 2
    assert "communique bulk --gate" in told.stderr
