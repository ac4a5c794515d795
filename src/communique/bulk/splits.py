"""Inputs cut into splits: stretches of a file with some hundred documents, each to be read by itself.

In: paths of files and folders. Out: `Source`s with the digest of their bytes and their splits; and the documents of a
split as record batches. A file of the same bytes is the same input, whatever it is called. Where to cut is found by
looking through a file once; a split is then opened where it begins.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from communique.bulk.tables import arrow, schemas
from communique.errors import CommuniqueError, InputError, UnreadableFile, UnsupportedFormat
from communique.sources import Item, RawArticle
from communique.sources.item import refused
from communique.sources.jsonl import line_starts
from communique.sources.kinds import HEAD, inner_kind, kind_of
from communique.sources.opening import files_of, line_items
from communique.sources.warc import record_starts, warc_items

DOCUMENTS = 200
"""Documents of a split: about ten seconds of one core, which is what a kill can cost."""
ENDLESS = 1 << 62
"""The end of the last split of lines: how long they are unpacked isn't known where they are damaged."""
BATCH = 64
"""Documents of a record batch: what `Reader` reads side by side."""


@dataclass(frozen=True, slots=True)
class Split:
    """A stretch of a file.

    `kind` is "warc" or "jsonl". `start` and `end` are bytes, of the unpacked stream for JSON lines; `before` counts the
    lines before it, `documents` its own, about: of WARC records not all hold a page.
    """

    path: str
    kind: str
    packed: bool
    digest: str
    number: int
    start: int
    end: int
    before: int
    documents: int

    @property
    def name(self) -> str:
        """What its file is called, without an ending."""
        return f"{self.digest}-{self.number:06d}"

    def to_json(self) -> dict[str, Any]:
        """Return the split as JSON's object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: its path, the digest of its bytes, and its splits."""

    path: str
    digest: str
    splits: tuple[Split, ...]

    @property
    def documents(self) -> int:
        """Return about how many documents it holds."""
        return sum(split.documents for split in self.splits)


def files_in(inputs: Iterable[str]) -> Iterator[Path | InputError]:
    """Yield the files that were named and those in folders that were named, in order; an error for what isn't there.

    In a folder, files of other kinds are passed over.
    """
    for each in inputs:
        path = Path(each)
        if path.is_dir():
            yield from (file for file in files_of(path) if file.is_file() and _kind(file) is not None)
        elif not path.exists():
            yield UnreadableFile(f"{path} doesn't exist", hint="Check the spelling of the path.")
        else:
            yield path


def _kind(path: Path) -> tuple[str, bool] | None:
    """Return the kind of a file and whether it is packed by gzip; None for kinds that aren't read in bulk."""
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise UnreadableFile(f"{path} can't be read: {error.strerror or error}") from error
    kind = kind_of(head, path.name)
    packed = kind == "gzip"
    if packed:
        kind = inner_kind(head, path.name)
    return (kind, packed) if kind in {"warc", "jsonl"} else None


def digest_of(path: Path) -> str:
    """Return the digest of a file's bytes, 24 hex digits.

    Raises:
        UnreadableFile: it can't be read.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=12)).hexdigest()
    except OSError as error:
        raise UnreadableFile(f"{path} can't be read: {error.strerror or error}") from error


def cut(path: Path, digest: str, documents: int = DOCUMENTS) -> Source:
    """Return a file with its splits, looking through it once.

    Raises:
        UnsupportedFormat: it is neither WARC nor JSON lines.
        UnreadableFile: it can't be read.
        MissingExtra: fastwarc isn't installed.
    """
    found = _kind(path)
    if found is None:
        hint = "Give WARC, WET or JSON-lines files here; `communique add` reads other kinds."
        raise UnsupportedFormat(f"{path} holds neither WARC records nor JSON lines", hint=hint)
    kind, packed = found
    size = path.stat().st_size
    starts: list[int] = []
    counts: list[int] = []
    with ExitStack() as stack:
        stream = _opened(path, kind, stack, packed=packed)
        positions = record_starts(stream) if kind == "warc" else line_starts(stream)
        for number, at in enumerate(_whole(positions)):
            if number % documents == 0:
                starts.append(at)
                counts.append(0)
            counts[-1] += 1
        # What stands before the first record may be damage, of which the first split tells.
    bounds = [0, *starts[1:], size if kind == "warc" else ENDLESS]
    splits = (
        Split(str(path), kind, packed, digest, number, bounds[number], bounds[number + 1], sum(counts[:number]), count)
        for number, count in enumerate(counts or [0])
    )
    return Source(str(path), digest, tuple(splits))


def _whole(positions: Iterator[int]) -> Iterator[int]:
    """Yield positions to where a file is damaged; the last split tells of the damage when it is read."""
    try:
        yield from positions
    except (OSError, EOFError, ValueError, zlib.error):
        return


def _opened(path: Path, kind: str, stack: ExitStack, *, packed: bool) -> BinaryIO:
    try:
        stream = stack.enter_context(path.open("rb"))
    except OSError as error:
        raise UnreadableFile(f"{path} can't be read: {error.strerror or error}") from error
    return cast(
        "BinaryIO", stack.enter_context(gzip.GzipFile(fileobj=stream)) if packed and kind == "jsonl" else stream
    )


def items(split: Split) -> Iterator[Item]:
    """Yield the items of a split.

    Raises:
        UnreadableFile: its file is gone.
    """
    path = Path(split.path)
    with ExitStack() as stack:
        stream = _opened(path, split.kind, stack, packed=split.packed)
        if split.kind == "warc":
            yield from warc_items(stream, split.path, split.path, start=split.start, end=split.end)
            return
        lines = _Lines(_Stretch(stream, split.end - split.start))
        try:
            stream.seek(split.start)
            yield from line_items(cast("BinaryIO", lines), split.path, split.path, before=split.before)
        except (OSError, EOFError, zlib.error) as error:
            problem = f"{path} can't be read on after line {split.before + lines.whole:,}: {error}"
            hint = "Fetch or copy the file again."
            yield refused(f"{path.name}:{split.before}:damaged", split.path, UnreadableFile(problem, hint=hint))


class _Lines(io.BufferedReader):
    """A stream that counts the whole lines that were read of it."""

    whole = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return a line, or a piece of one."""
        line = super().readline(size)
        self.whole += line.endswith(b"\n")
        return line


class _Stretch(io.RawIOBase):
    """A stream up to a number of bytes from where it stands; the end of the last stretch is the end of the stream."""

    def __init__(self, stream: BinaryIO, length: int) -> None:
        self._stream, self._left = stream, length

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer."""
        data = self._stream.read(min(len(buffer), self._left))
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)


def documents(
    split: Split,
    *,
    size: int = BATCH,
    before: Callable[[int], None] = lambda _: None,
    poisoned: Mapping[int, tuple[str, str]] | None = None,
) -> Iterator[Any]:
    """Yield the documents of a split as record batches.

    Args:
        split: it.
        size: documents of a batch.
        before: is called with the number of each document before it is loaded.
        poisoned: the code and message for documents, by number, that are not to be touched.
    """
    kept = poisoned or {}
    rows = (_row(number, item, before, kept.get(number)) for number, item in enumerate(items(split)))
    while batch := list(islice(rows, size)):
        yield arrow().RecordBatch.from_pylist(batch, schemas()["documents"])


def _row(number: int, item: Item, before: Callable[[int], None], poison: tuple[str, str] | None) -> dict[str, Any]:
    before(number)
    said: dict[str, Any] = {"key": item.key, "source": Path(item.origin).name}
    if poison:
        return {**said, "code": poison[0], "message": poison[1]}
    try:
        raw: RawArticle = item.load()
    except CommuniqueError as error:
        return {**said, "code": error.code, "message": str(error)}
    names = ("ref", "url", "title", "publisher", "byline", "published", "language", "html", "text", "verbatim")
    return {**said, **{name: getattr(raw, name) for name in names}}
