from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli import one_line, run
from click.testing import Result
from ledger_readings import small_ledger

from communique import Ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "small.db"
    small_ledger(str(made)).close()
    return made


def asked(path: Path, *arguments: str, feed: str = "", by: str = "ada") -> Result:
    return run(*arguments, "--ledger", str(path), feed=feed, env={"COMMUNIQUE_REVIEWER": by})


def first(path: Path, family: str, *filters: str) -> str:
    return str(json.loads(asked(path, family, *filters, "--format", "json").stdout)[0]["id"])


def log(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in asked(path, "decisions", "--jsonl").stdout.splitlines()]


def test_accept_and_reject_take_the_beginning_of_an_id(path: Path) -> None:
    event = first(path, "events", "--type", "REJECT")
    ran = asked(path, "reject", event[:12], "--note", "hearsay")
    assert ran.exit_code == 0
    assert "ada: reject" in ran.stdout
    assert "(hearsay)" in ran.stdout
    assert asked(path, "events", "--type", "REJECT").stdout == "0 events.\n"
    assert "ada: accept" in asked(path, "accept", event).stdout
    assert "1 event" in asked(path, "events", "--type", "REJECT").stdout
    assert [(each["verb"], each["by"], each["note"]) for each in log(path)] == [
        ("reject", "ada", "hearsay"),
        ("accept", "ada", None),
    ]


def test_several_fields_are_edited_together_or_not_at_all(path: Path) -> None:
    pledge = first(path, "commitments", "--stage", "pledged")
    ran = asked(
        path, "edit", pledge, "amount=up to 85 million EUR", "items=24 howitzers; 3-5 tanks", "donors=EST; Norway"
    )
    assert ran.exit_code == 0, ran.stderr
    assert "edit amount = up to 85,000,000 EUR  commitment-" in ran.stdout
    told = json.loads(asked(path, "commitments", "--stage", "pledged", "--format", "json").stdout)[0]
    assert (told["value"], told["currency"]) == (85000000, "EUR")
    assert [each["designation"] for each in told["items"]] == ["howitzers", "tanks"]
    assert [each["name"] for each in told["donors"]] == ["Estonia", "Norway"]
    refused = asked(path, "edit", pledge, "stage=delivered", "category=millitary")
    assert refused.exit_code == 2
    assert "It is one of military" in one_line(refused)
    assert first(path, "commitments", "--stage", "pledged") == pledge


def test_merge_split_note_and_undo(path: Path) -> None:
    ids = [each["id"] for each in json.loads(asked(path, "events", "--type", "ASSAULT", "--format", "json").stdout)]
    merged = asked(path, "merge", *ids)
    assert merged.exit_code == 0
    assert "1 event" in asked(path, "events", "--type", "ASSAULT").stdout
    assert asked(path, "note", ids[0], "ask the embassy").exit_code == 0
    assert "ask the embassy" in asked(path, "explain", ids[0]).stdout
    asked(path, "split", ids[0])
    assert "2 events" in asked(path, "events", "--type", "ASSAULT").stdout
    split = str(log(path)[-1]["id"])
    assert f"undo {split}" in asked(path, "undo", split[:16]).stdout
    assert "1 event" in asked(path, "events", "--type", "ASSAULT").stdout
    asked(path, "undo", str(log(path)[0]["id"]))
    assert "2 events" in asked(path, "events", "--type", "ASSAULT").stdout


def test_who_decides_is_the_option_then_the_environment_then_the_user(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = first(path, "events")
    monkeypatch.setenv("LOGNAME", "carol")
    run("accept", event, "--ledger", str(path), "--by", "bob", env={"COMMUNIQUE_REVIEWER": "ada"})
    run("accept", event, "--ledger", str(path), env={"COMMUNIQUE_REVIEWER": "ada"})
    monkeypatch.delenv("COMMUNIQUE_REVIEWER", raising=False)
    run("accept", event, "--ledger", str(path))
    assert [each["by"] for each in log(path)] == ["bob", "ada", "carol"]


def test_two_people_merge_their_work_and_see_where_they_differ(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "bob.db"
    small_ledger(str(other)).close()
    event = first(path, "events", "--type", "REJECT")
    asked(path, "reject", event, "--note", "hearsay")
    asked(other, "accept", event, by="bob")
    lines = tmp_path / "bob.jsonl"
    assert asked(other, "decisions", "export", str(lines)).stdout == f"1 decision in {lines}.\n"
    ran = asked(path, "decisions", "import", str(lines))
    assert "ada, 20" in ran.stdout
    assert "reject  (hearsay)" in ran.stdout
    assert "→ bob, 20" in ran.stdout
    assert ran.stdout.endswith("1 new, 0 known already.\n")
    assert first(path, "events", "--type", "REJECT") == event
    assert asked(path, "decisions", "import", str(lines)).stdout == "0 new, 1 known already.\n"
    assert "verdict:" in asked(path, "decisions", "--conflicts").stdout
    preferred = asked(path, "decisions", "import", str(lines), "--prefer", "ada", by="carol")
    assert preferred.stdout.endswith("0 new, 1 known already.\n1 decision of ada made once more by carol, to hold.\n")
    assert asked(path, "events", "--type", "REJECT").stdout == "0 events.\n"
    made = len(log(path))
    assert asked(path, "decisions", "import", str(lines), "--prefer", "ada").stdout == "0 new, 1 known already.\n"
    assert len(log(path)) == made


def test_an_export_goes_through_a_pipe(path: Path, tmp_path: Path) -> None:
    asked(path, "accept", first(path, "events"))
    piped = asked(path, "decisions", "export").stdout
    other = tmp_path / "other.db"
    small_ledger(str(other)).close()
    assert asked(other, "decisions", "import", feed=piped).stdout == "1 new, 0 known already.\n"
    assert asked(other, "decisions", "export").stdout == piped


def test_decisions_about_records_that_are_not_here_are_told(path: Path, tmp_path: Path) -> None:
    asked(path, "accept", first(path, "events"))
    empty = tmp_path / "empty.db"
    Ledger.open(empty).close()
    ran = asked(empty, "decisions", "import", feed=asked(path, "decisions", "export").stdout)
    assert "1 are about records that this ledger hasn't" in ran.stdout
    assert "ada: accept" in asked(empty, "decisions", "--unanchored").stdout
    assert asked(path, "decisions", "--unanchored").stdout == "No decisions.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("accept", "event-zzz"), "no record event-zzz"),
        (("accept", "event-"), "several records begin with event-"),
        (("edit", "EVENT", "type"), "Write field=value"),
        (("edit", "EVENT", "type=ASSUALT"), "It is one of"),
        (("edit", "EVENT", "actors=Nobody Ever"), "nobody called Nobody Ever"),
        (("merge", "EVENT"), "Name two or more"),
        (("split", "EVENT"), "nothing to split"),
        (("note", "EVENT", ""), "the note is empty"),
        (("undo", "decision-zzz"), "no record decision-zzz"),
        (("undo", "EVENT"), "`communique decisions` lists them"),
        (("decisions", "import", "none.jsonl"), "none.jsonl can't be read"),
        (("decisions", "list", "--prefer", "ada"), "--prefer is for an import"),
    ],
)
def test_what_can_not_be_decided_ends_with_one_line(path: Path, arguments: tuple[str, ...], told: str) -> None:
    event = first(path, "events", "--type", "REJECT")
    ran = asked(path, *(event if each == "EVENT" else each for each in arguments))
    assert ran.exit_code == 2
    assert told in one_line(ran)
    assert log(path) == []


def test_a_line_that_is_no_decision_is_told_with_its_number(path: Path) -> None:
    for wrong, told in (
        ('{"id": 1}', "it lacks at, by, family, targets, verb"),
        ("x", "no JSON"),
        ("[]", "no decision"),
    ):
        ran = asked(path, "decisions", "import", feed=f"\n{wrong}\n")
        assert ran.exit_code == 2
        assert "line 2" in one_line(ran)
        assert told in one_line(ran)


def test_deciding_on_a_ledger_that_is_not_there_makes_none(tmp_path: Path) -> None:
    ran = asked(tmp_path / "none.db", "accept", "event-1")
    assert ran.exit_code == 2
    assert "communique add" in one_line(ran)
    assert list(tmp_path.iterdir()) == []


def test_a_byte_order_mark_before_decisions_is_none_of_them(path: Path, tmp_path: Path) -> None:
    asked(path, "accept", first(path, "events"))
    lines, other = tmp_path / "bom.jsonl", tmp_path / "other.db"
    lines.write_text(asked(path, "decisions", "export").stdout, encoding="utf-8-sig")
    small_ledger(str(other)).close()
    assert asked(other, "decisions", "import", str(lines)).stdout == "1 new, 0 known already.\n"
