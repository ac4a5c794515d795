"""`--actors`: the option that names a user's tables of actors, and how the commands load them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from communique.cli.errors import report
from communique.errors import InputError

if TYPE_CHECKING:
    from communique.knowledge.user_actors import Knowledge

_MOST = 20
"""Wrong rows that are told one by one; whoever mends these has seen what is wrong with the rest."""
_Command = TypeVar("_Command", bound=Callable[..., Any])


def actors_option(command: _Command) -> _Command:
    """Add `--actors`, which may be given several times."""
    return click.option(
        "--actors",
        "tables",
        metavar="FILE",
        multiple=True,
        type=click.Path(path_type=Path),
        help="A CSV table of actors of your own, which stand before the known ones. May be given several times.",
    )(command)


def known_actors(tables: tuple[Path, ...]) -> Knowledge:
    """Return what is known with the actors of the tables, after telling each row that is wrong.

    Raises:
        InputError: a table can't be used.
    """
    from communique.knowledge.user_actors import SHIPPED, checked  # noqa: PLC0415  # reads tables

    if not tables:
        return SHIPPED
    known, wrong = checked(tables)
    if not wrong:
        return known
    for error in wrong[:_MOST]:
        report(error)
    rows = "1 row is" if len(wrong) == 1 else f"{len(wrong):,} rows are"
    raise InputError(f"{rows} wrong in the tables of actors; nothing was read", hint="Mend them and run it again.")
