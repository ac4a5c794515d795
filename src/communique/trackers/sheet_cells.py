"""The cells of a sheet of aid as values, by what other cells and the headers tell: units, currencies, order of dates.

In: a sheet whose columns are known. Out: sums in units of their currency, counts and days. A cell that says something
else is None and is kept for a note: nothing that stands in a sheet is passed over without a word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from communique.trackers.cells import said
from communique.trackers.columns import Headed, header_currency, header_unit
from communique.trackers.dates import Days, day_first, days, is_two_ways, month
from communique.trackers.figures import Figure, decimal_mark, figure, money_unit

OWN: Final = ("activity", "sub", "reported")
EUROS: Final = ("activity_eur", "sub_eur")
_COUNTS: Final = ("count", "delivered")
_ADVICE: Final = {
    **dict.fromkeys((*OWN, *EUROS), ("sum", "write a number, as 80000000 or 80 million")),
    **dict.fromkeys(_COUNTS, ("number", "write it in digits")),
    "date": ("date", "write it as 2024-01-18, 2024-01 or 2024"),
    "currency": ("currency", "write its code, as EUR"),
}
_SHOWN: Final = 6
_LONGEST: Final = 40


class SheetCells:
    """Reads cells of a sheet; `notes` tell what was decided for all of it, and which cells nothing was taken from."""

    def __init__(self, found: Headed) -> None:
        self.found = found
        sums = [each for each in (*OWN, *EUROS) if each in found.columns]
        self.sums = tuple(sums)
        headers = {each: found.headers[found.columns[each]] for each in sums}
        self._units = {name: header_unit(header) for name, header in headers.items()}
        self._codes = {name: "EUR" if name in EUROS else header_currency(header) for name, header in headers.items()}
        rows = [row for _, row in found.rows()]
        figures = [found.cell(row, each) for each in (*sums, *_COUNTS) for row in rows if each in found.columns]
        self._mark, doubt = decimal_mark(figures, found.sheet.delimiter)
        dates = [found.cell(row, "date") for row in rows]
        self._day_first = day_first(dates)
        self._decided = [doubt] if doubt else []
        if self._day_first is None and any(map(is_two_ways, dates)):
            self._decided.append("no date tells whether the day or the month stands first; both are allowed for")
        self._not_taken: dict[str, dict[int, str]] = defaultdict(dict)
        self._mixed: dict[int, str] = {}
        self._bare: set[int] = set()

    def amount(self, row: Sequence[Any], line: int, name: str) -> tuple[Figure, str] | None:
        """Return the sum of a cell in units, with its currency."""
        told = figure(self.found.cell(row, name), mark=self._mark)
        if told is None:
            self._miss(row, line, name)
            return None
        code, scale = self._currency(row, line, name)
        scale = 1.0 if told.has_unit else self._units[name] or scale
        if told.value == 0:
            return None
        if told.currency and code not in {None, told.currency}:
            self._mixed[line] = said(self.found.cell(row, name))
            return None
        code = told.currency or code
        if code is None:
            self._bare.add(line)
            return None
        low, high = (None if each is None else _exact(each * scale) for each in (told.low, told.high))
        return replace(told, value=_exact(told.value * scale), low=low, high=high), code

    def _currency(self, row: Sequence[Any], line: int, name: str) -> tuple[str | None, float]:
        """Return the currency and the unit of a column, by its header or else by the row's cell."""
        header = self._codes[name]
        code, scale = money_unit(self.found.cell(row, "currency"))
        if code is None and header is None:
            self._miss(row, line, "currency")
        return (header, 1.0) if header else (code, scale)

    def count(self, row: Sequence[Any], line: int, name: str) -> float | None:
        """Return a number of items."""
        told = figure(self.found.cell(row, name), mark=self._mark, counted=True)
        if told is None:
            self._miss(row, line, name)
        return None if told is None else told.value

    def days(self, row: Sequence[Any], line: int) -> Days | None:
        """Return the days of a row, by its date or else by its month."""
        told = days(self.found.cell(row, "date"), dayfirst=self._day_first)
        if told is None:
            self._miss(row, line, "date")
        return told or month(self.found.cell(row, "month"))

    def _miss(self, row: Sequence[Any], line: int, name: str) -> None:
        text = said(self.found.cell(row, name))
        if text:
            self._not_taken[name][line] = text

    def notes(self) -> list[str]:
        """Return what was decided, and which cells nothing was taken from, for people."""
        found = list(self._decided)
        for name, cells in self._not_taken.items():
            what, advice = _ADVICE[name]
            header = self.found.headers[self.found.columns[name]]
            found.append(f"no {what} was taken from {header!r} in {_listed(cells)}: {advice}")
        if self._mixed:
            found.append(f"sums in another currency than row or column says were not taken: {_listed(self._mixed)}")
        if self._bare:
            lines = sorted(self._bare)
            shown = ", ".join(map(str, lines[:_SHOWN])) + (" …" if len(lines) > _SHOWN else "")
            advice = "name it in a column “Currency” or in the header, as “Total value (EUR)”"
            found.append(f"sums without a currency were not taken, in row {shown}: {advice}")
        return found


def _listed(cells: dict[int, str]) -> str:
    """Return cells for people, a few of them: row 3 '=1+1', row 7 'many'."""
    listed = [f"row {line} {text[:_LONGEST]!r}" for line, text in sorted(cells.items())]
    return ", ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")


def _exact(value: float) -> float:
    """Return a product without what binary fractions add: 0.57 million are 570,000."""
    return float(f"{value:.15g}")
