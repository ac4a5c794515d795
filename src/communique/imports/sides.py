"""Who acts and to whom it is done, as the columns of POLECAT, ICEWS and ACLED tell it.

In: a row's cells and its text. Out: ids of the actors of one side, in their order. POLECAT's cells may hold lists,
apart by semicolons, ACLED's allies stand in a cell of their own; where a side has a country alone, the state is meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from communique.imports.cast import Cast, country_code
from communique.imports.rowtext import RowText
from communique.knowledge.countries import countries
from communique.knowledge.imported import codes

_IN_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")


def side_of(kind: str, side: str, cells: Mapping[str, str], text: RowText, cast: Cast) -> tuple[str, ...]:
    """Return the ids of the actors of a side (`Actor`, `Target`, `1` …), each once."""
    if kind == "polecat":
        found = _polecat(side, cells, text, cast)
    elif kind == "icews":
        found = _icews(side, cells, text, cast)
    else:
        found = _acled(side, cells, text, cast)
    return tuple(dict.fromkeys(found))


def _polecat(side: str, cells: Mapping[str, str], text: RowText, cast: Cast) -> list[str]:
    column = f"{side} Name"
    names = _listed(cells.get(column, ""))
    others = [
        [value for _, value in _listed(cells.get(each, ""), blanks=True)]
        for each in (f"{side} Country", f"{side} Sectors", f"{side} Title", f"Wikipedia {side} ID")
    ]
    if not names:
        return _state_alone(f"{side} Country", cells, text, cast)
    # A name may hold a semicolon itself: then the lists don't tell which of them is whose.
    if any(len(each) not in {0, len(names)} for each in others):
        names, others = [(0, cells[column])], [each[:1] for each in others]
    found = []
    for at, (start, name) in enumerate(names):
        country, sectors, title, wikidata = (each[at] if at < len(each) else "" for each in others)
        span = text.part(column, start, len(name))
        if span is not None:
            known = {"country": country, "title": title, "wikidata": wikidata}
            found.append(cast.add(name, span, sectors=re.split(r"[\s,]+", sectors), **known))
    return found


def _icews(side: str, cells: Mapping[str, str], text: RowText, cast: Cast) -> list[str]:
    column, where = f"{side} Name", f"{side} Country"
    span, name = text.at(column), cells.get(column, "")
    if span is None:
        return _state_alone(where, cells, text, cast)
    return [
        cast.add(name, span, country=cells.get(where, ""), sectors=re.split(r"[,;/]", cells.get(f"{side} Sectors", "")))
    ]


def _acled(side: str, cells: Mapping[str, str], text: RowText, cast: Cast) -> list[str]:
    sector = codes()["acled_actors"].get(cells.get(f"inter{side}", "").casefold(), "")
    found = []
    for column in (f"actor{side}", f"assoc_actor_{side}"):
        for start, name in _listed(cells.get(column, "")):
            span = text.part(column, start, len(name))
            if span is not None:
                # "Military Forces of Russia (2000-)", "Protesters (Ukraine)": brackets hold years or a country.
                inside = _IN_BRACKETS.search(name)
                country = country_code(inside[1]) if inside else None
                outside = country_code(_IN_BRACKETS.sub("", name).rpartition(" of ")[2])
                of = sector if column.startswith("actor") else ""
                found.append(cast.add(name, span, country=country or outside or "", sectors=(of,)))
    return found


def _state_alone(column: str, cells: Mapping[str, str], text: RowText, cast: Cast) -> list[str]:
    """Return the states of a cell of countries, of a side that has no names."""
    found = []
    for start, said in _listed(cells.get(column, "")):
        code = country_code(said)
        span = text.part(column, start, len(said))
        if code is not None and code in countries() and span is not None:
            found.append(cast.add(countries()[code].name, span, country=code, sectors=("GOV",)))
    return found


def _listed(cell: str, *, blanks: bool = False) -> list[tuple[int, str]]:
    """Return the values of a cell's list with their places in it; empty ones only with `blanks`."""
    if not cell:
        return []
    found, start = [], 0
    for part in cell.split(";"):
        value = part.strip()
        if value or blanks:
            found.append((start + len(part) - len(part.lstrip()), value))
        start += len(part) + 1
    return found
