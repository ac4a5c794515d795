"""re3d to examples: names in texts about the war in Syria and Iraq (Dstl; by source, see the model card).

Two documents of three are trained on (`split.is_kept_aside` tells the others). The longest names count, without article
and title. The set does not tell an armed group from another organisation: either label will do (see `examples.EITHER`).
Common nouns are masked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from communique.knowledge.countries import country_match
from communique.model.labels import tags
from communique.model.windows import Pieces
from communique.reading.names.titles import bare_name
from training.corpus.split import is_kept_aside
from training.examples import MASK, Example, cut_windows, word_table

TAG = {name: index for index, name in enumerate(tags("mention"))}
KINDS = frozenset({"person", "organization", "place"})


def convert(path: Path, pieces: Pieces) -> Iterator[Example]:
    """Yield an example a window."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if not is_kept_aside(document["ref"]):
                yield from _document(document, pieces)


def name_of(text: str, mention: dict[str, Any]) -> tuple[int, int, str]:
    """Return the extent and kind of a named mention: no article, no title, a country's name is a state."""
    start, end, kind = mention["start"], mention["end"], str(mention["kind"])
    while not text[end - 1].isalnum() and end > start + 1:
        end -= 1
    for article in ("the ", "The ", "a ", "an "):
        if text[start:end].startswith(article):
            start += len(article)
    if kind == "person":
        start = end - len(bare_name(text[start:end]))
    found = country_match(text[start:end])
    return start, end, "state" if kind != "person" and found and found.kind == "name" else kind


def _document(document: dict[str, Any], pieces: Pieces) -> Iterator[Example]:
    table = word_table(document["text"])
    labels = np.zeros(len(table.words), dtype=np.int64)
    either = np.full(len(table.words), MASK, dtype=np.int64)
    ordered = sorted(document["mentions"], key=lambda each: (not each["named"], each["start"] - each["end"]))
    for mention in ordered:
        start, end, kind = name_of(document["text"], mention)
        found = table.of((start, end))
        if found is None:
            continue
        free = (labels[found[0] : found[1]] == 0) & (either[found[0] : found[1]] == MASK)
        if not mention["named"] or kind not in KINDS | {"state"}:
            labels[found[0] : found[1]][free] = MASK
        elif free.all() and kind == "organization":
            labels[found[0] : found[1]] = MASK
            either[found[0]], either[found[0] + 1 : found[1]] = 0, 1
        elif free.all():
            labels[found[0]], labels[found[0] + 1 : found[1]] = TAG[f"B-{kind}"], TAG[f"I-{kind}"]
    for window in cut_windows(table, pieces):
        example = Example(window, "re3d")
        example.blank("mention")[1:] = labels[window.first : window.last]
        example.blank("either")[1:] = either[window.first : window.last]
        yield example
