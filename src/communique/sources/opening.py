"""Opening a source, whatever it is: what `communique add` takes.

In: a path, a folder, a web address, or "-". Out: items, one after the other, read no further than asked. What a source
is, is told from its content first and its name second (`kinds`).
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO, cast

from communique.errors import InputError, TooLarge, UnreadableFile, UnsupportedFormat
from communique.sources.content import MAX_BYTES, inflated, read_content
from communique.sources.decode import decode
from communique.sources.eml import mailbox_items, message_key
from communique.sources.feed import MAX_FEED, feed_items, parse_feed
from communique.sources.file import STDIN
from communique.sources.item import Item, article_key, content_key, page_key, refused
from communique.sources.jsonl import Refused, read_lines
from communique.sources.kinds import HEAD, Kind, inner_kind, kind_of
from communique.sources.opml import parse_opml
from communique.sources.parquet import parquet_items
from communique.sources.polite import Fetcher
from communique.sources.raw import SPLIT_HINT, RawArticle, is_url
from communique.sources.sitemap import sitemap_items
from communique.sources.warc import warc_items
from communique.streams import SQLITE, is_in_use, is_of_sqlite

# Kinds that are read as a whole before they give items.
_LISTS: tuple[Kind, ...] = ("feed", "opml", "sitemap")
_PAGES = frozenset((".htm", ".html", ".xhtml"))
_BESIDE = ("_files", "-files", "_file", "_fichiers", "_archivos", "-Dateien")
_PARTS = frozenset((".css", ".eot", ".ico", ".js", ".map", ".mjs", ".otf", ".svg", ".ttf", ".wasm", ".woff", ".woff2"))
_OF_TABLES = (
    "Take others' data sets in with `communique import`, compare a tracker's sheet with `communique compare`; "
    "articles in a table go into JSON lines, one each."
)


def open_items(
    source: str,
    *,
    allow_private: bool = False,
    fetcher: Fetcher | None = None,
    tell: Callable[[Path], None] = lambda _: None,
) -> Iterator[Item]:
    """Yield the items of a source.

    Args:
        source: a file of any kind, a folder, a web address, or "-" for standard input.
        allow_private: fetch from private and local addresses too.
        fetcher: fetches; else one that all sources of this process share.
        tell: is called with each spreadsheet of a folder, which is passed over.

    Raises:
        InputError: the source can't be opened, or isn't what it seems; single items raise theirs when loaded.
        MissingExtra: it takes a package that isn't installed.
    """
    fetcher = fetcher or shared_fetcher(allow_private=allow_private)
    if source == STDIN:
        yield from stream_items(_buffered(sys.stdin.buffer), "standard input", source, fetcher)
    elif is_url(source):
        answer = fetcher.fetch(source, robots=False, most=MAX_BYTES)
        yield from content_items(
            answer.content, answer.url, source, fetcher, charset=answer.charset, page=answer.is_page
        )
    elif Path(source).is_dir():
        yield from folder_items(Path(source), source, fetcher, tell)
    else:
        yield from file_items(Path(source), source, fetcher)


@cache
def shared_fetcher(*, allow_private: bool) -> Fetcher:
    """Return the fetcher of this process: hosts are to be spared however many sources name them."""
    return Fetcher(allow_private=allow_private)


def estimate(source: str) -> int | None:
    """Return about how many items a source holds, where that is known without reading it: files, for a folder."""
    if source == STDIN or is_url(source):
        return None
    try:
        return sum(1 for _ in files_of(Path(source))) if Path(source).is_dir() else None
    except (OSError, ValueError):
        return None


def files_of(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and the folders in it, sorted; hidden ones and links to folders are passed over.

    So is what a web page is made of beside its text (scripts, styles, fonts, drawings), and the folder of all that
    which a browser saves beside it. So are SQLite's, with what it keeps beside them: a ledger in the folder whose
    articles it has is none of them. Those in use aren't even looked into: this process may be the one that uses it
    (see `streams.is_in_use`).
    """
    for top, folders, names in os.walk(folder):
        # os.walk goes into what is left here, in this order.
        pages = {path.stem for name in names if (path := Path(name)).suffix.lower() in _PAGES}
        folders[:] = sorted(name for name in folders if not name.startswith(".") and _page_of(name) not in pages)
        shown = sorted(name for name in names if not name.startswith(".") and not _is_part_of_page(name))
        yield from (path for name in shown if not is_of_sqlite(path := Path(top, name)))


def _page_of(folder: str) -> str | None:
    """Return the name of the page whose parts a folder holds by its name, as browsers save them."""
    return next((folder.removesuffix(each) for each in _BESIDE if folder.endswith(each)), None)


def _is_part_of_page(name: str) -> bool:
    # Browsers call a script that they save "main.js.download".
    return Path(name.lower().removesuffix(".download")).suffix in _PARTS


def folder_items(
    folder: Path, origin: str, fetcher: Fetcher, tell: Callable[[Path], None] = lambda _: None
) -> Iterator[Item]:
    """Yield the items of all files of a folder; a file that can't be opened gives an item that says so.

    Spreadsheets are told and passed over.
    """
    for path in files_of(folder):
        if not path.is_file() and not path.is_symlink():
            # A socket or pipe: nothing is stored in it.
            continue
        try:
            yield from file_items(path, origin, fetcher, tell)
        except InputError as error:
            yield refused(str(path), origin, error)


def file_items(path: Path, origin: str, fetcher: Fetcher, tell: Callable[[Path], None] | None = None) -> Iterator[Item]:
    """Yield the items of a file; with `tell` a spreadsheet is told, and has none.

    Raises:
        UnreadableFile: it is missing or can't be opened.
        InputError: it isn't what it seems.
    """
    if is_in_use(path):
        decode(SQLITE, str(path))  # raises what is said of one
    with ExitStack() as stack:
        try:
            stream = _buffered(stack.enter_context(path.open("rb", buffering=0)))
        except FileNotFoundError as error:
            raise UnreadableFile(f"{path} doesn't exist", hint="Check the spelling of the path.") from error
        except PermissionError as error:
            raise UnreadableFile(f"{path} may not be read", hint="Allow it, for example with `chmod u+r`.") from error
        except (OSError, ValueError) as error:
            raise UnreadableFile(f"{path} can't be read: {getattr(error, 'strerror', None) or error}") from error
        file = path if path.is_file() else None
        yield from stream_items(stream, str(path), origin, fetcher, path=file, tell=tell)


def stream_items(  # noqa: PLR0913  # what is known of a stream
    stream: io.BufferedReader,
    name: str,
    origin: str,
    fetcher: Fetcher,
    *,
    path: Path | None = None,
    tell: Callable[[Path], None] | None = None,
) -> Iterator[Item]:
    """Yield the items of a stream; where it is a file that can be opened again, its article is read later.

    With `tell` a file that is a spreadsheet is told, and has none.
    """
    head = stream.peek(HEAD)
    kind = kind_of(head, name)
    packed = kind == "gzip"
    if packed:
        kind = inner_kind(head, name)
    if kind == "table" and tell is not None and path is not None:
        tell(path)
        return
    if kind == "table":
        raise UnsupportedFormat(f"{name} is a spreadsheet, not an article", hint=_OF_TABLES)
    if kind == "warc":
        with tempfile.TemporaryFile() as copy:
            if path is None:
                shutil.copyfileobj(stream, copy)
                copy.seek(0)
            yield from warc_items(copy if path is None else stream, name, origin)
    elif kind == "parquet" and path is not None:
        yield from parquet_items(path, origin)
    elif kind in ("jsonl", "mbox"):
        opened = _buffered(gzip.GzipFile(fileobj=stream)) if packed else stream
        yield from _many(kind, cast("BinaryIO", opened), name, origin)
    elif kind in _LISTS or path is None:
        yield from content_items(_bounded(stream, name), name, origin, fetcher)
    else:
        key = message_key(_bounded(stream, name), name) if kind == "eml" and not packed else None
        if key is None:
            stream.seek(0)
            key = content_key(name, stream)
        yield Item(key, origin, partial(_read_file, path))


def content_items(  # noqa: PLR0913  # what an answer may tell
    data: bytes, name: str, origin: str, fetcher: Fetcher, *, charset: str | None = None, page: bool = False
) -> Iterator[Item]:
    """Yield the items of what was read as a whole: an answer, a list, or a stream that isn't a file."""
    kind = kind_of(data[:HEAD], name)
    if kind == "gzip":
        kind = inner_kind(data[:HEAD], name)
        if kind in (*_LISTS, "jsonl", "mbox"):
            data = inflated((data,), name)
    if kind == "table":
        raise UnsupportedFormat(f"{name} is a spreadsheet, not an article", hint=_OF_TABLES)
    if kind == "feed":
        yield from feed_items(parse_feed(data, name, charset=charset), name, origin, fetcher)
    elif kind == "sitemap":
        yield from sitemap_items(data, name, origin, fetcher)
    elif kind == "opml":
        yield from _feeds(parse_opml(data, name), origin, fetcher)
    elif kind == "warc":
        yield from warc_items(io.BytesIO(data), name, origin)
    elif kind in ("jsonl", "mbox"):
        yield from _many(kind, io.BytesIO(data), name, origin)
    else:
        url = name if is_url(name) else None
        key = page_key(origin) if url else (message_key(data, name) if kind == "eml" else content_key(name, data))
        ref = None if origin == STDIN else name
        yield Item(key, origin, partial(read_content, data, name, ref=ref, url=url, charset=charset, page=page))


def _feeds(feeds: tuple[str, ...], origin: str, fetcher: Fetcher) -> Iterator[Item]:
    """Yield the items of feeds, one after the other; one that can't be read gives an item that says so."""
    for url in feeds:
        try:
            answer = fetcher.fetch(url, robots=False, most=MAX_FEED)
            feed = parse_feed(answer.content, answer.url, charset=answer.charset)
        except InputError as error:
            yield refused(url, origin, error)
        else:
            yield from feed_items(feed, url, origin, fetcher)


def _many(kind: Kind, stream: BinaryIO, name: str, origin: str) -> Iterator[Item]:
    """Yield the items of JSON lines or of a mailbox; where it can't be read on, the last item says so."""
    number = 0
    items = mailbox_items(stream, name, origin) if kind == "mbox" else line_items(stream, name, origin)
    try:
        for item in items:
            number += 1
            yield item
    except (OSError, EOFError, zlib.error) as error:
        problem = UnreadableFile(
            f"{name} can't be read on after {number:,} articles: {error}", hint="Fetch or copy the file again."
        )
        yield refused(f"{Path(name).name}:{number}:damaged", origin, problem)


def line_items(stream: BinaryIO, name: str, origin: str, *, before: int = 0) -> Iterator[Item]:
    """Yield the items of JSON lines; `before` counts the lines that stand before those of the stream."""
    for each in read_lines(stream, before):
        if isinstance(each, Refused):
            key = f"{Path(name).name}:{each.error.problem}"
            # A line says its number, and among many files that isn't enough.
            each.error.problem = f"{name}, {each.error.problem}"
            yield refused(key, origin, each.error)
        else:
            yield Item(article_key(name, each), origin, partial(_same, each))


def _same(article: RawArticle) -> RawArticle:
    return article


def _read_file(path: Path) -> RawArticle:
    """Return the article of a file."""
    name = str(path)
    try:
        with path.open("rb") as stream:
            data = _bounded(stream, name)
    except OSError as error:
        raise UnreadableFile(f"{name} can't be read: {error.strerror}") from error
    return read_content(data, name, ref=name)


def _bounded(stream: BinaryIO | io.BufferedReader, name: str) -> bytes:
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name} has more than {MAX_BYTES // 1_000_000} MB", hint=SPLIT_HINT)
    return data


def _buffered(raw: object) -> io.BufferedReader:
    """Return a stream whose first bytes can be looked at before they are read."""
    return io.BufferedReader(cast("io.RawIOBase", raw), HEAD)
