"""A worker watched: whatever a document does to it, its split is read, and that document is quarantined.

In: splits. Out: their files, and counts. A worker that dies or goes silent is replaced and reads the split again, one
document at a time; a document that does it then is put aside with its reason, and the split is read without it.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any, Final, Self

from communique.bulk.splits import Split
from communique.bulk.worker import Options, Task
from communique.errors import CommuniqueError, ModelError

SECONDS: Final = 60.0
"""Time limit of a document."""
STARTING: Final = 300.0
"""Seconds in which a worker must have loaded its model."""
TOO_SLOW, DEADLY = "too-slow", "killed-worker"
"""Codes of quarantined documents."""
_MOST_DEATHS = 3
"""Deaths of a worker before its first document, after which it is no document's fault."""
_DYING = 10.0
"""Seconds that a process may take to be gone once it has closed its answers; a busy machine needs some of them."""


class Guard:
    """One worker at a time, started when it is wanted. Use it from one thread; close it at the end.

    Args:
        options: how it reads.
        seconds: the time limit of a document.
        path: where Python looks for modules, before the places that it knows; for a package shipped with a job.
    """

    def __init__(self, options: Options, seconds: float = SECONDS, path: tuple[str, ...] = ()) -> None:
        self._options, self._seconds, self._path = options, seconds, path
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.end()
        self._worker = None

    def read(self, split: Split, out: Path, tell: Callable[[int], None] = lambda _: None) -> dict[str, int]:
        """Read a split into a file; return how many documents were read, skipped and refused.

        Args:
            split: it.
            out: the file; it is there whole or not at all.
            tell: is called with the number of the document that is being read, now and then.

        Raises:
            InputError: the split's file can't be read.
            LedgerError: the split can't be written.
            ModelError: no worker can be started.
        """
        poisoned: dict[int, tuple[str, str]] = {}
        careful, deaths = False, 0
        while True:
            worker = self._started()
            found = worker.do(Task(split, str(out), careful, poisoned), self._seconds, tell)
            if found.counts is not None:
                return found.counts
            if found.error is not None:
                raise found.error
            if found.slow:
                worker.end()
            self._worker = None
            if not careful:
                careful = True
            elif found.at is None or found.at in poisoned:
                deaths += 1
                if deaths == _MOST_DEATHS:
                    reason = found.reason.rstrip(".")
                    raise ModelError(f"the worker for {split.path} ends before it reads anything: {reason}")
            else:
                poisoned[found.at] = (TOO_SLOW if found.slow else DEADLY), found.reason

    def _started(self) -> _Worker:
        if self._worker is None:
            worker = _Worker(self._options, self._path)
            try:
                found = worker.answer(STARTING)
            except Empty:
                found = None
            if found is None or "ready" not in found:
                reason = worker.end(died=True)
                raise ModelError(f"a worker could not be started: {reason}")
            self._worker = worker
        return self._worker


@dataclass(frozen=True, slots=True)
class _Found:
    """What came of a task: counts, or an error that was told, or an end at a document, for a reason."""

    counts: dict[str, int] | None = None
    error: CommuniqueError | None = None
    at: int | None = None
    slow: bool = False
    reason: str = ""


class _Worker:
    """A process, its lines as they come, and what it writes to standard error, kept for the case of its death."""

    def __init__(self, options: Options, path: tuple[str, ...]) -> None:
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  # `end` closes it
        known = [*path, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
        # One of many: libraries that would take all cores for themselves are told not to.
        env = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(known),
            "OMP_NUM_THREADS": "1",
            "TOKENIZERS_PARALLELISM": "0",
        }
        self._process = subprocess.Popen(  # noqa: S603  # our own module
            [sys.executable, "-m", "communique.bulk.worker", options.to_json()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=env,
            encoding="utf-8",
        )
        self._answers: Queue[str | None] = Queue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._answers.put(line)
        self._answers.put(None)

    def answer(self, seconds: float) -> dict[str, Any] | None:
        """Return the next line, None where the process died; raise `Empty` where none comes in time."""
        line = self._answers.get(timeout=seconds)
        found: dict[str, Any] | None = None if line is None else json.loads(line)
        return found

    def do(self, task: Task, seconds: float, tell: Callable[[int], None]) -> _Found:
        """Give a task to the process and wait until it is done, or the process is."""
        at: int | None = None
        try:
            if self._process.stdin:
                self._process.stdin.write(task.dumps() + "\n")
                self._process.stdin.flush()
            while found := self.answer(seconds):
                if "done" in found:
                    return _Found(counts=found["done"])
                if "failed" in found:
                    # Our own process wrote it.
                    return _Found(error=pickle.loads(b64decode(found["failed"])))  # noqa: S301  # as above
                at = found["at"]
                tell(at or 0)
        except Empty:
            return _Found(at=at, slow=True, reason=f"It took more than {seconds:g} seconds.")
        except BrokenPipeError:
            pass
        return _Found(at=at, reason=self.end(died=True))

    def end(self, *, died: bool = False) -> str:
        """End the process; return what it died of, where it `died` by itself."""
        # It closes its answers a moment before it is gone.
        code = _patiently(self._process) if died else None
        self._process.kill()
        self._process.wait()
        self._listener.join(1)
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                _closed(stream)
        said = self._last_words()
        self._errors.close()
        if code is None:
            return "It gave no answer."
        how = f"It ended by signal {-code}" if code < 0 else f"It ended with code {code}"
        return f"{how}: {said}" if said else f"{how}."

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").split("\n")
        return next((" ".join(line.split())[:300] for line in reversed(lines) if line.strip()), "")


def _patiently(process: subprocess.Popen[str]) -> int | None:
    try:
        return process.wait(_DYING)
    except subprocess.TimeoutExpired:
        return None


def _closed(stream: IO[str]) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        # It had been told something more.
        return
