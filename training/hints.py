"""Hints: what a teacher has of each word inside, not only what it says of it, for the reader to learn from.

Romero et al. (2015). The teacher's states of a window's words, on their main axes, are what a linear layer on the
reader's states shall give; the layer is only there in training. It begins as the best one by least squares, so that the
first steps do not tear at the encoder.

On 153 batches, held-out loss without and with a hint of weight 2: by the teacher 0.915 and 0.898 on the corpus, 1.306
and 1.298 on open texts; by the annotation of open texts 5.522 and 5.498.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.examples import Example, by_size, collate
from training.network import Network

AXES: Final = 256
"""Main axes of the teacher's states that are kept: of MPNet's 768 they hold 0.88 of the variance."""
BUDGET: Final = 3072
"""Wordpieces in a batch while a network is asked."""
RIDGE: Final = 0.01
"""Of the variance of the reader's states, added for the least squares."""

Halves = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Basis:
    """The main axes of a network's states: `mean` [width] and `axes` [width, at most AXES].

    In it the states that it was made from have a mean square length of 1.
    """

    mean: Tensor
    axes: Tensor

    @classmethod
    def of(cls, network: Network, examples: Sequence[Example]) -> Basis:
        """Return the basis of a network's states of the words of some windows (principal components)."""
        states = torch.cat([rows for _, rows in states_of(network, examples)])
        mean = states.mean(0)
        axes = torch.linalg.svd(states - mean, full_matrices=False).Vh[:AXES].T
        return cls(mean, axes / ((states - mean) @ axes).square().sum(1).mean().sqrt())

    def __call__(self, states: Tensor) -> Halves:
        """Return states [..., width] in the basis."""
        found: Halves = ((states.float() - self.mean) @ self.axes).half().numpy()
        return found


def states_of(network: Network, examples: Sequence[Example]) -> Iterator[tuple[Example, Tensor]]:
    """Yield each window with a network's states of its words [words, width]; no gradient."""
    network.eval()
    for batch in by_size(examples, BUDGET, np.random.default_rng(0)):
        inputs = collate(batch)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            states = network.states(inputs["ids"], inputs["shapes"], inputs["heads"]).float()
        for each, rows in zip(batch, states, strict=True):
            yield each, rows[1 : each.rows]


def layer(network: Network, examples: Sequence[Example], wanted: Sequence[Halves]) -> nn.Linear:
    """Return the layer that best gives the teacher's states from a network's, by least squares.

    Args:
        network: the one that shall learn.
        examples: windows, so many that they have more words than the network's states have numbers.
        wanted: of each, the teacher's states [rows, axes].
    """
    theirs = {id(each): torch.from_numpy(states[1:]).float() for each, states in zip(examples, wanted, strict=True)}
    pairs = [(mine, theirs[id(each)]) for each, mine in states_of(network, examples)]
    mine, target = (torch.cat(side) for side in zip(*pairs, strict=True))
    begin, end = mine.mean(0), target.mean(0)
    apart = mine - begin
    ridge = RIDGE * len(mine) * apart.var() * torch.eye(mine.shape[1])
    solved = torch.linalg.solve(apart.T @ apart + ridge, apart.T @ (target - end))
    made = nn.Linear(*solved.shape)
    with torch.no_grad():
        made.weight.copy_(solved.T)
        made.bias.copy_(end - begin @ solved)
    return made


def apart(hint: nn.Module, states: Tensor, wanted: Sequence[Halves]) -> Tensor:
    """Return the mean square distance of words, of a batch's `states` [batch, rows, width], from what they shall give.

    `wanted` are the teacher's states [rows, axes] of each window; a basis makes their own mean square length 1.
    """
    given = hint(states.float())
    total = states.new_zeros((), dtype=torch.float32)
    for mine, theirs in zip(given, wanted, strict=True):
        target = torch.from_numpy(theirs).float()
        total = total + (mine[1 : len(target)] - target[1:]).square().sum()
    return total / max(1, sum(len(each) - 1 for each in wanted))
