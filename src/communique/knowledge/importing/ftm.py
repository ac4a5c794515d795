"""Entities of FollowTheMoney, as OpenSanctions publishes them (one JSON object a line), as rows of a table of actors.

Taken are Person, Organization, PublicBody, Company and LegalEntity; a Person has a row for each Occupancy, with the
Position that it is of. Entities name each other by id, in any order, or stand within each other (as in
"targets.nested.json"): they wait on disk until all are read. ``actors/ftm_topics.csv`` tells what the topics are
in PLOVER.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from communique.knowledge.actor_table import ActorRow, country_code
from communique.knowledge.countries import CountryKind, country_match
from communique.knowledge.importing.lines import Line, Tell, json_objects, sound
from communique.knowledge.importing.staging import temporary
from communique.knowledge.offices import sectors_of
from communique.knowledge.tables import listed, rows
from communique.vocabulary import ActorKind, Sector

_SECTORS_OF_SCHEMA: Final = {
    "Person": (),
    "Organization": (),
    "LegalEntity": (),
    "Company": (Sector.BUS,),
    "PublicBody": (Sector.GOV,),
}
_PARTS: Final = frozenset({"Occupancy", "Position"})
_ARMED: Final = frozenset({Sector.UAF, Sector.CRM})
_LATIN: Final = re.compile(r"[A-Za-z]")
_WIKIDATA: Final = re.compile(r"Q\d+")
_DATE: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_SPECIAL: Final = {"eu": "EUR", "suhh": "RUS", "cshh": "CZE", "dd": "DEU", "yucs": "SRB", "csxx": "SRB"}
"""Codes of FollowTheMoney that ISO 3166-1 hasn't, and the countries that stand for them in our tables."""

_Properties = dict[str, list[str]]


@lru_cache(maxsize=1)
def _topics() -> dict[str, tuple[tuple[Sector, ...], str | None]]:
    return {
        row["topic"]: (tuple(map(Sector, listed(row["sectors"]))), row["slot"] or None)
        for row in rows("actors/ftm_topics.csv")
    }


def ftm_rows(lines: Iterable[Line], tell: Tell) -> Iterator[ActorRow]:
    """Yield the rows of all entities, after the last line."""
    with temporary() as database:
        database.execute("CREATE TABLE entities (id PRIMARY KEY, schema, properties, file, number)")
        database.execute("CREATE TABLE held (holder, id, PRIMARY KEY (holder, id)) WITHOUT ROWID")
        database.execute("BEGIN")
        for line, entity in json_objects(lines, tell):
            try:
                _put_down(entity, line, database)
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                hint = 'Each line holds "id", "schema" and "properties".'
                tell(line.wrong(f"this is no entity of FollowTheMoney ({type(error).__name__}: {error})", hint))
        database.execute("COMMIT")
        marks = ", ".join("?" * len(_SECTORS_OF_SCHEMA))
        found = database.execute(
            f"SELECT * FROM entities WHERE schema IN ({marks})",  # noqa: S608  # marks alone
            tuple(_SECTORS_OF_SCHEMA),
        )
        for ident, schema, properties, file, number in found:
            line = Line(b"", file, number)
            for row in _rows(ident, schema, json.loads(properties), database):
                yield from sound(row, line, tell)


def _put_down(entity: dict[str, Any], line: Line, database: sqlite3.Connection) -> str:
    """Put an entity, and those inside it, into the database; return its id."""
    ident, schema = entity["id"], entity["schema"]
    if not isinstance(ident, str) or not isinstance(schema, str):
        raise TypeError("id and schema are texts")
    properties: _Properties = {}
    for name, values in entity["properties"].items():
        for value in values:
            told = _put_down(value, line, database) if isinstance(value, dict) else str(value)
            properties.setdefault(name, []).append(told)
    if isinstance(caption := entity.get("caption"), str) and schema not in _PARTS and _LATIN.search(caption):
        properties["name"] = [caption, *properties.get("name", [])]
    if schema in _SECTORS_OF_SCHEMA or schema in _PARTS:
        for holder in properties.get("holder", ()):
            database.execute("INSERT OR IGNORE INTO held VALUES (?, ?)", (holder, ident))
        for occupancy in properties.get("positionOccupancies", ()):
            database.execute("INSERT OR IGNORE INTO held VALUES (?, ?)", (ident, occupancy))
        # The fullest telling of an entity stays: a nested one names some of its properties.
        cells = (ident, schema, json.dumps(properties), line.file, line.number)
        database.execute(
            "INSERT INTO entities VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET schema = excluded.schema,"
            " properties = excluded.properties WHERE length(excluded.properties) > length(properties)",
            cells,
        )
    return ident


def _rows(ident: str, schema: str, given: _Properties, database: sqlite3.Connection) -> Iterator[ActorRow]:
    names = list(
        dict.fromkeys(each for each in (*given.get("name", ()), *given.get("alias", ())) if _LATIN.search(each))
    )
    sectors, slot = _by_topics(given.get("topics", ()))
    sectors = tuple(dict.fromkeys((*sectors, *_SECTORS_OF_SCHEMA[schema])))
    name = names[0] if names else ""
    country = slot or _country(given, "country", "jurisdiction", "citizenship", "nationality")
    kind = ActorKind.PERSON if schema == "Person" else _kind_of_body(sectors)
    if schema == "PublicBody" and _names_country(name, country):
        kind = ActorKind.STATE
    row = ActorRow(
        name=name,
        kind=kind,
        aliases=tuple(names[1:]),
        country=country,
        sectors=sectors,
        code=_code(ident, given),
    )
    if schema != "Person":
        yield row
        return
    terms = list(_terms(row, ident, database))
    title = next(iter(given.get("position", ())), "")
    yield from terms or [replace(row, title=title, sectors=sectors_of(title) or sectors)]


def _names_country(name: str, country: str | None) -> bool:
    """Return whether a name is a country's own: our export of a ledger has states as public bodies."""
    match = country_match(name)
    whole = match is not None and match.kind is CountryKind.NAME and (match.start, match.end) == (0, len(name))
    return match is not None and whole and match.iso3 == country


def _kind_of_body(sectors: tuple[Sector, ...]) -> ActorKind:
    return ActorKind.GROUP if _ARMED & set(sectors) else ActorKind.ORGANIZATION


def _terms(person: ActorRow, ident: str, database: sqlite3.Connection) -> Iterator[ActorRow]:
    """Yield a row for each office that a person holds or held."""
    query = "SELECT e.properties FROM held h JOIN entities e ON e.id = h.id WHERE h.holder = ?"
    for (cells,) in database.execute(query, (ident,)).fetchall():
        held: _Properties = json.loads(cells)
        start, end = _date(held, min, "startDate", "periodStart"), _date(held, max, "endDate", "periodEnd")
        if not end and "ended" in held.get("status", ()):
            continue  # nobody knows when
        for post in held.get("post", ()):
            found = database.execute("SELECT properties FROM entities WHERE id = ?", (post,)).fetchone()
            office: _Properties = json.loads(found[0]) if found else {}
            title = next((each for each in office.get("name", ()) if _LATIN.search(each)), "")
            topics, slot = _by_topics(office.get("topics", ()))
            yield replace(
                person,
                title=title,
                sectors=tuple(dict.fromkeys((*sectors_of(title), *topics))) or person.sectors,
                country=slot or _country(office, "country") or person.country,
                start=start,
                end=end,
            )


def _by_topics(topics: Iterable[str]) -> tuple[tuple[Sector, ...], str | None]:
    """Return the sectors and the slot of topics, in the order of the table: what tells most comes first."""
    known = [_topics()[each] for each in sorted(set(topics), key=_rank) if each in _topics()]
    return tuple(dict.fromkeys(sector for told, _ in known for sector in told)), next(
        (slot for _, slot in known if slot), None
    )


def _rank(topic: str) -> int:
    return _ranks().get(topic, len(_ranks()))


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    return {topic: number for number, topic in enumerate(_topics())}


def _country(given: _Properties, *names: str) -> str | None:
    """Return the country that the first property with one tells; None where it tells several."""
    for name in names:
        codes = {_SPECIAL.get(each.lower()) or country_code(each.partition("-")[0]) for each in given.get(name, ())}
        if codes - {None}:
            return codes.pop() if len(codes) == 1 else None
    return None


def _date(given: _Properties, choose: Any, *names: str) -> str:
    found = [told[0] for name in names for each in given.get(name, ()) if (told := _DATE.match(each))]
    return str(choose(found)) if found else ""


def _code(ident: str, given: _Properties) -> str:
    known = next((each for each in (*given.get("wikidataId", ()), ident) if _WIKIDATA.fullmatch(each)), None)
    return f"wikidata:{known}" if known else f"ftm:{ident}"
