"""Records as rows of a frame: no objects in cells, and nothing lost of those that were there.

In: a record's object, as JSON has it. Out: a mapping of plain values and lists of them. Parties and items are told by
their names; columns beside them have, in the same order, the countries, classes and numbers that frames are joined by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from communique.ledger.quoted import Quoted

_BESIDE: Final[Mapping[str, Mapping[str, str]]] = {
    "actors": {"actor_countries": "country"},
    "recipients": {"recipient_countries": "country"},
    "donors": {"donor_countries": "country"},
    "speaker": {"speaker_country": "country"},
    "addressee": {"addressee_country": "country"},
    "items": {"item_classes": "item_class", "item_counts": "count", "item_lows": "low", "item_highs": "high"},
    "quantities": {"quantity_values": "value", "quantity_lows": "low", "quantity_highs": "high"},
}
"""Columns beside one with names, and the key of its objects that each of them has."""


def columns(kind: type) -> list[str]:
    """Return the names of the columns of a kind of records, as `flat` gives them."""
    quote = [_of_quote(each.name) for each in fields(Quoted)]
    return [
        name
        for each in fields(kind)
        for name in (quote if each.name == "quote" else (each.name, *_BESIDE.get(each.name, ())))
    ]


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's object without objects in it: those of a list by name, those alone by their fields."""
    made: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict) and name == "quote":
            made |= {_of_quote(field): each for field, each in value.items()}
            continue
        several = isinstance(value, (list, tuple))
        made[name] = [_named(each) for each in value] if several else _named(value)
        for column, key in _BESIDE.get(name, {}).items():
            made[column] = [each[key] for each in value] if several else value and value[key]
    return made


def _named(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return value.get("name") or value.get("designation") or value.get("kind")


def _of_quote(field: str) -> str:
    return f"quote_{field}" if field in {"start", "end"} else field
