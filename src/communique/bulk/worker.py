"""The process that reads splits: `python -m communique.bulk.worker OPTIONS`, told what to do by lines of JSON.

In: on standard input a `Task` a line. Out: on standard output a line `{"at": n}` when it goes on with document n, at
most twice a second unless the task is careful, and `{"done": counts}` once the split's file is whole. What a document
does to the process (a crash in C, no end) the other side sees and settles (`guard`). It ends with its standard input.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import sys
import threading
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any, Self, TextIO

from communique.bulk.documents import Gate, ReadsWithStates, named, read_documents
from communique.bulk.splits import BATCH, Split, documents
from communique.bulk.tables import arrow, schemas, write_table
from communique.errors import CommuniqueError

TOLD_EVERY = 0.5
"""Seconds between two lines that tell that work goes on."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a worker reads: what makes its reader, what is its first look (as `package.module:name`), the weights.

    `threads` run the network beside the worker's own: one of a few processes has one, one that has a single core none.
    """

    reader: str = "communique.bulk.documents:make_reader"
    gate: str | None = None
    weights: str | None = None
    threads: int = 1

    def to_json(self) -> str:
        """Return them as one word."""
        return json.dumps(asdict(self))

    @classmethod
    def loads(cls, word: str) -> Self:
        """Return the options of a word."""
        return cls(**json.loads(word))

    def make_reader(self) -> ReadsWithStates:
        """Return the reader."""
        made: ReadsWithStates = named(self.reader)(self.weights, self.threads)
        return made

    def find_gate(self) -> Gate | None:
        """Return the first look, if one is asked for."""
        found: Gate | None = named(self.gate) if self.gate else None
        return found


@dataclass(frozen=True, slots=True)
class Task:
    """A split to be read into a file; one document at a time if `careful`, those `poisoned` not at all."""

    split: Split
    out: str
    careful: bool = False
    poisoned: dict[int, tuple[str, str]] = field(default_factory=dict)

    def dumps(self) -> str:
        """Return the task as a line."""
        return json.dumps(asdict(self))

    @classmethod
    def loads(cls, line: str) -> Self:
        """Return the task of a line."""
        held = json.loads(line)
        poisoned = {int(number): (code, message) for number, (code, message) in held["poisoned"].items()}
        return cls(Split(**held["split"]), held["out"], held["careful"], poisoned)


def read_split(task: Task, reader: ReadsWithStates, gate: Gate | None, tell: Callable[[int], None]) -> dict[str, int]:
    """Read a split into its file; return how many documents were "read", "skipped" and "refused".

    The file holds the outcomes but those skipped, which are only counted, in its metadata.
    """
    at = 0

    def before(number: int) -> None:
        nonlocal at
        at = number
        tell(at)

    size = 1 if task.careful else BATCH
    batches = documents(task.split, size=size, before=before, poisoned=task.poisoned)
    made = list(read_documents(batches, reader, gate, lambda: tell(at)))
    pa = arrow()
    table = pa.Table.from_batches(made, schemas()["outcomes"])
    states = Counter(table["state"].to_pylist())
    counts = {state: states[state] for state in ("read", "skipped", "refused")}
    kept = table.filter(pa.compute.not_equal(table["state"], "skipped"))
    write_table(Path(task.out), kept, {"communique.counts": json.dumps(counts)})
    return counts


def main(options: Options, told: TextIO) -> None:
    """Do tasks until standard input ends."""
    gc.set_threshold(50_000, 20, 20)
    tasks: Queue[str] = Queue()
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    reader, gate = options.make_reader(), options.find_gate()
    # Libraries are loaded now, so that no document is charged for it.
    arrow()
    _say(told, {"ready": True})
    while True:
        task = Task.loads(tasks.get())
        _say(told, _done(task, reader, gate, told))


def _done(task: Task, reader: ReadsWithStates, gate: Gate | None, told: TextIO) -> dict[str, Any]:
    last = 0.0

    def tell(number: int) -> None:
        nonlocal last
        now = time.monotonic()
        if task.careful or now - last > TOLD_EVERY:
            last = now
            _say(told, {"at": number})

    try:
        return {"done": read_split(task, reader, gate, tell)}
    except CommuniqueError as error:
        return {"failed": b64encode(pickle.dumps(error)).decode()}


def _listen(tasks: Queue[str]) -> None:
    """Take tasks; when whoever gives them is gone, end, whatever is being read."""
    for line in sys.stdin:
        tasks.put(line)
    os._exit(0)


def _say(told: TextIO, what: dict[str, Any]) -> None:
    told.write(json.dumps(what) + "\n")
    told.flush()


if __name__ == "__main__":
    # What libraries print must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    main(Options.loads(sys.argv[1]), answers)
