"""The work of bulk reading, as one pure function: record batches of documents to record batches of outcomes.

In: batches of the table `documents` (`tables`). Out: batches of `outcomes`, a row for each document in order: `state`
is "read" with a reading, "skipped" by the first look, or "refused" with code and message. A document is the same row
whatever is read beside it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from communique.bulk.tables import arrow, schemas
from communique.linking.duplicates import sketch
from communique.linking.event_vectors import sketches
from communique.reader import Reader, attempt
from communique.reading import WordStates
from communique.records import Article, Reading
from communique.sources import RawArticle, Refused
from communique.text import build_article, require_english


@dataclass(frozen=True, slots=True)
class _Told:
    """Why there is no document, as it was told where it was loaded."""

    code: str
    message: str


Gate = Callable[[str], bool]
"""Says of an article's main text whether it might hold a record."""
GATE = "communique.reading.gate:might_hold_a_record"
"""The first look, where the package has one."""


class ReadsWithStates(Protocol):
    """What reads: `communique.Reader`, or a stand-in."""

    def read_many_with_states(
        self, articles: Iterable[RawArticle | Refused]
    ) -> Iterator[tuple[Reading, WordStates | None] | Refused]:
        """Yield a reading with the states of its words, or a refusal, for each article."""


def make_reader(weights: str | None, threads: int) -> ReadsWithStates:
    """Return the reader of a process, with so many threads beside its own that run the network."""
    return Reader(weights, threads)


def named(path: str) -> Any:
    """Return what a path such as `package.module:name` names."""
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def read_documents(
    batches: Iterable[Any], reader: ReadsWithStates, gate: Gate | None = None, tick: Callable[[], None] = lambda: None
) -> Iterator[Any]:
    """Yield a batch of outcomes for each batch of documents; `tick` is called whenever work goes on."""
    for batch in batches:
        rows = batch.to_pylist()
        built = []
        for row in rows:
            built.append(_built(row, gate))
            tick()
        found = reader.read_many_with_states([RawArticle.of(each) for each in built if isinstance(each, Article)])
        outcomes = []
        for row, each in zip(rows, built, strict=True):
            outcomes.append(_outcome(row, each, found))
            tick()
        yield arrow().RecordBatch.from_pylist(outcomes, schemas()["outcomes"])


def _built(row: dict[str, Any], gate: Gate | None) -> Article | _Told | None:
    """Return a document as an article, None where the first look passes it over."""
    if row["code"] is not None:
        return _Told(row["code"], row["message"])
    made = attempt(row["ref"], lambda: _english(row))
    if isinstance(made, Refused):
        return _Told(made.error.code, str(made.error))
    # A first look that fails lets pass: nothing is lost by it.
    return None if gate is not None and attempt(None, lambda: gate(made.text)) is False else made


def _english(row: dict[str, Any]) -> Article:
    names = ("ref", "url", "title", "publisher", "published", "language", "html", "text", "verbatim")
    raw = RawArticle(byline=tuple(row["byline"] or ()), **{name: row[name] for name in names})
    article = build_article(raw)
    require_english(article)
    return article


def _outcome(row: dict[str, Any], built: Article | _Told | None, found: Iterator[Any]) -> dict[str, Any]:
    said = {"key": row["key"], "source": row["source"], "url": row["url"]}
    if built is None:
        return {**said, "state": "skipped"}
    if isinstance(built, _Told):
        return {**said, "state": "refused", "code": built.code, "message": built.message}
    each = next(found)
    if isinstance(each, Refused):
        return {**said, "state": "refused", "code": each.error.code, "message": str(each.error)}
    reading, states = each
    # The reader took the text as it was; what was dropped from it, and by which version, is known here.
    return {"state": "read", **reading_row(replace(reading, article=built), states, row["key"], row["source"])}


def reading_row(reading: Reading, states: WordStates | None, key: str, source: str) -> dict[str, Any]:
    """Return a reading as its row of the table `readings`."""
    article, info = reading.article, reading.reader
    met = {
        "key": key,
        "source": source,
        "ref": article.ref,
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher,
        "byline": list(article.byline),
        "published": article.published,
    }
    vectors = sketches(states, [event.trigger.start for event in reading.events])
    return {
        "id": article.id,
        **met,
        "language": article.language,
        "reader": info.name,
        "reader_version": info.version,
        "codebook": info.codebook,
        "events": len(reading.events),
        "statements": len(reading.statements),
        "commitments": len(reading.commitments),
        "reading": reading.dumps(),
        "sketch": sketch(article).pack(),
        "trigger_starts": list(vectors),
        "trigger_sketches": list(vectors.values()),
        "appearances": [met],
    }
