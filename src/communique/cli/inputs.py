"""What the commands read: sources named on the command line, or JSON lines, and the options that tell how."""

from __future__ import annotations

import datetime
import gzip
import io
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

import click

from communique.cli.errors import note_debug
from communique.errors import UnreadableFile

if TYPE_CHECKING:
    from communique.sources import RawArticle, Refused

STDIN = "-"
GZIP = b"\x1f\x8b"
"""The first bytes of gzip; `sources.gzipped` has them too, and takes long to load."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHORTER = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?")
_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Given:
    """What the user says of the articles; it holds where an article doesn't say it of itself."""

    published: str | None = None
    title: str | None = None
    publisher: str | None = None

    def fill(self, raw: RawArticle) -> RawArticle:
        """Return an article with what it didn't say."""
        return replace(
            raw,
            published=raw.published or self.published,
            title=raw.title or self.title,
            publisher=raw.publisher or self.publisher,
        )


def debug_option(command: _Command) -> _Command:
    """Add `--debug`."""
    return click.option(
        "--debug",
        is_flag=True,
        envvar="COMMUNIQUE_DEBUG",
        expose_value=False,
        callback=note_debug,
        help="Show the traceback of an error. Also set by COMMUNIQUE_DEBUG=1.",
    )(command)


def source_options(command: _Command) -> _Command:
    """Add the sources, and the options that tell how to take them."""
    for add in (
        debug_option,
        click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too."),
        click.option("--jsonl", is_flag=True, help="Take JSON lines, one article each, and answer each with a line."),
        click.argument("sources", nargs=-1, metavar="[SOURCE]..."),
    ):
        command = add(command)
    return command


def iso_date(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return an ISO date as it was given.

    Raises:
        click.BadParameter: it is none.
    """
    if value is None:
        return None
    try:
        # Python takes other forms too, such as 2024-W03-4.
        return datetime.date.fromisoformat(value if _ISO.fullmatch(value) else "").isoformat()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date; write it as YYYY-MM-DD, for example 2024-01-18.") from None


def first_day(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return the first ISO date of a day, month or year as it was given.

    Raises:
        click.BadParameter: it is none.
    """
    if value is not None and (shorter := _SHORTER.fullmatch(value)):
        return iso_date(context, option, f"{shorter['year']}-{shorter['month'] or '01'}-01")
    return iso_date(context, option, value)


def last_day(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return the last ISO date of a day, month or year as it was given.

    Raises:
        click.BadParameter: it is none.
    """
    first = first_day(context, option, value)
    if first is None or first == value:
        return first
    start = datetime.date.fromisoformat(first)
    months = 12 if value == f"{start:%Y}" else 1
    after = start.year * 12 + start.month - 1 + months
    return (datetime.date(after // 12, after % 12 + 1, 1) - datetime.timedelta(days=1)).isoformat()


def check_period(since: str | None, until: str | None) -> None:
    """Check that a period of ISO dates doesn't end before it begins; either may be open.

    Raises:
        click.UsageError: it does.
    """
    if since is not None and until is not None and since > until:
        raise click.UsageError(f"The period ends ({until}) before it begins ({since}). Change the two days round.")


def chosen(sources: tuple[str, ...], *, jsonl: bool) -> tuple[str, ...]:
    """Return the sources to read: those named, else standard input if something is sent there.

    Raises:
        click.UsageError: nothing is named and nothing sent.
    """
    if sources:
        return sources
    if sys.stdin is None or sys.stdin.isatty():
        what = "Name a file of JSON lines, or send them" if jsonl else "Name a file or a web address, or send a text"
        raise click.UsageError(f"There is nothing to read. {what} to standard input.")
    return (STDIN,)


def read_all(sources: tuple[str, ...], given: Given, stack: ExitStack) -> Iterator[RawArticle | Refused]:
    """Yield the articles of files of JSON lines, as they come; the files are open until the stack is closed.

    Raises:
        UnreadableFile: one of them can't be opened; none is read then.
    """
    from communique.sources import Refused, is_url, read_lines  # noqa: PLC0415  # takes a third of a second

    for source in sources:
        if is_url(source):
            raise click.UsageError(f"{source} is a web address, and --jsonl takes JSON lines from files and pipes.")
    streams = [(source, opened(source, stack)) for source in sources]

    def lines(source: str, stream: BinaryIO) -> Iterator[RawArticle | Refused]:
        try:
            yield from read_lines(stream)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            hint = "Fetch or copy the file again."
            raise UnreadableFile(f"{source} can't be read on: {error}", hint=hint) from error

    return (
        each if isinstance(each, Refused) else given.fill(each)
        for source, stream in streams
        for each in lines(source, stream)
    )


def opened(source: str, stack: ExitStack) -> BinaryIO:
    """Return a file, unpacked if it is gzip, or standard input as a stream of bytes, open until the stack is closed.

    Raises:
        UnreadableFile: it can't be opened.
    """
    stream = as_it_is(source, stack)
    packed = source != STDIN and isinstance(stream, io.BufferedReader) and stream.peek(len(GZIP)).startswith(GZIP)
    return cast("BinaryIO", stack.enter_context(gzip.GzipFile(fileobj=stream))) if packed else stream


def as_it_is(source: str, stack: ExitStack) -> BinaryIO:
    """Return a file or standard input as a stream of bytes, packed or not, open until the stack is closed.

    Raises:
        UnreadableFile: it can't be opened.
    """
    if source == STDIN:
        return _stdin()
    try:
        stream = stack.enter_context(Path(source).open("rb"))  # noqa: SIM115  # the stack closes it
        stream.peek(len(GZIP))  # what can be opened may still not be readable
    except (OSError, ValueError) as error:
        problem = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"{source} can't be read: {problem}") from error
    return stream


def _stdin() -> BinaryIO:
    """Return standard input, with a buffer of its own.

    It may be read by a thread that still waits when the program ends. Python closes `sys.stdin` then, and would abort
    on finding its buffer in use.
    """
    try:
        number = sys.stdin.fileno()
    except (io.UnsupportedOperation, ValueError):
        return sys.stdin.buffer
    return io.BufferedReader(io.FileIO(number, "rb", closefd=False))
