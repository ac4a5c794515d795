"""Search for words: in the sentences that records stand on, and in the rest of the articles.

In: words as a user writes them. Out: sentences with their place, a snippet, and the records that stand on them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from communique.ledger.decided.find import matching
from communique.ledger.quoted import Quoted, quoted
from communique.text import sentences

OPEN, CLOSE = "«", "»"
"""Stand around the words that were found, in a snippet."""
_HERE, _END = "\ufdd0", "\ufdd1"  # no characters; no text has them
_FEW = 3_000
_TOLD = (
    "SELECT quotes.article FROM quote_search JOIN quotes ON quotes.number = quote_search.rowid"
    " WHERE quote_search MATCH ?1"
)
"""The articles of which a sentence with records has the words."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that a search found, with a snippet in which the words stand between « and », and its records."""

    quote: Quoted
    snippet: str
    records: tuple[str, ...]


def search(  # noqa: PLR0913  # one argument for each option
    connection: sqlite3.Connection,
    said: str,
    *,
    limit: int = 50,
    offset: int = 0,
    newest: bool = False,
    as_of: str | None = None,
) -> list[Found]:
    """Return sentences that have words in them: first those that records stand on, then those of other articles.

    Args:
        connection: the ledger.
        said: words, all of which have to be there; "phrases"; -words that may not; OR between two; a star for any
            ending.
        limit: sentences at most.
        offset: sentences passed over.
        newest: the latest first instead of the best.
        as_of: only articles known on this day (ISO).
    """
    query = matching(said)
    found = [
        Found(quoted(connection, number), _snippet(connection, query, number), _records(connection, number))
        for number in _quotes(connection, query, limit, offset, newest=newest, as_of=as_of)
    ]
    if len(found) < limit:
        # There are fewer sentences with records than were asked for, so these are not many.
        passed = offset + len(found) if found or not offset else _count(connection, query, as_of)
        others = _articles(connection, query, limit - len(found), max(0, offset - passed), newest=newest, as_of=as_of)
        found += [_sentence(connection, query, number) for number in others]
    return found


def count_found(connection: sqlite3.Connection, said: str, most: int) -> int:
    """Return how many sentences a search finds, counted up to `most`."""
    query = matching(said)
    counted = f"""
    SELECT count(*) FROM (
        SELECT 1 FROM quote_search WHERE quote_search MATCH ?1
        UNION ALL SELECT 1 FROM article_search WHERE article_search MATCH ?1 AND rowid NOT IN ({_TOLD}) LIMIT ?2)
    """  # a query of ours
    return int(connection.execute(counted, (query, most)).fetchone()[0])


def _quotes(  # noqa: PLR0913  # one argument for each option
    connection: sqlite3.Connection, query: str, limit: int, offset: int, *, newest: bool, as_of: str | None
) -> list[int]:
    matched = "SELECT rowid FROM quote_search WHERE quote_search MATCH ?"
    if not newest and as_of is None:
        best = f"{matched} ORDER BY rank LIMIT ? OFFSET ?"
        return [row[0] for row in connection.execute(best, (query, limit, offset))]
    few = "SELECT count(*) FROM (SELECT 1 FROM quote_search WHERE quote_search MATCH ? LIMIT ?)"
    if newest and connection.execute(few, (query, _FEW + 1)).fetchone()[0] > _FEW:
        # There are many, so the latest are soon met on the way down from the latest article.
        chosen = f"""
        SELECT quotes.number FROM articles CROSS JOIN quotes ON quotes.article = articles.number
        WHERE (?2 IS NULL OR articles.known <= ?2) AND +quotes.number IN ({matched.replace("?", "?1")})
        ORDER BY articles.known DESC, articles.number DESC, quotes.number DESC LIMIT ?3 OFFSET ?4
        """  # texts of ours
    else:
        order = "articles.known DESC, articles.number DESC, quotes.number DESC" if newest else "rank"
        chosen = f"""
        SELECT quotes.number FROM quote_search CROSS JOIN quotes ON quotes.number = quote_search.rowid
        CROSS JOIN articles ON articles.number = quotes.article
        WHERE quote_search MATCH ?1 AND (?2 IS NULL OR articles.known <= ?2) ORDER BY {order} LIMIT ?3 OFFSET ?4
        """
    return [row[0] for row in connection.execute(chosen, (query, as_of, limit, offset))]


def _count(connection: sqlite3.Connection, query: str, as_of: str | None) -> int:
    counted = """
    SELECT count(*) FROM quote_search CROSS JOIN quotes ON quotes.number = quote_search.rowid
    CROSS JOIN articles ON articles.number = quotes.article
    WHERE quote_search MATCH ?1 AND (?2 IS NULL OR articles.known <= ?2)
    """
    return int(connection.execute(counted, (query, as_of)).fetchone()[0])


def _articles(  # noqa: PLR0913  # one argument for each option
    connection: sqlite3.Connection, query: str, limit: int, offset: int, *, newest: bool, as_of: str | None
) -> list[int]:
    order = "articles.known DESC, articles.number DESC" if newest else "rank"
    chosen = f"""
    SELECT articles.number FROM article_search CROSS JOIN articles ON articles.number = article_search.rowid
    WHERE article_search MATCH ?1 AND (?2 IS NULL OR articles.known <= ?2) AND articles.number NOT IN ({_TOLD})
    ORDER BY {order} LIMIT ?3 OFFSET ?4
    """  # an order of ours
    return [row[0] for row in connection.execute(chosen, (query, as_of, limit, offset))]


def _snippet(connection: sqlite3.Connection, query: str, number: int) -> str:
    cut = f"snippet(quote_search, 0, '{OPEN}', '{CLOSE}', '…', 24)"
    found = f"SELECT {cut} FROM quote_search WHERE quote_search MATCH ? AND rowid = ?"
    return str(connection.execute(found, (query, number)).fetchone()[0])


def _records(connection: sqlite3.Connection, quote: int) -> tuple[str, ...]:
    query = """
    SELECT DISTINCT events.id FROM reports JOIN events ON events.number = reports.event WHERE reports.quote = ?1
        AND events.verdict IS NOT 'rejected'
    UNION SELECT id FROM statements WHERE quote = ?1 AND verdict IS NOT 'rejected'
    UNION SELECT id FROM commitments WHERE quote = ?1 AND verdict IS NOT 'rejected' ORDER BY 1
    """
    return tuple(row[0] for row in connection.execute(query, (quote,)))


def _sentence(connection: sqlite3.Connection, query: str, article: int) -> Found:
    """Return the sentence of an article that has most of the words."""
    marked = f"""
    SELECT highlight(article_search, 1, '{_HERE}', '{_END}') AS marked, articles.id, articles.text, publisher,
        published, articles.title, url, source
    FROM article_search JOIN articles ON articles.number = article_search.rowid
    WHERE article_search MATCH ? AND article_search.rowid = ?
    """
    row = connection.execute(marked, (query, article)).fetchone()
    places = list(_places(row["marked"]))
    start, end = max(
        sentences(row["text"]) or [(0, len(row["text"]))],
        key=lambda each: (sum(each[0] <= at < each[1] for at, _ in places), -each[0]),
    )
    words = [(at, to) for at, to in places if start <= at < end]
    snippet, last = "", start
    for at, to in words:
        snippet += f"{row['text'][last:at]}{OPEN}{row['text'][at:to]}{CLOSE}"
        last = to
    text: str = row["text"]
    told = (text[start:end], row["id"], start, end, row["publisher"], row["published"], row["title"], row["url"])
    return Found(Quoted(*told, row["source"]), snippet + text[last:end], ())


def _places(marked: str) -> Iterator[tuple[int, int]]:
    """Yield where the words stand that were found in a text, as offsets into the text without marks."""
    gone, at = 0, marked.find(_HERE)
    while at >= 0:
        end = marked.find(_END, at)
        yield at - gone, end - gone - 1
        gone += 2
        at = marked.find(_HERE, end)
