"""The parts of records in words for people: sums of money, counts, items, dates, places, names.

In go parts of a reading, out comes plain text of one line. Numbers are never rounded: "13.125 billion USD" is what the
article says, and a sum that would need more than three decimals is written out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Final

from communique.parts import Date, Item, Money, Place, Quantity
from communique.records import Actor, Reading
from communique.shown import ranged
from communique.vocabulary import Basis, Condition, DatePrecision, ItemClass, PlacePrecision, Qualifier

NOBODY = "not named"
"""What stands where a record has no actor."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_UNITS = ((10**12, " trillion"), (10**9, " billion"), (10**6, " million"))
_MOST_DECIMALS = 3
_WHOLE_PLACES = (PlacePrecision.SITE, PlacePrecision.CITY)
# Control characters and changes of direction, which a hostile page could use to write over what is shown.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
_BLANKS = re.compile("[\t\x0b\x0c\r\x85\u2028\u2029]")

_SIGNS: Final = ("–", "up to ", "at least ")  # of a range, a highest and a lowest figure


def shown(text: str) -> str:
    """Return a text as a terminal may show it, with as many code points; line ends stay.

    Control characters become U+FFFD, other blanks and line ends a space.
    """
    return _BLANKS.sub(" ", _UNPRINTABLE.sub("\ufffd", text))


def line(text: str) -> str:
    """Return a text as one line for a terminal."""
    return " ".join(shown(text).split())


def word(value: StrEnum) -> str:
    """Return a word of a vocabulary as people write it."""
    return value.value.replace("_", " ")


def money(amount: Money) -> str:
    """Return a sum as "up to 1.2 billion EUR a year"."""
    numbers = [Decimal(str(number)) for number in (amount.value, amount.low, amount.high) if number is not None]
    size, unit = next((each for each in _UNITS if _fits(numbers, each[0])), (1, ""))

    def plain(number: float) -> str:
        return f"{(Decimal(str(number)) / size).normalize():,f}"

    said = ranged(amount.value, amount.low, amount.high, plain, _SIGNS)
    for qualifier, words in ((Qualifier.AT_LEAST, "at least"), (Qualifier.UP_TO, "up to"), (Qualifier.ABOUT, "about")):
        if qualifier in amount.qualifiers and not said.startswith(words):
            said = f"{words} {said}"
    additional = "additional " if Qualifier.ADDITIONAL in amount.qualifiers else ""
    per = f" a {amount.per}" if amount.per else ""
    return f"{additional}{said}{unit} {amount.currency}{per}"


def _fits(numbers: list[Decimal], size: int) -> bool:
    """Return whether numbers can be told in a unit of this size, the largest at least one, with few decimals."""
    thousandths = [number / size * 10**_MOST_DECIMALS for number in numbers]
    return max(numbers) >= size and all(number == number.to_integral_value() for number in thousandths)


def _count(value: int | None, low: int | None, high: int | None, *, estimate: bool) -> str:
    said = ranged(value, low, high, lambda number: f"{number:,}", _SIGNS)
    return f"about {said}" if estimate and said[:1].isdigit() else said


def quantity(part: Quantity) -> str:
    """Return a number of people as "dead about 12"; one without a figure with the article's own word."""
    said = _count(part.value, part.low, part.high, estimate=part.estimate)
    own = f" (“{line(part.span.quote)}”)" if part.value is None else ""
    return f"{word(part.kind)} {said}{own}"


def item(part: Item) -> str:
    """Return an item as "40 howitzers (artillery, second-hand)", without a class that is its last word."""
    said = _count(part.count, part.low, part.high, estimate=part.estimate)
    what = line(part.designation)
    kind = word(part.item_class)
    is_told = part.item_class is ItemClass.OTHER or f" {what.lower()}".endswith(f" {kind}")
    notes = [] if is_told else [kind]
    if part.condition is not None:
        notes.append("second-hand" if part.condition is Condition.SECOND_HAND else "new")
    # A designation may hold its number already ("200 soldiers").
    counted = f"{said} {what}" if said and not what.startswith(said) else what
    return f"{counted} ({', '.join(notes)})" if notes else counted


def day(value: datetime.date, *, weekday: bool = False) -> str:
    """Return a day as "18 Jan 2024", with its weekday as "Thursday 18 Jan 2024"."""
    before = f"{_DAYS[value.weekday()]} " if weekday else ""
    return f"{before}{value.day} {_MONTHS[value.month - 1]} {value.year}"


def date(part: Date) -> str:
    """Return a date in its own unit, and what it rests on where that isn't the date itself."""
    said = _dates(part)
    own = f"“{line(part.span.quote)}”" if part.span is not None and part.basis is not Basis.STATED else ""
    if part.basis is Basis.ASSUMED:
        own = f"{own}, assumed" if own else "assumed"
    return f"{said} ({own})" if own else said


def _dates(part: Date) -> str:
    if part.start is None and part.end is None:
        return f"“{line(part.span.quote)}”" if part.span is not None and part.basis is Basis.STATED else "date unknown"
    if part.start is None:
        return f"until {day(part.end)}" if part.end else ""
    if part.end is None:
        return f"from {day(part.start)}"
    first, last = _in_unit(part.start, part.precision), _in_unit(part.end, part.precision)
    return first if first == last else f"{first} – {last}"


def _in_unit(value: datetime.date, precision: DatePrecision) -> str:
    """Return the unit in which a day lies: its month, its year, by default itself."""
    match precision:
        case DatePrecision.WEEK:
            monday = value.toordinal() - value.weekday()
            return f"week of {day(datetime.date.fromordinal(max(monday, 1)))}"
        case DatePrecision.MONTH:
            return f"{_MONTHS[value.month - 1]} {value.year}"
        case DatePrecision.QUARTER:
            return f"Q{(value.month + 2) // 3} {value.year}"
        case DatePrecision.YEAR:
            return str(value.year)
        case _:
            return day(value)


def place(part: Place) -> str:
    """Return a place as "in Kharkiv, Kharkiv Oblast (UKR)", and its unit where that is no town or site."""
    name = line(part.name)
    if part.admin1 and part.admin1.startswith(f"{part.name},"):
        name = line(part.admin1)  # Washington, D.C.
    elif part.admin1 and _letters(part.admin1) != _letters(name):
        name = f"{name}, {line(part.admin1)}"
    notes = [note for note in (part.country, None if part.precision in _WHOLE_PLACES else word(part.precision)) if note]
    return f"in {name} ({', '.join(notes)})" if notes else f"in {name}"


def _letters(name: str) -> str:
    """Return a name by its letters alone, as which "Ar Raqqah" is "Ar-Raqqah"."""
    return "".join(filter(str.isalnum, name)).lower()


def named(actor: Actor) -> str:
    """Return an actor's name with the code of its country."""
    return f"{line(actor.name)} ({actor.country})" if actor.country else line(actor.name)


class Told:
    """Who acts and who says so, by name: looks up the ids of one reading."""

    def __init__(self, reading: Reading) -> None:
        self._actors = {actor.id: actor for actor in reading.actors}
        self._statements = {statement.id: statement for statement in reading.statements}

    def actor(self, ident: str) -> str:
        """Return the name of an actor, with its country."""
        return named(self._actors[ident])

    def actors(self, idents: Iterable[str]) -> str:
        """Return the names of actors, with their countries, or that none is named."""
        return ", ".join(self.actor(ident) for ident in idents) or NOBODY

    def by(self, statement: str | None, verb: str = "told by") -> str | None:
        """Return "told by Milley (s3), reported by the ministry (s2)", from the inside out."""
        chain = []
        while statement is not None:
            told = self._statements[statement]
            chain.append(f"{verb} {line(self._actors[told.speaker].name)} ({told.id})")
            statement, verb = told.within, "reported by"
        return ", ".join(chain) or None
