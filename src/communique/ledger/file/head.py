"""What a file's head tells before SQLite works on it: whether it is a ledger at all.

In: a path. Out: nothing, or the error in our words; the file is left as it was.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from communique.errors import LedgerError, LedgerMissing, LedgerReadOnly, NotALedger

APPLICATION_ID = 0x436F6D71
"""Tells a ledger from other SQLite files: "Comq", in the header's field for that."""


def look_at(path: Path, *, create: bool) -> None:
    """Refuse a file that is no ledger before SQLite opens it to work on it.

    SQLite reads its head, too: a process that closes any descriptor of a file gives up all locks that it has on it, so
    that others write over its work (POSIX; sqlite.org/howtocorrupt.html, 2.2). SQLite alone knows when to close one.
    """
    found = _told_of(path, create=create)
    if found is None:
        return
    if stat.S_ISDIR(found.st_mode):
        raise NotALedger(f"{path} is a folder", hint="Name a file in it, as folder/communique.db.")
    if not stat.S_ISREG(found.st_mode):
        raise NotALedger(f"{path} is a device")
    if not found.st_size:
        if create:
            return
        raise NotALedger(f"{path} is an empty file")
    # A ledger whose making was cut short has no application id yet; SQLite rolls it back to nothing.
    if _application(path) not in {0, APPLICATION_ID}:
        raise NotALedger(f"{path} is an SQLite file of another program")


def _told_of(path: Path, *, create: bool) -> os.stat_result | None:
    """Return what the file system tells of a file, None of one that is to be made."""
    try:
        return path.stat()
    except FileNotFoundError as error:
        if not create:
            raise LedgerMissing(f"there is no ledger at {path}") from error
        if not path.absolute().parent.is_dir():
            raise LedgerMissing(
                f"the folder {path.absolute().parent} doesn't exist", hint="Make it, or name another place."
            ) from error
        return None
    except PermissionError as error:
        raise LedgerReadOnly(f"{path} may not be read") from error
    except (OSError, ValueError) as error:
        raise LedgerError(
            f"{path} can't be opened: {getattr(error, 'strerror', None) or error}", hint="Check the path."
        ) from error


def _application(path: Path) -> int:
    """Return the application id in a file's head; 0 where it is damaged, which is told when it is worked on."""
    try:
        # Nothing is locked, made or rolled back for a file that is said not to change.
        with closing(sqlite3.connect(f"{address(path)}?mode=ro&immutable=1", uri=True)) as connection:
            found: int = connection.execute("PRAGMA application_id").fetchone()[0]
            return found
    except sqlite3.OperationalError as error:
        raise LedgerReadOnly(f"{path} may not be read") from error
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise NotALedger(f"{path} is no SQLite file") from error
        return 0


def address(path: Path) -> str:
    """Return the address of a file for SQLite, to which options are added."""
    return f"file:{quote(str(path.absolute()))}"
