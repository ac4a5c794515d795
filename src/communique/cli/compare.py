"""`communique compare`: a tracker's own sheet against the ledger, with the ledger's sentences."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from communique.cli.inputs import debug_option
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.output import write, write_json, written
from communique.cli.wording import line

if TYPE_CHECKING:
    from communique.trackers import Comparison, Finding

HELP = """Compare a tracker's sheet with the ledger: what the sheet lacks, tells otherwise, or has alone.

FILE is a sheet of the Kiel Ukraine Support Tracker or of SIPRI's arms transfers, or one made like them, as .xlsx or
.csv. Columns are found by meaning, wherever the header row stands and whatever a release calls them; what was taken for
what is told first.

\b
missing    the ledger has it, the sheet doesn't; with the sentence
different  both have it, and tell a field differently; with the sentence
extra      only the sheet has it

Sums are compared in any currency by the rates of the day, within rounding. Commitments and allocations are compared
each with their own and never added together, and SIPRI's TIV is no money. All of both is searched for pairs; --since,
--until, --donor and --recipient choose what is told.

\b
Examples:
  communique compare Ukraine_Support_Tracker.xlsx
  communique compare tracker.xlsx --sheet "Bilateral Assistance, MAIN DATA" --donor Estonia --since 2024-01
  communique compare trade-register.csv --kind sipri --recipient UKR --format csv > differences.csv
"""
_COLUMNS = (
    *("verdict", "rows", "donor", "recipient", "day", "measure", "field", "sheet", "ledger", "thread", "commitment"),
    *("stage", "quote", "article", "quote_start", "quote_end", "publisher", "published", "url", "reasons"),
)
_STYLES = {"missing": "red", "different": "yellow", "extra": "blue"}


@click.command(help=HELP, short_help="Compare a tracker's sheet with the ledger.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(["kiel", "sipri"]), help="Whose sheet it is. Default: as its columns tell.")
@click.option("--sheet", metavar="NAME", help="The sheet in the workbook. Default: the one whose columns fit best.")
@click.option("--since", metavar="DATE", help="From this day, month or year on, as 2024-01.")
@click.option("--until", metavar="DATE", help="Up to this day, month or year.")
@click.option(
    "--donor", multiple=True, metavar="VALUE", help="Who gives: a country's name or ISO 3166 code. Repeatable."
)
@click.option("--recipient", multiple=True, metavar="VALUE", help="Who takes, in the same way. Repeatable.")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "csv", "json", "jsonl"]),
    default="table",
    show_default=True,
    help="What to print.",
)
@ledger_option
@debug_option
def compare(  # noqa: PLR0913  # one argument for each option
    *,
    file: Path,
    kind: str | None,
    sheet: str | None,
    since: str | None,
    until: str | None,
    donor: tuple[str, ...],
    recipient: tuple[str, ...],
    shape: str,
    path: Path,
) -> None:
    """Compare; the help text is `HELP`."""
    from communique.trackers import Scope  # noqa: PLC0415  # only for this command
    from communique.trackers import compare as compared  # noqa: PLC0415

    scope = Scope(since, until, donor, recipient)
    with opened_ledger(path) as ledger:
        found = compared(ledger, file, kind=kind, sheet=sheet, scope=scope)
    if shape == "json":
        write_json(found.to_json(), indent=2)
    elif shape == "jsonl":
        for each in found.findings:
            write_json(each.to_json())
    elif shape == "csv":
        _print_csv(found)
    else:
        write("".join(f"{each}\n" for each in (*_head(found), *_body(found), _foot(found))))


def _print_csv(found: Comparison) -> None:
    from communique.export.delimited import write_delimited  # noqa: PLC0415  # only for this shape

    with written() as out:
        write_delimited(map(_flat, found.findings), _COLUMNS, out)


def _flat(each: Finding) -> dict[str, object]:
    told = each.to_json()
    quote = told.pop("quote") or {}
    names = {"quote_start": "start", "quote_end": "end"}
    cited = {
        name: quote.get(names.get(name, name))
        for name in ("quote", "article", "quote_start", "quote_end", "publisher", "published", "url")
    }
    return {**told, **cited, "reasons": "; ".join(each.reasons)}


def _head(found: Comparison) -> Iterator[str]:
    from communique.trackers.columns import NAMES  # noqa: PLC0415  # only for this shape

    register = found.register
    measures = ", ".join(f"{count:,} {name}" for name, count in register.counts.items())
    kind = NAMES[register.kind]
    yield f"Sheet {line(register.sheet)!r}, read as {kind}: {register.read:,} rows, {measures or 'none'}."
    taken = ", ".join(f"{meaning.replace('_', ' ')} = {line(header)!r}" for meaning, header in register.taken)
    yield f"Columns, by the header in row {register.header_line}: {taken}."
    if register.not_taken:
        yield f"Columns that nothing was taken from: {', '.join(map(line, register.not_taken))}."
    for note in register.notes:
        yield f"Note: {line(note)}."
    yield ""


def _body(found: Comparison) -> Iterator[str]:
    for each in found.findings:
        rows = f"row {each.rows}" if each.rows else ""
        what = f"{each.field}: {line(each.sheet) or 'nothing'} | ledger: {line(each.ledger)}" if each.field else ""
        sides = " → ".join(line(part) for part in (each.donor, each.recipient) if part)
        parts = (each.day, each.measure, rows, sides, what or line(each.ledger or each.sheet), each.stage, each.thread)
        yield f"{_verdict(each.verdict)}  " + "  ".join(part for part in parts if part)
        if each.quote is not None:
            yield f"  “{line(each.quote.quote)}”"
            source = (each.quote.publisher, each.quote.published, each.quote.url or each.quote.title)
            yield f"  {', '.join(line(part) for part in source if part) or each.quote.article}"
        if each.reasons:
            yield f"  ({line('; '.join(each.reasons))})"
        yield ""


def _verdict(verdict: str) -> str:
    colored = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return click.style(verdict, fg=_STYLES[verdict]) if colored else verdict


def _foot(found: Comparison) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in found.counts.items()) + "."
