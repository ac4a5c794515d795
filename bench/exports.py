# ruff: noqa: INP001, T201  # a script whose output is its purpose
"""Rows a second and memory of every export, each in a process of its own.

In: a ledger, or none for a generated one of `--articles` articles with five events each. Out: a table; with `--floor`
the script fails where a format with a row for each event is slower. Memory is told as the growth over the process
before it writes, at its highest, without what is mapped of the ledger's file (RssAnon of Linux): it is the same for a
tenth of the events.

    python bench/exports.py --articles 10000
    python bench/exports.py --ledger big.db --formats csv parquet polecat --floor 20000
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import BinaryIO, cast

from generated import readings

from communique import Ledger
from communique.export import FORMATS, Selection

_EVERY = 0.05
"""Seconds between two looks at the memory."""


def measured(path: str, name: str, family: str, most: int | None) -> dict[str, float]:
    """Write an export to nowhere; return rows, seconds of the clock and of the processor, and megabytes of growth."""
    with Ledger.open(path, write=False) as ledger, _nowhere(name) as nowhere:
        chosen = Selection(ledger.connection)
        if most:
            some = {each: _first(ledger.connection, each, most) for each in ("events", "statements", "commitments")}
            chosen = Selection(ledger.connection, **some)
        start, busy = time.perf_counter(), time.process_time()
        with _watched_memory() as seen:
            rows = FORMATS[name].writers[family](chosen, nowhere)
        took, worked = time.perf_counter() - start, time.process_time() - busy
    return {"rows": rows, "seconds": took, "cpu": worked, "mb": max(seen) - seen[0]}


def _first(connection: sqlite3.Connection, table: str, most: int) -> list[int]:
    """Return the first numbers of a table, so many at most."""
    query = f"SELECT number FROM {table} ORDER BY number LIMIT ?"  # noqa: S608  # names of ours
    return [row[0] for row in connection.execute(query, (most,))]


def _nowhere(name: str) -> BinaryIO:
    # A workbook is a ZIP file, which goes back to what it wrote.
    return cast("BinaryIO", tempfile.TemporaryFile()) if name == "xlsx" else Path("/dev/null").open("wb")


@contextmanager
def _watched_memory() -> Iterator[list[float]]:
    """Look at the memory of this process every now and then, beside what it does; the megabytes are in the list."""
    seen, over = [own_memory()], Event()

    def watch() -> None:
        while not over.wait(_EVERY):
            seen.append(own_memory())

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()
        seen.append(own_memory())


def own_memory() -> float:
    """Return the megabytes that are this process's own."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(told["RssAnon"].split()[0]) / 1024


def made(articles: int, folder: Path) -> str:
    """Return a generated ledger."""
    path = folder / "generated.db"
    with Ledger.open(path) as ledger:
        for reading in readings(0, articles):
            ledger.put(reading)
    return str(path)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--events", type=int, help="So many events, statements and commitments at most.")
    parser.add_argument("--formats", nargs="*", default=sorted(FORMATS))
    parser.add_argument("--floor", type=float, help="Rows a second of CSV, Parquet and POLECAT.")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        name, _, family = given.one.partition("/")
        print(json.dumps(measured(given.ledger, name, family, given.events)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = given.ledger or made(given.articles, Path(folder))
        print(f"{'format':<24}{'rows':>12}{'rows/s':>12}{'rows/s of processor':>22}{'MB more':>10}")
        slow = []
        for name in given.formats:
            for family in FORMATS[name].writers:
                command = [sys.executable, __file__, "--ledger", path, "--one", f"{name}/{family}"]
                command += ["--events", str(given.events)] if given.events else []
                ran = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # ours
                found = json.loads(ran.stdout)
                rate, busy = (found["rows"] / max(found[each], 1e-9) for each in ("seconds", "cpu"))
                print(
                    f"{name + ' ' + family:<24}{found['rows']:>12,}{rate:>12,.0f}{busy:>22,.0f}{found['mb']:>10,.1f}",
                    flush=True,
                )
                if given.floor and name in {"csv", "parquet", "polecat"} and busy < given.floor:
                    slow.append(f"{name} {family}: {busy:,.0f} rows a second")
    if slow:
        sys.exit(f"below {given.floor:,.0f}: {'; '.join(slow)}")


if __name__ == "__main__":
    main()
