"""Which row of a sheet and which entry of the ledger are the same: one to one, the best pair first, with reasons.

In: rows and entries. Out: `Match`. A pair needs a giver in common, a time near enough, and something that ties it: the
same sum (in whatever currency, within rounding), the same number of like items, like items close in time, or sums of
like size told within days. What is left is tried once more against other tellings of threads that are matched already
(the second of two deliveries), and then against the other measure of a thread.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from communique.linking.commitment_sizes import Size, compare_sums
from communique.shown import numbered
from communique.trackers.dates import Days
from communique.trackers.entries import Entry, Telling
from communique.trackers.rows import TRANSFER, SheetItem, SheetRow
from communique.trackers.wares import kinship, numbers_agree

WINDOW: Final = 90
"""Days between a row and an entry at most: trackers date packages by announcement, articles by what they tell."""
YEAR_WINDOW: Final = 400
"""The same for SIPRI, which tells years."""
CLOSE: Final = 10
"""Days within which sums of like size are taken to be one that was told differently."""
SAME_DAY: Final = 3
"""Days within which a row and an entry that both tell neither sum nor item are one."""
LEAST: Final = 0.5
"""Score that a pair needs; the weights below were set so that two hints are needed beside the parties."""
_LIKE: Final = (0.5, 2.0)
"""Ratio of two sums that may be one sum, told differently."""


@dataclass(frozen=True, slots=True)
class Match:
    """A row, the entry that it tells, the telling that fits it best, the score and why.

    `tied` says that the sums or the numbers of items are the same; `again` that an earlier row has the same entry.
    """

    row: SheetRow
    entry: Entry
    telling: Telling
    score: float
    tied: bool
    reasons: tuple[str, ...]
    again: bool = False


def match(rows: Sequence[SheetRow], entries: Sequence[Entry]) -> list[Match]:
    """Return which rows are which entries; a row is in one match at most."""
    calendar = _Calendar(entries)
    pairs: list[tuple[int, int, Match]] = []
    for place, row in enumerate(rows):
        for at in calendar.near(row):
            found = _best(row, entries[at])
            if found is not None:
                pairs.append((place, at, found))
    pairs.sort(key=lambda each: (-each[2].score, each[0], entries[each[1]].thread))
    taken = _Taken()
    for place, at, found in _named(rows, entries):
        taken.add(place, at, found)
    for wanted in (_first, _again, _other_measure):
        for place, at, found in pairs:
            if place not in taken.rows:
                kept = wanted(taken, at, found)
                if kept is not None:
                    taken.add(place, at, kept)
    return [taken.rows[place] for place in sorted(taken.rows)]


def _named(rows: Sequence[SheetRow], entries: Sequence[Entry]) -> Iterator[tuple[int, int, Match]]:
    """Yield the rows whose id is a commitment of the ledger, as in our own exports, with their entries."""
    ids = {row.ident for row in rows if row.ident.startswith("commitment-")}
    known: dict[str, list[tuple[int, Telling]]] = defaultdict(list)
    for at, entry in enumerate(entries if ids else ()):
        for telling in entry.tellings:
            known[telling.commitment.id].append((at, telling))
    for place, row in enumerate(rows):
        fits = [(_wares(row, telling)[0], -at, telling) for at, telling in known.get(row.ident, ())]
        if fits:
            score, at, telling = max(fits, key=lambda each: each[:2])
            found = Match(row, entries[-at], telling, 1 + score, tied=True, reasons=("its id is the commitment's",))
            yield place, -at, found


class _Calendar:
    """Entries by donor and time, so that a row is weighed against those alone that it may be."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        found: dict[str, list[tuple[datetime.date, datetime.date, int]]] = defaultdict(list)
        for at, entry in enumerate(entries):
            for donor in entry.donors or ("",):
                found[donor].append((*entry.days, at))
        self._by_donor = {donor: sorted(told) for donor, told in found.items()}
        self._longest = {donor: max(last - first for first, last, _ in told) for donor, told in found.items()}

    def near(self, row: SheetRow) -> list[int]:
        """Return the places of the entries whose donor and time may be a row's."""
        near: set[int] = set()
        for donor in (*row.donors, ""):
            told = self._by_donor.get(donor, [])
            if row.days is None or row.measure == TRANSFER:
                # Registers of arms are short, and their orders and deliveries years apart.
                near.update(at for _, _, at in told)
                continue
            first, last = row.days[0].toordinal() - WINDOW, row.days[1].toordinal() + WINDOW
            start = 0
            if told:
                earliest = max(1, first - self._longest[donor].days)
                start = bisect_left(told, earliest, key=lambda each: each[0].toordinal())
            for began, ended, at in islice(told, start, None):
                if began.toordinal() > last:
                    break
                if ended.toordinal() >= first:
                    near.add(at)
        return sorted(near)


class _Taken:
    """What is matched so far: rows by place, and what was told of the entries that they have."""

    def __init__(self) -> None:
        self.rows: dict[int, Match] = {}
        self.told: dict[int, set[tuple[object, ...]]] = {}

    def add(self, place: int, at: int, found: Match) -> None:
        self.rows[place] = found
        self.told.setdefault(at, set()).add(found.telling.content())


def _same_measure(found: Match) -> bool:
    return None in (found.row.measure, found.entry.measure) or found.row.measure == found.entry.measure


def _first(taken: _Taken, at: int, found: Match) -> Match | None:
    """Return a match of an entry that no row has yet."""
    return found if at not in taken.told and _same_measure(found) else None


def _again(taken: _Taken, at: int, found: Match) -> Match | None:
    """Return a match of an entry that a row has, where it tells something else of it: a second delivery."""
    if at not in taken.told or not found.tied or not _same_measure(found):
        return None
    for telling in found.entry.tellings:
        if telling.content() not in taken.told[at]:
            other = weigh(found.row, found.entry, telling)
            if other is not None and other.tied:
                return replace(other, again=True)
    return None


def _other_measure(taken: _Taken, at: int, found: Match) -> Match | None:
    """Return a match of a promise with a delivery, or the other way, which differ in measure."""
    return found if at not in taken.told and found.tied and not _same_measure(found) else None


def _best(row: SheetRow, entry: Entry) -> Match | None:
    found = [each for telling in entry.tellings if (each := weigh(row, entry, telling)) is not None]
    return max(found, key=lambda each: (each.tied, each.score), default=None)


def weigh(row: SheetRow, entry: Entry, telling: Telling) -> Match | None:
    """Return the match of a row with a telling of an entry, or None where they don't fit."""
    if _hopeless(row, telling):
        return None
    parties = _parties(row, entry)
    gap = _gap(row, entry, telling)
    window = YEAR_WINDOW if row.measure == TRANSFER else WINDOW
    if parties is None or (gap is not None and gap > window):
        return None
    score, reasons = parties
    if gap is not None:
        score += 0.2 * (1 - gap / window)
        reasons.append("the same time" if not gap else f"{numbered(gap, 'days')} apart")
    money, size, said = _money(row, telling)
    if size not in {None, Size.EQUAL} and money < 0 and not (row.items and telling.wares):
        return None
    wares, same_count, kin, named = _wares(row, telling)
    score += money + wares + _kind(row, telling)
    reasons += [*said, *named]
    tied = size is Size.EQUAL or same_count
    close = gap is not None and gap <= CLOSE
    bare = not (row.amounts and telling.amount) and not (row.items and telling.wares)
    hinted = kin or (size is not None and money > 0 and close) or (bare and gap is not None and gap <= SAME_DAY)
    if not (tied or hinted) or score < LEAST:
        return None
    return Match(row, entry, telling, round(score, 6), tied, tuple(reasons))


def _hopeless(row: SheetRow, telling: Telling) -> bool:
    """Return whether sums of one currency are far apart and no item could tie them: most pairs, found out quickly."""
    amount = telling.amount
    if amount is None or (row.items and telling.wares):
        return False
    low, high = amount.low or amount.value, amount.high or amount.value
    return any(
        each.currency == amount.currency and not _LIKE[0] * low <= each.value <= _LIKE[1] * high for each in row.amounts
    )


def _parties(row: SheetRow, entry: Entry) -> tuple[float, list[str]] | None:
    """Return how well givers and takers fit, None where they can't be the same."""
    reasons = []
    if row.donors and entry.donors:
        if not row.donors & entry.donors:
            return None
        score = 0.3 if row.donors == entry.donors else 0.2
        reasons.append(f"donor {' '.join(sorted(row.donors & entry.donors))}")
    else:
        score = 0.05
    if row.recipients and entry.recipients:
        if not row.recipients & entry.recipients:
            return None
        score += 0.1
        reasons.append(f"recipient {' '.join(sorted(row.recipients & entry.recipients))}")
    return score, reasons


def _gap(row: SheetRow, entry: Entry, telling: Telling) -> int | None:
    """Return the days between a row and a telling, or the days of its thread; None where the row has no date."""
    first, last = entry.days
    told = (first, last) if row.amounts and telling.amount else (telling.day, telling.day)
    spans = [row.days] if row.days else []
    if row.delivery_years:
        # An order of 2021 may be told of when it is delivered, in 2023.
        spans.append((datetime.date(row.delivery_years[0], 1, 1), datetime.date(row.delivery_years[-1], 12, 31)))
        if row.days and row.days[0] <= spans[-1][1]:
            spans.append((row.days[0], spans[-1][1]))
    return min((days_between(each, told) for each in spans), default=None)


def days_between(one: Days, other: Days) -> int:
    """Return the days between two stretches of time, 0 where they touch."""
    return max(0, (other[0] - one[1]).days, (one[0] - other[1]).days)


def _money(row: SheetRow, telling: Telling) -> tuple[float, Size | None, list[str]]:
    """Return what the sums add to the score, and how they stand; None where they can't be compared."""
    if not row.amounts or telling.amount is None:
        return 0.0, None, []
    found = sum_stands(row, telling)
    if found is None:
        return 0.0, None, []
    size, ratio, telling_much, reason = found
    if size is Size.EQUAL:
        return 0.15 + 0.25 * telling_much, size, [f"the same sum: {reason}"]
    if _LIKE[0] <= ratio <= _LIKE[1]:
        return 0.05, size, [f"sums of like size: {reason}"]
    return -0.3, size, []


def sum_stands(row: SheetRow, telling: Telling) -> tuple[Size, float, float, str] | None:
    """Return how a row's sum stands to a telling's: size, ratio, how telling that is, and the two for people.

    None where neither has one, or there is no rate between their currencies.
    """
    if telling.amount is None:
        return None
    day = row.days[0] if row.days else telling.day
    found = [
        (like.size is Size.EQUAL, amount.currency == telling.amount.currency, like)
        for amount in row.amounts
        if (like := compare_sums(amount, telling.amount, day, telling.day)).size is not Size.UNKNOWN
    ]
    if not found:
        return None
    like = max(found, key=lambda each: each[:2])[2]
    return like.size, like.ratio or 1.0, like.telling, like.reason


def _wares(row: SheetRow, telling: Telling) -> tuple[float, bool, bool, list[str]]:
    """Return what the items add to the score, whether a number is the same, whether a kind is, and the reasons."""
    if not row.items or not telling.wares:
        return 0.0, False, False, []
    best = (0.0, False, 0.0, "")
    for item in row.items:
        for other in telling.wares:
            kin = kinship(item, other)
            same = kin > 0 and any(numbers_agree(each, other, about=item.about) for each in counts(item, telling))
            best = max(best, (kin + same, same, kin, other.told()))
    total, same, kin, said = best
    if not total:
        return -0.2, False, False, []
    score = 0.1 + 0.1 * kin + (0.2 if same else 0.0)
    return score, same, True, [f"{'the same number of' if same else 'like'} items: {said}"]


def counts(item: SheetItem, telling: Telling) -> Iterable[float]:
    """Return the sheet's numbers that a telling may be about: those delivered for a delivery, else those promised."""
    delivered = telling.commitment.stage == "delivered"
    known = (item.delivered, item.count) if delivered else (item.count,)
    return tuple(each for each in known if each is not None)


def _kind(row: SheetRow, telling: Telling) -> float:
    if same_category(row, telling):
        return 0.05
    return -0.2


def same_category(row: SheetRow, telling: Telling) -> bool:
    """Return whether the kinds of aid may be the same; civil aid is financial or humanitarian in trackers."""
    told = telling.commitment.category
    if row.category is None or told in {"unspecified", row.category}:
        return True
    return told == "civil" and row.category != "military"
