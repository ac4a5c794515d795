"""What can be tried of training without data or hours: narrowing, hidden pieces, converters of open data."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the train extra isn't installed")

from communique.linking.event_vectors import SIZE  # noqa: E402
from communique.model.labels import tags  # noqa: E402
from communique.model.windows import CLS, PAD, SEP, Pieces  # noqa: E402
from training import export  # noqa: E402
from training.convert import gum, re3d, unread  # noqa: E402
from training.corpus.split import is_kept_aside  # noqa: E402
from training.examples import EITHER, MASK, Example  # noqa: E402
from training.losses import either_loss  # noqa: E402
from training.narrow import choose  # noqa: E402
from training.network import Network  # noqa: E402
from training.restore import AUXILIARY, restored  # noqa: E402
from training.rounding import STEPS, as_exported  # noqa: E402
from training.sketches import discriminant, project  # noqa: E402
from training.train import HIDDEN, MASK_PIECE, Mean, hide  # noqa: E402

TOKENIZER = Path(__file__).parent.parent / "src" / "communique" / "model" / "weights" / "tokenizer.json"
MENTION = tags("mention")
OLD_EXPORT = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")
"""torch's exporter that writes operators of its own choice is the older one, and says so."""


def spans(example: Example) -> list[str]:
    """The tags of the mention layer, by word; `?` where masked."""
    return ["?" if each == MASK else MENTION[each] for each in example.tags["mention"][1:]]


def mention(text: str, quote: str, kind: str, *, named: bool = True, name: str | None = None) -> dict[str, object]:
    start = text.index(quote)
    given = name or quote
    at = start + quote.index(given)
    return {
        "start": start, "end": start + len(quote), "quote": quote, "kind": kind, "entity": quote, "named": named,
        "pronoun": False, "name": {"start": at, "end": at + len(given), "quote": given},
    }  # fmt: skip


@OLD_EXPORT
def test_the_shipped_graph_is_restored_up_to_its_rounding(tmp_path: Path) -> None:
    network = Network()
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.02)  # tensors that are alike would be kept once
    export.write_weights(network, tmp_path / "weights", TOKENIZER, {})
    again = restored(tmp_path / "weights" / "reader.onnx").state_dict()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    with as_exported(network):
        for name, value in network.state_dict().items():
            if name.startswith(AUXILIARY):
                continue
            # Embeddings have a step for the whole table.
            step = value.abs().max() / 127 if "encoder" in name and value.ndim > 1 else value.abs().max() / 1e5
            assert (again[name] - value).abs().max() <= step, name
    assert all(torch.equal(before[name], value) for name, value in network.state_dict().items())


def test_rounded_weights_have_the_steps_of_seven_bits_and_pass_gradients_on() -> None:
    layer, head = torch.nn.Linear(50, 3), torch.nn.Linear(50, 3)
    true, heads = layer.weight.detach().clone(), head.weight.detach().clone()
    with as_exported(torch.nn.ModuleDict({"encoder": layer, "hidden": head})):
        assert torch.equal(head.weight, heads)
        steps = layer.weight * STEPS / true.abs().amax(1, keepdim=True)
        assert torch.allclose(steps, steps.round(), atol=1e-3)
        layer(torch.ones(1, 50)).sum().backward()
    assert torch.equal(layer.weight, true)
    assert torch.equal(layer.weight.grad, torch.ones(3, 50))


@OLD_EXPORT
def test_another_networks_graph_is_not_restored(tmp_path: Path) -> None:
    export.write_weights(Network(inner=16), tmp_path / "weights", TOKENIZER, {})
    with pytest.raises(ValueError, match="exported from another network"):
        restored(tmp_path / "weights" / "reader.onnx")


def test_the_mean_of_an_epoch_begins_after_its_first_third_and_follows_its_steps() -> None:
    network = torch.nn.Linear(1, 1)
    mean = Mean()
    told: list[float] = []
    for step in range(900):
        with torch.no_grad():
            network.weight.fill_(float(step))
        mean.take(network, step, 900)
        told.append(float(mean.weights["weight"]) if mean.weights else -1.0)
    assert told[:300] == [-1.0] * 300
    assert told[300] == 300
    assert 300 < told[-1] < 899
    assert float(network.weight.detach()) == 899


def test_neurons_that_others_can_stand_in_for_go_first() -> None:
    order = torch.Generator().manual_seed(1)
    active = torch.randn(500, 4, generator=order)
    active = torch.cat([active, active[:, :2] * 2, torch.zeros(500, 2)], 1)  # two copies, two that never speak
    weight = torch.randn(8, 3, generator=order)
    kept, new = choose(active.T @ active / 500, weight.clone(), 4)
    assert len(kept) == 4
    assert torch.allclose(active[:, kept] @ new, active @ weight, atol=0.05)


def test_pieces_are_hidden_but_never_the_windows_ends() -> None:
    ids = torch.full((40, 100), 2000)
    ids[:, 0], ids[:, 50], ids[:, 98], ids[:, 99] = CLS, SEP, SEP, PAD
    hidden = hide(ids, torch.Generator().manual_seed(3))
    assert abs((hidden == MASK_PIECE).float().mean().item() - HIDDEN) < 0.02
    for column in (0, 50, 98, 99):
        assert torch.equal(hidden[:, column], ids[:, column])


def test_either_label_is_right() -> None:
    logits = torch.full((2, len(MENTION)), -9.0)
    logits[0, MENTION.index("B-group")] = 9
    logits[1, MENTION.index("B-person")] = 9
    gold = torch.tensor([0, 0])
    assert "B-group" in EITHER[0]
    assert either_loss(logits[:1], gold[:1]).item() < 0.01
    assert either_loss(logits[1:], gold[1:]).item() > 5


def test_gum_names_go_on_over_of_and_hold_no_other_name(tmp_path: Path) -> None:
    text = "She taught at the University of New Ghana near Accra."
    whole = mention(text, "the University of New Ghana", "organization", name="University")
    inner = mention(text, "New Ghana", "place")
    document = {"genre": "news", "text": text, "mentions": [whole, inner, mention(text, "Accra", "place")]}
    path = tmp_path / "gum.jsonl"
    path.write_text(json.dumps(document) + "\n", encoding="utf-8")
    [example] = gum.convert(path, Pieces(TOKENIZER))
    assert spans(example)[4:8] == ["B-organization", *["I-organization"] * 3]
    assert spans(example)[9] == "B-place"


def test_re3d_names_come_without_article_and_title(tmp_path: Path) -> None:
    text = "Colonel Idris Vale told the Northern Guard that a patrol had left Syria."
    document = {
        "ref": "x", "text": text,
        "mentions": [
            mention(text, "Colonel Idris Vale", "person"), mention(text, "the Northern Guard", "organization"),
            mention(text, "a patrol", "organization", named=False), mention(text, "Syria", "place"),
        ],
    }  # fmt: skip
    while is_kept_aside(str(document["ref"])):
        document["ref"] = str(document["ref"]) + "x"
    path = tmp_path / "re3d.jsonl"
    path.write_text(json.dumps(document) + "\n", encoding="utf-8")
    [example] = re3d.convert(path, Pieces(TOKENIZER))
    words = text.replace(".", " .").split()
    got = dict(zip(words, spans(example), strict=True))
    either = dict(zip(words, example.tags["either"][1:], strict=True))
    assert (got["Colonel"], got["Idris"], got["Vale"]) == ("O", "B-person", "I-person")
    assert (got["the"], got["Northern"], either["Northern"], either["Guard"]) == ("O", "?", 0, 1)
    assert got["patrol"] == "?"
    assert got["Syria"] == "B-state"
    assert np.all(example.tags["either"][1:3] == MASK)


def made_up_topics(chance: np.random.Generator) -> list[tuple[np.ndarray, list[str]]]:
    """Twelve topics of six events with four mentions each: a few numbers of a state tell the event, most are noise."""
    topics = []
    for _ in range(12):
        clusters = [f"event {number}" for number in range(6) for _ in range(4)]
        states = chance.normal(size=96) * 3 + chance.normal(size=(24, 96)) * np.where(np.arange(96) < 16, 0.5, 2)
        states[:, :16] += np.repeat(chance.normal(size=(6, 16)), 4, axis=0) * 1.5
        topics.append((states.astype(np.float32), clusters))
    return topics


def told_apart(topics: list[tuple[np.ndarray, list[str]]], mean: np.ndarray, matrix: np.ndarray) -> float:
    """How often, within a topic, two mentions of one event are more alike than two of different ones."""
    right = []
    for states, clusters in topics:
        made = (states - mean) @ matrix
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        rows, columns = np.triu_indices(len(made), 1)
        same = np.array(clusters)[rows] == np.array(clusters)[columns]
        alike = (made @ made.T)[rows, columns]
        right.append((alike[same][:, None] > alike[~same][None]).mean())
    return float(np.mean(right))


def test_sketches_tell_the_events_of_a_topic_apart_that_they_never_saw() -> None:
    topics = made_up_topics(np.random.default_rng(3))
    seen, unseen = topics[:9], topics[9:]
    mean, matrix = project(seen)
    assert matrix.shape == (96, SIZE)
    assert np.array_equal(matrix, project(seen)[1])
    plain = told_apart(unseen, mean, np.eye(96, dtype=np.float32))
    assert told_apart(unseen, *discriminant(seen)) > plain + 0.05
    assert told_apart(unseen, mean, matrix) > plain + 0.05


def test_prose_of_the_factbook_is_taken_and_its_lists_are_not(tmp_path: Path) -> None:
    prose = "Rebels and the army fought over the north until both signed an accord in Abuja. " * 3
    country = {
        "Introduction": {"Background": {"text": prose}},
        "Military and Security": {"Branches": {"text": "Army ++ Navy ++ Air Force, with a coast guard " * 6}},
        "Economy": {"Overview": {"text": prose}},
    }
    (tmp_path / "africa").mkdir()
    (tmp_path / "africa" / "xx.json").write_text(json.dumps(country), encoding="utf-8")
    assert list(unread.factbook(tmp_path)) == [prose]


def test_addresses_are_taken_by_their_years(tmp_path: Path) -> None:
    for year in (1901, 1930, 1931):
        spoken = {"year": year, "text": f"In {year} the treaty was signed."}
        (tmp_path / f"{year}.json").write_text(json.dumps(spoken), encoding="utf-8")
    assert len(list(unread.addresses(tmp_path, since=1930))) == 2
    assert list(unread.addresses(tmp_path, until=1930)) == ["In 1901 the treaty was signed."]


def test_news_with_a_stretch_that_is_held_out_is_left_out(tmp_path: Path) -> None:
    held = "Gunmen freed two of the hostages near the border on Friday , police said ."
    texts = (f"A ship ran aground .\n{held}\nNo one drowned .", "The envoy said ``it is over'' .\nHe left .")
    path = tmp_path / "train.jsonl"
    path.write_text(json.dumps({"documents": [{"text": each} for each in texts]}) + "\n", encoding="utf-8")
    assert list(unread.news(path, [held.replace(" ,", ",").replace(" .", ".")])) == [
        'The envoy said "it is over" . He left .'
    ]
    assert len(list(unread.news(path, []))) == len(texts)
    assert list(unread.news(tmp_path / "gone.jsonl", [])) == []


def test_unread_texts_make_windows_without_a_label(tmp_path: Path) -> None:
    spoken = {"year": 1901, "text": "The treaty was signed. The claims of our citizens were paid. " * 40}
    (tmp_path / "1901.json").write_text(json.dumps(spoken), encoding="utf-8")
    pieces = Pieces(TOKENIZER)
    found = unread.convert(unread.addresses(tmp_path), pieces, 100)
    assert len(found) > 2
    assert not any(each.tags or each.arcs for each in found)
    drawn = unread.convert(unread.addresses(tmp_path), pieces, 2)
    assert [each.window.first for each in drawn] == sorted(each.window.first for each in drawn)
    assert len(drawn) == 2
