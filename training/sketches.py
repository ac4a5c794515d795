"""What sketches of event words are made with: a projection of the encoder's states, fitted on clusters of one event.

In: for each topic the states [mentions, width] of its mentions and the cluster of each. Out: a mean and a matrix.

It begins with linear discriminant analysis of each topic by itself: what all mentions of a topic share tells no two of
its events apart. From there it learns which pairs are of one event, by the cosine of their sketches. Two dozen topics
are few for so many numbers, so half of a state is hidden at random in each step; without that it learns the topics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from communique.linking.event_vectors import SIZE

Floats = NDArray[np.float32]
Group = tuple[Floats, Sequence[str]]
"""States [mentions, width] of one topic, and the cluster of each mention."""

SHRINK = 1.0
"""Share of its mean diagonal that is added to the scatter within clusters."""
ROUNDS, STEP, HIDDEN = 30, 5e-4, 0.5
MOST = 200
"""Mentions of a topic that one step takes."""
BEGIN = 0.05
"""Standard deviation of the matrix at first, which is what a step is measured by."""
STEEPNESS, BIAS = 10.0, -4.0
OTHERS = 2.0
"""What all pairs of other events weigh together for a mention, while all those of its own weigh 1."""
SEED = 0


def project(topics: Sequence[Group]) -> tuple[Floats, Floats]:
    """Return mean [width] and matrix [width, SIZE] of the projection fitted on some topics; the same each time."""
    middle, matrix = discriminant(topics)
    return middle, learned(topics, middle, matrix)


def discriminant(topics: Sequence[Group]) -> tuple[Floats, Floats]:
    """Return mean and matrix that shorten the spread within clusters and keep that between clusters of one topic."""
    groups: defaultdict[tuple[int, str], list[Floats]] = defaultdict(list)
    for number, (states, clusters) in enumerate(topics):
        for state, cluster in zip(states - states.mean(0), clusters, strict=True):
            groups[number, cluster].append(state)
    held = [np.stack(each) for each in groups.values()]
    within = np.concatenate([each - each.mean(0) for each in held if len(each) > 1])
    scatter = within.T @ within / len(within)
    scatter += np.eye(len(scatter)) * SHRINK * np.trace(scatter) / len(scatter)
    values, axes = np.linalg.eigh(scatter)
    white = axes / np.sqrt(values) @ axes.T
    means = np.stack([each.mean(0) for each in held])
    _, ways = np.linalg.eigh(np.cov((means - means.mean(0)) @ white, rowvar=False))
    middle = np.concatenate([states for states, _ in topics]).mean(0)
    return middle.astype(np.float32), (white @ ways[:, ::-1][:, :SIZE]).astype(np.float32)


def learned(topics: Sequence[Group], middle: Floats, matrix: Floats) -> Floats:
    """Return the matrix after some rounds over the topics, each time with other numbers of the states hidden."""
    chance = torch.Generator().manual_seed(SEED)
    sets = []
    for states, clusters in topics:
        _, numbers = np.unique(np.array(clusters), return_inverse=True)
        sets.append((torch.from_numpy((states - middle).astype(np.float32)), torch.from_numpy(numbers)))
    made = torch.from_numpy(matrix * (BEGIN / matrix.std())).requires_grad_()
    steepness, bias = (torch.tensor(each, requires_grad=True) for each in (STEEPNESS, BIAS))
    search = torch.optim.Adam([made, steepness, bias], lr=STEP)
    for _ in range(ROUNDS):
        for which in torch.randperm(len(sets), generator=chance).tolist():
            states, numbers = sets[which]
            taken = torch.randperm(len(states), generator=chance)[:MOST]
            kept = torch.rand(len(taken), states.shape[1], generator=chance) >= HIDDEN
            sketches = functional.normalize((states[taken] * kept) @ made, dim=1)
            same = (numbers[taken][:, None] == numbers[taken][None]).float()
            search.zero_grad()
            _loss(sketches @ sketches.T * steepness + bias, same).backward()
            search.step()
    return np.asarray(made.detach().numpy(), dtype=np.float32)


def _loss(logits: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
    """Return the mean cross-entropy of a square of pairs, in which every mention weighs the same."""
    pairs = ~torch.eye(len(same), dtype=torch.bool)
    share = torch.where(same > 0, 1 / (same.sum(1, keepdim=True) - 1).clamp(min=1), OTHERS / len(same))
    each = functional.binary_cross_entropy_with_logits(logits, same, reduction="none")
    return (each * share)[pairs].sum() / len(same)
