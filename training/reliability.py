"""How far the probabilities of records mean what they say, on passages and on other people's sets.

`python -m training.reliability` prints, for each set and kind of record, how many were read and the expected
calibration error: the mean gap between probability and share of right ones over ten bins of probability. What counts as
right:

event       the annotation has an event of the type at the trigger; PLV: the type is that of the marked pair's root,
            so that true events of other pairs of the sentence count as wrong and the error is an upper bound
status      of the events right by type, the status is right
statement   the annotation has a statement, PolNeAR an attribution, whose cue overlaps
commitment  the annotation has a commitment at the word: its sum, one of its goods or the event that tells it

Most labels of most words are trivially none, so the errors of the model card, over all words, are far smaller; these
are over what is read. Of that a head says a little too much, of real texts more than of composed ones, so what a record
is told with is scaled (Platt, 1999), by `scales`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from communique.model import Marks, Model
from communique.reading.frame import prepare
from communique.records import Article
from communique.sources import RawArticle
from communique.text import build_article
from training import paths
from training.corpus.notes import Extent, Passage
from training.corpus.readings import article_of
from training.corpus.spans import overlap
from training.corpus.split import is_held_out

YIELDS = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""PLV has one root for both."""
BINS = 10
FEWEST = 100
"""Records that an error is told of: ten bins of fewer tell little."""
SCALED = ("event", "statement", "commitment")
"""Kinds of records whose probability is scaled."""
STEPS = 30
"""Of Newton's method; it is there after ten."""
_FAR, _RIDGE = 30.0, 1e-6
"""Bound of log-odds, and what is added to a curvature that may be none."""
Cases = dict[str, list[tuple[float, bool]]]
"""Kind of record to each one's probability and whether it is right."""


def expected_error(probabilities: np.ndarray, right: np.ndarray) -> float:
    """Return the expected calibration error: the mean gap of confidence and accuracy over ten bins of confidence."""
    bins = np.clip((probabilities * BINS).astype(int), 0, BINS - 1)
    gaps = [
        abs(probabilities[bins == at].mean() - right[bins == at].mean()) * (bins == at).mean()
        for at in range(BINS)
        if (bins == at).any()
    ]
    return float(sum(gaps))


def scales(sets: Sequence[Cases]) -> dict[str, list[float]]:
    """Return slope and shift, in log-odds, of each kind of record, from the cases of sets that count alike.

    A set of fewer than `FEWEST` cases of a kind tells nothing of it.
    """
    found = {}
    for kind in SCALED:
        told = [each[kind] for each in sets if len(each.get(kind, ())) >= FEWEST]
        if told:
            found[kind] = [round(float(value), 3) for value in _logistic(told)]
    return found


def _logistic(sets: Sequence[Sequence[tuple[float, bool]]]) -> np.ndarray:
    """Return slope and shift of the logistic regression of right on log-odds, by Newton's method."""
    chances = np.clip(np.concatenate([[chance for chance, _ in each] for each in sets]), 1e-4, 1 - 1e-4)
    right = np.concatenate([[float(is_right) for _, is_right in each] for each in sets])
    weight = np.concatenate([np.full(len(each), 1 / len(each)) for each in sets])
    cases = np.stack((np.log(chances / (1 - chances)), np.ones_like(chances)))
    found = np.array([1.0, 0.0])
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-np.clip(found @ cases, -_FAR, _FAR)))
        curved = (cases * (weight * expected * (1 - expected))) @ cases.T + _RIDGE * np.eye(2)
        found -= np.linalg.solve(curved, cases @ (weight * (expected - right)))
    return found


def marked(articles: Sequence[Article], model: Model) -> Iterator[tuple[list[Extent], Marks]]:
    """Yield the extents of each article's words and the model's marks."""
    prepared = [prepare(article)[0] for article in articles]
    for words, marks in zip(prepared, model.marks(prepared), strict=True):
        yield list(words.words), marks


def of_passages(passages: Sequence[Passage], model: Model) -> Cases:
    """Return the cases of annotated passages."""
    found: Cases = defaultdict(list)
    readings = marked([article_of(each) for each in passages], model)
    for passage, (words, marks) in zip(passages, readings, strict=True):
        for trigger in marks.triggers:
            here = [
                note
                for note in passage.events
                if any(overlap(words[trigger.word], at) for at in (note.trigger, *note.mentions))
            ]
            right = [note for note in here if note.type == trigger.type]
            found["event"].append((trigger.probability, bool(right)))
            if right:
                found["status"].append((trigger.status_probability, right[0].status == trigger.status))
        for cue in marks.cues:
            found["statement"].append((cue.probability, _touches(words[cue.word], (s.cue for s in passage.statements))))
        pledged = list(_pledged(passage))
        for anchor in marks.anchors:
            found["commitment"].append((anchor.probability, _touches(words[anchor.word], pledged)))
    return found


def of_plv(path: Path, model: Model) -> Cases:
    """Return the cases of PLV's sentences: the likeliest event of each."""
    cases = _rows(path)
    readings = marked([_article(case) for case in cases], model)
    likeliest = [
        (max(marks.triggers, key=lambda each: each.probability), case["root"])
        for case, (_, marks) in zip(cases, readings, strict=True)
        if marks.triggers
    ]
    return {"event": [(each.probability, YIELDS.get(each.type, each.type) == root) for each, root in likeliest]}


def of_polnear(path: Path, model: Model) -> Cases:
    """Return the cases of PolNeAR's articles: every cue that is read."""
    cases = _rows(path)
    found: Cases = {"statement": []}
    for case, (words, marks) in zip(cases, marked([_article(case) for case in cases], model), strict=True):
        cues = [tuple(span) for each in case["attributions"] for span in each["cue"]]
        found["statement"] += [(cue.probability, _touches(words[cue.word], cues)) for cue in marks.cues]
    return found


def _pledged(passage: Passage) -> Iterator[Extent]:
    """Yield where the commitments of a passage stand."""
    triggers = {event.id: event.trigger for event in passage.events}
    for each in passage.commitments:
        yield each.anchor
        yield from (at for at, _ in each.items)
        if each.event in triggers:
            yield triggers[each.event]


def _touches(extent: Extent, others: Iterable[Extent]) -> bool:
    return any(overlap(extent, each) for each in others)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def _article(case: dict[str, Any]) -> Article:
    raw = RawArticle(ref=case["ref"], text=case["text"], verbatim=True, language="en", published=case.get("published"))
    return build_article(raw)


def errors(cases: Cases) -> dict[str, float]:
    """Return the expected calibration error of each kind of record that there are cases of."""
    return {
        kind: round(expected_error(*(np.array(each, dtype=float) for each in zip(*some, strict=True))), 4)
        for kind, some in cases.items()
        if some
    }


def measured(gold: Path, model: Model) -> dict[str, Cases]:
    """Return the cases of every set that is there, by the set's name."""
    found = {
        "corpus": of_passages([each for each in paths.corpus() if is_held_out(each)], model),
        "open_texts": of_passages([each for each in paths.open_texts(gold) if is_held_out(each)], model),
        "plv": of_plv(gold / "plv" / "cases.jsonl", model),
        "polnear": of_polnear(gold / "polnear" / "dev.jsonl", model),
    }
    return {name: cases for name, cases in found.items() if any(cases.values())}


def figures(gold: Path, model: Model) -> dict[str, float]:
    """Return the errors of all sets by "SET KIND"."""
    return {
        f"{name} {kind}": error
        for name, cases in measured(gold, model).items()
        for kind, error in errors(cases).items()
        if len(cases[kind]) >= FEWEST
    }


@click.command()
@click.option("--gold", type=click.Path(path_type=Path), default=paths.gold_folder, help="Folder of the gold data.")
def main(gold: Path) -> None:
    """Print the calibration errors of what the shipped weights read."""
    for name, cases in measured(gold, Model.load()).items():
        told = ", ".join(f"{kind} {error:.3f} of {len(cases[kind])}" for kind, error in errors(cases).items())
        click.echo(f"{name}: {told}")


if __name__ == "__main__":
    main()
