"""The ledger's file: opened, checked, brought up to date, and its errors in our words.

In: a path. Out: an `sqlite3.Connection` on a ledger of this version, in which every transaction is begun by
`transaction` and is whole or isn't there.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path

from communique.errors import (
    CommuniqueError,
    LedgerDamaged,
    LedgerError,
    LedgerTooNew,
    LedgerTooOld,
    NotALedger,
)
from communique.ledger.file.head import APPLICATION_ID, address, look_at
from communique.ledger.file.sqlite_errors import known, unwritten

PATIENCE = 30.0
"""Seconds that a transaction waits for another program's: taking back a decision about many articles may need some."""

PAUSE = 0.002
"""Seconds between two transactions of one writer, in which another one may begin."""

STATEMENTS = 512
"""Compiled statements that are kept."""

LOGGED = 4000
"""Pages that the log holds before they go into the file: an article changes some hundreds of them, the same ones of the
indexes again and again, and each goes into the file once. What is in the log is stored."""

_MAPPED = 0x7FFF0000
"""Bytes of a file that are mapped into memory at most: as many as SQLite maps as it is usually built."""


def migrations() -> list[tuple[str, str]]:
    """Return name and SQL of every step from an empty file to this version, in order."""
    folder = files("communique.ledger") / "schema"
    steps = sorted((each.name, each.read_text("utf-8")) for each in folder.iterdir() if each.name.endswith(".sql"))
    return [(name.removesuffix(".sql"), sql) for name, sql in steps]


def open_database(path: str | Path, *, create: bool = False, write: bool = True) -> sqlite3.Connection:
    """Return a connection to the ledger in a file.

    Args:
        path: the file; `:memory:` is a ledger that is gone when it is closed.
        create: make the file if there is none.
        write: open for writing; a ledger of an earlier version is brought up to date then.

    Raises:
        LedgerMissing, NotALedger, LedgerTooNew, LedgerTooOld, LedgerLocked, LedgerReadOnly, LedgerFull, LedgerDamaged:
            the file can't be used; it is left as it was.
    """
    name = str(path)
    if name != ":memory:":
        look_at(Path(path), create=create)
    with told(name):
        connection = connected(name, create=create, write=write)
        try:
            _check(connection, name, write=write)
        except BaseException:
            connection.close()
            raise
    return connection


def migrate_file(path: str | Path, *, dry_run: bool = False) -> list[str]:
    """Bring the ledger in a file up to this version; return the names of the steps, none where it is of this version.

    With `dry_run` the steps are taken and undone.

    Raises:
        LedgerError: as `open_database`; the file is left as it was.
    """
    name = str(path)
    look_at(Path(path), create=False)
    with told(name), closing(connected(name, create=False, write=True)) as connection:
        if _version(connection, name) == len(migrations()):
            return []
        return migrate(connection, dry_run=dry_run)


def connected(name: str, *, create: bool = False, write: bool = True) -> sqlite3.Connection:
    """Return a connection set up as a ledger's, to a file that nobody has looked at yet."""
    if name == ":memory:":
        target = name
    else:
        mode = "ro" if not write else "rwc" if create else "rw"
        target = f"{address(Path(name))}?mode={mode}"
        if mode == "ro" and _is_still(Path(name)):
            target += "&immutable=1"
    connection = sqlite3.connect(
        target,
        uri=target != name,
        timeout=PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        # One article takes some hundred different statements; each that is forgotten is compiled again.
        cached_statements=STATEMENTS,
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    # An acknowledged article stays even when the power fails.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA wal_autocheckpoint = {LOGGED}")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _is_still(path: Path) -> bool:
    """Return whether nobody can write beside a file, as on a read-only disk: SQLite can't keep its shared memory there.

    Where a log of what was written last lies beside it, it has to be read too.
    """
    log = Path(f"{path}-wal")
    return not os.access(path.absolute().parent, os.W_OK) and not (log.exists() and log.stat().st_size)


def _check(connection: sqlite3.Connection, name: str, *, write: bool) -> None:
    version, latest = _version(connection, name), len(migrations())
    if version == latest:
        return
    if not write:
        raise LedgerTooOld(f"{name} is a ledger of an earlier version ({version} of {latest})")
    if version == 0:
        connection.execute("PRAGMA journal_mode = WAL")
    migrate(connection)


def _version(connection: sqlite3.Connection, name: str) -> int:
    """Return a ledger's version, 0 for an empty file.

    Raises:
        NotALedger, LedgerTooNew: it is of another program, or of a version that this one doesn't know.
        LedgerDamaged: its version is none.
    """
    version, latest = _pragma(connection, "user_version"), len(migrations())
    if version < 0:
        raise LedgerDamaged(f"{name} is damaged (its version is {version})")
    if version == 0 and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise NotALedger(f"{name} is an SQLite file of another program")
    if version > latest:
        raise LedgerTooNew(f"{name} is a ledger of a later version ({version}; this one knows up to {latest})")
    return version


def migrate(connection: sqlite3.Connection, *, dry_run: bool = False) -> list[str]:
    """Bring a ledger up to this version in one transaction; return the names of the steps.

    With `dry_run` the steps are taken and undone, so that what would fail fails.
    """
    latest = migrations()
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _pragma(connection, "user_version")
        for _, sql in latest[version:]:
            for statement in statements_of(sql):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(latest)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("ROLLBACK" if dry_run else "COMMIT")
    return [name for name, _ in latest[version:]]


def statements_of(sql: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would commit before it."""
    text = ""
    for line in sql.splitlines(keepends=True):
        text += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(text):
            yield text
            text = ""


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do all of what stands in the block, or nothing.

    Raises:
        LedgerLocked, LedgerReadOnly, LedgerFull, LedgerDamaged: it couldn't be stored; nothing was.
    """
    with told(path_of(connection), connection):
        _begin(connection)
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            # Where the disk is full SQLite has rolled back by itself.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        finally:
            _turn.ended = time.monotonic()


class _Turn(threading.local):
    """When this thread's last transaction ended."""

    ended = 0.0


_turn = _Turn()


def _begin(connection: sqlite3.Connection) -> None:
    """Begin a transaction that writes; wait for others', and let those who wait come first.

    SQLite's own waiting sleeps up to 0.1 s at a time; a writer that stores article after article leaves no such gap,
    and another one starves. So who has just written pauses, and who waits looks more often than the pause is long.
    """
    if time.monotonic() - _turn.ended < PAUSE:
        time.sleep(PAUSE)
    until = time.monotonic() + PATIENCE
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                    raise
                time.sleep(random.uniform(PAUSE / 4, PAUSE / 2))  # noqa: S311  # so that two who wait don't step together
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")


def path_of(connection: sqlite3.Connection) -> str:
    """Return the path of a ledger's file, in words where it has none.

    Raises:
        LedgerError: it was closed.
    """
    with told("the ledger"):
        row = connection.execute("PRAGMA database_list").fetchone()
    return str(row[2] or "the ledger in memory")


@contextmanager
def told(name: str, connection: sqlite3.Connection | None = None) -> Iterator[None]:
    """Turn what SQLite raises in the block into errors that say what to do.

    With a connection, whatever else is raised in the block is told as a damaged file, if it is one: a value that no
    ledger holds fails where somebody makes use of it, and not where SQLite reads it.

    Raises:
        LedgerError: SQLite couldn't do it for a reason of the file or the disk, or the file is damaged.
        BadQuestion: a text that was given can't be written in UTF-8.
    """
    try:
        yield
    except CommuniqueError:
        raise
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise unwritten(error, name) from error
    except Exception as error:
        meant = known(error, name) if isinstance(error, sqlite3.Error) else None
        if meant is None and connection is not None:
            meant = _damage(connection, name)
        if meant is None:
            raise
        raise meant from error


def _damage(connection: sqlite3.Connection, name: str) -> LedgerError | None:
    """Return what is wrong with a ledger in which something failed that nobody foresaw, or None where it is sound."""
    # Imported here, because it is above, and only wanted where something went wrong.
    from communique.ledger.checks.doctor import LACKS, examine  # noqa: PLC0415

    try:
        wrong = next((each for each in examine(connection) if each.wrong), None)
    except sqlite3.Error as error:
        return known(error, name) or LedgerDamaged(f"{name} is damaged ({error})")
    except Exception as error:  # noqa: BLE001  # the doctor stumbles over what is damaged
        return LedgerDamaged(f"{name} is damaged ({type(error).__name__}: {error})")
    if wrong is None:
        return None
    if wrong.check == LACKS:
        return LedgerTooOld(
            f"{name} was made by an earlier state of this version and lacks {', '.join(wrong.examples)}",
            hint=wrong.advice,
        )
    return LedgerDamaged(f"{name} is damaged ({wrong.check}: {'; '.join(wrong.examples) or wrong.count})")


def to_json(value: object) -> str:
    """Return a value as the ledger keeps lists and objects."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
