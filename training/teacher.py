"""`python -m training.teacher`: train the teacher, the reader's heads on MPNet (`training.mpnet`).

It sees the data that the reader sees, in `ROUNDS` rounds of a quarter of it each, with a checkpoint after every round;
run again it goes on. `build/training/teacher.pt` is what `python -m training.further --teacher` learns from. It takes
an hour and a quarter on two cores.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from communique.model.windows import Pieces
from training import data, paths
from training.mpnet import MPNet, pretrained
from training.network import Network
from training.run import BUILD
from training.train import Stage, console, run_stage, threads

ROUNDS = 7
STAGE = Stage(
    "teacher",
    ROUNDS,
    {
        "seed": 0.1,
        "corpus": 0.25,
        "renamed": 0.025,
        "real": 0.4,
        "real_renamed": 0.125,
        "propbank": 0.04,
        "gum": 0.25,
        "re3d": 0.25,
        "gsr": 0.5,
        "factuality": 0.05,
    },
    5e-5,
    8e-4,
    averaged=True,
)
SEED = 3


def trained(path: Path) -> Network:
    """Return the teacher of a checkpoint, ready to be asked."""
    network = Network(encoder=MPNet())
    network.load_state_dict(torch.load(path, weights_only=True)["network"])
    network.eval()
    return network


def main() -> None:
    """Train the teacher."""
    threads()
    BUILD.mkdir(parents=True, exist_ok=True)
    pieces = Pieces(paths.WEIGHTS / "tokenizer.json")
    torch.manual_seed(SEED)
    encoder = MPNet()
    encoder.load(pretrained(BUILD))
    network = Network(encoder=encoder)
    sets = data.auxiliary(pieces) | data.annotated(pieces, order=np.random.default_rng(SEED))
    run_stage(network, STAGE, sets, BUILD / "teacher.pt", seed=SEED)
    console.log(f"the teacher is {BUILD / 'teacher.pt'}")


if __name__ == "__main__":
    main()
