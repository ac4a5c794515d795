"""`communique import`: rows of others' data sets, and ledgers that were exported, into a ledger."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.errors import Misses
from communique.cli.inputs import debug_option
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.output import write, write_json
from communique.cli.wording import line
from communique.errors import BadLine, UnreadableFile

if TYPE_CHECKING:
    from communique.ledger import Ledger

HELP = """Take rows of others' data sets into a ledger, beside one's own records; or a ledger that was exported.

\b
FILE is
  POLECAT or ICEWS      tab-separated, as published or as `communique export` writes them
  ACLED                 CSV
  Kiel tracker          XLSX or CSV
  a folder              that `communique export parquet --with-text -o FOLDER` wrote

Each row becomes an article of its own, the row as text, with its file and number; its publisher says "(imported)".
Imported rows are never counted as sources of one's own events and are no part of totals, exports and comparisons unless
they are asked for: `--source imported` lists them alone, `--source '!imported'` leaves them out.

A row that can't be taken over is told with its number and the reason; the others go in. Running again adds nothing
twice, and a row that its data set has changed takes the place of what it was.

\b
Examples:
  communique import ngecEvents.DV.2024.txt --ledger war.db
  communique import acled.csv Ukraine_Support_Tracker.xlsx
  communique import ledger-2024/ --ledger copy.db
"""
_ORDER = ("added", "changed", "known", "bad")
_SHOWN = 20
"""Bad rows of a file that are told one by one."""


@click.command("import", help=HELP, short_help="Take in others' data sets, or an exported ledger.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--kind", type=click.Choice(["polecat", "icews", "acled", "kiel"]), help="Whose data. Default: as the header tells."
)
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook. Default: the one whose columns fit best.")
@click.option("--jsonl", is_flag=True, help="Print a line of JSON for each row.")
@ledger_option
@debug_option
@click.pass_context
def import_(  # noqa: PLR0913  # one argument for each option
    ctx: click.Context, *, files: tuple[Path, ...], kind: str | None, sheet: str | None, jsonl: bool, path: Path
) -> None:
    """Import files; the help text is `HELP`."""
    from communique.imports import is_exported  # noqa: PLC0415  # only for this command

    misses = Misses(ctx)
    if not path.exists() and not any(each.exists() for each in files):
        for each in files:
            misses.tell(UnreadableFile(f"{each} doesn't exist", hint="Check the spelling. No ledger was made."))
        misses.leave()
        return
    with opened_ledger(path, create=True, write=True) as ledger:
        for each in files:
            try:
                if is_exported(each):
                    _restore(ledger, each)
                else:
                    _import(ledger, each, kind, sheet, misses, jsonl=jsonl)
            except Exception as error:  # noqa: BLE001  # a bad file never ends the rest
                misses.tell(error)
    misses.leave()


def _restore(ledger: Ledger, folder: Path) -> None:
    from communique.imports import restore  # noqa: PLC0415  # only for this command

    found = restore(ledger, folder)
    how = "the ledger is equal to the one exported" if found.equal else "linked with what the ledger had"
    write(f"{line(str(folder))}: {found.articles:,} articles, {found.decisions:,} decisions; {how}.\n")


def _import(  # noqa: PLR0913  # one argument for each option
    ledger: Ledger, file: Path, kind: str | None, sheet: str | None, misses: Misses, *, jsonl: bool
) -> None:
    from communique.imports import open_data, store_rows  # noqa: PLC0415  # only for this command

    counts: Counter[str] = Counter()
    data = open_data(file, kind, sheet)
    with _progress(file.name) as advance:
        for outcome in store_rows(ledger, data):
            counts[outcome.state] += 1
            if outcome.state == "bad" and counts["bad"] <= _SHOWN:
                misses.tell(BadLine(f"row {outcome.row} of {file.name} was left out: {outcome.reason}", hint=""))
            if jsonl:
                told = {"file": str(file), "row": outcome.row, "state": outcome.state, "reason": outcome.reason or None}
                write_json(told)
            advance()
    for note in data.notes:
        click.echo(f"Note on {line(file.name)}: {line(note)}.", err=True)
    if not jsonl:
        states = ", ".join(f"{counts[state]:,} {state}" for state in _ORDER if counts[state]) or "no rows"
        more = " --jsonl tells them all." if counts["bad"] > _SHOWN else ""
        write(f"{line(str(file))}, {data.kind}: {states}.{more}\n")


@contextmanager
def _progress(name: str) -> Iterator[Callable[[], None]]:
    """Give what is to be called for each row; it shows count and rate on standard error if somebody looks."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console  # noqa: PLC0415  # only for people
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.completed} rows of {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(line(name), total=None)
        yield lambda: progress.update(task, advance=1)
