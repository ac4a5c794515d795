"""The Spark engine: splits read by the executors, with package and model shipped along with the job.

In: splits, each with its file in a folder that all machines see. Out: what became of each. A partition is a split; the
executor's Python worker watches a worker of ours (`guard`), as the threads of the local engine do, so a document that
kills it is put aside and costs no executor. A split's file comes by a rename: an executor or driver that is killed
leaves splits that are read and splits that aren't, and what is run again or twice changes nothing.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import communique
from communique.bulk import shipping
from communique.bulk.local import Done
from communique.bulk.shipping import BUNDLE
from communique.bulk.splits import Split
from communique.bulk.tables import arrow
from communique.bulk.worker import Options
from communique.errors import CommuniqueError, InputError, MissingExtra, ModelError

ROUND: Final = 32
"""Splits for each task slot in a job: after each the driver learns what is done."""
_MADE: Final = ("__pycache__", ".pyc")


def session(master: str | None) -> Any:
    """Return the Spark session: that of `spark-submit`, or one on a master; by default on all cores of this machine.

    Raises:
        MissingExtra: pyspark isn't installed.
    """
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise MissingExtra("The engine spark", "spark") from error
    # Python workers are this Python, unless it is said otherwise where the job is submitted.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("communique bulk")
    if master or "PYSPARK_GATEWAY_PORT" not in os.environ:
        # Not by `spark-submit`, which has settings of its own.
        builder = builder.master(patient(master or "local[*]")).config("spark.ui.enabled", "false")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    before = SparkSession.getActiveSession()
    made = builder.getOrCreate()
    if before is None:
        _ours.append(made)
    made.sparkContext.setLogLevel("ERROR")
    return made


_SETTINGS: Final = {
    "spark.ui.showConsoleProgress": "false",
    # A batch of readings is some megabytes.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "256",
    # Tasks run as long as their documents take; a second try of a slow one is double work.
    "spark.speculation": "false",
    "spark.sql.session.timeZone": "UTC",
}


def patient(master: str) -> str:
    """Return a master that tries a task four times, as a cluster does; on one machine Spark tries it once."""
    return re.sub(r"^local\[(\d+|\*)\]$", r"local[\1,4]", master)


def stop() -> None:
    """End the session, if it was started here; that of a notebook goes on."""
    while _ours:
        _ours.pop().stop()


_ours: list[Any] = []


@cache
def bundle() -> Path:
    """Return a ZIP file with this package, weights and tables included, made once in the life of the program."""
    root = Path(communique.__file__).parent
    path = Path(tempfile.mkdtemp(prefix="communique-")) / BUNDLE
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(root.rglob("*")):
            if file.is_file() and not set(_MADE) & {file.parent.name, file.suffix}:
                archive.write(file, Path("communique") / file.relative_to(root))
    return path


def ship(spark: Any) -> None:
    """Send the package to all executors, once for each session."""
    context = spark.sparkContext
    if not any(each.endswith(BUNDLE) for each in context.listArchives):
        context.addArchive(str(bundle()))


def shipped(module: str, name: str, *args: Any) -> Callable[[Any], Any]:
    """Return a function for executors: `name` of one of our modules, with some first arguments."""
    from pyspark import cloudpickle  # noqa: PLC0415  # an extra

    cloudpickle.register_pickle_by_value(shipping)
    return shipping.on_executors(module, name, *args)


def read_splits(
    splits: Sequence[tuple[Split, Path]], options: Options, *, seconds: float, master: str | None
) -> Iterator[Done]:
    """Read splits into files by Spark; yield each when its file is there, or with the error that stands for it.

    Args:
        splits: splits and their files, by paths that hold on all machines.
        options: how they are read.
        seconds: the time limit of a document.
        master: Spark's master, None for that of `spark-submit`.
    """
    spark = session(master)
    ship(spark)
    if int(spark.conf.get("spark.task.cpus", "1")) == 1:
        # Spark gives each task one core of an executor: a second thread would take that of another task.
        options = replace(options, threads=0)
    slots = spark.sparkContext.defaultParallelism
    by_name = {split.name: split for split, _ in splits}
    for start in range(0, len(splits), ROUND * slots):
        some = splits[start : start + ROUND * slots]
        tasks = [json.dumps([_absolute(split).to_json(), str(path.resolve())]) for split, path in some]
        rows = spark.sparkContext.parallelize([(each,) for each in tasks], len(tasks))
        frame = spark.createDataFrame(rows, "task string")
        work = shipped("communique.bulk.spark", "read_tasks", options.to_json(), seconds)
        for row in _collected(frame.mapInArrow(work, "split string, counts string, error string")):
            split = by_name[row.split]
            yield split, json.loads(row.counts) if row.counts else _told(json.loads(row.error))


def _collected(frame: Any) -> list[Any]:
    from pyspark.errors import PySparkException  # noqa: PLC0415  # an extra

    try:
        rows: list[Any] = frame.collect()
    except PySparkException as error:
        said = str(error).strip().partition("\n")[0]
        hint = "What was read is kept: run the same command again, and see Spark's log for the cause."
        raise ModelError(f"Spark gave up: {said}", hint=hint) from error
    return rows


def _absolute(split: Split) -> Split:
    return replace(split, path=str(Path(split.path).resolve()))


def _told(error: dict[str, str]) -> CommuniqueError:
    return InputError(error["problem"], hint=error["hint"])


_guards: dict[str, Any] = {}
"""The guard of this Python worker, by its options: it lives as long, so that the model is loaded once."""


def read_tasks(options: str, seconds: float, batches: Iterable[Any]) -> Iterator[Any]:
    """Read the splits of batches of tasks, on an executor; yield for each what became of it."""
    from communique.bulk.guard import Guard  # noqa: PLC0415  # only on executors

    guard = _guards.get(options)
    if guard is None:
        place = str(Path(__file__).parent.parent.parent)
        guard = _guards[options] = Guard(Options.loads(options), seconds, (place,))
    for batch in batches:
        for task in batch["task"].to_pylist():
            held, out = json.loads(task)
            split = Split(**held)
            counts, error = None, None
            try:
                counts = json.dumps(guard.read(split, Path(out)))
            except CommuniqueError as raised:
                error = json.dumps({"problem": raised.problem, "hint": raised.hint})
            told = {"split": split.name, "counts": counts, "error": error}
            yield arrow().RecordBatch.from_pylist([told], arrow().schema([(name, arrow().string()) for name in told]))
