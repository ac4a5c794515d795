"""What the reader gave where people decided otherwise, and values of fields in words.

In: a record's id and a field. Out: the value in the stored reading, in JSON's types, with actors by their names.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from communique.ledger.decided.decisions import TABLES
from communique.ledger.stored.writing import load_reading
from communique.ledger.told.size_words import told_sum
from communique.records import Reading

_LISTS: Final = {"report": "events", "statement": "statements", "commitment": "commitments"}
_ACTORS: Final = frozenset(("actors", "recipients", "donors", "speaker", "addressee", "stage_by"))
_OF_AMOUNT: Final = frozenset(("value", "currency", "qualifiers", "per"))


def reader_value(connection: sqlite3.Connection, its_id: str, field: str) -> Any:
    """Return a field of a report, statement or commitment as its article's reading has it.

    Raises:
        LookupError: the ledger has no such record, or its reading no such field.
    """
    family = its_id.partition("-")[0]
    if family not in _LISTS:
        raise LookupError(f"no reading has a field of {its_id}")
    query = f"SELECT article, local FROM {TABLES[family]} WHERE id = ?"  # a name of ours
    row = connection.execute(query, (its_id,)).fetchone()
    if row is None:
        raise LookupError(f"no record {its_id}")
    reading = load_reading(connection, row["article"])
    raw = next((each for each in reading.to_json()[_LISTS[family]] if each["id"] == row["local"]), None)
    if raw is None:
        raise LookupError(f"no record {row['local']} in the reading of {its_id}")
    if field in _OF_AMOUNT:
        raw = raw["amount"] or {field: None}
    elif field == "country":
        raw = raw["place"] or {field: None}
    return _named(reading, field, raw[field])


def _named(reading: Reading, field: str, value: Any) -> Any:
    if field not in _ACTORS:
        return value
    names = {each.id: each.name for each in reading.actors}
    return [names[each] for each in value] if isinstance(value, list) else names.get(value)


def in_words(value: Any) -> str:
    """Return a value of a field in words, on one line."""
    if isinstance(value, list):
        return "; ".join(map(in_words, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return _part_in_words(value) if isinstance(value, Mapping) else "none" if value is None else str(value)


def _part_in_words(part: Mapping[str, Any]) -> str:
    """Return a date, place, sum, item, number of people, span or actor in words."""
    if "currency" in part:
        return told_sum(*(part.get(each) for each in ("value", "low", "high", "currency", "per")))
    number = part.get("count", part.get("value"))
    if number is None and part.get("low") is not None and part.get("high") is not None:
        number = f"{part['low']}-{part['high']}"
    words = [part.get("kind") if "estimate" in part else None, number, part.get("designation")]
    if "precision" in part and "name" not in part:
        first, last = part.get("start"), part.get("end")
        words = [first if first == last else f"{first}..{last}"]
    elif "name" in part or set(part) == {"start", "end", "quote"}:
        words = [part.get("name") or part.get("quote")]
    return " ".join(in_words(word) for word in words if word is not None)
