# ruff: noqa: INP001, T201, S311, S608  # no package; it prints; chance guards nothing; queries are of names of ours
"""How fast a large ledger answers, and how large it is: `python bench/ledger.py --articles 10000 1000000 --at FILE`.

The first 10,000 articles (50,000 events) are stored from generated readings (see `generated.py`) with all that
`communique add` keeps, only without waiting for the disk after each article and without comparing events: which are one
is known. Those before them are the same with other days, ids and places in the indexes, laid out in time as they would
have come. A file that is there already is filled up by such copies, or taken as it is; where filling was ended half-way
it goes on. At each of the sizes named it is measured what it costs to put one more article; at the last also bytes an
event; opening; each kind of question with values drawn as the news has them, in milliseconds of processor time at the
median and the 95th percentile.
"""

from __future__ import annotations

import argparse
import datetime
import json
import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from generated import FIRST_DAY, World, published, readings, told_before  # noqa: E402 - the repository's modules are beside this file

from communique.errors import BadQuestion  # noqa: E402
from communique.ledger import Ledger  # noqa: E402
from communique.ledger.file.database import transaction  # noqa: E402
from communique.ledger.told.events import move_reports  # noqa: E402
from communique.ledger.stored.links import Linker  # noqa: E402
from communique.ledger.stored.rewriting import write_linked  # noqa: E402
from communique.ledger.stored.writing import add_appearance  # noqa: E402
from communique.vocabulary import Act, EventType, Stage, Status  # noqa: E402

TOGETHER = 500
"""Articles of one transaction while the ledger is filled."""
EARLY = 10_000
"""Articles that are generated; all others are copies of them."""
COPIES = 5
"""Copies of one transaction."""
PUTS = 400
"""Articles put to measure what one more costs; the first quarter isn't counted."""
TIMES = 40
"""How often each question is asked."""


class _Told(Linker):
    """Keeps all that linking keeps, but compares no events."""

    compares = False


def fill(path: Path, articles: int) -> dict[str, float]:
    """Fill a ledger up to a number of articles; return what was measured on the way."""
    told: dict[str, float] = {}
    with Ledger.open(path) as ledger:
        have = count(ledger, "articles")
        ledger.connection.execute("PRAGMA synchronous = OFF")
        ledger.connection.execute("PRAGMA cache_size = -1000000")
        now = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
        linker = _Told(ledger.connection)
        started, done = time.perf_counter(), have
        while done < articles:
            more = min(TOGETHER, articles - done)
            with transaction(ledger.connection):
                for at, reading in enumerate(readings(done, more), done):
                    number = write_linked(linker, reading, now)
                    add_appearance(ledger.connection, number, reading.article, now)
                    join(ledger, number, at)
            done += more
            if done % (TOGETHER * 20) == 0:
                rate = (done - have) / (time.perf_counter() - started)
                print(f"{done:,} articles, {rate:.0f} a second", file=sys.stderr)
        if done > have:
            told["articles_a_second"] = (done - have) / (time.perf_counter() - started)
            ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return told


_DAYS = (
    "day",
    "known",
    "last_known",
    "published",
    "date_start",
    "date_end",
    "first_day",
    "last_day",
    "due",
    "one_known",
)
_REFERS = {
    **dict.fromkeys(("article", "source", "story"), "articles"),
    **dict.fromkeys(("actor", "speaker", "addressee", "stage_by"), "actors"),
    **dict.fromkeys(("within", "statement"), "statements"),
    **dict.fromkeys(("lead", "report"), "reports"),
    "event": "events",
    "quote": "quotes",
    "thread": "threads",
    "commitment": "commitments",
}
"""What a column refers to by number."""
_OWN_NUMBERS = ("links", "contradictions")
"""Tables between records, which nothing refers to by number."""
_LEFT = frozenset(("inputs", "feeds", "decisions", "decision_targets", "actor_aliases", "counts"))


def multiply(path: Path, articles: int) -> None:
    """Put earlier news before that of a ledger until it has so many articles: the first ones with other ids and days.

    Actors with a name are shared, those without are others in every copy. Where this is ended half-way, it goes on.

    Raises:
        SystemExit: what the ledger has was put there otherwise.
    """
    with Ledger.open(path) as ledger:
        run = ledger.connection.execute
        have = count(ledger, "articles")
        base = min(have, EARLY)
        if have % base or articles % base:
            raise SystemExit(f"{path} has {have:,} articles; it and what it is to have must be some times {base:,}")
        for setting in ("synchronous = OFF", "foreign_keys = OFF", "cache_size = -2000000"):
            run(f"PRAGMA {setting}")
        triggers = run("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        # Copies are of days before those of the first articles.
        query = "SELECT min(known), max(known) FROM articles WHERE number <= ?"
        first, last = (datetime.date.fromisoformat(each) for each in run(query, (base,)).fetchone())
        tables = [
            row[0]
            for row in run("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
            if row[0] not in _LEFT and not row[0].startswith("sqlite_")
        ]
        spans = _spans(run, base, have // base)
        run("CREATE TEMP TABLE unnamed AS SELECT number FROM actors WHERE instr(key, '@')")
        run("CREATE UNIQUE INDEX temp.unnamed_number ON unnamed (number)")
        started = time.perf_counter()
        for done in range(have // base, articles // base, COPIES):
            more = range(done, min(done + COPIES, articles // base))
            run("BEGIN IMMEDIATE")
            for name, _ in triggers:
                run(f"DROP TRIGGER {name}")
            # Table by table: what is written of its indexes stays at hand.
            for table in tables:
                for copy in more:
                    _copy(run, table, copy, (last - first).days + 1, spans)
            for copy in more:
                _index(run, copy, spans)
            run("UPDATE counts SET number = number / ? * ?", (more.start, more.stop))
            for _, sql in triggers:
                run(sql)
            run("COMMIT")
            run("PRAGMA wal_checkpoint(TRUNCATE)")
            took = time.perf_counter() - started
            print(f"{more.stop * base:,} articles after {took:.0f} seconds", file=sys.stderr, flush=True)


def _spans(run: Callable[..., Any], base: int, times: int) -> dict[str, int]:
    """Return how many numbers the first articles take in each table; the ledger holds them so many times."""
    named = run("SELECT max(actor) FROM mentions WHERE article <= ?", (base,)).fetchone()[0]
    tables = (set(_REFERS.values()) | set(_OWN_NUMBERS)) - {"actors"}
    most = {table: run(f"SELECT coalesce(max(number), 0) FROM {table}").fetchone()[0] for table in tables}
    return {"actors": named} | {table: number // times for table, number in most.items()}


def _index(run: Callable[..., Any], copy: int, spans: dict[str, int]) -> None:
    """Put the texts of a copy into the indexes of words."""
    for index, columns, table, of in (
        ("article_search", "title, text", "articles", "articles"),
        ("quote_search", "quote", "quote_texts", "quotes"),
        ("actor_search", "folded", "actors", "actors"),
    ):
        run(
            f"INSERT INTO {index} (rowid, {columns}) SELECT number, {columns} FROM {table}"
            " WHERE number > ? AND number <= ?",
            (copy * spans[of], (copy + 1) * spans[of]),
        )


def _copy(run: Callable[..., Any], table: str, copy: int, days: int, spans: dict[str, int]) -> None:
    """Put a copy of a table's first rows into it, what it refers to in the same copy."""
    columns = [(row["name"], row["type"]) for row in run(f"SELECT name, type FROM pragma_table_info('{table}')")]
    unnamed = "IN (SELECT number FROM unnamed)"
    own = {
        "actors": f"number {unnamed} AND number <= {spans['actors']}",
        "actor_sectors": f"actor {unnamed} AND actor <= {spans['actors']}",
    }
    where = own.get(table, f"number <= {spans[table]}" if table in spans else "1")
    if table not in spans:
        refers = {name: _REFERS[name] for name, _ in columns if name in _REFERS}
        where += "".join(f' AND "{name}" <= {spans[other]}' for name, other in refers.items())
    steps = {"number": copy * spans.get(table, 0)} | {
        name: copy * spans[other] for name, other in _REFERS.items() if other != "actors" or table == "actor_sectors"
    }
    values = []
    for name, kind in columns:
        if name in steps:
            values.append(f'"{name}" + {steps[name]}')
        elif name in _REFERS:
            values.append(f'"{name}" + {copy * spans["actors"]} * ("{name}" {unnamed})')
        elif name in _DAYS:
            values.append(f"date(\"{name}\", '-{copy * days} days')")
        elif name == "id" or (table in _OWN_NUMBERS and name in {"one", "other"}):
            values.append(f'substr("{name}", 1, length("{name}") - 2) || \'{_mark(copy)}\'')
        elif name in {"key", "url"}:
            values.append(f"\"{name}\" || '/{copy}'")
        elif name in {"block", "band"}:
            values.append(f"\"{name}\" || '|{copy}'" if kind == "TEXT" else f'"{name}" / 2 + {copy}')
        else:
            values.append(f'"{name}"')
    names = ", ".join(f'"{name}"' for name, _ in columns)
    run(f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} WHERE {where}")


def join(ledger: Ledger, number: int, article: int) -> None:
    """Join the reports of an article with the events that earlier ones told."""
    find = "SELECT reports.number, event FROM reports WHERE article = ? AND local = ?"
    for at, first in enumerate(told_before(article), 1):
        if first:
            # Articles have the numbers in which they came.
            own = ledger.connection.execute(find, (number, f"e{at}")).fetchone()
            other = ledger.connection.execute(find, (first[0] + 1, f"e{first[1] + 1}")).fetchone()
            if own and other:
                move_reports(ledger.connection, [own["number"]], other["event"])


def _mark(copy: int) -> str:
    """Return two letters that end the ids of a copy's records; no id of a reading has letters from `g` on."""
    return "".join(chr(ord("g") + each) for each in divmod(copy, 20))


@dataclass(frozen=True, slots=True)
class Putting:
    """What one more article costs, in milliseconds of processor time: the mean, the median and the 95th percentile."""

    mean: float
    median: float
    p95: float
    links: int
    """Links that the articles put were given: the same whatever the ledger held before."""


def put(path: Path) -> Putting:
    """Return what it costs to put one more article, each in a transaction of its own; the file is left as it was.

    Nobody else may have it open.
    """
    with Ledger.open(path) as ledger:
        base = min(count(ledger, "articles"), EARLY)
    # A process that ends without closing the ledger leaves what it wrote in the log beside it.
    with multiprocessing.get_context("fork").Pool(1) as pool:
        found = pool.apply(_put, (path, base))
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    return found


def _put(path: Path, base: int) -> Putting:
    made = list(readings(base, PUTS))
    ledger = Ledger.open(path)
    before, took = count(ledger, "links"), []
    ledger.connection.execute("PRAGMA wal_autocheckpoint = 0")
    for reading in made:
        started = time.process_time()
        ledger.put(reading)
        took.append((time.process_time() - started) * 1000)
    counted = sorted(took[PUTS // 4 :])
    links = count(ledger, "links") - before
    _kept.append(ledger)
    return Putting(sum(counted) / len(counted), counted[len(counted) // 2], counted[int(len(counted) * 0.95)], links)


_kept: list[Ledger] = []
"""Ledgers that are never closed."""


def count(ledger: Ledger, table: str) -> int:
    """Return the number of rows of a table."""
    return int(ledger.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def questions(  # noqa: C901  # small functions that draw values
    articles: int,
) -> Iterator[tuple[str, Callable[[Ledger, random.Random], Any]]]:
    """Yield names and askers of the questions that are measured."""
    world = World()
    base = min(articles, EARLY)
    last = published(base - 1)
    span = (last - FIRST_DAY).days * articles // base

    def country(chance: random.Random) -> str:
        return str(chance.choices(list(world.states), [1 / n for n in range(1, len(world.states) + 1)])[0])

    def day(chance: random.Random) -> str:
        return (last - datetime.timedelta(chance.randrange(span))).isoformat()

    def month(chance: random.Random) -> str:
        return day(chance)[:7]

    def between(chance: random.Random) -> dict[str, str]:
        first = month(chance)
        return {"since": first, "until": first}

    def plain(chance: random.Random) -> str:
        return chance.choice(world.contents)

    asked: dict[str, tuple[str, Callable[[random.Random], dict[str, Any]]]] = {
        "events, all": ("events", lambda _: {}),
        "events actor=country": ("events", lambda c: {"actor": country(c)}),
        "events actor=person": ("events", lambda c: {"actor": world.persons.by(c).name}),
        "events actor=id": ("events", lambda c: {"actor": c.choice(ids)}),
        "events recipient, type": ("events", lambda c: {"recipient": country(c), "type": c.choice(list(EventType))}),
        "events country, status": ("events", lambda c: {"country": country(c), "status": c.choice(list(Status))}),
        "events actor, recipient": ("events", lambda c: {"actor": country(c), "recipient": country(c)}),
        "events not actor, type": ("events", lambda c: {"actor": f"!{country(c)}", "type": c.choice(list(EventType))}),
        "events type, month": ("events", lambda c: {"type": c.choice(list(EventType)), **between(c)}),
        "events type, mode": ("events", lambda _: {"type": "ASSAULT", "mode": "drone"}),
        "events context": ("events", lambda _: {"context": "health"}),
        "events context, country": ("events", lambda c: {"context": "health", "country": country(c)}),
        "events sector": ("events", lambda c: {"sector": c.choice(("MIL", "MED", "REB"))}),
        "events sector, actor": ("events", lambda c: {"sector": "MED", "actor": country(c)}),
        "events place=town": ("events", lambda c: {"place": world.towns.by(c)[0]}),
        "events place=country": ("events", lambda c: {"place": country(c)}),
        "events source": ("events", lambda c: {"source": world.publishers.by(c)[0]}),
        "events source=host": ("events", lambda c: {"source": world.publishers.by(c)[1]}),
        "events source, type": (
            "events",
            lambda c: {"source": world.publishers.by(c)[1], "type": c.choice(list(EventType))},
        ),
        "events text": ("events", lambda c: {"text": plain(c)}),
        "events text, actor": ("events", lambda c: {"text": plain(c), "actor": country(c)}),
        "events told_by": ("events", lambda c: {"told_by": country(c)}),
        "events told_by, type": (
            "events",
            lambda c: {"told_by": world.persons.by(c).name, "type": c.choice(list(EventType))},
        ),
        "events min_sources": ("events", lambda _: {"min_sources": 4}),
        "events min_sources, type": ("events", lambda c: {"min_sources": 3, "type": c.choice(list(EventType))}),
        "events verdict": ("events", lambda _: {"verdict": "accepted"}),
        "events published": ("events", lambda c: {"published_since": day(c), "type": c.choice(list(EventType))}),
        "events far offset": ("events", lambda c: {"type": c.choice(list(EventType)), "offset": 10_000}),
        "events as_of": ("events", lambda c: {"as_of": c.choice(days), "actor": country(c)}),
        "events as_of, status": ("events", lambda c: {"as_of": c.choice(days), "status": c.choice(list(Status))}),
        "statements speaker=country": ("statements", lambda c: {"speaker": country(c)}),
        "statements speaker=person": ("statements", lambda c: {"speaker": world.persons.by(c).name}),
        "statements speaker, act": ("statements", lambda c: {"speaker": country(c), "act": c.choice(list(Act))}),
        "statements act, certainty": ("statements", lambda c: {"act": c.choice(list(Act)), "certainty": "unlikely"}),
        "statements text": ("statements", lambda c: {"text": plain(c)}),
        "statements source, month": ("statements", lambda c: {"source": world.publishers.by(c)[0], **between(c)}),
        "commitments donor": ("commitments", lambda c: {"donor": country(c)}),
        "commitments recipient, stage": (
            "commitments",
            lambda c: {"recipient": country(c), "stage": c.choice(list(Stage))},
        ),
        "commitments min_amount": ("commitments", lambda _: {"min_amount": 800_000_000, "currency": "GBP"}),
        "commitments item": ("commitments", lambda _: {"item": "artillery"}),
        "commitments item=words": ("commitments", lambda _: {"item": "howitzers"}),
        "commitments as_of": ("commitments", lambda c: {"as_of": c.choice(days), "donor": country(c)}),
        "actors name": ("actors", lambda c: {"name": world.persons.by(c).name.split()[0]}),
        "actors country, kind": ("actors", lambda c: {"country": country(c), "kind": "person"}),
        "articles source": ("articles", lambda c: {"source": world.publishers.by(c)[0]}),
        "articles text": ("articles", lambda c: {"text": plain(c)}),
    }
    days = [(last - datetime.timedelta(span * part // 4)).isoformat() for part in (1, 2, 3)]
    ids: list[str] = []
    for name, (family, make) in asked.items():

        def ask(
            ledger: Ledger,
            chance: random.Random,
            family: str = family,
            make: Callable[[random.Random], dict[str, Any]] = make,
        ) -> Any:
            if not ids:
                query = "SELECT id FROM actors WHERE number % 97 = 0 LIMIT 2000"
                ids.extend(row[0] for row in ledger.connection.execute(query))
            filters = make(chance)
            started = time.process_time()
            # Whoever is drawn may not have come up in so few articles.
            with suppress(BadQuestion):
                list(getattr(ledger, family)(**filters))
            return started

        yield name, ask

    def words(number: int) -> Callable[[Ledger, random.Random], Any]:
        def ask(ledger: Ledger, chance: random.Random) -> Any:
            said = " ".join(chance.choice(world.contents) for _ in range(number))
            started = time.process_time()
            ledger.search(said, newest=number == 1)
            return started

        return ask

    yield "search one word, newest", words(1)
    yield "search two words, best", words(2)
    yield "search three words, best", words(3)

    def timed(act: Callable[[Ledger, random.Random], Any]) -> Callable[[Ledger, random.Random], float]:
        def ask(ledger: Ledger, chance: random.Random) -> float:
            started = time.process_time()
            act(ledger, chance)
            return started

        return ask

    def spoken(ledger: Ledger, chance: random.Random) -> list[Any]:
        # Whoever is drawn may not have spoken in so few articles.
        with suppress(BadQuestion):
            return ledger.drift(world.persons.by(chance).name, last=400)
        return []

    any_day = lambda chance: datetime.date.fromisoformat(day(chance))  # noqa: E731 - one line of a table
    yield "contradictions, newest", timed(lambda ledger, _: ledger.contradictions(limit=50))
    yield "contradictions, as_of", timed(lambda ledger, c: ledger.contradictions(limit=50, as_of=day(c)))
    yield "contradictions, counted", timed(lambda ledger, _: ledger.count_contradictions())
    yield "calendar", timed(lambda ledger, c: ledger.calendar(since=any_day(c), limit=50))
    yield "calendar, as_of", timed(lambda ledger, c: ledger.calendar(since=(d := any_day(c)), as_of=d.isoformat()))
    yield "overdue, as_of", timed(lambda ledger, c: ledger.overdue(d := any_day(c), as_of=d.isoformat()))
    yield "drift of a person, newest", timed(spoken)


def main() -> None:
    """Fill and measure; print tables and a line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, nargs="+", default=[EARLY], help="sizes, the smallest first")
    options.add_argument("--at", type=Path, default=Path("generated.db"))
    options.add_argument("--only", default="", help="only questions whose name has this")
    given = options.parse_args()
    articles = given.articles[-1]
    told: dict[str, Any] = {}
    if not given.at.exists():
        told |= fill(given.at, min(given.articles[0], EARLY))
    print(f"{'put one more into articles':<34}{'mean ms':>10}{'median ms':>10}{'p95 ms':>10}{'links':>10}")
    for size in given.articles:
        with Ledger.open(given.at) as ledger:
            have = count(ledger, "articles")
        if have < size:
            multiply(given.at, size)
        elif have > size:
            continue
        one = put(given.at)
        print(f"{size:<34,}{one.mean:>10.1f}{one.median:>10.1f}{one.p95:>10.1f}{one.links:>10}", flush=True)
        told[f"put_ms_{size}"] = one.mean
    started = time.perf_counter()
    with Ledger.open(given.at, write=False) as ledger:
        len(ledger.events(limit=1))
        told["open_seconds"] = time.perf_counter() - started
        told |= {
            table: count(ledger, table)
            for table in ("articles", "reports", "events", "statements", "commitments", "actors")
        }
        told["bytes_an_event"] = given.at.stat().st_size / told["reports"]
        told["worst_p95_ms"] = ask_all(ledger, articles, given.only)
    print(json.dumps({name: round(value, 3) for name, value in told.items()}))


def ask_all(ledger: Ledger, articles: int, only: str) -> float:
    """Ask the questions whose names have some words, print what each takes; return the highest 95th percentile."""
    worst = 0.0
    print(f"{'question':<34}{'median ms':>10}{'p95 ms':>10}")
    for name, ask in questions(articles):
        if only not in name:
            continue
        chance = random.Random(name)
        took = []
        for _ in range(TIMES):
            begun = ask(ledger, chance)
            took.append((time.process_time() - begun) * 1000)
        took.sort()
        p95 = took[int(TIMES * 0.95)]
        worst = max(worst, p95)
        print(f"{name:<34}{took[TIMES // 2]:>10.1f}{p95:>10.1f}", flush=True)
    return worst


if __name__ == "__main__":
    main()
