"""`python -m training.further`: train the shipped reader on from where it is, on a corpus that has grown.

The network is taken back from the shipped int8 graph (`training.restore`), goes through some epochs of one cycle and
ends as the mean of the last one's steps. The corpus is read anew for each epoch, so that passages written meanwhile
count; the batches named with `--fresh` count twice. Checkpoints, calibration and export are those of `training.run`.
"""

from __future__ import annotations

import json

import click

from communique.model.windows import Pieces
from training import card, data
from training.restore import restored
from training.run import BUILD, OPEN, WEIGHTS, finish
from training.train import Data, Stage, console, run_stage, threads

SHARES = {"seed": 0.4, "corpus": 1.0, "fresh": 0.7, "renamed": 0.2, **OPEN, "gum": 1.5, "gsr": 2.0}
"""Much as in the last stage of `training.run`."""
STEEPER = 10
"""The heads' rate is so many times the encoder's."""


@click.command()
@click.option("--epochs", default=4, show_default=True)
@click.option("--rate", default=8e-5, show_default=True, help="Peak learning rate of the encoder.")
@click.option("--fresh", multiple=True, help="Beginning of the ids of passages that count twice; again for more.")
@click.option("--history", required=True, help="A sentence on these epochs, which the card of the weights gets.")
@click.option("--seed", default=1, help="Seed of the order of the data.")
def main(epochs: int, rate: float, fresh: tuple[str, ...], history: str, seed: int) -> None:
    """Train the shipped reader on, and export it."""
    threads()
    BUILD.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(WEIGHTS / "tokenizer.json")
    told = json.loads((WEIGHTS / "reader.json").read_text(encoding="utf-8"))
    network = restored(WEIGHTS / "reader.onnx")
    opened = data.auxiliary(pieces)

    def sets() -> Data:
        return opened | data.annotated(pieces, fresh)

    stage = Stage("further", epochs, SHARES, rate, STEEPER * rate, averaged=True, rounded=True)
    run_stage(network, stage, sets, BUILD / "further.pt", seed=seed)
    content = finish(network, WEIGHTS, WEIGHTS, f"{told.get('history', '')} {history}".strip())
    card.write(WEIGHTS / "MODEL_CARD.md", content)
    console.log(json.dumps(content["held_out"], indent=1))


if __name__ == "__main__":
    main()
