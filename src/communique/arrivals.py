"""Things taken as they come: an iterable that can be asked whether something is there, without waiting for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum, auto
from queue import Empty, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Nothing(Enum):
    """What `Arrivals.take` gives when it has nothing to give."""

    YET = auto()
    """Something may come."""
    MORE = auto()
    """The end."""


class Arrivals(Generic[_T]):
    """What an iterable gives, in its order.

    A sequence is taken from as it stands. Anything else is run by a thread of its own, at most `ahead` of what was
    taken; give a list where that can't be, as with a cursor of `sqlite3`.
    """

    def __init__(self, source: Iterable[_T], ahead: int) -> None:
        self._ready = iter(source) if isinstance(source, Sequence) else None
        # One place more, so that a thread told to stop can always put down what it holds.
        self._queue: Queue[_T | _End] = Queue(ahead + 1)
        self._stop = Event()
        self._over = False
        if self._ready is None:
            name = "communique-source"
            Thread(target=_fill, args=(self._queue, source, self._stop), name=name, daemon=True).start()

    def take(self, *, wait: bool) -> _T | Nothing:
        """Return the next one; if none is there, wait for it or return `Nothing.YET`; `Nothing.MORE` at the end.

        What the source raises is raised in the place where it was raised, and ends it.
        """
        if self._over:
            return Nothing.MORE
        if self._ready is not None:
            return next(self._ready, Nothing.MORE)
        try:
            found = self._queue.get(block=wait)
        except Empty:
            return Nothing.YET
        if not isinstance(found, _End):
            return found
        self._over = True
        if found.error is not None:
            raise found.error
        return Nothing.MORE

    def close(self) -> None:
        """Ask for no more; the thread ends when it has what it is waiting for."""
        self._over = True
        self._stop.set()
        try:
            while True:
                self._queue.get_nowait()
        except Empty:
            pass


class _End:
    """The end of a source, and what it raised there."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def _fill(queue: Queue[_T | _End], source: Iterable[_T], stop: Event) -> None:
    error = None
    try:
        for each in source:
            queue.put(each)
            if stop.is_set():
                return
    except BaseException as raised:  # noqa: BLE001  # it is raised again where things are taken
        error = raised
    queue.put(_End(error))
