"""`communique watch`: feeds, read into the ledger as they come."""

from __future__ import annotations

import datetime
import re
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.actors_option import actors_option, known_actors
from communique.cli.inputs import debug_option
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.wording import line
from communique.shown import numbered

if TYPE_CHECKING:
    from communique.sources.watch import FeedState, Trouble

HELP = """Watch feeds, and read what is new in them into the ledger, every so often, until it is stopped.

FEEDS is an OPML file, a text with one address a line, or the address of a feed. Servers are asked politely: only for
what is new, one request at a time for each host, with pauses when they ask for them, and not for what robots.txt keeps
from programs. A feed that fails is told once and asked less and less often. Stop it with Ctrl-C and start it again:
nothing is lost and nothing read twice. With --once the feeds that aren't due are told, and the exit code is 2 where one
couldn't be read.

\b
Examples:
  communique watch feeds.opml --every 15m
  communique watch https://example.org/news/feed.xml --once
"""
_EVERY = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd]?)")
_SECONDS = {"": 60.0, "s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}
_LEAST = 60.0
"""Seconds: no feed is asked more often."""


def seconds(_: click.Context, __: click.Parameter, value: str) -> float:
    """Return a time such as "15m" in seconds."""
    found = _EVERY.fullmatch(value.strip().lower())
    if found is None or float(found[1]) * _SECONDS[found[2]] < _LEAST:
        raise click.BadParameter(f"{value} is no time of a minute or more; write it as 15m, 2h or 1d.")
    return float(found[1]) * _SECONDS[found[2]]


@click.command(help=HELP, short_help="Read feeds as they come.")
@click.argument("feeds", nargs=-1, required=True, metavar="FEEDS...")
@click.option("--every", default="15m", show_default=True, metavar="TIME", callback=seconds, help="How often, as 15m.")
@click.option("--once", is_flag=True, help="Ask each feed that is due once, and end.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too.")
@actors_option
@ledger_option
@debug_option
@click.pass_context
def watch(  # noqa: PLR0913  # one argument for each option
    ctx: click.Context,
    *,
    feeds: tuple[str, ...],
    every: float,
    once: bool,
    allow_private: bool,
    tables: tuple[Path, ...],
    path: Path,
) -> None:
    """Watch feeds; the help text is `HELP`."""
    from communique.ledger import Input  # noqa: PLC0415  # as `opened_ledger`
    from communique.ledger.stored.feeds import FeedStore  # noqa: PLC0415
    from communique.reader import Reader  # noqa: PLC0415  # takes half a second
    from communique.sources.opml import feeds_of  # noqa: PLC0415
    from communique.sources.polite import Fetcher  # noqa: PLC0415
    from communique.sources.watch import Watch  # noqa: PLC0415

    known = known_actors(tables)
    addresses = [address for each in feeds for address in feeds_of(each)]
    with opened_ledger(path, create=True, write=True) as ledger:
        reader = Reader(actors=known)
        fetcher = Fetcher(allow_private=allow_private)
        troubles: list[Trouble] = []
        watching = Watch(addresses, FeedStore(ledger.connection), every=every, fetcher=fetcher, tell=_teller(troubles))
        put_off = watching.put_off() if once else {}
        while True:
            counts: Counter[str] = Counter()
            inputs = (Input(each.key, each.origin, partial(each.load)) for each in watching.round())
            for outcome in ledger.add(inputs, reader=reader, retry=True):
                counts[outcome.state] += 1
                counts["events"] += outcome.events
            told = ", ".join(f"{counts[state]} {state}" for state in ("added", "known text", "failed") if counts[state])
            several = numbered(len(set(addresses)), "feeds")
            asked = f"{len(set(addresses)) - len(put_off)} of {several}" if put_off else several
            click.echo(f"{_clock(time.time())} {asked}: {told or 'nothing new'}.", err=True)
            if once:
                _tell_put_off(put_off)
                ctx.exit(2 if troubles else 0)
            watching.wait()


def _teller(troubles: list[Trouble]) -> Callable[[Trouble], None]:
    """Return what tells of a feed that can't be read, and keeps it."""

    def tell(trouble: Trouble) -> None:
        troubles.append(trouble)
        said = line(str(trouble.error))
        about = "" if trouble.feed in said else f"{line(trouble.feed)}: "
        click.echo(f"communique: {about}{said}", err=True)

    return tell


def _tell_put_off(feeds: dict[str, FeedState]) -> None:
    """Tell which feeds weren't asked, and why not: one that fails is told of once, in whichever run that was."""
    for feed, state in feeds.items():
        why = (
            f"it failed {numbered(state.failures, 'times')} ({state.trouble})"
            if state.failures
            else "it was asked lately"
        )
        click.echo(f"{line(feed)} isn't asked before {_clock(state.due)}: {why}.", err=True)


def _clock(moment: float) -> str:
    """Return a moment as people in this place tell it, with the day where that isn't today."""
    when, today = (datetime.datetime.fromtimestamp(each).astimezone() for each in (moment, time.time()))
    return when.strftime("%H:%M" if when.date() == today.date() else "%Y-%m-%d %H:%M")
