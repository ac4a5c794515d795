"""The exported graph says what the network says, and the last layer works out only what is asked for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="the train extra isn't installed")
onnx = pytest.importorskip("onnx", reason="the train extra isn't installed")

from communique.model.windows import CLS, PAD, SEP, SHAPES  # noqa: E402
from training.export import largest_difference, to_onnx  # noqa: E402
from training.network import LAYER_COUNT, Network  # noqa: E402

PIECES, WORDS = 23, 17


@pytest.fixture(scope="module")
def network() -> Iterator[Network]:
    torch.manual_seed(5)
    made = Network(inner=16)
    torch.nn.init.normal_(made.encoder.shapes.weight)
    made.eval()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # so small a window is no work for two
    with torch.no_grad():
        yield made
    torch.set_num_threads(threads)


def window() -> tuple[Any, Any, Any]:
    """Ids, shapes and the places of words, some of which have several pieces."""
    order = torch.Generator().manual_seed(7)
    ids = torch.randint(1000, 30000, (1, PIECES), generator=order)
    ids[0, 0], ids[0, -1] = CLS, SEP
    shapes = torch.randint(0, len(SHAPES), (1, PIECES), generator=order)
    heads = torch.randperm(PIECES - 1, generator=order)[: WORDS - 1].sort().values + 1
    return ids, shapes, torch.cat((torch.zeros(1, dtype=torch.long), heads)).unsqueeze(0)


# torch warns that its newer exporter is the default, and of shapes that the graph keeps open.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning", "ignore::UserWarning")
def test_the_graph_says_what_the_network_says_and_attends_by_one_operator(network: Network, tmp_path: Path) -> None:
    path = tmp_path / "plain.onnx"
    to_onnx(network, path)
    assert largest_difference(network, path, window()) < 1e-3
    operators = [node.op_type for node in onnx.load(str(path), load_external_data=False).graph.node]
    assert operators.count("MultiHeadAttention") == LAYER_COUNT
    assert "Softmax" not in operators


def test_states_are_the_same_whichever_rows_are_asked_for(network: Network) -> None:
    ids, shapes, heads = window()
    every = network.encoder(ids, shapes, torch.arange(PIECES).unsqueeze(0))
    torch.testing.assert_close(network.states(ids, shapes, heads), every[:, heads[0]])


def test_padding_changes_no_state(network: Network) -> None:
    ids, shapes, heads = window()
    longer, flat = (torch.cat((each, torch.full((1, 9), fill)), 1) for each, fill in ((ids, PAD), (shapes, 0)))
    torch.testing.assert_close(network.states(longer, flat, heads), network.states(ids, shapes, heads))
