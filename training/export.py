"""Export: the trained network to one int8 ONNX graph, with its tokenizer and card.

The weights of the matrix products of the encoder and of arcs and those of the embeddings are stored in 8 bits (dynamic
quantisation of ONNX Runtime, products per channel); products use 7 of them, see `training.rounding`. The classifiers
stay in 32 bits: with 8, commitments lost 0.2 points more, for 6% of the graph's time. The graph takes one window at a
time. Its last output, `states`, are the encoder's states of words, which event linking sketches (`python -m
training.linking` has to be run after an export).
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from communique.model.labels import inventory
from training.network import WIDTH, Network

NAME, VERSION = "communique-reader", "2.4"


def to_onnx(network: Network, path: Path) -> None:
    """Write the fp32 graph: ids, shapes [1, pieces] and heads [1, rows] to what `Network.forward` returns."""
    network.eval()
    example = (torch.ones(1, 12, dtype=torch.long), torch.zeros(1, 12, dtype=torch.long), torch.arange(9).unsqueeze(0))
    torch.onnx.export(
        network,
        example,
        str(path),
        input_names=["ids", "shapes", "heads"],
        output_names=["words", "record_rows", "records", "name_rows", "names"],
        opset_version=17,
        dynamic_axes={
            "ids": {1: "pieces"},
            "shapes": {1: "pieces"},
            "heads": {1: "rows"},
            "words": {0: "rows"},
            "record_rows": {0: "record_rows"},
            "records": {1: "record_rows", 2: "rows"},
            "name_rows": {0: "name_rows"},
            "names": {1: "name_rows", 2: "rows"},
        },
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )


def quantize(source: Path, target: Path) -> None:
    """Write the int8 graph of an fp32 one."""
    with tempfile.TemporaryDirectory() as folder:
        ready, halfway = Path(folder) / "ready.onnx", Path(folder) / "products.onnx"
        quant_pre_process(str(source), str(ready), skip_symbolic_shape=True)
        products = (node for node in onnx.load(str(ready)).graph.node if node.op_type == "MatMul")
        plain = [node.name for node in products if not node.name.startswith("/encoder/")]
        quantize_dynamic(
            str(ready),
            str(halfway),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm"],
            nodes_to_exclude=plain,
        )
        quantize_dynamic(
            str(halfway),
            str(target),
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["Gather"],
        )
    graph = onnx.load(str(target))
    graph.producer_name, graph.producer_version = NAME, VERSION
    onnx.save(graph, str(target))


def expose_states(path: Path) -> None:
    """Give a graph, of whatever checkpoint and in int8 or not, the output `states` [rows, width], if it has none.

    They are what the arcs of records are chosen from, which is worked out anyway: no other output changes, and nothing
    is computed for it.
    """
    model = onnx.load(str(path))
    if any(output.name == "states" for output in model.graph.output):
        return
    chosen = next(node for node in model.graph.node if node.op_type == "Gather" and node.input[1] == "record_rows")
    name = chosen.input[0]
    for node in model.graph.node:
        for names in (node.input, node.output):
            for at, each in enumerate(names):
                if each == name:
                    names[at] = "states"
    kept = [value for value in model.graph.value_info if value.name != name]
    del model.graph.value_info[:]
    model.graph.value_info.extend(kept)
    shape: list[str | int | None] = ["rows", WIDTH]
    model.graph.output.append(onnx.helper.make_tensor_value_info("states", onnx.TensorProto.FLOAT, shape))
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def write_weights(network: Network, folder: Path, tokenizer: Path, card: dict[str, Any], *, int8: bool = True) -> None:
    """Write a whole folder of weights; it is moved into place when complete."""
    half = folder.with_name(folder.name + ".half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch) / "plain.onnx"
        to_onnx(network, plain if int8 else half / "reader.onnx")
        if int8:
            quantize(plain, half / "reader.onnx")
        expose_states(half / "reader.onnx")
    shutil.copy(tokenizer, half / "tokenizer.json")
    content = {"name": NAME, "version": VERSION, **card, "labels": inventory()}
    (half / "reader.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    half.replace(folder)


def largest_difference(network: Network, graph: Path, inputs: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> float:
    """Return the largest difference of word logits between torch and a graph, on one window."""
    import onnxruntime  # noqa: PLC0415 - only needed here

    session = onnxruntime.InferenceSession(str(graph), providers=["CPUExecutionProvider"])
    given = session.run(
        None, {name: each.numpy() for name, each in zip(("ids", "shapes", "heads"), inputs, strict=True)}
    )[0]
    with torch.no_grad():
        mine = network(*inputs)[0].numpy()
    return float(np.abs(np.asarray(given) - mine).max())
