"""`python -m training.adjudication …`: worksheets of what annotation and reading have otherwise, and what came of them.

python -m training.adjudication sheets build/adjudication     # the held-out passages; --trained: the others
(somebody writes the answers beside the sheets: sheet-01.ans, a line for each passage, "sahel-004: 1A 2B 3=")
python -m training.adjudication table build/adjudication
python -m training.adjudication again build/adjudication build/second     # what was decided against the annotation
python -m training.adjudication apply build/adjudication --second build/second
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from communique.model import Model
from training.adjudication.differences import Edit
from training.adjudication.edits import carry_out
from training.adjudication.sheets import Item, read_answers, read_key, write_again, write_sheets
from training.corpus.split import is_held_out
from training.evaluate import readings_of
from training.paths import CORPUS, corpus

FOLDER = click.Path(file_okay=False, path_type=Path)
ANNOTATION, READING = "annotation", "reading"
VERDICTS = (ANNOTATION, READING, "both", "neither")


@click.group()
def main() -> None:
    """Have somebody decide where annotation and reading differ, blind."""


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--trained", is_flag=True, help="Passages that are trained on, in place of the held-out ones.")
def sheets(folder: Path, *, trained: bool) -> None:
    """Write worksheets and their key into FOLDER."""
    passages = [each for each in corpus() if is_held_out(each) is not trained]
    read = zip(passages, readings_of(passages, Model.load()), strict=True)
    Console().print(f"{write_sheets(folder, read)} items in {folder}")


@main.command()
@click.argument("folder", type=FOLDER)
def table(folder: Path) -> None:
    """Tell how the items of FOLDER were decided."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for item, verdict in _verdicts(folder).values():
        counts["control" if item.control else item.difference.kind][verdict] += 1
    made = Table("kind", "items", *VERDICTS)
    for kind, found in sorted(counts.items()):
        made.add_row(
            kind, str(found.total()), *(f"{found[each]} ({found[each] / found.total():.0%})" for each in VERDICTS)
        )
    Console().print(made)


@main.command()
@click.argument("folder", type=FOLDER)
@click.argument("second", type=FOLDER)
@click.option(
    "--controls", default=0.4, show_default=True, help="Items decided for the annotation, for each one against it."
)
def again(folder: Path, second: Path, controls: float) -> None:
    """Write what was decided against the annotation in FOLDER into SECOND, with items decided for it as controls."""
    decided = {name: (item, verdict) for name, (item, verdict) in _verdicts(folder).items() if not item.control}
    against = [name for name, (_, verdict) in decided.items() if verdict == READING]
    others = [name for name, (_, verdict) in decided.items() if verdict == ANNOTATION]
    drawn = random.Random(0).sample(others, min(len(others), round(controls * len(against))))
    passages = {each.id: each for each in corpus()}
    wanted = {name: decided[name][0] for name in [*against, *drawn]}
    Console().print(f"{write_again(second, passages, wanted, set(drawn))} items in {second}")


@main.command()
@click.argument("folder", type=FOLDER)
@click.option("--second", type=FOLDER, help="Folder of a second look: both must be against the annotation.")
def apply(folder: Path, second: Path | None) -> None:
    """Mend the annotation where it was decided against it in FOLDER."""
    decided = {
        name: item for name, (item, verdict) in _verdicts(folder).items() if verdict == READING and not item.control
    }
    if second is not None:
        twice = Counter(
            (name.split("/")[0], item.difference.kind, item.difference.at, item.difference.read)
            for name, (item, verdict) in _verdicts(second).items()
            if verdict == READING and not item.control
        )
        decided = {
            name: item
            for name, item in decided.items()
            if twice[name.split("/")[0], item.difference.kind, item.difference.at, item.difference.read]
        }
    wanted: dict[str, list[Sequence[Edit]]] = defaultdict(list)
    for name, item in decided.items():
        wanted[name.split("/")[0]].append(item.difference.edits)
    made, left = carry_out(CORPUS, wanted)
    console = Console()
    console.print(f"{made} of {len(decided)} made")
    for ident, edit in left:
        console.print(f"by hand: {ident} {edit.act} {edit.record} {edit.field} {edit.value}", markup=False)


def _verdicts(folder: Path) -> dict[str, tuple[Item, str]]:
    """Return the items of a folder that were answered, with what was decided."""
    answers = read_answers(folder)
    told = {"=": "both", "!": "neither"}
    return {
        name: (item, told.get(answer) or (ANNOTATION if answer == item.side else READING))
        for name, item in read_key(folder).items()
        if (answer := answers.get(name)) is not None
    }


if __name__ == "__main__":
    main()
