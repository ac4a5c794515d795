"""A sentence with where it stands, as answers about several articles give it.

In: numbers of quotes. Out: `Quoted`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from communique.parts import Span


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of an article: offsets in code points into its text, who published it, when and where.

    `source` is the same number for articles that are copies of one another.
    """

    quote: str
    article: str
    start: int
    end: int
    publisher: str | None
    published: str | None
    title: str | None
    url: str | None
    source: int

    @property
    def span(self) -> Span:
        """The sentence as a span of its article's text."""
        return Span(self.start, self.end, self.quote)

    def to_json(self) -> dict[str, object]:
        """Return the sentence as JSON's object."""
        return asdict(self)


SENTENCE = 'substr(articles.text, quotes."start" + 1, quotes."end" - quotes."start")'
"""What cuts a sentence out of its article's text, which takes time."""
COLUMNS = f"""
    {SENTENCE}, articles.id, quotes."start", quotes."end", articles.publisher, articles.published, articles.title,
    articles.url, articles.source
"""
"""What a query of `quotes` and `articles` selects for the fields of `Quoted`, in their order."""
_QUERY = f"""
SELECT {COLUMNS} FROM quotes JOIN articles ON articles.number = quotes.article WHERE quotes.number = ?
"""


def quoted(connection: sqlite3.Connection, number: int) -> Quoted:
    """Return the sentence with a number in `quotes`.

    Raises:
        LookupError: there is none.
    """
    row = connection.execute(_QUERY, (number,)).fetchone()
    if row is None:
        raise LookupError(f"no quote {number}")
    return Quoted(*row)


def marks(values: Iterable[object]) -> str:
    """Return as many question marks as there are values, for an IN of SQL."""
    return ", ".join("?" for _ in values)
