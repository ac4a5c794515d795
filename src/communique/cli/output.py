"""Standard output: whole pieces, written at once and flushed, so that the next program has them without delay."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import click

UNWRITTEN = "the output can't be written"


def write(text: str) -> None:
    """Write a text for people, in the encoding of the terminal; what it can't show becomes "?".

    Raises:
        BrokenPipeError: the reader at the other end of the pipe has gone.
        click.ClickException: the output can't be written for another reason.
    """
    _write(text.encode(getattr(sys.stdout, "encoding", None) or "utf-8", "replace"))


def write_json(value: Any, *, indent: int | None = None) -> None:
    """Write JSON and a line end, in UTF-8; raises as `write`."""
    # Half a surrogate pair, as in the name of a file that isn't UTF-8, is written as JSON's own escape.
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    _write(f"{text}\n".encode("utf-8", "backslashreplace"))


def _write(data: bytes) -> None:
    with written() as out:
        out.write(data)


@contextmanager
def written() -> Iterator[BinaryIO]:
    """Give standard output as a stream of bytes, which is flushed at the block's end; raises as `write`."""
    try:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard()
        raise click.ClickException(f"{UNWRITTEN}: {error.strerror or error}.") from error


def settle() -> None:
    """Send what Click has written to where it goes; what can't be written is discarded."""
    try:
        sys.stdout.flush()
    except OSError:
        discard()


def discard() -> None:
    """Send what is still to be written nowhere, so that Python doesn't fail once more when it ends."""
    # Where standard output is no file of the system, as in a test, there is nothing to send.
    with suppress(io.UnsupportedOperation), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
