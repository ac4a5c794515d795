"""`communique export`: the ledger's records in the shapes that other tools read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.inputs import debug_option
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.output import written
from communique.shown import numbered

if TYPE_CHECKING:
    from communique.export import Selection

HELP = """Write the ledger's records in a shape that another tool reads.

\b
NAME is one of
  csv, xlsx, parquet    tables of events, statements, commitments, articles
  polecat, icews, acled event data as conflict researchers read it
  kiel, sipri           sheets as aid and arms trackers keep them
  ftm, claims           FollowTheMoney entities; schema.org claims
  annotations           W3C web annotations with every sentence and its place
  geojson, ical         a map; a calendar of what is planned and what is due
  graphml               who deals with whom, for network tools
  bibtex, csl           the articles as a bibliography

`parquet` without --family and with a folder as -o writes the whole ledger, decisions included; with --with-text
`communique import FOLDER` makes an equal ledger of it.

Every row of POLECAT, ICEWS and ACLED is read as something that happened: what is denied, planned, proposed, possible or
supposed is left out and counted. --all-statuses writes it too; no column tells it apart then.

Kiel's and SIPRI's sheets are CSV, and XLSX where FILE ends in .xlsx. Of one measure of Kiel's (commitment, allocation)
and of SIPRI's deliveries each sum and each item stands once, however many articles tell it, so that a column may be
added up.

Sentences and their offsets go out, whole articles only with --with-text. Rows of others' data sets go out only with
--with-imported. Cells that a spreadsheet would take for a formula get an apostrophe in front. No ledger is written
over.

\b
Examples:
  communique export xlsx -o ledger.xlsx
  communique export csv --family commitments -o commitments.csv
  communique export polecat --family dyads -o events.tsv
  communique export kiel -o kiel.xlsx
  communique export ical -o coming.ics
  communique export parquet --with-text -o ledger-2024/
"""

_NAMES = (
    *("csv", "xlsx", "parquet", "polecat", "icews", "acled", "kiel", "sipri", "ftm", "claims", "annotations"),
    *("geojson", "ical", "graphml", "bibtex", "csl"),
)
_CODED = ("polecat", "icews", "acled")
"""Shapes without a column for an event's status."""
_FIRST = {"csv": "events", "parquet": "events"}
"""The family that goes out where none is named."""


@click.command(help=HELP, short_help="Write records for other tools.")
@click.argument("name", type=click.Choice(_NAMES), metavar="NAME")
@click.option("-o", "--output", metavar="FILE", required=True, help="Where to write; - is standard output.")
@click.option("--family", metavar="FAMILY", help="Which records: events, statements, commitments, articles.")
@click.option("--with-text", is_flag=True, help="Let whole articles go out too.")
@click.option("--with-imported", is_flag=True, help="Let rows of others' data sets go out too.")
@click.option("--all-statuses", is_flag=True, help="Let what didn't happen go out too (polecat, icews, acled).")
@ledger_option
@debug_option
def export(  # noqa: PLR0913  # one argument for each option
    *, name: str, output: str, family: str | None, with_text: bool, with_imported: bool, all_statuses: bool, path: Path
) -> None:
    """Write an export; the help text is `HELP`."""
    from communique.export import FORMATS, Selection, left_out, write_export  # noqa: PLC0415  # only for this command

    writers = FORMATS[name].writers
    chosen = family or _FIRST.get(name, "")
    if chosen not in writers:
        known = ", ".join(each for each in writers if each) or "no families"
        raise click.UsageError(f"{name} has {known}; got --family {chosen}.")
    if all_statuses and name not in _CODED:
        raise click.UsageError(f"--all-statuses is for {', '.join(_CODED)}")
    write = FORMATS[name].writer(chosen, output)
    with opened_ledger(path) as ledger:
        selection = Selection(
            ledger.connection, with_text=with_text, with_imported=with_imported, all_statuses=all_statuses
        )
        if name == "parquet" and family is None and output != "-" and not output.endswith(".parquet"):
            _write_folder(selection, Path(output))
            return
        if output == "-":
            with written() as out:
                count = write(selection, out)
        else:
            count = write_export(write, selection, Path(output))
        missing = left_out(selection, name)
    more = f" {numbered(missing, 'events')} left out that didn't happen; --all-statuses writes all." if missing else ""
    click.echo(f"{count:,} written to {'standard output' if output == '-' else output}.{more}", err=True)


def _write_folder(selection: Selection, folder: Path) -> None:
    from communique.export.whole import write_ledger  # noqa: PLC0415  # only for this shape

    counts = write_ledger(selection, folder)
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items() if name != "readings")
    more = "" if selection.with_text else " Without --with-text no ledger can be made of it again."
    click.echo(f"{told} written to {folder}.{more}", err=True)
