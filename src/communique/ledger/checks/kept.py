"""Whether counts and contradictions, kept beside the records so that questions are quick, are what the records say.

In: a ledger. Out: what is wrong, in words; and it made anew, in an open transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from communique.ledger.told.contested import contest_event, event_clashes
from communique.ledger.told.contested_threads import contest_thread, thread_clashes
from communique.ledger.told.counting import KEPT

_CONTESTABLE = {
    "event": """
        SELECT number FROM events WHERE sources > 1
        UNION SELECT event FROM contradictions WHERE event IS NOT NULL
        UNION SELECT reports.event FROM links JOIN reports ON reports.id = links.other
        WHERE links.family = 'event' AND links.kind = 'contradicts'
    """,
    "thread": """
        SELECT number FROM threads WHERE sources > 1
        UNION SELECT thread FROM contradictions WHERE thread IS NOT NULL
        UNION SELECT commitments.thread FROM links JOIN commitments ON commitments.id IN (links.one, links.other)
        WHERE links.family = 'commitment' AND links.kind = 'contradicts'
    """,
}
"""The events and threads that may have contradictions, or are said to."""
_FIELDS = "what, updated, one, one_said, one_known, other, other_said, known"


def miscounted(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the words of which there are not so many records as `counts` says."""
    for (family, field), said in KEPT.items():
        query = f"SELECT {said}, count(*) FROM {family} GROUP BY 1"  # names of ours
        there = dict(connection.execute(query).fetchall())
        query = "SELECT word, number FROM counts WHERE family = ? AND field = ?"
        kept = dict(connection.execute(query, (family, field)).fetchall())
        for word in sorted(there.keys() | kept.keys()):
            if there.get(word, 0) != kept.get(word, 0):
                yield f"{family} of {field} {word}: {there.get(word, 0):,}, counted as {kept.get(word, 0):,}"


def count_anew(connection: sqlite3.Connection) -> None:
    """Count the records anew."""
    connection.execute("DELETE FROM counts")
    for (family, field), said in KEPT.items():
        connection.execute(
            f"INSERT INTO counts (family, field, word, number) SELECT '{family}', '{field}', {said}, count(*)"  # ours
            f" FROM {family} GROUP BY 3"
        )


def misjudged(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Yield the events and threads, by number, of which other contradictions are kept than their records show."""
    for column, query in _CONTESTABLE.items():
        clashes = event_clashes if column == "event" else thread_clashes
        kept_query = f"SELECT {_FIELDS} FROM contradictions WHERE {column} = ?"  # names of ours
        for (number,) in connection.execute(query).fetchall():
            there = sorted(each.row for each in clashes(connection, number))
            if there != sorted(map(tuple, connection.execute(kept_query, (number,)))):
                yield column, number


def judge_anew(connection: sqlite3.Connection) -> None:
    """Write the contradictions of such events and threads anew."""
    for column, number in list(misjudged(connection)):
        (contest_event if column == "event" else contest_thread)(connection, number)
