# ruff: noqa: INP001  # the bench is no package
"""What fuzzing has in common: which errors are ours, which came from others' parsers, and a folder that is gone after.

In: errors. Out: nothing, or an `AssertionError` for one that says too little.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path

from communique.errors import CommuniqueError

wrapped: Counter[str] = Counter()
"""Faults of other people's parsers that were told as errors of ours, by their type: worth a look, no findings."""


def own(error: CommuniqueError) -> None:
    """Refuse errors that say nothing, or that can't be handed on as JSON lines do."""
    if error.code == CommuniqueError.code:
        raise AssertionError(f"an error without a code of its own: {error}")
    json.dumps(error.to_json()).encode()
    str(error).encode()


def tell(error: BaseException) -> None:
    """Count the fault of another's parser behind an error of ours."""
    cause = error.__cause__
    if cause is not None and not isinstance(cause, CommuniqueError):
        where = cause.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        at = f"{Path(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else "?"
        wrapped[f"{type(cause).__name__} at {at}"] += 1


@cache
def folder() -> Path:
    """Return a folder that is gone at the end of the process; in memory where there is such a place.

    A ledger waits for the disk at the end of each transaction, which takes longer than all that a case is to try.
    """
    memory = "/dev/shm"  # noqa: S108  # a folder of a name that nobody else has is made in it
    kept = tempfile.TemporaryDirectory(prefix="communique-fuzz-", dir=memory if os.access(memory, os.W_OK) else None)
    _kept.append(kept)
    return Path(kept.name)


_kept: list[tempfile.TemporaryDirectory[str]] = []


def tidy() -> None:
    """Remove what lies on disk."""
    for each in _kept:
        shutil.rmtree(each.name, ignore_errors=True)
