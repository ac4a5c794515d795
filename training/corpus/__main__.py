"""`python -m training.corpus …`: check passages while writing them, count them, compare two annotators."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from training.corpus import counts as counting
from training.corpus.agreement import agreement as agreement_of
from training.corpus.format import FormatError, blocks, parse
from training.corpus.notes import Passage
from training.corpus.validate import copies, problems_of, remarks_of, texts_of
from training.paths import CORPUS, gold_folder

README = CORPUS.parent / "README.md"

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def main() -> None:
    """Work with the annotated passages of the corpus."""


def _read(files: Iterable[Path]) -> Iterator[tuple[str, Passage | FormatError]]:
    """Yield each passage of some files, or what is wrong with it, and the name by which to speak of it."""
    for path in files:
        for block in blocks(path):
            try:
                passage = parse(block)
            except FormatError as error:
                yield f"{path.name} {error.ident}", error
            else:
                yield f"{path.name} {passage.id}", passage


def _files(given: tuple[Path, ...]) -> list[Path]:
    return list(given) or sorted(CORPUS.glob("*.txt"))


@main.command()
@click.argument("files", nargs=-1, type=FILE)
@click.option("--remarks/--no-remarks", default=True, help="Also show what to look at again.")
@click.option("--show", is_flag=True, help="Show who tells each event and commitment.")
@click.option(
    "--gold", type=click.Path(path_type=Path), default=gold_folder, help="Data that no passage may be a copy of."
)
def validate(files: tuple[Path, ...], *, remarks: bool, show: bool, gold: Path) -> None:
    """Check FILES (all passages by default); exit 1 if anything must be mended."""
    passages: list[Passage] = []
    errors = 0
    for name, read in _read(_files(files)):
        problems = read.problems if isinstance(read, FormatError) else problems_of(read)
        errors += len(problems)
        _say(name, problems)
        if isinstance(read, FormatError):
            continue
        passages.append(read)
        if remarks:
            _say(name, (f"look: {remark}" for remark in remarks_of(read)))
        if show:
            _say(name, _tellers(read))
    problems = [f"the id {ident} stands twice" for ident, count in Counter(p.id for p in passages).items() if count > 1]
    problems += copies(passages, texts_of(gold) if gold.is_dir() else ())
    for problem in problems:
        click.echo(problem)
    errors += len(problems)
    records = ", ".join(
        f"{sum(len(getattr(p, what)) for p in passages)} {what}"
        for what in ("actors", "statements", "events", "commitments")
    )
    click.echo(f"{len(passages)} passages, {records}; {errors} to mend")
    sys.exit(1 if errors else 0)


def _say(name: str, lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(f"{name}: {line}")


def _tellers(passage: Passage) -> Iterator[str]:
    yield from (f"{note.id} told by {note.told or 'the article'}" for note in passage.events)
    yield from (f"{note.id} told by {note.told or 'the article'}" for note in passage.commitments)


@main.command()
@click.argument("files", nargs=-1, type=FILE)
@click.option("--write", is_flag=True, help="Put the tables of the whole corpus into its README.")
def counts(files: tuple[Path, ...], *, write: bool) -> None:
    """Count what is in FILES (all passages by default); what can't be read is said and left out."""
    if write and files:
        raise click.UsageError("--write counts the whole corpus; leave out the files")
    passages: list[Passage] = []
    errors = 0
    for name, read in _read(_files(files)):
        if isinstance(read, FormatError):
            click.echo(f"{name} can't be read and isn't counted", err=True)
            errors += 1
        else:
            passages.append(read)
    made = counting.tables(passages)
    console = Console()
    for table in made:
        console.print(counting.shown(table))
    if not write:
        return
    if errors:
        raise click.ClickException(f"{README} was left as it is: mend what can't be read first")
    README.write_text(counting.written_into(README.read_text(encoding="utf-8"), made), encoding="utf-8")


@main.command()
@click.option(
    "--gold", type=click.Path(path_type=Path), default=gold_folder, help="Folder of the open data, with the checklist."
)
def predicates(gold: Path) -> None:
    """Show which predicates each type, mode, act and stage has, and which verbs of CAMEO's dictionary are missing."""
    from training.corpus import coverage  # noqa: PLC0415 - what it needs comes with the train extra

    found = coverage.collect(read for _, read in _read(_files(())) if isinstance(read, Passage))
    console = Console()
    for table in coverage.tables(found):
        console.print(counting.shown(table))
    if (gold / "cameo").is_dir():
        console.print(counting.shown(coverage.missing(found, coverage.checklist(gold / "cameo"))))
    else:
        console.print(f"{gold / 'cameo'} isn't there: the checklist of predicates is left out")


@main.command()
@click.argument("left", type=FILE)
@click.argument("right", type=FILE)
def agreement(left: Path, right: Path) -> None:
    """Compare two annotators' files LEFT and RIGHT, on the passages that both have by id."""
    sides: list[list[Passage]] = []
    for path in (left, right):
        found = [read for _, read in _read([path])]
        for each in found:
            if isinstance(each, FormatError):
                raise click.ClickException(f"{path}: {each}")
        sides.append([each for each in found if isinstance(each, Passage)])
    try:
        figures = agreement_of(*sides)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    if not figures["passages"]:
        raise click.ClickException(f"{left} and {right} have no passage in common; they are matched by id")
    table = Table("figure", "agreement")
    for name, value in figures.items():
        table.add_row(name, "-" if value is None else f"{value:g}")
    Console().print(table)


if __name__ == "__main__":
    main()
