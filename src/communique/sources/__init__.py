"""Articles from wherever they come: files, standard input, web addresses, JSON lines, feeds, archives, mails.

In: bytes of any kind. Out: `RawArticle`s, in which nothing has been taken out yet; what can't be read raises an
`InputError` that says what to do, or, in a batch, gives a `Refused` in its place. Of sources that hold many articles,
`open_items` gives `Item`s, each with a key by which it is known again, and loaded when it is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from communique.sources.file import STDIN, read_file, read_stream
from communique.sources.item import Item
from communique.sources.jsonl import Phrase, Refused, parse_line, parse_phrase, read_lines, read_phrases
from communique.sources.raw import MAX_HTML, MAX_TEXT, RawArticle, is_url


def read_url(url: str, *, allow_private: bool = False) -> RawArticle:
    """Return the article at a web address; see `communique.sources.url.read_url`."""
    # Imported here, because httpx takes a quarter of a second to load, and most articles are files.
    from communique.sources import url as web  # noqa: PLC0415

    return web.read_url(url, allow_private=allow_private)


def open_items(
    source: str, *, allow_private: bool = False, tell: Callable[[Path], None] = lambda _: None
) -> Iterator[Item]:
    """Yield the items of a source, whatever it is; see `communique.sources.opening.open_items`."""
    # Imported here for the same reason.
    from communique.sources import opening  # noqa: PLC0415

    return opening.open_items(source, allow_private=allow_private, tell=tell)


def estimate(source: str) -> int | None:
    """Return about how many items a source holds, where known; see `communique.sources.opening.estimate`."""
    from communique.sources import opening  # noqa: PLC0415  # as in `open_items`

    return opening.estimate(source)


__all__ = [
    "MAX_HTML",
    "MAX_TEXT",
    "STDIN",
    "Item",
    "Phrase",
    "RawArticle",
    "Refused",
    "estimate",
    "is_url",
    "open_items",
    "parse_line",
    "parse_phrase",
    "read_file",
    "read_lines",
    "read_phrases",
    "read_stream",
    "read_url",
]
