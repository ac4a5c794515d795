"""Rows that became readings into the ledger, some hundred in each transaction.

In: a `DataFile` and a ledger. Out: for each row what became of it, once it is stored. What was stored stays when the
run is stopped, and the same command goes on from there: a row that is there already is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Literal

from communique.imports.coded import BadRow, Made
from communique.imports.opening import DataFile
from communique.imports.renumbered import stored_key
from communique.ledger.file.database import transaction
from communique.ledger.stored.importing import store_row
from communique.trackers.rows import listed_lines

if TYPE_CHECKING:
    from communique.ledger import Ledger

BATCH: Final = 500
"""Rows of one transaction."""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row of a file; `reason` is why it is bad.

    `state`: `added`; `changed`, where its data set tells it otherwise now; `known`; `bad`.
    """

    row: int
    state: Literal["added", "changed", "known", "bad"]
    reason: str = ""


def store_rows(ledger: Ledger, data: DataFile) -> Iterator[RowOutcome]:
    """Store the rows of a data set's file; yield what became of each, those of a batch once it is stored.

    Rows whose ids another file has are noted in the end.

    Raises:
        LedgerError: the ledger can't be written; what was yielded is stored.
    """
    rows = iter(data.rows)
    origin = str(data.path)
    numbered: dict[tuple[str, bool], list[int]] = defaultdict(list)
    while batch := list(islice(rows, BATCH)):
        with transaction(ledger.connection):
            outcomes = [_stored(ledger, each, origin, numbered) for each in batch]
        yield from outcomes
    for (file, is_other), lines in numbered.items():
        what = "are others and were kept beside them" if is_other else "tell the same and took their place"
        data.notes.append(f"rows with ids that rows of {file} have {what}: {listed_lines(tuple(lines))}")


def _stored(
    ledger: Ledger, each: Made | BadRow, origin: str, numbered: dict[tuple[str, bool], list[int]]
) -> RowOutcome:
    if isinstance(each, BadRow):
        return RowOutcome(each.row, "bad", each.reason)
    key, file, is_other = stored_key(ledger, each, origin)
    if file:
        numbered[file, is_other].append(each.row)
    return RowOutcome(each.row, store_row(ledger.connection, key, origin, each.reading))
