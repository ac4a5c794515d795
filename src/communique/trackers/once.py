"""What a tracker's sheet enters of each telling, so that its columns may be added up: each sum once, each item once.

In: a ledger and its commitments in full. Out: `Entered` by commitment. Twenty papers that tell one pledge are one row;
an approval and a delivery of it are rows of their own, and its sum stands in one of them.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from communique.ledger.full.details import CommitmentInFull, Materiel
from communique.ledger.told.contested_parts import Part, parts_of
from communique.ledger.told.lives import Life, lives, numbers_of
from communique.linking.commitment_pledges import Sum
from communique.linking.commitment_shares import Share
from communique.trackers.wares import Ware, ware

Measure = Callable[[CommitmentInFull], str]
_Path = tuple[int, ...]
_WHOLE = Part()


@dataclass(frozen=True, slots=True)
class Entered:
    """What is entered of a telling: anything at all, its sum, which of its items; the rest stands in other rows."""

    anything: bool
    with_sum: bool
    items: tuple[Materiel, ...]


def entered(
    connection: sqlite3.Connection, commitments: Iterable[CommitmentInFull], measure: Measure
) -> dict[str, Entered]:
    """Return by id what a sheet enters of commitments.

    Args:
        connection: the ledger.
        commitments: those that the sheet may have.
        measure: what is never added to another measure, as a commitment to an allocation.
    """
    threads: dict[str, list[CommitmentInFull]] = defaultdict(list)
    for each in commitments:
        threads[each.thread].append(each)
    several = [thread for thread, told in threads.items() if len(told) > 1]
    told = {life.thread.id: life for life in lives(connection, numbers_of(connection, several))}
    found: dict[str, Entered] = {}
    for thread, some in threads.items():
        by_measure: dict[str, list[CommitmentInFull]] = defaultdict(list)
        for each in some:
            by_measure[measure(each)].append(each)
        for group in by_measure.values():
            found.update(_of_thread(group, told.get(thread)))
    return found


def _of_thread(told: Sequence[CommitmentInFull], life: Life | None) -> Iterator[tuple[str, Entered]]:
    """Yield what is entered of the tellings of one thread in one measure."""
    parts = parts_of(life) if life is not None else {}
    paths = {each.id: parts.get(each.id, _WHOLE).path for each in told}
    tellers = _tellers(told, paths, life)
    seen: dict[tuple[_Path, str], list[Ware]] = {}
    for each in sorted(told, key=lambda one: (one.id not in tellers, one.known, one.id)):
        place = (paths[each.id], each.stage)
        first = place not in seen
        before = seen.setdefault(place, [])
        items = tuple(item for item in each.items if not any(_is_told(ware(item), other) for other in before))
        before.extend(map(ware, items))
        # The first row of a part and stage is there, whatever it says.
        yield each.id, Entered(first or each.id in tellers or bool(items), each.id in tellers, items)


def _is_told(new: Ware, known: Ware) -> bool:
    """Return whether a row has an item already: the same kind, in the same number or in one that isn't told."""
    number = (new.low, new.high)
    return new.same_kind(known) and number in {(None, None), (known.low, known.high)}


def _tellers(told: Sequence[CommitmentInFull], paths: dict[str, _Path], life: Life | None) -> set[str]:
    """Return the tellings whose sums are entered: of each part the one that has its sum; of what a whole holds none."""
    shares = dict(_shares(life.thread.shares)) if life is not None else {}
    groups: dict[_Path, list[CommitmentInFull]] = defaultdict(list)
    for each in told:
        if each.value is not None:
            groups[paths[each.id]].append(each)
    found = set()
    for path, some in groups.items():
        share = shares.get(path)
        held = any(path[:length] in groups for length in range(len(path)))
        if held and not (share is not None and share.adds):
            continue
        amount = share.amount if share is not None else life.thread.amount if life is not None else None
        found.add(min(some, key=lambda each: (not _is(each, amount), each.known, each.id)).id)
    return found


def _is(commitment: CommitmentInFull, amount: Sum | None) -> bool:
    return amount is not None and (commitment.value, commitment.currency) == (amount.value, amount.currency)


def _shares(shares: Iterable[Share], path: _Path = ()) -> Iterator[tuple[_Path, Share]]:
    for at, each in enumerate(shares):
        yield (*path, at), each
        yield from _shares(each.shares, (*path, at))
