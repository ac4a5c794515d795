"""Cells of trackers' sheets as texts, parties and currencies; `figures` has their numbers, `dates` their days.

In: a cell, a Python value or a text as people type it. Out: a value, or None where the cell says nothing. A cell that
can't be understood is None as well; the sheet's reader notes it.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

from communique.knowledge.countries import country_match
from communique.knowledge.currencies import currency_of
from communique.ledger.who import code_of
from communique.linking.actors import folded
from communique.trackers.columns import tracker_words


@lru_cache(maxsize=1)
def _nothing() -> frozenset[str]:
    return frozenset(tracker_words()["nothing"])


def said(cell: Any) -> str:
    """Return a cell as text on one line, empty where it says nothing ("." and the like)."""
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = " ".join(str(cell).split()).removeprefix("'")
    return "" if text.casefold() in _nothing() else text


@lru_cache(maxsize=1)
def _parties() -> dict[str, str]:
    return {folded(name): code for code, names in tracker_words()["parties"].items() for name in names}


@lru_cache(maxsize=4096)
def party(name: str) -> str | None:
    """Return what a party is compared by: ISO 3166 or PLOVER code, or else its folded name; None for nobody named."""
    plain = folded(name.strip(" *"))
    if not plain or plain.split()[0] in _nothing():
        return None
    without = name.strip(" *").partition("(")[0].strip()
    known = _parties()
    for each in (name.strip(" *"), without):
        if found := known.get(folded(each)) or code_of(each):
            return found
    match = country_match(without or name)
    return match.iso3 if match else plain


def parties(cell: Any) -> frozenset[str]:
    """Return the parties of a cell; several are apart by semicolons."""
    found = (party(each) for each in said(cell).split(";") if each.strip())
    return frozenset(each for each in found if each)


def currency(cell: Any) -> str | None:
    """Return the ISO 4217 code of a code, sign or name of a currency."""
    text = said(cell)
    return currency_of(text) or currency_of(text.upper())
