# ruff: noqa: INP001, T201  # no package; what it measures is its output
"""All figures of speed in one table, small: `python bench/suite.py`, about two minutes on an idle machine.

Out: a table of Markdown. Each row has what one thing takes in milliseconds of processor time, all processes and threads
together, so that others on the machine disturb little; and beside it, measured in the same run, a peer that does the
least of the same or a limit that can't be passed, with the ratio. `--only` measures some of the parts, `--articles N`
takes another number of articles, `--write` puts the table into docs/performance.md. A part that fails is told, the
others go on, nothing is written, and the exit code is 1.

| row | peer or limit |
|---|---|
| single article | Python started with ONNX Runtime and NumPy loaded, nothing read |
| batch | the network alone: what ONNX Runtime takes of the same run |
| bulk, bulk with the first look | the batch reader on the texts of the same articles, all of them |
| add | the readings' JSON put into one table of SQLite, a transaction each |
| questions | the rows of the same events alone, by SQL, without actors and sentences |
| page | the question that the page asks |
| export | Python's `csv` module, the same rows in memory |
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import platform
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from pathlib import Path
from time import thread_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
import bulk  # beside this file
import generated

from communique import Ledger
from communique.bulk import Bulk, run_bulk
from communique.export import FORMATS, Selection
from communique.export.columns import VALUES
from communique.reader import Reader
from communique.sources import RawArticle
from training.corpus.format import parse_file
from training.paths import CORPUS

EACH_FILE = 15
"""Of so many files of the corpus one is taken: to parse all of them takes longer than everything else here."""
WORDS = 500
TIMES = 5
"""How often what is quick is measured; the least counts, since only others on the machine make it more."""
WHOLE = 20
"""Rates from here on are told without decimals."""
PAGES_EACH = 20
"""Pages and questions of one measurement."""
READINGS_EACH = 10
"""Generated readings that are added, for each article that is read: they take less."""
REPORT = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- bench/suite.py --write -->\n", "<!-- /bench/suite.py -->\n"
"""Between these lines of the report stands the table."""


class Failed(Exception):
    """Something that was to be measured didn't work."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a thing takes (milliseconds of processor time), what its peer or limit takes, and what that is."""

    name: str
    takes: float
    unit: str
    peer: str
    peer_takes: float

    def line(self) -> str:
        """Return it as a line of the table; with what it means for a second."""
        rate = 1000 / self.takes
        return (
            f"| {self.name} | {self.takes:,.2f} | {self.unit} | {rate:,.{0 if rate >= WHOLE else 1}f} |"
            f" {self.peer} | {self.peer_takes:,.2f} | {self.takes / self.peer_takes:,.2f} |"
        )


HEAD = """| what | processor ms | for each | a second on an idle core | peer or limit | its ms | ratio |
|---|---|---|---|---|---|---|"""


def worked() -> float:
    """Return the processor time of this process and of those that it has waited for, in milliseconds."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return 1000 * sum(each.ru_utime + each.ru_stime for each in used)


def least(what: Callable[[], object], times: int = TIMES) -> float:
    """Return the least processor time that something takes, in milliseconds."""
    found = []
    for _ in range(times):
        before = worked()
        what()
        found.append(worked() - before)
    return max(min(found), 1e-3)


@cache
def passages() -> tuple[str, ...]:
    """Return the texts of passages out of all parts of the corpus."""
    chosen = sorted(CORPUS.glob("*.txt"))[::EACH_FILE]
    return tuple(each.text for path in chosen for each in parse_file(path) if each.meta["register"] != "seed")


def articles_of(count: int) -> list[str]:
    """Return texts of `WORDS` words, passages one after another."""
    source = cycle(passages())
    made = []
    for _ in range(count):
        words: list[str] = []
        while len(words) < WORDS:
            words += [*next(source).split(" "), "\n"]
        made.append(" ".join(words[:WORDS]))
    return made


def single(_: int, folder: Path) -> Iterator[Row]:
    """Measure a whole `communique read` of one article."""
    path = folder / "article.txt"
    path.write_text(articles_of(1)[0], encoding="utf-8")
    bare = [sys.executable, "-c", "import numpy, onnxruntime"]
    ours = [sys.executable, "-m", "communique", "read", str(path)]
    takes, peer = (least(lambda command=each: _ran(command), 3) for each in (ours, bare))  # type: ignore[misc]  # a default holds each
    yield Row("single article, start included", takes, "run", "Python with ONNX Runtime loaded", peer)


def _ran(command: list[str]) -> None:
    ran = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  # words of ours
    if ran.returncode:
        raise Failed(f"{' '.join(command)} ended with {ran.returncode}: {ran.stderr.strip() or ran.stdout.strip()}")


def batch(articles: int, _: Path) -> Iterator[Row]:
    """Measure articles of 500 words from text to reading, and what the network takes of it."""
    from onnxruntime import InferenceSession  # noqa: PLC0415  # only here

    inside = 0.0
    run = InferenceSession.run

    def timed(*given: Any, **named: Any) -> Any:
        nonlocal inside
        # A run works in the thread that calls it, beside others that read.
        before = thread_time()
        found = run(*given, **named)
        inside += 1000 * (thread_time() - before)
        return found

    texts = articles_of(articles)
    reader = Reader(threads=1)
    list(reader.read_many(RawArticle(text=text) for text in texts[:3]))
    InferenceSession.run = timed
    try:
        takes = least(lambda: list(reader.read_many(RawArticle(text=text) for text in texts)), 1)
    finally:
        InferenceSession.run = run
    yield Row("batch, 500 words", takes / len(texts), "article", "the network alone", inside / len(texts))


def in_bulk(articles: int, folder: Path) -> Iterator[Row]:
    """Measure a WARC file of pages, one in five with records, with and without the first look."""
    pages = bulk.texts(articles, 5)
    bulk.write_warc(folder / "news.warc.gz", pages)
    bulk.write_warc(folder / "few.warc.gz", pages[:2])
    reader = Reader(threads=1)
    list(reader.read_many(RawArticle(text=text) for text in pages[:3]))
    alone = least(lambda: list(reader.read_many(RawArticle(text=text) for text in pages)), 1) / len(pages)
    for name, gate in (("bulk, 250 words", False), ("bulk with the first look", True)):
        # What starting takes is measured with two pages, and left out.
        few, whole = (
            least(lambda file=file: _bulk(folder, file, gate=gate), 1)  # type: ignore[misc]  # noqa: B023  # called at once
            for file in ("few", "news")
        )
        takes = max(whole - few, 1e-3) / (len(pages) - 2)
        yield Row(name, takes, "article", "the batch reader on the same texts", alone)


def _bulk(folder: Path, file: str, *, gate: bool) -> None:
    out = folder / f"{file}-{gate}"
    done = run_bulk(Bulk((str(folder / f"{file}.warc.gz"),), out, link=False, workers=1, gate=gate))
    if done.errors:
        raise Failed("; ".join(map(str, done.errors)))


def ledger_rows(articles: int, folder: Path) -> Iterator[Row]:
    """Measure adding generated readings to a ledger, then questions, a page and an export of it."""
    made = list(generated.readings(0, articles * READINGS_EACH))
    path = folder / "suite.db"
    with Ledger.open(path) as ledger:
        takes = least(lambda: [ledger.put(each) for each in made], 1) / len(made)
    peer = least(lambda: _plain(folder / "plain.db", made), 1) / len(made)
    yield Row("add, a reading with five events", takes, "article", "its JSON into one table", peer)
    with Ledger.open(path, write=False) as ledger:

        def ask() -> None:
            for _ in range(PAGES_EACH):
                list(ledger.events(type="ASSAULT", limit=50))

        def plain() -> None:
            for _ in range(PAGES_EACH):
                ledger.connection.execute(
                    "SELECT * FROM events WHERE type = 'ASSAULT' ORDER BY day DESC LIMIT 50"
                ).fetchall()

        takes = least(ask) / PAGES_EACH
        yield Row(
            "question, 50 events of a type", takes, "question", "their rows alone, by SQL", least(plain) / PAGES_EACH
        )
        yield Row("page of events", _page(path), "page", "its question", takes)
        chosen = Selection(ledger.connection)
        rows = list(VALUES["events"](chosen))
        export = FORMATS["csv"].writers["events"]
        takes, peer = least(lambda: export(chosen, io.BytesIO())), least(lambda: _csv(rows))
        yield Row("export as CSV", 1000 * takes / len(rows), "1,000 events", "csv module", 1000 * peer / len(rows))


def _plain(path: Path, readings: list[Any]) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE readings (id TEXT PRIMARY KEY, reading TEXT)")
        for each in readings:
            connection.execute("INSERT OR REPLACE INTO readings VALUES (?, ?)", (each.article.id, each.dumps()))
            connection.commit()


def _csv(rows: list[Any]) -> None:
    csv.writer(io.StringIO()).writerows(rows)


def _page(path: Path) -> float:
    """Return what a page of events takes the server, in milliseconds."""
    from starlette.testclient import TestClient  # noqa: PLC0415  # only here

    from communique.web.app import create_app  # noqa: PLC0415

    with TestClient(create_app(path), base_url="http://127.0.0.1") as client:

        def ask() -> None:
            for _ in range(PAGES_EACH):
                client.get("/events?type=ASSAULT").raise_for_status()

        ask()
        return least(ask) / PAGES_EACH


PARTS: dict[str, Callable[[int, Path], Iterator[Row]]] = {
    "single": single,
    "batch": batch,
    "bulk": in_bulk,
    "ledger": ledger_rows,
}
"""What is measured, by the name that `--only` knows."""


def written(report: str, lines: list[str]) -> str:
    """Return the report with these lines instead of those between `BEGIN` and `END`.

    Raises:
        ValueError: it hasn't both marks.
    """
    before, begin, rest = report.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{REPORT.name} needs the lines {BEGIN.strip()} and {END.strip()} around the table")
    return before + begin + "\n".join(lines) + "\n" + end + after


def main() -> int:
    """Measure and print the table; the exit code is 1 where a part failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    asked = parser.parse_args()
    if asked.write and set(asked.only) != set(PARTS):
        parser.error("--write takes the whole table, without --only")
    lines = [HEAD]
    print(HEAD, flush=True)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for name in asked.only:
            try:
                for row in PARTS[name](asked.articles, Path(folder)):
                    lines.append(row.line())
                    print(lines[-1], flush=True)
            except Exception as error:  # noqa: BLE001  # the other parts are measured all the same
                failed = True
                print(f"bench/suite.py: {name}: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
    said = (
        f"{asked.articles} articles, Python {platform.python_version()}, {os.cpu_count()} cores ({platform.machine()})."
    )
    lines.append(f"\n{said}")
    print(lines[-1])
    if asked.write and not failed:
        REPORT.write_text(written(REPORT.read_text(encoding="utf-8"), lines), encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
