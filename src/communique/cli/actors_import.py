"""`communique actors import`: dictionaries and dumps of others become a table of actors for `--actors`.

In go files (also compressed with gzip or bzip2) or standard input; out comes a CSV table, written beside its place and
then put there, so that a table is never half there. What can't be used is told on standard error and counted.
"""

from __future__ import annotations

import bz2
import gzip
import io
import os
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from communique.cli.errors import report
from communique.cli.inputs import GZIP, STDIN, as_it_is, debug_option
from communique.cli.output import written
from communique.errors import InputError, UnreadableFile
from communique.streams import is_stream, spare_ledgers

if TYPE_CHECKING:
    from communique.knowledge.actor_table import Writable
    from communique.knowledge.importing import Line

_MOST_TOLD = 20
_LONGEST_LINE = 256 * 1024 * 1024
"""Bytes; the longest entities of Wikidata have some four million."""
_STEP = 1024
_BZIP2 = b"BZh"

HELP = """Make a table of actors from dictionaries and dumps of others.

The table is for --actors of `communique read` and `communique actors`. Formats: petrarch takes actor dictionaries of
TABARI, PETRARCH, PETRARCH2 and Phoenix (*.actors.txt); wikidata a JSON dump, of which persons with offices,
organisations and armed groups are taken; ftm entities of FollowTheMoney, as OpenSanctions publishes them. Files may be
compressed with gzip or bzip2; - is standard input. A record that can't be used is told and left out.

\b
Examples:
  communique actors import --format petrarch Phoenix.Countries.actors.txt -o actors.csv
  communique actors import --format wikidata latest-all.json.bz2 -o wikidata.csv
  communique actors import --format ftm entities.ftm.json -o - > peps.csv
"""


@click.command("import", help=HELP, short_help="Make a table of actors from others' files.")
@debug_option
@click.option(
    "--format",
    "shape",
    required=True,
    type=click.Choice(["petrarch", "wikidata", "ftm"]),
    help="What the files are.",
)
@click.option("-o", "--output", metavar="OUT.csv", required=True, help="The table to write; - for standard output.")
@click.argument("sources", nargs=-1, required=True, metavar="FILE...")
def import_actors(sources: tuple[str, ...], *, shape: str, output: str) -> None:
    """Import actors; the help text is `HELP`."""
    from communique.knowledge.actor_table import write_header, write_rows  # noqa: PLC0415  # reads tables
    from communique.knowledge.importing import FORMATS, in_order  # noqa: PLC0415

    skipped = _Skipped()
    with ExitStack() as stack:
        # All files are opened before any is read: a wrong name is told at once.
        streams = [(source, as_it_is(source, stack)) for source in sources]
        target = stack.enter_context(_written(output))
        advance = stack.enter_context(_progress(streams))
        write_header(target)
        count = write_rows(target, in_order(FORMATS[shape](_lines(streams, advance), skipped.tell)))
    skipped.leave()
    click.echo(f"communique: {count:,} {'row' if count == 1 else 'rows'} of actors written.", err=True)


class _Skipped:
    """The records that could not be used: the first are told one by one, all are counted."""

    def __init__(self) -> None:
        self._count = 0

    def tell(self, error: InputError) -> None:
        self._count += 1
        if self._count <= _MOST_TOLD:
            report(error)

    def leave(self) -> None:
        if self._count:
            records = "1 record was" if self._count == 1 else f"{self._count:,} records were"
            told = f"; the first {_MOST_TOLD} are told above" if self._count > _MOST_TOLD else ""
            click.echo(f"communique: {records} left out{told}.", err=True)


def _lines(streams: list[tuple[str, BinaryIO]], advance: Callable[[int], None]) -> Iterator[Line]:
    """Yield the lines of all files, one after the other.

    Raises:
        UnreadableFile: a file is broken or was cut.
    """
    from communique.knowledge.importing import Line  # noqa: PLC0415

    for source, stream in streams:
        name = "standard input" if source == STDIN else source
        number = 0
        try:
            plain = _unpacked(stream)
            while data := plain.readline(_LONGEST_LINE):
                number += 1
                yield Line(data.rstrip(b"\r\n"), name, number)
                if number % _STEP == 0:
                    advance(stream.tell() if stream.seekable() else 0)
        except (OSError, EOFError, zlib.error) as error:
            hint = "Fetch the file again; nothing was written."
            raise UnreadableFile(f"{name} can't be read after line {number:,}: {error}", hint=hint) from error


def _unpacked(stream: BinaryIO) -> BinaryIO | gzip.GzipFile | bz2.BZ2File:
    """Return a stream of what a file holds, whether or not it is compressed."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    head = buffered.peek(3)[:3]
    if head.startswith(GZIP):
        return gzip.open(buffered)
    if head.startswith(_BZIP2):
        return bz2.open(buffered)
    return buffered


@contextmanager
def _written(output: str) -> Iterator[Writable]:
    """Give a file to write to, which takes its place at the end, and only if nothing went wrong.

    Raises:
        UnreadableFile: it can't be written there.
        LedgerReadOnly: a ledger stands there.
    """
    if output == STDIN:
        with written() as out:
            yield _Output(out)
        return
    if is_stream(Path(output)):
        with Path(output).open("w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    path = Path(output).resolve()
    spare_ledgers(path)
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        problem = f"{output} can't be written: {error.strerror or error}"
        raise UnreadableFile(problem, hint="Name a file in a folder where you may write.") from error
    try:
        with open(number, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123  # the file is open already
            yield file
            file.flush()
            os.fsync(file.fileno())
        # mkstemp's files are for the owner alone; a table is as open as any file of the user's.
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


class _Output:
    """Standard output as something to write to."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, text: str, /) -> int:
        """Write a text, in UTF-8 as every table is."""
        self._out.write(text.encode())
        return len(text)


@contextmanager
def _progress(streams: list[tuple[str, BinaryIO]]) -> Iterator[Callable[[int], None]]:
    """Give what is to be told the place in a file; it is shown on standard error if somebody watches there."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415  # only for people
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    sizes = [os.fstat(stream.fileno()).st_size for source, stream in streams if source != STDIN]
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=sum(sizes) or None)
        done = last = 0

        def advance(place: int) -> None:
            nonlocal done, last
            # A smaller place than before is one in the next file.
            done += place - last if place >= last else place
            last = place
            progress.update(task, completed=done)

        yield advance
