"""The model card tells of each version of the weights in one line, and of all that they were made from."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from training import card, paths, versions
from training.versions import FIGURES, LONGEST, Line

MENDING = "run `python -m training.card --history LINE` after new weights"


@pytest.fixture
def shipped() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((paths.WEIGHTS / "reader.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the lines of all versions and what was measured of the shipped one; there is no corpus."""
    shutil.copy(versions.PATH, tmp_path / "versions.csv")
    shutil.copy(paths.WEIGHTS / "reader.json", tmp_path)
    monkeypatch.setattr(versions, "PATH", tmp_path / "versions.csv")
    monkeypatch.setattr(paths, "WEIGHTS", tmp_path)
    monkeypatch.setattr(paths, "corpus", list)
    monkeypatch.setattr(paths, "open_texts", list)
    return tmp_path


def test_the_shipped_version_has_the_last_line_with_what_it_reached(shipped: dict[str, Any]) -> None:
    lines = versions.read()
    assert len({each.version for each in lines}) == len(lines)
    last = lines[-1]
    assert last == Line.measured(shipped["version"], last.new, shipped["held_out"]["int8"]), MENDING


def test_the_shipped_card_has_a_row_for_each_version() -> None:
    told = (paths.WEIGHTS / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert versions.table(versions.read()) in told, MENDING


def test_lines_are_short() -> None:
    assert [each.version for each in versions.read() if len(each.new) > LONGEST or "\n" in each.new] == []


def test_a_card_names_every_source_with_its_licence_and_every_version(copied: Path, shipped: dict[str, Any]) -> None:
    card.write(copied / "card.md", {**shipped, "history": "Once upon a time."})
    told = (copied / "card.md").read_text(encoding="utf-8")
    for data, teaches, licence in card.SOURCES:
        assert f"| {data} | {teaches} | {licence} |" in told
    assert versions.table(versions.read()) in told
    assert "Once upon a time" not in told


def test_a_line_is_kept_behind_the_others_or_in_its_own_place(copied: Path) -> None:
    before = versions.read()
    new = Line("99", "Taught by “two, no three” teachers", 12, dict.fromkeys(FIGURES, 0.5))
    versions.keep(new)
    assert versions.read() == [*before, new]
    again = replace(new, new="Taught by one", passages=13)
    versions.keep(again)
    assert versions.read() == [*before, again]
    assert (copied / "versions.csv").read_text(encoding="utf-8").count("\n") == len(before) + 2


def test_the_card_of_new_weights_needs_a_line_on_them(copied: Path, shipped: dict[str, Any]) -> None:
    path = copied / "reader.json"
    path.write_text(json.dumps({**shipped, "version": "99"}), encoding="utf-8")

    def run(*words: str) -> str:
        return CliRunner().invoke(card.main, words).output

    assert "no line on version 99 yet" in run()
    for wrong in ("x" * (LONGEST + 1), "two\nlines", "a | bar"):
        assert f"one line of at most {LONGEST} characters" in " ".join(run("--history", wrong).split())
    assert not (copied / "MODEL_CARD.md").exists()
    assert run("--history", "More of the same") == ""
    last = versions.read()[-1]
    assert last == Line.measured("99", "More of the same", shipped["held_out"]["int8"])
    assert "| 99 | More of the same |" in (copied / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert run() == ""
    assert versions.read()[-1] == last
