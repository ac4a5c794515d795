"""`communique read`: articles from files, web addresses and pipes; a table for people, or JSON for programs."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from communique.cli.actors_option import actors_option, known_actors
from communique.cli.errors import Misses
from communique.cli.first_look import SKIPPED, gate_option, passes
from communique.cli.inputs import Given, chosen, iso_date, read_all, source_options
from communique.cli.output import write, write_json
from communique.errors import ModelError

if TYPE_CHECKING:
    from communique.reader import Reader
    from communique.records import Reading

# Narrower than this no table can be read; without a terminal, lines of this many cells; on a wide one, no wider.
_NARROWEST, _USUAL, _WIDEST = 40, 100, 160

HELP = """Read articles: who said, met, promised, delivered, refused or did what to whom, when and where.

A SOURCE is a file of text, HTML or PDF, a mail, a web address, or - for standard input. Each is one article, and gives
a table with the sentence behind every row, or with --format json a reading in JSON: pretty-printed for one source, one
line each for several. With --jsonl a source is a file of JSON lines. A source that can't be read is told on standard
error, and the others are read; the exit code is 2 then.

\b
Examples:
  communique read article.txt --published 2024-01-18
  communique read https://example.org/news/talks-in-oslo
  pdftotext report.pdf - | communique read - --width 80
  communique read article.html --format json > reading.json
  communique read article.txt --actors my-actors.csv
  communique read --jsonl < articles.jsonl > readings.jsonl
"""


@click.command(help=HELP, short_help="Read articles into a table or JSON.")
@source_options
@click.option("--format", "shape", type=click.Choice(["table", "json"]), help="What to print.  [default: table]")
@click.option("--published", metavar="DATE", callback=iso_date, help="Day of publication, as 2024-01-18, if not told.")
@click.option("--title", metavar="TEXT", help="The headline, if the source doesn't tell it.")
@click.option("--publisher", metavar="TEXT", help="The publisher, if the source doesn't tell it.")
@click.option("--width", type=click.IntRange(min=_NARROWEST), metavar="N", help="Cells of a line of the table.")
@click.option("--color/--no-color", default=None, help="Colour the table, or not.  [default: on a terminal]")
@click.option("--dropped", is_flag=True, help="List the lines that were left out of the article, with reasons.")
@actors_option
@gate_option
@click.option("--weights", metavar="DIR", type=click.Path(path_type=Path), help="A folder of other weights.")
@click.option(
    "--min-probability",
    metavar="P",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Keep records from this probability on: lower finds more, higher errs less.  [default: the weights' own]",
)
@click.pass_context
def read(  # noqa: C901, PLR0913  # one argument for each option, and what is wrong with them is told one by one
    ctx: click.Context,
    sources: tuple[str, ...],
    *,
    jsonl: bool,
    shape: str | None,
    published: str | None,
    title: str | None,
    publisher: str | None,
    allow_private: bool,
    width: int | None,
    color: bool | None,
    dropped: bool,
    tables: tuple[Path, ...],
    gate: bool,
    weights: Path | None,
    min_probability: float | None,
) -> None:
    """Read articles; the help text is `HELP`."""
    sources = chosen(sources, jsonl=jsonl)
    if jsonl and shape == "table":
        raise click.UsageError("--jsonl answers in JSON lines; leave out --format table.")
    if title and (jsonl or len(sources) > 1):
        raise click.UsageError("--title is for one article; several have several.")
    if jsonl and gate:
        raise click.UsageError("--jsonl answers every line; leave out --gate, or use communique bulk --gate.")
    given = Given(published, title, publisher)
    # A table of actors that can't be used is told once, before anything is read.
    known = known_actors(tables) if tables else ()
    from communique.reader import Reader, open_source, refusal  # noqa: PLC0415  # takes half a second

    # Loaded for the first article that is there, so that an error of the source is told without delay.
    reader = cache(partial(Reader, weights, min_probability=min_probability, actors=known))
    if jsonl:
        _answer_lines(sources, given, reader)
        return
    misses = Misses(ctx)
    several = len(sources) > 1
    skipped = 0
    for source in sources:
        try:
            raw = given.fill(open_source(source, allow_private=allow_private))
            if gate and not passes(raw):
                skipped += 1
                continue
            reading = reader().read(raw)
        except ModelError:
            raise
        except Exception as error:  # noqa: BLE001  # a bad article never ends the rest
            misses.tell(error)
            if several and shape == "json":
                write_json(refusal(source, error).to_json())
            continue
        if shape == "json":
            write_json(reading.to_json(), indent=None if several else 2)
        else:
            _show(reading, width=width, color=color, dropped=dropped)
    if gate:
        click.echo(f"communique: {skipped} of {len(sources)} articles {SKIPPED}.", err=True)
    misses.leave()


def _answer_lines(sources: tuple[str, ...], given: Given, load: Callable[[], Reader]) -> None:
    """Answer each line with a reading, or the reason why there is none, as soon as it is there."""
    from communique.sources import Refused  # noqa: PLC0415

    refused = number = 0
    with ExitStack() as stack:
        articles = read_all(sources, given, stack)
        reader = load()
        advance = stack.enter_context(_progress())
        for found in reader.read_many(articles):
            write_json(found.to_json())
            number += 1
            refused += isinstance(found, Refused)
            advance()
    if refused:
        click.echo(f"communique: {refused} of {number} articles not read; the reason stands in their lines.", err=True)


@contextmanager
def _progress() -> Iterator[Callable[[], None]]:
    """Give what is to be called for each answer; it counts them on standard error if somebody watches there alone."""
    if not _on_terminal(sys.stderr) or _on_terminal(sys.stdout):
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415  # only for people
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.completed} articles read"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("read", total=None)
        yield lambda: progress.advance(task)


def _show(reading: Reading, *, width: int | None, color: bool | None, dropped: bool) -> None:
    from communique.cli.table import render  # noqa: PLC0415  # rich is only for people

    if width is None:
        width = min(max(shutil.get_terminal_size((_USUAL, 24)).columns, _NARROWEST), _WIDEST)
    write(render(reading, width=width, color=_wants_color() if color is None else color, dropped=dropped))


def _wants_color() -> bool:
    """Return whether standard output is a terminal that shows colours, and nobody asked for none (no-color.org)."""
    return _on_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _on_terminal(stream: TextIO) -> bool:
    return stream.isatty()
