"""GUM to examples: names, pronouns and their antecedents (annotations CC BY 4.0; texts by genre).

Only the genres that may be trained on (news, interview, bio, court). A name is tagged by the run of proper nouns; a
country's name is a `state`, as in the corpus. Common-noun mentions are masked: the corpus tags only those that take
part in a record. Name and pronoun get the nearest earlier name or pronoun of the same entity as antecedent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from communique.knowledge.countries import country_match
from communique.model.labels import tags
from communique.model.windows import Extent, Pieces
from training.examples import MASK, Example, Words, cut_windows, word_table

GENRES = frozenset({"news", "interview", "bio", "court"})
FURTHER = re.compile(r"(?: (?:of|for|and|in|on|&)(?: the)? [A-Z][\w.-]*(?: [A-Z][\w.-]*)*)+")
"""What a name goes on with inside its mention: "of the Arab States"."""
TAG = {name: index for index, name in enumerate(tags("mention"))}


def kind_of(mention: dict[str, Any], text: str) -> str | None:
    """Return the layer's kind of a GUM mention, None where it is no actor or place."""
    if mention["pronoun"]:
        return "pronoun" if mention["kind"] in {"person", "organization"} else None
    if not mention["named"] or mention["kind"] not in {"person", "organization", "place"}:
        return None
    found = country_match(text)
    if mention["kind"] == "place" and found and found.kind == "name":
        return "state"
    return str(mention["kind"])


def whole_name(text: str, mention: dict[str, Any]) -> dict[str, Any]:
    """Return the name of a mention, with the capitalised words before and after its proper nouns.

    GUM gives the first run of proper nouns: "States" of "the United States", "University" of "the University of Ghana".
    A person's words before the name are titles.
    """
    name: dict[str, Any] = mention.get("name") or mention
    start = int(name["start"])
    while mention["kind"] != "person" and start > mention["start"]:
        before = text[mention["start"] : start].rstrip(" ")
        word = before.rpartition(" ")[2]
        if not word[:1].isupper() or not word.isalpha():
            break
        start = mention["start"] + len(before) - len(word)
    if text[start : name["start"]].lower() in {"the ", "a ", "an ", "these "}:
        start = int(name["start"])
    if text[start:].startswith("The "):
        start += 4
    end = int(name["end"])
    if mention["kind"] != "person":
        further = FURTHER.match(text[end : mention["end"]])
        end += further.end() if further else 0
    return {"start": start, "end": end, "quote": text[start:end]}


def convert(path: Path, pieces: Pieces) -> Iterator[Example]:
    """Yield an example a window."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            if document["genre"] in GENRES:
                yield from _document(document, pieces)


def _document(document: dict[str, Any], pieces: Pieces) -> Iterator[Example]:
    table = word_table(document["text"])
    labels = np.zeros(len(table.words), dtype=np.int64)
    mentions: list[tuple[Extent, int]] = []
    ordered = sorted(document["mentions"], key=lambda each: each["start"] - each["end"])
    for mention in ordered:  # the longest first, so that names inside common nouns are not masked
        name = whole_name(document["text"], mention)
        kind = kind_of(mention, name["quote"])
        found = table.of((name["start"], name["end"]))
        if found is None:
            continue
        if kind is None:
            if mention["kind"] in {"person", "organization", "place"} and not mention["pronoun"]:
                whole = table.of((mention["start"], mention["end"]))
                if whole:
                    labels[whole[0] : whole[1]] = MASK
            continue
        if (labels[found[0] : found[1]] > 0).any():
            continue  # a name in a longer name
        labels[found[0]] = TAG[f"B-{kind}"]
        labels[found[0] + 1 : found[1]] = TAG[f"I-{kind}"]
        mentions.append((found, mention["entity"]))
    mentions.sort()
    yield from _windows(table, labels, mentions, pieces)


def _windows(table: Words, labels: np.ndarray, mentions: list[tuple[Extent, int]], pieces: Pieces) -> Iterator[Example]:
    for window in cut_windows(table, pieces):
        example = Example(window, "gum")
        example.blank("mention")[1:] = labels[window.first : window.last]
        latest: dict[int, int] = {}
        for (first, last), entity in mentions:
            if window.first <= first and last <= window.last:
                row = last - window.first
                example.arcs[row, "antecedent"] = [latest.get(entity, 0)]
                latest[entity] = row
        yield example
