"""Sheets of the Kiel Ukraine Support Tracker as packages: who gave what, how much of it, and by which measure.

In: a sheet whose columns are known. Out: a `Register` of packages. The tracker has a row for each part of a package;
rows with the same id, or else the same donor, day, measure, kind and explanation, are one package here. Its sum is that
of the package where the sheet repeats it, else the sum of its parts. Negative rows cancel, and net out against an
earlier package of the same donor, measure, kind and currency. Commitments and allocations stay apart throughout.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from communique.linking.commitment_pledges import Sum
from communique.trackers.cells import NamedParty, coded_parties, is_total, names_several, said
from communique.trackers.columns import Headed, tracker_words, words_of
from communique.trackers.dates import Days
from communique.trackers.figures import Figure
from communique.trackers.listed_items import items_of
from communique.trackers.rows import ALLOCATION, COMMITMENT, Register, SheetRow, listed_lines
from communique.trackers.sheet_cells import EUROS, OWN, SheetCells

_UKRAINE: Final = "UKR"
_ROUNDING: Final = 0.005
"""Share under which what a cancellation leaves of a package is nothing."""
_WHOLE: Final = frozenset(("activity", "activity_eur", "reported"))
"""Columns that repeat the package's sum in each of its rows."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A row of the file."""

    line: int
    key: tuple[Any, ...]
    row: SheetRow
    values: dict[str, Figure]
    codes: dict[str, str]
    per: str | None


def read_kiel(found: Headed) -> Register:
    """Return the packages of a sheet, with notes of what was decided."""
    notes: list[str] = []
    cells = SheetCells(found)
    parts: list[_Part] = []
    skipped: list[int] = []
    totals: list[int] = []
    several: list[int] = []
    for line, row in found.rows():
        donor = said(found.cell(row, "donor"))
        if is_total(donor):
            totals.append(line)
        elif (part := _part(cells, line, row)) is None:
            skipped.append(line)
        else:
            parts.append(part)
            several += [line] if names_several(donor) else []
    notes += cells.notes()
    if several:
        lines = listed_lines(tuple(several))
        notes.append(f"rows that name several donors without a comma between count as the first's: {lines}")
    if totals:
        notes.append(f"totals of other rows were left out: {listed_lines(tuple(totals))}")
    if skipped:
        notes.append(f"rows without a donor were left out: {listed_lines(tuple(skipped))}")
    if "recipient" not in found.columns:
        notes.append("there is no column of recipients: all is taken to go to Ukraine; head it “Recipient” if not so")
    if "measure" not in found.columns:
        notes.append("there is no column of measures: packages are compared with promises and deliveries alike")
    packages = _netted([_package(each, notes) for each in _grouped(parts)], notes)
    return Register(
        kind="kiel",
        sheet=found.sheet.name,
        header_line=found.top + 1,
        taken=found.taken(),
        not_taken=found.not_taken(),
        rows=tuple(packages),
        notes=tuple(notes),
        read=len(parts) + len(skipped) + len(totals),
        counts=dict(Counter(each.measure or "no measure" for each in packages)),
        left_out=(
            *((line, "it has no donor") for line in skipped),
            *((line, "it is a total of other rows") for line in totals),
        ),
    )


def _part(cells: SheetCells, line: int, row: Sequence[Any]) -> _Part | None:
    found = cells.found
    donor = said(found.cell(row, "donor"))
    donors = frozenset(each.key for each in sides_of(found, row, "donor"))
    if not donors:
        return None
    recipient = said(found.cell(row, "recipient")) if "recipient" in found.columns else "Ukraine"
    to = frozenset((_UKRAINE,))
    if "recipient" in found.columns:
        to = frozenset(each.key for each in sides_of(found, row, "recipient"))
    when = cells.days(row, line)
    measure = _word("measures", found.cell(row, "measure"))
    category = _word("types", found.cell(row, "type")) or _word("types", found.cell(row, "specific"))
    text = said(found.cell(row, "explanation"))
    sums = {name: pair for name in cells.sums if (pair := cells.amount(row, line, name)) is not None}
    ident = said(found.cell(row, "id"))
    key = (ident, measure) if ident else (tuple(sorted(donors)), when, measure, category, text)
    told = SheetRow(
        lines=(line,),
        measure=measure,
        donor=donor,
        donors=donors,
        recipient=recipient,
        recipients=to,
        days=when,
        items=tuple(item for item, _ in items_of(cells, line, row)),
        category=category,
        text=text,
        ident=ident,
    )
    per = _word("periods", found.cell(row, "per"))
    values = {name: each for name, (each, _) in sums.items()}
    return _Part(line, key, told, values, {name: code for name, (_, code) in sums.items()}, per)


def sides_of(found: Headed, row: Sequence[Any], role: str) -> tuple[NamedParty, ...]:
    """Return the donors or recipients of a row, with the codes that our own exports have in a column of theirs."""
    codes = f"{role}_code"
    return coded_parties(found.cell(row, role), (found.cell(row, codes) or "") if codes in found.columns else None)


def _word(table: str, cell: Any) -> str | None:
    words = set(words_of(said(cell)))
    return next((name for name, known in tracker_words()[table].items() if words & set(known)), None)


def _grouped(parts: Iterable[_Part]) -> list[list[_Part]]:
    """Return the rows of each package together; a cancellation is one of its own unless it names the package's id."""
    groups: dict[tuple[Any, ...], list[_Part]] = {}
    for part in parts:
        negative = any(each.value < 0 for each in part.values.values())
        alone = negative and not isinstance(part.key[0], str)
        totals = tuple(part.values.get(name) for name in ("activity", "activity_eur", "reported"))
        first = groups.get(part.key)
        key = part.key
        if alone:
            key = (*part.key, "cancels", part.line)
        elif first and not isinstance(part.key[0], str) and any(totals):
            own = tuple(first[0].values.get(name) for name in ("activity", "activity_eur", "reported"))
            # Two packages of one day may share all but their sums.
            key = part.key if own == totals or "sub" in part.values or "sub_eur" in part.values else (*key, totals)
        groups.setdefault(key, []).append(part)
    return list(groups.values())


def _package(parts: Sequence[_Part], notes: list[str]) -> SheetRow:
    first = parts[0]
    amounts: list[Sum] = []
    if any(len({each.codes[name] for each in parts if name in each.codes}) > 1 for name in OWN):
        lines = listed_lines(tuple(each.line for each in parts))
        notes.append(f"rows of one package have sums in several currencies, which were not taken: {lines}")
    for name in (*OWN, *EUROS):
        amount = _sum(parts, name)
        if amount is not None and all(each.currency != amount.currency for each in amounts):
            amounts.append(amount)
    known = [each.row.days for each in parts if each.row.days]
    return replace(
        first.row,
        lines=tuple(each.line for each in parts),
        days=(min(each[0] for each in known), max(each[1] for each in known)) if known else None,
        amounts=tuple(amounts),
        items=tuple(item for each in parts for item in each.row.items),
        category=next((each.row.category for each in parts if each.row.category), None),
    )


def _sum(parts: Sequence[_Part], name: str) -> Sum | None:
    """Return the sum of a column; None where it has none, or has it in several currencies."""
    told = [each.values[name] for each in parts if name in each.values]
    codes = {each.codes[name] for each in parts if name in each.codes}
    if len(codes) != 1:
        return None
    if name in _WHOLE:
        # A package's sum is repeated in its rows and counts once; what is taken back counts each time.
        told = [*dict.fromkeys(each for each in told if each.value > 0), *(each for each in told if each.value < 0)]
    lows, highs = ([getattr(each, bound) for each in told] for bound in ("low", "high"))
    return Sum(
        sum(each.value for each in told),
        None if None in lows else sum(lows),
        None if None in highs else sum(highs),
        codes.pop(),
        per=parts[0].per,
    )


def _netted(packages: Sequence[SheetRow], notes: list[str]) -> list[SheetRow]:
    """Return packages without what was cancelled."""
    kept: list[SheetRow | None] = [each if _size(each) >= 0 else None for each in packages]
    cancelled, lone = [], []
    for package in packages:
        if _size(package) >= 0:
            continue
        at = _cancelled(package, kept)
        if at is None:
            lone.append(package.lines[0])
            continue
        whole = kept[at]
        if whole is None:  # pragma: no cover  # `_cancelled` gives places that are kept
            continue
        rest = tuple(_less(each, package) for each in whole.amounts)
        cancelled.append(f"row {package.lines[0]} against row {whole.lines[0]}")
        gone = abs(rest[0].value) <= _ROUNDING * abs(whole.amounts[0].value)
        kept[at] = None if gone else replace(whole, amounts=rest, lines=(*whole.lines, *package.lines))
    if cancelled:
        notes.append(f"negative rows were netted out: {'; '.join(cancelled[:10])}{' …' if len(cancelled) > 10 else ''}")  # noqa: PLR2004
    if lone:
        notes.append(f"negative rows that cancel nothing known were left out: {listed_lines(tuple(lone))}")
    return [each for each in kept if each is not None and not _is_nothing(each)]


def _size(package: SheetRow) -> float:
    return package.amounts[0].value if package.amounts else 0.0


def _is_nothing(package: SheetRow) -> bool:
    """Return whether a package was taken back within its own rows."""
    return bool(package.amounts) and package.amounts[0].value == 0


def _cancelled(package: SheetRow, kept: Sequence[SheetRow | None]) -> int | None:
    """Return the place of the package that a negative one takes back: one as large, else one that is larger."""
    size, unit = -_size(package), package.amounts[0].currency
    fits = [
        (abs(_size(each) - size) > _ROUNDING * size, _apart(each, package), at)
        for at, each in enumerate(kept)
        if each is not None
        and each.amounts
        and (each.donors, each.measure, each.category) == (package.donors, package.measure, package.category)
        and each.amounts[0].currency == unit
        and _size(each) >= size * (1 - _ROUNDING)
    ]
    return min(fits)[2] if fits else None


def _apart(one: SheetRow, other: SheetRow) -> int:
    far = (datetime.date.max - datetime.date.min).days
    return abs((_start(one.days) - _start(other.days)).days) if one.days and other.days else far


def _start(when: Days | None) -> datetime.date:
    return when[0] if when else datetime.date.min


def _less(amount: Sum, package: SheetRow) -> Sum:
    taken = next((each.value for each in package.amounts if each.currency == amount.currency), 0.0)
    value = amount.value + taken
    return replace(amount, value=value, low=value, high=value)


MEASURES: Final = {
    **dict.fromkeys(("proposed", "pledged", "delayed"), COMMITMENT),
    **dict.fromkeys(("approved", "contracted", "delivered"), ALLOCATION),
}
"""Kiel's measure for a stage of the ledger: what is promised, and what is earmarked or delivered."""
