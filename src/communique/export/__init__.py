"""Exports: the ledger's records in the shapes that other tools read, one file each, streaming.

In: a `Selection` of records. Out: bytes on a stream. `FORMATS` has every format by name; what each writes, and whose
shape it is, stands in its module. Sentences and offsets go out; whole texts of articles only when they are asked for.
"""

from __future__ import annotations

from communique.export.coders import left_out
from communique.export.formats import FORMATS, Format, write_export
from communique.export.selection import Selection

__all__ = ["FORMATS", "Format", "Selection", "left_out", "write_export"]
