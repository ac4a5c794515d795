"""WARC archives, as crawlers write them (ISO 28500), plain or gzip: of the pages in it, one item each.

In: a file. Out: items for pages that were answered with success (also `resource` records, and the texts of WET files);
everything else is passed over. A damaged stretch gives one item that says so, and what comes behind it is read; so does
a file that was cut off.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from communique.errors import TooLarge, UnreadableFile, UnsupportedFormat
from communique.sources.content import inflated, read_content
from communique.sources.gzipped import MAGIC
from communique.sources.item import Item, package, refused, writable
from communique.sources.raw import RawArticle
from communique.sources.url import MAX_BYTES

_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = (*_PAGES, "text/plain")
_GZIP = ("gzip", "x-gzip")
_SUCCESS = 200
_STRETCH = 1 << 20
# A gzip member that uses deflate, and the beginning of a record.
_MEMBER = MAGIC + b"\x08"
_RECORD = b"WARC/1."
_GZIP_ONLY = 31
"""zlib's word for gzip's own frame."""
_REPAIR = "Fetch or copy the file again; the other records were read."


@dataclass(frozen=True, slots=True)
class _Record:
    """A page as it came over the wire, its headers beside it."""

    name: str
    url: str
    data: bytes
    missing: int
    content_coding: str
    chunked: bool
    charset: str | None
    page: bool

    def __call__(self) -> RawArticle:
        if self.missing:
            raise UnreadableFile(f"{self.name} ({self.url}) lacks its last {self.missing:,} bytes", hint=_REPAIR)
        if len(self.data) > MAX_BYTES:
            raise TooLarge(f"{self.name} ({self.url}) has more than the {MAX_BYTES // 1_000_000} MB of one page")
        data = unchunked(self.data) if self.chunked else self.data
        # Some crawlers decompress and leave the header.
        if self.content_coding == "deflate" or (self.content_coding in _GZIP and data.startswith(MAGIC)):
            data = inflated((data,), self.name, MAX_BYTES)
        elif self.content_coding == "br":
            raise UnsupportedFormat(f"{self.name} ({self.url}) is compressed with Brotli", hint="Crawl without it.")
        return read_content(
            data, self.url or self.name, ref=self.name, url=self.url or None, charset=self.charset, page=self.page
        )


def warc_items(stream: BinaryIO, name: str, origin: str, *, start: int = 0, end: int | None = None) -> Iterator[Item]:
    """Yield an item for each page of an archive.

    Args:
        stream: the file, at its beginning; it can be sought in.
        name: its path, for messages.
        origin: the source as the user named it.
        start: where the first record begins, in bytes, as `record_starts` gives it.
        end: no record is given that begins here or later.

    Raises:
        MissingExtra: fastwarc isn't installed.
    """
    for found in _records(stream, name, origin, start, end):
        item = found if isinstance(found, Item) else _item(*found, name, origin)
        if item:
            yield item


def record_starts(stream: BinaryIO) -> Iterator[int]:
    """Yield where in an archive the records begin that may hold a page, in bytes; damage is passed over.

    Raises:
        MissingExtra: fastwarc isn't installed.
    """
    for found in _records(stream, "", "", 0, None):
        if not isinstance(found, Item):
            warc, record = found
            kinds = warc.WarcRecordType
            if record.record_type in (kinds.response, kinds.resource, kinds.conversion):
                yield record.stream_pos


def _records(stream: BinaryIO, name: str, origin: str, start: int, end: int | None) -> Iterator[tuple[Any, Any] | Item]:
    """Yield fastwarc and each record of a stretch of an archive, and for each damaged stretch an item that says so."""
    warc = package("fastwarc.warc", "Reading WARC files")
    mark = _MEMBER if stream.read(len(MAGIC)) == MAGIC else _RECORD
    at: int | None = start
    last, whole = start, True
    while at is not None and (end is None or at < end):
        stream.seek(at)
        last = at
        try:
            for record in warc.ArchiveIterator(stream, parse_http=False, strict_mode=False):
                last, whole = record.stream_pos, True
                if end is not None and last >= end:
                    return
                yield warc, record
            at = None
        except (OSError, ValueError, EOFError) as error:
            if whole:
                problem = UnreadableFile(f"{name} is damaged after byte {last:,}: {error}", hint=_REPAIR)
                yield refused(f"{PurePath(name).name}@{last}:damaged", origin, problem)
            whole = False
            at = _next(stream, last + 1, mark)
    if end is None and whole and mark == _MEMBER and _is_cut(stream, start, last):
        problem = UnreadableFile(f"{name} was cut off after byte {last:,}: what follows there is lost", hint=_REPAIR)
        yield refused(f"{PurePath(name).name}@{last}:cut", origin, problem)


def _is_cut(stream: BinaryIO, start: int, last: int) -> bool:
    """Return whether a gzip file ends within a member, other than that of the last record, which tells so itself.

    Args:
        stream: the file; it is read from the last record on, or from `start` where that isn't a member's beginning.
        start: where a member begins.
        last: where the last record began that was found.
    """
    stream.seek(last)
    at = last if stream.read(len(_MEMBER)) == _MEMBER else start
    stream.seek(at)
    member, begun = zlib.decompressobj(wbits=_GZIP_ONLY), at
    while block := stream.read(_STRETCH):
        at += len(block)
        while block:
            try:
                member.decompress(block)
            except zlib.error:
                return False  # bytes behind the last member, or damage that was told before
            block = member.unused_data
            if member.eof:
                member, begun = zlib.decompressobj(wbits=_GZIP_ONLY), at - len(block)
    return begun < at and begun != last


def _item(warc: Any, record: Any, name: str, origin: str) -> Item | None:
    """Return the item of a record, if it holds a page."""
    kinds = warc.WarcRecordType
    if record.record_type not in (kinds.response, kinds.resource, kinds.conversion):
        return None
    kind = record.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    coding, chunked, charset = "", False, None
    if record.record_type == kinds.response:
        if record.is_http:
            record.parse_http(strict_mode=False)
        http = record.http_headers
        if not http or http.status_code != _SUCCESS or record.http_content_type not in _PAGES:
            return None
        coding = http.get("Content-Encoding", "").strip().lower()
        chunked = "chunked" in http.get("Transfer-Encoding", "").lower()
        charset = record.http_charset
    elif kind not in _TEXTS:
        return None
    length = record.content_length
    data = record.reader.read(min(length, MAX_BYTES + 1))
    missing = min(length, MAX_BYTES + 1) - len(data)
    is_page = record.record_type == kinds.response or kind in _PAGES
    where = f"{PurePath(name).name}@{record.stream_pos}"
    key = writable(record.record_id or where)
    url = writable(record.headers.get("WARC-Target-URI", "")).strip("<> ")
    return Item(
        key, origin, _Record(f"{name}@{record.stream_pos}", url, data, missing, coding, chunked, charset, is_page)
    )


def _next(stream: BinaryIO, at: int, mark: bytes) -> int | None:
    """Return where the next record may begin, or None at the end of the file."""
    stream.seek(at)
    before = b""
    while block := stream.read(_STRETCH):
        found = (before + block).find(mark)
        if found >= 0:
            return at - len(before) + found
        at += len(block)
        before = block[-len(mark) + 1 :]
    return None


def unchunked(data: bytes) -> bytes:
    """Return a body without the marks of HTTP's chunks, or as it is when it has none."""
    whole, at = bytearray(), 0
    while True:
        end = data.find(b"\r\n", at)
        size = data[at:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return data
        if length <= 0:
            return bytes(whole)
        whole += data[end + 2 : end + 2 + length]
        at = end + 4 + length
