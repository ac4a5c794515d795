"""Where a result goes that is a stream and no file: a device such as `/dev/null`, a named pipe, `>(gzip > file)`.

In: a path. Out: whether it is one. A file is written beside its place and put there when it is whole; a stream is
written to as it is, since a file in its place would end it, for every program of the machine.
"""

from __future__ import annotations

from pathlib import Path


def is_stream(path: Path) -> bool:
    """Return whether there is something at a path that is neither a file nor a folder."""
    return path.exists() and not path.is_file() and not path.is_dir()
