"""`communique report`: a dossier on a question, in one file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from communique.cli.inputs import debug_option, iso_date
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.plot import save
from communique.cli.questions import filter_options
from communique.errors import MissingExtra
from communique.shown import numbered

HELP = """Write a dossier: one HTML file with pictures, tables, sentences and citations that opens offline.

QUERY are words of the sentences; the options choose as those of `communique events`. Commitments and statements are in
it where all the filters apply to them.

\b
Examples:
  communique report howitzers -o howitzers.html
  communique report --actor EST --recipient UKR --since 2024 -o estonia.html --title "Estonia's aid"
"""


@click.command(help=HELP, short_help="Write a dossier as one file.")
@click.argument("query", nargs=-1)
@click.option("-o", "--output", metavar="FILE", required=True, help="Where to write.")
@click.option("--title", metavar="TEXT", help="What the dossier is called.")
@click.option("--as-of", metavar="DATE", callback=iso_date, help="The ledger as it was known on a day.")
@filter_options("events")
@ledger_option
@debug_option
def report(*, query: tuple[str, ...], output: str, title: str | None, as_of: Any, path: Path, **options: Any) -> None:
    """Write a dossier; the help text is `HELP`."""
    try:
        from communique.web.dossier import MOST, dossier, held  # noqa: PLC0415  # an extra
    except ModuleNotFoundError as error:
        raise MissingExtra("A dossier", "web") from error
    filters = {name: list(values) for name, values in options.items() if values}
    if query:
        filters["text"] = [" ".join(query), *filters.get("text", [])]
    said = title or " ".join(query) or ", ".join(value for values in filters.values() for value in values)
    with opened_ledger(path) as ledger:
        made = dossier(ledger, filters, said or "All that the ledger has", str(as_of) if as_of else None)
        save(ledger, made.encode("utf-8"), Path(output))
        found = held(ledger, filters, str(as_of) if as_of else None)
        if "recipient" in filters and any(found.values()):
            found.pop("statements", None)  # of these there are more: those that tell of events and commitments
        click.echo(_summary(found, output, MOST), err=True)


def _summary(held: Mapping[str, int], output: str, most: int) -> str:
    if not any(held.values()):
        return f"communique: the ledger has nothing on this, and {output} says so. Take a filter or a word away."
    told = ", ".join(numbered(min(count, most), family) for family, count in held.items())
    left = ", ".join(numbered(count - most, family) for family, count in held.items() if count > most)
    return f"{told} written to {output}." + (f" Left out, the oldest: {left}." if left else "")
