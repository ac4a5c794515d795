"""Where the repository and the gold data are; imports nothing heavy, so that tests can use it without torch."""

from __future__ import annotations

import os
from pathlib import Path

from training.corpus import public, standoff
from training.corpus.format import blocks, parse_file
from training.corpus.notes import Passage

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus" / "passages"
STANDOFF = ROOT / "corpus" / "standoff"
WEIGHTS = ROOT / "src" / "communique" / "model" / "weights"
"""The folder of the shipped weights."""
BUILD = ROOT / "build" / "training"
"""Where training keeps what it fetches and its checkpoints."""
UNREAD = BUILD / "unread"
"""Where packages with texts in the public domain are fetched to."""


def gold_folder() -> Path:
    """Return the folder of the open data sets: `COMMUNIQUE_GOLD`, else `shared/gold` beside the checkout."""
    return Path(os.environ.get("COMMUNIQUE_GOLD") or ROOT.parent / "shared" / "gold")


def corpus(folder: Path = CORPUS) -> list[Passage]:
    """Return all passages of the corpus."""
    return [passage for path in sorted(folder.glob("*.txt")) for passage in parse_file(path)]


def open_texts(gold: Path | None = None) -> list[Passage]:
    """Return the annotated stretches of open texts; none of a data set that isn't there."""
    return standoff.passages(STANDOFF, standoff.documents(gold or gold_folder()))


def public_texts(folder: Path) -> list[Passage]:
    """Return the annotated stretches of what `corpus.public.fetched` has, all of them to train on."""
    return standoff.passages(STANDOFF, public.documents(folder))


def public_stretches() -> int:
    """Return how many stretches of texts in the public domain are annotated, whether the texts are there or not."""
    marks = [f" | text: {kind} " for kind in public.KINDS]
    kept = (block for path in STANDOFF.glob("*.txt") for block in blocks(path))
    return sum(any(mark in block for mark in marks) for block in kept)
