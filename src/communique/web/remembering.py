"""Pages that are asked for again while the ledger is as it was are answered from memory, and so are counts.

In: what answers a request, or makes a value that several pages tell. Out: the same, that keeps its last answers. An
answer has an ETag; a browser that holds it still is told so, and no more. Whether the ledger changed is told by the
head of its WAL index, which SQLite writes anew with every transaction (sqlite.org/walformat.html, "The WAL-Index
Header"), and by size and time of its file.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

T = TypeVar("T")
MOST_PAGES, MOST_BYTES, MOST_VALUES = 256, 32_000_000, 1_000
"""Answers that are kept, their size together, and values that are."""
_CARRIED = frozenset(("content-type", "content-disposition", "etag"))
_HEAD = 48
"""Bytes of a WAL index's head."""
Handler = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: of which state of the ledger, its body, and those of its headers that go with it."""

    state: bytes
    body: bytes
    headers: tuple[tuple[str, str], ...]


class _Index:
    """A WAL index, read through one descriptor that stays open as long as the page is served.

    A process that closes any descriptor of a file gives up all locks that it has on it, SQLite's as well (POSIX;
    sqlite.org/howtocorrupt.html, 2.2): the next program that closes the ledger would take its log away.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: FileIO | None = None
        self._lock = threading.Lock()

    def head(self) -> bytes:
        """Return the index's head, nothing where there is none."""
        with self._lock:
            try:
                if self._file is None or not os.path.samestat(os.fstat(self._file.fileno()), self._path.stat()):
                    self.close()
                    self._file = FileIO(self._path)
                self._file.seek(0)
                return self._file.read(_HEAD) or b""
            except OSError:
                return b""

    def close(self) -> None:
        """Close the descriptor, when the file is gone or nothing is served any more."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Memory:
    """The last answers of one ledger's pages; threads share it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._bytes = 0
        self._values: OrderedDict[str, tuple[bytes, Any]] = OrderedDict()
        self._index = _Index(Path(f"{path}-shm"))
        weakref.finalize(self, self._index.close)

    def state(self) -> bytes:
        """Return what is another whenever the ledger is another."""
        told = self._path.stat()
        return self._index.head() + f"{told.st_mtime_ns} {told.st_size}".encode()

    def value(self, key: str, make: Callable[[], T]) -> T:
        """Return what is made, now or before; as long as the ledger is the same, it is, too."""
        state = self.state()
        with self._lock:
            before, held = self._values.get(key, (None, None))
            if before == state:
                self._values.move_to_end(key)
                return held  # type: ignore[return-value]  # what this key's maker made
        made = make()
        with self._lock:
            self._values[key] = (state, made)
            while len(self._values) > MOST_VALUES:
                self._values.popitem(last=False)
        return made

    def answer(self, key: str, make: Callable[[], Response]) -> Response:
        """Return the answer to a request, made now or before; several who ask at once wait for one."""
        state = self.state()
        found = self._known(key, state)
        if found is None:
            with self._lock:
                own = self._locks.setdefault(key, threading.Lock())
            try:
                with own:
                    found = self._known(key, state)
                    if found is None:
                        made = make()
                        if made.status_code != 200:  # noqa: PLR2004  # only what was found is worth it
                            return made
                        found = self._keep(key, state, made)
            finally:
                with self._lock:
                    self._locks.pop(key, None)
        return Response(found.body, headers=dict(found.headers))

    def _known(self, key: str, state: bytes) -> Kept | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None or found.state != state:
                return None
            self._kept.move_to_end(key)
            return found

    def _keep(self, key: str, state: bytes, made: Response) -> Kept:
        made.headers.setdefault("etag", f'"{hashlib.sha256(made.body).hexdigest()[:24]}"')
        own = tuple((name, value) for name, value in made.headers.items() if name in _CARRIED)
        kept = Kept(state, bytes(made.body), own)
        with self._lock:
            before = self._kept.pop(key, None)
            self._bytes += len(kept.body) - (len(before.body) if before else 0)
            self._kept[key] = kept
            while len(self._kept) > MOST_PAGES or (self._bytes > MOST_BYTES and len(self._kept) > 1):
                _, gone = self._kept.popitem(last=False)
                self._bytes -= len(gone.body)
        return kept


def remembered(handler: Handler) -> Handler:
    """Return a handler whose answers are kept; for pages that hold nothing of who asks (no form tokens).

    They are kept for the day (UTC), which they tell on paper. An address with filters that ask for nothing, as a form
    without JavaScript sends them, leads to the one without them.
    """

    def answered(request: Request) -> Response:
        asked = request.query_params.multi_items()
        given = [(name, value) for name, value in asked if value.strip()]
        # A program is answered as it asks.
        if len(given) < len(asked) and not request.url.path.startswith("/api/"):
            query = f"?{urlencode(given)}" if given else ""
            return RedirectResponse(f"{request.url.path}{query}", 303)
        if request.method not in {"GET", "HEAD"}:  # whose answers have the same headers
            return handler(request)
        memory: Memory = request.app.state.memory
        day = datetime.datetime.now(datetime.UTC).date()
        found = memory.answer(f"{day} {request.url.path}?{request.url.query}", lambda: handler(request))
        held = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
        tag = found.headers.get("etag")
        return Response(status_code=304, headers={"etag": tag}) if tag and held & {tag, "*"} else found

    return answered
