"""Cells of trackers' sheets as texts, parties and currencies; `figures` has their numbers, `dates` their days.

In: a cell, a Python value or a text as people type it. Out: a value, or None where the cell says nothing. A cell that
can't be understood is None as well; the sheet's reader notes it.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

from communique.knowledge.countries import countries, countries_in, country_match
from communique.knowledge.currencies import currency_of
from communique.ledger.decided.who import code_of
from communique.linking.actors import folded
from communique.trackers.columns import tracker_words, words_of

_BETWEEN: Final = re.compile(r"\s*(?:[,/&+]|\b(?:and|und)\b)(?:\s*\b(?:and|und)\b)?\s*")


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
    if found := _whole(name):
        return found
    match = country_match(name.strip(" *").partition("(")[0].strip() or name)
    return match.iso3 if match else plain


@lru_cache(maxsize=4096)
def _whole(name: str) -> str | None:
    """Return the code of a party that is known by its whole name, or by what stands before a bracket."""
    bare = re.sub(r"^the\s+", "", name.strip(" *"), flags=re.IGNORECASE)
    known = _parties()
    for each in (bare, bare.partition("(")[0].strip()):
        if found := known.get(folded(each)) or code_of(each):
            return found
    return None


def party_names(text: str) -> list[tuple[int, str]]:
    """Return the names of a cell's parties with their places in it.

    They are apart by semicolons, or by commas, strokes and "and" where each of them is a party by itself: "Estonia and
    Latvia", but not "Bosnia and Herzegovina".
    """
    found: list[tuple[int, str]] = []
    for part in re.finditer(r"[^;]+", text):
        pieces = [part]
        if _whole(part[0]) is None:
            ends = [(0, 0), *(each.span() for each in _BETWEEN.finditer(part[0])), (len(part[0]),) * 2]
            places = [(one[1], other[0]) for one, other in pairwise(ends) if part[0][one[1] : other[0]].strip()]
            if len(places) > 1 and all(_whole(part[0][start:end]) for start, end in places):
                found += [(part.start() + start, part[0][start:end]) for start, end in places]
                continue
        found += [(each.start(), each[0]) for each in pieces]
    bare = ((start + len(name) - len(name.lstrip()), name.strip()) for start, name in found)
    return [(start, name) for start, name in bare if name]


@lru_cache(maxsize=4096)
def names_several(text: str) -> bool:
    """Return whether a cell names several countries in a way that `party_names` doesn't take apart."""
    return any(
        _whole(name) is None and len({each.iso3 for each in countries_in(name)}) > 1 for _, name in party_names(text)
    )


class NamedParty(NamedTuple):
    """A party of a cell: where it stands, its name, what it is compared by, and its country's code if it has one."""

    start: int
    name: str
    key: str
    code: str


def coded_parties(names: Any, codes: Any) -> tuple[NamedParty, ...]:
    """Return the parties of a cell; `codes` tells their countries in the same order, None where no cell does."""
    text = said(names)
    parts = list(re.finditer(r"[^;]+", text))
    given = [] if codes is None else [each.strip() for each in said(codes).split(";")]
    if len(parts) != len(given):
        return tuple(
            NamedParty(start, name, key, key) for start, name in party_names(text) if (key := party(name)) is not None
        )
    found = []
    for part, code in zip(parts, given, strict=True):
        name = part[0].strip()
        known = code if code in countries() or code == "EUR" else _whole(name) or folded(name)
        found.append(NamedParty(part.start() + len(part[0]) - len(part[0].lstrip()), name, known, code))
    return tuple(each for each in found if each.name)


def parties(cell: Any) -> frozenset[str]:
    """Return the parties of a cell."""
    found = (party(name) for _, name in party_names(said(cell)))
    return frozenset(each for each in found if each)


def is_total(text: str) -> bool:
    """Return whether a cell in the place of a party heads a total of other rows."""
    words = words_of(text)
    return bool(words) and not {words[0], words[-1]}.isdisjoint(tracker_words()["totals"])


def currency(cell: Any) -> str | None:
    """Return the ISO 4217 code of a code, sign or name of a currency."""
    text = said(cell)
    return currency_of(text) or currency_of(text.upper())
