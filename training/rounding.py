"""Weights as the exported graph will hold them, in training: the network learns to live with the rounding.

The products of the graph's encoder and of its arcs have weights of 7 bits, a step for each neuron (`training.export`):
with 8 bits processors without an operation of their own for it (VNNI) add two products in 16 bits, which overflow, and
give other results than newer ones. In a step of training the weights are rounded, and the gradients go to the weights
behind them (Bengio et al., 2013, the straight-through estimator).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

STEPS = 64
"""Steps from zero to a neuron's largest weight."""


def rounded(weight: Tensor) -> Tensor:
    """Return a matrix [neurons, inputs] rounded to `STEPS` steps on either side of zero."""
    step = weight.abs().amax(1, keepdim=True).clamp_min(1e-12) / STEPS
    return (weight / step).round() * step


@contextmanager
def as_exported(network: nn.Module) -> Iterator[None]:
    """Round the weights of the products that are exported in 8 bits, and give the true ones back at the end."""
    layers = [
        module
        for name, module in network.named_modules()
        if isinstance(module, nn.Linear) and name.startswith(("encoder", "arcs"))
    ]
    true = [layer.weight.data for layer in layers]
    with torch.no_grad():
        for layer in layers:
            layer.weight.data = rounded(layer.weight.data)
    try:
        yield
    finally:
        for layer, weight in zip(layers, true, strict=True):
            layer.weight.data = weight
