"""Annotations of open texts, kept apart from the texts: the records with offsets, and where the words are to be found.

The repository holds no sentence of others. A block in `corpus/standoff/` is written like a passage, but its text is
missing, its spans are offsets (`[@12:20]`), and the metadata say which stretch of which document of the open data it
annotates: `text: SET REF START-END CHECK`, code points of the document as `documents` gives it, and the beginning of
the SHA-256 of the stretch. `passages` puts both together where the data is there. Documents that one event or one
author connects have one topic, so that they stand on one side of the split (`training.corpus.split`).
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from communique.text import paragraphs, sentences
from training.corpus.format import FormatError, blocks, parse
from training.corpus.notes import Passage
from training.corpus.spans import find
from training.corpus.split import ASIDE, is_kept_aside

LENGTH: Final = 110
"""Words after which a stretch ends with its sentence."""
_GENRES: Final = frozenset({"news", "interview", "bio", "court"})
"""Genres of GUM that may be trained on."""
_SPAN: Final = re.compile(r"(?P<key>[a-z]*)\[(?P<span>[^\]\[]+)\]")


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the open data: its text is lines without blank ones or blanks at their ends."""

    name: str
    topic: str
    published: str
    text: str


def documents(gold: Path) -> dict[str, Document]:
    """Return the documents of the open data by "SET REF"; a set that isn't there has none.

    What measures something else (`training.score`) and is not trained on has a topic that begins with `ASIDE`.
    """
    found = [*_ecbplus(gold), *_gsr(gold), *_gum(gold), *_re3d(gold), *_ewt(gold)]
    return {each.name: each for each in found}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def document_of(kind: str, row: Mapping[str, Any], topic: str, aside: str = "") -> Document:
    """Return the document of a row with "ref", "text" and perhaps "published"."""
    text = "\n".join(line.strip() for line in row["text"].split("\n") if line.strip())
    return Document(f"{kind} {row['ref']}", f"{aside}{kind} {topic}", (row.get("published") or "-")[:10], text)


def _ecbplus(gold: Path) -> Iterator[Document]:
    for part, aside in (("train", ""), ("dev", ASIDE)):
        for row in _rows(gold / "ecbplus" / f"{part}.jsonl"):
            yield from (document_of("ecbplus", each, f"{row['ref']}", aside) for each in row["documents"])


def _gsr(gold: Path) -> Iterator[Document]:
    yield from (document_of("gsr", row, row["ref"]) for row in _rows(gold / "plover-gsr" / "cases.jsonl"))


def _gum(gold: Path) -> Iterator[Document]:
    for row in _rows(gold / "gum" / "train.jsonl"):
        if row["genre"] in _GENRES:
            yield document_of("gum", row, row["ref"])


def _re3d(gold: Path) -> Iterator[Document]:
    for row in _rows(gold / "re3d" / "dev.jsonl"):
        yield document_of("re3d", row, row["ref"], ASIDE if is_kept_aside(row["ref"]) else "")


def _ewt(gold: Path) -> Iterator[Document]:
    by_document: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows(gold / "ewt-propbank" / "train.jsonl.gz"):
        by_document[row["id"].rpartition("-")[0]].append(row["text"].replace("\n", " "))
    for ref, told in by_document.items():
        yield document_of("ewt", {"ref": ref, "text": " ".join(told)}, ref)


def stretches(document: Document, length: int = LENGTH) -> Iterator[tuple[int, int]]:
    """Yield the extents of a document's stretches: whole sentences, about so many words, the last one maybe fewer."""
    text = document.text
    starts = {start for start, _ in paragraphs(text)}
    begin, count, last = None, 0, 0
    for start, end in sentences(text):
        words = len(text[start:end].split())
        full = begin is not None and (count + words > length or (count > length * 2 // 3 and start in starts))
        if begin is None or full:
            if begin is not None:
                yield _bare(text, begin, last)
            begin, count = start, 0
        count, last = count + words, end
    if begin is not None:
        yield _bare(text, begin, last)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return an extent without blanks at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def to_annotate(document: Document, ident: str, extent: tuple[int, int]) -> str:
    """Return the block of a stretch with its text, for an annotator to go on with below `--`."""
    text = document.text[slice(*extent)]
    return f"== {ident}\n{_meta(document, extent)}\n{text}\n--\n"


def _meta(document: Document, extent: tuple[int, int]) -> str:
    place = f"{document.name} {extent[0]}-{extent[1]} {_check(document.text[slice(*extent)])}"
    return f"register: other | region: - | topic: {document.topic} | published: {document.published} | text: {place}"


def _check(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:8]


def apart(block: str) -> str:
    """Return an annotated block without its text, its spans as offsets; the records' order is kept.

    Raises:
        FormatError: the block can't be read as a passage.
    """
    passage = parse(block)
    actors = {actor.id: actor for actor in passage.actors}
    lines = block.strip("\n").split("\n")
    made = [*lines[:2], "--"]
    for line in lines[lines.index("--") + 1 :]:
        words = line.split()
        if words[:1] == ["actor"]:  # a starred mention isn't what it says where a longer one covers it
            actor = actors[words[1]]
            bare = _SPAN.sub("", line).split()
            spans = [*(f"[@{a}:{b}]" for a, b in actor.mentions), *(f"title[@{a}:{b}]" for a, b in actor.titles)]
            made.append(" ".join([*bare, *spans]))
        elif words:
            made.append(_SPAN.sub(lambda found: _offsets(passage.text, found), line.strip()))
    return "\n".join(made) + "\n"


def _offsets(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{found['key']}[@{start}:{end}]" for start, end in find(text, found["span"]))


def passages(folder: Path, texts: Mapping[str, Document]) -> list[Passage]:
    """Return the annotated stretches of a folder that belong to some documents by name, in the order of the files.

    Raises:
        FormatError: a block can't be read, or its text isn't what was annotated.
    """
    return [
        parse(filled)
        for path in sorted(folder.glob("*.txt"))
        for block in blocks(path)
        if (filled := _filled(block, texts)) is not None
    ]


def _filled(block: str, texts: Mapping[str, Document]) -> str | None:
    """Return a block with its text; None where its document isn't there."""
    head, meta, *records = block.split("\n")
    kind, ref, extent, check = meta.rpartition(" | text: ")[2].split(" ")
    document = texts.get(f"{kind} {ref}")
    if document is None:
        return None
    start, _, end = extent.partition("-")
    text = document.text[int(start) : int(end)]
    if _check(text) != check:
        raise FormatError(head.removeprefix("== "), [f"{kind} {ref} isn't the text that was annotated"])
    return "\n".join([head, meta, text, *records])
