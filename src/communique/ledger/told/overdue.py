"""Deliveries that are overdue: a stated day has passed, and no report says that all of it was delivered.

In: a ledger and a day. Out: `Late`s, the longest overdue first, each with the sentence that promises the day, and those
that tell of a part.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from communique.ledger.quoted import Quoted, quoted
from communique.ledger.told.lives import Life, lives
from communique.ledger.told.pledges import materiel_of
from communique.ledger.told.sizes import size_of
from communique.linking.commitment_dues import Overdue, overdue
from communique.linking.commitment_pledges import Materiel
from communique.linking.commitment_shares import Share, open_items
from communique.linking.commitment_sizes import number_of


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
        what: the sum or the items that the telling promises.
        open: what of the items is still to come, in words, where a part was delivered.
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
    open: tuple[str, ...]
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
    found = [
        _late(connection, life, each)
        for life in lives(connection, sorted(wanted), known)
        for each in overdue(life.thread, on)
    ]
    return sorted(found, key=lambda each: (-each.days, each.thread, each.commitment))


def _late(connection: sqlite3.Connection, life: Life, found: Overdue) -> Late:
    parts = [its_id for each in _shares(life.thread.shares) if each.stage == "delivered" for its_id in each.pledges]
    left = _open(connection, life) if parts else ()
    return Late(
        thread=life.thread.id,
        commitment=found.pledge,
        due=found.due.isoformat(),
        days=found.days,
        stage=life.thread.stage,
        donors=tuple(sorted(life.thread.donors)),
        recipients=tuple(sorted(life.thread.recipients)),
        what=size_of(life.pledges[found.pledge]),
        open=left,
        reason=f"{found.reason}; still to come: {', '.join(left)}" if left else found.reason,
        quote=quoted(connection, life.quotes[found.pledge]),
        delivered=tuple(dict.fromkeys(quoted(connection, life.quotes[each]) for each in parts)),
    )


_ITEMS = """
SELECT items.class, items.designation, items.count, items.low, items.high
FROM commitments JOIN items ON items.commitment = commitments.number WHERE commitments.id = ? ORDER BY items.place
"""


def _open(connection: sqlite3.Connection, life: Life) -> tuple[str, ...]:
    """Return what of the items is still to come, as articles call them: "12 of 24 howitzers"."""
    words: dict[Materiel, str] = {}
    for its_id in life.pledges:
        for row in connection.execute(_ITEMS, (its_id,)):
            item = materiel_of(row)
            words.setdefault(item, row["designation"])
    found = []
    for each in open_items(life.thread.items, life.thread.shares):
        name = words.get(each.item, each.item.item_class)
        whole = number_of(each.item)
        if each.left is None or whole is None:
            found.append(name)
            continue
        of = "" if each.left == whole else f"of {whole:,.0f} "
        found.append(f"{each.left:,.0f} {of}{name}")
    return tuple(found)


def _shares(shares: Iterable[Share]) -> Iterator[Share]:
    for each in shares:
        yield each
        yield from _shares(each.shares)
