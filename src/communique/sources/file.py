"""Articles from files and from standard input: text, HTML, PDF or a mail, told apart by content.

In: a path, or "-" for standard input. Out: a `RawArticle`.
"""

from __future__ import annotations

import errno
import sys
from pathlib import Path
from typing import BinaryIO

from communique.errors import TooLarge, UnreadableFile, UnsupportedFormat
from communique.sources.decode import decode, is_html, refuse_other_formats
from communique.sources.kinds import CALLED, HEAD, Kind, kind_of
from communique.sources.raw import SPLIT_HINT, RawArticle
from communique.streams import refuse_ledgers

MAX_BYTES = 20_000_000
"""Largest file that is opened, in bytes: room for the longest text or page in any encoding."""

_OTHERS: tuple[Kind, ...] = ("eml", "gzip", "pdf")
"""Kinds that hold one article and aren't text as they are."""
_MANY: tuple[Kind, ...] = ("feed", "mbox", "opml", "parquet", "sitemap", "warc")
_LONGEST_SHOWN = 200
_NO_PATH = (
    "That is no path. If it is the text of an article, give it to `communique read -` on standard input, "
    "or in Python as RawArticle(text=…)."
)

STDIN = "-"
"""The path that stands for standard input."""


def read_file(path: str | Path) -> RawArticle:
    """Return the article in a file, with the path as `ref`; "-" reads standard input, which has no `ref`.

    Raises:
        UnreadableFile: the file is missing, a folder, or can't be opened.
        UnsupportedFormat: the file holds no text, or something else than one article.
        TooLarge: the file is larger than `MAX_BYTES`, or its text than `raw.MAX_TEXT`.
        EmptyText: the file is empty.
    """
    name = str(path)
    if name == STDIN:
        return read_stream(sys.stdin.buffer, "standard input")
    refuse_ledgers(Path(path))
    try:
        with Path(path).open("rb") as stream:
            return read_stream(stream, name, ref=name)
    except IsADirectoryError as error:
        raise UnreadableFile(
            f"{name} is a folder",
            hint=f"Name its files (`communique read {name.rstrip('/')}/*.txt`), or take it all into a ledger with"
            " `communique add`.",
        ) from error
    except FileNotFoundError as error:
        hint = _NO_PATH if "\n" in name else "Check the spelling of the path."
        raise UnreadableFile(f"{_short(name)} doesn't exist", hint=hint) from error
    except PermissionError as error:
        raise UnreadableFile(f"{name} may not be read", hint="Allow it, for example with `chmod u+r`.") from error
    except (OSError, ValueError) as error:
        # ValueError: a path with a zero character in it.
        told = f"{_short(name)} can't be read: {getattr(error, 'strerror', None) or error}"
        if getattr(error, "errno", None) == errno.ENAMETOOLONG:
            raise UnreadableFile(told, hint=_NO_PATH) from error
        raise UnreadableFile(told) from error


def _short(name: str) -> str:
    """Return a path's name as messages say it: its beginning, where it is longer than any that people write."""
    return name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"


def read_stream(stream: BinaryIO, name: str, ref: str | None = None) -> RawArticle:
    """Return the article in a stream of bytes; `name` is what to call it in messages.

    Raises:
        UnsupportedFormat, TooLarge, EmptyText: as `read_file`.
        MissingExtra: it is a PDF file, and pypdf isn't installed.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name} has more than the {MAX_BYTES // 1_000_000} MB of one article", hint=SPLIT_HINT)
    kind = kind_of(data[:HEAD], name)
    if kind in _OTHERS:
        from communique.sources.content import read_content  # noqa: PLC0415  # mails and PDF take a while to load

        return read_content(data, name, ref=ref)
    if kind in _MANY:
        raise UnsupportedFormat(
            f"{name} holds {CALLED[kind]}, where one article was expected", hint="`communique add` takes it as it is."
        )
    text = decode(data, name)
    if is_html(text):
        return RawArticle(ref=ref, html=text)
    refuse_other_formats(text, name)
    return RawArticle(ref=ref, text=text)
