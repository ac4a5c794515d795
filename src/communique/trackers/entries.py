"""The ledger's commitments as a tracker would enter them: one entry for each thread and measure.

In: commitments in full. Out: `Entry`. In Kiel's measures a thread that was promised and then delivered is two
entries, a commitment and an allocation, which are never added together; for a sheet without measures it is one. In
SIPRI's register a thread has an entry for each kind of arms that was ordered or delivered. Totals of what is told
already, and what was only asked for, speculated or refused, make no entries.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from communique.knowledge.countries import countries
from communique.ledger.full.details import CommitmentInFull, Materiel
from communique.ledger.told.people import Party
from communique.ledger.told.threads import LIFE
from communique.linking.actors import folded
from communique.linking.commitment_pledges import Sum
from communique.trackers.columns import tracker_words
from communique.trackers.kiel import MEASURES
from communique.trackers.rows import TRANSFER
from communique.trackers.wares import Ware, ware

_ENDED: Final = frozenset(("refused", "cancelled", "suspended"))
_PROMISED: Final = frozenset(("pledged", "approved", "contracted", "delayed"))
_REGISTERED: Final = frozenset(("contracted", "delivered"))
_EUR: Final = "EUR"


@dataclass(frozen=True, slots=True)
class Telling:
    """A commitment of an entry: itself, its sum, and its items as they are compared."""

    commitment: CommitmentInFull
    amount: Sum | None
    wares: tuple[Ware, ...]
    day: datetime.date
    """The day of it, or on which it was known."""

    def content(self) -> tuple[object, ...]:
        """Return what two tellings have in common that say the same."""
        wares = tuple(sorted((each.name, each.low, each.high) for each in self.wares if each.low is not None))
        return (self.commitment.stage, self.amount and (self.amount.value, self.amount.currency), wares)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a tracker would enter of a thread.

    Args:
        thread: its id.
        measure: as of a sheet's row; None where the sheet has none.
        tellings: its commitments, the earliest first.
        donors, recipients: codes, or folded names, of all of them.
        days: the first and the last day on which it was told.
        ended: the commitment that calls it off, if it is the last word.
    """

    thread: str
    measure: str | None
    tellings: tuple[Telling, ...]
    donors: frozenset[str]
    recipients: frozenset[str]
    days: tuple[datetime.date, datetime.date]
    ended: CommitmentInFull | None = None

    @property
    def latest(self) -> Telling:
        """The telling that counts for the entry as a whole: the last that has a sum or an item."""
        return max(self.tellings, key=lambda each: (bool(each.amount or each.wares), each.day, each.commitment.id))

    def named(self, role: str) -> str:
        """Return the names of its donors or recipients."""
        parties = (party for each in self.tellings for party in getattr(each.commitment, role))
        return "; ".join(dict.fromkeys(party.name for party in parties))


def kiel_entries(commitments: Iterable[CommitmentInFull], *, measured: bool) -> list[Entry]:
    """Return entries by Kiel's measures, or one a thread where the sheet has none."""
    found = []
    for thread, told in _threads(commitments):
        ended = _end(told)
        by_measure: dict[str | None, list[Telling]] = defaultdict(list)
        for each in told:
            if each.stage in MEASURES and not each.cumulative:
                by_measure[MEASURES[each.stage] if measured else None].append(_telling(each, each.items))
        found += [_entry(thread, measure, tellings, ended) for measure, tellings in by_measure.items()]
    return found


def sipri_entries(commitments: Iterable[CommitmentInFull]) -> list[Entry]:
    """Return an entry for each kind of major arms of a thread that was ordered or delivered."""
    major = frozenset(tracker_words()["major_arms"])
    found = []
    for thread, told in _threads(commitments):
        groups: list[list[tuple[CommitmentInFull, Materiel]]] = []
        for each in told:
            if each.stage not in _PROMISED | _REGISTERED or each.cumulative:
                continue
            for item in each.items:
                if item.item_class in major:
                    _put(groups, each, item)
        ended = _end(told)
        for group in groups:
            if any(each.stage in _REGISTERED for each, _ in group):
                tellings = [_telling(each, (item,)) for each, item in group]
                found.append(_entry(thread, TRANSFER, tellings, ended))
    return found


def _put(groups: list[list[tuple[CommitmentInFull, Materiel]]], commitment: CommitmentInFull, item: Materiel) -> None:
    own = ware(item)
    for group in groups:
        if any(own.same_kind(ware(other)) for _, other in group):
            group.append((commitment, item))
            return
    groups.append([(commitment, item)])


def _threads(commitments: Iterable[CommitmentInFull]) -> Iterator[tuple[str, list[CommitmentInFull]]]:
    by_thread: dict[str, list[CommitmentInFull]] = defaultdict(list)
    for each in commitments:
        # What was not delivered is entered nowhere.
        if not each.undelivered:
            by_thread[each.thread].append(each)
    for thread, told in sorted(by_thread.items()):
        yield thread, sorted(told, key=lambda each: (each.known, LIFE.index(each.stage), each.id))


def _end(told: Sequence[CommitmentInFull]) -> CommitmentInFull | None:
    return told[-1] if told[-1].stage in _ENDED else None


def _telling(commitment: CommitmentInFull, items: Iterable[Materiel]) -> Telling:
    amount = None
    if commitment.value is not None and commitment.currency is not None:
        amount = Sum(
            *(commitment.value, commitment.low, commitment.high, commitment.currency),
            frozenset(commitment.qualifiers),
            commitment.per,
        )
    return Telling(commitment, amount, tuple(map(ware, items)), day_of(commitment))


def day_of(commitment: CommitmentInFull) -> datetime.date:
    """Return the day that a tracker enters: the first day of what was past when it was known, else that day.

    "By the end of April", "this year" is when something is to come; trackers enter when it was announced.
    """
    past = commitment.date_end is not None and commitment.date_end < commitment.known
    return datetime.date.fromisoformat((commitment.day if past else commitment.known)[:10])


def _entry(thread: str, measure: str | None, tellings: Sequence[Telling], ended: CommitmentInFull | None) -> Entry:
    return Entry(
        thread=thread,
        measure=measure,
        tellings=tuple(tellings),
        donors=frozenset(key(each) for told in tellings for each in told.commitment.donors),
        recipients=frozenset(key(each) for told in tellings for each in told.commitment.recipients),
        days=(min(each.day for each in tellings), max(each.day for each in tellings)),
        ended=ended,
    )


def kiel_measure(stage: str) -> str:
    """Return Kiel's measure of a stage that has one, else an empty text."""
    return MEASURES.get(stage, "")


def key(party: Party) -> str:
    """Return what a party is compared by: its country, `EUR` for the bodies of the Union, else its folded name."""
    if party.country in countries() or party.country == _EUR:
        return str(party.country)
    return folded(party.name)
