"""Which ledger a command works on: the options that name it, and how it is opened."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from communique.ledger import Ledger

USUAL = "communique.db"
"""The ledger where none is named: in the folder that one works in."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def ledger_option(command: _Command) -> _Command:
    """Add `--ledger`."""
    return click.option(
        "--ledger",
        "path",
        metavar="PATH",
        envvar="COMMUNIQUE_LEDGER",
        type=click.Path(path_type=Path),
        default=USUAL,
        show_default=True,
        help="The ledger's file. Also set by COMMUNIQUE_LEDGER.",
    )(command)


def opened_ledger(path: Path, *, create: bool = False, write: bool = False) -> Ledger:
    """Return the ledger in a file, for a `with` block.

    Raises:
        LedgerError: it can't be used; the message says what to do.
    """
    from communique.ledger import Ledger  # noqa: PLC0415  # what only asks for help needs no ledger

    return Ledger.open(path, create=create, write=write)
