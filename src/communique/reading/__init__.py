"""From an article to a reading: the model's marks become actors, statements, events and commitments.

`read_articles` is the room's door: articles in, readings out, in order, with the model working on several at a time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.knowledge.user_actors import SHIPPED, Knowledge
from communique.model import Marks, Model, Prepared
from communique.parts import Place
from communique.reading.actors import Cast
from communique.reading.actors.home import at_home
from communique.reading.commitments import Commitments
from communique.reading.commitments.promises import with_promises
from communique.reading.dates.timing import with_own_dates
from communique.reading.events import Events
from communique.reading.frame import Extent, Frame, prepare
from communique.reading.grammar import mend
from communique.reading.grammar.pairs import with_pairs
from communique.reading.names import with_whole_names
from communique.reading.names.one_kind import with_one_kind
from communique.reading.places import Places
from communique.reading.statements import Statements
from communique.records import Article, Reading
from communique.records import ReaderInfo as Reader

CODEBOOK: Final = "PLOVER 2.0"

__all__ = ["CODEBOOK", "WordStates", "build_reading", "find_places", "read_articles", "read_with_states"]


def build_reading(  # noqa: PLR0913  # all that a reading is made of
    article: Article,
    prepared: Prepared,
    paragraphs: list[Extent],
    marks: Marks,
    reader: Reader,
    *,
    known: Knowledge = SHIPPED,
) -> Reading:
    """Return the reading of one article from its marks, with its actors among those who are known.

    Raises ReadingError where a record would break the contract; that is a fault of this room, not of the article.
    """
    marks = with_whole_names(prepared.text, prepared.words, marks)
    marks = with_own_dates(with_one_kind(prepared.text, prepared.words, marks))
    frame = Frame(article, prepared.words, prepared.sentences, paragraphs, marks)
    mend(frame)
    cast, places = Cast(frame, known), Places(frame)
    frame.marks = with_promises(frame, cast)
    frame.marks = with_pairs(frame, cast)
    statements = Statements(frame, cast)
    events = Events(frame, cast, places, statements)
    commitments = Commitments(frame, cast, statements, events)
    return Reading(
        reader=reader,
        article=article,
        actors=at_home(cast, places, cast.actors(_used(statements, events, commitments))),
        statements=statements.records,
        events=events.records,
        commitments=commitments.records,
    )


def _used(statements: Statements, events: Events, commitments: Commitments) -> set[str]:
    """Return the ids of actors that some record names."""
    used: set[str] = set()
    for statement in statements.records:
        used.update(ident for ident in (statement.speaker, statement.addressee) if ident)
    for event in events.records:
        used.update(event.actors + event.recipients)
    for commitment in commitments.records:
        used.update(commitment.donors + commitment.recipients)
        if commitment.stage_by:
            used.add(commitment.stage_by)
    return used


@dataclass(frozen=True, slots=True)
class WordStates:
    """The encoder's states of an article's words: where each word starts (code points), and `rows` [words, width]."""

    starts: Sequence[int]
    rows: NDArray[np.float32]


def read_articles(articles: Iterable[Article | None], model: Model, known: Knowledge = SHIPPED) -> Iterator[Reading]:
    """Yield the readings of articles, in order, with their actors among those who are known.

    None stands for a moment when no further article is there (`Model.marks`).
    """
    for article, words, paragraphs, marks in _marked(articles, model):
        yield build_reading(article, words, paragraphs, marks, _info(model), known=known)


def read_with_states(
    articles: Iterable[Article | None], model: Model, known: Knowledge = SHIPPED
) -> Iterator[tuple[Reading, WordStates | None]]:
    """Yield the readings of articles as `read_articles` does, with the states from the same run.

    They are None where the weights give none.
    """
    for article, words, paragraphs, marks in _marked(articles, model, states=True):
        states = None if marks.states is None else WordStates([start for start, _ in words.words], marks.states)
        yield build_reading(article, words, paragraphs, marks, _info(model), known=known), states


def _marked(
    articles: Iterable[Article | None], model: Model, *, states: bool = False
) -> Iterator[tuple[Article, Prepared, list[Extent], Marks]]:
    """Yield articles with their words, paragraphs and marks; the model is ahead by some."""
    begun: deque[tuple[Article, Prepared, list[Extent]]] = deque()

    def words_of() -> Iterator[Prepared | None]:
        for article in articles:
            if article is None:
                yield None
            else:
                words, paragraphs = prepare(article)
                begun.append((article, words, list(paragraphs)))
                yield words

    for marks in model.marks(words_of(), states=states):
        yield *begun.popleft(), marks


def _info(model: Model) -> Reader:
    return Reader(name=model.name, version=model.version, codebook=CODEBOOK)


def find_places(articles: Iterable[Article], model: Model) -> Iterator[list[Place]]:
    """Yield the places that each article names, in the order of its text."""
    for article, words, paragraphs, marks in _marked(articles, model):
        whole = with_whole_names(words.text, words.words, marks)
        yield Places(Frame(article, words.words, words.sentences, paragraphs, whole)).named()
