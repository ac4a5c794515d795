# ruff: noqa: INP001  # the bench is no package
"""What fuzzing gives to Communiqué: for each kind of input, who reads it, and what of it must never happen.

In: bytes. Out: nothing, or an error of ours (`CommuniqueError`, with a code of its own), which is what a bad input is
to give. Anything else that is raised is a finding. Nothing is fetched: every address answers with an error.
"""

from __future__ import annotations

import io
import json
import logging
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from communique.errors import CommuniqueError, FetchError
from communique.records import Reading
from communique.sources import RawArticle, Refused

sys.path.insert(0, str(Path(__file__).parent))
from fuzz_ledger import (  # beside this file
    ask_ledger,
    decision_seeds,
    import_decisions,
    some_readings,
    sound_file,
    spoilt_bytes,
    spoilt_values,
)
from fuzz_seeds import SEEDS, mutated, seeds_of
from fuzz_telling import folder, own, tell

MOST_ITEMS = 300
"""Items of one input that are loaded."""
ARTICLES = 5
"""Articles of the ledger that is spoilt."""


class _NoNetwork:
    """A fetcher that gets nothing."""

    def fetch(self, url: str, **_: object) -> Any:
        raise FetchError(f"{url} isn't fetched here")


def _read(raw: RawArticle) -> None:
    """Take an article as far as it goes without the model."""
    from communique.text import build_article, require_english  # noqa: PLC0415  # loads the extraction of pages

    require_english(build_article(raw))


def _single(data: bytes, *, name: str, page: bool = False) -> None:
    from communique.sources.content import read_content  # noqa: PLC0415  # only some kinds need it

    if page:
        _read(read_content(data, name, page=True))
        return
    from communique.sources.file import read_stream  # noqa: PLC0415

    _read(read_stream(io.BytesIO(data), name))


def _items(data: bytes, *, name: str) -> None:
    from communique.sources.opening import stream_items  # noqa: PLC0415

    stream = io.BufferedReader(io.BytesIO(data), 65_536)  # type: ignore[arg-type]  # typeshed wants a raw stream
    for item in islice(stream_items(stream, name, name, _NoNetwork()), MOST_ITEMS):  # type: ignore[arg-type]  # as a fetcher
        try:
            item.load()
        except CommuniqueError as error:
            # One bad item never ends a batch.
            own(error)
            tell(error)


def _jsonl(data: bytes) -> None:
    from communique.sources import read_lines, read_phrases  # noqa: PLC0415

    for each in read_lines(io.BytesIO(data)):
        if isinstance(each, Refused):
            json.dumps(each.to_json()).encode()
    for phrase in read_phrases(io.BytesIO(data)):
        if isinstance(phrase, Refused):
            json.dumps(phrase.to_json()).encode()
    _items(data, name="fuzz.jsonl")


def _opml(data: bytes) -> None:
    from communique.sources.opml import feeds_of  # noqa: PLC0415

    path = folder() / "fuzz.opml"
    path.write_bytes(data)
    with suppress(CommuniqueError):
        _items(data, name="fuzz.opml")
    feeds_of(str(path))


def _dictionary(data: bytes, *, shape: str) -> None:
    """Import actors, write the table, and read it again."""
    from communique.knowledge.actor_table import read_table, write_header, write_rows  # noqa: PLC0415
    from communique.knowledge.importing import FORMATS, Line, in_order  # noqa: PLC0415

    lines = (Line(line.rstrip(b"\r\n"), "fuzz", at) for at, line in enumerate(io.BytesIO(data), 1))
    path = folder() / "fuzz.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write_header(file)
        count = write_rows(file, in_order(FORMATS[shape](lines, own)))
    back = sum(1 for each in read_table(path) if not isinstance(each, CommuniqueError))
    if back != count:
        wrong = next(each for each in read_table(path) if isinstance(each, CommuniqueError))
        raise AssertionError(f"{count} rows were written, {back} can be read: {wrong}")


def _table(data: bytes) -> None:
    from communique.knowledge.user_actors import checked  # noqa: PLC0415

    path = folder() / "fuzz.csv"
    path.write_bytes(data)
    known, wrong = checked([path])
    for each in wrong:
        own(each)
    known.naming("Prime Minister Maarja Tamm", None)
    known.namesakes("the Azure Front", date(2024, 1, 18))


def _reading(data: bytes) -> None:
    for line in data.split(b"\n"):
        try:
            Reading.loads(Reading.loads(line).dumps())
        except CommuniqueError as error:
            own(error)


@cache
def _reader() -> Any:
    from communique.reader import Reader  # noqa: PLC0415  # loads ONNX Runtime

    return Reader(threads=1)


def _read_through(data: bytes) -> None:
    from communique.sources.content import read_content  # noqa: PLC0415

    _reader().read(read_content(data, "fuzz"))


def _parquet(data: bytes) -> None:
    from communique.sources.parquet import parquet_items  # noqa: PLC0415

    path = folder() / "fuzz.parquet"
    path.write_bytes(data)
    for item in islice(parquet_items(path, "fuzz"), MOST_ITEMS):
        try:
            item.load()
        except CommuniqueError as error:
            own(error)
            tell(error)


@cache
def _parquet_seeds() -> tuple[bytes, ...]:
    import pyarrow as pa  # noqa: PLC0415  # an extra
    from pyarrow import parquet  # noqa: PLC0415

    rows = [
        {
            "id": each.article.id,
            "reading": each.dumps(),
            "trigger_starts": [event.trigger.start for event in each.events],
            "trigger_sketches": [b"\0" * 8 for _ in each.events],
            "appearances": [
                {"key": f"k{at}{number}", "ref": None, "url": "https://a.example", "title": "T", "publisher": None,
                 "published": date(2024, 1, 18), "byline": ["Anna"]}
                for number in range(2)
            ],
        }
        for at, each in enumerate(some_readings()[:2])
    ]  # fmt: skip
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), out, compression="none")
    return (out.getvalue(),)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "text": partial(_single, name="fuzz.txt"),
    "html": partial(_single, name="fuzz.html", page=True),
    "warc": partial(_items, name="fuzz.warc"),
    "feed": partial(_items, name="fuzz.xml"),
    "sitemap": partial(_items, name="fuzz.xml"),
    "opml": _opml,
    "jsonl": _jsonl,
    "eml": partial(_items, name="fuzz.eml"),
    "mbox": partial(_items, name="fuzz.mbox"),
    "pdf": partial(_items, name="fuzz.pdf"),
    "parquet": _parquet,
    "petrarch": partial(_dictionary, shape="petrarch"),
    "wikidata": partial(_dictionary, shape="wikidata"),
    "ftm": partial(_dictionary, shape="ftm"),
    "csv": _table,
    "reading": _reading,
    "decisions": import_decisions,
    "ledger": ask_ledger,
    "ledger-values": ask_ledger,
    "reader": _read_through,
}
"""What each kind is given to."""

_OTHER_SEEDS: Mapping[str, Callable[[], tuple[bytes, ...]]] = {
    "reading": lambda: tuple(each.dumps().encode() for each in some_readings()[:3]),
    "decisions": decision_seeds,
    "parquet": _parquet_seeds,
    "reader": lambda: (*seeds_of("text"), *seeds_of("html")),
}


def cases(kind: str, seed: int, first: int, count: int) -> Iterator[tuple[int, bytes]]:
    """Yield the cases of a kind with their numbers; each depends on its number alone."""
    for number in range(first, first + count):
        yield number, case(kind, seed, number)


def case(kind: str, seed: int, number: int) -> bytes:
    """Return one case."""
    chance = random.Random(f"{kind} {seed} {number}")  # noqa: S311  # guards nothing
    if kind == "ledger":
        return spoilt_bytes(chance)
    if kind == "ledger-values":
        return spoilt_values(chance)
    return mutated(kind, seeds(kind), chance)


def seeds(kind: str) -> tuple[bytes, ...]:
    """Return the sound inputs of a kind."""
    if kind in SEEDS:
        return seeds_of(kind)
    return _OTHER_SEEDS[kind]() if kind in _OTHER_SEEDS else (sound_file(),)


def run(kind: str, data: bytes) -> str | None:
    """Give an input to who reads it; return the code of the error of ours that it gave, if it did.

    Raises:
        Exception: whatever isn't an error of ours with a code: a finding.
    """
    try:
        TARGETS[kind](data)
    except CommuniqueError as error:
        own(error)
        tell(error)
        return error.code
    return None


def quiet() -> None:
    """Silence the log of libraries: what they think of broken input isn't asked here."""
    logging.disable(logging.CRITICAL)
