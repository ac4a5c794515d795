"""What the command line says when something goes wrong: one line on standard error, and an exit code.

Exit codes: 0 all went well; 1 a fault of Communiqué; 2 something given can't be read or used, the line says what to do;
130 stopped by the user. A traceback is written only with `--debug`.
"""

from __future__ import annotations

import errno
import traceback
from typing import TypeGuard

import click

from communique.cli.output import UNWRITTEN, settle
from communique.cli.wording import line
from communique.errors import CommuniqueError

FAULT, MENDABLE, STOPPED = 1, 2, 130

_DEBUG = "communique.debug"
_LONGEST = 2_000
_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO))
_ISSUE = "This is a fault of Communiqué: run the command again with --debug and report its output as an issue."


def note_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001  # click calls it so
    """Remember that tracebacks are wanted; `--debug` may stand before or after the command's name."""
    if value:
        ctx.meta[_DEBUG] = True


def wants_debug(ctx: click.Context) -> bool:
    """Return whether tracebacks are wanted."""
    return bool(ctx.meta.get(_DEBUG))


def exit_code(error: BaseException) -> int:
    """Return the exit code that an error means."""
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return STOPPED
    mendable = isinstance(error, (CommuniqueError, click.ClickException)) or _is_full(error)
    return MENDABLE if mendable else FAULT


def _is_full(error: BaseException) -> TypeGuard[OSError]:
    """Return whether an error is that of a stream with no room, as where Click writes a help text."""
    return isinstance(error, OSError) and error.errno in _FULL and error.filename is None


def message(error: BaseException) -> str:
    """Return what an error says, with what to do, on one line."""
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        said = "stopped"
    elif isinstance(error, click.UsageError):
        command = error.ctx.command_path if error.ctx else "communique"
        said = f"{_ended(error.format_message())} See `{command} --help`."
    elif isinstance(error, click.ClickException):
        said = error.format_message()
    elif isinstance(error, CommuniqueError):
        said = str(error)
    elif _is_full(error):
        said = f"{UNWRITTEN}: {error.strerror}."
    else:
        said = f"{type(error).__name__}: {error}. {_ISSUE}"
    return _short(line(said))


def _ended(said: str) -> str:
    """Return a sentence with its full stop, which some of Click's lack."""
    return said if said.removesuffix(")").endswith((".", "?", "!")) else f"{said}."


def _short(said: str) -> str:
    """Return a message without its middle where it is endless, as with a whole article given for a path."""
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST // 2]} … {said[-_LONGEST // 2 :]}"


def report(error: BaseException, *, debug: bool = False) -> int:
    """Write an error to standard error, with its traceback if wanted; return its exit code."""
    if debug:
        click.echo("".join(traceback.format_exception(error)), err=True, nl=False)
    click.echo(f"communique: {message(error)}", err=True)
    settle()
    return exit_code(error)


class Misses:
    """The errors of single articles in a command that goes on to the next."""

    def __init__(self, ctx: click.Context) -> None:
        self._ctx = ctx
        self._codes: set[int] = set()

    def tell(self, error: Exception) -> None:
        """Write an error to standard error, and remember it."""
        self._codes.add(report(error, debug=wants_debug(self._ctx)))

    def leave(self) -> None:
        """End the command with the exit code of the errors, the worst first, if there were any."""
        if self._codes:
            self._ctx.exit(min(self._codes))
