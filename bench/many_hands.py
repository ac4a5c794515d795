"""Two programs that write one ledger and four that ask it, at once: `python bench/many_hands.py --seconds 600`.

The writers put the same small articles (see `small_news.py`), one from the front and one from the back, so that some
are known text; the askers ask for events, search, and take readings out. A JSON line tells how much each kind did, the
longest that one write or question took, and the errors; the exit status is 1 if there was one, or a wait over 5
seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from small_news import reading, text_of  # noqa: E402 - this module is beside this file

from communique.ledger import Ledger  # noqa: E402

PATIENCE = 5.0
"""Seconds that nobody may have to wait."""
WRITERS, ASKERS = 2, 4
ARTICLES = 1_000_000


def write(path: Path, number: int, seconds: float) -> dict[str, Any]:
    """Put articles until the time is over, every other of them one that the other writer puts too."""
    told: dict[str, Any] = {"done": 0, "longest": 0.0, "errors": []}
    end, at = time.monotonic() + seconds, 0
    with Ledger.open(path) as ledger:
        while time.monotonic() < end:
            article = at if at % 2 else at * WRITERS + number + ARTICLES
            _timed(told, lambda article=article: ledger.put(reading(text_of(article)), key=f"{article}"))
            at += 1
    return told


def ask(path: Path, number: int, seconds: float) -> dict[str, Any]:
    """Ask until the time is over."""
    told: dict[str, Any] = {"done": 0, "longest": 0.0, "errors": []}
    chance = random.Random(number)  # noqa: S311 - which question comes next
    end = time.monotonic() + seconds
    with Ledger.open(path, write=False) as ledger:

        def take_out() -> None:
            for each in list(ledger.articles(limit=5)):
                ledger.reading(each.id)

        questions = (
            lambda: list(ledger.events(actor="PER", limit=20)),
            lambda: list(ledger.events(type="ASSAULT", since="2024-03")),
            lambda: ledger.search("convoy"),
            lambda: list(ledger.statements(limit=20)),
            take_out,
        )
        while time.monotonic() < end:
            _timed(told, chance.choice(questions))
    return told


def _timed(told: dict[str, Any], act: Any) -> None:
    started = time.monotonic()
    try:
        act()
    except Exception as error:  # noqa: BLE001 - every error is to be told
        told["errors"].append(f"{type(error).__name__}: {error}")
    told["done"] += 1
    told["longest"] = max(told["longest"], time.monotonic() - started)


def check(path: Path) -> list[str]:
    """Return what is wrong with the file."""
    connection = sqlite3.connect(path)
    found = [*connection.execute("PRAGMA integrity_check"), *connection.execute("PRAGMA foreign_key_check")]
    wrong = [str(row) for row in found if row != ("ok",)]
    twice = connection.execute("SELECT count(*) - count(DISTINCT text) FROM articles").fetchone()[0]
    connection.close()
    return [*wrong, *([f"{twice} articles are there twice"] if twice else [])]


def main() -> int:
    """Start the programs, wait for them, and print a JSON line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--minutes", type=float, help="in place of seconds")
    options.add_argument("--as", dest="role", choices=("write", "ask"), help=argparse.SUPPRESS)
    options.add_argument("--number", type=int, default=0, help=argparse.SUPPRESS)
    options.add_argument("--at", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.minutes is not None:
        given.seconds = 60 * given.minutes
    if given.role:
        told = (write if given.role == "write" else ask)(given.at, given.number, given.seconds)
        print(json.dumps(told))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shared.db"
        with Ledger.open(path) as ledger:
            ledger.put(reading(text_of(2 * ARTICLES)))
        roles = [*(("write", at) for at in range(WRITERS)), *(("ask", at) for at in range(ASKERS))]
        programs = [
            (role, subprocess.Popen([*_command(path, given.seconds), "--as", role, "--number", str(at)], stdout=-1))  # noqa: S603 - this file itself
            for role, at in roles
        ]
        told = {
            role: [
                json.loads(program.communicate()[0] or b'{"done":0,"longest":0,"errors":["it ended"]}')
                for kind, program in programs
                if kind == role
            ]
            for role in ("write", "ask")
        }
        wrong = check(path)
    errors = [error for each in (*told["write"], *told["ask"]) for error in each["errors"]] + wrong
    longest = {role: round(max(each["longest"] for each in some), 2) for role, some in told.items()}
    print(
        json.dumps(
            {
                "seconds": given.seconds,
                "written": sum(each["done"] for each in told["write"]),
                "asked": sum(each["done"] for each in told["ask"]),
                "longest_write": longest["write"],
                "longest_question": longest["ask"],
                "errors": len(errors),
                "first_errors": errors[:5],
            }
        )
    )
    return 1 if errors or max(longest.values()) > PATIENCE else 0


def _command(path: Path, seconds: float) -> list[str]:
    return [sys.executable, __file__, "--at", str(path), "--seconds", str(seconds)]


if __name__ == "__main__":
    raise SystemExit(main())
