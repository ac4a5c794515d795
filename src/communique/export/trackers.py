"""The sheets that aid and arms trackers keep: the Kiel Ukraine Support Tracker's and SIPRI's register.

Column names are those of the published sheets. Kiel's has a row for each commitment, however many articles tell it; its
measure is Commitment for what is promised and Allocation for what is approved, contracted or delivered, which are never
added together: the thread in the last column but one says which rows are one promise. Of one measure each sum and each
item stands once, so that a column may be added up, and the rows of a thread stand together; the dates are those of
announcements. What is only asked for, speculated, refused or cancelled has no measure there and stays out, and so do
totals of what is told already. SIPRI's has a row for each item of arms; TIV is SIPRI's own measure and stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from communique.export.columns import Row, materiel, names
from communique.export.delimited import write_delimited
from communique.export.selection import Selection, one_of
from communique.export.workbook import Workbook
from communique.knowledge.countries import countries
from communique.ledger.full.details import CommitmentInFull, Materiel
from communique.ledger.told.people import Party
from communique.trackers.entries import day_of
from communique.trackers.once import Entered, Measure, entered

KIEL = (
    *("donor", "announcement_date", "month", "month_exists_dummy", "earmarked_year", "measure", "aid_type_general"),
    *("aid_type_specific", "explanation", "reporting_currency", "source_reported_value", "tot_activity_value"),
    *("tot_activity_value_EUR", "tot_activity_value_constant_currency", "tot_sub_activity_value"),
    *("tot_sub_activity_value_EUR", "tot_sub_activity_value_constant_currency", "tot_value_deliv_EUR", "item"),
    *("item_type", "item_price_USD", "item_value_estimate_USD", "item_value_estimate_deliv_USD"),
    *("recipient", "donor_code", "recipient_code", "sum_per", "stage", "source_1", "thread", "id"),
)
"""Kiel's columns, and after them eight of our own: who gets it, of which countries givers and takers are (in the order
of their names), whether the sum is a year's or a month's, at which stage, from which source, in which thread."""
SIPRI = (
    *("SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category", "Order date"),
    *("Order date is estimate", "Numbers delivered", "Numbers delivered is estimate", "Delivery year"),
    *("Delivery year is estimate", "Status", "SIPRI estimate", "TIV deal unit", "TIV delivery values"),
    "Local production",
)

_MEASURE = {
    "pledged": "Commitment",
    "proposed": "Commitment",
    "delayed": "Commitment",
    "approved": "Allocation",
    "contracted": "Allocation",
    "delivered": "Allocation",
}
_GENERAL = {"military": "Military", "financial": "Financial", "humanitarian": "Humanitarian", "civil": "Financial"}
_ARMAMENT = {
    "ammunition": "Ammunition",
    "artillery": "Artillery",
    "armour": "Armoured vehicles",
    "aircraft": "Aircraft",
    "air_defence": "Air defence systems",
    "missiles": "Missiles",
    "drones": "Aircraft",
    "naval": "Ships",
    "electronics": "Sensors",
}
"""Classes of items that SIPRI's register covers, in its words; others are not major arms."""
_OF_SIPRI = (
    f"NOT cumulative AND {one_of('stage', ('contracted', 'delivered'))} AND EXISTS (SELECT 1 FROM items"  # noqa: S608  # words of ours
    f" WHERE items.commitment = commitments.number AND {one_of('items.class', _ARMAMENT)})"
)
"""The condition that a commitment may have rows in SIPRI's register."""
_SUMS = frozenset(("source_reported_value", "tot_activity_value", "tot_activity_value_EUR"))
_STATUS = {"new": "New", "second_hand": "Second hand"}
_FIRST_YEAR = 2022
"""Kiel's month 1 is January 2022."""


def write_kiel(chosen: Selection, out: BinaryIO) -> int:
    """Write Kiel's sheet as CSV; return the number of rows."""
    return write_delimited(_kiel(chosen), KIEL, out)


def write_sipri(chosen: Selection, out: BinaryIO) -> int:
    """Write SIPRI's register as CSV, contracted and delivered arms alone; return the number of rows."""
    return write_delimited(_sipri(chosen), SIPRI, out)


def write_kiel_workbook(chosen: Selection, out: BinaryIO) -> int:
    """Write Kiel's sheet as XLSX; return the number of rows."""
    return _write_workbook(_kiel(chosen), KIEL, "Bilateral Assistance, MAIN DATA", out)


def write_sipri_workbook(chosen: Selection, out: BinaryIO) -> int:
    """Write SIPRI's register as XLSX; return the number of rows."""
    return _write_workbook(_sipri(chosen), SIPRI, "Trade Register", out)


def _write_workbook(rows: Iterator[Row], columns: Sequence[str], title: str, out: BinaryIO) -> int:
    with Workbook(out) as book:
        return book.add_sheet(title, columns, ([_cell(each, row[each]) for each in columns] for row in rows))


def _cell(column: str, value: object) -> object:
    """Return a cell as a spreadsheet calculates with it: a sum is a number, and what isn't told is empty."""
    if value == "":
        return None
    return float(str(value)) if column in _SUMS else value


def _kiel(chosen: Selection) -> Iterator[Row]:
    only = f"NOT cumulative AND {one_of('stage', _MEASURE)}"
    for each, entry in _entered(chosen, only, lambda each: _MEASURE[each.stage]):
        if entry.anything:
            yield from _package(each, entry)


def _package(each: CommitmentInFull, entry: Entered) -> Iterator[Row]:
    """Yield Kiel's rows of a telling: one for each of its items, or one."""
    day = day_of(each).isoformat()
    value = _number(each.value) if entry.with_sum else ""
    shared = {
        **dict.fromkeys(KIEL, ""),
        "donor": names(each.donors),
        "announcement_date": day,
        **_month(day),
        "measure": _MEASURE[each.stage],
        "aid_type_general": _GENERAL.get(each.category, ""),
        "aid_type_specific": each.instrument.replace("_", " "),
        "explanation": each.quote.quote,
        "reporting_currency": each.currency or "",
        "source_reported_value": value,
        "tot_activity_value": value,
        "tot_activity_value_EUR": value if each.currency == "EUR" else "",
        "donor_code": _codes(each.donors),
        "recipient_code": _codes(each.recipients),
        "sum_per": (each.per or "") if value else "",
        "recipient": names(each.recipients),
        "stage": each.stage,
        "source_1": each.quote.url or each.quote.publisher or "",
        "thread": each.thread,
        "id": each.id,
    }
    if not entry.items:
        yield shared
    for at, item in enumerate(entry.items):
        # The sum belongs to the package: it stands in its first row alone, so that a column can be added up.
        sums = {} if not at else dict.fromkeys(_SUMS, "")
        yield shared | sums | {"item": materiel(item), "item_type": item.item_class.replace("_", " ")}


def _month(day: str) -> Row:
    year, month = int(day[:4]), int(day[5:7])
    count = (year - _FIRST_YEAR) * 12 + month
    return {"month": max(0, count), "month_exists_dummy": int(count > 0)}


def _sipri(chosen: Selection) -> Iterator[Row]:
    for each, entry in _entered(chosen, _OF_SIPRI, lambda each: each.stage):
        for item in entry.items:
            if item.item_class in _ARMAMENT:
                yield _register(each, item)


def _entered(chosen: Selection, only: str, measure: Measure) -> Iterator[tuple[CommitmentInFull, Entered]]:
    """Yield the chosen commitments of which a condition holds, with what is entered of each; a thread stands together.

    What was not delivered is left out. Some threads are looked at together, however many there are.
    """
    for threads in chosen.all_threads(only):
        told = [each for each in threads if not each.undelivered]
        entries = entered(chosen.connection, told, measure)
        yield from ((each, entries[each.id]) for each in told)


def _register(each: CommitmentInFull, item: Materiel) -> Row:
    delivered = each.stage == "delivered"
    number = item.count if item.count is not None else item.low
    year = str(day_of(each).year)
    return {
        **dict.fromkeys(SIPRI, ""),
        "SIPRI AT Database ID": each.id,
        "Supplier": _states(each.donors),
        "Recipient": _states(each.recipients),
        "Designation": item.designation,
        "Description": item.item_class.replace("_", " "),
        "Armament category": _ARMAMENT[item.item_class],
        "Order date": "" if delivered else year,
        "Numbers delivered": number if delivered and number is not None else "",
        "Numbers delivered is estimate": str(item.estimate) if delivered else "",
        "Delivery year": year if delivered else "",
        "Status": _STATUS.get(item.condition or "", ""),
    }


def _states(parties: Iterable[Party]) -> str:
    """Return the countries of parties, as SIPRI names them; a party without one by its own name."""
    known = countries()
    named = (known[each.country].name if each.country and each.country in known else each.name for each in parties)
    return "; ".join(dict.fromkeys(named))


def _codes(parties: Iterable[Party]) -> str:
    """Return the countries of parties in the order of their names, empty where one has none."""
    return "; ".join(each.country or "" for each in parties)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.15g}"
