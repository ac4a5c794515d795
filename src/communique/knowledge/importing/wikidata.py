"""A JSON dump of Wikidata (an array with one entity a line) as rows of a table of actors.

Taken are persons who hold or held an office (P39), each with a row for each office and its first and last day (P580,
P582), and organisations and armed groups whose class (P31) stands in ``actors/wikidata_classes.csv``, with their
country (P17), inception (P571) and end (P576); names and aliases are the English ones. What an office is called, and
of which country it is (P17, P1001), the office's own entity tells, which may come later in the dump: persons wait on
disk for it. Nobody holds an office after death (P570). A term that ended nobody knows when is left out.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple

from communique.knowledge.actor_table import ActorRow
from communique.knowledge.importing.lines import Line, Tell, json_objects, sound
from communique.knowledge.importing.staging import temporary
from communique.knowledge.offices import sectors_of
from communique.knowledge.tables import listed, rows
from communique.vocabulary import ActorKind, Sector

_HUMAN: Final = "Q5"
_OFFICE: Final = "office"
_LANGUAGES: Final = ("en", "en-gb", "en-us", "mul")
_CLASSES_AT: Final = re.compile(rb'"P31"\s*:\s*\[')
_WINDOW: Final = 8_000
"""Bytes after the classes' beginning that hold those of nearly every entity, with their references."""
_ID: Final = re.compile(rb'"id"\s*:\s*"(Q\d+)"')
_ENTITY: Final = re.compile(r"Q[0-9]+")
_TIME: Final = re.compile(r"\+(\d{4})-(\d{2})-(\d{2})T")
_YEAR, _MONTH, _DAY = 9, 10, 11  # Wikidata's precisions
_MANY: Final = 5_000

_Claims = dict[str, list[dict[str, Any]]]


class _Class(NamedTuple):
    kind: str
    sectors: tuple[Sector, ...]
    slot: str | None


@lru_cache(maxsize=1)
def _classes() -> dict[str, _Class]:
    return {
        row["wikidata"]: _Class(row["kind"], tuple(map(Sector, listed(row["sectors"]))), row["slot"] or None)
        for row in rows("actors/wikidata_classes.csv")
    }


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    return {row["wikidata"]: row["country"] for row in rows("actors/wikidata_countries.csv")}


def wikidata_rows(lines: Iterable[Line], tell: Tell) -> Iterator[ActorRow]:
    """Yield the rows of a dump: organisations as they come, persons after the last line."""
    with temporary() as database:
        database.execute("CREATE TABLE offices (id TEXT PRIMARY KEY, label, country)")
        database.execute("CREATE TABLE terms (cells, citizen, office, start, until, file, number)")
        waiting = _Waiting(database)
        for line, entity in json_objects(filter(_may_matter, lines), tell):
            try:
                yield from _entity(entity, line, waiting, tell)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                tell(line.wrong(f"this is no entity of Wikidata ({error})", "Take the file of a JSON dump as it is."))
        waiting.put_down()
        yield from _persons(database, tell)


def _may_matter(line: Line) -> bool:
    """Say whether an entity may be a person in office, an office or an organisation, without taking JSON apart."""
    data = line.data
    if b'"P39"' in data or b'"P1001"' in data:
        return True
    if not data.rstrip(b" \t,").endswith((b"}", b"[", b"]")):
        return True  # what is broken is to be told
    found = _CLASSES_AT.search(data)
    if not found:
        return b'"claims"' not in data
    return any(each.decode() in _classes() for each in _ID.findall(data, found.end(), found.end() + _WINDOW))


class _Waiting:
    """What is put on disk until the whole dump is read."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._offices: list[tuple[str, str, str | None]] = []
        self._terms: list[tuple[str, str | None, str, str, str, str, int]] = []

    def office(self, ident: str, label: str, country: str | None) -> None:
        self._offices.append((ident, label, country))
        self._keep_small()

    def term(self, cells: str, citizen: str | None, office: str, term: tuple[str, str], line: Line) -> None:
        self._terms.append((cells, citizen, office, *term, line.file, line.number))
        self._keep_small()

    def _keep_small(self) -> None:
        if len(self._offices) + len(self._terms) > _MANY:
            self.put_down()

    def put_down(self) -> None:
        self._database.execute("BEGIN")
        self._database.executemany("INSERT OR REPLACE INTO offices VALUES (?, ?, ?)", self._offices)
        self._database.executemany("INSERT INTO terms VALUES (?, ?, ?, ?, ?, ?, ?)", self._terms)
        self._database.execute("COMMIT")
        self._offices.clear()
        self._terms.clear()


def _entity(entity: dict[str, Any], line: Line, waiting: _Waiting, tell: Tell) -> Iterator[ActorRow]:
    """Yield the row of an organisation; put a person or an office down for later."""
    claims: _Claims = entity["claims"] or {}
    ident: str = entity["id"]
    if not _ENTITY.fullmatch(ident):
        raise ValueError("its id is no Q with a number")
    kinds = list(_values(claims, "P31"))
    name, aliases = _names(entity)
    if not name:
        return
    if _HUMAN in kinds:
        cells = json.dumps([name, aliases, f"wikidata:{ident}"])
        _person(cells, claims, line, waiting)
        return
    known = [_classes()[each] for each in kinds if each in _classes()]
    country = next((_countries()[each] for each in _values(claims, "P17", "P1001") if each in _countries()), None)
    bodies = [each for each in known if each.kind != _OFFICE]
    if bodies:
        # A class that tells a sector tells more than one that is only an organisation.
        best = max(bodies, key=lambda each: (bool(each.sectors or each.slot), each.kind == ActorKind.GROUP))
        slot = best.slot if best.slot != "NGO" or country is None else None
        row = ActorRow(
            name=name,
            kind=ActorKind(best.kind),
            aliases=aliases,
            country=slot or country,
            sectors=best.sectors,
            start=_first_time(claims, "P571"),
            end=_first_time(claims, "P576"),
            code=f"wikidata:{ident}",
        )
        waiting.office(ident, "", row.country)
        yield from sound(row, line, tell)
    elif known or "P1001" in claims:
        body = None if country else next(_values(claims, "P1001"), None)
        waiting.office(ident, name, country or body)


def _person(cells: str, claims: _Claims, line: Line, waiting: _Waiting) -> None:
    citizenships = {_countries().get(each) for each in _values(claims, "P27")}
    citizen = citizenships.pop() if len(citizenships) == 1 else None
    death = _first_time(claims, "P570")
    for statement in _ranked(claims.get("P39", [])):
        office = _value(statement["mainsnak"])
        qualifiers: dict[str, list[dict[str, Any]]] = statement.get("qualifiers") or {}
        ends = qualifiers.get("P582", [])
        end = next(filter(None, map(_time, ends)), "") or death
        if office and (end or not ends or ends[0]["snaktype"] == "novalue"):
            start = next(filter(None, map(_time, qualifiers.get("P580", []))), "")
            waiting.term(cells, citizen, office, (start, end), line)


def _persons(database: sqlite3.Connection, tell: Tell) -> Iterator[ActorRow]:
    """Yield the rows of those who waited, with what their offices tell."""
    found = database.execute(
        "SELECT t.*, o.label, coalesce(b.country, o.country) FROM terms t LEFT JOIN offices o ON o.id = t.office"
        " LEFT JOIN offices b ON b.id = o.country"
    )
    while some := list(islice(found, _MANY)):
        for cells, citizen, _, start, end, file, number, title, country in some:
            name, aliases, code = json.loads(cells)
            place = citizen if country is None or country.startswith("Q") else country
            sectors = sectors_of(title) if title else ()
            row = ActorRow(name, ActorKind.PERSON, tuple(aliases), place, sectors, title or "", start, end, code)
            yield from sound(row, Line(b"", file, number), tell)


def _names(entity: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return the English name, or that of all languages, and the aliases."""
    labels, aliases = entity.get("labels") or {}, entity.get("aliases") or {}
    name = next((_text(labels[each]) for each in _LANGUAGES if each in labels), "")
    others = (_text(each) for language in _LANGUAGES for each in aliases.get(language, ()))
    return name, tuple(each for each in dict.fromkeys(others) if each != name)


def _text(told: dict[str, Any]) -> str:
    """Return the text of a label; raises TypeError where it has none."""
    if not isinstance(told["value"], str):
        raise TypeError("a label is no text")
    return told["value"]


def _ranked(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the statements that hold, the preferred ones first."""
    held = [each for each in statements if each.get("rank") != "deprecated"]
    return sorted(held, key=lambda each: each.get("rank") != "preferred")


def _values(claims: _Claims, *properties: str) -> Iterator[str]:
    for each in properties:
        for statement in _ranked(claims.get(each, [])):
            if found := _value(statement["mainsnak"]):
                yield found


def _value(snak: dict[str, Any]) -> str | None:
    if snak.get("snaktype") != "value":
        return None
    found = snak["datavalue"]["value"].get("id")
    return found if isinstance(found, str) and _ENTITY.fullmatch(found) else None


def _first_time(claims: _Claims, name: str) -> str:
    return next((told for each in _ranked(claims.get(name, [])) if (told := _time(each["mainsnak"]))), "")


def _time(snak: dict[str, Any]) -> str:
    """Return a time of our era as a partial ISO date; empty where it isn't known to the year."""
    if snak.get("snaktype") != "value":
        return ""
    value = snak["datavalue"]["value"]
    found, precision = _TIME.match(value["time"]), value["precision"]
    if not found or precision < _YEAR or found[1] == "0000":
        return ""
    parts = found.groups()[: {_YEAR: 1, _MONTH: 2}.get(precision, 3)]
    return "-".join(parts[: parts.index("00")] if "00" in parts else parts)
