"""Conditions about parties and places: who does it, says it or is told of, by name, code or sector, and where it was.

In: a filter's value as a user writes it. Out: a `Condition`, as those of `ledger.conditions`.
"""

from __future__ import annotations

import sqlite3

from communique.errors import BadQuestion
from communique.knowledge.countries import countries
from communique.knowledge.gazetteer import places_named
from communique.ledger.asking.conditions import Condition, Maker, Stream, escaped, known, nearest, nearest_few
from communique.ledger.decided.who import SUPRANATIONAL, code_of, name_query, whom
from communique.linking.actors import folded
from communique.vocabulary import PlacePrecision, Sector


def role(name: str, table: str = "event_actors", record: str = "event") -> Maker:
    """Return a filter by who has a role; `name` may be several, apart by a space."""
    which = f"role IN ({', '.join(repr(each) for each in name.split())})"

    def make(connection: sqlite3.Connection, owner: str, value: str) -> Condition:
        meant = whom(connection, value)
        who, values = meant.test(f"{table}.actor", f"{table}.country")
        where = f"{who} AND {table}.{which}"
        if meant.is_one:
            # Along the index whose days the records are gone through in: its next page, not any of a larger tree.
            own = f"{table}.day = {owner}.day AND {who}"
        else:
            # The plus keeps SQLite from going through all of some actors where a few of one record are to be looked at.
            own, _ = meant.test(f"+{table}.actor", f"+{table}.country")
        return Condition(
            f"EXISTS (SELECT 1 FROM {table} WHERE {table}.{record} = {owner}.number AND {own} AND {table}.{which})",
            values,
            f"SELECT {table}.{record} FROM {table} WHERE {where}",
            Stream(table, record, where) if meant.is_one else None,
        )

    return make


def speaker(connection: sqlite3.Connection, _: str, value: str) -> Condition:
    """Return the condition that somebody says it."""
    who, values = whom(connection, value).test("statements.speaker", "statements.country")
    return Condition(who, values, f"SELECT number FROM statements WHERE {who}")


def addressee(connection: sqlite3.Connection, _: str, value: str) -> Condition:
    """Return the condition that it is said to somebody."""
    who, values = whom(connection, value).test("actors.number", "actors.country")
    inside = f"SELECT number FROM actors WHERE {who}"
    rows = f"SELECT statements.number FROM actors CROSS JOIN statements ON addressee = actors.number WHERE {who}"
    return Condition(f"+statements.addressee IN ({inside})", values, rows)


def told_by(connection: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that somebody tells of it."""
    who, values = whom(connection, value).test("statements.speaker", "statements.country")
    told, number = ("reports", "event") if table == "events" else (table, "number")
    rows = (
        f"SELECT {told}.{number} FROM statements CROSS JOIN {told} ON {told}.statement = statements.number WHERE {who}"
    )
    if table == "events":
        joined = "reports CROSS JOIN statements ON statements.number = reports.statement"
        test = f"EXISTS (SELECT 1 FROM {joined} WHERE reports.event = events.number AND {who})"
    else:
        test = f"EXISTS (SELECT 1 FROM statements WHERE statements.number = {table}.statement AND {who})"
    return Condition(test, values, rows)


def country(_: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that a row's own country is one."""
    code = code_of(value)
    if code is None:
        hint = f"Write its English name or its ISO 3166 code. {nearest(value.upper(), [*countries(), *SUPRANATIONAL])}"
        raise BadQuestion(f"{value} is no country", hint=hint)
    return Condition(f"{table}.country = ?", (code,), f"SELECT number FROM {table} WHERE country = ?")


def place(connection: sqlite3.Connection, table: str, value: str) -> Condition:
    """Return the condition that it happened in a country, or at a place with a name; a star stands for any ending.

    A place is meant by any of its names in the gazetteer: what the ledger calls "Ar Raqqah" by "Raqqa".

    Raises:
        BadQuestion: the ledger knows no such place; the message tells the nearest.
    """
    if code_of(value) is not None:
        return country(connection, table, value)
    name = value.strip()
    if name.endswith("*"):
        return _at("{}reports.place LIKE ? ESCAPE '\\'", (f"{escaped(name[:-1])}%",))
    names = [(name, None), *_other_names(name)]
    given = [each for each in names if _has_place(connection, *each)]
    if not given:
        near = nearest_few(name, _places(connection))
        hint = near or "Write it as a list of events has it, its beginning with a star, or a country."
        raise BadQuestion(f"the ledger has no event at {name}", hint=hint)
    tests = [_PLACE if geonames is None else f"({_PLACE} AND reports.geonames = ?)" for _, geonames in given]
    values = tuple(each for pair in given for each in pair if each is not None)
    return _at(f"({' OR '.join(tests)})", values)


def precision(_: sqlite3.Connection, __: str, value: str) -> Condition:
    """Return the condition that the report which tells an event best knows its place in a unit."""
    own = "reports.number = +events.lead AND reports.place_precision = ?"
    return Condition(f"EXISTS (SELECT 1 FROM reports WHERE {own})", (known(value, PlacePrecision),))


_PLACE = "{}reports.place = ? COLLATE NOCASE"


def _at(inside: str, values: tuple[object, ...]) -> Condition:
    """Return the condition that a report is at a place; the braces in it hold a plus where the event is known."""
    return Condition(
        f"EXISTS (SELECT 1 FROM reports WHERE reports.event = events.number AND {inside.replace('{}', '+')})",
        values,
        f"SELECT reports.event FROM reports WHERE reports.place IS NOT NULL AND {inside.replace('{}', '')}",
    )


def _other_names(name: str) -> list[tuple[str, int | None]]:
    """Return what the gazetteer calls the places that have a name as another one, with their ids."""
    found = ((each.name, each.geonames) for each in places_named(name) if each.name.casefold() != name.casefold())
    return list(dict.fromkeys(each for each in found if each[1] is not None))


def _has_place(connection: sqlite3.Connection, name: str, geonames: int | None) -> bool:
    query = (
        "SELECT 1 FROM reports WHERE place IS NOT NULL AND place = ?1 COLLATE NOCASE"
        " AND (?2 IS NULL OR geonames = ?2) LIMIT 1"
    )
    return connection.execute(query, (name, geonames)).fetchone() is not None


def _places(connection: sqlite3.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT DISTINCT place FROM reports WHERE place IS NOT NULL")]


def sector(table: str, record: str) -> Maker:
    """Return a filter by a sector of any party."""

    def make(_: sqlite3.Connection, owner: str, value: str) -> Condition:
        return Condition(
            f"EXISTS (SELECT 1 FROM {table} CROSS JOIN actor_sectors ON actor_sectors.actor = {table}.actor"
            f" WHERE {table}.{record} = {owner}.number AND actor_sectors.sector = ?)",
            (known(value, Sector),),
            f"SELECT {table}.{record} FROM actor_sectors CROSS JOIN {table} ON {table}.actor = actor_sectors.actor"
            " WHERE actor_sectors.sector = ?",
        )

    return make


def speakers_sector(_: sqlite3.Connection, __: str, value: str) -> Condition:
    """Return the condition that a statement's speaker is of a sector."""
    return Condition(
        "EXISTS (SELECT 1 FROM actor_sectors WHERE actor_sectors.actor = statements.speaker AND sector = ?)",
        (known(value, Sector),),
        "SELECT statements.number FROM actor_sectors CROSS JOIN statements ON statements.speaker = actor_sectors.actor"
        " WHERE actor_sectors.sector = ?",
    )


def own_sector(_: sqlite3.Connection, __: str, value: str) -> Condition:
    """Return the condition that an actor is of a sector."""
    rows = "SELECT actor FROM actor_sectors WHERE sector = ?"
    test = "EXISTS (SELECT 1 FROM actor_sectors WHERE actor_sectors.actor = actors.number AND sector = ?)"
    return Condition(test, (known(value, Sector),), rows)


def named(_: sqlite3.Connection, __: str, value: str) -> Condition:
    """Return the condition that an actor's name has words, the last perhaps begun."""
    words = name_query(folded(value))
    query = f"{words} *" if words else '""'
    rows = "SELECT rowid FROM actor_search WHERE actor_search MATCH ?"
    return Condition(f"+actors.number IN ({rows})", (query,), rows)
