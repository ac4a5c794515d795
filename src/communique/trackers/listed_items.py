"""The items of a row of a sheet of aid: of its own columns, or of a cell that lists them ("3 HIMARS, 100 missiles").

In: a row of a sheet whose columns are known. Out: `SheetItem`s. A sheet without a column of items may list them where
it says what was given; prose there is left alone, since a number in it may count anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from communique.knowledge.item_classes import item_class_of
from communique.trackers.cells import said
from communique.trackers.figures import number
from communique.trackers.rows import SheetItem
from communique.trackers.sheet_cells import SheetCells

_EXTENT: Final = re.compile(r"(?:(?P<open>[<>]=)?(?P<low>\d[\d,]*)(?:\s?[-–]\s?(?P<high>\d[\d,]*))?)\s+(?P<name>\S.*)")
_BORDER: Final = re.compile(r"\s*(?:[;\n]|(?:,|\band\b|[+&])(?=\s+\d))\s*")
"""Between items of a cell: a comma or "and" only before a number, for "155mm shells, smoke" is one."""
_LONGEST: Final = 5
"""Words of an item at most; what is longer is prose."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """A name without the number before it; both bounds are None where it has none."""

    name: str
    low: float | None = None
    high: float | None = None


def items_of(cells: SheetCells, line: int, row: Sequence[Any]) -> tuple[tuple[SheetItem, str], ...]:
    """Return the items of a row of the file, each with the meaning of the column that tells it."""
    found = cells.found
    if "item" not in found.columns and "item_type" not in found.columns:
        return tuple((each, "explanation") for each in _listed(said(found.cell(row, "explanation"))))
    name, kind = said(found.cell(row, "item")), said(found.cell(row, "item_type"))
    if not name and not kind:
        return ()
    count, delivered = cells.count(row, line, "count"), cells.count(row, line, "delivered")
    meaning = "item" if name else "item_type"
    if count is None and delivered is None and len(several := tuple(_listed(name))) > 1:
        return tuple((each, meaning) for each in several)
    low = high = count
    if count is None:
        # "24 howitzers": number and name share a cell.
        own = _counted(name)
        name, low, high = own.name, own.low, own.high
        count = low if low == high else None
    return ((SheetItem(name or kind, _classes(name, kind), count, delivered, low=low, high=high), meaning),)


def _listed(text: str) -> Iterator[SheetItem]:
    """Yield the items of a cell that lists some; nothing of a cell that says more."""
    parts = [_counted(each.strip(" .,")) for each in _BORDER.split(text) if each.strip(" .,")]
    if any(len(each.name.split()) > _LONGEST for each in parts):
        return
    for each in parts:
        classes = _classes(each.name)
        if classes or each.low is not None or each.high is not None:
            exact = each.low if each.low == each.high else None
            yield SheetItem(each.name, classes, exact, low=each.low, high=each.high)


def _counted(text: str) -> _Counted:
    found = _EXTENT.fullmatch(text)
    if found is None:
        return _Counted(text)
    low = number(found["low"])
    high = number(found["high"]) if found["high"] else low
    return _Counted(found["name"], None if found["open"] == "<=" else low, None if found["open"] == ">=" else high)


def _classes(*texts: str) -> frozenset[str]:
    return frozenset(str(each) for text in texts if text and (each := item_class_of(text)))
