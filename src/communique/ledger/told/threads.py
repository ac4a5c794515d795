"""Threads: one commitment through its life, from its records in several articles.

In: numbers of commitments and threads in an open transaction. Out: rows of `threads` that say what their commitments
say together, whatever the order in which they came. The stage is that of the whole: a tranche that was delivered closes
nothing, nor do the tanks of tanks and shells; parts that make up the whole number or sum do, and the last of them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from communique.ledger.ids import thread_id
from communique.ledger.quoted import marks
from communique.ledger.told.contested_threads import contest_thread
from communique.ledger.told.lives import OUTSTANDING, UNDELIVERED, Life, lives
from communique.linking.commitment_threads import PROMISED

LIFE = (
    *("speculated", "requested", "proposed", "pledged", "approved", "contracted", "delayed", "suspended"),
    *("delivered", "refused", "cancelled"),
)
"""The stages in the order of a commitment's life; of two known on one day the later stands."""

_COMMITMENTS = f"""
SELECT commitments.*, articles.source, {UNDELIVERED} AS undelivered
FROM commitments JOIN articles ON articles.number = commitments.article
LEFT JOIN reports ON reports.number = commitments.report
WHERE thread = ? ORDER BY commitments.known, commitments.id
"""


def move_commitments(connection: sqlite3.Connection, commitments: Iterable[int], thread: int | None) -> int:
    """Put commitments into one thread, a new one where none is given; return its number. Empty threads go."""
    numbers = list(commitments)
    query = f"SELECT DISTINCT thread FROM commitments WHERE number IN ({marks(numbers)})"
    left = {row[0] for row in connection.execute(query, numbers)}
    number = _new_thread(connection, numbers[0]) if thread is None else thread
    connection.executemany("UPDATE commitments SET thread = ? WHERE number = ?", [(number, each) for each in numbers])
    # The threads left behind first: the one that goes may have the id that the other is to get.
    for each in sorted(left - {number}):
        refresh_thread(connection, each)
    refresh_thread(connection, number)
    return number


def refresh_thread(connection: sqlite3.Connection, thread: int) -> None:
    """Write anew what a thread's commitments say together; one without commitments is taken out."""
    rows = connection.execute(_COMMITMENTS, (thread,)).fetchall()
    if not rows:
        connection.execute("DELETE FROM threads WHERE number = ?", (thread,))
        return
    kept = [row for row in rows if row["verdict"] != "rejected"] or rows
    latest = max(kept, key=_lateness)
    # What one commitment says needs no putting together.
    life = next(lives(connection, [thread]), None) if len(kept) > 1 else None
    stage = life.thread.stage if life else latest_stage(kept)
    connection.execute(
        'UPDATE threads SET id = ?, category = ?, stage = ?, "value" = ?, low = ?, high = ?, currency = ?,'
        " first_day = ?, last_day = ?, due = ?, reports = ?, sources = ? WHERE number = ?",
        (
            *(thread_id(row["id"] for row in rows), latest["category"], stage),
            *_amount(kept, life, latest),
            *(min(row["known"] for row in kept), max(row["known"] for row in kept), _due(kept, life)),
            *(len(kept), len({row["source"] for row in kept}), thread),
        ),
    )
    contest_thread(connection, thread, life)


def latest_stage(rows: Sequence[sqlite3.Row]) -> str:
    """Return the stage of a commitment that was told once, or of which all that was told was rejected."""
    latest = max(rows, key=_lateness)
    return OUTSTANDING if latest["undelivered"] else str(latest["stage"])


def _lateness(row: sqlite3.Row) -> tuple[str, int, str]:
    return row["known"], LIFE.index(row["stage"]), row["id"]


def _amount(kept: Sequence[sqlite3.Row], life: Life | None, latest: sqlite3.Row) -> tuple[object, ...]:
    """Return value, low, high and currency of a thread: the whole's, as sums take it, else the largest told."""
    whole = life.thread.amount if life else None
    if whole is not None:
        return whole.value, whole.low, whole.high, whole.currency
    summed = [row for row in kept if row["value"] is not None and not row["cumulative"]]
    row = max(summed, key=lambda each: (each["value"], each["known"], each["id"])) if summed else latest
    return row["value"], row["low"], row["high"], row["currency"]


def _due(kept: Sequence[sqlite3.Row], life: Life | None) -> str | None:
    """Return the day on which delivery was to be done, as it was promised last."""
    if life is not None:
        return life.thread.due.isoformat() if life.thread.due else None
    promised = [row for row in kept if row["stage"] in PROMISED and row["date_end"] and row["date_end"] > row["known"]]
    return max((row["date_end"] for row in promised), default=None)


def refresh_threads(connection: sqlite3.Connection, threads: Iterable[int]) -> None:
    """Write anew what the commitments of some threads say together."""
    for thread in sorted(set(threads)):
        refresh_thread(connection, thread)


def _new_thread(connection: sqlite3.Connection, commitment: int) -> int:
    cursor = connection.execute(
        "INSERT INTO threads (id, category, stage, first_day, last_day, reports, sources)"
        " SELECT 'thread-new-' || number, category, stage, known, known, 0, 0 FROM commitments WHERE number = ?",
        (commitment,),
    )
    return int(cursor.lastrowid or 0)
