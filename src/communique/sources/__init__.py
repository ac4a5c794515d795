"""Articles from wherever they come: files, standard input, web addresses, JSON lines.

In: bytes of any kind. Out: `RawArticle`s, in which nothing has been taken out yet; what can't be read raises an
`InputError` that says what to do, or, in a batch, gives a `Refused` in its place.
"""

from __future__ import annotations

from communique.sources.file import STDIN, read_file, read_stream
from communique.sources.jsonl import Phrase, Refused, parse_line, parse_phrase, read_lines, read_phrases
from communique.sources.raw import MAX_HTML, MAX_TEXT, RawArticle, is_url


def read_url(url: str, *, allow_private: bool = False) -> RawArticle:
    """Return the article at a web address; see `communique.sources.url.read_url`."""
    # Imported here, because httpx takes a quarter of a second to load, and most articles are files.
    from communique.sources import url as web  # noqa: PLC0415

    return web.read_url(url, allow_private=allow_private)


__all__ = [
    "MAX_HTML",
    "MAX_TEXT",
    "STDIN",
    "Phrase",
    "RawArticle",
    "Refused",
    "is_url",
    "parse_line",
    "parse_phrase",
    "read_file",
    "read_lines",
    "read_phrases",
    "read_stream",
    "read_url",
]
