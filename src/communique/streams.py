"""Where a result goes: whether it is a stream and no file, and whether a ledger stands there already.

In: a path. A stream is a device such as `/dev/null`, a named pipe, `>(gzip > file)`. A file is written beside its place
and put there when it is whole; a stream is written to as it is, since a file in its place would end it, for every
program of the machine.
"""

from __future__ import annotations

from pathlib import Path

from communique.errors import LedgerReadOnly

_BESIDE = ("-wal", "-shm", "-journal")
"""What the names of the files end in that SQLite keeps beside a ledger (sqlite.org/fileformat.html)."""
_MAGIC = b"SQLite format 3\x00"


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
    beside = next((path.with_name(path.name.removesuffix(end)) for end in _BESIDE if path.name.endswith(end)), path)
    for each in dict.fromkeys((beside, path)):
        if ledger and any(_same(each, Path(f"{ledger}{end}")) for end in ("", *_BESIDE)):
            raise LedgerReadOnly(f"{path} is the ledger itself", hint="Name another file to write to.")
        if _is_sqlite(each):
            what = "a ledger or another SQLite file" if each == path else f"a file of SQLite's beside {each.name}"
            raise LedgerReadOnly(
                f"{path} is {what}, and would be lost", hint="Name another file to write to, or delete this one first."
            )


def _same(path: Path, other: Path) -> bool:
    """Return whether two paths are one file, also by a hard link."""
    try:
        return path == other.resolve() or path.samefile(other)
    except OSError:
        return False


def _is_sqlite(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False
