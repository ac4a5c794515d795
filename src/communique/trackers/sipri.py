"""SIPRI's register of arms transfers, in its older and its newer layout, as transfers: an order and its deliveries.

In: a sheet whose columns are known. Out: a `Register`. The older layout has a row for each order; the newer one a row
for each year of delivery, and rows with one id are one order here. "?" behind a figure, in a column without a header,
and parentheses mean SIPRI's estimate. TIV is SIPRI's own measure of military value: it is never read, for it is no
money and no article tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from communique.knowledge.item_classes import item_class_of
from communique.trackers.cells import parties, said
from communique.trackers.columns import Headed, tracker_words
from communique.trackers.dates import days, years
from communique.trackers.figures import figure
from communique.trackers.rows import TRANSFER, Register, SheetItem, SheetRow, listed_lines


def read_sipri(found: Headed) -> Register:
    """Return the transfers of a sheet, with notes of what was decided."""
    notes: list[str] = []
    orders: dict[tuple[str, str], SheetRow] = {}
    skipped = []
    read = 0
    for line, row in found.rows():
        read += 1
        told = _transfer(found, line, row)
        if told is None:
            skipped.append(line)
            continue
        # An order is of one designation; our own exports have a commitment's id at each of its items.
        key = (told.ident or f"row {line}", told.items[0].name)
        orders[key] = _joined(orders[key], told) if key in orders else told
    if skipped:
        notes.append(f"rows without a supplier or a designation were left out: {listed_lines(tuple(skipped))}")
    if any("tiv" in header.casefold() for header in found.headers):
        notes.append("TIV is SIPRI's own measure and no money: it isn't compared")
    notes += _not_taken(found)
    transfers = tuple(orders.values())
    if read > len(skipped) + len(transfers):
        notes.append("rows with one id are years of one order")
    return Register(
        kind="sipri",
        sheet=found.sheet.name,
        header_line=found.top + 1,
        taken=found.taken(),
        not_taken=found.not_taken(),
        rows=transfers,
        notes=tuple(notes),
        read=read,
        counts={TRANSFER: len(transfers)},
    )


def _transfer(found: Headed, line: int, row: Sequence[Any]) -> SheetRow | None:
    supplier, recipient = said(found.cell(row, "supplier")), said(found.cell(row, "recipient"))
    designation, description = said(found.cell(row, "designation")), said(found.cell(row, "description"))
    name = ", ".join(each for each in (designation, description) if each)
    if not name or not (supplier or recipient):
        return None
    about = any(
        _is_estimate(found, row, meaning)
        for meaning in ("ordered", "delivered")
        if found.cell(row, meaning) not in (None, "")
    )
    delivered = _count(found.cell(row, "delivered"))
    item = SheetItem(name, _classes(found, row), _count(found.cell(row, "ordered")), delivered, about=about)
    return SheetRow(
        lines=(line,),
        measure=TRANSFER,
        donor=supplier,
        donors=parties(supplier),
        recipient=recipient,
        recipients=parties(recipient),
        days=days(found.cell(row, "order_year")),
        items=(item,),
        category="military",
        text=said(found.cell(row, "comments")),
        delivery_years=years(found.cell(row, "delivery_years")),
        order_about=_is_estimate(found, row, "order_year"),
        ident=said(found.cell(row, "id")),
    )


def _count(cell: Any) -> float | None:
    told = figure(cell, accounting=False, counted=True)
    return None if told is None else abs(told.value)


def _not_taken(found: Headed) -> Iterator[str]:
    """Yield notes of cells that say something from which nothing could be taken."""
    readers: dict[str, Callable[[Any], object]] = {
        "ordered": _count, "delivered": _count, "order_year": days, "delivery_years": years,
    }  # fmt: skip
    for meaning, reader in readers.items():
        cells = ((line, found.cell(row, meaning)) for line, row in found.rows())
        lines = tuple(line for line, cell in cells if said(cell) and reader(cell) in {None, ()})
        if lines:
            header = found.headers[found.columns[meaning]]
            yield f"no number or year was taken from {header!r} in row {listed_lines(lines)}"


def _is_estimate(found: Headed, row: Sequence[Any], meaning: str) -> bool:
    cell = found.cell(row, meaning)
    marks = (found.flag(row, meaning), found.cell(row, f"{meaning}_estimate"))
    yes = set(tracker_words()["estimated"])
    return str(cell).strip().startswith("(") or any(str(each).strip().casefold() in yes for each in marks if each)


def _classes(found: Headed, row: Sequence[Any]) -> frozenset[str]:
    """Return the classes that description, designation and SIPRI's category tell; they needn't agree."""
    told = (said(found.cell(row, "description")), said(found.cell(row, "designation")))
    known = {str(each) for text in told if text and (each := item_class_of(text))}
    category = tracker_words()["armament"].get(said(found.cell(row, "category")))
    return frozenset(known | ({category} if category else set()))


def _joined(order: SheetRow, more: SheetRow) -> SheetRow:
    """Return an order with another year of its deliveries."""
    one, other = order.items[0], more.items[0]
    counts = [each for each in (one.delivered, other.delivered) if each is not None]
    item = replace(one, delivered=sum(counts) if counts else None, about=one.about or other.about)
    return replace(
        order,
        lines=(*order.lines, *more.lines),
        items=(item,),
        days=order.days or more.days,
        delivery_years=tuple(sorted({*order.delivery_years, *more.delivery_years})),
    )
