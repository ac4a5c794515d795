"""Training examples: a window of words with the labels that its data set has, the rest masked.

Every converter yields `Example`s; `collate` makes a batch of tensors. Row 0 of an example is the start of the window,
row w + 1 is word w, as in `communique.model.windows`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor

from communique.model.labels import ARCS, CONTEXTS, HEADS, LAYERS, SINGLE
from communique.model.windows import Extent, Pieces, Prepared, Window, windows
from communique.text import paragraphs, sentences, words
from training.network import ROLES

MASK = -100
"""A label that no loss sees."""
EITHER = tuple(tuple(f"{place}-{kind}" for kind in ("organization", "group")) for place in "BI")
"""Labels of the pseudo-layer `either`: sets of tags of `mention` any of which is right."""


@dataclass(slots=True)
class Example:
    """One window and its labels.

    `tags` maps a layer or head to a label by row (MASK where unknown); `arcs` maps (head row, arc) to the rows of its
    targets and `neutral` to rows that are neither wanted nor wrong; `roles` the same for PropBank; `contexts` maps a
    row to its contexts; `factuality` a row to a number.
    """

    window: Window
    source: str
    tags: dict[str, np.ndarray] = field(default_factory=dict)
    arcs: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    neutral: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    roles: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    contexts: dict[int, list[int]] = field(default_factory=dict)
    factuality: dict[int, float] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Number of rows: the words and the start."""
        return len(self.window.heads)

    def blank(self, name: str, value: int = MASK) -> np.ndarray:
        """Return the labels of a layer or head, made with `value` when they don't exist yet; row 0 is always masked."""
        if name not in self.tags:
            made = np.full(self.rows, value, dtype=np.int64)
            made[0] = MASK
            self.tags[name] = made
        return self.tags[name]


class Words:
    """The words of a text, with look-up from code points."""

    def __init__(self, text: str, words: list[Extent], sentences: list[Extent], breaks: frozenset[int]) -> None:
        self.text, self.words, self.sentences, self.breaks = text, words, sentences, breaks
        self.sentence_of = np.zeros(len(words), dtype=np.int64)
        at = 0
        for index, (start, _) in enumerate(words):
            while at + 1 < len(sentences) and start >= sentences[at + 1][0]:
                at += 1
            self.sentence_of[index] = at

    def of(self, extent: Extent) -> Extent | None:
        """Return the words [first, last + 1) that an extent of code points touches, None where it touches none."""
        found = [index for index, (start, end) in enumerate(self.words) if start < extent[1] and end > extent[0]]
        return (found[0], found[-1] + 1) if found else None


def word_table(text: str) -> Words:
    """Return the words, sentences and paragraph starts of a text as the reader cuts them."""
    cut = words(text)
    starts = {start for start, _ in paragraphs(text)}
    breaks = frozenset(index for index, (start, _) in enumerate(cut) if start in starts)
    return Words(text, cut, sentences(text), breaks)


def cut_windows(table: Words, pieces: Pieces) -> list[Window]:
    """Return the windows of a text."""
    return windows(Prepared(table.text, table.words, table.sentences, table.breaks), pieces)


SINGLE_SET = frozenset(SINGLE)
ARC_INDEX = {name: index for index, name in enumerate(ARCS)}
ROLE_INDEX = {name: index for index, name in enumerate(ROLES)}


def _arc_block(
    examples: Sequence[Example], field_name: str, index: dict[str, int], width: int
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return (batch index, head row, gold, weight) of all head words: gold and weight are [heads, labels, width]."""
    places: list[tuple[int, int]] = []
    golds: list[np.ndarray] = []
    weights: list[np.ndarray] = []
    for batch, example in enumerate(examples):
        by_head: dict[int, list[tuple[str, list[int]]]] = defaultdict(list)
        for (head, label), targets in getattr(example, field_name).items():
            by_head[head].append((label, targets))
        for head, rows in by_head.items():
            gold = np.zeros((len(index), width), dtype=np.float32)
            weight = np.zeros((len(index), width), dtype=np.float32)
            for label, targets in rows:
                weight[index[label], : example.rows] = 1
                if label not in SINGLE_SET:
                    weight[index[label], 0] = 0
                if field_name == "arcs":
                    weight[index[label], example.neutral.get((head, label), [])] = 0
                gold[index[label], targets] = 1
                weight[index[label], targets] = 1
            places.append((batch, head))
            golds.append(gold)
            weights.append(weight)
    if not places:
        empty = torch.zeros((0, len(index), width))
        return torch.zeros(0, dtype=torch.long), torch.zeros(0, dtype=torch.long), empty, empty
    at = torch.tensor(places)
    return at[:, 0], at[:, 1], torch.from_numpy(np.stack(golds)), torch.from_numpy(np.stack(weights))


def collate(examples: Sequence[Example]) -> dict[str, Any]:
    """Return a batch: `ids`, `shapes` [batch, pieces], `heads` and all labels [batch, rows], arc blocks."""
    length = max(len(each.window.ids) for each in examples)
    rows = max(each.rows for each in examples)
    batch: dict[str, Any] = {}
    for name, size in (("ids", length), ("shapes", length), ("heads", rows)):
        made = np.zeros((len(examples), size), dtype=np.int64)
        for at, example in enumerate(examples):
            given = getattr(example.window, name)
            made[at, : len(given)] = given
        batch[name] = torch.from_numpy(made)
    for name in (*LAYERS, *HEADS, "predicate", "either"):
        if any(name in each.tags for each in examples):
            made = np.full((len(examples), rows), MASK, dtype=np.int64)
            for at, example in enumerate(examples):
                if name in example.tags:
                    made[at, : example.rows] = example.tags[name]
            batch[name] = torch.from_numpy(made)
    batch["arcs"] = _arc_block(examples, "arcs", ARC_INDEX, rows)
    batch["roles"] = _arc_block(examples, "roles", ROLE_INDEX, rows)
    contexts = [(at, row, each) for at, example in enumerate(examples) for row, each in example.contexts.items()]
    hot = np.zeros((len(contexts), len(CONTEXTS)), dtype=np.float32)
    for index, (_, _, chosen) in enumerate(contexts):
        hot[index, chosen] = 1
    batch["contexts"] = (
        torch.tensor([each[0] for each in contexts], dtype=torch.long),
        torch.tensor([each[1] for each in contexts], dtype=torch.long),
        torch.from_numpy(hot),
    )
    facts = [(at, row, value) for at, example in enumerate(examples) for row, value in example.factuality.items()]
    batch["factuality"] = (
        torch.tensor([each[0] for each in facts], dtype=torch.long),
        torch.tensor([each[1] for each in facts], dtype=torch.long),
        torch.tensor([each[2] for each in facts], dtype=torch.float32),
    )
    return batch


def by_size(examples: Sequence[Example], budget: int, order: np.random.Generator) -> list[list[Example]]:
    """Return batches of about `budget` wordpieces, of like lengths, in random order."""
    noisy = sorted(examples, key=lambda each: len(each.window.ids) + order.uniform(-6, 6))
    batches: list[list[Example]] = []
    batch: list[Example] = []
    longest = 0
    for example in noisy:
        longest = max(longest, len(example.window.ids))
        if batch and longest * (len(batch) + 1) > budget:
            batches.append(batch)
            batch, longest = [], len(example.window.ids)
        batch.append(example)
    if batch:
        batches.append(batch)
    order.shuffle(batches)
    return batches


def count_pieces(examples: Iterable[Example]) -> int:
    """Return the number of wordpieces, the cost of an epoch."""
    return sum(len(each.window.ids) for each in examples)
