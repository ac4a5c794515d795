"""Articles from wherever they come: files, standard input, web addresses, JSON lines.

In: bytes of any kind. Out: `RawArticle`s, in which nothing has been taken out yet; what can't be read raises an
`InputError` that says what to do, or, in a batch, gives a `Refused` in its place.
"""

from __future__ import annotations

from communique.sources.file import STDIN, read_file, read_stream
from communique.sources.jsonl import Refused, parse_line, read_lines
from communique.sources.raw import MAX_HTML, MAX_TEXT, RawArticle
from communique.sources.url import is_url, read_url

__all__ = [
    "MAX_HTML",
    "MAX_TEXT",
    "STDIN",
    "RawArticle",
    "Refused",
    "is_url",
    "parse_line",
    "read_file",
    "read_lines",
    "read_stream",
    "read_url",
]
