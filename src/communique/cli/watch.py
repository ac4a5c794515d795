"""`communique watch`: feeds, read into the ledger as they come."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.inputs import debug_option
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.wording import line

if TYPE_CHECKING:
    from communique.sources.watch import Trouble

HELP = """Watch feeds, and read what is new in them into the ledger, every so often, until it is stopped.

FEEDS is an OPML file, a text with one address a line, or the address of a feed. Servers are asked politely: only for
what is new, one request at a time for each host, with pauses when they ask for them, and not for what robots.txt keeps
from programs. A feed that fails is told once and asked less and less often. Stop it with Ctrl-C and start it again:
nothing is lost and nothing read twice.

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
@ledger_option
@debug_option
def watch(*, feeds: tuple[str, ...], every: float, once: bool, allow_private: bool, path: Path) -> None:
    """Watch feeds; the help text is `HELP`."""
    from communique.ledger import Input  # noqa: PLC0415  # as `opened_ledger`
    from communique.ledger.feeds import FeedStore  # noqa: PLC0415
    from communique.reader import Reader  # noqa: PLC0415  # takes half a second
    from communique.sources.opml import feeds_of  # noqa: PLC0415
    from communique.sources.polite import Fetcher  # noqa: PLC0415
    from communique.sources.watch import Watch  # noqa: PLC0415

    addresses = [address for each in feeds for address in feeds_of(each)]
    with opened_ledger(path, create=True, write=True) as ledger:
        reader = Reader()
        fetcher = Fetcher(allow_private=allow_private)
        watching = Watch(addresses, FeedStore(ledger.connection), every=every, fetcher=fetcher, tell=_tell)
        while True:
            counts: Counter[str] = Counter()
            inputs = (Input(each.key, each.origin, partial(each.load)) for each in watching.round())
            for outcome in ledger.add(inputs, reader=reader, retry=True):
                counts[outcome.state] += 1
                counts["events"] += outcome.events
            told = ", ".join(f"{counts[state]} {state}" for state in ("added", "known text", "failed") if counts[state])
            now = datetime.datetime.now().astimezone().strftime("%H:%M")
            click.echo(f"{now} {len(addresses)} feeds: {told or 'nothing new'}.", err=True)
            if once:
                return
            watching.wait()


def _tell(trouble: Trouble) -> None:
    click.echo(f"communique: {line(trouble.feed)}: {line(str(trouble.error))}", err=True)
