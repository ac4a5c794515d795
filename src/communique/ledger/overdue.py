"""Deliveries that are overdue: a stated day has passed, and no report says that all of it was delivered.

In: a ledger and a day. Out: `Late`s, the longest overdue first, each with the sentence that promises the day, and those
that tell of a part.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from communique.ledger.lives import Life, lives
from communique.ledger.quoted import Quoted, quoted
from communique.ledger.totals import size_of
from communique.linking.commitment_threads import Share, overdue


@dataclass(frozen=True, slots=True)
class Late:
    """A delivery that is overdue.

    Attributes:
        thread: id of the commitment's thread.
        commitment: id of the telling that promises the day.
        due: the last day promised (ISO).
        days: how many days ago that was.
        stage: where the whole stands.
        donors, recipients: who gives, who takes, as sums call them (ISO 3166-1 alpha-3 codes, mostly).
        what: the sum or the items.
        reason: why it is overdue, in words.
        quote: the sentence that promises the day.
        delivered: sentences that tell of a part that was delivered.
    """

    thread: str
    commitment: str
    due: str
    days: int
    stage: str
    donors: tuple[str, ...]
    recipients: tuple[str, ...]
    what: str
    reason: str
    quote: Quoted
    delivered: tuple[Quoted, ...]

    def to_json(self) -> dict[str, object]:
        """Return it as JSON's object."""
        return asdict(self)


_PROMISED = """
SELECT DISTINCT thread FROM commitments INDEXED BY commitments_promised
WHERE stage IN ('pledged', 'approved', 'contracted', 'delayed') AND date_end > known
    AND date_end < ?2 AND known <= ?1 AND verdict IS NOT 'rejected'
"""


def overdue_on(
    connection: sqlite3.Connection, on: datetime.date, threads: Iterable[int] | None = None, known: str | None = None
) -> list[Late]:
    """Return the deliveries that are overdue on a day, the longest overdue first.

    Args:
        connection: the ledger.
        on: the day.
        threads: numbers of threads; by default all.
        known: only what was known on this day (ISO), by default everything.
    """
    until = known or "9999-12-31"
    promised = {row[0] for row in connection.execute(_PROMISED, (until, on.isoformat()))}
    wanted = promised if threads is None else promised & set(threads)
    found = [late for life in lives(connection, sorted(wanted), known) if (late := _late(connection, life, on))]
    return sorted(found, key=lambda each: (-each.days, each.thread))


def _late(connection: sqlite3.Connection, life: Life, on: datetime.date) -> Late | None:
    found = overdue(life.thread, on)
    if found is None:
        return None
    parts = [its_id for each in _shares(life.thread.shares) if each.stage == "delivered" for its_id in each.pledges]
    return Late(
        thread=life.thread.id,
        commitment=found.pledge,
        due=found.due.isoformat(),
        days=found.days,
        stage=life.thread.stage,
        donors=tuple(sorted(life.thread.donors)),
        recipients=tuple(sorted(life.thread.recipients)),
        what=size_of(life.pledges[found.pledge]),
        reason=found.reason,
        quote=quoted(connection, life.quotes[found.pledge]),
        delivered=tuple(quoted(connection, life.quotes[each]) for each in parts),
    )


def _shares(shares: Iterable[Share]) -> Iterator[Share]:
    for each in shares:
        yield each
        yield from _shares(each.shares)
