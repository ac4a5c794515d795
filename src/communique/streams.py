"""Where a result goes or a source lies: whether it is a stream and no file, and whether a ledger stands there.

In: a path. A stream is a device such as `/dev/null`, a named pipe, `>(gzip > file)`. A file is written beside its place
and put there when it is whole; a stream is written to as it is, since a file in its place would end it, for every
program of the machine.
"""

from __future__ import annotations

from pathlib import Path

from communique.errors import LedgerReadOnly, UnsupportedFormat

_BESIDE = ("-wal", "-shm", "-journal")
"""What the names of the files end in that SQLite keeps beside a ledger (sqlite.org/fileformat.html)."""
SQLITE = b"SQLite format 3\x00"
"""How a file of SQLite's begins."""


def is_stream(path: Path) -> bool:
    """Return whether there is something at a path that is neither a file nor a folder."""
    return path.exists() and not path.is_file() and not path.is_dir()


def spare_ledgers(path: Path, ledger: str | None = None) -> None:
    """Refuse a place at which a ledger or another SQLite file stands, or what SQLite keeps beside one.

    Args:
        path: where something is to be written.
        ledger: the file of the ledger that this program has open. Nothing is read of it here: a program that closes a
            file loses all its locks on it, those of SQLite too (sqlite.org/howtocorrupt.html, 2.2).

    Raises:
        LedgerReadOnly: it is one.
    """
    path = path.resolve()
    beside = _kept_for(path)
    for each in dict.fromkeys((beside, path)):
        if ledger and any(_same(each, Path(f"{ledger}{end}")) for end in ("", *_BESIDE)):
            raise LedgerReadOnly(f"{path} is the ledger itself", hint="Name another file to write to.")
        if _is_sqlite(each):
            what = "a ledger or another SQLite file" if each == path else f"a file of SQLite's beside {each.name}"
            raise LedgerReadOnly(
                f"{path} is {what}, and would be lost", hint="Name another file to write to, or delete this one first."
            )


def is_in_use(path: Path) -> bool:
    """Return whether a file is a database that a program has open, or what SQLite keeps beside one.

    SQLite's shared memory lies beside it then. Such a file must not be opened past SQLite: it may be this program's own
    ledger, and closing it would give up all locks on it (sqlite.org/howtocorrupt.html, 2.2).
    """
    try:
        path = path.resolve()
        return any(Path(f"{each}-shm").exists() for each in (path, _kept_for(path)))
    except (OSError, ValueError, RuntimeError):
        # What can't be asked about is told when it is opened; a ring of links is none of these.
        return False


def refuse_ledgers(path: Path) -> None:
    """Refuse a ledger in use as something to read, before it is opened.

    Raises:
        UnsupportedFormat: it is one.
    """
    if is_in_use(path):
        raise UnsupportedFormat(
            f"{path} is a ledger or another SQLite database that is in use", hint="Give the file that you mean."
        )


def _kept_for(path: Path) -> Path:
    """Return the database beside which SQLite keeps a file of this name; the file itself where it is none."""
    return next((path.with_name(path.name.removesuffix(end)) for end in _BESIDE if path.name.endswith(end)), path)


def _same(path: Path, other: Path) -> bool:
    """Return whether two paths are one file, also by a hard link."""
    try:
        return path == other.resolve() or path.samefile(other)
    except OSError:
        return False


def is_of_sqlite(path: Path) -> bool:
    """Return whether a file is a database of SQLite's, or what it keeps beside one."""
    return _is_sqlite(path) or (path != _kept_for(path) and _is_sqlite(_kept_for(path)))


def _is_sqlite(path: Path) -> bool:
    if is_in_use(path):
        return True
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return stream.read(len(SQLITE)) == SQLITE
    except OSError:
        return False
