"""What a tracker's sheet tells, whichever tracker it is: packages of aid, or transfers of arms.

In: nothing; these are the records that `kiel` and `sipri` make and `matching` compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from communique.linking.commitment_pledges import Sum
from communique.trackers.dates import Days

COMMITMENT = "Commitment"
ALLOCATION = "Allocation"
TRANSFER = "Transfer"


@dataclass(frozen=True, slots=True)
class SheetItem:
    """An item of a row: what it is called, its classes (any may be right), how many, and how many were delivered.

    `low` and `high` are the bounds of a number that is a range, and `count` then None; of an exact one they may be it.
    `about` says that the tracker estimates its numbers.
    """

    name: str
    classes: frozenset[str]
    count: float | None = None
    delivered: float | None = None
    about: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A package of Kiel's sheet or a transfer of SIPRI's, made of one or several rows of the file.

    Args:
        lines: rows of the file, from 1.
        measure: `Commitment`, `Allocation`, `Transfer`, or None where the sheet doesn't tell.
        donor, recipient: as the sheet names them.
        donors, recipients: ISO 3166 or PLOVER codes, or folded names; empty where not told.
        days: the days of the announcement or order; None where not told.
        amounts: the sum, in the currency reported and in euros; TIV is never one.
        items: what is given.
        category: `military`, `financial`, `humanitarian`, or None.
        text: the sheet's explanation.
        delivery_years: years of delivery, in order.
        order_about: whether the tracker estimates the year of the order.
        ident: its id in the sheet; in our own exports that of a commitment.
    """

    lines: tuple[int, ...]
    measure: str | None
    donor: str
    donors: frozenset[str]
    recipient: str
    recipients: frozenset[str]
    days: Days | None
    amounts: tuple[Sum, ...] = ()
    items: tuple[SheetItem, ...] = ()
    category: str | None = None
    text: str = ""
    delivery_years: tuple[int, ...] = ()
    order_about: bool = False
    ident: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """A sheet as read.

    Args:
        kind: `kiel` or `sipri`.
        sheet: its name.
        header_line: the row of the file that heads the columns, from 1.
        taken: meanings and the headers taken for them.
        not_taken: headers that nothing was taken from.
        rows: packages or transfers, in the sheet's order.
        notes: what was decided about the sheet, and what of it could not be used, for people.
        read: rows of the file below the header.
        counts: packages or transfers by measure.
        left_out: rows of the file that tell nothing that can be used, and why.
    """

    kind: str
    sheet: str
    header_line: int
    taken: tuple[tuple[str, str], ...]
    not_taken: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...]
    read: int
    counts: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[tuple[int, str], ...] = ()


def listed_lines(lines: tuple[int, ...]) -> str:
    """Return rows of the file for people: "12", "12-15", "12, 19 …"."""
    if len(lines) > 1 and lines[-1] - lines[0] == len(lines) - 1:
        return f"{lines[0]}-{lines[-1]}"
    shown = ", ".join(map(str, lines[:6]))
    return shown if len(lines) <= 6 else f"{shown} …"  # noqa: PLR2004  # as many as fit a cell
