"""Changes of a record's fields: checked against the contract and the article, kept, and written into its row.

In: a record's family, a field, and a value as a user writes it. Out: the value as a decision keeps it, and the row with
it. What people say of where a thing stands must stand in the article; where they don't say it, the span stays that of
the reader, or becomes the record's sentence. The reader's own value stays in `readings`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from communique.errors import BadDecision
from communique.knowledge.codebook import cameo_of, quad_of, score_of
from communique.ledger.decided import edit_values as values
from communique.ledger.decided.cast import Known, actor_of, known_actor
from communique.ledger.decided.decisions import TABLES
from communique.ledger.file.database import to_json
from communique.linking.actors import folded
from communique.vocabulary import (
    MODES,
    Act,
    ActorKind,
    Category,
    Certainty,
    Context,
    EventType,
    Instrument,
    Mode,
    Period,
    Qualifier,
    Quotation,
    Sector,
    Stage,
    Status,
)

_Write = Callable[[sqlite3.Connection, sqlite3.Row, Any], None]


@dataclass(frozen=True, slots=True)
class Field:
    """How a field is checked and written; one that is `single` differs from article to article."""

    check: values.Check
    write: _Write
    actors: bool = False
    single: bool = False


def _column(table: str, column: str, kept: Callable[[Any], Any] = lambda value: value) -> _Write:
    query = f'UPDATE {table} SET "{column}" = ? WHERE number = ?'  # names of ours

    def write(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
        connection.execute(query, (kept(value), row["number"]))

    return write


def _plain(table: str, column: str, check: values.Check) -> Field:
    return Field(check, _column(table, column))


def _listed(table: str, column: str, check: values.Check) -> Field:
    return Field(check, _column(table, column, to_json))


def _dated(table: str) -> Field:
    def write(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
        told = value or {"start": None, "end": None, "precision": None}
        # No span of the article says a day that a reader of it knows otherwise: the contract calls that assumed.
        basis = "assumed" if value else None
        day = told["start"] or row["known"]
        connection.execute(
            f"UPDATE {table} SET date_start = ?, date_end = ?, date_precision = ?, date_basis = ?, day = ?"
            " WHERE number = ?",
            (told["start"], told["end"], told["precision"], basis, day, row["number"]),
        )
        if table == "commitments":
            connection.execute("UPDATE commitment_actors SET day = ? WHERE commitment = ?", (day, row["number"]))

    return Field(values.optional(values.date), write)


def _who(table: str, column: str, *, needed: bool = False) -> Field:
    def write(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
        number = None if value is None else actor_of(connection, Known.from_json(value))
        connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE number = ?', (number, row["number"]))

    return Field(values.name if needed else values.optional(values.name), write, actors=True)


def _roles(record: str, role: str) -> Field:
    def write(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
        table = f"{record}_actors"
        numbers = dict.fromkeys(actor_of(connection, Known.from_json(each)) for each in value)
        connection.execute(f"DELETE FROM {table} WHERE {record} = ? AND role = ?", (row["number"], role))
        for place, number in enumerate(numbers):
            told = (row["number"], role, place, number)
            if record == "report":
                connection.execute("INSERT INTO report_actors (report, role, place, actor) VALUES (?, ?, ?, ?)", told)
            else:
                connection.execute(
                    "INSERT INTO commitment_actors (commitment, role, place, actor, country, day)"
                    " SELECT ?1, ?2, ?3, ?4, actors.country, commitments.day FROM actors, commitments"
                    " WHERE actors.number = ?4 AND commitments.number = ?1",
                    told,
                )

    return Field(values.parts, write, actors=True)


def _span(table: str, name: str, *, needed: bool = False) -> Field:
    def write(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
        start, end = (value["start"], value["end"]) if value else (None, None)
        connection.execute(
            f"UPDATE {table} SET {name}_start = ?, {name}_end = ? WHERE number = ?", (start, end, row["number"])
        )

    def check(said: Any) -> Any:
        if isinstance(said, Mapping) and not {"start", "end", "quote"} <= set(said):
            raise BadDecision(f"{said} is no span", hint="Write the words as the article has them.")
        return dict(said) if isinstance(said, Mapping) else {"quote": values.name(said)}

    return Field(check if needed else values.optional(check), write, single=True)


def _write_type(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
    mode = row["mode"] if row["mode"] in MODES[EventType(value)] else None
    _code(connection, row["number"], value, mode)


def _write_mode(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
    # A newer reader may have given it another type, which has no such mode.
    if value is None or value in MODES[EventType(row["type"])]:
        _code(connection, row["number"], row["type"], value)


def _code(connection: sqlite3.Connection, number: int, kind: str, mode: str | None) -> None:
    """Write type and mode with what PLOVER's codebook derives from them."""
    connection.execute(
        "UPDATE reports SET type = ?, mode = ?, quad = ?, score = ?, cameo = ? WHERE number = ?",
        (kind, mode, quad_of(kind), score_of(kind, mode), cameo_of(kind, mode), number),
    )


def _write_place(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
    told = value or {}
    columns = ("name", "country", "admin1", "latitude", "longitude", "geonames", "precision")
    connection.execute(
        "UPDATE reports SET place = ?, country = ?, admin1 = ?, latitude = ?, longitude = ?, geonames = ?,"
        " place_precision = ? WHERE number = ?",
        (*(told.get(column) for column in columns), row["number"]),
    )


def _write_quantities(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
    connection.execute("DELETE FROM quantities WHERE report = ?", (row["number"],))
    connection.executemany(
        'INSERT INTO quantities (report, place, kind, value, low, high, estimate, "start", "end")'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(row["number"], at, each["kind"], each["value"], each["low"], each["high"], int(each["estimate"])),
                *(each["start"], each["end"]),
            )
            for at, each in enumerate(value)
        ],
    )


def _write_amount(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
    told = value or {}
    connection.execute(
        'UPDATE commitments SET "value" = ?, low = ?, high = ?, currency = ?, qualifiers = ?, per = ?,'
        " amount_start = ?, amount_end = ? WHERE number = ?",
        (
            *(told.get(column) for column in ("value", "low", "high", "currency")),
            to_json(told["qualifiers"]) if value else None,
            *(told.get(column) for column in ("per", "start", "end")),
            row["number"],
        ),
    )


def _write_value(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
    if row["currency"] is not None:
        connection.execute(
            'UPDATE commitments SET "value" = ?1, low = ?1, high = ?1 WHERE number = ?2', (value, row["number"])
        )


def _write_currency(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
    if row["value"] is not None:
        connection.execute("UPDATE commitments SET currency = ? WHERE number = ?", (value, row["number"]))


def _write_items(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
    connection.execute("DELETE FROM items WHERE commitment = ?", (row["number"],))
    connection.executemany(
        'INSERT INTO items (commitment, place, designation, class, count, low, high, estimate, condition, "start",'
        ' "end") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        [
            (
                *(row["number"], at, each["designation"], each["class"], each["count"], each["low"], each["high"]),
                *(int(each["estimate"]), each["condition"], each["start"], each["end"]),
            )
            for at, each in enumerate(value)
        ],
    )


def _write_name(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
    connection.execute("UPDATE actors SET name = ?, folded = ? WHERE number = ?", (value, folded(value), row["number"]))


def _write_country(connection: sqlite3.Connection, row: sqlite3.Row, value: Any) -> None:
    for query in (
        "UPDATE actors SET country = ? WHERE number = ?",
        "UPDATE event_actors SET country = ? WHERE actor = ?",
        "UPDATE commitment_actors SET country = ? WHERE actor = ?",
    ):
        connection.execute(query, (value, row["number"]))


_FIELDS: Final[Mapping[str, Mapping[str, Field]]] = {
    "report": {
        "type": Field(values.word(EventType), _write_type),
        "mode": Field(values.optional(values.word(Mode)), _write_mode),
        "status": _plain("reports", "status", values.word(Status)),
        "contexts": _listed("reports", "contexts", values.words(Context)),
        "actors": _roles("report", "actor"),
        "recipients": _roles("report", "recipient"),
        "date": _dated("reports"),
        "place": Field(values.optional(values.place), _write_place),
        "country": _plain("reports", "country", values.optional(values.country)),
        "quantities": Field(values.quantities, _write_quantities, single=True),
    },
    "statement": {
        "act": _plain("statements", "act", values.word(Act)),
        "certainty": _plain("statements", "certainty", values.word(Certainty)),
        "quotation": _plain("statements", "quotation", values.word(Quotation)),
        "speaker": _who("statements", "speaker", needed=True),
        "addressee": _who("statements", "addressee"),
        "content": _span("statements", "content", needed=True),
        "date": _dated("statements"),
    },
    "commitment": {
        "stage": _plain("commitments", "stage", values.word(Stage)),
        "stage_by": _who("commitments", "stage_by"),
        "category": _plain("commitments", "category", values.word(Category)),
        "instrument": _plain("commitments", "instrument", values.word(Instrument)),
        "donors": _roles("commitment", "donor"),
        "recipients": _roles("commitment", "recipient"),
        "amount": Field(values.optional(values.money), _write_amount, single=True),
        "value": Field(values.number, _write_value),
        "currency": Field(values.currency, _write_currency),
        "qualifiers": _listed("commitments", "qualifiers", values.words(Qualifier)),
        "per": _plain("commitments", "per", values.optional(values.word(Period))),
        "items": Field(values.items, _write_items, single=True),
        "conditions": _span("commitments", "conditions"),
        "cumulative": Field(values.flag, _column("commitments", "cumulative", int)),
        "date": _dated("commitments"),
    },
    "actor": {
        "name": Field(values.name, _write_name),
        "kind": _plain("actors", "kind", values.word(ActorKind)),
        "country": Field(values.optional(values.country), _write_country),
        "sectors": _listed("actors", "sectors", values.words(Sector)),
        "title": _plain("actors", "title", values.optional(values.name)),
    },
}


def fields(family: str) -> tuple[str, ...]:
    """Return the fields of a family that can be edited."""
    return tuple(_FIELDS[family])


def parsed(family: str, field: str, said: Any) -> Any:
    """Return a value as the contract lets it be, whatever record it is for; for actors what was said of them.

    Raises:
        BadDecision: the field can't be edited, or not to this value.
    """
    if field not in _FIELDS[family]:
        raise BadDecision(
            f"{field or 'nothing'} of a {family} can't be edited", hint=f"It is one of {', '.join(fields(family))}."
        )
    found = _FIELDS[family][field]
    if found.actors and isinstance(said, (Mapping, list)):
        for each in said if isinstance(said, list) else [said]:
            Known.from_json(each)
        return said
    return found.check(said)


def checked(connection: sqlite3.Connection, family: str, targets: Sequence[str], field: str, said: Any) -> Any:
    """Return a value as a decision keeps it: with the actors that are meant, and where the article says it.

    Raises:
        BadDecision: the field can't be edited, or not to this value, or not of these records.
        BadQuestion: the ledger tells of nobody called so.
    """
    value = parsed(family, field, said)
    spec = _FIELDS[family][field]
    if spec.single and len(targets) > 1:
        raise BadDecision(
            f"{field} can't be edited for {len(targets)} records together, since it stands elsewhere in each article",
            hint="Edit one report or commitment at a time: `communique explain` lists their ids.",
        )
    if spec.actors:
        if isinstance(value, list):
            return [known_actor(connection, each).to_json() for each in value]
        return None if value is None else known_actor(connection, value).to_json()
    query = f"SELECT * FROM {TABLES[family]} WHERE id = ?"  # a name of ours
    for target in targets:
        row = connection.execute(query, (target,)).fetchone()
        if row is not None:
            value = _fitting(connection, row, field, value)
    return value


def _fitting(connection: sqlite3.Connection, row: sqlite3.Row, field: str, value: Any) -> Any:
    """Return a value with what a row gives it, where the row lets it be.

    Raises:
        BadDecision: the row doesn't.
    """
    if field == "mode" and value is not None and value not in MODES[EventType(row["type"])]:
        known = ", ".join(MODES[EventType(row["type"])]) or "no mode"
        raise BadDecision(f"an event of type {row['type']} can't have the mode {value}", hint=f"It can have {known}.")
    if field in {"value", "currency", "qualifiers", "per"} and row["value"] is None:
        raise BadDecision(f"{row['id']} has no amount whose {field} could be edited", hint="Edit its amount instead.")
    if field in {"content", "conditions"} and value is not None:
        return _stretch(connection, row, value)
    if field == "amount" and value is not None:
        return {**value, **_where(connection, row, value, (row["amount_start"], row["amount_end"]))}
    if field in {"items", "quantities"}:
        return [{**each, **_where(connection, row, each, (None, None))} for each in value]
    return value


def _sentence(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[str, int, int]:
    """Return an article's text, and where in it the sentence of one of its records stands."""
    found = connection.execute(
        'SELECT articles.text, quotes."start", quotes."end" FROM quotes'
        " JOIN articles ON articles.number = quotes.article WHERE quotes.number = ?",
        (row["quote"],),
    ).fetchone()
    return found[0], found[1], found[2]


def _stretch(connection: sqlite3.Connection, row: sqlite3.Row, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return where words stand in the article: in the record's sentence, else the first place after and before it.

    Raises:
        BadDecision: the article doesn't say them.
    """
    text, start, _ = _sentence(connection, row)
    quote = str(value["quote"])
    if "start" in value:
        at = value["start"] if text[value["start"] : value["end"]] == quote else -1
    else:
        at = text.find(quote, start) if quote in text[start:] else text.rfind(quote)
    if at < 0:
        raise BadDecision(f"the article doesn't say “{quote}”", hint="Copy the words from it as they stand.")
    return {"start": at, "end": at + len(quote), "quote": quote}


def _where(
    connection: sqlite3.Connection, row: sqlite3.Row, value: Mapping[str, Any], known: tuple[int | None, int | None]
) -> dict[str, int]:
    """Return where a part of a record stands: as given, as before, by its designation, else its sentence."""
    text, start, end = _sentence(connection, row)
    if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
        if not 0 <= value["start"] < value["end"] <= len(text):
            raise BadDecision(
                f"{value['start']}:{value['end']} is outside the article's text", hint="Leave start and end out."
            )
        return {"start": value["start"], "end": value["end"]}
    if known[0] is not None and known[1] is not None:
        return {"start": known[0], "end": known[1]}
    words = str(value.get("designation") or "").casefold()
    at = text[start:end].casefold().find(words) if words else -1
    return {"start": start + at, "end": start + at + len(words)} if at >= 0 else {"start": start, "end": end}


def apply_edit(connection: sqlite3.Connection, family: str, number: int, field: str, value: Any) -> None:
    """Write a checked value into a record's row, and into what is derived from it."""
    row = connection.execute(f"SELECT * FROM {TABLES[family]} WHERE number = ?", (number,)).fetchone()
    _FIELDS[family][field].write(connection, row, value)
