"""Distillation: the reader learns from what larger networks say of a text, not from its annotation alone.

Hinton et al. (2015). A teacher (`training.teacher`) gives for each window the probabilities of all labels of its words,
and of all targets of its arcs; the reader's loss is a mixture of the one by the annotation and of the divergence from
the teacher. What annotators decide one way here and another way there is a probability to the teacher, and text that
nobody has annotated (the English Web Treebank) teaches too. Several networks may teach together: the mean of their
probabilities, of their arcs' logits. The first one's states of the words may be a hint besides (`training.hints`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from communique.model.labels import ARCS, LAYERS, NAME_ARCS, QUANTITIES, columns, tags
from training.convert import unread
from training.examples import Example, by_size, collate
from training.hints import BUDGET, Basis, Halves
from training.hints import apart as states_apart
from training.losses import CONTEXTS_WEIGHT, SINGLE_ROWS, losses
from training.network import Network, sizes

TAUGHT: Final = 0.6
"""Share of the teacher in the loss on a window that is annotated."""
UNANNOTATED: Final = frozenset({"propbank", unread.SOURCE})
"""Sources of windows that have no annotation of the reader's tasks: the teacher alone counts."""
LIKELY: Final = 0.3
"""Probability of being a trigger, a cue, an anchor or a title from which a word's arcs are asked for."""
LEAST: Final = 0.1
"""Weight below which an arc isn't learned: its head is hardly one."""
ABSENT: Final = -30.0
"""Logit of a target that a window doesn't have."""
COLUMNS: Final = columns()
SPARSE: Final = (*LAYERS, "trigger", "act", "stage")
"""What is asked of every word."""
PARENTS: Final = {
    "mode": "trigger",
    "status": "trigger",
    "contexts": "trigger",
    "certainty": "act",
    "category": "stage",
    "instrument": "stage",
    "cumulative": "stage",
}
"""Head to the one that says how much a word counts for it."""
KINDS: Final = {
    "trigger": ("actor", "recipient", "date", "place", *QUANTITIES, "again"),
    "act": ("speaker", "addressee", "content_start", "content_end"),
    "stage": ("donor", "given_to", "item", "date", "by", "event"),
    "name": NAME_ARCS,
}
"""Kind of head word to its arcs."""
NAMED: Final = 0.5
"""What an arc of a name counts beside one of a record."""
ITEM: Final = [tags("value").index(f"{place}-item") for place in "BI"]
"""Columns of the layer `value` that say a word is in an item."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a teacher says of a window.

    `words` [rows, columns] are logits, `arcs` [heads, arcs, rows] those of the head words `heads` [heads]; `states`
    [rows, axes] its states in a basis, where one was given.
    """

    words: Halves
    heads: NDArray[np.int16]
    arcs: Halves
    states: Halves | None = None


def tell(teachers: Mapping[Network, float], examples: Sequence[Example], basis: Basis | None = None) -> list[Told]:
    """Return what teachers, each with its share, say of windows; with a basis the first one's states in it too."""
    told: dict[int, Told] = {}
    for batch in by_size(examples, BUDGET, np.random.default_rng(0)):
        inputs = collate(batch)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            states = [each.states(inputs["ids"], inputs["shapes"], inputs["heads"]) for each in teachers]
            logits = [
                {name: value.float() for name, value in each.classify(state).items()}
                for each, state in zip(teachers, states, strict=True)
            ]
            words = _mean(logits, list(teachers.values()))
            at, heads = _heads(words, batch)
            arcs = torch.zeros(len(at), len(ARCS), inputs["heads"].shape[1])
            for (each, share), state, mine in zip(teachers.items(), states, logits, strict=True):
                if len(at):
                    places = each.places(mine, inputs["ids"], inputs["heads"])
                    arcs += share * each.arcs(state, at, heads, places).float()
        columned = torch.cat([words[name] for name in sizes()], -1).half().numpy()
        inside = basis(states[0]) if basis else None
        for index, example in enumerate(batch):
            mine_at = (at == index).nonzero()[:, 0]
            told[id(example)] = Told(
                columned[index, : example.rows].copy(),
                heads[mine_at].short().numpy(),
                arcs[mine_at, :, : example.rows].half().numpy().copy(),
                None if inside is None else inside[index, : example.rows].copy(),
            )
    return [told[id(example)] for example in examples]


def askable(teachers: Mapping[Network, float], examples: Sequence[Example]) -> Mapping[Network, float]:
    """Return the teachers that are asked about windows of one source, each with its share.

    Of text that nobody has annotated the first alone tells: it reads open texts far better than the one it teaches
    (statements 0.702, 0.571; composed passages 0.887, 0.860).
    """
    if examples and examples[0].source in UNANNOTATED:
        return {next(iter(teachers)): 1.0}
    return teachers


def _mean(logits: Sequence[dict[str, Tensor]], shares: Sequence[float]) -> dict[str, Tensor]:
    """Return the logits of the mean probabilities; of contexts the mean logits."""
    if len(logits) == 1:
        return logits[0]
    found = {}
    for name in logits[0]:
        each = [of[name] if name == "contexts" else of[name].softmax(-1) for of in logits]
        mean = torch.stack([share * value for share, value in zip(shares, each, strict=True)]).sum(0)
        found[name] = mean if name == "contexts" else mean.clamp_min(1e-9).log()
    return found


def _heads(words: dict[str, Tensor], batch: Sequence[Example]) -> tuple[Tensor, Tensor]:
    """Return the windows and rows of words whose arcs are asked for: annotated heads, likely ones, ends of names."""
    chances = torch.stack([1 - words[name].softmax(-1)[..., 0] for name in ("trigger", "act", "stage", "title")])
    tagged = words["mention"].argmax(-1)
    goes_on = functional.pad((tagged[:, 1:] > 0) & (tagged[:, 1:] % 2 == 0), (0, 1))
    asked = (chances.amax(0) > LIKELY) | ((tagged > 0) & ~goes_on)
    for index, example in enumerate(batch):
        asked[index, example.rows :] = False
        asked[index, [head for head, _ in example.arcs]] = True
    asked[:, 0] = False
    at, heads = asked.nonzero(as_tuple=True)
    return at, heads


class Taught:
    """The loss of a batch of windows of which it was told; for `training.train.run_stage`."""

    def __init__(self, told: Mapping[int, Told], share: float = TAUGHT) -> None:
        """Take what was told by `id` of the example."""
        self.told, self.share = told, share

    def __call__(self, network: Network, batch: Sequence[Example], inputs: dict[str, Any]) -> dict[str, Tensor]:
        """Return the loss of every task: by the annotation and by the teacher, mixed."""
        states = network.states(inputs["ids"], inputs["shapes"], inputs["heads"])
        soft = self._divergences(network, states, batch, inputs)
        inside = [told for told in (self.told[id(each)].states for each in batch) if told is not None]
        if network.hint is not None and len(inside) == len(batch):
            soft["hint"] = states_apart(network.hint, states, inside)
        if batch[0].source in UNANNOTATED:
            return soft
        hard = losses(network, inputs, states)
        mixed = {
            name: self.share * value + (1 - self.share) * hard[name] if name in hard else self.share * value
            for name, value in soft.items()
            if name != "hint"
        }
        return hard | soft | mixed

    def _divergences(
        self, network: Network, states: Tensor, batch: Sequence[Example], inputs: dict[str, Any]
    ) -> dict[str, Tensor]:
        told = [self.told[id(example)] for example in batch]
        rows = inputs["heads"].shape[1]
        words, known = torch.zeros(len(batch), rows, sum(sizes().values())), torch.zeros(len(batch), rows)
        for index, each in enumerate(told):
            words[index, : len(each.words)] = torch.from_numpy(each.words).float()
            known[index, 1 : len(each.words)] = 1
        theirs = {name: words[..., COLUMNS[name]] for name in sizes()}
        mine = {name: value.float() for name, value in network.classify(states).items()}
        chances = {name: 1 - theirs[name].softmax(-1)[..., 0] for name in (*LAYERS, "trigger", "act", "stage")}
        found = {}
        for name, logits in theirs.items():
            if name in SPARSE:
                weight = known
            elif name == "item_class":
                weight = known * theirs["value"].softmax(-1)[..., ITEM].sum(-1)
            else:
                weight = known * chances[PARENTS[name]]
            apart = _apart(mine[name], logits, yes=name == "contexts")
            found[name] = (apart * weight).sum() / weight.sum().clamp_min(1)
        found["contexts"] = found["contexts"] * CONTEXTS_WEIGHT
        if any(len(each.heads) for each in told):
            at = torch.cat([torch.full((len(each.heads),), index) for index, each in enumerate(told)])
            heads = torch.cat([torch.from_numpy(each.heads).long() for each in told])
            arcs = torch.full((len(at), len(ARCS), rows), ABSENT)
            begin = 0
            for each in told:
                arcs[begin : begin + len(each.heads), :, : len(each.words)] = torch.from_numpy(each.arcs).float()
                begin += len(each.heads)
            weight = _weights({name: chance[at, heads] for name, chance in chances.items()})
            places = network.places(mine, inputs["ids"], inputs["heads"])
            scores = network.arcs(states, at, heads, places).float()
            lengths = torch.tensor([len(each.words) for each in told])[at]
            known_rows = torch.arange(rows)[None] < lengths[:, None]
            found["arcs"] = _arcs_apart(scores, arcs, weight, known_rows)
        return found


def _apart(mine: Tensor, theirs: Tensor, *, yes: bool = False) -> Tensor:
    """Return how far logits [..., labels] are from the teacher's [...]: divergence, or the mean one of `yes` or no."""
    if yes:
        return _yes_apart(mine, theirs).mean(-1)
    return (theirs.softmax(-1) * (theirs.log_softmax(-1) - mine.log_softmax(-1))).sum(-1)


def _yes_apart(mine: Tensor, theirs: Tensor) -> Tensor:
    """Return how far each logit of a yes is from the teacher's: the divergence of both chances."""
    wanted = theirs.sigmoid()
    cross, least = (
        functional.binary_cross_entropy_with_logits(each, wanted, reduction="none") for each in (mine, theirs)
    )
    return cross - least


def _weights(chances: Mapping[str, Tensor]) -> Tensor:
    """Return what each arc of a head word counts [heads, arcs], by the chances [heads] of what the word is."""
    weight = torch.zeros(len(chances["trigger"]), len(ARCS))
    for kind, names in KINDS.items():
        chance = NAMED * torch.maximum(chances["mention"], chances["title"]) if kind == "name" else chances[kind]
        for name in names:
            weight[:, ARCS.index(name)] = torch.maximum(weight[:, ARCS.index(name)], chance)
    return weight.masked_fill(weight < LEAST, 0)


def _arcs_apart(mine: Tensor, theirs: Tensor, weight: Tensor, known: Tensor) -> Tensor:
    """Return the mean divergence of arcs [heads, arcs, rows] with weights [heads, arcs]; `known` rows [heads, rows]."""
    unknown = ~known.unsqueeze(1)
    chosen, wanted = (each[:, SINGLE_ROWS].masked_fill(unknown, -1e4) for each in (mine, theirs))
    total = (_apart(chosen, wanted) * weight[:, SINGLE_ROWS]).sum()
    real = known.clone()
    real[:, 0] = False
    each = _yes_apart(mine[:, ~SINGLE_ROWS], theirs[:, ~SINGLE_ROWS]).masked_fill(~real.unsqueeze(1), 0).sum(-1)
    return (total + (each * weight[:, ~SINGLE_ROWS]).sum()) / weight.sum().clamp_min(1)
