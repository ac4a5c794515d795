"""What the data is worth: the reader trained anew on parts of the corpus, and without each of the other data sets.

Each run begins with MiniLM as it is published and goes through one epoch; nothing is narrowed or taught, so a run costs
a quarter of an hour to three and its figures stand well below the shipped reader's: they are there to be compared.
Parts of the corpus are nested and drawn by topic. What was measured is kept in `worth.csv`, a row a run; a run whose
row is there is not made again unless it is asked for. Killed, a run goes on after its last whole epoch.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import click
import torch

from communique.model import Model
from communique.model.windows import Pieces
from training import data, export, paths
from training.corpus.split import is_held_out
from training.evaluate import evaluate
from training.examples import Example
from training.network import WIDE, Network
from training.run import OPEN, pretrained, tokenizer_of
from training.train import Stage, console, run_stage, threads
from training.versions import FIGURES
from training.worth import VARIANTS, Row, Variant, keep, read, table

SHARES: Final = {"seed": 1.0, "corpus": 1.0, "renamed": 0.3, **OPEN, "real": 1.0, "real_renamed": 0.5, "gsr": 2.0}
STAGE: Final = Stage("ablation", 1, SHARES, 1.5e-4, 1.5e-3, averaged=True)
MEASURED: Final = {"mentions": "mentions_f1", **FIGURES, "status": "status_accuracy"}
"""Column to figure of `training.evaluate`."""
EVERY: Final = 3
"""Of the held-out passages each so-many-th is read."""
SEED: Final = 1


def run(variant: Variant, folder: Path, card: Mapping[str, Any]) -> Row:
    """Train and measure a variant; its checkpoint lies in the folder until it is measured."""
    source = pretrained()
    pieces = Pieces(tokenizer_of(source))
    sets = data.auxiliary(pieces) | data.annotated(pieces, part=variant.part)
    torch.manual_seed(SEED)
    network = Network(inner=WIDE)
    network.encoder.load_minilm(source / "model.safetensors")
    shares = {name: share for name, share in SHARES.items() if name not in variant.without}
    checkpoint = folder / f"ablation-{VARIANTS.index(variant)}.pt"
    run_stage(network, replace(STAGE, shares=shares), sets, checkpoint, seed=SEED)
    row = Row(variant.name, seen(sets, shares), measured(network, tokenizer_of(source), card))
    checkpoint.unlink()
    return row


def seen(sets: Mapping[str, Sequence[Example]], shares: Mapping[str, float]) -> int:
    """Return how many windows an epoch sees."""
    return sum(round(len(sets.get(name, ())) * share) for name, share in shares.items())


def measured(network: Network, tokenizer: Path, card: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures on what is held out, with temperatures and thresholds of a card."""
    kept = ("temperatures", "thresholds", "stages_by_event")
    sets = {"corpus": paths.corpus(), "open texts": paths.open_texts()}
    with tempfile.TemporaryDirectory() as folder:
        weights = Path(folder) / "weights"
        export.write_weights(network, weights, tokenizer, {name: card[name] for name in kept}, int8=False)
        model = Model.load(weights)
        found: dict[str, float] = {}
        for where, passages in sets.items():
            held = [each for each in passages if is_held_out(each)][:: EVERY if where == "corpus" else 1]
            figures = evaluate(held, model) if held else {}
            found |= {f"{where}: {name}": round(figures[figure], 3) for name, figure in MEASURED.items() if held}
        return found


@click.command()
@click.option("--only", multiple=True, help="Words in the name of the runs to make; again for more.")
@click.option("--again", is_flag=True, help="Make runs again whose rows are there.")
def main(only: tuple[str, ...], again: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Train on parts of the data, and measure what each is worth."""
    threads()
    paths.BUILD.mkdir(parents=True, exist_ok=True)
    card = json.loads((paths.WEIGHTS / "reader.json").read_text(encoding="utf-8"))
    there = {each.name for each in read()}
    for variant in VARIANTS:
        if (again or variant.name not in there) and (not only or any(each in variant.name for each in only)):
            keep(run(variant, paths.BUILD, card))
    click.echo(table(read()))
    console.log("`python -m training.card` puts the table into the model card")


if __name__ == "__main__":
    main()
