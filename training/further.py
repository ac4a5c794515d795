"""`python -m training.further`: train the shipped reader on from where it is, on a corpus that has grown.

The network is taken back from the shipped int8 graph (`training.restore`), goes through some epochs of one cycle and
ends as the mean of the last one's steps; what goes out is the mean of that and of what was shipped. The corpus is read
anew for each epoch, so that passages written meanwhile count; the batches named with `--fresh` count twice.
Calibration and export are those of `training.run`. Killed, it goes on with the same command, from the same weights.
"""

from __future__ import annotations

import json

import click
import torch

from communique.model.windows import Pieces
from training import card, data
from training.network import Network
from training.restore import restored
from training.run import BUILD, OPEN, WEIGHTS, finish
from training.train import Data, Stage, console, run_stage, save, threads

SHARES = {"seed": 0.4, "corpus": 1.0, "fresh": 0.7, "renamed": 0.2, **OPEN, "gum": 1.5, "gsr": 2.0}
"""Much as in the last stage of `training.run`."""
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
@click.option("--history", required=True, help="A sentence on these epochs, which the card of the weights gets.")
@click.option("--keep", default=KEPT, show_default=True, help="Share of the weights as they were in those that go out.")
def main(epochs: int, rate: float, fresh: tuple[str, ...], history: str, keep: float) -> None:
    """Train the shipped reader on, and export it."""
    threads()
    BUILD.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(WEIGHTS / "tokenizer.json")
    start, checkpoint = BUILD / "further-start.pt", BUILD / "further.pt"
    if not start.exists():  # what is shipped is written over before the end
        told = json.loads((WEIGHTS / "reader.json").read_text(encoding="utf-8")).get("history", "")
        save(start, {"network": restored(WEIGHTS / "reader.onnx").state_dict(), "history": told})
    began = torch.load(start, weights_only=False)
    network = Network()
    network.load_state_dict(began["network"])
    opened = data.auxiliary(pieces)

    def sets() -> Data:
        return opened | data.annotated(pieces, fresh)

    stage = Stage("further", epochs, SHARES, rate, STEEPER * rate, averaged=True, rounded=True)
    run_stage(network, stage, sets, checkpoint, seed=SEED)
    network.load_state_dict(
        {name: torch.lerp(value, began["network"][name], keep) for name, value in network.state_dict().items()}
    )
    content = finish(network, WEIGHTS, WEIGHTS, f"{began['history']} {history}".strip())
    card.write(WEIGHTS / "MODEL_CARD.md", content)
    for path in (checkpoint, start):  # the next time begins with what is shipped now
        path.unlink()
    console.log(json.dumps(content["held_out"], indent=1))


if __name__ == "__main__":
    main()
