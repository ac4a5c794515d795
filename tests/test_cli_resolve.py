"""The commands that resolve one kind of thing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli import one_line, run
from ledger_readings import small_ledger


def answers(command: str, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    sent = "".join(json.dumps(each) + "\n" for each in lines)
    return [json.loads(each) for each in run(command, "--jsonl", feed=sent).stdout.splitlines()]


def test_dates_are_worked_out_from_the_day_of_publication() -> None:
    (found,) = answers("dates", {"ref": "a", "text": "They met yesterday.", "published": "2024-03-05"})
    assert found["ref"] == "a"
    (date,) = found["dates"]
    assert (date["start"], date["precision"], date["span"]["quote"]) == ("2024-03-04", "day", "yesterday")


def test_amounts_are_in_units() -> None:
    (found,) = answers("amounts", {"ref": "a", "text": "It gave up to €1.2bn."})
    (money,) = found["amounts"]
    assert (money["value"], money["currency"], money["qualifiers"]) == (1_200_000_000, "EUR", ["up_to"])


def test_places_have_coordinates() -> None:
    (found,) = answers("places", {"ref": "a", "text": "Shelling killed two people in Kharkiv, Ukraine, on Monday."})
    places = {each["span"]["quote"]: each for each in found["places"]}
    assert abs(places["Kharkiv"]["latitude"] - 50) < 0.1
    assert places["Kharkiv"]["country"] == "UKR"


def test_actors_answer_each_line() -> None:
    found = answers("actors", {"ref": "a", "text": "the Kremlin", "date": "2023-01-01"}, {"ref": "b", "text": "Zqx"})
    assert [(each["ref"], each["country"]) for each in found] == [("a", "RUS"), ("b", None)]


@pytest.mark.parametrize("command", ["actors", "dates", "places", "amounts"])
def test_a_bad_line_never_ends_a_batch(command: str) -> None:
    sent = 'nonsense\n{"ref": "b"}\n{"ref": "c", "text": "Paris"}\n'
    lines = [json.loads(each) for each in run(command, "--jsonl", feed=sent).stdout.splitlines()]
    assert [each["ref"] for each in lines] == [None, "b", "c"]
    assert all("error" in each for each in lines[:2])
    assert "error" not in lines[2]


@pytest.mark.parametrize("command", ["dates", "places", "amounts"])
def test_a_table_for_people(command: str) -> None:
    shown = run(
        command, "-", feed="On 5 March 2024 France sent 3 million euros to Chad, the army said in Paris."
    ).stdout
    head, *rows = shown.splitlines()
    assert head.startswith("words")
    assert rows


def test_phrases_for_people() -> None:
    assert run("actors", "the Kremlin").stdout.startswith("the Kremlin: Russia  RUS  GOV")


def test_without_a_phrase_the_actors_of_the_ledger_are_listed(tmp_path: Path) -> None:
    ledger = str(tmp_path / "small.db")
    assert "communique add" in run("actors", "--ledger", ledger).stderr
    small_ledger(ledger).close()
    found = run("actors", "--kind", "state", "--country", "Estonia", "--ledger", ledger)
    assert found.stdout.startswith("Estonia  state  EST, GOV  4 articles")


def test_a_phrase_has_a_limit_as_an_article_has() -> None:
    """Somebody is looked for from each of its words on: a text for a phrase held the pipe for hours."""
    long = "abc " * 2_000_000
    found = answers(
        "actors", {"ref": "a", "text": long}, {"ref": "b", "text": "Putin", "context": long}, {"text": "UN"}
    )
    assert [each.get("error", {}).get("code") for each in found] == ["too-large", "too-large", None]
    assert [each["ref"] for each in found] == ["a", "b", None]
    ran = run("actors", "UN", "abc " * 300)
    assert "1,200 characters, more than the 1,000" in one_line(ran)
    assert ran.exit_code == 2
