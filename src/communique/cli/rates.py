"""`communique rates`: the table of euro reference rates by which sums are converted, shown and brought up to date.

In: the European Central Bank's file for `update`; two currencies and a day for `show`. Out: one line.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from communique.cli.inputs import debug_option, iso_date
from communique.cli.output import write

HELP = """Show and update the exchange rates by which sums are converted.

They are the European Central Bank's euro reference rates, day by day since 1999. Nothing is fetched: to have later
ones, download eurofxref-hist.zip from the bank and give it to `rates update`.

\b
Examples:
  communique rates show EUR USD --on 2024-01-18
  communique rates update eurofxref-hist.zip
"""


@click.group(help=HELP, short_help="Show and update exchange rates.")
def rates() -> None:
    """Group the commands; the help text is `HELP`."""


@rates.command(short_help="Show the rate of a day.")
@click.argument("currency")
@click.argument("to")
@click.option("--on", metavar="DATE", callback=iso_date, help="The day, as 2024-01-18. Default: the last with rates.")
@debug_option
def show(currency: str, to: str, on: str | None) -> None:
    """Show what one unit of CURRENCY was in the currency TO, two ISO 4217 codes, on a day.

    A weekend or holiday has the rate of the last working day before.
    """
    from communique.knowledge.rates import rates as table  # noqa: PLC0415  # its table takes a moment to load

    known = table()
    currency, to = currency.upper(), to.upper()
    found = known.convert(1.0, currency, to, date.fromisoformat(on) if on else known.last)
    if found.rate is None:
        raise click.ClickException(f"no rate from {currency} to {to}: {found.reason}.")
    write(f"1 {currency} = {found.rate:.6g} {to}  {found.rate_date}  {found.source}\n")


@rates.command(short_help="Take in a later table of rates.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--to", "target", type=click.Path(path_type=Path), help="Store it at this path instead.")
@debug_option
def update(file: Path, target: Path | None) -> None:
    """Check FILE, the bank's eurofxref-hist.zip or .csv, and store it in your data folder."""
    from communique.knowledge.rates import stored_rates, update_rates  # noqa: PLC0415  # as above

    stored = update_rates(file, target)
    days = f"{stored.first} to {stored.last}, {len(stored.currencies)} currencies"
    write(f"Rates from {days}, are stored in {target or stored_rates()}.\n")
