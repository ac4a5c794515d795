"""The local engine: splits read by a few processes side by side.

In: splits, each with its file. Out: what became of each, as it is done. Each thread here watches one worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from queue import Queue
from threading import Event, Lock, Thread

from communique.bulk.guard import Guard
from communique.bulk.splits import Split
from communique.bulk.worker import Options
from communique.errors import CommuniqueError

Done = tuple[Split, dict[str, int] | CommuniqueError]
"""A split, and the counts of its documents, or why it could not be read."""


def read_splits(
    splits: Sequence[tuple[Split, Path]],
    options: Options,
    *,
    workers: int,
    seconds: float,
    advance: Callable[[Split, int], None] = lambda *_: None,
) -> Iterator[Done]:
    """Read splits into files; yield each when its file is there, or with the error that stands for it.

    Args:
        splits: splits and their files.
        options: how they are read.
        workers: processes.
        seconds: the time limit of a document.
        advance: is called, from any thread, with a split and the number of the document that is being read.
    """
    waiting = iter(splits)
    taking, stop = Lock(), Event()
    # The threads wait here when nobody takes what is done.
    done: Queue[Done | BaseException | None] = Queue(2 * workers)

    def work() -> None:
        try:
            with Guard(options, seconds) as guard:
                while not stop.is_set():
                    with taking:
                        each = next(waiting, None)
                    if each is None:
                        break
                    split, path = each
                    try:
                        counts = guard.read(split, path, lambda at, split=split: advance(split, at))  # type: ignore[misc]  # mypy can't tell the default's type
                        done.put((split, counts))
                    except CommuniqueError as error:
                        done.put((split, error))
        except BaseException as error:  # noqa: BLE001  # it is raised again where the outcomes are taken
            done.put(error)
        done.put(None)

    threads = [Thread(target=work, name=f"communique-bulk-{number}", daemon=True) for number in range(workers)]
    for thread in threads:
        thread.start()
    left = workers
    try:
        while left:
            each = done.get()
            if isinstance(each, BaseException):
                raise each
            if each is None:
                left -= 1
            else:
                yield each
    finally:
        stop.set()
