"""The held-out part of the corpus: about one scenario in ten, never trained on.

The split goes by topic, so that passages of one scenario stay together; the seed's sentences, which have no common
scenario, go by their id. It depends on the name alone: a passage never changes sides.
"""

from __future__ import annotations

from hashlib import sha256

from training.corpus.notes import Passage

HELD_OUT = 26
"""Of 256."""
ASIDE = "aside "
"""Topics of open texts that other measures need begin so; all of them are held out."""


def is_held_out(passage: Passage) -> bool:
    """Say whether a passage is held out."""
    return holds_out(passage.meta["topic"])


def holds_out(topic: str) -> bool:
    """Say whether the passages of a topic are held out."""
    return topic.startswith(ASIDE) or sha256(topic.encode()).digest()[0] < HELD_OUT


def is_in_part(passage: Passage, part: float) -> bool:
    """Say whether a passage's topic is in such a part of all of them; a smaller part is within a larger one."""
    return sha256(passage.meta["topic"].encode()).digest()[1] < part * 256


def is_kept_aside(ref: str) -> bool:
    """Say whether a document of re3d is not trained on: one of three, by its reference."""
    return sha256(ref.encode()).digest()[0] % 3 == 0
