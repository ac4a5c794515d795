# ruff: noqa: INP001, T201  # a script whose output is its purpose
"""Rows a second and memory of every export, each in a process of its own.

In: a ledger, or none for a generated one of `--articles` articles with five events each. Out: a table; with `--floor`
the script fails where a format with a row for each event is slower. Memory is told as the growth over the process
before it writes: it is the same for a tenth of the events.

    python bench/exports.py --articles 10000
    python bench/exports.py --ledger big.db --formats csv parquet polecat --floor 20000
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generated import readings

from communique import Ledger
from communique.export import FORMATS, Selection

SLOW = frozenset(("xlsx",))
"""A workbook's cells are made by openpyxl one by one; no floor is set for it."""


def measured(path: str, name: str, family: str, most: int | None) -> dict[str, float]:
    """Write an export to nowhere; return rows, seconds of the clock and of the processor, and megabytes of growth."""
    with Ledger.open(path, write=False) as ledger, Path("/dev/null").open("wb") as nowhere:
        some = ledger.connection.execute("SELECT number FROM events ORDER BY number LIMIT ?", (most or -1,))
        chosen = Selection(ledger.connection, events=[row[0] for row in some] if most else None)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, busy = time.perf_counter(), time.process_time()
        out = io.BytesIO() if name in SLOW else nowhere
        rows = FORMATS[name].writers[family](chosen, out)
        took, worked = time.perf_counter() - start, time.process_time() - busy
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"rows": rows, "seconds": took, "cpu": worked, "mb": grown}


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
    parser.add_argument("--events", type=int, help="So many events at most.")
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
                print(f"{name + ' ' + family:<24}{found['rows']:>12,}{rate:>12,.0f}{busy:>22,.0f}{found['mb']:>10,.1f}")
                if given.floor and name in {"csv", "parquet", "polecat"} and busy < given.floor:
                    slow.append(f"{name} {family}: {busy:,.0f} rows a second")
    if slow:
        sys.exit(f"below {given.floor:,.0f}: {'; '.join(slow)}")


if __name__ == "__main__":
    main()
