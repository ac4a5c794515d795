"""Multi-task training with checkpoints: kill it and run the same command again, it goes on where it was.

A *stage* has data sets with a share each (the part of the set's examples that an epoch draws), a number of epochs and
learning rates of a one-cycle schedule. A checkpoint is written after every epoch, under a temporary name first. Matrix
products are worked out in bfloat16, which takes three fifths of the time of fp32 for the same loss (3.204 and 3.203
over 24 batches).
"""

from __future__ import annotations

import math
import os
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.console import Console
from torch import nn

from communique.model.windows import CLS, PAD, SEP
from training.examples import Example, by_size, collate, count_pieces
from training.losses import losses, weighted
from training.network import Network
from training.rounding import as_exported

BUDGET = 1024
"""Wordpieces in a batch, padding included: some thirty sentences. With three times as much there were too few steps."""
DECAY, CLIP, WARM = 0.01, 1.0, 0.1
HIDDEN = 0.1
"""Share of the wordpieces that a step hides behind [MASK]. Without it the network learned the corpus by heart: a loss
of 0.009 on its triggers, 0.139 on those of the held-out part."""
MASK_PIECE = 103

console = Console(stderr=True)

Data = Mapping[str, Sequence[Example]]
"""Data set to its examples."""
Lesson = Callable[[Network, Sequence[Example], dict[str, Any]], dict[str, torch.Tensor]]
"""From a network, a batch and its tensors (`training.examples.collate`) to the loss of every task."""


def by_labels(network: Network, _batch: Sequence[Example], inputs: dict[str, Any]) -> dict[str, torch.Tensor]:
    """Return the losses by the labels alone."""
    return losses(network, inputs)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the schedule: `shares` maps a data set to the share of it an epoch draws.

    With `averaged` the network ends as the mean of its last epoch's steps, not as the last of them; see `Mean`. With
    `rounded` it learns with weights as coarse as the exported ones; see `training.rounding`. The losses of a batch are
    those of its `lesson`.
    """

    name: str
    epochs: int
    shares: dict[str, float]
    encoder_rate: float
    head_rate: float
    averaged: bool = False
    rounded: bool = False
    lesson: Lesson = by_labels


class Mean:
    """The mean of a network's weights over an epoch, later steps counting more (Polyak and Juditsky, 1992).

    It begins after the first third of the epoch and takes in each fourth step with the share `TAKEN`. On the held-out
    corpus it was worth half a point of statements and roles and one of commitments.
    """

    FIRST, EACH, TAKEN = 1 / 3, 4, 0.008

    def __init__(self) -> None:
        self.weights: dict[str, torch.Tensor] = {}

    def take(self, network: nn.Module, step: int, steps: int) -> None:
        """Take in the weights after a step of so many of the epoch."""
        if step < steps * self.FIRST or step % self.EACH:
            return
        if not self.weights:
            self.weights = {name: value.detach().clone() for name, value in network.state_dict().items()}
        for name, value in network.state_dict().items():
            self.weights[name].lerp_(value.detach(), self.TAKEN)


def optimizer_of(network: Network, stage: Stage) -> torch.optim.AdamW:
    """Return AdamW with the encoder's and the heads' learning rates, without decay on biases and norms."""
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = defaultdict(list)
    for name, parameter in network.named_parameters():
        groups[name.startswith("encoder") and "shapes" not in name, parameter.ndim > 1].append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": found,
                "lr": stage.encoder_rate if inner else stage.head_rate,
                "weight_decay": DECAY if matrix else 0.0,
            }
            for (inner, matrix), found in groups.items()
        ],
        betas=(0.9, 0.98),
    )


def one_cycle(done: float) -> float:
    """Return the share of the peak rate when such a share of the stage is done: linear up over `WARM`, cosine down."""
    if done < WARM:
        return done / WARM
    return 0.5 * (1 + math.cos(math.pi * (done - WARM) / (1 - WARM))) + 0.01


def draw(data: Data, shares: dict[str, float], order: np.random.Generator) -> list[list[Example]]:
    """Return the batches of one epoch: each data set's share, batched apart so that a batch has one set's labels."""
    batches: list[list[Example]] = []
    for name, share in shares.items():
        examples = data.get(name, ())
        if not examples:
            continue
        picked: list[Example] = []
        left = share
        while left > 0:
            count = round(len(examples) * min(left, 1))
            picked += [examples[at] for at in order.permutation(len(examples))[:count]]
            left -= 1
        batches += by_size(picked, BUDGET, order)
    order.shuffle(batches)
    return batches


def save(path: Path, content: dict[str, Any]) -> None:
    """Write a checkpoint so that it is whole or not there."""
    half = path.with_suffix(".half")
    torch.save(content, half)
    half.replace(path)


def hide(ids: torch.Tensor, order: torch.Generator) -> torch.Tensor:
    """Return wordpieces [batch, pieces] with some of them hidden; the window's ends and separators stay."""
    hidden = torch.rand(ids.shape, generator=order) < HIDDEN
    return ids.masked_fill(hidden & (ids != PAD) & (ids != CLS) & (ids != SEP), MASK_PIECE)


def run_stage(
    network: Network,
    stage: Stage,
    data: Data | Callable[[], Data],
    checkpoint: Path,
    *,
    seed: int = 0,
) -> None:
    """Train a stage to its end, from its checkpoint if there is one; data that is called is taken anew each epoch."""
    torch.manual_seed(seed)
    hiding = torch.Generator().manual_seed(seed)
    optimizer = optimizer_of(network, stage)
    peaks = [group["lr"] for group in optimizer.param_groups]
    begin = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=False)
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        begin = saved["epoch"]
        console.log(f"{stage.name}: going on after epoch {begin}")
    for epoch in range(begin, stage.epochs):
        sets = data() if callable(data) else data
        batches = draw(sets, stage.shares, np.random.default_rng(seed * 1000 + epoch))
        network.train()
        started = time.monotonic()
        sums: defaultdict[str, float] = defaultdict(float)
        counts: defaultdict[str, int] = defaultdict(int)
        mean = Mean()
        for number, batch in enumerate(batches):
            for group, peak in zip(optimizer.param_groups, peaks, strict=True):
                group["lr"] = peak * one_cycle((epoch + number / len(batches)) / stage.epochs)
            inputs = collate(batch)
            inputs["ids"] = hide(inputs["ids"], hiding)
            optimizer.zero_grad()
            with as_exported(network) if stage.rounded else nullcontext():
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    found = stage.lesson(network, batch, inputs)
                weighted(found).backward()
            nn.utils.clip_grad_norm_(network.parameters(), CLIP)
            optimizer.step()
            if stage.averaged and epoch == stage.epochs - 1:
                mean.take(network, number, len(batches))
            for name, value in found.items():
                sums[name] += value.item()
                counts[name] += 1
            if number % 50 == 49:  # noqa: PLR2004 - a line now and then
                left = (len(batches) - number) * (time.monotonic() - started) / (number + 1)
                console.log(f"{stage.name} {epoch + 1}/{stage.epochs} {number + 1}/{len(batches)}, {left:.0f} s left")
        if mean.weights:
            network.load_state_dict(mean.weights)
        report = " ".join(f"{name} {sums[name] / counts[name]:.3f}" for name in sums)
        pieces = sum(count_pieces(batch) for batch in batches)
        console.log(f"{stage.name} {epoch + 1}: {pieces / (time.monotonic() - started):.0f} pieces/s; {report}")
        save(checkpoint, {"network": network.state_dict(), "optimizer": optimizer.state_dict(), "epoch": epoch + 1})


def threads() -> None:
    """Use the machine's cores as the measurements say: passive waiting, two threads on two cores."""
    torch.set_num_threads(int(os.environ.get("COMMUNIQUE_THREADS", os.cpu_count() or 1)))
