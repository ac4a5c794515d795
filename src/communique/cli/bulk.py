"""`communique bulk`: archives of news into Parquet, by processes of this machine or a Spark cluster."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from communique.cli.errors import Misses
from communique.cli.inputs import debug_option
from communique.cli.output import write, write_json

if TYPE_CHECKING:
    from rich.progress import Progress

    from communique.bulk import Summary
    from communique.bulk.run import Shown
    from communique.bulk.splits import Split

BULK = """Read archives into a folder of Parquet, and find near-duplicates and the reports of one event in it.

An INPUT is a WARC or WET file, a file of JSON lines, each plain or gzip, or a folder of such files. What was read
before is passed over, so the same command goes on where it was stopped. A document that can't be read is put aside in
OUT/quarantine with the reason. Without an INPUT, only what stands in OUT is linked. `communique add OUT` takes it into
a ledger. See docs/bulk.md.

\b
Examples:
  communique bulk CC-NEWS-20240118.warc.gz -o readings/
  communique bulk crawl/ -o readings/ --workers 8 --gate
  communique bulk crawl/ -o /shared/readings --engine spark --master spark://host:7077
  communique add readings/ --ledger war.db
"""


@click.command(help=BULK, short_help="Read archives into Parquet, on this machine or on Spark.")
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option("-o", "--out", metavar="OUT", type=click.Path(path_type=Path), required=True, help="The folder to write.")
@click.option("--engine", type=click.Choice(("local", "spark")), default="local", show_default=True, help="Who works.")
@click.option("--master", metavar="URL", help="Spark's master, as local[2], unless spark-submit names it.")
@click.option("--workers", metavar="N", type=click.IntRange(1), help="Processes (local); else one for each core.")
@click.option("--parts", metavar="N", type=click.IntRange(1, 4096), help="Parts of a new folder; else 32.")
@click.option("--gate", is_flag=True, help="Skip what can't hold an event or a commitment, by a cheap first look.")
@click.option("--link/--no-link", default=True, help="Find near-duplicates and reports of one event afterwards.")
@click.option("--seconds", type=click.FloatRange(1), default=60.0, show_default=True, help="Time limit of a document.")
@click.option("--split", metavar="N", type=click.IntRange(1), default=200, help="Documents of a split; else 200.")
@click.option("--weights", metavar="DIR", type=click.Path(path_type=Path), help="A folder of other weights.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@debug_option
@click.pass_context
def bulk(  # noqa: PLR0913  # one argument for each option
    ctx: click.Context,
    inputs: tuple[str, ...],
    *,
    out: Path,
    engine: Literal["local", "spark"],
    master: str | None,
    workers: int | None,
    parts: int | None,
    gate: bool,
    link: bool,
    seconds: float,
    split: int,
    weights: Path | None,
    as_json: bool,
) -> None:
    """Read in bulk; the help text is `BULK`."""
    from communique.bulk import Bulk, run_bulk  # noqa: PLC0415  # takes half a second
    from communique.bulk.worker import Options  # noqa: PLC0415  # as above

    asked = Bulk(
        inputs,
        out,
        engine=engine,
        workers=workers,
        parts=parts,
        gate=gate,
        link=link,
        seconds=seconds,
        documents=split,
        master=master,
        options=Options(weights=str(weights.resolve()) if weights else None),
    )
    misses = Misses(ctx)
    with _progress() as shown:
        summary = run_bulk(asked, shown)
    for error in summary.errors:
        misses.tell(error)
    if as_json:
        write_json(_told(summary))
    elif out.exists():
        write(_summary(summary, out))
    misses.leave()


def _told(summary: Summary) -> dict[str, object]:
    """Return a summary as JSON's object."""
    names = ("read", "skipped", "refused", "known", "articles", "copies", "events", "seconds")
    return {**{name: getattr(summary, name) for name in names}, "errors": [each.to_json() for each in summary.errors]}


def _summary(summary: Summary, out: Path) -> str:
    done = summary.read + summary.skipped + summary.refused
    rate = f" ({done / summary.seconds:,.1f} documents a second)" if done else ""
    known = f" {summary.known:,} inputs were read before." if summary.known else ""
    linked = "" if summary.events is None else f", {summary.copies:,} links between copies, {summary.events:,} events"
    skipped = f"{summary.skipped:,} skipped by the first look"
    return (
        f"Documents: {summary.read:,} read, {skipped}, {summary.refused:,} put aside{rate}.{known}\n"
        f"In {out}: {summary.articles:,} articles{linked}.\n"
    )


@contextmanager
def _progress() -> Iterator[Shown | None]:
    """Give who shows how a run goes on, on standard error, if somebody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415  # only for people
    from rich.progress import (  # noqa: PLC0415  # as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress)


class _Bar:
    """A bar of documents, with rate and time left."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("bulk", total=None, rate="")
        self._at: dict[str, int] = {}
        self._before = 0

    def total(self, documents: int, done: int) -> None:
        """Show how many documents there are, and how many are done already."""
        self._before = done
        self._progress.update(self._task, total=documents, completed=done)
        # The rate is that of this run.
        self._progress.reset(self._task, total=documents, completed=done)

    def at(self, split: Split, number: int) -> None:
        """Show that a split has come to a document; a split that is read again goes back."""
        self._at[split.name] = number
        self._progress.update(self._task, completed=self._before + sum(self._at.values()))
        speed = self._progress.tasks[self._task].speed
        self._progress.update(self._task, rate=f"{speed:.1f}/s" if speed else "")

    def stage(self, name: str) -> None:
        """Show what is being done."""
        self._progress.update(self._task, description=name)
