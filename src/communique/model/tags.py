"""From logits to probabilities, and from probabilities to well-formed tags (O, B-a, I-a, B-b, …)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def softmax(logits: Floats) -> Floats:
    """Return probabilities along the last axis."""
    # The functions themselves: the methods `max` and `sum` take as long again to come to them.
    raised = np.exp(logits - np.maximum.reduce(logits, -1, keepdims=True))
    raised /= np.add.reduce(raised, -1, keepdims=True)
    return raised


def sigmoid(logits: Floats) -> Floats:
    """Return independent probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


def legal_tags(chosen: NDArray[np.int64]) -> bool:
    """Say whether every I tag continues a span of its kind (tags are O, B-a, I-a, B-b, …)."""
    inside = (chosen > 0) & (chosen % 2 == 0)
    before = np.concatenate(([0], chosen[:-1]))
    return bool(np.all(~inside | (before == chosen) | (before == chosen - 1)))


@lru_cache(maxsize=8)
def _forbidden(count: int) -> Floats:
    """Return what a step to one of so many tags [count] from another [count] costs: much where it isn't well-formed."""
    forbidden = np.zeros((count, count), dtype=np.float32)
    for inside in range(2, count, 2):
        forbidden[inside] = -1e4
        forbidden[inside, inside - 1 : inside + 1] = 0
    return forbidden


def best_tags(probabilities: Floats) -> NDArray[np.int64]:
    """Return the most probable well-formed tags [words] of probabilities [words, tags].

    They are the most probable of each word where that is legal, else those of Viterbi's path.
    """
    chosen: NDArray[np.int64] = probabilities.argmax(-1)
    if legal_tags(chosen):
        return chosen
    scores = np.log(probabilities + 1e-9)
    forbidden = _forbidden(scores.shape[1])
    total = scores[0].copy()
    total[2::2] = -1e4
    back = []
    for score in scores[1:]:
        step = total + forbidden
        back.append(step.argmax(1))
        total = np.maximum.reduce(step, 1) + score
    path = [int(total.argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return np.array(path[::-1])
