# ruff: noqa: INP001, T201  # no package; what it measures is its output
"""How fast archives are read in bulk: `python bench/bulk.py`, with Spark beside it `python bench/bulk.py --spark`.

A WARC file is made of pages with menus around the text: of every `--share` pages one is put together from passages of
the corpus (about 250 words), the others tell of sport and business. `local_1` and `local_2` are documents a second with
one and two processes, `gate_1` and `gate_2` with the first look, `spark_1` and `spark_2` with Spark and as many
executors of one core, in processes of their own (`local-cluster`). Loading the model is measured by a first run of
a few pages, and left out of the rates; Spark and its executors are started by a run before that. `same_rows` says
whether all of them wrote the same. `cpu_ms` is the processor time of a document, all processes together, which others
on the machine disturb little; `two_cores` what that means for a second on two idle cores. `--kinds` takes some of them:
`--kinds local_1 gate_1`.

`python bench/bulk.py --minutes 60` reads archive after archive for so long, with two processes and the first look, and
tells documents a second, how many that are in a day, the slowest archive, and the memory of the largest process.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from communique.bulk import Bulk, run_bulk  # noqa: E402 - the repository's modules are beside this file
from communique.bulk.tables import arrow  # noqa: E402
from training.corpus.format import parse_file  # noqa: E402
from training.paths import CORPUS  # noqa: E402

WORDS, DOCUMENTS = 250, 25
ARCHIVE = 2_000
_CLUBS = ("Harborough", "Eastwick Rovers", "Lower Tenby", "Port Alder", "Marlow Athletic", "Crewford")
_FIRMS = ("Tindall Foods", "Arbor Retail", "Lindqvist Paper", "Northway Homes", "Pelham Software", "Odell Motors")
_OTHER = (
    "{club} beat {other} {a}-{b} on a wet evening, with a late goal from the bench in front of {n} supporters.",
    "The manager of {club} said his side had trained well and that the injured winger would miss {a} games.",
    "{firm} reported quarterly sales of {n} thousand units, up {a}.{b} percent on the year before.",
    "Shares of {firm} closed {b}.{a} percent lower after the retailer cut its outlook for the season.",
    "The season's new menus favour squash, barley and brown butter, with {n} recipes printed in the supplement.",
    "Tickets for the match between {club} and {other} go on sale at noon; {n} seats are left in the north stand.",
    "{firm} will open {a} shops in spring and close {b}, its chief executive told analysts.",
)
_PAGE = """<!doctype html><html><head><title>{title}</title><script>var x = {n};</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li><li><a href="/money">Money</a></li></ul></nav>
<article><h1>{title}</h1>{text}</article><footer>Contact. Terms. Cookies.</footer></body></html>"""


def texts(share: int) -> Iterator[str]:
    """Yield the texts of pages without end, of every `share` of them one from the corpus."""
    chance = random.Random(7)  # noqa: S311  # the same on every machine, not secret
    # No more files are parsed than are needed: all of them take longer than the measurement.
    parsed = (passage for path in sorted(CORPUS.glob("*.txt")) for passage in parse_file(path))
    passages = cycle(passage.text for passage in parsed if passage.meta["register"] != "seed")
    for number in count():
        yield _text(number % share == 0, passages, chance)


def _text(relevant: bool, passages: Any, chance: random.Random) -> str:  # noqa: FBT001  # the one thing that differs
    parts: list[str] = []
    while sum(len(part.split()) for part in parts) < WORDS:
        if relevant:
            parts.append(next(passages))
            continue
        club, other = chance.sample(_CLUBS, 2)
        numbers = {"a": chance.randint(2, 6), "b": chance.randint(0, 1), "n": chance.randint(100, 9000)}
        parts.append(chance.choice(_OTHER).format(club=club, other=other, firm=chance.choice(_FIRMS), **numbers))
    return "\n".join(parts)


def write_warc(path: Path, pages: list[str]) -> None:
    """Write pages as the answers of a server, a gzip member each."""
    with path.open("wb") as out:
        for number, text in enumerate(pages):
            paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n"))
            body = _PAGE.format(title=f"Page {number} of the bench", n=number, text=paragraphs).encode()
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = (
                "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012}>\r\n"
                "WARC-Date: 2024-01-18T00:00:00Z\r\n"
                f"WARC-Target-URI: https://bench.example/{number}\r\nContent-Length: {len(answer)}\r\n\r\n"
            )
            packed = io.BytesIO()
            with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as member:
                member.write(head.encode() + answer + b"\r\n\r\n")
            out.write(packed.getvalue())


def measured(archive: Path, few: Path, at: Path, pages: int, **how: Any) -> tuple[float, float, list[str]]:
    """Return documents a second of a run, milliseconds of the processor for each, and the readings that it wrote."""
    documents = min(DOCUMENTS, -(-pages // 4))
    before = worked()
    if how.get("engine") == "spark":  # its executors keep the model that they have loaded
        run_bulk(Bulk((str(few),), at / "first", link=False, documents=1, **how))
    start = run_bulk(Bulk((str(few),), at / "few", link=False, documents=1, **how))
    between = worked()
    run = run_bulk(Bulk((str(archive),), at / "all", link=False, documents=documents, **how))
    work = (worked() - between) - (between - before)
    if start.errors or run.errors:
        raise SystemExit(f"bench/bulk.py: {[str(each) for each in (*start.errors, *run.errors)]}")
    rows = [
        (row["id"], row["reading"])
        for path in (at / "all" / "readings").glob("*/*.parquet")
        for row in arrow().parquet.read_table(path, columns=["id", "reading"], partitioning=None).to_pylist()
    ]
    done = run.read + run.skipped + run.refused
    rate = done / max(run.seconds - start.seconds, 0.1)
    return rate, max(1000 * work, 1e-3) / done, [reading for _, reading in sorted(rows)]


def onward(minutes: float, share: int, at: Path) -> dict[str, Any]:
    """Read archives of `ARCHIVE` pages for some minutes, and return what was done."""
    pages, rates, read, skipped, begun = texts(share), [], 0, 0, time.monotonic()
    spent = 0.0
    while time.monotonic() - begun < 60 * minutes:
        archive, out = at / "news.warc.gz", at / "out"
        write_warc(archive, list(islice(pages, ARCHIVE)))
        run = run_bulk(Bulk((str(archive),), out, link=False, workers=2, gate=True))
        if run.errors:
            raise SystemExit(f"bench/bulk.py: {[str(each) for each in run.errors]}")
        if run.refused:
            raise SystemExit(f"bench/bulk.py: {run.refused} pages of {ARCHIVE} were refused; see {out / 'refused'}")
        read, skipped, spent = read + run.read, skipped + run.skipped, spent + run.seconds
        rates.append((run.read + run.skipped) / run.seconds)
        print(f"{read + skipped} documents, {rates[-1]:.0f} a second", file=sys.stderr, flush=True)
        shutil.rmtree(out)
    largest = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    rate = (read + skipped) / spent
    return {
        "minutes": round(spent / 60, 1), "documents": read + skipped, "read": read, "skipped": skipped,
        "a_second": round(rate, 1), "a_day": round(86_400 * rate), "slowest": round(min(rates), 1),
        "first": round(rates[0], 1), "last": round(rates[-1], 1), "largest_mb": round(largest / 1024),
    }  # fmt: skip


def worked() -> float:
    """Return the seconds that the processor worked for this process and for those that it has waited for."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """Measure and print one JSON line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--share", type=int, default=5, help="of so many pages one is from the corpus")
    parser.add_argument("--spark", action="store_true", help="measure Spark too")
    parser.add_argument("--minutes", type=float, help="read archive after archive for so long, and nothing else")
    parser.add_argument("--kinds", nargs="+", help="some of them; else all but gate_1")
    asked = parser.parse_args()
    if asked.minutes:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(onward(asked.minutes, asked.share, Path(folder))))
        return
    kinds: dict[str, dict[str, Any]] = {
        "local_1": {"workers": 1},
        "local_2": {"workers": 2},
        "gate_2": {"workers": 2, "gate": True},
        "gate_1": {"workers": 1, "gate": True},
    }
    if asked.spark:
        kinds |= {f"spark_{cores}": {"engine": "spark", "master": f"local-cluster[{cores},1,2048]"} for cores in (1, 2)}
    wanted = asked.kinds or [name for name in kinds if name != "gate_1"]
    if unknown := sorted(set(wanted) - kinds.keys()):
        parser.error(f"no such kinds: {' '.join(unknown)}; there are {' '.join(kinds)}")
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        pages = list(islice(texts(asked.share), asked.pages))
        write_warc(at / "news.warc.gz", pages)
        write_warc(at / "few.warc.gz", pages[:2])
        rates, work, written = {}, {}, {}
        for name in wanted:
            rate, took, rows = measured(at / "news.warc.gz", at / "few.warc.gz", at / name, asked.pages, **kinds[name])
            rates[name] = round(rate, 1)
            if not name.startswith("spark"):  # Spark's own processes aren't waited for.
                work[name] = round(took, 1)
            if not name.startswith("gate"):
                written[name] = rows
        same = all(rows == next(iter(written.values())) for rows in written.values())
        two = {name: round(2000 / took, 1) for name, took in work.items()}
        print(json.dumps({"pages": asked.pages, **rates, "cpu_ms": work, "two_cores": two, "same_rows": same}))


if __name__ == "__main__":
    main()
