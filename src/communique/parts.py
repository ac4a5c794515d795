"""The parts that records share: ``Span``, ``Date``, ``Place``, ``Quantity``, ``Money`` and ``Item``.

In go values, checked where a part is made; out comes the part, and its JSON. A ``Span`` is the ground of every record:
offsets in Unicode code points, the end exclusive, and what stands between them. ``communique.records`` exports all of
these.
"""

import datetime
from dataclasses import dataclass, field
from typing import Annotated, Final, Self

from communique.contract import Record
from communique.errors import BadRecord, Ungrounded
from communique.shape import Json, Rule
from communique.vocabulary import (
    Basis,
    Condition,
    DatePrecision,
    ItemClass,
    Period,
    PlacePrecision,
    Qualifier,
    QuantityKind,
)

SELECTOR_CONTEXT: Final = 32
"""Code points of prefix and suffix in a TextQuoteSelector."""

Filled = Annotated[str, Rule(filled=True)]
CountryCode = Annotated[str, Rule(pattern="[A-Z]{3}", meaning="a code of three capital letters such as UKR or IGO")]
Count = Annotated[int, Rule(least=0)]
Amount = Annotated[float, Rule(least=0)]


@dataclass(frozen=True, slots=True)
class Span(Record):
    """A stretch of the article's text: offsets in code points, end exclusive, and what stands there."""

    _missing = Ungrounded

    start: Annotated[int, Rule(least=0)]
    end: Annotated[int, Rule(least=1)]
    quote: Filled

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Self:
        """Cut the span ``text[start:end]``.

        Raises:
            Ungrounded: the offsets aren't within the text, or hold nothing between them.
        """
        if not 0 <= start < end <= len(text):
            raise Ungrounded(f"offsets {start}:{end} hold nothing of a text of {len(text)} code points")
        return cls(start, end, text[start:end])

    def __post_init__(self) -> None:
        """Check the span; one that is right at a glance, as most of the hundreds of an article are, no further."""
        start, end, quote = self.start, self.end, self.quote
        plain = type(start) is type(end) is int and type(quote) is str and quote.isascii()
        if not (plain and 0 <= start < end and len(quote) == end - start):
            Record.__post_init__(self)

    def _verify(self) -> None:
        if len(self.quote) != self.end - self.start:
            raise Ungrounded(
                f"the quote has {len(self.quote)} code points, the offsets {self.start}:{self.end} have"
                f" {self.end - self.start}",
            )

    def grounded_in(self, text: str) -> bool:
        """Tell whether the text says the quote between the offsets."""
        return text[self.start : self.end] == self.quote

    def selectors(self, text: str) -> list[Json]:
        """Give the W3C Web Annotation selectors of the span in its article's text: by position and by quote.

        Source: https://www.w3.org/TR/annotation-model/#selectors, where positions are code points as here.

        Raises:
            Ungrounded: the span isn't of this text.
        """
        if not self.grounded_in(text):
            raise Ungrounded(f"the text doesn't say {self.quote!r} at {self.start}:{self.end}")
        return [
            {"type": "TextPositionSelector", "start": self.start, "end": self.end},
            {
                "type": "TextQuoteSelector",
                "exact": self.quote,
                "prefix": text[max(0, self.start - SELECTOR_CONTEXT) : self.start],
                "suffix": text[self.end : self.end + SELECTOR_CONTEXT],
            },
        ]


def _verify_range(value: float | None, low: float | None, high: float | None) -> None:
    """Refuse a range whose parts are out of order; an absent part is open."""
    known = [number for number in (low, value, high) if number is not None]
    if known != sorted(known):
        raise BadRecord(f"expected low <= value <= high, got low {low}, value {value}, high {high}")


@dataclass(frozen=True, slots=True)
class Date(Record):
    """A time, from its first day to its last, both inclusive, with the unit in which it is known and how.

    Both days are given unless ``precision`` is ``unknown``, where either may be open. Only an ``assumed`` date has no
    span.
    """

    start: datetime.date | None
    end: datetime.date | None
    precision: DatePrecision
    basis: Basis
    span: Span | None

    def _verify(self) -> None:
        if self.start is None or self.end is None:
            if self.precision is not DatePrecision.UNKNOWN:
                raise BadRecord(f"a date known to the {self.precision} needs both its start and its end")
        elif self.start > self.end:
            raise BadRecord(f"the date ends on {self.end}, before it starts on {self.start}", path="end")
        if self.span is None and self.basis is not Basis.ASSUMED:
            raise Ungrounded(
                f"a {self.basis} date needs the span that says it",
                path="span",
                hint="Give the span, or the basis 'assumed'.",
            )


@dataclass(frozen=True, slots=True)
class Place(Record):
    """Where something happened, with the unit in which that is known.

    ``latitude`` and ``longitude`` are degrees (WGS 84), given together or not at all; ``geonames`` is the id there.
    """

    name: Filled
    country: CountryCode | None
    admin1: Filled | None
    latitude: Annotated[float, Rule(least=-90, most=90)] | None
    longitude: Annotated[float, Rule(least=-180, most=180)] | None
    geonames: Annotated[int, Rule(least=1)] | None
    precision: PlacePrecision
    span: Span

    def _verify(self) -> None:
        if (self.latitude is None) != (self.longitude is None):
            raise BadRecord("latitude and longitude are given together or not at all", path="latitude")


@dataclass(frozen=True, slots=True)
class Quantity(Record):
    """A number of people in an event.

    ``low`` and ``high`` are the range, both equal to ``value`` for a plain figure, None where the range is open;
    ``value`` is None where only a bound is told ("dozens"). ``estimate`` tells whether the article calls it one.
    """

    kind: QuantityKind
    value: Count | None
    low: Count | None
    high: Count | None
    estimate: bool
    span: Span

    def _verify(self) -> None:
        if self.value is None and self.low is None and self.high is None:
            raise BadRecord("a quantity needs a value or a bound", hint="Leave out the quantity.")
        _verify_range(self.value, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Money(Record):
    """A sum of money as the article gives it, in units: 13.1 billion is 13100000000.

    ``low`` and ``high`` are the range, both equal to ``value`` for a plain figure; ``low`` is None for "up to",
    ``high`` for "at least". ``currency`` is ISO 4217.
    """

    value: Amount
    low: Amount | None
    high: Amount | None
    currency: Annotated[str, Rule(pattern="[A-Z]{3}", meaning="an ISO 4217 code such as EUR")]
    qualifiers: tuple[Qualifier, ...]
    per: Period | None
    span: Span

    def _verify(self) -> None:
        _verify_range(self.value, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Item(Record):
    """Materiel or people of a commitment; ``item_class`` is ``class`` in JSON. Ranges are as in ``Quantity``."""

    designation: Filled
    item_class: ItemClass = field(metadata={"key": "class"})
    count: Count | None
    low: Count | None
    high: Count | None
    estimate: bool
    condition: Condition | None
    span: Span

    def _verify(self) -> None:
        _verify_range(self.count, self.low, self.high)
