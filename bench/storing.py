# ruff: noqa: INP001, T201  # no package; it prints
"""What storing and linking cost beside reading: `python bench/storing.py [--texts FILE]`.

Articles are read, and their readings, with the sketches of their triggers, added to a ledger that has some hundreds
already, each in a transaction of its own, on a disk. Told is the processor time of one article, all threads together,
for both, and what part of reading storing is. Texts are passages of the corpus strung together, dense with events, or
lines of JSON with `text` and if you like `published` and `publisher`. Both are timed in one process, a few dozen
articles at a time in turn, so that a busy machine slows both alike.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import json
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import generated  # noqa: E402 - the repository's modules are beside this file
import suite  # noqa: E402

from communique import Ledger, RawArticle, Reader, Reading, Refused  # noqa: E402
from communique.ledger.stored.adding import Input, store  # noqa: E402
from communique.ledger.stored.links import Linker, Vectors  # noqa: E402
from communique.linking.event_vectors import sketches  # noqa: E402

TOGETHER = 25
"""Articles that are read, and then stored, before the next."""
FIRST_DAY = datetime.date(2024, 1, 1)
DAYS = 60


def strung(count: int) -> Iterator[RawArticle]:
    """Yield articles of passages, those of one day in each batch."""
    for at, text in enumerate(suite.articles_of(count)):
        yield RawArticle(text=text, published=str(FIRST_DAY + datetime.timedelta(at % DAYS)), ref=f"strung-{at}")


def given(path: Path) -> Iterator[RawArticle]:
    """Yield the articles of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for at, line in enumerate(lines):
            raw = json.loads(line)
            yield RawArticle(
                text=raw["text"], published=raw.get("published"), publisher=raw.get("publisher"), ref=f"given-{at}"
            )


def read(reader: Reader, articles: Iterable[RawArticle]) -> list[tuple[Reading, Vectors]]:
    """Return the readings of articles with the sketches of their triggers."""
    found = []
    for each in reader.read_many_with_states(articles):
        if not isinstance(each, Refused):
            reading, states = each
            found.append((reading, sketches(states, [event.trigger.start for event in reading.events])))
    return found


def add(ledger: Ledger, readings: Iterable[tuple[Reading, Vectors]]) -> None:
    """Store readings as `Ledger.add` does."""
    linker = Linker(ledger.connection)
    for reading, vectors in readings:
        store(linker, Input(f"read:{reading.article.id}", "bench", _read_already), reading, vectors=vectors)


def _read_already() -> RawArticle:
    raise LookupError("these were read already")


def measure(articles: list[RawArticle], before: int, folder: Path) -> tuple[float, float, int]:
    """Return milliseconds of processor time of an article's reading and storing, and how many events were stored."""
    # As the command line does.
    gc.set_threshold(50_000, 20, 20)
    reader = Reader(threads=1)
    reading = storing = 0.0
    events = 0
    with Ledger.open(folder / "storing.db") as ledger:
        for each in generated.readings(0, before):
            ledger.put(each)
        source = iter(articles)
        # What is loaded once, for the first article, isn't counted.
        add(ledger, read(reader, islice(source, TOGETHER)))
        count = 0
        while batch := list(islice(source, TOGETHER)):
            started = time.process_time()
            found = read(reader, batch)
            between = time.process_time()
            add(ledger, found)
            storing += time.process_time() - between
            reading += between - started
            count += len(batch)
            events += sum(len(each.events) for each, _ in found)
    return 1000 * reading / count, 1000 * storing / count, events


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="lines of JSON; by default passages of the corpus")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--before", type=int, default=300, help="articles that the ledger has already")
    asked = parser.parse_args()
    source = given(asked.texts) if asked.texts else strung(asked.articles + TOGETHER)
    articles = list(islice(source, asked.articles + TOGETHER))
    with tempfile.TemporaryDirectory() as folder:
        reading, storing, events = measure(articles, asked.before, Path(folder))
    counted = len(articles) - TOGETHER
    print(
        f"{counted} articles, {events / counted:.1f} events each, {asked.before} in the ledger before: reading"
        f" {reading:.1f} ms, storing and linking {storing:.1f} ms ({storing / reading:.0%} of reading)"
    )


if __name__ == "__main__":
    main()
