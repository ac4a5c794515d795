"""Renaming: names change, everything else that is marked stays what it was."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from training.corpus.notes import Passage
from training.paths import corpus
from training.rename import pools_of, renamed

PASSAGES = [passage for passage in corpus() if passage.meta["register"] != "seed"]
POOLS = pools_of(PASSAGES)


def marked(passage: Passage) -> list[str]:
    """The words that no name is part of: triggers, cues, money."""
    spans = [*passage.money, *(event.trigger for event in passage.events)]
    return [passage.text[start:end] for start, end in (*spans, *(note.cue for note in passage.statements))]


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(PASSAGES), st.integers(0, 1000))
def test_spans_move_along_and_names_change_consistently(passage: Passage, seed: int) -> None:
    other = renamed(passage, POOLS, np.random.default_rng(seed))
    if other is None:
        return
    assert marked(other) == marked(passage)
    for old, new in zip(passage.actors, other.actors, strict=True):
        pairs = {
            (passage.text[slice(*left)], other.text[slice(*right)])
            for left, right in zip(old.mentions, new.mentions, strict=True)
        }
        assert len({left for left, _ in pairs}) == len(pairs), "one old name has one new name"
        if old.kind == "state":
            assert all(left == right for left, right in pairs)


def test_a_person_keeps_the_family_name_in_all_mentions() -> None:
    passage = next(
        each
        for each in PASSAGES
        for actor in each.actors
        if actor.kind == "person" and {len(each.text[slice(*span)].split()) for span in actor.mentions} >= {1, 2}
    )
    other = renamed(passage, POOLS, np.random.default_rng(1))
    assert other is not None
    assert other.text != passage.text
