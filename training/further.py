"""`python -m training.further`: train the shipped reader on from where it is, on a corpus that has grown.

The network is taken back from the shipped int8 graph (`training.restore`), goes through some epochs of one cycle and
ends as the mean of the last one's steps; what goes out is the mean of that and of what was shipped. The corpus is read
anew for each epoch, so that passages written meanwhile count; the batches named with `--fresh` count twice. With
`--teacher` a larger network (`training.teacher`) and the shipped reader itself are asked first about all of the data,
which then stays as it is, and the reader learns from their answers too (`training.distil`).
Calibration and export are those of `training.run`. Killed, it goes on with the same command, from the same weights.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import click
import numpy as np
import torch

from communique.model.windows import Pieces
from training import card, data, hints, paths, versions
from training import teacher as teachers
from training.convert import unread
from training.distil import Taught, Told, askable, tell
from training.export import VERSION
from training.network import Network
from training.restore import restored
from training.run import BUILD, OPEN, finish
from training.train import Data, Stage, console, run_stage, save, threads

SHARES = {"seed": 0.3, "corpus": 0.7, "fresh": 0.7, "renamed": 0.15, **OPEN, "gum": 1.5, "gsr": 2.0}
"""Much as in the last stage of `training.run`, with less of what earlier versions have learned often."""
TAUGHT_ONLY = {"propbank": 0.6, unread.SOURCE: 0.6}
"""Shares of texts without annotation, where a teacher reads them."""
TEACHERS_PART = 0.7
"""Share of the larger network in what is told of annotated text; the rest is the shipped reader's."""
MEASURED = 40
"""Windows of each set by which the axes of the teacher's states and the first layer of hints are fitted."""
STEEPER = 10
"""The heads' rate is so many times the encoder's."""
SEED = 1
KEPT = 0.3
"""The mean of the weights before and after (Wortsman et al., 2022): what is learned from composed passages alone goes a
little too far for real text, and what is learned from a few real ones for others. After the first epochs with open
texts, with 0, 0.2 and 0.3 of the weights before: their held-out events 0.655, 0.651, 0.640, PLV's types 0.760, 0.768,
0.769, GUM's names 0.777, 0.796, 0.805; after the next ones, with 0, 0.2 and 0.35, open texts' statements 0.623, 0.631,
0.640, roles 0.556, 0.548, 0.549, GUM's names 0.800, 0.800, 0.809. While there were composed passages alone, 0.5 was
best."""


@click.command()
@click.option("--epochs", default=4, show_default=True)
@click.option("--rate", default=8e-5, show_default=True, help="Peak learning rate of the encoder.")
@click.option("--fresh", multiple=True, help="Beginning of the ids of passages that count twice; again for more.")
@click.option(
    "--history",
    required=True,
    callback=versions.one_line,
    help="A line on what is new, for the card of the weights.",
)
@click.option("--teacher", type=click.Path(exists=True, path_type=Path), help="Checkpoint of `training.teacher`.")
@click.option("--keep", default=KEPT, show_default=True, help="Share of the weights as they were in those that go out.")
def main(  # noqa: PLR0913, PLR0917 - options of the command line
    epochs: int, rate: float, fresh: tuple[str, ...], history: str, keep: float, teacher: Path | None
) -> None:
    """Train the shipped reader on, and export it."""
    threads()
    BUILD.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(paths.WEIGHTS / "tokenizer.json")
    start, checkpoint = BUILD / "further-start.pt", BUILD / "further.pt"
    if not start.exists():  # what is shipped is written over before the end
        save(start, {"network": restored(paths.WEIGHTS / "reader.onnx").state_dict()})
    began = torch.load(start, weights_only=False)
    network = Network()
    network.load_state_dict(began["network"])
    opened, order = data.auxiliary(pieces), np.random.default_rng(SEED)

    def sets() -> Data:
        return opened | data.annotated(pieces, fresh, order=order)

    stage = Stage("further", epochs, SHARES, rate, STEEPER * rate, averaged=True, rounded=True)
    if teacher is None:
        run_stage(network, stage, sets, checkpoint, seed=SEED)
    else:
        asked = {name: examples for name, examples in sets().items() if SHARES.get(name)}
        asked[unread.SOURCE] = unread.examples(paths.UNREAD, pieces)
        networks = {teachers.trained(teacher): TEACHERS_PART, deepcopy(network).eval(): 1 - TEACHERS_PART}
        taught_by = replace(stage, shares=SHARES | TAUGHT_ONLY, lesson=taught(network, asked, networks))
        run_stage(network, taught_by, asked, checkpoint, seed=SEED)
        network.hint = None
    network.load_state_dict(
        {name: torch.lerp(value, began["network"][name], keep) for name, value in network.state_dict().items()}
    )
    content = finish(network, paths.WEIGHTS, paths.WEIGHTS)
    versions.keep(versions.Line.measured(VERSION, history, content["held_out"]["int8"]))
    card.write(paths.WEIGHTS / "MODEL_CARD.md", content)
    for path in (checkpoint, start):  # the next time begins with what is shipped now
        path.unlink()
    console.log(json.dumps(content["held_out"], indent=1))


def taught(network: Network, sets: Data, networks: Mapping[Network, float]) -> Taught:
    """Return the lesson of networks, each with its share, on all examples of the sets; the network gets its hint layer.

    Hints are the first network's (`training.hints`).
    """
    some = [each for examples in sets.values() for each in examples[:MEASURED]]
    basis = hints.Basis.of(next(iter(networks)), some)
    told: dict[int, Told] = {}
    for name, examples in sets.items():
        console.log(f"asking about {name}: {len(examples)} windows")
        asked = askable(networks, examples)
        told |= {id(example): each for example, each in zip(examples, tell(asked, examples, basis), strict=True)}
    network.hint = hints.layer(
        network, some, [states for states in (told[id(each)].states for each in some) if states is not None]
    )
    return Taught(told)


if __name__ == "__main__":
    main()
