"""A run of bulk reading, from inputs to linked Parquet.

In: a `Bulk`, which says what to read, where to and how. Out: a `Summary`. Run again, it goes on where it stopped.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol

from communique.bulk.documents import GATE
from communique.bulk.folder import Folder, is_made
from communique.bulk.guard import SECONDS
from communique.bulk.local import Done, read_splits
from communique.bulk.splits import DOCUMENTS, Source, Split, files_in
from communique.bulk.tables import arrow
from communique.bulk.worker import Options
from communique.errors import CommuniqueError, InputError, LedgerMissing

Engine = Literal["local", "spark"]


@dataclass(frozen=True, slots=True)
class Bulk:
    """What is to be done.

    Args:
        inputs: WARC, WET and JSON-lines files, and folders of them; none, to link what is there.
        out: the folder to write.
        engine: "local", over processes of this machine, or "spark".
        workers: processes of the local engine; by default one for each core.
        parts: into how many parts a new folder is divided.
        gate: skip what the first look says holds no record.
        link: look for near-duplicates and for tellings of one event afterwards.
        seconds: the time limit of a document.
        documents: about how many documents a split holds.
        master: Spark's master, if the job is not submitted by `spark-submit`.
        options: what makes the reader of a worker.
    """

    inputs: tuple[str, ...]
    out: Path
    engine: Engine = "local"
    workers: int | None = None
    parts: int | None = None
    gate: bool = False
    link: bool = True
    seconds: float = SECONDS
    documents: int = DOCUMENTS
    master: str | None = None
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did.

    `read`, `skipped` and `refused` count documents of this run; `known` the inputs that were in the folder already;
    `articles`, `copies` and `events` count what is in the folder now (copies and events None where it isn't linked).
    """

    read: int
    skipped: int
    refused: int
    known: int
    articles: int
    copies: int | None
    events: int | None
    seconds: float
    errors: tuple[CommuniqueError, ...]


class Shown(Protocol):
    """Who is told how a run goes on."""

    def total(self, documents: int, done: int) -> None:
        """Take how many documents there are in all, and how many of them were done in earlier runs."""

    def at(self, split: Split, number: int) -> None:
        """Take the number of the document of a split that is being read; comes from any thread."""

    def stage(self, name: str) -> None:
        """Take what is being done now."""


class Unseen:
    """Nobody."""

    def total(self, documents: int, done: int) -> None:
        """Pass it over."""

    def at(self, split: Split, number: int) -> None:
        """Pass it over."""

    def stage(self, name: str) -> None:
        """Pass it over."""


def run_bulk(bulk: Bulk, shown: Shown | None = None) -> Summary:
    """Do it; what an input or a split lacks is among the errors of the summary, and the rest is done.

    Raises:
        LedgerError: the folder can't be used, or has other parts than are asked for.
        MissingExtra: a package is missing.
        ModelError: the reader can't be started.
    """
    began, shown = time.monotonic(), shown or Unseen()
    if not bulk.inputs and not is_made(bulk.out):
        hint = "Name an INPUT to read, or with -o the folder of an earlier run."
        raise LedgerMissing(f"{bulk.out} has no readings to link, and nothing to read is named", hint=hint)
    if not is_made(bulk.out):
        # A mistyped name leaves no folder that looks like a run's.
        missing = [each for each in bulk.inputs if not Path(each).exists()]
        if missing and len(missing) == len(bulk.inputs):
            refused = tuple(each for each in files_in(missing) if isinstance(each, InputError))
            return Summary(0, 0, 0, 0, 0, None, None, time.monotonic() - began, refused)
    with ExitStack() as stack:
        folder = stack.enter_context(Folder(bulk.out, bulk.parts))
        if bulk.engine == "spark":
            from communique.bulk import spark  # noqa: PLC0415  # an extra

            stack.callback(spark.stop)
        shown.stage("looking through the inputs")
        errors: list[CommuniqueError] = []
        sources, known = _sources(bulk, folder, errors)
        waiting = [
            (split, path)
            for source in sources
            for split in source.splits
            if not (path := folder.split_file(split)).exists()
        ]
        total = sum(source.documents for source in sources)
        shown.total(total, total - sum(split.documents for split, _ in waiting))
        shown.stage("reading")
        counts: Counter[str] = Counter()
        for split, found in _read(bulk, waiting, shown.at):
            shown.at(split, split.documents)
            if isinstance(found, CommuniqueError):
                errors.append(found)
            else:
                counts.update(found)
        shown.stage("putting together")
        folder.gather(sources)
        linked = _link(bulk, folder, shown)
        articles = sum(rows_of(path) for path in folder.files("readings"))
        return Summary(
            read=counts["read"],
            skipped=counts["skipped"],
            refused=counts["refused"],
            known=known,
            articles=articles,
            copies=linked[0],
            events=linked[1],
            seconds=time.monotonic() - began,
            errors=tuple(errors),
        )


def _sources(bulk: Bulk, folder: Folder, errors: list[CommuniqueError]) -> tuple[list[Source], int]:
    """Return the inputs that are still to be read, each digest once, and how many are in the folder already."""
    found: dict[str, Source] = {}
    known = 0
    for each in files_in(bulk.inputs):
        if isinstance(each, InputError):
            errors.append(each)
            continue
        try:
            source = folder.source(each, bulk.documents)
        except InputError as error:
            errors.append(error)
            continue
        if source is None:
            known += 1
        else:
            found.setdefault(source.digest, source)
    return list(found.values()), known


def _read(bulk: Bulk, waiting: list[tuple[Split, Path]], advance: Callable[[Split, int], None]) -> Iterator[Done]:
    if not waiting:
        return
    options = replace(bulk.options, gate=(bulk.options.gate or GATE) if bulk.gate else None)
    if bulk.engine == "spark":
        from communique.bulk import spark  # noqa: PLC0415  # an extra

        yield from spark.read_splits(waiting, options, seconds=bulk.seconds, master=bulk.master)
        return
    workers = min(len(waiting), bulk.workers or os.cpu_count() or 1)
    yield from read_splits(waiting, options, workers=workers, seconds=bulk.seconds, advance=advance)


def _link(bulk: Bulk, folder: Folder, shown: Shown) -> tuple[int | None, int | None]:
    """Link what stands in the folder, if that wasn't done; return the number of copies and of events."""
    if bulk.link and folder.manifest.linked != folder.manifest.stamp:
        shown.stage("linking")
        if bulk.engine == "spark":
            from communique.bulk import spark_linking  # noqa: PLC0415  # an extra

            spark_linking.link(folder, bulk.master)
        else:
            from communique.bulk import linking  # noqa: PLC0415  # only when there is something to link

            linking.link(folder)
        folder.linked()
    if folder.manifest.linked != folder.manifest.stamp:
        return None, None
    copied = sum(rows_of(path) for path in folder.files("copies"))
    return copied, len(distinct(folder.files("reports"), "event"))


def distinct(paths: list[Path], column: str) -> set[str]:
    """Return the values of a column of a table's files."""
    read = arrow().parquet.read_table
    return {each for path in paths for each in read(path, columns=[column], partitioning=None)[column].to_pylist()}


def rows_of(path: Path) -> int:
    """Return the number of rows of a Parquet file."""
    count: int = arrow().parquet.read_metadata(path).num_rows
    return count
