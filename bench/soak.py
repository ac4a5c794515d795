# ruff: noqa: INP001, T201  # the bench is no package; what it measures is its output
"""A soak: reads articles at full speed for a time, adds them to a ledger, and watches the memory.

    python bench/soak.py --minutes 60
    python bench/soak.py --minutes 10 --new

In: minutes, and a folder for the ledger. Out: every few seconds the articles read and the resident memory; at the end,
in megabytes for each 10,000 articles, how the memory grew after the warm-up. The articles are put together from the
corpus's passages by chance, each another one, the same on every machine. The exit code is 1 where memory grew by more
than `FLAT`.

With `--new` no word and hardly a name comes twice, and each article that is read is followed by `_STORED` readings that
are only stored; the memories of words and names are filled with invented ones after the first article. So what
remembers words, names, events and texts is full in minutes and not in hours. How full each is (of those with a bound)
is printed at the end.

The growth is the slope of a straight line through the measured points (least squares), so that one peak tells little.
A ledger keeps part of its file mapped into memory, which the system counts as resident though it is free to take it
back; so the memory that is the process's own is measured, without what is mapped from files (RssAnon of Linux).
"""

from __future__ import annotations

import argparse
import gc
import inspect
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import _lru_cache_wrapper, partial
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from generated import texts  # beside this file
from new_words import invented, new_readings, renewed

from communique.ledger import Input, Ledger
from communique.reader import Reader
from communique.sources import RawArticle

FLAT = 10.0
"""Megabytes of growth for each 10,000 articles that are still called flat: caches that fill up, and the allocator."""
_EVERY = 5.0
"""Seconds between two measurements."""
_WARM = 0.25
"""Share of the time in which caches fill: it isn't counted."""
_STORED = 60
"""Readings that are stored for each article that is read, with `--new`."""
_PARAGRAPHS = (2, 3, 4, 5)
_FEWEST = 3
_STATUS = Path("/proc/self/status")


def articles(seed: int, *, new: bool = False) -> Iterator[Input]:
    """Yield articles without end: paragraphs of the corpus by chance, with a number that no other has.

    With `new` most of their words are invented.
    """
    chance = random.Random(seed)  # noqa: S311  # the same on every machine, not secret
    passages = [text.strip() for text in texts() if text.strip()]
    number = 0
    while True:
        number += 1
        parts = chance.sample(passages, chance.choice(_PARAGRAPHS))
        if new:
            parts = [renewed(part, chance) for part in parts]
        text = "\n\n".join((*parts, f"This is report {number:,} of the harbour office."))
        raw = RawArticle(
            ref=str(number),
            url=f"https://soak.example/{number}",
            publisher=f"Post {number % 400}",
            published=f"20{20 + number % 5}-{1 + number % 12:02}-{1 + number % 28:02}",
            text=text,
        )
        yield Input(f"soak:{number}", "soak", partial(_same, raw))


def _same(raw: RawArticle) -> RawArticle:
    return raw


def resident() -> tuple[float, float]:
    """Return the memory of this process in megabytes: its own, and all that is resident."""
    told = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="ascii").splitlines())
    own, whole = (int(told[name].split()[0]) / 1024 for name in ("RssAnon", "VmRSS"))
    return own, whole


def caches() -> list[tuple[str, int, int]]:
    """Return name, entries and bound of every memory of a function's answers that has one, and is in use."""
    every = [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]
    # SQLite's memory of compiled statements is one of no function, and has no name.
    told = [
        (f"{each.__module__}.{getattr(each, '__qualname__', 'statements')}", *each.cache_info()[2:]) for each in every
    ]
    return sorted((name, size, most) for name, most, size in told if most is not None and most > 1 and size)


def fill(chance: random.Random) -> int:
    """Fill every such memory that is asked by one word or name with invented ones; return how many those are."""
    filled = 0
    for each in [each for each in gc.get_objects() if isinstance(each, _lru_cache_wrapper)]:
        most, ours = each.cache_info().maxsize or 0, getattr(each, "__module__", "").startswith("communique.")
        if most > 1 and ours and _is_asked_by_a_name(each.__wrapped__):
            filled += 1
            # Those that are asked for a table of ours by its name don't know others.
            with suppress(LookupError, ValueError):
                for _ in range(most):
                    each(f"{invented(chance).capitalize()} {invented(chance).capitalize()}")
    return filled


def _is_asked_by_a_name(function: Callable[..., object]) -> bool:
    first, *others = inspect.signature(function).parameters.values()
    return first.annotation in {"str", str} and all(each.default is not each.empty for each in others)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the slope of the straight line through points, by least squares."""
    count = len(points)
    across, up = sum(x for x, _ in points) / count, sum(y for _, y in points) / count
    spread = sum((x - across) ** 2 for x, _ in points)
    return sum((x - across) * (y - up) for x, y in points) / spread if spread else 0.0


def main() -> int:
    """Run, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--threads", type=int, default=None, help="threads of the model; by default one a core")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--new", action="store_true", help="articles of words that nobody met before")
    parser.add_argument("--at", default=None, help="folder for the ledger; else a temporary one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.at) as folder, Ledger.open(Path(folder) / "soak.db") as ledger:
        points = _soak(ledger, Reader(threads=options.threads), options)
        size = (Path(folder) / "soak.db").stat().st_size / 2**20
    began, ended = points[0][0], points[-1][0]
    kept = [(count, own) for at, count, own in points if at - began >= _WARM * (ended - began)]
    growth = slope(kept) * 10_000 if len(kept) >= _FEWEST else float("nan")
    count = points[-1][1]
    flat = growth <= FLAT
    said = {
        "articles": count,
        "articles_a_second": round(count / max(ended - began, 1e-9), 1),
        "own_mb_after_warm_up": round(kept[0][1], 1),
        "own_mb_at_the_end": round(kept[-1][1], 1),
        "growth_mb_per_10000": round(growth, 1),
        "ledger_mb": round(size, 1),
        "flat": flat,
    }
    print(json.dumps(said))
    if options.new:
        print(", ".join(f"{name} {size:,}/{most:,}" for name, size, most in caches()))
    return int(not flat)


def _soak(ledger: Ledger, reader: Reader, options: argparse.Namespace) -> list[tuple[float, int, float]]:
    """Read until the time is over; return the seconds, the articles so far and the memory, every few seconds."""
    began = time.monotonic()
    until = began + 60 * options.minutes
    points = [(0.0, 0, resident()[0])]
    failed = 0
    count, stored = 0, new_readings() if options.new else iter(())
    for outcome in ledger.add(articles(options.seed, new=options.new), reader=reader):
        failed += outcome.state == "failed"
        if options.new and not count:
            print(f"{fill(random.Random(options.seed))} memories filled", flush=True)  # noqa: S311  # not secret
        for reading in islice(stored, _STORED):
            ledger.put(reading)
            count += 1
        count += 1
        now = time.monotonic()
        if now - began - points[-1][0] >= _EVERY or now >= until:
            own, whole = resident()
            points.append((now - began, count, own))
            print(f"{now - began:7.0f} s  {count:8,} articles  {own:8.1f} MB own  {whole:8.1f} MB resident", flush=True)
        if now >= until:
            break
    if failed:
        print(f"{failed:,} articles failed", flush=True)
    return points


if __name__ == "__main__":
    sys.exit(main())
