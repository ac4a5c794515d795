"""One article from bytes of any kind that holds one: page, text, PDF, mail, and gzip of these.

In: bytes, with what is known of them. Out: a `RawArticle`.
"""

from __future__ import annotations

from collections.abc import Iterable

from communique.errors import TooLarge, UnreadableFile, UnsupportedFormat
from communique.sources.decode import decode, is_html
from communique.sources.eml import read_message
from communique.sources.gzipped import BadGzip, inflate
from communique.sources.kinds import CALLED, HEAD, kind_of
from communique.sources.pdf import read_pdf
from communique.sources.raw import SPLIT_HINT, RawArticle

MAX_BYTES = 50_000_000
"""Largest file or answer that is read as a whole, in bytes after decompression: what a sitemap may have."""


def read_content(  # noqa: PLR0913  # what a sender may tell
    data: bytes,
    name: str,
    *,
    ref: str | None = None,
    url: str | None = None,
    charset: str | None = None,
    page: bool = False,
) -> RawArticle:
    """Return the article that bytes hold.

    Args:
        data: the bytes.
        name: their path or address, for messages.
        ref: the article's `ref`.
        url: its address.
        charset: the encoding that the sender named.
        page: whether the sender called it a web page; else its content tells.

    Raises:
        UnsupportedFormat: they hold something else than one article.
        UnreadableFile: they are damaged.
        TooLarge, EmptyText: as `RawArticle`.
    """
    kind = kind_of(data[:HEAD], name)
    if kind == "gzip":
        data = inflated((data,), name)
        kind = kind_of(data[:HEAD], name.removesuffix(".gz"))
    if kind == "pdf":
        return read_pdf(data, name, ref=ref, url=url)
    if kind == "eml":
        return read_message(data, name, ref=ref)
    if kind != "article":
        hint = "Write one object per line, as JSON lines." if kind == "json" else "Name it by itself."
        raise UnsupportedFormat(f"{name} holds {CALLED[kind]}, where one article was expected", hint=hint)
    text = decode(data, name, charset)
    if page or is_html(text):
        return RawArticle(ref=ref, url=url, html=text)
    return RawArticle(ref=ref, url=url, text=text)


def inflated(pieces: Iterable[bytes], name: str, most: int = MAX_BYTES) -> bytes:
    """Return what gzip holds.

    Raises:
        TooLarge: more than `most` bytes.
        UnreadableFile: it is damaged or cut off.
    """
    data = bytearray()
    try:
        for piece in inflate(pieces):
            data += piece
            if len(data) > most:
                raise TooLarge(f"{name} unpacks to more than {most // 1_000_000} MB", hint=SPLIT_HINT)
    except BadGzip as error:
        raise UnreadableFile(f"{name} can't be unpacked: {error}", hint="Fetch or copy the file again.") from error
    return bytes(data)
