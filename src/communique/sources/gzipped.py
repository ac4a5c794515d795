"""Gzip, decompressed piece by piece, so that a bomb is noticed before it goes off.

In: pieces of compressed bytes, from a server or a file. Out: pieces of at most `PIECE` bytes; whoever takes them counts
them, and stops.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

PIECE = 65_536
"""Largest piece that is given, in bytes."""

MAGIC = b"\x1f\x8b"
"""The first bytes of gzip."""

# zlib's own sign for "gzip or zlib, as the header says".
_ANY_HEADER = 32 + zlib.MAX_WBITS


class BadGzip(ValueError):
    """The bytes are no gzip, are damaged, or end too early."""


def inflate(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what gzip or zlib holds, one member after the other.

    Zeros or other bytes behind the last member are passed over, as `gunzip` does.

    Raises:
        BadGzip: no gzip, damaged, or cut off; what came before was yielded.
    """
    machine = zlib.decompressobj(_ANY_HEADER)
    members, anything = 0, False
    for piece in pieces:
        left = piece
        anything = anything or bool(piece)
        while left:
            if machine.eof:
                machine, members = zlib.decompressobj(_ANY_HEADER), members + 1
            try:
                out = machine.decompress(left, PIECE)
            except zlib.error as error:
                if members:
                    return
                raise BadGzip("damaged gzip") from error
            if out:
                yield out
            left = machine.unused_data if machine.eof else machine.unconsumed_tail
    # Servers call an empty answer compressed, too.
    while anything and not machine.eof:
        out = machine.decompress(b"", PIECE)
        if not out:
            raise BadGzip("the gzip data end too early")
        yield out
