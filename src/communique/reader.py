"""The reader as programs use it: sources in, readings out.

The model is loaded by the first `Reader`, not by importing this module.
"""

from __future__ import annotations

import logging
import os
import re
import reprlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from communique.arrivals import Arrivals, Nothing
from communique.days import Day
from communique.errors import BlockedAddress, CommuniqueError, InputError
from communique.knowledge.user_actors import SHIPPED, Knowledge, load
from communique.parts import Place
from communique.records import Article, Reading
from communique.sources import RawArticle, Refused, is_url, read_file, read_stream, read_url
from communique.text import build_article, require_english

if TYPE_CHECKING:
    from communique.model import Model
    from communique.reading import WordStates

BATCH = 64
"""Articles that `Reader.read_many` asks its source for ahead of those that it has taken in."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Reader:
    """Reads articles with one loaded model. Safe to use from several threads.

    Args:
        weights: a folder of weights instead of those that the package ships.
        threads: how many threads run the network beside the caller's; by default one for each core, with 0 none.
        min_probability: the probability, 0 to 1, from which an event, statement or commitment is kept; by default the
            thresholds that gave the best figures on held-out passages.
        actors: paths of CSV tables of actors that stand before those of the package (docs/actors.md), or what is known,
            loaded before.

    Raises:
        ValueError: a number is none that can be used; the message says what to give.
        InputError: a table of actors is wrong; the message tells file, line, column and what to do.
        WeightsMissing: the folder doesn't hold all files.
        WeightsIncompatible: they were trained for another version.
    """

    def __init__(
        self,
        weights: str | Path | None = None,
        threads: int | None = None,
        min_probability: float | None = None,
        actors: Iterable[str | Path] | str | Path | Knowledge = (),
    ) -> None:
        # Imported here, because ONNX Runtime takes a third of a second to load.
        from communique.model import Model, shipped  # noqa: PLC0415

        if threads is not None and not _is_count(threads):
            raise ValueError(f"threads is {threads!r}; give a whole number, 0 for none beside the caller's")
        if min_probability is not None and not 0 < min_probability < 1:
            raise ValueError(f"min_probability is {min_probability}; give a number between 0 and 1, as 0.6")
        self._known = _known(actors)
        ours = weights is None and threads is None and min_probability is None
        folder = Path(weights) if weights else None
        self._model: Model = shipped() if ours else Model.load(folder, threads, min_probability)

    def read(self, raw: RawArticle) -> Reading:
        """Return the reading of one article.

        Raises:
            InputError: the article can't be read; the message says what to do.
        """
        return self._read_article(_built(raw, _english))

    def read_many(self, articles: Iterable[RawArticle | Refused]) -> Iterator[Reading | Refused]:
        """Yield a reading, or a refusal with the reason, for each article, in order; a bad article never ends the rest.

        What is there is read at once: no answer waits for articles that haven't come yet, so the sender of one article
        may wait for its reading before it sends the next. For this an iterator is run by a thread of its own, at most
        `BATCH` articles ahead; give a list where it can't be, as with a cursor of `sqlite3`. What it raises is raised
        here, once the articles before are read.
        """
        return self._answers(articles, self._read_articles)

    def read_many_with_states(
        self, articles: Iterable[RawArticle | Refused]
    ) -> Iterator[tuple[Reading, WordStates | None] | Refused]:
        """Yield what `read_many` does, each reading with the encoder's states of its words, for linking.

        They come from the same run of the model; None where its weights give none.
        """
        return self._answers(articles, self._read_with_states)

    def _answers(
        self, articles: Iterable[RawArticle | Refused], read: Callable[[Iterable[Article | None]], Iterator[_T]]
    ) -> Iterator[_T | Refused]:
        """Yield what `read` makes of articles, or a refusal, in order; it reads on while answers are given."""
        line = _Line(articles)
        try:
            while True:
                yield from line.refused()
                if line.over:
                    break
                yield from _flow(line, read)
        finally:
            line.close()
        if line.error is not None:
            raise line.error

    def places(self, articles: Iterable[RawArticle | Refused]) -> Iterator[tuple[str | None, list[Place]] | Refused]:
        """Yield the caller's `ref` and the places that an article names, or a refusal, for each, in order.

        The text is taken as it is given, in whatever language; otherwise as `read_many`.
        """
        from communique.reading import find_places  # noqa: PLC0415  # loads the model's module

        for raw in articles:
            prepared = _prepared(raw, build_article)
            if isinstance(prepared, Refused):
                yield prepared
            else:
                found = attempt(prepared.ref, partial(_first, partial(find_places, [prepared], self._model)))
                yield found if isinstance(found, Refused) else (prepared.ref, found)

    def _read_article(self, article: Article) -> Reading:
        return next(self._read_articles([article]))

    def _read_articles(self, articles: Iterable[Article | None]) -> Iterator[Reading]:
        # Imported here, because it loads the model's module.
        from communique.reading import read_articles  # noqa: PLC0415

        return read_articles(articles, self._model, self._known)

    def _read_with_states(self, articles: Iterable[Article | None]) -> Iterator[tuple[Reading, WordStates | None]]:
        # As in `_read_articles`.
        from communique.reading import read_with_states  # noqa: PLC0415

        return read_with_states(articles, self._model, self._known)


def _is_count(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and given >= 0


def _known(actors: Iterable[str | Path] | str | Path | Knowledge) -> Knowledge:
    if isinstance(actors, Knowledge):
        return actors
    paths = [actors] if isinstance(actors, (str, Path)) else list(actors)
    return load(paths) if paths else SHIPPED


def _first(make: Callable[[], Iterator[_T]]) -> _T:
    return next(make())


def attempt(ref: str | None, make: Callable[[], _T]) -> _T | Refused:
    """Return what `make` gives, or why it gives nothing, so that one bad article never ends a batch."""
    try:
        return make()
    except Exception as error:  # noqa: BLE001  # a fault of ours, too, is told in the article's place
        return refusal(ref, error)


def refusal(ref: str | None, error: Exception) -> Refused:
    """Return what stands in the place of an article that raised an error."""
    if not isinstance(error, CommuniqueError):
        _log.debug("%s could not be read", ref, exc_info=error)
        said = " ".join(str(error).split())
        error = CommuniqueError(f"{ref or 'the article'} could not be read ({type(error).__name__}: {said})")
    return Refused(ref, error)


def _prepared(raw: object, build: Callable[[RawArticle], Article]) -> Article | Refused:
    """Return what is built of an article, or why it isn't; what is none is refused in its place."""
    if isinstance(raw, Refused):
        return raw
    return attempt(raw.ref if isinstance(raw, RawArticle) else None, partial(_built, raw, build))


def _built(raw: object, build: Callable[[RawArticle], Article]) -> Article:
    if not isinstance(raw, RawArticle):
        hint = "Give a RawArticle; open_source makes one of a path or a web address."
        raise InputError(f"{reprlib.repr(raw)} is no article", hint=hint)
    return build(raw)


def _english(raw: RawArticle) -> Article:
    article = build_article(raw)
    require_english(article)
    return article


class _Line:
    """Articles on their way: taken from a source, and not answered yet."""

    def __init__(self, source: Iterable[RawArticle | Refused]) -> None:
        self._source = Arrivals(source, BATCH)
        self._taken: deque[Article | Refused] = deque()
        self._ended = False
        self.error: Exception | None = None

    @property
    def over(self) -> bool:
        """Say whether all is answered, and nothing comes any more."""
        return self._ended and not self._taken

    def articles(self) -> Iterator[Article | None]:
        """Yield articles to read; None where none is there and some that were given out have not been answered.

        It ends at the source's end, and where the next answer is a refusal that waits for nothing.
        """
        while not self._ended:
            try:
                raw = self._source.take(wait=not self._taken)
            except Exception as raised:  # noqa: BLE001  # it is raised when the articles before are answered
                self.error = raised
                raw = Nothing.MORE
            if raw is Nothing.MORE:
                self._ended = True
            elif raw is Nothing.YET:
                yield None
            else:
                article = _prepared(raw, _english)
                self._taken.append(article)
                if isinstance(article, Article):
                    yield article
                elif len(self._taken) == 1:
                    return

    def answered(self) -> None:
        """Take the first article out of the line."""
        self._taken.popleft()

    def refused(self) -> Iterator[Refused]:
        """Yield, and take out, the refusals before the first article."""
        while self._taken and isinstance(first := self._taken[0], Refused):
            self._taken.popleft()
            yield first

    def rest(self) -> Iterator[Article | Refused]:
        """Yield, and take out, all that is in the line."""
        while self._taken:
            yield self._taken.popleft()

    def close(self) -> None:
        """Ask the source for no more."""
        self._source.close()


def _flow(line: _Line, read: Callable[[Iterable[Article | None]], Iterator[_T]]) -> Iterator[_T | Refused]:
    """Yield what is read of a line of articles; where one fails, that article alone is refused."""
    readings = read(line.articles())
    try:
        for reading in readings:
            line.answered()
            yield reading
            yield from line.refused()
    except Exception:  # noqa: BLE001  # whatever one article does to the reader, the others are still read
        for each in line.rest():
            yield each if isinstance(each, Refused) else attempt(each.ref, partial(_first, partial(read, [each])))


def open_source(source: str | Path, *, allow_private: bool = False) -> RawArticle:
    """Return the raw article of a file, a web address, or `-` for standard input.

    Raises:
        InputError: it can't be read.
    """
    if not isinstance(source, str) or not _SCHEME.match(source):
        raw = read_file(source)
        # A name that isn't UTF-8 holds half surrogate pairs, which no record may.
        return replace(raw, ref=os.fsencode(raw.ref).decode(errors="replace")) if raw.ref else raw
    if not is_url(source) or source.rstrip("/").endswith(":"):
        hint = "Write it with http:// or https://; a file is named by its path."
        raise BlockedAddress(f"{source} is no http or https address", hint=hint)
    try:
        return read_url(source, allow_private=allow_private)
    except BlockedAddress as error:
        if not allow_private:
            error.hint += " If you trust it, allow private addresses (--allow-private)."
        raise


def read(source: str | Path | BinaryIO | RawArticle, *, published: Day | None = None) -> Reading:
    """Return the reading of a file, a web address, an open binary stream or a raw article, with the shipped weights.

    `published` is the day (ISO text or a date), for a source that doesn't tell its own.

    Raises:
        InputError: it can't be read.
        WeightsMissing: the package was installed without its weights.
    """
    if isinstance(source, RawArticle):
        raw = source
    elif isinstance(source, (str, Path)):
        raw = open_source(source)
    else:
        raw = read_stream(source, "the stream")
    if published and not raw.published:
        raw = replace(raw, published=str(published))
    return Reader().read(raw)
