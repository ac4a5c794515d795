"""`python -m training.corpus validate FILE…`: check passages while writing them, or the whole corpus."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from training.corpus.format import FormatError, Passage, blocks, parse
from training.corpus.validate import copies, problems_of, remarks_of, texts_of


@click.group()
def main() -> None:
    """Work with the annotated passages of the corpus."""


@main.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--remarks/--no-remarks", default=True, help="Also show what to look at again.")
@click.option("--show", is_flag=True, help="Show who tells each event and commitment.")
@click.option(
    "--gold", type=click.Path(path_type=Path), default=lambda: Path(os.environ.get("COMMUNIQUE_GOLD", "../shared/gold"))
)
def validate(files: tuple[Path, ...], *, remarks: bool, show: bool, gold: Path) -> None:
    """Check FILES (all passages by default); exit 1 if anything must be mended."""
    passages: list[Passage] = []
    errors = 0
    for path in files or sorted(Path("corpus/passages").glob("*.txt")):
        for block in blocks(path):
            try:
                passage = parse(block)
                problems = problems_of(passage)
            except FormatError as error:
                errors += len(error.problems)
                for problem in error.problems:
                    click.echo(f"{path.name} {error.ident}: {problem}")
                continue
            passages.append(passage)
            errors += len(problems)
            for problem in problems:
                click.echo(f"{path.name} {passage.id}: {problem}")
            if remarks:
                for remark in remarks_of(passage):
                    click.echo(f"{path.name} {passage.id}: look: {remark}")
            if show:
                for note in (*passage.events, *passage.commitments):
                    click.echo(f"{path.name} {passage.id}: {note.id} told by {note.told or 'the article'}")
    idents = [passage.id for passage in passages]
    repeated = {ident for ident in idents if idents.count(ident) > 1} if len(set(idents)) < len(idents) else set()
    problems = [f"the id {ident} stands twice" for ident in repeated]
    problems += copies(passages, texts_of(gold) if gold.is_dir() else ())
    for problem in problems:
        click.echo(problem)
    errors += len(problems)
    counts = [
        sum(len(getattr(p, what)) for p in passages) for what in ("actors", "statements", "events", "commitments")
    ]
    click.echo(
        f"{len(passages)} passages, {counts[0]} actors, {counts[1]} statements, {counts[2]} events, {counts[3]} commitments; {errors} to mend"
    )
    sys.exit(1 if errors else 0)


if __name__ == "__main__":
    main()
