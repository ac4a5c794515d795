# ruff: noqa: INP001, S311  # no package; chance guards nothing here
"""How quick the pages are: `python bench/pages.py LEDGER`, with 20 clients at a time on the loopback.

In: a ledger. Out: for each page how long it takes in milliseconds when it is asked for the first time, and the median
and 95th percentile while all clients read, each in an order of its own with a pause before each page; and its weight in
bytes (the page, its style sheet and scripts, as they are sent). The exit code is 1 where the 95th percentile of a page
is above `--most` or a page weighs more than 400 kB. The server is a process of its own, as `communique serve` has it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from communique import Ledger

CLIENTS, ROUNDS, PAUSE = 20, 2, 1.0
"""Clients at a time, how often each asks for every page, and how many seconds it looks at one before the next."""
MOST_MS, MOST_BYTES = 150.0, 400_000
"""What a page may take, as the 95th percentile, and weigh."""
_OWN = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True, slots=True)
class Measured:
    """What a page took in milliseconds: the first time, the median and 95th percentile; its bytes; what failed."""

    page: str
    first_ms: float
    median_ms: float
    p95_ms: float
    bytes: int
    failed: int


@dataclass(frozen=True, slots=True)
class Load:
    """So many clients at a time, each asking for every page so many times, with a pause (seconds) before each."""

    clients: int
    rounds: int
    pause: float


def addresses(path: Path) -> dict[str, str]:
    """Return the address of each page by its name, with the busiest of the latest records."""
    with Ledger.open(path, write=False) as ledger:
        event = ledger.events(limit=1)[0]
        statement, commitment = ledger.statements(limit=1)[0], ledger.commitments(limit=1)[0]
        row = ledger.connection.execute(
            "SELECT actors.id FROM event_actors JOIN actors ON actors.number = event_actors.actor"
            " WHERE event > (SELECT max(number) FROM events) - 5000 GROUP BY actor ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
        article = ledger.articles(limit=1)[0]
        word = next(each for each in event.quote.quote.split() if len(each) > 5 and each.isalpha())  # noqa: PLR2004  # no "the"
    month = event.known[:7]
    return {
        "today": "/",
        "commitments": "/commitments",
        "commitments of a month": f"/commitments?since={month}&until={month}",
        "events": "/events",
        "events by dyad": "/events?by=dyad",
        "events of a type": "/events?type=ASSAULT&status=actual",
        "statements": "/statements",
        "statements of one": f"/statements?speaker={statement.speaker.id}",
        "actors": "/actors",
        "articles": "/articles",
        "map": "/map",
        "network": "/network",
        "calendar": "/calendar",
        "search": f"/search?text={word}",
        "review": "/review",
        "event": f"/record/{event.id}",
        "commitment": f"/record/{commitment.thread}",
        "statement": f"/record/{statement.id}",
        "actor": f"/actor/{row[0]}",
        "article": f"/article/{article.id}",
        "add": "/add",
        "api events": "/api/events",
    }


def served(path: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start the server for a ledger on a free port, and return it and its address once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "communique", "serve", "--ledger", str(path), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # words of ours
    site = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            httpx.get(f"{site}/add", timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return server, site
    server.kill()
    sys.exit("The server doesn't answer.")


async def measured(site: str, pages: Mapping[str, str], load: Load) -> list[Measured]:
    """Return what each page took: first asked for once, then by all clients, each in an order of its own."""
    limits = httpx.Limits(max_connections=load.clients, max_keepalive_connections=load.clients)
    took: dict[str, list[float]] = {name: [] for name in pages}
    failed = dict.fromkeys(pages, 0)
    async with httpx.AsyncClient(base_url=site, limits=limits, timeout=120) as client:

        async def asked(name: str) -> tuple[float, httpx.Response]:
            begun = time.perf_counter()
            answer = await client.get(pages[name])
            failed[name] += answer.status_code != httpx.codes.OK
            return 1_000 * (time.perf_counter() - begun), answer

        async def reader(number: int) -> None:
            chance = random.Random(number)
            for _ in range(load.rounds):
                for name in chance.sample(sorted(pages), len(pages)):
                    await asyncio.sleep(chance.uniform(0.5, 1.5) * load.pause)
                    took[name].append((await asked(name))[0])

        firsts, weights = {}, {}
        for name in pages:
            firsts[name], answer = await asked(name)
            own = [await client.get(each) for each in dict.fromkeys(_OWN.findall(answer.text))]
            weights[name] = len(answer.content) + sum(len(each.content) for each in own)
        await asyncio.gather(*map(reader, range(load.clients)))
    return [
        Measured(
            name,
            round(firsts[name], 1),
            round(statistics.median(times), 1),
            round(statistics.quantiles(times, n=20)[-1], 1),
            weights[name],
            failed[name],
        )
        for name, times in took.items()
    ]


def main() -> int:
    """Measure, print a table, and return 1 if a page is too slow, too heavy or failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--pause", type=float, default=PAUSE, help="seconds that a client waits before it asks again")
    parser.add_argument("--most", type=float, default=MOST_MS, help="milliseconds that a page may take (p95)")
    parser.add_argument("--only", nargs="*", default=[], help="names of pages")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    pages = {name: each for name, each in addresses(given.ledger).items() if not given.only or name in given.only}
    server, site = served(given.ledger)
    try:
        found = asyncio.run(measured(site, pages, Load(given.clients, given.rounds, given.pause)))
    finally:
        server.terminate()
        server.wait(20)
    if given.json:
        print(json.dumps([asdict(each) for each in found], indent=2))  # noqa: T201  # the outcome of the command
    else:
        print(f"{'page':24}{'first ms':>10}{'median ms':>10}{'p95 ms':>10}{'bytes':>10}")  # noqa: T201
        for each in found:
            failed = f"  {each.failed} failed" if each.failed else ""
            times = f"{each.first_ms:>10.1f}{each.median_ms:>10.1f}{each.p95_ms:>10.1f}"
            print(f"{each.page:24}{times}{each.bytes:>10,}{failed}")  # noqa: T201
    return int(any(each.p95_ms > given.most or each.bytes > MOST_BYTES or each.failed for each in found))


if __name__ == "__main__":
    sys.exit(main())
