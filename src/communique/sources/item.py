"""The item: one article to be, known by a key, and loaded only when somebody wants it.

A source gives items one after the other. Whoever reads them keeps the keys of those that are done; the next run gives
the same keys, and what is done is never loaded. A key is made from what the article is (its content, its address, the
id that its publisher gave it), not from where the file lies: a folder may be moved, and a file of lines may grow.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from dataclasses import astuple, dataclass, field
from io import BufferedReader
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urldefrag

from communique.errors import CommuniqueError, MissingExtra, UnreadableFile
from communique.sources.raw import RawArticle

EXTRA = "sources"
"""The optional extra with the packages for feeds, WARC and PDF files."""

# 128 bits: no two articles of any ledger will share one by chance.
_DIGEST = 16


@dataclass(frozen=True, slots=True)
class Item:
    """One article to be.

    Args:
        key: what it is known by, the same on every run.
        origin: the source as the user named it: a file, folder, feed.
        read: gives the article; safe to be called from any thread.
    """

    key: str
    origin: str
    read: Callable[[], RawArticle] = field(repr=False, compare=False)

    def load(self) -> RawArticle:
        """Return the article.

        Raises:
            InputError: there is none.
            MissingExtra: it takes a package that isn't installed.
        """
        try:
            return self.read()
        except CommuniqueError:
            raise
        except Exception as error:
            # Parsers of other people's formats fail in ways that they don't tell.
            raise UnreadableFile(f"{self.key} can't be read: {type(error).__name__}: {error}") from error


def refused(key: str, origin: str, error: CommuniqueError) -> Item:
    """Return an item that says, when loaded, why there is no article."""

    def read() -> NoReturn:
        raise error

    return Item(key, origin, read)


def content_key(name: str, content: bytes | BufferedReader) -> str:
    """Return the key of an article that is known by its bytes: the file's name, without its folder, and a digest."""
    if isinstance(content, bytes):
        digest = hashlib.blake2b(content, digest_size=_DIGEST).hexdigest()
    else:
        digest = hashlib.file_digest(content, lambda: hashlib.blake2b(digest_size=_DIGEST)).hexdigest()
    return f"{Path(name).name}@{digest}"


def article_key(name: str, article: RawArticle) -> str:
    """Return the key of an article that came as a record of a file, known by all it says."""
    return content_key(name, repr(astuple(article)).encode())


def page_key(url: str) -> str:
    """Return the key of a page: its address without fragment and without what trackers add to it."""
    from courlan import normalize_url  # noqa: PLC0415  # takes a fifth of a second

    try:
        return urldefrag(str(normalize_url(url))).url
    except ValueError:
        return url


def package(name: str, feature: str) -> Any:
    """Return a module of the optional extra; `feature` is what needs it, as the start of a sentence.

    Raises:
        MissingExtra: it isn't installed.
    """
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtra(feature, EXTRA) from error


def writable(text: str) -> str:
    """Return a text that can be written in UTF-8; halves of surrogate pairs become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
