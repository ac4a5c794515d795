"""PLOVER's gold standard records to examples: the type of one event a sentence (OEDA, CC BY-SA 4.0).

A record tells one event of its sentence and marks its words; what else happens there is not told. So the first marked
word has its type, and every other word is masked. Its actor texts are often a part of a mention and give no arcs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from communique.model.labels import HEADS
from communique.model.windows import Pieces
from training.corpus.split import holds_out
from training.examples import Example, cut_windows, word_table

TYPES = {str(label): at for at, label in enumerate(HEADS["trigger"])}
HELPING = frozenset(
    {"will", "would", "has", "have", "had", "is", "are", "was", "were", "be", "been", "being", "to"}
    | {"may", "might", "could", "can", "shall", "should"}
)
"""Auxiliary verbs, which are marked with the event's word."""
MARKED = re.compile(r"\(([A-Z/]+): ([^)]*)\)")


def trigger_of(text: str, markup: str) -> tuple[int, int] | None:
    """Return the extent of the first word marked as the event, None where it can't be found in the text."""
    at = 0
    for match in MARKED.finditer(markup):
        words = [each for each in match[2].split() if each.lower() not in HELPING]
        found = text.find(words[0], at) if words else -1
        if found < 0:
            continue
        if match[1] == "EVT":
            return found, found + len(words[0])
        at = found
    return None


def convert(path: Path, pieces: Pieces) -> Iterator[Example]:
    """Yield an example for each record whose event is marked, but for those that are held out as open texts."""
    with path.open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            extent = trigger_of(record["text"], record["markup"])
            table = word_table(record["text"])
            word = table.of(extent) if extent else None
            if word is None or record["type"] not in TYPES or holds_out(f"gsr {record['ref']}"):
                continue
            for window in cut_windows(table, pieces):
                if window.first <= word[0] < window.last:
                    example = Example(window, "gsr")
                    example.blank("trigger")[word[0] - window.first + 1] = TYPES[record["type"]]
                    yield example
