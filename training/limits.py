"""`python -m training.limits`: what keeps the reader from its floors: code, network or data.

Three readings of annotated passages beside each other: of the held-out ones with the annotation in the place of the
network's answers (what is then wrong, the code makes wrong, or a window cuts off); of passages that the network was
trained on (what is then wrong, a network of this size doesn't fit); and of the held-out ones as they are read.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from communique.model import Marks, Model, Prepared
from communique.model.decode import Layouts, Logits, WindowDecoder
from communique.model.labels import HEADS, LAYERS, NAME_ARCS, RECORD_ARCS, SINGLE, columns
from communique.model.settings import Settings
from communique.model.windows import Pieces
from communique.reading import read_articles
from communique.reading.frame import prepare
from training import paths
from training.convert.passages import convert
from training.corpus.notes import Passage
from training.corpus.readings import article_of
from training.corpus.split import is_held_out
from training.evaluate import compare, evaluate
from training.examples import MASK, Example

COLUMNS: Final = columns()
SURE: Final = 14.0
"""Logit of what is annotated; minus it, of what isn't."""
SAMPLE: Final = 2500
"""Passages drawn of those that are trained on."""
FIGURES: Final = (
    "mentions_f1", "statements_f1", "events_f1", "roles_f1", "commitments_f1", "status_accuracy", "act_accuracy",
    "stage_accuracy", "silence",
)  # fmt: skip


class Annotated:
    """Stands for the model: its marks are the labels of passages, in their order."""

    name, version, has_states = "annotation", "1", False

    def __init__(self, passages: Iterable[Passage], pieces: Pieces) -> None:
        self._marks = (marks_of(passage, pieces) for passage in passages)

    def marks(self, articles: Iterable[Prepared | None], *, states: bool = False) -> Iterator[Marks]:  # noqa: ARG002
        """Yield the marks of every article, in order."""
        for article in articles:
            if article is not None:
                yield next(self._marks)


def marks_of(passage: Passage, pieces: Pieces) -> Marks:
    """Return what the network would say of a passage if it made no mistake."""
    article = prepare(article_of(passage))[0]
    layouts, marks = Layouts(article), Marks()
    for example in convert([passage], pieces):
        WindowDecoder(logits_of(example), layouts.of(example.window), Settings(), marks).decode()
    return marks


def logits_of(example: Example) -> Logits:
    """Return the logits that say just what the labels of a window say."""
    words = np.zeros((example.rows, max(each.stop for each in COLUMNS.values())), dtype=np.float32)
    for name in (*LAYERS, *HEADS):
        labels = example.tags.get(name, np.zeros(example.rows, dtype=np.int64))
        words[np.arange(example.rows), COLUMNS[name].start + np.where(labels == MASK, 0, labels)] = SURE
    words[:, COLUMNS["contexts"]] = -SURE
    for row, contexts in example.contexts.items():
        words[row, [COLUMNS["contexts"].start + each for each in contexts]] = SURE
    records = _rows(example, "trigger", "act", "stage")
    names = _rows(example, "mention", "title")
    return Logits(words, records, _arcs(example, RECORD_ARCS, records), names, _arcs(example, NAME_ARCS, names))


def _rows(example: Example, *layers: str) -> np.ndarray:
    found = [np.flatnonzero(example.tags[each] > 0) for each in layers if each in example.tags]
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *found]))


def _arcs(example: Example, arcs: Sequence[str], rows: np.ndarray) -> np.ndarray:
    """Return the logits [arcs, rows, targets] of arcs from some rows; a single arc without a target leads to none."""
    made = np.full((len(arcs), len(rows), example.rows), -SURE, dtype=np.float32)
    place = {row: at for at, row in enumerate(rows.tolist())}
    for (head, name), targets in example.arcs.items():
        if name in arcs and head in place:
            made[arcs.index(name), place[head], targets] = SURE
    single = [at for at, name in enumerate(arcs) if name in SINGLE]
    made[single, :, 0] = np.where(made[single].max(-1) < 0, SURE, made[single, :, 0])
    return made


@click.command()
def main() -> None:
    """Print the figures of all three, on the corpus and on open texts."""
    pieces, model = Pieces(paths.WEIGHTS / "tokenizer.json"), Model.load()
    table = Table("figure")
    columns_of: list[dict[str, float]] = []
    for name, passages in (("corpus", paths.corpus()), ("open texts", paths.open_texts())):
        held_out = [each for each in passages if is_held_out(each)]
        if not held_out:
            continue
        trained = [each for each in passages if not is_held_out(each)]
        drawn = random.Random(0).sample(trained, min(SAMPLE, len(trained)))
        stand_in = Annotated(held_out, pieces)
        told = list(read_articles(map(article_of, held_out), stand_in))  # type: ignore[arg-type]  # has what is asked for
        columns_of += [compare(held_out, told), evaluate(drawn, model), evaluate(held_out, model)]
        for what in ("annotation as marks", "trained on", "held out"):
            table.add_column(f"{name}: {what}")
    for figure in FIGURES:
        table.add_row(figure, *(f"{each[figure]:.3f}" for each in columns_of))
    Console().print(table)


if __name__ == "__main__":
    main()
