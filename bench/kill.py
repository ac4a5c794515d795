"""What a ledger is after its program was killed at any moment: `python bench/kill.py --times 300`.

A program that adds articles (see `small_news.py`) is killed without warning (SIGKILL) at a random moment, from its
start on, and started again, until the number of kills is reached; each time all is read, a new ledger is begun. Of what
it acknowledged nothing may be lost, nothing may be there twice, no article may be there in part, and the file must be
whole. A JSON line tells what was found; the exit status is 1 if anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from small_news import EVENTS, SmallReader, inputs, is_broken, text_of

from communique.ledger import Ledger

LONGEST = 1.5
"""Seconds after which a program is killed at the latest, from its start, or mostly from its first article."""

AT_WORK = 0.8
"""Share of the kills that come while articles are being added; the others may hit the opening of the file."""


@dataclass
class Found:
    """What was found over all ledgers."""

    kills: int = 0
    kills_at_work: int = 0
    ledgers: int = 0
    acknowledged: int = 0
    wrong: list[str] = field(default_factory=list)


def work(path: Path, articles: int) -> None:
    """Add the articles; acknowledge each on a line of its own."""
    with Ledger.open(path) as ledger:
        for outcome in ledger.add(inputs(articles), reader=SmallReader()):  # type: ignore[arg-type]  # reads as one
            print(json.dumps([outcome.key, outcome.state, outcome.article]), flush=True)


def run(path: Path, articles: int, after: float | None, *, at_work: bool = False) -> tuple[list[list[Any]], bool]:
    """Run the program, and kill it after some seconds; return what it acknowledged, and whether it came to its end."""
    command = [sys.executable, __file__, "--work", str(path), "--articles", str(articles)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:  # noqa: S603 - this file itself
        assert program.stdout is not None  # noqa: S101 - a pipe was asked for
        first = program.stdout.readline() if at_work else b""
        timer = threading.Timer(after, program.send_signal, [signal.SIGKILL]) if after is not None else None
        if timer:
            timer.start()
        said = first + program.stdout.read()
        ended = program.wait() == 0
        if timer:
            timer.cancel()
    # A line that was cut off acknowledges nothing.
    return [json.loads(line) for line in said.split(b"\n")[:-1]], ended


def check(path: Path, told: dict[str, list[Any]], whole: int | None) -> list[str]:
    """Return what is wrong with a ledger: by what was acknowledged, and where `whole` articles are to be in it."""
    wrong: list[str] = []
    connection = sqlite3.connect(path)
    for key, (state, article) in told.items():
        row = connection.execute(
            "SELECT state, articles.id FROM inputs LEFT JOIN articles ON number = article WHERE key = ?", (key,)
        ).fetchone()
        if row != (("failed", None) if state == "failed" else ("read", article)):
            wrong.append(f"{key} was acknowledged as {state}, and is {row}")
    counts = {
        "an article in part": "SELECT count(*) FROM articles WHERE"
        f" (SELECT count(*) FROM reports WHERE article = articles.number) <> {EVENTS}"
        " OR NOT EXISTS (SELECT 1 FROM readings WHERE article = articles.number)"
        " OR (SELECT count(*) FROM statements WHERE article = articles.number) <> 1"
        " OR NOT EXISTS (SELECT 1 FROM appearances WHERE article = articles.number)",
        "an article without its input": "SELECT count(*) FROM articles WHERE number NOT IN"
        " (SELECT article FROM inputs WHERE article IS NOT NULL)",
        "a report without its event": "SELECT count(*) FROM reports WHERE event NOT IN (SELECT number FROM events)",
        "an event that counts wrongly": "SELECT count(*) FROM events WHERE reports <>"
        " (SELECT count(*) FROM reports WHERE event = events.number)",
    }
    wrong += [
        f"{row} times {name}" for name, query in counts.items() if (row := connection.execute(query).fetchone()[0])
    ]
    if whole is not None:
        texts = len({text_of(number) for number in range(whole) if not is_broken(number)})
        have = connection.execute("SELECT count(*), count(DISTINCT text) FROM articles").fetchone()
        if have != (texts, texts):
            wrong.append(f"{have} articles and texts where {texts} were to be read")
        if (have := connection.execute("SELECT count(*) FROM inputs").fetchone()[0]) != whole:
            wrong.append(f"{have} inputs of {whole}")
    found = (
        connection.execute("PRAGMA integrity_check").fetchall()
        + connection.execute("PRAGMA foreign_key_check").fetchall()
    )
    wrong += [str(row) for row in found if row != ("ok",)]
    for table in ("article_search", "quote_search"):
        try:
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            wrong.append(f"{table}: {error}")
    connection.rollback()
    connection.close()
    return wrong


def trial(folder: Path, articles: int, times: int, chance: random.Random, found: Found) -> None:
    """Kill the program of one ledger until all is read or the kills are done; let it come to its end, and check."""
    path = folder / f"{found.ledgers}.db"
    told: dict[str, list[Any]] = {}
    added: Counter[str] = Counter()

    def take(lines: list[list[Any]]) -> None:
        for key, state, article in lines:
            if state != "passed over":
                told[key] = [state, article]
                added[key] += 1
                found.acknowledged += 1

    ended = False
    while not ended and found.kills < times:
        at_work = chance.random() < AT_WORK
        lines, ended = run(path, articles, chance.uniform(0, LONGEST), at_work=at_work)
        take(lines)
        if not ended:
            found.kills += 1
            found.kills_at_work += any(state != "passed over" for _, state, _ in lines)
            if path.exists() and told:
                found.wrong += check(path, told, None)
    take(run(path, articles, None)[0])
    found.wrong += [f"{key} was added {times} times" for key, times in added.items() if times > 1]
    if len(told) < articles and not found.kills:
        found.wrong.append("not all was acknowledged, though nothing was killed")
    found.wrong += check(path, told, articles)
    found.ledgers += 1
    for each in folder.glob(f"{path.name}*"):
        each.unlink()


def main() -> int:
    """Kill and check; print a JSON line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=300)
    options.add_argument("--articles", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.work:
        work(given.work, given.articles)
        return 0
    found, started = Found(), time.perf_counter()
    chance = random.Random(given.seed)  # noqa: S311 - the moments of kills, the same for a seed
    with tempfile.TemporaryDirectory() as folder:
        while found.kills < given.times:
            trial(Path(folder), given.articles, given.times, chance, found)
    print(
        json.dumps(
            {
                "kills": found.kills,
                "kills_at_work": found.kills_at_work,
                "ledgers": found.ledgers,
                "acknowledged": found.acknowledged,
                "seconds": round(time.perf_counter() - started),
                "wrong": len(found.wrong),
                "first_wrong": found.wrong[:5],
            }
        )
    )
    return 1 if found.wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
