"""Values of a record's fields as people write them, checked against the contract.

In: a text such as `2024-01`, `85 million EUR`, `24 howitzers; 3 tanks`, or the JSON that was made of one. Out: the
value as a decision keeps it, in JSON's types; given such a value, a check returns it as it is. Where an article says it
is added by `ledger.edits`.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from communique.errors import BadDecision, ReadingError
from communique.knowledge.countries import countries
from communique.knowledge.currencies import currency_codes
from communique.knowledge.item_classes import item_class_of
from communique.ledger.decided.typed_numbers import HINT, typed_number
from communique.ledger.decided.who import SUPRANATIONAL, code_of
from communique.records import Item, Money, Place, Quantity
from communique.vocabulary import DatePrecision, ItemClass, QuantityKind

Check = Callable[[Any], Any]
_NONE: Final = frozenset(("", "none", "null", "-"))
_YES, _NO = frozenset(("true", "yes", "1")), frozenset(("false", "no", "0"))
_SPAN: Final = {"start": 0, "end": 1, "quote": "?"}
"""Stands for a span while the rest of a part is checked."""
_DAY = re.compile(r"(\d{4})(?:-Q([1-4])|-(\d\d)(?:-(\d\d))?)?")
_ITEM = re.compile(r"(?:(?P<low>\d[\d,]*)(?:\s*-\s*(?P<high>\d[\d,]*))?\s+)?(?P<what>.*?)(?:\s*\((?P<class>\w+)\))?")
_BELOW_NOTHING = re.compile(r"(?:\D*\s)?[-−–]\s*[^\w\s]?\s*\d")
"""A minus before the first digit of a sum."""
_QUANTITY = re.compile(r"(?P<kind>[a-z]+)\s+(?P<low>\d[\d,]*)(?:\s*-\s*(?P<high>\d[\d,]*))?")
_MONTHS_OF_QUARTER: Final = 3
_DECEMBER: Final = 12


def is_none(said: Any) -> bool:
    """Return whether somebody means that there is none."""
    return said is None or (isinstance(said, str) and said.strip().casefold() in _NONE)


def optional(check: Check) -> Check:
    """Return a check that lets "none" be said."""
    return lambda said: None if is_none(said) else check(said)


def word(vocabulary: type[StrEnum]) -> Check:
    """Return the check for a word of a vocabulary."""

    def check(said: Any) -> str:
        try:
            return str(vocabulary(str(said).strip()))
        except ValueError:
            pass
        plain = str(said).strip().casefold()
        for each in vocabulary:
            if each.value.casefold() == plain:
                return str(each.value)
        known = ", ".join(each.value for each in vocabulary)
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", vocabulary.__name__).lower()
        raise BadDecision(f"{said} is no {name}", hint=f"It is one of {known}.")

    return check


def words(vocabulary: type[StrEnum]) -> Check:
    """Return the check for several words of a vocabulary, apart by commas or semicolons."""
    check = word(vocabulary)
    return lambda said: list(dict.fromkeys(check(each) for each in parts(said, r"[;,]")))


def parts(said: Any, between: str = ";") -> list[Any]:
    """Return what is said one after the other; nothing for "none"."""
    if is_none(said):
        return []
    return (
        list(said)
        if isinstance(said, list)
        else [each.strip() for each in re.split(between, str(said)) if each.strip()]
    )


def name(said: Any) -> str:
    """Return a text that isn't empty."""
    if not str(said).strip():
        raise BadDecision("a name can't be empty", hint="Write it out.")
    return str(said).strip()


def flag(said: Any) -> bool:
    """Return yes or no."""
    plain = str(said).strip().casefold()
    if plain not in _YES | _NO:
        raise BadDecision(f"{said} is neither yes nor no", hint="Write yes or no.")
    return plain in _YES


def country(said: Any) -> str:
    """Return a country's or PLOVER's code, of a code or an English name."""
    plain = str(said).strip()
    code = plain.upper() if plain.upper() in countries() or plain.upper() in SUPRANATIONAL else code_of(plain)
    if code is None or (code not in countries() and code not in SUPRANATIONAL):
        raise BadDecision(f"{said} is no country", hint="Write ISO 3166's three letters, as UKR, or its English name.")
    return code


def currency(said: Any) -> str:
    """Return an ISO 4217 code that the tables know."""
    code = str(said).strip().upper()
    if code not in currency_codes():
        raise BadDecision(f"{said} is no currency's code", hint="Write ISO 4217's three letters, as EUR.")
    return code


def number(said: Any) -> float:
    """Return a number of units, without thousands or millions."""
    found = typed_number(str(said))
    if found is None or not 0 <= found < float("inf"):
        raise BadDecision(f"{said} is no amount", hint=HINT)
    return found


def date(said: Any) -> dict[str, Any]:
    """Return first and last day and precision: of a day, a month (2024-01), a quarter (2024-Q1), a year, or A..B."""
    if isinstance(said, Mapping):
        first, last, precision = (said.get(key) for key in ("start", "end", "precision"))
        begin, end = _days(first)[0], _days(last)[1]
        unit = word(DatePrecision)(precision)
    else:
        first, dots, last = str(said).strip().partition("..")
        begin, end, unit = _days(first)
        if dots:
            _, end, other = _days(last)
            unit = unit if unit == other else "unknown"
    if end < begin:
        raise BadDecision(
            f"{said} ends before it begins", hint="Write the earlier day first, as 2024-01-18..2024-01-20."
        )
    return {"start": begin.isoformat(), "end": end.isoformat(), "precision": unit}


def _days(said: Any) -> tuple[datetime.date, datetime.date, str]:
    found = _DAY.fullmatch(str(said).strip())
    try:
        if found is not None:
            return _period(*(int(each) if each else None for each in found.groups()))
    except ValueError:  # the 30th of February
        pass
    raise BadDecision(
        f"{said} is no date", hint="Write it as 2024-01-18, 2024-01, 2024-Q1, 2024 or 2024-01-18..2024-01-20."
    )


def _period(
    year: int | None, quarter: int | None, month: int | None, day: int | None
) -> tuple[datetime.date, datetime.date, str]:
    if month and day:
        one = datetime.date(year or 0, month, day)
        return one, one, "day"
    first, last = month or 1, month or _DECEMBER
    if quarter:
        first, last = _MONTHS_OF_QUARTER * (quarter - 1) + 1, _MONTHS_OF_QUARTER * quarter
    begin = datetime.date(year or 0, first, 1)
    end = datetime.date(year or 0, last, calendar.monthrange(year or 0, last)[1])
    return begin, end, "quarter" if quarter else "month" if month else "year"


def money(said: Any) -> dict[str, Any]:
    """Return a sum of money: of "85 million EUR", "up to $2 billion a year", "500000 to 700000 USD"."""
    if isinstance(said, Mapping):
        return _part(Money, {"qualifiers": [], "per": None, **said}, said)
    from communique.reading.values.amounts import money_in  # noqa: PLC0415  # its tables are large

    found = money_in(str(said))
    if _BELOW_NOTHING.match(str(said)):
        raise BadDecision(f"{said} is less than nothing", hint="Write the sum without a minus, as “85 million EUR”.")
    if len(found) != 1:
        raise BadDecision(
            f"{said} is no one sum of money", hint="Write number and currency, as “85 million EUR” or “85000000 EUR”."
        )
    return _without_span(found[0].to_json())


def items(said: Any) -> list[dict[str, Any]]:
    """Return items: of "24 howitzers; 3-5 tanks; radar (electronics)"; the class stands where no table knows it."""
    return [_item(each) for each in parts(said)]


def _item(said: Any) -> dict[str, Any]:
    if isinstance(said, Mapping):
        return _part(Item, said, said)
    found = _ITEM.fullmatch(said)
    what = found["what"].strip() if found else ""
    if found is None or not what:
        raise BadDecision(f"{said} is no item", hint="Write count and designation, as “24 howitzers; 3-5 tanks”.")
    kind = word(ItemClass)(found["class"]) if found["class"] else item_class_of(what)
    low, high = _range(found["low"], found["high"])
    return _part(
        Item,
        {
            "designation": what,
            "class": str(kind or ItemClass.OTHER),
            "count": low if low == high else None,
            "low": low,
            "high": high,
            "estimate": False,
            "condition": None,
        },
        said,
    )


def quantities(said: Any) -> list[dict[str, Any]]:
    """Return numbers of people: of "dead 7; injured 10-12"."""
    return [_quantity(each) for each in parts(said)]


def _quantity(said: Any) -> dict[str, Any]:
    if isinstance(said, Mapping):
        return _part(Quantity, said, said)
    found = _QUANTITY.fullmatch(said)
    if found is None:
        kinds = ", ".join(each.value for each in QuantityKind)
        raise BadDecision(f"{said} is no number of people", hint=f"Write “dead 7; injured 10-12”; kinds are {kinds}.")
    low, high = _range(found["low"], found["high"])
    value = low if low == high else None
    raw = {"kind": word(QuantityKind)(found["kind"]), "value": value, "low": low, "high": high, "estimate": False}
    return _part(Quantity, raw, said)


def _range(low: str | None, high: str | None) -> tuple[int | None, int | None]:
    first = None if low is None else _count(low)
    return first, first if high is None else _count(high)


def _count(said: str) -> int:
    found = typed_number(said)
    if found is None:
        raise BadDecision(f"{said} is no number", hint=HINT)
    return int(found)


def place(said: Any) -> dict[str, Any]:
    """Return a place as the gazetteer has it: of "Kharkiv", "Kharkiv, Ukraine"; an unknown one has no coordinates."""
    if isinstance(said, Mapping):
        return _part(Place, said, said)
    from communique.reading.places.toponyms import resolve  # noqa: PLC0415  # the gazetteer is 16 MB

    text = name(said)
    extents, at = [], 0
    for piece in text.split(","):
        begin = at + len(piece) - len(piece.lstrip())
        extents.append((begin, at + len(piece.rstrip())))
        at += len(piece) + 1
    if any(start >= end for start, end in extents):
        raise BadDecision(f"{said} is no place", hint="Write it as “Kharkiv” or “Kharkiv, Ukraine”.")
    return _without_span(resolve(text, extents)[0].to_json())


def _part(made: type[Money | Item | Place | Quantity], raw: Mapping[str, Any], said: Any) -> dict[str, Any]:
    """Return a part as the contract lets it be, without its span; where it stands is kept as it was given."""
    where = {key: raw[key] for key in ("start", "end") if isinstance(raw.get(key), int)}
    bare = {key: value for key, value in raw.items() if key not in {"start", "end", "span"}}
    try:
        part = made.from_json({**bare, "span": _SPAN})
    except ReadingError as error:
        raise BadDecision(
            f"{said} is no {made.__name__.lower()} ({error.problem})", hint="docs/records.md tells what it consists of."
        ) from error
    return {**_without_span(part.to_json()), **where}


def _without_span(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in raw.items() if key != "span"}
