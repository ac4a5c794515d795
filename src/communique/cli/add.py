"""`communique add` and `communique failed`: articles into the ledger, and those that could not be read."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.actors_option import actors_option, known_actors
from communique.cli.errors import Misses
from communique.cli.first_look import SKIPPED, gate_option, passes
from communique.cli.inputs import Given, debug_option, iso_date
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.output import write, write_json
from communique.cli.wording import line
from communique.shown import numbered

if TYPE_CHECKING:
    from communique.ledger import Failed, Input, Outcome
    from communique.sources import Item, RawArticle

ADD = """Read articles into a ledger, the file that keeps what they tell and links it across articles.

A SOURCE is a file of text, HTML or PDF, a folder, JSON lines, a feed (RSS, Atom) or sitemap, a WARC file, a newsletter
(EML) or a web address. Spreadsheets are for `communique import`, and passed over in a folder. What was read before is
passed over, so the same command goes on where it was stopped. What can't be read is kept with the reason (see
`communique failed`), and the others are read; the exit code is 2 then.

\b
Examples:
  communique add articles/ --ledger war.db
  communique add https://example.org/news/feed.xml
  communique add CC-NEWS-20240118.warc.gz
  communique add articles.jsonl --retry-failed
  communique add CC-NEWS-20240118.warc.gz --gate
"""

FAILED = """List what could not be read into the ledger, and why.

\b
Examples:
  communique failed
  communique failed --jsonl > failed.jsonl
  communique add articles/ --retry-failed
"""

_ORDER = ("added", "read again", "known text", "passed over", SKIPPED, "failed")
_TOLD = frozenset(("added", "read again"))
_UNDATED = "undated"
_NAMED = 3
"""Spreadsheets of a folder that are told by name."""
_NOTHING = {"events": 0, "statements": 0, "commitments": 0}


@click.command(help=ADD, short_help="Read articles into a ledger.")
@click.argument("sources", nargs=-1, metavar="SOURCE...", required=True)
@ledger_option
@click.option("--published", metavar="DATE", callback=iso_date, help="Day of publication, as 2024-01-18, if not told.")
@click.option("--publisher", metavar="TEXT", help="The publisher, if the source doesn't tell it.")
@click.option(
    "--retry-failed",
    "retry",
    is_flag=True,
    help="Try again what failed before; what isn't there any more is no longer listed.",
)
@click.option("--again", is_flag=True, help="Read again what an older reader read. Decisions stay.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too.")
@click.option("--weights", metavar="DIR", type=click.Path(path_type=Path), help="A folder of other weights.")
@actors_option
@gate_option
@click.option("--jsonl", is_flag=True, help="Print a line of JSON for each article once it is stored.")
@debug_option
@click.pass_context
def add(  # noqa: PLR0913  # one argument for each option
    ctx: click.Context,
    sources: tuple[str, ...],
    *,
    path: Path,
    published: str | None,
    publisher: str | None,
    retry: bool,
    again: bool,
    allow_private: bool,
    weights: Path | None,
    tables: tuple[Path, ...],
    gate: bool,
    jsonl: bool,
) -> None:
    """Read articles into a ledger; the help text is `ADD`."""
    given = Given(published=published, publisher=publisher)
    misses = Misses(ctx)
    counts: Counter[str] = Counter()
    known = known_actors(tables) if tables else ()
    lost = _Lost()
    inputs = _begun(_inputs(sources, given, misses, lost, allow_private=allow_private), path)
    if inputs is None:
        write("" if jsonl else "Articles: nothing to read. No ledger was made.\n")
        misses.leave()
        return
    with opened_ledger(path, create=True, write=True) as ledger:
        from communique.ledger.stored.adding import forget_failed  # noqa: PLC0415  # as `opened_ledger`
        from communique.ledger.told.counting import ahead_of, events_of, otherwise_dated  # noqa: PLC0415
        from communique.reader import Reader  # noqa: PLC0415  # takes half a second

        articles: list[str] = []
        known_before: list[str] = []
        if retry:
            lost.expect(ledger.failed())
        if gate:
            inputs = _worth_reading(inputs, counts, jsonl=jsonl)
        outcomes = ledger.add(inputs, reader=Reader(weights, actors=known), again=again, retry=retry)
        with _progress() as advance:
            for outcome in outcomes:
                _count(counts, outcome)
                if outcome.article is not None and outcome.state in _TOLD:
                    articles.append(outcome.article)
                elif outcome.article is not None and published:
                    known_before.append(outcome.article)
                if outcome.error is not None:
                    misses.tell(outcome.error)
                if jsonl:
                    write_json(_told(outcome))
                advance()
        counts["events"] = events_of(ledger.connection, articles)
        other_days = otherwise_dated(ledger.connection, known_before, published or "")
        ahead = ahead_of(ledger.connection, articles, datetime.datetime.now(datetime.UTC).date().isoformat())
        forget_failed(ledger.connection, gone := lost.keys())
    notes = (_undated(counts[_UNDATED]), _kept_days(other_days), _ahead(ahead), _gone(len(gone)))
    write("" if jsonl else "".join((_summary(counts, path), *notes)))
    misses.leave()


class _Lost:
    """Finds out which inputs that failed before aren't in their sources any more.

    A file is known by what it holds and a line by what is wrong with it, so what was mended is something else. What has
    an address stays: a feed drops its articles, and they may still be had.
    """

    def __init__(self) -> None:
        self._expected: dict[str, set[str]] = {}
        self._whole: set[str] = set()

    def expect(self, failed: Iterable[Failed]) -> None:
        """Take note of what failed before."""
        for each in failed:
            if "://" not in each.key:
                self._expected.setdefault(each.origin, set()).add(each.key)

    def met(self, source: str, key: str) -> None:
        """Take note that an input is still there."""
        self._expected.get(source, set()).discard(key)

    def ended(self, source: str) -> None:
        """Take note that a source was gone through to its end."""
        self._whole.add(source)

    def keys(self) -> list[str]:
        """Return the keys of what is gone."""
        return sorted(key for source in self._whole for key in self._expected.get(source, ()))


def _gone(number: int) -> str:
    return (
        f"{numbered(number, 'inputs')} that failed before: no longer there, and no longer listed.\n" if number else ""
    )


def _inputs(
    sources: tuple[str, ...], given: Given, misses: Misses, lost: _Lost, *, allow_private: bool
) -> Iterator[Input]:
    """Yield what the sources hold; one that can't be opened is told, and the others are read."""
    from communique.ledger import Input  # noqa: PLC0415  # as `opened_ledger`
    from communique.sources import open_items  # noqa: PLC0415  # takes a third of a second

    for source in sources:
        try:
            tables: list[Path] = []
            for each in open_items(source, allow_private=allow_private, tell=tables.append):
                lost.met(source, each.key)
                yield Input(each.key, each.origin, partial(_filled, each, given), dated=given.published is not None)
            if tables:
                click.echo(f"communique: {_passed(tables)}", err=True)
            lost.ended(source)
        except Exception as error:  # noqa: BLE001  # a bad source never ends the rest
            misses.tell(error)


def _begun(inputs: Iterator[Input], path: Path) -> Iterator[Input] | None:
    """Return inputs; None where there are none and no ledger, so that a misspelt source makes no empty one."""
    try:
        if path.exists():
            return inputs
    except OSError:
        # Whoever opens it is told what is wrong.
        return inputs
    first = list(islice(inputs, 1))
    return chain(first, inputs) if first else None


def _passed(tables: list[Path]) -> str:
    named = ", ".join(line(str(each)) for each in tables[:_NAMED])
    more = f" and {len(tables) - _NAMED:,} more" if len(tables) > _NAMED else ""
    return (
        f"{numbered(len(tables), 'spreadsheets')} passed over, as rows are no articles: {named}{more}."
        " See `communique import` and `communique compare`."
    )


def _worth_reading(inputs: Iterable[Input], counts: Counter[str], *, jsonl: bool) -> Iterator[Input]:
    """Yield the inputs that the first look lets pass; the others are counted and told, and the ledger knows none."""
    for each in inputs:
        try:
            raw = each.load()
        except Exception as error:  # noqa: BLE001  # the ledger keeps the reason; what was fetched isn't fetched again
            yield replace(each, load=partial(_as_failed, error))
            continue
        if passes(raw):
            yield replace(each, load=partial(_as_loaded, raw))
            continue
        counts[SKIPPED] += 1
        if jsonl:
            write_json({"key": each.key, "state": SKIPPED, "article": None, **_NOTHING, "error": None})


def _as_loaded(raw: RawArticle) -> RawArticle:
    return raw


def _as_failed(error: Exception) -> RawArticle:
    raise error


def _filled(item: Item, given: Given) -> RawArticle:
    return given.fill(item.load())


def _count(counts: Counter[str], outcome: Outcome) -> None:
    counts[outcome.state] += 1
    counts[_UNDATED] += not outcome.dated
    if outcome.state in _TOLD:
        counts["reports"] += outcome.events
        counts["statements"] += outcome.statements
        counts["commitments"] += outcome.commitments


def _told(outcome: Outcome) -> dict[str, object]:
    """Return an outcome as its line of JSON."""
    return {
        "key": outcome.key,
        "state": outcome.state,
        "article": outcome.article,
        "events": outcome.events,
        "statements": outcome.statements,
        "commitments": outcome.commitments,
        "error": outcome.error.to_json() if outcome.error else None,
    }


def _summary(counts: Counter[str], path: Path) -> str:
    states = ", ".join(f"{counts[state]:,} {state}" for state in _ORDER if counts[state]) or "nothing to read"
    events, *others = (numbered(counts[family], family) for family in ("events", "statements", "commitments"))
    if counts["reports"] != counts["events"]:
        events = f"{events} (of {numbered(counts['reports'], 'reports')})"
    told = ", ".join((events, *others))
    failed = f" `communique failed --ledger {path}` tells why." if counts["failed"] else ""
    # What is read again was in the ledger before.
    what = f"They tell {told}" if counts["read again"] else f"New in {path}: {told}"
    return f"Articles: {states}. {what}.{failed}\n"


def _undated(number: int) -> str:
    if not number:
        return ""
    articles = "1 article has" if number == 1 else f"{number:,} articles have"
    return (
        f"{articles} no day of publication: days such as “on Thursday” are reckoned from today."
        " Give the day with --published: what has none is read again with it.\n"
    )


def _kept_days(number: int) -> str:
    if not number:
        return ""
    return (
        f"{numbered(number, 'articles')} known before with another day of publication than --published says: it stays."
        " Where it is wrong, `communique remove` the article and add it again.\n"
    )


def _ahead(day: str | None) -> str:
    if day is None:
        return ""
    return (
        f"Articles are published on days to come, up to {day}: if that is wrong, what is coming and overdue is, too,"
        " for it is reckoned from the newest article.\n"
    )


@contextmanager
def _progress() -> Iterator[Callable[[], None]]:
    """Give what is to be called for each article; it shows count, rate and time on standard error if somebody looks."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415  # only for people
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} articles"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("add", total=None, rate="")

        def advance() -> None:
            speed = progress.tasks[task].speed
            progress.update(task, advance=1, rate=f"{speed:.1f} a second" if speed else "")

        yield advance


@click.command(help=FAILED, short_help="List what could not be read.")
@ledger_option
@click.option("--jsonl", is_flag=True, help="Print a line of JSON for each.")
@debug_option
def failed(*, path: Path, jsonl: bool) -> None:
    """List failed inputs; the help text is `FAILED`."""
    with opened_ledger(path) as ledger:
        rows = ledger.failed()
        for row in rows:
            if jsonl:
                write_json({"key": row.key, "origin": row.origin, "error": {"code": row.code, "message": row.message}})
            else:
                write(f"{line(row.key)}\n    {line(row.message)}\n")
    if not jsonl:
        again = f"`communique add SOURCE --retry-failed --ledger {path}` tries again what failed of a source"
        write(f"{len(rows):,} failed. {again}.\n" if rows else "Nothing.\n")
