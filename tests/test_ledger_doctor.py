from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli import one_line, run
from generated_readings import FakeReader, inputs
from ledger_readings import PLEDGE, small_ledger

from communique import Ledger
from communique.ledger.checks import grounding

_HARM = {
    "an event counts its reports wrongly": ("UPDATE events SET reports = reports + 1", "what their reports say"),
    "an event counts its sources wrongly": ("UPDATE events SET sources = 9 WHERE number = 1", "what their reports say"),
    "an event has another's id": ("UPDATE events SET id = 'event-0' WHERE number = 1", "what their reports say"),
    "an event has no lead": ("UPDATE events SET lead = NULL WHERE number = 1", "what their reports say"),
    "a thread counts wrongly": ("UPDATE threads SET reports = 7", "what their commitments say"),
    "an event has no report": (
        (
            "INSERT INTO events (id, type, status, day, known, reports, sources)"
            " VALUES ('event-x', 'AID', 'actual', '2024-01-01', '2024-01-01', 0, 0)"
        ),
        "events without reports",
    ),
    "a thread has no commitment": (
        (
            "INSERT INTO threads (id, category, stage, first_day, last_day, reports, sources)"
            " VALUES ('thread-x', 'military', 'pledged', '2024-01-01', '2024-01-01', 0, 0)"
        ),
        "threads without commitments",
    ),
    "an actor is told of nowhere": (
        (
            "INSERT INTO actors (id, key, name, folded, kind, sectors) SELECT 'actor-446ec2cbb4ba1a53', 'person::nemo',"
            " 'Nemo', 'nemo', 'person', '[]'"
        ),
        "actors that nothing tells of",
    ),
    "a sentence is nobody's": (
        'INSERT INTO quotes (article, "start", "end") VALUES (1, 3, 9)',
        "sentences that nothing stands on",
    ),
    "a verdict is nobody's": ("UPDATE statements SET verdict = 'rejected'", "verdicts"),
    "a trigger is outside its text": (
        "UPDATE reports SET trigger_end = 99999 WHERE number = 1",
        "spans, quotes or ids",
    ),
    "an amount ends before it begins": (
        "UPDATE commitments SET amount_end = amount_start WHERE amount_start IS NOT NULL",
        "spans, quotes or ids",
    ),
    "a report's id isn't made of its trigger": (
        "UPDATE reports SET id = 'report-ffff000000000000' WHERE number = 2",
        "spans, quotes or ids",
    ),
    "a statement is gone": ("DELETE FROM statements WHERE act = 'criticize'", "spans, quotes or ids"),
    "a report is another one of its reading": (
        "UPDATE reports SET local = 'e77' WHERE number = 2",
        "spans, quotes or ids",
    ),
    "records are counted wrongly": (
        "UPDATE counts SET number = number + 1 WHERE family = 'events' AND field = 'type'",
        "counts of records",
    ),
    "a count is gone": ("DELETE FROM counts WHERE family = 'commitments'", "counts of records"),
    "a contradiction is nobody's": (
        (
            "INSERT INTO contradictions (event, what, updated, one, one_said, one_known, other, other_said, known)"
            " SELECT 1, 'dead', 0, id, '1', known, id, '2', known FROM reports WHERE number = 1"
        ),
        "contradictions that aren't",
    ),
    "a copy is a copy of a copy": (
        "UPDATE articles SET source = CASE number WHEN 3 THEN 2 WHEN 2 THEN 1 ELSE source END",
        "copies of copies",
    ),
    "an input's outcome isn't kept": ("UPDATE inputs SET article = NULL", "inputs whose outcome"),
    "the index of sentences lacks one": (
        (
            "INSERT INTO quote_search (quote_search, rowid, quote) SELECT 'delete', number, quote FROM quote_texts"
            " WHERE number = 1"
        ),
        "index of sentences",
    ),
    "the index of actors' names has one twice": (
        "INSERT INTO actor_search (rowid, folded) SELECT max(number) + 1, 'nobody' FROM actors",
        "index of actors' names",
    ),
}
_LOST = {
    "a reading is of another text": "UPDATE articles SET text = replace(text, 'Estonia', 'Finland') WHERE number = 1",
    "a reading can't be unpacked": "UPDATE readings SET json = x'00' WHERE article = 1",
    "a reading is gone": "DELETE FROM readings WHERE article = 1",
}


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with small_ledger() as made:
        yield made


def wrong(ledger: Ledger) -> list[str]:
    return [each.check for each in ledger.examine() if each.wrong]


def test_a_ledger_that_nobody_harmed_is_well(ledger: Ledger) -> None:
    ledger.decide("merge", [each.id for each in ledger.events(type="ASSAULT")], "ada")
    ledger.decide("reject", [ledger.events(type="REJECT")[0].id], "ada")
    ledger.decide("edit", [ledger.commitments(stage="pledged")[0].id], "ada", field="donors", value="Poland")
    assert wrong(ledger) == []


@pytest.mark.parametrize("harm", _HARM)
def test_harm_is_found_and_mended(ledger: Ledger, harm: str) -> None:
    query, check = _HARM[harm]
    ledger.connection.execute("PRAGMA foreign_keys = OFF")
    ledger.connection.execute(query)
    ledger.connection.execute("PRAGMA foreign_keys = ON")
    assert any(check in each for each in wrong(ledger)), wrong(ledger)
    assert all(each.fixed for each in ledger.examine(fix=True) if each.count and not each.note)
    assert wrong(ledger) == []


@pytest.mark.parametrize("harm", _LOST)
def test_what_only_a_new_reading_mends_is_told_and_taken_in_again(ledger: Ledger, harm: str) -> None:
    ledger.connection.execute(_LOST[harm])
    (found,) = [each for each in ledger.examine() if each.wrong and "spans" in each.check]
    assert found.count == 1
    assert PLEDGE.article.id in found.examples[0]
    assert "communique add --again" in found.advice
    list(ledger.examine(fix=True))
    query = "SELECT count(*) FROM inputs JOIN articles ON articles.number = inputs.article WHERE articles.id = ?"
    assert ledger.connection.execute(query, (PLEDGE.article.id,)).fetchone()[0] == 0


def test_a_row_that_refers_to_nothing_is_found(ledger: Ledger) -> None:
    ledger.connection.execute("PRAGMA foreign_keys = OFF")
    ledger.connection.execute("UPDATE statements SET speaker = 9999 WHERE number = 1")
    assert "rows that refer to nothing" in wrong(ledger)


def test_decisions_whose_records_are_gone_are_noted(ledger: Ledger) -> None:
    (refusal,) = ledger.events(type="REJECT")
    ledger.decide("reject", [refusal.id], "ada")
    line = json.dumps(ledger.decisions()[0].to_json())
    with Ledger.open(":memory:") as other:
        other.put(PLEDGE)
        other.import_decisions([line])
        notes = [each for each in other.examine() if each.note and each.count]
        assert [each.check for each in notes] == ["decisions whose records aren't here"]
        assert wrong(other) == []


def test_an_examination_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    with small_ledger(str(path)) as ledger:
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = path.read_bytes()
    for write in (True, False):
        with Ledger.open(path, write=write) as ledger:
            assert wrong(ledger) == []
    assert path.read_bytes() == before


def test_the_command_tells_and_mends(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    small_ledger(str(path)).close()
    well = run("doctor", "--ledger", str(path))
    assert (well.exit_code, well.stdout.splitlines()[-1]) == (0, f"{path}: all is well.")
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE events SET reports = 9")
    connection.close()
    ill = run("doctor", "--ledger", str(path))
    assert ill.exit_code == 1
    assert "! events that aren't what their reports say" in ill.stdout
    assert "communique doctor --fix" in ill.stdout
    told = json.loads(run("doctor", "--json", "--ledger", str(path)).stdout)
    assert not told["clean"]
    mended = run("doctor", "--fix", "--ledger", str(path))
    assert mended.exit_code == 0, mended.stdout
    assert json.loads(run("doctor", "--json", "--ledger", str(path)).stdout)["clean"]


def test_the_command_tells_of_a_file_that_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    with small_ledger(str(path)) as ledger:
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[40960:45056] = b"\xa5" * 4096
    path.write_bytes(data)
    ran = run("doctor", "--ledger", str(path))
    assert ran.exit_code in {1, 2}
    assert ".recover" in ran.output
    if ran.exit_code == 2:
        one_line(ran)
    assert path.read_bytes() == bytes(data)


def test_the_migrate_command_tells_what_it_does(tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    small_ledger(str(path)).close()
    for option in ((), ("--dry-run",)):
        assert run("migrate", "--ledger", str(path), *option).stdout == f"{path} is of this version.\n"
    missing = run("migrate", "--ledger", str(tmp_path / "none.db"))
    assert missing.exit_code == 2
    assert "communique add" in one_line(missing)


@pytest.mark.clock
def test_a_thousand_records_are_examined_in_seconds(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "made.db") as ledger:
        assert len(list(ledger.add(inputs(120), reader=FakeReader()))) == 120  # type: ignore[arg-type]  # it reads as a Reader does
        started = time.perf_counter()
        assert wrong(ledger) == []
        # 10,000 articles in a minute are 0.7 s for these; a busy machine takes longer.
        assert time.perf_counter() - started < 7


def test_what_is_added_meanwhile_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The records of the articles were looked up, then an article came, and its records were none of these."""
    path = tmp_path / "l.db"
    small_ledger(str(path)).close()
    looked_up = grounding._ids
    added: list[str] = []

    def slowly(connection: sqlite3.Connection, table: str) -> Any:
        found = looked_up(connection, table)
        with Ledger.open(path) as other:
            added.extend(each.state for each in other.add(inputs(1), reader=FakeReader()))  # type: ignore[arg-type]  # it reads as a Reader does
        return found

    monkeypatch.setattr(grounding, "_ids", slowly)
    with Ledger.open(path) as ledger:
        assert [each for each in ledger.examine() if each.wrong] == []
    assert added[0] == "added"
