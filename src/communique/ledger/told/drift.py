"""How one speaker's words about a subject changed: acts and certainty over time, with every sentence.

In: a ledger, a speaker, words of the subject. Out: `Said`s in the order of their days; each tells what is new in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from communique.ledger.quoted import Quoted, marks, quoted
from communique.ledger.told.days import told_days

_SCALE = {"unlikely": 0, "possible": 1, "probable": 2, "certain": 3}
"""Certainties in the order of the speaker's confidence."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that a speaker said.

    `change` tells how it differs from what he said before about it: "firmer", "less sure", "said → doubted", or None.
    `days` is when, as exactly as it is told ("2024-01" for "in January"); `day` (ISO) is the first of them.
    """

    statement: str
    day: str
    days: str
    act: str
    certainty: str
    content: str
    change: str | None
    quote: Quoted

    def to_json(self) -> dict[str, object]:
        """Return what was said as JSON's object."""
        own = ("statement", "day", "days", "act", "certainty", "content", "change")
        return {**{name: getattr(self, name) for name in own}, **self.quote.to_json()}


def drift(  # noqa: PLR0913  # what one can ask for
    connection: sqlite3.Connection,
    speakers: Sequence[int],
    *,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    last: int | None = None,
) -> Iterator[Said]:
    """Yield what speakers said, in the order of its days; a sentence that several articles quote is told once.

    Args:
        connection: the ledger.
        speakers: numbers of actors.
        about: a query of FTS5 that the sentence has to match.
        since: the first day (ISO).
        until: the last day.
        last: only so many of what they said at most, the newest; what is put in other words counts too.
    """
    given = len(speakers)
    newest = f"""
    SELECT number FROM statements WHERE speaker IN ({marks(speakers)})
        AND (?{given + 2} IS NULL OR day >= ?{given + 2}) AND (?{given + 3} IS NULL OR day <= ?{given + 3})
        AND (?{given + 1} IS NULL OR quote IN (
            SELECT rowid FROM quote_search WHERE quote_search MATCH ?{given + 1}))
    ORDER BY day DESC, number DESC LIMIT ?{given + 4}
    """  # marks and numbers of arguments only
    query = f"""
    SELECT statements.id, statements.day, statements.date_start, statements.date_end, statements.act,
        statements.certainty, statements.quote, articles.source,
        substr(articles.text, statements.content_start + 1, statements.content_end - statements.content_start)
            AS content
    FROM statements JOIN articles ON articles.number = statements.article
    WHERE statements.number IN ({newest}) AND statements.verdict IS NOT 'rejected'
    ORDER BY statements.day, articles.published, statements.number
    """  # marks and numbers of arguments only
    seen: set[str] = set()
    before: sqlite3.Row | None = None
    for row in connection.execute(query, (*speakers, about, since, until, -1 if last is None else last)):
        key = " ".join(row["content"].casefold().split())
        if key in seen:
            continue
        seen.add(key)
        yield Said(
            row["id"],
            row["day"],
            told_days(row["date_start"], row["date_end"]) or row["day"],
            row["act"],
            row["certainty"],
            row["content"],
            _change(before, row) if before else None,
            quoted(connection, row["quote"]),
        )
        before = row


def _change(before: sqlite3.Row, now: sqlite3.Row) -> str | None:
    step = _SCALE[now["certainty"]] - _SCALE[before["certainty"]]
    told = [f"{before['act']} → {now['act']}"] if before["act"] != now["act"] else []
    if step:
        told.append("firmer" if step > 0 else "less sure")
    return ", ".join(told) or None
