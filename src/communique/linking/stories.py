"""Stories: articles about the same thing within days, whoever wrote them.

In: wordings, and the days between two articles. Out: how alike their subjects are, from 0 to 1. For an index each
article has a dozen keys, the words of its `subject`: articles of the days around with two in common are candidates. A
subject is made of a text's telling words, names and numbers above all, weighted by how
rare they are and how often the text says them. Being of one story never makes two articles one source.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.linking.wording import TELLING, Hashes, Wording

SUBJECT: Final = 12
"""How many of its most telling words stand for a text's subject in a sketch."""
MEETING: Final = 2
"""Words of the subject that two articles must have in common to be compared."""
NAMED: Final = 1.5
"""A name says more of what a text is about than another word as rare."""
SPAN: Final = 10
"""Days after which an article is no longer of the same story; likeness fades evenly until then."""


def subject(wording: Wording) -> tuple[int, ...]:
    """Return the hashes (64 bits, signed) of the stems that tell most of what a text is about, the best first."""
    stems, weights = _profile(wording)
    best = np.lexsort((stems, -weights))[:SUBJECT]
    return tuple(stems[best].view(np.int64).tolist())


def may_share_story(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Return whether two `subject`s have enough in common to compare the texts: what an index is asked for.

    Of real reports of one story (ECB+, train part) 88% meet, of reports of different ones 0.3%.
    """
    return len(set(one).intersection(other)) >= MEETING


def same_subject(one: Wording, other: Wording, days_apart: int | None = None) -> float:
    """Return how alike the subjects of two texts are, from 0 to 1; it fades with the days between them, if known."""
    stems, weights = _profile(one)
    others, their_weights = _profile(other)
    if not len(stems) or not len(others):
        return 0.0
    _, here, there = np.intersect1d(stems, others, assume_unique=True, return_indices=True)
    cosine = float(weights[here] @ their_weights[there] / (np.linalg.norm(weights) * np.linalg.norm(their_weights)))
    fading = 1.0 if days_apart is None else max(0.0, 1 - abs(days_apart) / SPAN)
    return cosine * fading


@lru_cache(maxsize=512)
def _profile(wording: Wording) -> tuple[Hashes, NDArray[np.float64]]:
    """Return the telling stems of a text, each once, and what each weighs."""
    kept = wording.weights >= TELLING
    stems, where, counts = np.unique(wording.stems[kept], return_index=True, return_counts=True)
    named = np.zeros(len(stems), np.bool_)
    np.logical_or.at(named, np.searchsorted(stems, wording.stems[kept]), wording.names[kept])
    weights = wording.weights[kept][where] * (1 + np.log(counts)) * np.where(named, NAMED, 1.0)
    return stems, weights
