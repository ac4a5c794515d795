# ruff: noqa: INP001, T201  # no package; what it measures is its output
"""What a job on Spark is after its executors or its driver were killed: `python bench/spark_kills.py --times 3`.

A bulk job over an archive (see `bulk.py`) runs on a small cluster of this machine, two executors in processes of their
own, and is killed without warning (SIGKILL). First an executor, with what it started, at a random moment after the
first split is read, as often as `--times` says, a job each: the job must come to its end by itself. Then the driver
with all of the cluster, as often, the same command being run again each time until it is done. Whatever was killed, the
folder must hold the rows that the local engine writes, none missing and none twice. A JSON line tells what was found;
the exit status is 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice, product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from bulk import texts, write_warc  # beside this file

from communique.bulk import Bulk, run_bulk
from communique.bulk.tables import arrow

DOCUMENTS = 20
"""Of a split."""
EXECUTOR = "CoarseGrainedExecutorBackend"
"""In the command line of a process that is an executor."""
LONGEST = 600.0
"""Seconds that a job may take before it counts as hanging."""
SPREAD = 10.0
"""Seconds after the first split, up to which something is killed."""
_TABLES = ("readings", "quarantine", "skipped")


@dataclass
class Found:
    """What was found over all jobs."""

    rows: int = 0
    executors_killed: int = 0
    drivers_killed: int = 0
    wrong: list[str] = field(default_factory=list)


def rows(out: Path) -> Counter[tuple[str, str]]:
    """Return every row of the tables of a folder, as text, and how often it is there."""
    return Counter(
        (table, json.dumps(row, sort_keys=True, default=str))
        for table in _TABLES
        for path in sorted((out / table).glob("**/*.parquet"))
        for row in arrow().parquet.read_table(path, partitioning=None).to_pylist()
    )


def command(archive: Path, out: Path, master: str) -> list[str]:
    """Return the job's command."""
    job = ["bulk", str(archive), "-o", str(out), "--engine", "spark", "--master", master, "--no-link"]
    return [sys.executable, "-m", "communique", *job, "--split", str(DOCUMENTS)]


def processes() -> dict[int, tuple[int, str]]:
    """Return the parent and the command line of every process."""
    found = {}
    for each in Path("/proc").glob("[0-9]*"):
        try:
            words = (each / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        found[int(each.name)] = (parent, words)
    return found


def below(root: int) -> list[int]:
    """Return the processes that one started, and those that these started."""
    every, found = processes(), [root]
    for one in found:
        found += [each for each, (parent, _) in every.items() if parent == one]
    return found[1:]


def kill(idents: Sequence[int]) -> None:
    """Kill processes without warning; those that are gone already are no matter."""
    for each in idents:
        try:
            os.kill(each, signal.SIGKILL)
        except ProcessLookupError:
            continue


def read_splits(out: Path) -> int:
    """Return how many splits are read and wait for being put together."""
    return sum(1 for each in (out / ".bulk" / "splits").glob("**/*") if each.is_file())


def job(archive: Path, out: Path, master: str, after: float | None, *, executor: bool) -> tuple[int | None, str, bool]:
    """Run the job and kill an executor, or the driver with all it started, some seconds after another split is read.

    Returns its exit status (None if it was killed or hung), what it said last, and whether something was killed.
    """
    before, begun, killed = read_splits(out), time.monotonic(), False
    with tempfile.TemporaryFile("w+") as said, subprocess.Popen(  # noqa: S603 - this package
        command(archive, out, master), stdout=said, stderr=subprocess.STDOUT, start_new_session=True
    ) as program:  # fmt: skip
        due: float | None = None
        while program.poll() is None:
            now = time.monotonic()
            if now - begun > LONGEST:
                kill([*below(program.pid), program.pid])
                return None, "hangs", killed
            if after is not None and due is None and read_splits(out) > before:
                due = now + after
            if due is not None and not killed and now > due:
                every = processes()
                executors = [each for each in below(program.pid) if EXECUTOR in every.get(each, (0, ""))[1]]
                if executor and executors:
                    # What it started goes too: workers whose master is gone end by themselves, but not at once.
                    kill([*below(executors[0]), executors[0]])
                    killed = True
                elif not executor:
                    kill([*below(program.pid), program.pid])
                    killed = True
            time.sleep(0.05)
        said.seek(0)
        return program.returncode, said.read()[-500:], killed


def judge(wanted: Counter[tuple[str, str]], out: Path, what: str, found: Found) -> None:
    """Compare a folder's rows with those wanted."""
    there = rows(out)
    if missing := (wanted - there).total():
        found.wrong.append(f"{what}: {missing} rows are missing")
    if more := (there - wanted).total():
        found.wrong.append(f"{what}: {more} rows too many")


def check(times: int, pages: int, master: str, seed: int) -> Found:
    """Kill executors and drivers so many times, and return what was found."""
    chance, found = random.Random(seed), Found()  # noqa: S311 - not secret
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        archive = at / "news.warc.gz"
        write_warc(archive, list(islice(texts(2), pages)))
        run_bulk(Bulk((str(archive),), at / "local", link=False, workers=2, documents=DOCUMENTS))
        wanted = rows(at / "local")
        found.rows = wanted.total()
        for executor, number in product((True, False), range(1, times + 1)):
            what = f"{'executor' if executor else 'driver'} {number}"
            out = at / what
            status, said, killed = job(archive, out, master, chance.uniform(0, SPREAD), executor=executor)
            print(f"{what}: {'killed' if killed else 'too late'}, {read_splits(out)} splits wait", file=sys.stderr)
            if executor:
                found.executors_killed += killed
            elif killed:
                found.drivers_killed += 1
                status, said, _ = job(archive, out, master, None, executor=False)
            if status != 0:
                found.wrong.append(f"{what}: status {status}: {said}")
            judge(wanted, out, what, found)
    return found


def main() -> int:
    """Kill, and print what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--times", type=int, default=3, help="of each kind")
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--master", default="local-cluster[2,1,2048]")
    parser.add_argument("--seed", type=int, default=1)
    asked: Any = parser.parse_args()
    found = check(asked.times, asked.pages, asked.master, asked.seed)
    print(json.dumps(asdict(found)))
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
