"""A ledger that an earlier state of this version made: what it lacks is told in one line, and added where it can be."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli import one_line, run
from ledger_readings import small_ledger
from web_site import client_of, seen

from communique import Ledger

INDEXES = ("DROP INDEX events_planned", "DROP INDEX commitments_promised", "DROP TRIGGER events_counted")
TABLES = ("DROP TABLE contradictions",)


def earlier(folder: Path, *statements: str) -> Path:
    path = folder / "earlier.db"
    with small_ledger(str(path)) as ledger:
        for each in statements:
            ledger.connection.execute(each)
    return path


@pytest.mark.parametrize("statements", [INDEXES, TABLES])
def test_what_a_ledger_of_an_earlier_state_lacks_is_told_and_added(tmp_path: Path, statements: tuple[str, ...]) -> None:
    path = earlier(tmp_path, *statements)
    asked = run("calendar" if statements is INDEXES else "contradictions", "--ledger", str(path))
    assert "earlier state" in one_line(asked)
    assert "communique doctor --fix" in asked.stderr
    with client_of(path) as client:
        answer = client.get("/")
        assert answer.status_code == 500
        assert "communique doctor --fix" in seen(answer.text)
        assert "damaged" not in seen(answer.text)
    ran = run("doctor", "--ledger", str(path))
    assert ran.exit_code == 1
    assert statements[0].split()[-1] in ran.stdout
    assert run("doctor", "--fix", "--ledger", str(path)).exit_code == 0
    with Ledger.open(path) as ledger, small_ledger() as new:
        assert ledger.contradictions() == new.contradictions()
        assert not [each for each in ledger.examine() if each.wrong]


def test_a_column_of_another_state_is_told_with_the_way_to_a_new_ledger(tmp_path: Path) -> None:
    path = earlier(tmp_path, "ALTER TABLE statements ADD COLUMN mood TEXT", *TABLES)
    before = path.read_bytes()
    assert "communique add" in one_line(run("contradictions", "--ledger", str(path)))
    ran = run("doctor", "--fix", "--ledger", str(path))
    assert ran.exit_code == 1
    assert "to a new ledger with `communique add`" in ran.stdout
    assert path.read_bytes() == before


def test_a_comment_in_the_schema_makes_no_ledger_an_earlier_one(tmp_path: Path) -> None:
    path = earlier(
        tmp_path,
        "DROP INDEX links_one",
        "CREATE INDEX links_one -- which records a link has\n ON links  (one)",
    )
    with Ledger.open(path) as ledger:
        assert not [each for each in ledger.examine() if each.wrong]
