"""Fields of a record that the page's forms can change: as people write them, and what of a sent form was changed.

In: a record in full, or a form that was sent. Out: `Changeable`s for the form; new values as `communique edit` takes
them. A form tells beside each field what it was (`NAME_was`); what is the same is left alone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from communique.ledger.decided.find import full_id
from communique.ledger.full.details import commitments_in_full, statements_in_full
from communique.ledger.full.event_details import events_in_full
from communique.ledger.told.people import Party
from communique.vocabulary import Act, Category, Certainty, EventType, Stage, Status
from communique.web.wording import money

_WORDS: Mapping[str, Mapping[str, type[StrEnum]]] = {
    "event": {"type": EventType, "status": Status},
    "statement": {"act": Act, "certainty": Certainty},
    "commitment": {"stage": Stage, "category": Category},
}
_PEOPLE: Mapping[str, Mapping[str, str]] = {
    "event": {"actors": "Who", "recipients": "To whom"},
    "statement": {},
    "commitment": {"donors": "Donors", "recipients": "Recipients"},
}
_HINTS = {"amount": "85 million EUR", "date": "2024-09-12 or 2024-09"}
IN_FULL: Mapping[str, Callable[[sqlite3.Connection, Sequence[int]], Iterable[Any]]] = {
    "event": events_in_full,
    "statement": statements_in_full,
    "commitment": commitments_in_full,
}
"""How the records of a family that forms change are fetched."""
_PRECISE = {"month": 7, "year": 4}
"""Characters of a day (ISO) that say a unit."""
_MONTHS_OF_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Changeable:
    """A field of a form: its name, label and value now, the words to choose from where they are closed, an example."""

    name: str
    label: str
    value: str
    words: tuple[str, ...] = ()
    hint: str = ""


def changeable(family: str, record: Any) -> list[Changeable]:
    """Return the fields of an event, a statement or a commitment that a form changes; none of another family."""
    if family not in _WORDS:
        return []
    found = [
        Changeable(name, name.capitalize(), getattr(record, name), tuple(each.value for each in words))
        for name, words in _WORDS[family].items()
    ]
    for name, label in _PEOPLE[family].items():
        found.append(
            Changeable(name, label, "; ".join(each.name for each in getattr(record, name)), hint="Ukraine; NATO")
        )
    if family == "commitment":
        found.append(Changeable("amount", "Amount", _amount(record), hint=_HINTS["amount"]))
    if family != "statement":
        found.append(Changeable("date", "Day", _date(record), hint=_HINTS["date"]))
    return found


def changed(family: str, record: Any, form: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that a sent form changes, and their new values; an emptied one becomes "none".

    A name that stays means whom it meant, though others have the same.
    """
    found: dict[str, Any] = {}
    for each in changeable(family, record):
        said, was = form.get(each.name), form.get(f"{each.name}_was")
        if said is None or said == was or (was is None and not said) or (each.words and not said):
            continue
        text = str(said).strip()
        found[each.name] = _people(text, getattr(record, each.name)) if each.name in _PEOPLE[family] else text
    return found


def record_of(connection: sqlite3.Connection, its_id: str) -> Any:
    """Return the event, statement or commitment with an id in full; None where it is of another family.

    Raises:
        UnknownId: there is no such record.
    """
    found = full_id(connection, its_id)
    family = found.partition("-")[0]
    if family not in IN_FULL:
        return None
    row = connection.execute(f"SELECT number FROM {family}s WHERE id = ?", (found,)).fetchone()  # noqa: S608  # a name of ours
    return next(iter(IN_FULL[family](connection, [row[0]])), None)


def _people(text: str, now: Sequence[Party]) -> str:
    known = {each.name: each.id for each in now}
    return "; ".join(known.get(name, name) for each in text.split(";") if (name := each.strip()))


def _amount(record: Any) -> str:
    return f"{money(record)} a {record.per}" if record.value is not None and record.per else money(record)


def _date(record: Any) -> str:
    """Return the days of a record as an edit takes them: a month as 2024-09, a quarter as 2024-Q3."""
    start, end, unit = record.date_start, record.date_end, record.date_precision
    if not start:
        return ""
    if unit in _PRECISE and (end is None or end[: _PRECISE[unit]] == start[: _PRECISE[unit]]):
        return str(start[: _PRECISE[unit]])
    if unit == "quarter":
        return f"{start[:4]}-Q{(int(start[5:7]) - 1) // _MONTHS_OF_QUARTER + 1}"
    return str(start) if end in {None, start} else f"{start}..{end}"
