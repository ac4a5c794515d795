"""A tracker's sheet against the ledger: what the sheet lacks, what it tells otherwise, and what it has alone.

In: a sheet's file and a ledger. Out: `Comparison`. Every finding about something that the ledger knows comes with the
sentence behind it. Nothing is summed: commitments and allocations are compared each with their own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from communique.errors import BadQuestion
from communique.knowledge.countries import countries
from communique.ledger.asking.conditions import check_period, nearest_few
from communique.ledger.decided.who import SUPRANATIONAL
from communique.ledger.quoted import Quoted
from communique.ledger.told.imported import WORD, has_imports
from communique.linking.actors import folded
from communique.shown import numbered
from communique.trackers.cells import party
from communique.trackers.columns import headed
from communique.trackers.dates import Days, days
from communique.trackers.entries import Entry, Telling, key, kiel_entries, sipri_entries
from communique.trackers.fields import Difference, differences, items_told, money_told, span
from communique.trackers.kiel import read_kiel
from communique.trackers.matching import Match, days_between, match
from communique.trackers.rows import Register, SheetRow, listed_lines
from communique.trackers.sheets import read_sheets
from communique.trackers.sipri import read_sipri

if TYPE_CHECKING:
    from communique.ledger import Ledger

_UKRAINE: Final = frozenset(("UKR",))
_ASKED: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
"""How a day, month or year is asked for, as everywhere."""
_ORDER: Final = {"missing": 0, "different": 1, "extra": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of a comparison.

    Args:
        verdict: `missing` (the ledger has it, the sheet doesn't), `different` or `extra` (the sheet alone has it).
        rows: rows of the file, as "12-14"; empty for what is missing.
        donor, recipient: as the sheet names them, or the ledger where it is missing.
        day: of the sheet's row, else of the ledger's.
        measure: `Commitment`, `Allocation`, `Transfer`, or empty where the sheet has no measures.
        field: what is different; empty for the others.
        sheet, ledger: the two values, for people.
        thread, commitment: ids of the ledger; None for what is extra.
        stage: of that commitment.
        quote: the sentence; None for what is extra.
        reasons: why row and thread are taken for the same; for what is extra, why none is.
    """

    verdict: str
    rows: str
    donor: str
    recipient: str
    day: str
    measure: str
    field: str
    sheet: str
    ledger: str
    thread: str | None
    commitment: str | None
    stage: str | None
    quote: Quoted | None
    reasons: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON's object."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing gave: the sheet as it was read, findings, and how many rows are the same in both."""

    register: Register
    findings: tuple[Finding, ...]
    same: int

    @property
    def counts(self) -> Mapping[str, int]:
        """Lines that are missing, rows that differ (however many fields), rows that are extra and that are the same."""
        different = {each.rows for each in self.findings if each.verdict == "different"}
        return {
            "missing": sum(each.verdict == "missing" for each in self.findings),
            "different": len(different),
            "extra": sum(each.verdict == "extra" for each in self.findings),
            "same": self.same,
        }

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON's object."""
        register = self.register
        return {
            "kind": register.kind,
            "sheet": register.sheet,
            "header_line": register.header_line,
            "columns": dict(register.taken),
            "not_taken": list(register.not_taken),
            "notes": list(register.notes),
            "rows": register.read,
            "entries": dict(register.counts),
            "counts": dict(self.counts),
            "findings": [each.to_json() for each in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Scope:
    """What of the two is looked at: days from `since` to `until` (ISO, or a month or year), donors and recipients.

    Raises:
        BadQuestion: a day or a party can't be understood, or the last day is before the first.
    """

    since: str | None = None
    until: str | None = None
    donors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()

    def holds(self, row: SheetRow | Entry) -> bool:
        """Return whether a row or an entry is looked at; one without a date is, unless days are asked for."""
        return (
            self._in_time(row.days)
            and _meets(_codes(self.donors), row.donors)
            and _meets(_codes(self.recipients), row.recipients)
        )

    def check(self) -> None:
        """Raise what there is to raise, before anything is read."""
        for each in (self.since, self.until):
            if each is not None:
                _span(each)
        if self.since is not None and self.until is not None:
            check_period(*([each.isoformat()] for each in (_span(self.since)[0], _span(self.until)[1])))
        _codes((*self.donors, *self.recipients))

    def _in_time(self, when: Days | None) -> bool:
        if self.since is None and self.until is None:
            return True
        if when is None:
            return False
        late = self.since is not None and when[1] < _span(self.since)[0]
        early = self.until is not None and when[0] > _span(self.until)[1]
        return not (late or early)


def _span(asked: str) -> Days:
    found = days(asked) if _ASKED.fullmatch(asked.strip()) else None
    if found is None:
        raise BadQuestion(f"{asked} is no date", hint="Write it as 2024-01-18, 2024-01 or 2024.")
    return found


def _codes(asked: Iterable[str]) -> frozenset[str]:
    found = set()
    for each in asked:
        code = party(each)
        if code is None:
            raise BadQuestion(f"{each!r} names nobody", hint="Write a country's name or ISO 3166 code.")
        found.add(code)
    return frozenset(found)


def _refuse_unknown(scope: Scope, register: Register, entries: Iterable[Entry]) -> None:
    """Refuse a name that is no country's, and nobody's of the sheet or the ledger: it is misspelt.

    Raises:
        BadQuestion: with the nearest names, or the country by which somebody is compared.
    """
    parties = [
        each
        for entry in entries
        for told in entry.tellings
        for each in (*told.commitment.donors, *told.commitment.recipients)
    ]
    known = {key(each) for each in parties}.union(*(row.donors | row.recipients for row in register.rows))
    for each in (*scope.donors, *scope.recipients):
        code = party(each)
        if code is None or code in known or code in countries() or code in SUPRANATIONAL:
            continue
        of = next((key(one) for one in parties if folded(one.name) == folded(each)), None)
        if of is not None:
            raise BadQuestion(f"{each!r} is compared as {of}", hint=f"Ask for {of}.")
        names = {*(one.name for one in parties), *(name.name for name in countries().values())}
        hint = nearest_few(each, names) or "Write a country's name or ISO 3166 code."
        raise BadQuestion(f"neither the sheet nor the ledger tells of {each!r}", hint=hint)


def _meets(wanted: frozenset[str], held: frozenset[str]) -> bool:
    return not wanted or bool(wanted & held)


def compare(
    ledger: Ledger, path: Path, *, kind: str | None = None, sheet: str | None = None, scope: Scope | None = None
) -> Comparison:
    """Return how a tracker's sheet and the ledger differ.

    Args:
        ledger: it is only asked.
        path: the sheet, XLSX or CSV.
        kind: `kiel` or `sipri`; by default the one that the columns fit better.
        sheet: the name of the sheet in the workbook; by default the one whose columns fit best.
        scope: what of the two is looked at. Pairs are sought in all of both, so that nothing is missing or extra
            merely because its date in the other lies outside.

    Raises:
        InputError: the file can't be read, or has no such columns; the message says which are missing.
        BadQuestion: there is no such sheet, or the scope can't be understood.
        LedgerError: the ledger can't be used.
        MissingExtra: openpyxl isn't installed.
    """
    looked_at = scope or Scope()
    looked_at.check()
    found = headed(read_sheets(path, sheet), kind)
    register = read_kiel(found) if found.kind == "kiel" else read_sipri(found)
    # What was decided to be wrong is no evidence against a sheet: rejected records are left out by default. Nor is what
    # another data set says; it is told beside what the sheet alone has.
    mixed = has_imports(ledger.connection)
    own = ledger.commitments(limit=None, source=f"!{WORD}") if mixed else ledger.commitments(limit=None)
    imported = ledger.commitments(limit=None, source=WORD) if mixed else ()
    measured = "measure" in found.columns
    if register.kind == "kiel":
        entries, others = (kiel_entries(each, measured=measured) for each in (own, imported))
    else:
        entries, others = sipri_entries(own), sipri_entries(imported)
    _refuse_unknown(looked_at, register, (*entries, *others))
    return compared(register, entries, looked_at, others)


def compared(register: Register, entries: Sequence[Entry], scope: Scope, others: Sequence[Entry] = ()) -> Comparison:
    """Return how a sheet that is read and the ledger's entries differ; `others` are of imported data sets."""
    matches = match(register.rows, entries)
    matched = {each.row.lines: each for each in matches}
    lone = [row for row in register.rows if row.lines not in matched]
    beside = {each.row.lines: each.entry for each in match(lone, others)} if others else {}
    by_entry: dict[tuple[str, str | None, str], list[Match]] = defaultdict(list)
    for each in matches:
        by_entry[_key(each.entry)].append(each)
    columns = dict(register.taken)
    findings: list[Finding] = []
    same = 0
    for row in register.rows:
        if not scope.holds(row):
            continue
        own = matched.get(row.lines)
        if own is None:
            findings.append(_extra(row, entries, beside.get(row.lines)))
            continue
        tied = by_entry[_key(own.entry)]
        found = [_different(own, each) for each in differences(own, tied, columns)]
        findings += found
        same += not found
    measures: dict[str, set[str]] = defaultdict(set)
    for each in matches:
        measures[each.entry.thread].update(filter(None, (each.row.measure,)))
    findings += [
        _missing(each, measures.get(each.thread, ()))
        for each in entries
        if _key(each) not in by_entry and _due(register, each, scope)
    ]
    findings.sort(key=lambda each: (_ORDER[each.verdict], each.donor.casefold(), each.day))
    return Comparison(register, tuple(findings), same)


def _key(entry: Entry) -> tuple[str, str | None, str]:
    return entry.thread, entry.measure, entry.tellings[0].commitment.id + items_told(entry.tellings[0])


def _due(register: Register, entry: Entry, scope: Scope) -> bool:
    """Return whether a sheet without this entry lacks it: it is in the tracker's scope, and wasn't called off."""
    if entry.ended is not None or not entry.donors or not scope.holds(entry):
        return False
    if register.kind == "kiel" and "recipient" not in dict(register.taken):
        return bool(entry.recipients & _UKRAINE)
    return True


def _missing(entry: Entry, known: Iterable[str]) -> Finding:
    latest = entry.latest
    also = tuple(f"the sheet has the same thread as {each}" for each in sorted(known))
    return replace(
        _about(latest, entry),
        verdict="missing",
        donor=entry.named("donors"),
        recipient=entry.named("recipients"),
        day=latest.commitment.day,
        measure=entry.measure or "",
        ledger=_told(latest),
        reasons=also,
    )


def _different(own: Match, difference: Difference) -> Finding:
    row = own.row
    return replace(
        _about(difference.telling, own.entry),
        verdict="different",
        rows=listed_lines(row.lines),
        donor=row.donor,
        recipient=row.recipient,
        day=span(row.days) or difference.telling.commitment.day,
        measure=row.measure or "",
        field=difference.field,
        sheet=difference.sheet,
        ledger=difference.ledger,
        reasons=own.reasons,
    )


def _about(telling: Telling, entry: Entry) -> Finding:
    commitment = telling.commitment
    empty = dict.fromkeys(("verdict", "rows", "donor", "recipient", "day", "measure", "field", "sheet", "ledger"), "")
    return Finding(
        **empty,
        thread=entry.thread,
        commitment=commitment.id,
        stage=commitment.stage,
        quote=commitment.quote,
        reasons=(),
    )


def _extra(row: SheetRow, entries: Sequence[Entry], other: Entry | None) -> Finding:
    also = (f"imported data have it: {other.latest.commitment.quote.title}",) if other is not None else ()
    return Finding(
        verdict="extra",
        rows=listed_lines(row.lines),
        donor=row.donor,
        recipient=row.recipient,
        day=span(row.days),
        measure=row.measure or "",
        field="",
        sheet="; ".join(_row_told(row)),
        ledger="",
        thread=None,
        commitment=None,
        stage=None,
        quote=None,
        reasons=(_why_none(row, entries), *also),
    )


def _why_none(row: SheetRow, entries: Sequence[Entry]) -> str:
    """Return why no entry fits a row, by the first thing that rules all of them out."""
    given = [each for each in entries if each.donors & row.donors]
    if not given:
        return "the ledger has nothing from this donor"
    got = [each for each in given if not (row.recipients and each.recipients) or row.recipients & each.recipients]
    if not got:
        return "the ledger has nothing from this donor to this recipient"
    if row.days is None:
        return "the row has no date, and no sum or number of the ledger ties it"
    near = min(days_between(row.days, each.days) for each in got)
    return f"no sum or item of the ledger ties it; the nearest from this donor is {numbered(near, 'days')} apart"


def _row_told(row: SheetRow) -> Iterator[str]:
    if row.amounts:
        yield money_told(row.amounts[0])
    for item in row.items:
        count = item.count if item.count is not None else item.delivered
        yield f"{count:,.15g} {item.name}" if count is not None else item.name
    if not row.amounts and not row.items and row.text:
        yield row.text


def _told(telling: Telling) -> str:
    amount = money_told(telling.amount) if telling.amount else ""
    return "; ".join(each for each in (amount, items_told(telling)) if each) or telling.commitment.category
