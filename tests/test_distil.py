"""What a larger network tells of a text, and learning from it."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the train extra isn't installed")

from communique.model.labels import ARCS  # noqa: E402
from communique.model.windows import CLS, PAD, SEP, Pieces  # noqa: E402
from training import hints, mpnet  # noqa: E402
from training.convert import passages  # noqa: E402
from training.corpus.format import parse  # noqa: E402
from training.distil import Taught, Told, askable, tell  # noqa: E402
from training.examples import Example, collate, cut_windows, word_table  # noqa: E402
from training.losses import losses  # noqa: E402
from training.network import Network, sizes  # noqa: E402

TOKENIZER = Path(__file__).parent.parent / "src" / "communique" / "model" / "weights" / "tokenizer.json"
PASSAGES = (
    """== zz-001
register: wire | region: - | topic: zz | published: 2024-05-02
Chad's foreign minister met Gabon's envoy in Libreville on Monday. They agreed to reopen the road.
--
actor min person TCD GOV [Chad's foreign minister] [They]
actor env person GAB GOV [Gabon's envoy]
place [Libreville]
event e1 CONSULT actual actor=min,env trigger[met] place[Libreville] date[Monday]
event e2 AGREE actual actor=min,env trigger[agreed]
""",
    """== zz-002
register: wire | region: - | topic: zz | published: 2024-05-02
Peru gave Bolivia two boats.
--
actor per state PER GOV [Peru]
actor bol state BOL GOV [Bolivia]
event e1 AID actual actor=per recipient=bol trigger[gave]
""",
)


def examples() -> list[Example]:
    pieces = Pieces(TOKENIZER)
    return [example for text in PASSAGES for example in passages.convert([parse(text)], pieces)]


def network(seed: int) -> Network:
    torch.manual_seed(seed)
    made = Network(inner=16)
    for name, parameter in made.named_parameters():
        if parameter.ndim > 1 and "near" not in name:
            torch.nn.init.normal_(parameter, std=0.1)
    made.eval()
    return made


def test_a_network_that_says_what_its_teacher_says_has_nothing_to_learn() -> None:
    batch = examples()
    same, other = network(1), network(2)
    told = tell({same: 1.0}, batch)
    lesson = Taught({id(example): each for example, each in zip(batch, told, strict=True)}, share=1.0)
    inputs = collate(batch)
    with torch.no_grad():
        mine, others = lesson(same, batch, inputs), lesson(other, batch, inputs)
    assert set(sizes()) | {"arcs"} <= set(mine)
    for name in (*sizes(), "arcs"):
        assert abs(mine[name]) < 0.02, name  # what is told is kept in halves
        assert others[name] > 2 * abs(mine[name]), name


def test_what_is_told_of_a_window_does_not_depend_on_its_neighbours() -> None:
    batch = examples()
    teacher = network(3)
    together = tell({teacher: 1.0}, batch)
    for example, each in zip(batch, together, strict=True):
        (alone,) = tell({teacher: 1.0}, [example])
        assert each.words.shape == (example.rows, sum(sizes().values()))
        assert each.arcs.shape == (len(each.heads), len(ARCS), example.rows)
        assert {head for head, _ in example.arcs} <= set(each.heads.tolist())
        assert abs(alone.words - each.words).max() < 0.1  # products are in bfloat16


def test_the_loss_is_a_mixture_of_annotation_and_teacher() -> None:
    batch = examples()
    teacher, pupil = network(4), network(5)
    told = {id(example): each for example, each in zip(batch, tell({teacher: 1.0}, batch), strict=True)}
    inputs = collate(batch)
    with torch.no_grad():
        soft, mixed = Taught(told, share=1.0)(pupil, batch, inputs), Taught(told, share=0.25)(pupil, batch, inputs)
        hard = losses(pupil, inputs)
    for name in ("mention", "trigger", "arcs"):
        assert torch.isclose(mixed[name], 0.25 * soft[name] + 0.75 * hard[name], atol=1e-5), name


def test_text_without_annotation_is_learned_from_the_teacher_alone() -> None:
    (example, *_) = examples()
    bare = Example(example.window, "propbank")
    teacher, pupil = network(6), network(7)
    lesson = Taught({id(bare): tell({teacher: 1.0}, [bare])[0]})
    found = lesson(pupil, [bare], collate([bare]))
    assert found["trigger"] > 0
    assert found["trigger"].requires_grad


def test_two_teachers_tell_the_mean_of_their_probabilities() -> None:
    (example, *_) = examples()
    one, two = network(8), network(9)
    (first,), (second,), (both,) = (tell(each, [example]) for each in ({one: 1.0}, {two: 1.0}, {one: 0.5, two: 0.5}))
    mean = (
        torch.tensor(first.words[:, :13]).float().softmax(-1) + torch.tensor(second.words[:, :13]).float().softmax(-1)
    ) / 2
    assert torch.allclose(torch.tensor(both.words[:, :13]).float().softmax(-1), mean, atol=0.01)


def inside(told: list[Told]) -> list[hints.Halves]:
    found = [each.states for each in told if each.states is not None]
    assert len(found) == len(told)
    return found


def test_the_axes_of_states_keep_their_distances() -> None:
    batch = examples()
    teacher = network(10)
    basis = hints.Basis.of(teacher, batch)
    states = torch.cat([rows for _, rows in hints.states_of(teacher, batch)])
    found = torch.from_numpy(basis(states)).float()
    assert found.shape == (len(states), min(len(states), hints.AXES))
    assert torch.isclose(found.square().sum(1).mean(), torch.tensor(1.0), atol=0.01)
    there, here = torch.cdist(states, states), torch.cdist(found, found)
    assert torch.allclose(here / here.max(), there / there.max(), atol=0.02)


def test_a_hint_is_reached_by_the_layer_that_is_fitted_to_it() -> None:
    batch = examples()
    teacher, pupil = network(11), network(12)
    wanted = inside(tell({teacher: 1.0}, batch, hints.Basis.of(teacher, batch)))
    fitted, other = hints.layer(pupil, batch, wanted), hints.layer(teacher, batch, wanted)
    inputs = collate(batch)
    with torch.no_grad():
        mine = pupil.states(inputs["ids"], inputs["shapes"], inputs["heads"])
        theirs = teacher.states(inputs["ids"], inputs["shapes"], inputs["heads"])
        assert hints.apart(other, theirs, wanted) < 0.1  # but for the ridge and halves
        assert hints.apart(fitted, mine, wanted) < hints.apart(other, mine, wanted)


def test_a_hint_teaches_the_encoder_and_only_where_states_were_told() -> None:
    batch = examples()
    teacher, pupil = network(13), network(14)
    inputs = collate(batch)
    bare = Taught({id(each): told for each, told in zip(batch, tell({teacher: 1.0}, batch), strict=True)})
    told = tell({teacher: 1.0}, batch, hints.Basis.of(teacher, batch))
    lesson = Taught({id(each): one for each, one in zip(batch, told, strict=True)})
    assert "hint" not in lesson(pupil, batch, inputs)
    pupil.hint = hints.layer(pupil, batch, inside(told))
    assert "hint" not in bare(pupil, batch, inputs)
    lesson(pupil, batch, inputs)["hint"].backward()
    assert pupil.encoder.blocks[0].up.weight.grad.abs().sum() > 0
    pupil.hint = None
    assert not any(name.startswith("hint") for name in pupil.state_dict())


def test_wordpieces_are_numbered_as_mpnet_has_them() -> None:
    given = torch.tensor([[CLS, 1996, 100, 103, SEP, PAD]])
    assert mpnet.renumbered(given).tolist() == [[0, 2000, 3, 30526, 2, 1]]


def test_distances_have_buckets_by_side_and_size() -> None:
    found = mpnet.bucket(torch.tensor([0, 1, 7, 8, 127, 500, -1, -7, -500])).tolist()
    assert found == [0, 17, 23, 24, 31, 31, 1, 7, 15]


def test_mpnet_stands_in_the_readers_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mpnet, "LAYERS", 5)
    monkeypatch.setattr(mpnet, "INNER", 64)
    monkeypatch.setattr(mpnet, "VOCABULARY", 30527)
    teacher = Network(encoder=mpnet.MPNet()).eval()
    batch = examples()
    (first, _) = tell({teacher: 1.0}, batch)
    assert first.words.shape == (batch[0].rows, sum(sizes().values()))
    inputs = collate(batch)
    loss = losses(teacher.train(), inputs)["trigger"]
    loss.backward()
    assert teacher.encoder.blocks[0].up.weight.grad is None  # frozen
    assert teacher.encoder.blocks[4].up.weight.grad is not None
    assert teacher.encoder.shapes.weight.grad is not None


def test_of_text_without_annotation_the_first_alone_tells() -> None:
    first, second = Network(), Network()
    both = {first: 0.7, second: 0.3}
    text = "Peru gave Bolivia two boats."
    window = cut_windows(word_table(text), Pieces(TOKENIZER))[0]
    assert askable(both, [Example(window, "unread")]) == {first: 1.0}
    assert askable(both, [Example(window, "corpus")]) == both
    assert askable(both, []) == both
