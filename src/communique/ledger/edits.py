"""Changes of a record's fields, checked against the contract before they are kept.

In: a family, a field and a value as a user writes it. Out: the value as it is kept, and the row with it.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any

from communique.errors import BadDecision
from communique.knowledge.countries import countries
from communique.ledger.who import SUPRANATIONAL, actors_meant
from communique.vocabulary import MODES, Act, Category, Certainty, EventType, Instrument, Mode, Stage, Status

_Check = Callable[[Any], Any]


def _word(vocabulary: type[StrEnum]) -> _Check:
    def check(value: Any) -> str:
        try:
            return str(vocabulary(str(value)))
        except ValueError as error:
            known = ", ".join(each.value for each in vocabulary)
            raise BadDecision(f"{value} is no {vocabulary.__name__.lower()}", hint=f"It is one of {known}.") from error

    return check


def _word_or_none(vocabulary: type[StrEnum]) -> _Check:
    check = _word(vocabulary)
    return lambda value: None if value in (None, "", "none") else check(value)


def _number(value: Any) -> float | None:
    if value in (None, "", "none"):
        return None
    try:
        return float(str(value).replace(",", ""))
    except ValueError as error:
        raise BadDecision(f"{value} is no number", hint="Write it in digits, as 80000000.") from error


def _day(value: Any) -> str | None:
    if value in (None, "", "none"):
        return None
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise BadDecision(f"{value} is no date", hint="Write it as 2024-01-18.") from error


def _country(value: Any) -> str | None:
    if value in (None, "", "none"):
        return None
    code = str(value).upper()
    if code not in countries() and code not in SUPRANATIONAL:
        raise BadDecision(f"{value} is no country's code", hint="Write ISO 3166's three letters, as UKR.")
    return code


def _currency(value: Any) -> str | None:
    if value in (None, "", "none"):
        return None
    code = str(value).upper()
    if len(code) != 3 or not code.isalpha():  # noqa: PLR2004  # ISO 4217's length
        raise BadDecision(f"{value} is no currency's code", hint="Write ISO 4217's three letters, as EUR.")
    return code


def _yes(value: Any) -> int:
    said = str(value).casefold()
    if said not in {"true", "false", "yes", "no", "1", "0"}:
        raise BadDecision(f"{value} is neither yes nor no", hint="Write yes or no.")
    return int(said in {"true", "yes", "1"})


def _text(value: Any) -> str | None:
    return str(value).strip() or None


_COLUMNS: Mapping[str, Mapping[str, tuple[tuple[str, ...], _Check]]] = {
    "report": {
        "type": (("type",), _word(EventType)),
        "mode": (("mode",), _word_or_none(Mode)),
        "status": (("status",), _word(Status)),
        "date": (("date_start", "date_end", "day"), _day),
        "place": (("place",), _text),
        "country": (("country",), _country),
    },
    "statement": {
        "act": (("act",), _word(Act)),
        "certainty": (("certainty",), _word(Certainty)),
    },
    "commitment": {
        "stage": (("stage",), _word(Stage)),
        "category": (("category",), _word(Category)),
        "instrument": (("instrument",), _word(Instrument)),
        "value": (("value", "low", "high"), _number),
        "currency": (("currency",), _currency),
        "cumulative": (("cumulative",), _yes),
        "date": (("date_start", "date_end", "day"), _day),
    },
    "actor": {"name": (("name",), _text), "country": (("country",), _country)},
}
_ROLES = {
    "report": {"actors": "actor", "recipients": "recipient"},
    "commitment": {"donors": "donor", "recipients": "recipient"},
}
_TABLES = {"report": "reports", "statement": "statements", "commitment": "commitments", "actor": "actors"}


def fields(family: str) -> tuple[str, ...]:
    """Return the fields of a family that can be edited."""
    return (*_COLUMNS[family], *_ROLES.get(family, ()))


def checked(connection: sqlite3.Connection, family: str, targets: Sequence[str], field: str, value: Any) -> Any:
    """Return a value as it is kept: a word or number, or for a role a list of actors' ids.

    Raises:
        BadDecision: the field can't be edited, or not to this value.
        BadQuestion: the ledger tells of nobody called so.
    """
    if field in _ROLES.get(family, {}):
        names = value if isinstance(value, list) else [part.strip() for part in str(value or "").split(";")]
        numbers = [actors_meant(connection, name)[0] for name in names if name]
        return [_actor_id(connection, number) for number in numbers]
    if field not in _COLUMNS[family]:
        raise BadDecision(
            f"{field or 'nothing'} of a {family} can't be edited", hint=f"It is one of {', '.join(fields(family))}."
        )
    kept = _COLUMNS[family][field][1](value)
    if field == "mode" and kept is not None:
        _fits(connection, targets, str(kept))
    return kept


def _fits(connection: sqlite3.Connection, targets: Sequence[str], mode: str) -> None:
    for target in targets:
        row = connection.execute("SELECT type FROM reports WHERE id = ?", (target,)).fetchone()
        allowed = MODES[EventType(row[0])] if row else ()
        if Mode(mode) not in allowed:
            known = ", ".join(allowed) or "no mode"
            raise BadDecision(f"an event of type {row[0]} can't have the mode {mode}", hint=f"It can have {known}.")


def _actor_id(connection: sqlite3.Connection, number: int) -> str:
    return str(connection.execute("SELECT id FROM actors WHERE number = ?", (number,)).fetchone()[0])


def apply_edit(connection: sqlite3.Connection, family: str, number: int, field: str, value: Any) -> None:
    """Write a checked value into a record's row."""
    role = _ROLES.get(family, {}).get(field)
    if role is not None:
        _set_role(connection, family, number, role, value)
        return
    columns = [column for column in _COLUMNS[family][field][0] if column != "day" or value is not None]
    assignments = ", ".join(f'"{column}" = ?' for column in columns)
    extra = ", date_precision = 'day', date_basis = 'stated'" if field == "date" and value is not None else ""
    connection.execute(
        f"UPDATE {_TABLES[family]} SET {assignments}{extra} WHERE number = ?", (*[value] * len(columns), number)
    )
    if family == "report" and field == "type":
        # A mode belongs to its type.
        row = connection.execute("SELECT mode FROM reports WHERE number = ?", (number,)).fetchone()
        if row[0] is not None and Mode(row[0]) not in MODES[EventType(value)]:
            connection.execute("UPDATE reports SET mode = NULL WHERE number = ?", (number,))


def _set_role(connection: sqlite3.Connection, family: str, number: int, role: str, actors: Sequence[str]) -> None:
    table, record = ("report_actors", "report") if family == "report" else ("commitment_actors", "commitment")
    connection.execute(f"DELETE FROM {table} WHERE {record} = ? AND role = ?", (number, role))
    for place, actor in enumerate(actors):
        row = connection.execute("SELECT number, country FROM actors WHERE id = ?", (actor,)).fetchone()
        if row is None:
            continue
        if family == "report":
            connection.execute(
                "INSERT INTO report_actors (report, role, place, actor) VALUES (?, ?, ?, ?)",
                (number, role, place, row[0]),
            )
        else:
            connection.execute(
                "INSERT INTO commitment_actors (commitment, role, place, actor, country, day)"
                " SELECT number, ?, ?, ?, ?, day FROM commitments WHERE number = ?",
                (role, place, row[0], row[1], number),
            )
