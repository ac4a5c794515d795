"""UDS-IH2 to examples: how factual an event word is, -3 to 3 (CC BY-SA 4.0)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from communique.model.windows import Pieces
from training.examples import Example, cut_windows, word_table


def convert(path: Path, pieces: Pieces) -> Iterator[Example]:
    """Yield an example a sentence."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            table = word_table(case["text"])
            made = cut_windows(table, pieces)
            if len(made) != 1:
                continue
            example = Example(made[0], "factuality")
            for target in case["targets"]:
                found = table.of((target["start"], target["end"]))
                if found:
                    example.factuality[found[0] + 1] = target["factuality"]
            yield example
