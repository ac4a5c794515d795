"""From logits to probabilities, and from probabilities to well-formed tags (O, B-a, I-a, B-b, …)."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_NEVER: Final = np.float32(-1e4)
"""A score that no well-formed path comes to."""
_ROUNDING: Final = 1e-3


def softmax(logits: Floats) -> Floats:
    """Return probabilities along the last axis."""
    # The functions themselves: the methods `max` and `sum` take as long again to come to them.
    raised = np.exp(logits - np.maximum.reduce(logits, -1, keepdims=True))
    raised /= np.add.reduce(raised, -1, keepdims=True)
    return raised


def sigmoid(logits: Floats) -> Floats:
    """Return independent probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


def _orphans(chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the words whose I tag continues no span of its kind (tags are O, B-a, I-a, B-b, …)."""
    before = np.concatenate(([0], chosen[:-1]))
    wrong = (chosen > 0) & (chosen % 2 == 0) & (before != chosen) & (before != chosen - 1)
    return np.flatnonzero(wrong)


def legal_tags(chosen: NDArray[np.int64]) -> bool:
    """Say whether every I tag continues a span of its kind."""
    return not len(_orphans(chosen))


@lru_cache(maxsize=8)
def _forbidden(count: int) -> Floats:
    """Return what a step to one of so many tags [count] from another [count] costs: much where it isn't well-formed."""
    forbidden = np.zeros((count, count), dtype=np.float32)
    for inside in range(2, count, 2):
        forbidden[inside] = _NEVER
        forbidden[inside, inside - 1 : inside + 1] = 0
    return forbidden


def best_tags(probabilities: Floats) -> NDArray[np.int64]:
    """Return the most probable well-formed tags [words] of probabilities [words, tags].

    They are the most probable of each word where that is legal, else those of Viterbi's path.
    """
    chosen: NDArray[np.int64] = probabilities.argmax(-1)
    orphans = _orphans(chosen)
    if not len(orphans):
        return chosen
    scores = np.log(probabilities + 1e-9)
    # The best path is no worse than the one in which orphans begin a span. So what a word's best tag is ahead by more
    # than that costs is on the best path, and paths are sought between such words alone.
    cost = (scores[orphans, chosen[orphans]] - scores[orphans, chosen[orphans] - 1]).sum() + _ROUNDING
    ahead = np.diff(np.partition(scores, -2)[:, -2:])[:, 0]
    sure = [-1, *(ahead > cost).nonzero()[0].tolist(), len(scores)]
    for first, last in dict.fromkeys((sure[at - 1], sure[at]) for at in np.searchsorted(sure, orphans).tolist()):
        between = scores[max(first, 0) : last + 1].copy()
        ends = [(0, first)] * (first >= 0) + [(-1, last)] * (last < len(scores))
        for end, word in ends:
            between[end] = _NEVER
            between[end, chosen[word]] = 0
        chosen[max(first, 0) : last + 1] = _path(between, begins=first < 0)
    return chosen


def _path(scores: Floats, *, begins: bool) -> list[int]:
    """Return Viterbi's path through the scores of tags [words, tags], where it `begins` without an I tag."""
    forbidden = _forbidden(scores.shape[1])
    total = scores[0].copy()
    if begins:
        total[2::2] = _NEVER
    back = []
    for score in scores[1:]:
        step = total + forbidden
        back.append(step.argmax(1))
        total = np.maximum.reduce(step, 1) + score
    path = [int(total.argmax())]
    for before in reversed(back):
        path.append(int(before[path[-1]]))
    return path[::-1]
