"""`python -m training.quality`: `docs/quality.md`, how right the shipped reader is, and where it goes wrong.

Figures per record family, per type, status, act and stage are those of the held-out corpus; the figures on the open
sets are taken from `bench/figures.json`. The examples are the corpus's own sentences.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from communique.model import Model
from communique.vocabulary import Act, EventType, Stage, Status
from training import paths
from training.corpus.split import is_held_out
from training.errors import by_kind
from training.evaluate import Mistake, compared, figures, readings_of
from training.score import FIGURES

TARGET = paths.ROOT / "docs" / "quality.md"
EXAMPLES = 12
"""Examples of what goes wrong: the commonest confusions, one sentence each."""
SHOWN = {
    "events_gsr": ("found", "top1", "all_three", "spurious", "source", "target"),
    "events_plv": ("type", "type_source_target", "pair_top1", "macro_f1"),
    "statements_polnear": ("f1", "source_accuracy", "recall_speech"),
    "factuality_uw": ("pearson", "class_macro_f1", "coverage"),
    "factuality_uds": ("fact_accuracy",),
    "mentions_gum": ("name_close", "kind_accuracy", "pronoun_f1"),
    "mentions_re3d": ("name_close", "kind_accuracy"),
    "maintext": ("f1", "f1_english"),
}
"""Measure to the figures of it that are shown, where they are there."""


def page(counts: Counter[str], mistakes: Sequence[Mistake], measured: dict[str, dict[str, float]], count: int) -> str:
    """Return the page in Markdown."""
    families = figures(counts)
    lines = [
        "# How right the reader is",
        "",
        "Written by `make quality` from the shipped weights; their card (`src/communique/model/weights/MODEL_CARD.md`)",
        "tells on what they were trained. The measures are explained in `bench/README.md` and `training/evaluate.py`.",
        "",
        "## On sets of other people",
        "",
        "| measure | figures |",
        "| --- | --- |",
        *(
            f"| {name} | {', '.join(f'{key} {measured[name][key]:.3f}' for key in keys if key in measured[name])} |"
            for name, keys in SHOWN.items()
            if name in measured
        ),
        "",
        f"## On the held-out corpus ({count} passages)",
        "",
        "| family | precision | recall | F1 |",
        "| --- | --- | --- | --- |",
        *(
            f"| {name} | "
            + " | ".join(f"{families[f'{name}_{key}']:.3f}" for key in ("precision", "recall", "f1"))
            + " |"
            for name in ("mentions", "statements", "events", "roles", "commitments")
        ),
        "",
        (
            f"Status right: {families['status_accuracy']:.3f}; mode {families['mode_accuracy']:.3f}; "
            f"act {families['act_accuracy']:.3f}; stage {families['stage_accuracy']:.3f}. "
            f"Passages without records left alone: {families['silence']:.3f}."
        ),
        "",
        "| type | in the passages | found and right | precision |",
        "| --- | --- | --- | --- |",
        *(_typed(counts, str(kind)) for kind in EventType),
    ]
    for name, labels in (("status", Status), ("act", Act), ("stage", Stage)):
        lines += ["", f"| {name} | found | right |", "| --- | --- | --- |"]
        for label in map(str, labels):
            gold, right = (counts[f"{name} {label} {each}"] for each in ("gold", "right"))
            lines.append(f"| {label} | {gold} | {_share(right, gold)} |")
    lines += [
        "",
        "## What the probabilities mean",
        "",
        "Expected calibration error: the mean gap between the probability of a record and the share of right ones",
        "(`training/reliability.py`). PLV counts true events of other pairs in a sentence as wrong, PolNeAR reports",
        "that its annotators passed over, so theirs are upper bounds.",
        "",
        "| set and record | error |",
        "| --- | --- |",
        *(f"| {name} | {error:.3f} |" for name, error in measured.get("reliability", {}).items()),
        "",
        "## What still goes wrong",
        "",
        "The commonest confusions, with a sentence of the held-out corpus each.",
        "",
    ]
    lines += _examples(mistakes)
    return "\n".join(lines) + "\n"


def _typed(counts: Counter[str], kind: str) -> str:
    gold, mine, right = (counts[f"type {kind} {each}"] for each in ("gold", "mine", "right"))
    return f"| {kind} | {gold} | {_share(right, gold)} | {_share(right, mine)} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


def _examples(mistakes: Sequence[Mistake]) -> list[str]:
    kinds = by_kind((f"- **{each.wanted}** read as **{each.read}**", each) for each in mistakes)
    return [
        f"{kind}, at “{cases[0].word}” ({len(cases)} times): {cases[0].sentence}"
        for kind, cases in list(kinds.items())[:EXAMPLES]
    ]


@click.command()
@click.option("--weights", type=click.Path(path_type=Path), help="Other weights than the shipped ones.")
def main(weights: Path | None) -> None:
    """Measure the weights on the held-out corpus and write docs/quality.md."""
    held_out = [each for each in paths.corpus() if is_held_out(each)]
    counts, mistakes = compared(held_out, readings_of(held_out, Model.load(weights)))
    measured = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    TARGET.write_text(page(counts, mistakes, measured, len(held_out)), encoding="utf-8")
    click.echo(f"written: {TARGET}")


if __name__ == "__main__":
    main()
