"""The losses of all tasks on one batch, summed with weights; a task without labels in the batch adds nothing."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from communique.model.labels import ARCS, HEADS, LAYERS, SINGLE, tags
from training.examples import EITHER, MASK
from training.network import Network

WEIGHTS = {
    "mention": 4.0,
    "either": 0.4,
    "value": 3.0,
    "title": 2.0,
    "trigger": 12.0,
    "mode": 0.4,
    "status": 0.7,
    "act": 8.0,
    "certainty": 0.3,
    "stage": 15.0,
    "category": 0.3,
    "instrument": 0.3,
    "item_class": 0.3,
    "cumulative": 0.1,
    "contexts": 0.2,
    "arcs": 6.0,
    "predicate": 0.3,
    "roles": 0.3,
    "factuality": 0.2,
    "hint": 4.0,
}
"""Weight of each task. Layers and sparse heads are averaged over all words, of which few carry a label (one word in
twelve is a trigger, one in eighty an anchor): their weights make up for it. With weights of 4, 2 and 1 for trigger, act
and stage the heads had found two fifths of the events and none of the commitments after four epochs.
Arcs fit worse than all else (0.81 on the training passages, where events have 0.89): with four times their weight of 2,
an epoch ended with statements 0.5, roles 0.2 and commitments 0.8 points higher; on open texts roles were 0.5 higher and
events 1.2 lower."""
SMOOTHING = 0.05
"""Label smoothing of the heads that choose on a given word; sparse ones have none, or most of their loss is noise."""
SMOOTHED = frozenset({"mode", "status", "certainty", "category", "instrument", "item_class"})
CONTEXTS_WEIGHT = 10
"""What the mean over contexts counts, of which a word has few."""
EITHER_TAGS = torch.tensor([[tag in chosen for tag in tags("mention")] for chosen in EITHER])
SINGLE_ROWS = torch.tensor([name in SINGLE for name in ARCS])


def words_loss(logits: Tensor, gold: Tensor, smoothing: float = 0.0) -> Tensor:
    """Return the mean cross-entropy over words that have a label."""
    return functional.cross_entropy(logits.flatten(0, 1), gold.flatten(), ignore_index=MASK, label_smoothing=smoothing)


def either_loss(logits: Tensor, gold: Tensor) -> Tensor:
    """Return the mean negative log-probability of the sets of tags of `EITHER`, over words that have one."""
    known = gold != MASK
    chances = logits[known].log_softmax(-1)
    return -chances.masked_fill(~EITHER_TAGS[gold[known]], -torch.inf).logsumexp(-1).mean()


def arcs_loss(scores: Tensor, gold: Tensor, weight: Tensor, single: Tensor | None) -> Tensor:
    """Return the loss of arc scores [heads, labels, rows], a mean over the (head, label) pairs that have labels.

    A single arc is a choice among rows (softmax); a multiple arc a yes or no at each row.
    """
    used = weight.sum(-1) > 0
    if not used.any():
        return scores.sum() * 0
    kinds = used.nonzero()[:, 1]
    scores, gold, weight = scores[used], gold[used], weight[used]
    alone = single[kinds] if single is not None else torch.zeros_like(kinds, dtype=torch.bool)
    total = scores.sum() * 0
    if alone.any():
        hidden = scores[alone].masked_fill(weight[alone] == 0, -1e4)
        total = total - (hidden.log_softmax(-1) * gold[alone]).sum()
    if (~alone).any():
        each = functional.binary_cross_entropy_with_logits(scores[~alone], gold[~alone], reduction="none")
        total = total + (each * weight[~alone]).sum()
    return total / len(kinds)


def losses(network: Network, batch: dict[str, Any], states: Tensor | None = None) -> dict[str, Tensor]:
    """Return the loss of every task that the batch has labels for; its words' states may be given."""
    if states is None:
        states = network.states(batch["ids"], batch["shapes"], batch["heads"])
    found: dict[str, Tensor] = {}
    named = [name for name in (*LAYERS, *HEADS) if name in batch and (batch[name] != MASK).any()]
    logits = network.classify(states)
    if named or len(batch["contexts"][0]):
        found = {name: words_loss(logits[name], batch[name], SMOOTHING if name in SMOOTHED else 0.0) for name in named}
        if "either" in batch and (batch["either"] != MASK).any():
            found["either"] = either_loss(logits["mention"], batch["either"])
        at, row, hot = batch["contexts"]
        if len(at):
            found["contexts"] = functional.binary_cross_entropy_with_logits(logits["contexts"][at, row], hot)
            found["contexts"] = found["contexts"] * CONTEXTS_WEIGHT
    at, row, gold, weight = batch["arcs"]
    if len(at):
        scores = network.arcs(states, at, row, network.places(logits, batch["ids"], batch["heads"]))
        found["arcs"] = arcs_loss(scores, gold, weight, SINGLE_ROWS)
    at, row, gold, weight = batch["roles"]
    if "predicate" in batch:
        found["predicate"] = words_loss(network.predicate(states), batch["predicate"])
    if len(at):
        found["roles"] = arcs_loss(network.roles(states, at, row), gold, weight, None)
    at, row, value = batch["factuality"]
    if len(at):
        found["factuality"] = functional.smooth_l1_loss(network.factuality(states)[at, row, 0], value)
    return found


def weighted(found: dict[str, Tensor]) -> Tensor:
    """Return the sum of the losses with their weights."""
    return torch.stack([WEIGHTS[name] * value for name, value in found.items()]).sum()
