"""`communique remove`: articles out of a ledger."""

from __future__ import annotations

from pathlib import Path

import click

from communique.cli.inputs import debug_option
from communique.cli.ledger_options import ledger_option, opened_ledger
from communique.cli.output import write
from communique.shown import numbered

HELP = """Take articles out of a ledger: they were added by mistake, or with a wrong day of publication.

An ID is that of an article, as `communique articles` lists it; its beginning is enough where only one has it. All its
records go with it; events and commitments that other articles tell stay. What was read from it is new to
`communique add`, and decisions about its records hold again once it is back.

\b
Examples:
  communique remove 95cd765b42b14cdd
  communique add page.html --published 2024-01-18
"""


@click.command(help=HELP, short_help="Take articles out of a ledger.")
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@ledger_option
@debug_option
def remove(*, ids: tuple[str, ...], path: Path) -> None:
    """Take articles out; the help text is `HELP`."""
    with opened_ledger(path, write=True) as ledger:
        count = ledger.remove(ids)
    write(f"{numbered(count, 'articles')} taken out of {path}.\n")
