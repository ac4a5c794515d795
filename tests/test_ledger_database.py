"""A ledger's file that can't be used: the message says what to do, and the file stays as it was, byte for byte."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from cli import run
from generated_readings import FakeReader, inputs
from ledger_readings import DELIVERY, PLEDGE, READINGS, small_ledger

from communique import (
    Ledger,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerLocked,
    LedgerMissing,
    LedgerReadOnly,
    LedgerTooNew,
    LedgerTooOld,
    NotALedger,
)
from communique.export.formats import FORMATS, write_export
from communique.export.selection import Selection
from communique.ledger.checks.doctor import Finding
from communique.ledger.file import database
from communique.ledger.file.database import LOGGED, migrate_file, open_database, transaction

ROOT_USER = os.geteuid() == 0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a small ledger that is closed, all of it in one file."""
    made = tmp_path / "small.db"
    with small_ledger(str(made)) as ledger:
        ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return made


def changed(path: Path, query: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(query)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def refused(path: Path, error: type[LedgerError], told: str, *, create: bool = True, write: bool = True) -> None:
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        Ledger.open(path, create=create, write=write)
    assert type(caught.value) is error
    assert told in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("write", [True, False])
def test_a_ledger_of_a_later_version_is_left_alone(path: Path, write: bool) -> None:  # noqa: FBT001  # a parameter
    changed(path, "PRAGMA user_version = 9999")
    refused(path, LedgerTooNew, "pip install --upgrade communique", write=write)


@pytest.mark.parametrize("write", [True, False])
def test_what_is_no_sqlite_file_is_left_alone(tmp_path: Path, write: bool) -> None:  # noqa: FBT001  # a parameter
    path = tmp_path / "notes.txt"
    path.write_text("Denmark will send forty howitzers.\n" * 100, encoding="utf-8")
    refused(path, NotALedger, "Name a file that `communique add` made", write=write)


@pytest.mark.parametrize("write", [True, False])
def test_a_database_of_another_program_is_left_alone(tmp_path: Path, write: bool) -> None:  # noqa: FBT001  # a parameter
    path = tmp_path / "places.sqlite"
    changed(path, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY)")
    refused(path, NotALedger, "another program", write=write)
    changed(path, "PRAGMA application_id = 1234")
    refused(path, NotALedger, "another program", write=write)


def test_a_database_of_another_program_in_wal_mode_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    changed(path, "PRAGMA journal_mode = WAL")
    changed(path, "CREATE TABLE moz_places (id INTEGER PRIMARY KEY)")
    refused(path, NotALedger, "another program")


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(NotALedger, match=r"is a folder\. Name a file in it"):
        Ledger.open(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_in_no_folder_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(LedgerMissing, match=r"doesn't exist\. Make it"):
        Ledger.open(tmp_path / "none" / "war.db")
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_is_only_read_is_not_made(tmp_path: Path) -> None:
    for write in (True, False):
        with pytest.raises(LedgerMissing, match="communique add"):
            Ledger.open(tmp_path / "war.db", create=False, write=write)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_no_file_can_have_is_told_of(tmp_path: Path) -> None:
    for name in ("x" * 5000, "a\x00b"):
        with pytest.raises(LedgerError, match="Check the path"):
            Ledger.open(tmp_path / name)


def test_a_ledger_in_memory_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with small_ledger() as ledger:
        assert len(ledger.articles()) == len(READINGS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["50% of it?.db", "a#b.db", "naïve «ledger».db", "a b&mode=ro.db"])
def test_any_name_of_a_file_is_taken_as_it_is(tmp_path: Path, name: str) -> None:
    small_ledger(str(tmp_path / name)).close()
    assert [each.name for each in tmp_path.iterdir()] == [name]
    with Ledger.open(tmp_path / name, create=False, write=False) as ledger:
        assert len(ledger.articles()) == len(READINGS)


def test_what_may_not_be_written_can_be_read(path: Path) -> None:
    before = path.read_bytes()
    with Ledger.open(path, write=False) as ledger:
        assert len(ledger.articles()) == len(READINGS)
        for write in (lambda: ledger.put(DELIVERY), lambda: ledger.decide("accept", [ledger.events()[0].id], "ada")):
            with pytest.raises(LedgerReadOnly, match="may not be written"):
                write()
    assert path.read_bytes() == before


@pytest.mark.skipif(ROOT_USER, reason="permissions don't bind root")
def test_a_file_or_folder_without_the_right_to_write_is_told_of(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        refused(path, LedgerReadOnly, "Allow writing to the file and its folder")
        with pytest.raises(LedgerReadOnly, match="Allow writing"):
            Ledger.open(path.parent / "new.db")
        with Ledger.open(path, write=False) as ledger:
            assert len(ledger.articles()) == len(READINGS)
    finally:
        path.parent.chmod(0o755)


def test_a_ledger_on_a_disk_that_is_only_read_can_be_asked(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = path.read_bytes()
    with Ledger.open(path, write=False) as ledger:
        assert len(ledger.articles()) == len(READINGS)
        # As SQLite would there: nothing is laid beside it.
        assert [each.name for each in path.parent.iterdir()] == [path.name]
        assert [each for each in ledger.examine() if each.wrong] == []
    assert path.read_bytes() == before


def test_a_lock_held_longer_than_patience_is_told_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    before = path.read_bytes()
    with Ledger.open(path) as ledger:
        with pytest.raises(LedgerLocked, match="Wait until the other program is done"):
            ledger.decide("reject", [ledger.events()[0].id], "ada")
        # Who only reads doesn't wait.
        assert len(ledger.articles()) == len(READINGS)
        assert ledger.decisions() == []
        assert path.read_bytes() == before
        holder.execute("ROLLBACK")
        assert ledger.decide("reject", [ledger.events()[0].id], "ada").verb == "reject"
    holder.close()


def test_a_writer_waits_for_another_within_patience(path: Path) -> None:
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.3, lambda: holder.execute("ROLLBACK"))
    timer.start()
    with Ledger.open(path) as ledger:
        assert ledger.decide("reject", [ledger.events()[0].id], "ada").by == "ada"
    timer.join()
    holder.close()


def test_a_disk_that_is_full_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    path = tmp_path / "full.db"
    with Ledger.open(path) as ledger:
        ledger.put(PLEDGE)
        pages = ledger.connection.execute("PRAGMA page_count").fetchone()[0]
        ledger.connection.execute(f"PRAGMA max_page_count = {pages + 8}")
        told: list[str | None] = []
        with pytest.raises(LedgerFull, match="Make room and run the same command again"):
            told.extend(outcome.article for outcome in ledger.add(inputs(200), reader=FakeReader()))  # type: ignore[arg-type]  # it reads as a Reader does
        before = path.read_bytes()
        kept = {each.id for each in ledger.articles(limit=None)}
        assert kept == {PLEDGE.article.id, *filter(None, told)}
        assert [each for each in ledger.examine() if each.wrong] == []
        assert path.read_bytes() == before
        ledger.connection.execute("PRAGMA max_page_count = 1073741823")
        states = [outcome.state for outcome in ledger.add(inputs(40), reader=FakeReader())]  # type: ignore[arg-type]  # as above
        assert states.count("passed over") == min(len(told), 40)
        assert {"added"} <= set(states[len(told) :]) or len(told) >= 40


def test_a_device_is_no_ledger() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with pytest.raises(LedgerError):
        Ledger.open(full)


def broken(path: Path, how: Callable[[bytearray], None]) -> Path:
    data = bytearray(path.read_bytes())
    how(data)
    path.write_bytes(data)
    return path


def examined(path: Path) -> list[Finding]:
    with Ledger.open(path, create=False, write=False) as ledger:
        ledger.stats()
        return list(ledger.examine())


def test_a_file_that_was_cut_off_is_told_of(path: Path) -> None:
    size = path.stat().st_size
    broken(path, lambda data: data.__delitem__(slice(size // 3, None)))
    before = path.read_bytes()
    with pytest.raises(LedgerDamaged, match="restore a copy"):
        examined(path)
    assert path.read_bytes() == before


def test_a_file_with_a_broken_header_is_told_of(path: Path) -> None:
    broken(path, lambda data: data.__setitem__(slice(16, 40), b"\xff" * 24))
    refused(path, NotALedger, "is no SQLite file")
    path.write_bytes(b"")
    refused(path, NotALedger, "is an empty file", write=False)


@pytest.mark.parametrize("write", [True, False])
def test_a_ledger_whose_version_is_none_is_told_of(path: Path, write: bool) -> None:  # noqa: FBT001  # a parameter
    changed(path, "PRAGMA user_version = -2147483647")
    refused(path, LedgerDamaged, "is damaged (its version is -2147483647)", write=write)


@pytest.mark.parametrize("write", [True, False])
def test_a_file_of_a_format_that_sqlite_has_not_is_told_of(path: Path, write: bool) -> None:  # noqa: FBT001  # a parameter
    # The number of the schema's format: SQLite knows 1 to 4.
    broken(path, lambda data: data.__setitem__(slice(44, 48), (68).to_bytes(4, "big")))
    refused(path, LedgerDamaged, "is damaged (unsupported file format)", write=write)


def test_pages_of_rubbish_are_told_of(path: Path) -> None:
    def rubbish(data: bytearray) -> None:
        for page in range(8192, len(data), 4096):
            data[page : page + 512] = b"\xa5" * 512

    broken(path, rubbish)
    before = path.read_bytes()
    with pytest.raises(LedgerDamaged, match="restore a copy"), Ledger.open(path) as ledger:
        ledger.events()
    assert path.read_bytes() == before


@pytest.fixture
def older(monkeypatch: pytest.MonkeyPatch, path: Path) -> Path:
    """Give a ledger to which the version that the test runs in has added two steps."""
    steps = [
        *database.migrations(),
        ("002", "ALTER TABLE articles ADD COLUMN mood TEXT;\nCREATE TABLE moods (name TEXT) STRICT;\n"),
        ("003", "INSERT INTO moods (name)\nVALUES ('calm; quiet');\nUPDATE articles SET mood = 'calm';\n"),
    ]
    monkeypatch.setattr(database, "migrations", lambda: steps)
    return path


def test_an_older_ledger_is_brought_up_to_date_with_all_it_holds(older: Path) -> None:
    assert migrate_file(older) == ["002", "003"]
    with Ledger.open(older, write=False) as ledger:
        assert [ledger.reading(each.article.id) for each in READINGS] == list(READINGS)
        rows = ledger.connection.execute("SELECT DISTINCT mood, (SELECT name FROM moods) FROM articles").fetchall()
        assert [tuple(row) for row in rows] == [("calm", "calm; quiet")]
    assert migrate_file(older) == []


def test_a_dry_run_tells_the_steps_and_changes_nothing(older: Path) -> None:
    before = older.read_bytes()
    assert migrate_file(older, dry_run=True) == ["002", "003"]
    assert older.read_bytes() == before


def test_who_only_reads_an_older_ledger_is_told_to_migrate_it(older: Path) -> None:
    refused(older, LedgerTooOld, "communique migrate", write=False)


def test_who_writes_brings_an_older_ledger_up_to_date(older: Path) -> None:
    with Ledger.open(older) as ledger:
        assert ledger.connection.execute("SELECT count(*) FROM moods").fetchone()[0] == 1


def test_a_step_that_fails_changes_nothing(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    steps = [
        *database.migrations(),
        ("002", "CREATE TABLE moods (name TEXT) STRICT;\n"),
        ("003", "INSERT INTO gone (name) VALUES ('calm');\n"),
    ]
    monkeypatch.setattr(database, "migrations", lambda: steps)
    before = path.read_bytes()
    for dry_run in (True, False):
        with pytest.raises(sqlite3.OperationalError, match="gone"):
            migrate_file(path, dry_run=dry_run)
    assert path.read_bytes() == before


def test_a_ledger_whose_making_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "war.db"
    path.write_bytes(b"")
    with Ledger.open(path) as ledger:
        ledger.put(PLEDGE)
        assert len(ledger.articles()) == 1


def test_a_transaction_is_whole_or_nothing(path: Path) -> None:
    connection = open_database(path)
    before = connection.execute("SELECT count(*) FROM articles").fetchone()[0]

    def interrupted() -> None:
        with transaction(connection):
            connection.execute("UPDATE articles SET publisher = 'nobody'")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    rows = connection.execute("SELECT count(*) FROM articles WHERE publisher <> 'nobody'").fetchone()
    assert rows[0] == before
    connection.close()


def test_a_copy_of_a_ledger_is_a_ledger(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path / "copy.db")
    with Ledger.open(tmp_path / "copy.db", write=False) as ledger:
        assert len(ledger.articles()) == len(READINGS)


def test_what_is_in_the_log_goes_into_the_file_seldom_and_is_stored_before(tmp_path: Path) -> None:
    path = tmp_path / "communique.db"
    with closing(open_database(path, create=True)) as connection:
        settings = [
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("wal_autocheckpoint", "synchronous")
        ]
    assert settings == [LOGGED, 2]


ACCEPT = """
import sys
from communique import Ledger
with Ledger.open(sys.argv[1]) as ledger:
    ledger.decide("accept", [sys.argv[2]], "bob")
    print(len(ledger.decisions()))
"""


def decided_elsewhere(path: Path, ident: str) -> int:
    """Return how many decisions another process sees after its own, when it has closed the ledger again."""
    done = subprocess.run([sys.executable, "-c", ACCEPT, path, ident], capture_output=True, text=True, check=True)  # noqa: S603
    return int(done.stdout)


def test_what_is_opened_twice_keeps_its_locks_until_it_is_closed(path: Path) -> None:
    # A second look at the file by the same process must not give up the first one's locks: the other process would
    # take itself for the last, and the log away under the first.
    with Ledger.open(path) as ledger:
        first, second, third, *_ = [each.id for each in ledger.events()]
        ledger.decide("accept", [first], "ada")
        Ledger.open(path).close()
        migrate_file(path, dry_run=True)
        with pytest.raises(NotALedger):
            Ledger.open(Path(__file__))
        assert decided_elsewhere(path, second) == 2
        assert Path(f"{path}-wal").exists()
        ledger.decide("accept", [third], "ada")
        assert len(ledger.decisions()) == 3
    with Ledger.open(path) as ledger:
        assert len(ledger.decisions()) == 3
        assert [each for each in ledger.examine() if each.wrong] == []


def test_a_ledger_that_was_closed_is_not_told_as_damaged(path: Path) -> None:
    with Ledger.open(path) as ledger:
        found, event = ledger.events(), ledger.events()[0].id
    questions: list[Callable[[], object]] = [
        lambda: found[0],
        lambda: found.total,
        ledger.events,
        ledger.stats,
        lambda: ledger.explain(event),
        lambda: ledger.decide("accept", [event], "ada"),
        lambda: ledger.put(READINGS[0]),
    ]
    for ask in questions:
        with pytest.raises(LedgerError, match=r"was closed\. Open it again") as told:
            ask()
        assert type(told.value) is LedgerError


OPENED: list[str] = []
"""Paths that Python opens, while they are noted."""


def note(event: str, args: tuple[object, ...]) -> None:
    if event == "open" and isinstance(args[0], str | Path):
        OPENED.append(os.path.realpath(args[0]))


@pytest.fixture(scope="session", autouse=True)
def noted() -> None:
    sys.addaudithook(note)


def opened_of(path: Path) -> list[str]:
    return [each for each in OPENED if each in {f"{path}{end}" for end in ("", "-wal", "-shm")}]


@pytest.mark.parametrize("name", ["small.db", "small.db-wal", "link.txt"])
@pytest.mark.parametrize(
    "command",
    [("add",), ("import",), ("compare",), ("decisions", "import"), ("watch", "--once"), ("actors", "Oslo", "--actors")],
)
def test_a_ledger_given_as_its_own_source_is_refused_unopened(path: Path, command: tuple[str, ...], name: str) -> None:
    # Closing it again would give up the locks of the connection that the command has on it.
    path.with_name("link.txt").symlink_to(path)
    with Ledger.open(path) as ledger:
        ledger.events()
        OPENED.clear()
        ran = run(*command, str(path.with_name(name)), env={"COMMUNIQUE_LEDGER": str(path)})
        assert opened_of(path) == []
        assert ran.exit_code == 2
        assert "SQLite database" in ran.stderr


def test_a_second_ledger_of_this_program_keeps_its_locks_when_an_export_is_refused(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with Ledger.open(path) as ledger, Ledger.open(other) as second:
        second.events()
        OPENED.clear()
        with pytest.raises(LedgerReadOnly, match="would be lost"):
            write_export(FORMATS["csl"].writers[""], Selection(ledger.connection), other)
        assert opened_of(other) == []
