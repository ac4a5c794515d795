"""Figures in cells of trackers' sheets: "80 million", "€80m", "1.234,56", "5E+07", "75-85 mn EUR", "(5,000)".

In: a cell, a Python value or a text as people type it. Out: `Figure`, or None where the cell says nothing or says
something else as well: of "80 million" nobody may take 80. Whether a point stands before decimals or between thousands
is told by the other cells of the sheet where a cell doesn't tell it itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from communique.knowledge.currencies import currencies, currency_names, currency_of
from communique.trackers.cells import said
from communique.trackers.columns import header_text, tracker_words

_DIGITS: Final = r"\d{1,3}(?:(?:[ '’]\d{3})+|(?:[.,]\d{2,3})*[.,]\d{3})(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?|[.,]\d+"
_NUMBER: Final = re.compile(rf"({_DIGITS})([eE][+-]?\d{{1,3}}(?!\d))?")
_PLAIN: Final = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.(?:\d{1,2}|\d{4,}))?")
_DASH: Final = re.compile(r"[-–—−]")
_GROUP: Final = 3
_MOST: Final = 120
"""Characters of a cell that may be a figure."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its value (the middle of a range), the range, the currency beside it, and whether it has a unit."""

    value: float
    low: float | None
    high: float | None
    currency: str | None = None
    has_unit: bool = False


def number(cell: Any, *, accounting: bool = True, mark: str | None = None) -> float | None:
    """Return a number; in `accounting` one in parentheses is negative, else they mean an estimate, as in SIPRI's."""
    found = figure(cell, accounting=accounting, mark=mark)
    return None if found is None else found.value


def figure(cell: Any, *, accounting: bool = True, mark: str | None = None, counted: bool = False) -> Figure | None:
    """Return a figure with its range and currency.

    Args:
        cell: a number or a text.
        accounting: whether parentheses mean that it is negative.
        mark: what stands before decimals in the sheet, "." or ","; None where no cell tells.
        counted: whether words for what is counted may follow, as in "24 pieces".
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return Figure(float(cell), float(cell), float(cell)) if math.isfinite(cell) else None
    text = said(cell)
    if _PLAIN.fullmatch(text):
        return Figure(*3 * (float(text),)) if math.isfinite(float(text)) else None
    return _read(text, accounting, mark, counted) if 0 < len(text) <= _MOST else None


@lru_cache(maxsize=4096)
def _read(text: str, accounting: bool, mark: str | None, counted: bool) -> Figure | None:  # noqa: FBT001  # a cache's key
    negative = accounting and text.startswith("(") and text.endswith(")")
    text, bound = _bound(text.strip("()") if negative else text)
    numbers = list(_NUMBER.finditer(text))
    if not 1 <= len(numbers) <= 2:  # noqa: PLR2004  # a figure or a range
        return None
    values: list[float] = []
    units: list[float | None] = []
    code: str | None = None
    place = 0
    for at, found in enumerate((*numbers, None)):
        words = text[place : found.start() if found else len(text)]
        dashes = len(_DASH.findall(words))
        between = at == 1 and found is not None
        told = _words(_DASH.sub(" ", words), between=between, loose=counted and found is None)
        if told is None or dashes > (found is not None) or (at == 0 and told[0] is not None):
            return None
        joined = dashes or told[2]
        if between and not joined:
            return None
        if at == 0:
            negative = negative or dashes == 1
        elif len(units) < at:
            units.append(told[0])
        if told[1] is not None and code not in {None, told[1]}:
            return None
        code = told[1] or code
        if found is not None:
            value = _value(found[1], found[2], mark)
            if value is None:
                return None
            values.append(value)
            place = found.end()
    return _made(values, units, code, bound, negative=negative)


def _made(
    values: list[float], units: list[float | None], code: str | None, bound: str, *, negative: bool
) -> Figure | None:
    last = units[-1]
    if len(values) == 1:
        value = values[0] * (last or 1.0) * (-1 if negative else 1)
        low, high = (None if bound == "most" else value), (None if bound == "least" else value)
        return Figure(value, low, high, code, last is not None) if math.isfinite(value) else None
    # "75-85 million": the unit is that of both, but for "500,000 to 1 million".
    shared = last if units[0] is None and values[0] <= values[1] else units[0]
    low, high = values[0] * (shared or 1.0), values[1] * (last or 1.0)
    if negative or bound or low > high or not math.isfinite(high):
        return None
    return Figure((low + high) / 2, low, high, code, last is not None)


def _bound(text: str) -> tuple[str, str]:
    """Return a text without the words before its figure, and which bound they say: `least`, `most`, or none."""
    plain = text.strip().rstrip("?*").strip()
    plain = re.sub(r"(?<=\d)[.,][-–—]+$", "", plain)
    bound = ""
    if plain.endswith("+"):
        plain, bound = plain[:-1], "least"
    for kind, words in tracker_words()["bounds"].items():
        for each in words:
            if plain.casefold().startswith(each) and not plain[len(each) : len(each) + 1].isalpha():
                return plain[len(each) :].lstrip(". "), kind if kind != "about" else bound
    return plain, bound


def _words(text: str, *, between: bool, loose: bool) -> tuple[float | None, str | None, bool] | None:
    """Return the unit, the currency and whether "to" stands among words beside a number; None where more does."""
    units: dict[str, float] = tracker_words()["units"]
    unit, joined, rest = None, False, []
    for word in header_text(re.sub(r"[()]", " ", text)).split():
        plain = word.rstrip(".").casefold()
        if plain in units and unit is None:
            unit = units[plain]
        elif between and plain in {"to", "bis", "and", "or"}:
            joined = True
        elif plain not in {"", ":", "of", "about", "estimated", "estimate", "est"}:
            rest.append(word)
    if not rest:
        return unit, None, joined
    if loose and text[:1].isalnum() and unit is None and _currency(rest) is None:
        return None  # "24 155mm howitzers" are no 24,155
    code = _currency(rest)
    if code is None and not (loose and all(each.strip(".,;").isalpha() and not _code(each) for each in rest)):
        return None
    return unit, code or None, joined


def _currency(words: Iterable[str]) -> str | None:
    """Return the currency that words name, also where they name it twice; empty for one of several ("kr")."""
    listed = [each.strip(".") for each in words]
    whole = _code(" ".join(listed))
    codes = {_code(each) for each in listed} if whole is None else {whole}
    return codes.pop() if len(codes) == 1 else None


def _code(text: str) -> str | None:
    if text.isalpha() and sum(text in each.signs for each in currencies().values()) > 1:
        return ""
    named = currency_names().exact(text.lower())
    if named and len(named[0]) > 1:
        return ""
    return currency_of(text) or currency_of(text.upper()) or currency_of(text.lower())


def money_unit(cell: Any) -> tuple[str | None, float]:
    """Return the currency of a cell or header and the unit that it tells: of "EURO (m)" EUR and a million."""
    told = _words(said(cell), between=False, loose=False)
    return (None, 1.0) if told is None else (told[1] or None, told[0] or 1.0)


def _value(digits: str, power: str | None, mark: str | None) -> float | None:
    plain = re.sub(r"[ '’]", "", digits)
    # Where nothing tells, a point stands before decimals and a comma between thousands, as in English.
    used = _decimal(plain) or mark or "."
    whole, _, decimals = plain.rpartition(used) if used in plain else (plain, "", "")
    try:
        return float(f"{re.sub('[.,]', '', whole) or '0'}.{decimals or '0'}{power or ''}")
    except ValueError:  # pragma: no cover  # digits and marks alone are left
        return None


def _decimal(digits: str) -> str | None:
    """Return what stands before the decimals of a number, where it tells that by itself; "." where nothing does."""
    marks = [each for each in digits if each in ".,"]
    if not marks:
        return "."
    last = marks[-1]
    other = "," if last == "." else "."
    whole, _, after = digits.rpartition(last)
    if len(set(marks)) > 1:
        return last if marks.count(last) == 1 else other
    if len(marks) > 1:
        return other
    return last if len(after) != _GROUP or len(whole) > _GROUP or whole in {"", "0"} else None


def _open(digits: str) -> str | None:
    """Return the mark of a number that may be decimals or thousands: "." of "300.000"."""
    return None if _decimal(digits) else next(each for each in digits if each in ".,")


def decimal_mark(cells: Iterable[Any], delimiter: str = "") -> tuple[str | None, str]:
    """Return what stands before decimals in a sheet, and a note where a cell may be read in two ways.

    Args:
        cells: those of its columns of figures.
        delimiter: what stands between its cells; semicolons do where commas stand before decimals.
    """
    told: set[str] = set()
    doubtful: dict[str, str] = {}
    for text, digits in _digits(cells):
        own, mark = _decimal(digits), _open(digits)
        if mark:
            doubtful.setdefault(mark, text)
        elif own and ("," in digits or "." in digits):
            told.add(own)
    if len(told) == 1:
        return told.pop(), ""
    if not told and delimiter == ";" and doubtful and "," not in doubtful:
        return ",", ""
    if "." in doubtful:
        return None, f"no cell tells whether {doubtful['.']} has decimals or thousands behind its point: decimals"
    if "," in doubtful and (told or delimiter == ";"):
        return None, f"no cell tells whether {doubtful[',']} has decimals or thousands behind its comma: thousands"
    return None, ""


def _digits(cells: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for cell in cells:
        if isinstance(cell, str) and len(cell) <= _MOST:
            for found in _NUMBER.finditer(said(cell)):
                yield said(cell), re.sub(r"[ '’]", "", found[1])
