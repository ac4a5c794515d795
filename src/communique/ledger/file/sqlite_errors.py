"""What SQLite's errors, and those of texts on their way to it, mean for the user.

In: an error and the ledger's name. Out: the error that says what to do.
"""

from __future__ import annotations

import sqlite3

from communique.errors import (
    BadQuestion,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerLocked,
    LedgerReadOnly,
    NotALedger,
)

_MEANT: dict[int, tuple[type[LedgerError], str]] = {
    sqlite3.SQLITE_BUSY: (LedgerLocked, "is held by another program"),
    sqlite3.SQLITE_LOCKED: (LedgerLocked, "is held by another program"),
    sqlite3.SQLITE_READONLY: (LedgerReadOnly, "may not be written"),
    sqlite3.SQLITE_PERM: (LedgerReadOnly, "may not be written"),
    sqlite3.SQLITE_CANTOPEN: (LedgerReadOnly, "can't be opened"),
    sqlite3.SQLITE_FULL: (LedgerFull, "can't be written"),
    sqlite3.SQLITE_IOERR: (LedgerFull, "can't be written"),
    sqlite3.SQLITE_NOTADB: (NotALedger, "is no SQLite file"),
    sqlite3.SQLITE_CORRUPT: (LedgerDamaged, "is damaged"),
}
"""What SQLite's result codes mean for the user (sqlite.org/rescode.html)."""


_CLOSED = "Cannot operate on a closed"
_UNCODED = {
    # Python refuses the text, and not SQLite.
    "Could not decode to UTF-8": "a text in it is no UTF-8",
    # What a later SQLite writes, or a turned bit: for SQLite the same as a mistake in a query.
    "unsupported file format": "unsupported file format",
}
"""What a damaged file's errors that no result code tells from others begin with, and what is said of them."""


def known(error: sqlite3.Error, name: str) -> LedgerError | None:
    """Return what an error of SQLite's means for the user, None where it tells nothing of the file."""
    if str(error).startswith(_CLOSED):
        hint = "Open it again, or look at its answers before: their records are fetched when they are first looked at."
        return LedgerError(f"{name} was closed", hint=hint)
    for begins, what in _UNCODED.items():
        if str(error).startswith(begins):
            return LedgerDamaged(f"{name} is damaged ({what})")
    # Extended codes keep the primary one in their low byte.
    meant = _MEANT.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
    return meant and meant[0](f"{name} {meant[1]} ({error})")


def unwritten(error: UnicodeError, name: str) -> LedgerError:
    """Return what it means that a text can't be read from the file, or written there."""
    if not isinstance(error, UnicodeEncodeError):
        return LedgerDamaged(f"{name} is damaged (a text in it is no UTF-8)")
    said = f"{error.object[:40]!r} holds half a surrogate pair, which is no character"
    return BadQuestion(said, hint="Take it out of what is asked or written.")
