"""JSON of the exports: compact, in UTF-8, one value after another as they come, so that no list is held whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Gives a value as JSON without blanks."""


def write_lines(values: Iterable[object], out: BinaryIO) -> int:
    """Write values as JSON lines; return how many."""
    count = 0
    for value in values:
        out.write(compact(value).encode() + b"\n")
        count += 1
    return count


def write_list(values: Iterable[object], out: BinaryIO, begin: bytes = b"[", end: bytes = b"]") -> int:
    """Write values as one list, a line each, between what begins and ends it; return how many."""
    out.write(begin)
    count = 0
    for value in values:
        out.write(b",\n" if count else b"\n")
        out.write(compact(value).encode())
        count += 1
    out.write(b"\n" + end + b"\n")
    return count
