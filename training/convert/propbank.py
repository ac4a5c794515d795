"""EWT with PropBank frames to examples: which words are predicates, and the heads of their arguments.

Source: English Web Treebank in Universal Dependencies, joined with PropBank (both CC BY-SA 4.0). An argument is given
by its syntactic head, mapped to the reader's own words.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from communique.model.windows import Pieces
from training.examples import Example, cut_windows, word_table
from training.network import ROLES


def role_of(name: str) -> str | None:
    """Return the auxiliary task's role of a PropBank label; None for what is no argument of its own (R-, C-, V)."""
    if name[:2] in {"R-", "C-"} or name == "V":
        return None
    short = name.removeprefix("ARGM-").removesuffix("-PRD")
    return short if short in ROLES else "other"


def head_of(sentence: dict[str, Any], first: int, last: int) -> int:
    """Return the token of a stretch whose syntactic head lies outside it."""
    return next((at for at in range(first, last + 1) if not first <= sentence["heads"][at] <= last), last)


def convert(path: Path, pieces: Pieces) -> Iterator[Example]:
    """Yield an example a sentence that has frames."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            sentence = json.loads(line)
            if not sentence["frames"]:
                continue
            table = word_table(sentence["text"])
            made = cut_windows(table, pieces)
            if len(made) != 1:
                continue
            example = Example(made[0], "propbank")
            row = {}
            for token, extent in enumerate(sentence["offsets"]):
                found = table.of((extent[0], extent[1]))
                row[token] = found[0] + 1 if found else 0
            predicate = example.blank("predicate", 0)
            for frame in sentence["frames"]:
                head = row[frame["predicate"]]
                if not head:
                    continue
                predicate[head] = 1
                for name in ROLES:
                    example.roles.setdefault((head, name), [])
                for argument in frame["arguments"]:
                    role = role_of(argument["role"])
                    target = row[head_of(sentence, argument["first"], argument["last"])]
                    if role and target:
                        example.roles[head, role].append(target)
            yield example
