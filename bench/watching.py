# ruff: noqa: INP001, T201  # the bench is no package; what it measures is its output
"""Two hundred feeds watched on this machine, of which half misbehave: `python bench/watching.py --minutes 30`.

A server of its own process (`tests/odd_feeds.py`) gives feeds that grow, and faults: slow and endless bodies, 429, 500,
broken XML, gzip bombs, pages that fail at first or are gone. They are watched as `communique watch` does, into a
ledger, with small articles that `small_news.py` reads. When the time is over nothing new is published, and what is left
may come in. Checked are: all good items are in, none twice, the file is whole, and memory is flat: its growth, by a
straight line through what was measured after the warm-up, is under `FLAT` megabytes over 30 minutes. The exit status is
1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "tests")]

from local_web import serving  # noqa: E402 - this module is in the tests
from many_hands import check  # noqa: E402 - this module is beside this file
from odd_feeds import FEEDS, World  # noqa: E402 - this module is in the tests
from small_news import SmallReader, reading, text_of  # noqa: E402 - this module is beside this file
from soak import resident, slope  # noqa: E402 - this module is beside this file

from communique.ledger import Input, Ledger  # noqa: E402
from communique.ledger.stored.feeds import FeedStore  # noqa: E402
from communique.records import Reading  # noqa: E402
from communique.sources import RawArticle, Refused  # noqa: E402
from communique.sources.polite import Fetcher  # noqa: E402
from communique.sources.watch import Watch  # noqa: E402

EVERY = 15.0
"""Seconds between two askings of a feed that is well."""
FLAT = 10.0
"""Megabytes of growth over 30 minutes that are still called flat: the cache of pages of a file that grows."""
_WARM = 0.25
"""Share of the time in which caches fill: it isn't counted."""
_MEASURED = 5.0
"""Seconds between two measurements."""
_PATIENCE = 600.0
"""Seconds in which what was published last has to come in: a feed at fault is asked less and less often."""
_MINUTE = 60.0
_COPIED = 9
_LINE = re.compile("<p>(.*?)</p>")


def page(host: str, path: str) -> str:
    """Return the page of a host and path: an article that no other page has."""
    number = int(host.rpartition(".")[2]) * 10_000 + int(path.strip("/"))
    # The ninth of nine is a copy; its numbers are left out.
    lines = text_of(number // (_COPIED - 1) * _COPIED + number % (_COPIED - 1)).split("\n")
    return "<html><body><article>" + "".join(f"<p>{each}</p>" for each in lines) + "</article></body></html>"


class PageReader(SmallReader):
    """Reads these pages, in no time."""

    def read_many(self, articles: Iterable[RawArticle | Refused]) -> Iterator[Reading | Refused]:
        """Yield a reading for each article."""
        for each in articles:
            yield each if isinstance(each, Refused) else reading("\n".join(_LINE.findall(each.html or "")), each.url)


def serve() -> None:
    """Serve until standard input is closed; a line on it stops what is published, and is answered with it."""
    world = World(page)
    with serving(world) as web:
        print(web.port, flush=True)
        done = threading.Event()

        def forget() -> None:
            while not done.wait(5):
                web.requests.clear()

        threading.Thread(target=forget, daemon=True).start()
        for _ in sys.stdin:
            world.grow = False
            print(json.dumps(world.published), flush=True)
        done.set()


def watch(path: Path, port: int, minutes: float, server: subprocess.Popen[str]) -> dict[str, Any]:
    """Watch until the time is over and all is in; return what was found."""
    began, rounds = time.monotonic(), 0
    points: list[tuple[float, float]] = []
    counts, troubles = Counter[str](), Counter[str]()
    wrong: list[str] = []
    expected: set[str] | None = None
    with Ledger.open(path) as ledger:
        watching = Watch(
            [f"http://{World.host(number)}:{port}/feed" for number in range(FEEDS)],
            FeedStore(ledger.connection),
            every=EVERY,
            fetcher=Fetcher(allow_private=True, delay=0.5, seconds=1.0),
            tell=lambda trouble: troubles.update([trouble.error.code]),
            workers=16,
        )
        until = began + _MINUTE * minutes
        while expected is None or (_left(ledger, expected) and time.monotonic() < until + _PATIENCE):
            inputs = (Input(each.key, each.origin, partial(each.load)) for each in watching.round())
            for outcome in ledger.add(inputs, reader=PageReader(), retry=True):  # type: ignore[arg-type]  # reads as one
                counts[outcome.state] += 1
            now = time.monotonic() - began
            if not points or now - points[-1][0] >= _MEASURED:
                points.append((now, resident()[0]))
                print(f"{now:7.0f} s  {points[-1][1]:8.1f} MB own  {dict(counts)}", file=sys.stderr, flush=True)
            rounds += 1
            if expected is None and time.monotonic() >= until:
                expected = _published(server, port)
            watching.wait()
        left = _left(ledger, expected)
        query = "SELECT count(*) FROM articles"
        articles = ledger.connection.execute(query).fetchone()[0]
    if left:
        wrong.append(f"{len(left)} articles didn't come in, as {min(left)}")
    if counts["added"] != len(expected) or articles != len(expected):
        wrong.append(f"{counts['added']} added and {articles} stored of {len(expected)} published")
    if counts["known text"]:
        wrong.append(f"{counts['known text']} were given twice")
    kept = [each for each in points if each[0] >= _WARM * points[-1][0]]
    growth = slope(kept) * 30 * _MINUTE
    if growth > FLAT:
        wrong.append(f"memory grew by {growth:.1f} MB in 30 minutes")
    return {
        "minutes": round(points[-1][0] / _MINUTE, 1),
        "rounds": rounds,
        "feeds": FEEDS,
        "published": len(expected),
        "stored": articles,
        "outcomes": dict(counts),
        "troubles_told": dict(troubles),
        "own_mb_after_warm_up": round(kept[0][1], 1),
        "own_mb_at_the_end": round(kept[-1][1], 1),
        "growth_mb_in_30_minutes": round(growth, 1),
        "wrong": wrong + check(path),
    }


def _published(server: subprocess.Popen[str], port: int) -> set[str]:
    assert server.stdin is not None  # noqa: S101 - a pipe was asked for
    assert server.stdout is not None  # noqa: S101 - a pipe was asked for
    server.stdin.write("stop\n")
    server.stdin.flush()
    told = json.loads(server.stdout.readline())
    return {f"http://{host}:{port}/{at}" for host, newest in told.items() for at in range(newest)}


def _left(ledger: Ledger, expected: set[str]) -> set[str]:
    return expected - {row[0] for row in ledger.connection.execute("SELECT key FROM inputs WHERE state = 'read'")}


def main() -> int:
    """Serve and watch; print a JSON line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=30.0)
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.serve:
        serve()
        return 0
    command = [sys.executable, __file__, "--serve"]
    with (
        subprocess.Popen(command, stdin=-1, stdout=-1, text=True) as server,  # noqa: S603 - this file itself
        tempfile.TemporaryDirectory() as folder,
    ):
        assert server.stdout is not None  # noqa: S101 - a pipe was asked for
        told = watch(Path(folder) / "watched.db", int(server.stdout.readline()), given.minutes, server)
        assert server.stdin is not None  # noqa: S101 - a pipe was asked for
        server.stdin.close()
    print(json.dumps(told))
    return 1 if told["wrong"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
