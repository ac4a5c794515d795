"""Delimited text (CSV, TSV): UTF-8 with a header and quotes where they are needed (RFC 4180).

In: rows of values and the names of their columns. Out: bytes on a stream. A cell that a spreadsheet would run as a
formula is defused by an apostrophe in front, as OWASP advises (owasp.org/www-community/attacks/CSV_Injection). The
`csv` module goes through every character of every cell, which takes half of the time of an export; here a column's
cells are searched together for what needs care.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, BinaryIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a formula begins with, or what a spreadsheet drops before one."""
_BETWEEN = "\0"
"""What stands between cells that are looked at together."""
_RUNS = re.compile(f"{_BETWEEN}[{re.escape(''.join(FORMULA))}]")
_CODED = frozenset(
    (
        *("id", "day", "date_start", "date_end", "date_precision", "date_basis", "type", "mode", "contexts", "status"),
        *("actor_country", "actor_sectors", "actor_code", "recipient_country", "recipient_sectors", "recipient_code"),
        *("latitude", "longitude", "geonames", "place_precision", "quad", "score", "cameo", "reports", "sources"),
        *("verdict", "known", "quote_start", "quote_end", "article", "published"),
        *("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Country"),
        *("Actor COW", "Primary Actor Sector", "Actor Sectors", "Recipient Country", "Recipient COW", "Latitude"),
        *("Primary Recipient Sector", "Recipient Sectors", "Country", "Longitude", "GeoNames ID", "Feature Type"),
        *("Publication Date", "Language", "Version", "District", "Story People", "Story Organizations"),
    )
)
"""Columns of words, days and numbers of ours, none of which begins like a formula."""
_LINES = 500
"""Lines of a delimited text that are written together."""


def defused(value: Any) -> Any:
    """Return a cell's value so that no spreadsheet runs it: text that begins like a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def write_delimited(rows: Iterable[dict[str, Any]], columns: Iterable[str], out: BinaryIO, delimiter: str = ",") -> int:
    """Write rows as delimited text with a header; return how many."""
    names = tuple(columns)
    return write_values(map(itemgetter(*names), rows), names, out, delimiter)


def write_values(rows: Iterable[tuple[Any, ...]], columns: Sequence[str], out: BinaryIO, delimiter: str = ",") -> int:
    """Write rows of values, in the order of the columns; return how many."""
    line = "\r\n" if delimiter == "," else "\n"
    out.write((delimiter.join(_in_quotes(columns, delimiter)) + line).encode())
    coded = [name in _CODED for name in columns]
    source, count = iter(rows), 0
    while batch := list(islice(source, _LINES)):
        by_column = zip(zip(*batch, strict=True), coded, strict=True)
        cells = [_in_quotes(_texts(values, known), delimiter) for values, known in by_column]
        lines = map(delimiter.join, zip(*cells, strict=True))
        out.write((line.join(lines) + line).encode())
        count += len(batch)
    return count


def _texts(values: Sequence[Any], coded: bool) -> list[str]:  # noqa: FBT001  # by position: called for every column
    """Return a column's values as text, defused unless they are coded."""
    texts = [each if each.__class__ is str else "" if each is None else str(each) for each in values]
    if coded or not _RUNS.search(_BETWEEN + _BETWEEN.join(texts)):
        return texts
    return [defused(value) if isinstance(value, str) else text for value, text in zip(values, texts, strict=True)]


def _in_quotes(texts: Sequence[str], delimiter: str) -> Sequence[str]:
    """Return texts, those in quotes that have a mark that would end the cell (RFC 4180, 2.6 and 2.7)."""
    whole = _BETWEEN.join(texts)
    # One mark after the other: a regular expression of all of them takes ten times as long.
    found = [mark for mark in (delimiter, '"', "\n", "\r") if mark in whole]
    if not found:
        return texts
    if found == [delimiter]:
        return [f'"{each}"' if delimiter in each else each for each in texts]
    return ['"' + each.replace('"', '""') + '"' if any(mark in each for mark in found) else each for each in texts]
