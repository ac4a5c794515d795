"""The shipped weights back into torch, so that training can go on from them: only the int8 graph is in the repository.

A network whose parameters hold their own running numbers is exported like any other. Each tensor of that graph then
tells which numbers of which parameter the tensor of the same name in the shipped graph holds, however the export has
split, turned and joined them. What is not exported (the auxiliary heads) stays as it was initialised.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from training.export import to_onnx
from training.network import Network

HALF = 1 << 24
"""Floats of 32 bits hold every whole number from minus this to this; the running numbers begin at minus this."""
AUXILIARY = ("roles.", "predicate.", "factuality.")
"""Parameters that only training needs begin so."""


def restored(graph: Path) -> Network:
    """Return the network that an int8 graph was exported from, up to the rounding to 8 bits.

    Raises ValueError if the graph was exported from another network, or by a version of torch that names its tensors
    otherwise.
    """
    network = Network()
    flat = parameters_to_vector(network.parameters()).detach().clone()
    held = np.zeros(len(flat), dtype=bool)
    given = {each.name: numpy_helper.to_array(each) for each in onnx.load(str(graph)).graph.initializer}
    for name, numbers in numbered(len(flat)).items():
        values = _plain(given, name)
        if values is None or values.shape != numbers.shape:
            message = f"{graph} has no tensor {name} of the shape {numbers.shape}: it was exported from another network"
            raise ValueError(message)
        at = numbers.astype(np.int64) + HALF
        held[at] = True
        flat[torch.from_numpy(at)] = torch.from_numpy(values.astype(np.float32))
    vector_to_parameters(flat, network.parameters())
    _check(network, held, graph)
    return network


def numbered(count: int) -> dict[str, np.ndarray]:
    """Return the tensors of a plain graph whose `count` parameters are the whole numbers from -HALF on."""
    network = Network()
    vector_to_parameters(torch.arange(-HALF, count - HALF, dtype=torch.float32), network.parameters())
    with tempfile.TemporaryDirectory() as folder:
        plain, ready = Path(folder) / "plain.onnx", Path(folder) / "ready.onnx"
        to_onnx(network, plain)
        quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
        tensors = {each.name: numpy_helper.to_array(each) for each in onnx.load(str(ready)).graph.initializer}
    return {name: each for name, each in tensors.items() if each.ndim and each.dtype == np.float32}


def _plain(given: dict[str, np.ndarray], name: str) -> np.ndarray | None:
    """Return a tensor in floats; the quantiser turns the weight of a Gemm and says so in its name."""
    if name in given:
        return given[name]
    for kept, turned in ((name, False), (f"{name}_Transposed", True)):
        if f"{kept}_quantized" in given:
            steps = given[f"{kept}_quantized"].astype(np.float32) - given[f"{kept}_zero_point"]
            values = np.asarray(steps * given[f"{kept}_scale"])
            return values.T if turned else values
    return None


def _check(network: Network, held: np.ndarray, graph: Path) -> None:
    at = 0
    for name, parameter in network.named_parameters():
        if not name.startswith(AUXILIARY) and not held[at : at + parameter.numel()].all():
            message = f"{graph} holds {name} not at all or in part: it was exported from another network"
            raise ValueError(message)
        at += parameter.numel()
