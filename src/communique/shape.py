"""Shapes: what a field of a record allows, with its checking, its JSON in and out, and its JSON Schema.

A shape stands for one annotation: ``str``, ``int``, ``float``, ``bool``, ``datetime.date``, a ``StrEnum``, another
record, ``X | None`` or ``tuple[X, ...]``, each perhaps ``Annotated`` with a ``Rule``; ``communique.contract`` compiles
them. A shape can

- ``accept`` a Python value where a record is made, giving back the value to keep (a word becomes its enum member),
- ``decode`` what ``json`` loaded and ``encode`` what ``json`` shall dump,
- ``walk`` to the spans and references inside a value, and
- describe its JSON in JSON Schema, draft 2020-12 (``schema``).

Errors are ``ReadingError``s whose path leads from the record to the value.
"""

import datetime
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from communique.errors import BadRecord, ReadingError

# Above this, a float no longer holds every whole number, so an integer would show digits that it doesn't have.
_EXACT_WHOLES: Final = 2.0**53
_SHOWN: Final = 60  # code points of a wrong value that an error repeats
_ISO_DATE: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

Json = dict[str, Any]
"""An object as ``json`` loads and dumps it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A bound on a value, put into ``Annotated``.

    Attributes:
        pattern: regular expression that a whole string must match.
        meaning: what the pattern means, for people ("a country code such as UKR").
        filled: whether a string or a sequence must hold something.
        least: lowest number allowed.
        most: highest number allowed.
        refers: field of the reading that must hold a record of which the string is the id.
    """

    pattern: str | None = None
    meaning: str = ""
    filled: bool = False
    least: float | None = None
    most: float | None = None
    refers: str | None = None


def shown(value: object) -> str:
    """Give a value as an error repeats it: Python's form, cut short."""
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


class Shape:
    """What one annotation allows; this base allows one Python class, unbounded."""

    wanted: str = "a value"
    grounded: bool = False  # whether spans or references can be inside
    leaf: bool = False  # whether a walk gives the value itself and nothing more
    missing: type[ReadingError] = BadRecord  # what is raised where nothing is given and something must be

    def accept(self, value: Any) -> Any:
        """Give the value to keep, or raise a ``ReadingError`` whose path starts here."""
        raise NotImplementedError

    def decode(self, raw: Any) -> Any:
        """Turn what ``json`` loaded into what ``accept`` takes."""
        return raw

    def encode(self, value: Any) -> Any:
        """Turn an accepted value into what ``json`` dumps."""
        return value

    def walk(self, value: Any, path: str) -> Iterator[tuple[str, "Shape", Any]]:
        """Give path, shape and value of each reference and each record inside, outermost first."""
        return iter(())

    def schema(self) -> Json:
        """Describe the JSON of the value; a record is a ``$ref`` to its class's name."""
        raise NotImplementedError

    def wrong(self, value: object) -> ReadingError:
        """Give the error for a value of another kind."""
        kind = self.missing if value is None else BadRecord
        return kind(f"expected {self.wanted}, got {shown(value)}")


class Text(Shape):
    """A string of Unicode scalar values, perhaps an id of another record."""

    wanted = "a string"

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self.refers = rule.refers
        self.grounded = self.leaf = rule.refers is not None
        self._matches: Callable[[str], object] | None = re.compile(rule.pattern).fullmatch if rule.pattern else None

    def accept(self, value: Any) -> str:
        if not isinstance(value, str):
            raise self.wrong(value)
        if self.rule.filled and not value:
            raise BadRecord("expected a string that isn't empty", hint="Use null where nothing is known.")
        if self._matches and not self._matches(value):
            raise BadRecord(f"expected {self.rule.meaning}, got {shown(value)}")
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError as error:
                problem = f"the string has a lone surrogate at code point {error.start}"
                raise BadRecord(problem, hint="Decode the input with errors='replace'.") from error
        return value

    def walk(self, value: Any, path: str) -> Iterator[tuple[str, Shape, Any]]:
        if self.grounded:
            yield path, self, value

    def schema(self) -> Json:
        described: Json = {"type": "string"}
        if self.rule.meaning:
            described["description"] = self.rule.meaning
        if self.rule.filled:
            described["minLength"] = 1
        if self.rule.pattern:
            described["pattern"] = f"^(?:{self.rule.pattern})$"
        return described


class Number(Shape):
    """A number within bounds; ``whole`` for integers. A boolean is no number."""

    def __init__(self, rule: Rule, *, whole: bool) -> None:
        self.rule = rule
        self.whole = whole
        self.wanted = "a whole number" if whole else "a number"

    def accept(self, value: Any) -> float:
        allowed = int if self.whole else int | float
        if isinstance(value, bool) or not isinstance(value, allowed):
            raise self.wrong(value)
        least, most = self.rule.least, self.rule.most
        if (least is not None and value < least) or (most is not None and value > most):
            bounds = " and ".join(
                f"{word} {bound:g}" for word, bound in (("at least", least), ("at most", most)) if bound is not None
            )
            raise BadRecord(f"expected {self.wanted} of {bounds}, got {shown(value)}")
        if self.whole:
            return value
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise BadRecord(f"expected a finite number, got {shown(value)}")
        return number

    def encode(self, value: Any) -> Any:
        # 13.1 billion is written 13100000000, without a ".0" that means nothing.
        whole = not self.whole and value.is_integer() and abs(value) <= _EXACT_WHOLES
        return int(value) if whole else value

    def schema(self) -> Json:
        described: Json = {"type": "integer" if self.whole else "number"}
        if self.rule.least is not None:
            described["minimum"] = self.rule.least
        if self.rule.most is not None:
            described["maximum"] = self.rule.most
        return described


class Flag(Shape):
    """True or false."""

    wanted = "true or false"

    def accept(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.wrong(value)
        return value

    def schema(self) -> Json:
        return {"type": "boolean"}


class Day(Shape):
    """A calendar day; in JSON an ISO date with dashes."""

    wanted = "a day (datetime.date, in JSON a string such as 2024-01-17)"

    def accept(self, value: Any) -> datetime.date:
        if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
            raise self.wrong(value)
        return value

    def decode(self, raw: Any) -> Any:
        if not isinstance(raw, str) or not re.fullmatch(_ISO_DATE, raw):
            raise self.wrong(raw)
        try:
            return datetime.date.fromisoformat(raw)
        except ValueError as error:
            raise self.wrong(raw) from error

    def encode(self, value: Any) -> str:
        day: datetime.date = value
        return day.isoformat()

    def schema(self) -> Json:
        return {"type": "string", "format": "date", "pattern": f"^{_ISO_DATE}$"}


class Word(Shape):
    """A member of a closed vocabulary; in JSON its string."""

    def __init__(self, vocabulary: type[StrEnum]) -> None:
        self.vocabulary = vocabulary
        self.wanted = "one of " + ", ".join(vocabulary)

    def accept(self, value: Any) -> StrEnum:
        if isinstance(value, self.vocabulary):
            return value
        # A member of another vocabulary is a mistake even where the two share the word.
        if type(value) is not str:
            raise self.wrong(value)
        try:
            return self.vocabulary(value)
        except ValueError as error:
            raise self.wrong(value) from error

    def encode(self, value: Any) -> str:
        word: StrEnum = value
        return word.value

    def schema(self) -> Json:
        return {"enum": [word.value for word in self.vocabulary]}


class Maybe(Shape):
    """A value or nothing; nothing is None, in JSON null."""

    def __init__(self, inner: Shape) -> None:
        self.inner = inner
        self.wanted = f"{inner.wanted}, or null"
        self.grounded = inner.grounded

    def accept(self, value: Any) -> Any:
        return None if value is None else self.inner.accept(value)

    def decode(self, raw: Any) -> Any:
        return None if raw is None else self.inner.decode(raw)

    def encode(self, value: Any) -> Any:
        return None if value is None else self.inner.encode(value)

    def walk(self, value: Any, path: str) -> Iterator[tuple[str, Shape, Any]]:
        return iter(()) if value is None else self.inner.walk(value, path)

    def schema(self) -> Json:
        inner = self.inner.schema()
        if "enum" in inner:
            return {**inner, "enum": [*inner["enum"], None]}
        if "type" in inner:
            return {**inner, "type": [inner["type"], "null"]}
        return {"anyOf": [inner, {"type": "null"}]}


class Many(Shape):
    """A sequence; a tuple, in JSON an array."""

    def __init__(self, inner: Shape, rule: Rule) -> None:
        self.inner = inner
        self.rule = rule
        self.wanted = f"a tuple (in JSON an array), each element {inner.wanted}"
        self.grounded = inner.grounded

    def _each(self, act: Callable[[Any], Any], values: Any) -> tuple[Any, ...]:
        """Give what an act makes of each value; an error's path tells which one it was."""
        made: list[Any] = []
        try:
            for value in values:
                made.append(act(value))  # noqa: PERF401  how many are made tells where an error is
        except ReadingError as error:
            error.put_under(f"[{len(made)}]")
            raise
        return tuple(made)

    def accept(self, value: Any) -> tuple[Any, ...]:
        if not isinstance(value, tuple):
            raise self.wrong(value)
        if self.rule.filled and not value:
            raise self.inner.missing(f"expected one element or more, each {self.inner.wanted}")
        return self._each(self.inner.accept, value) if value else value

    def decode(self, raw: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise self.wrong(raw)
        return self._each(self.inner.decode, raw)

    def encode(self, value: Any) -> list[Any]:
        return [self.inner.encode(element) for element in value]

    def walk(self, value: Any, path: str) -> Iterator[tuple[str, Shape, Any]]:
        inner = self.inner
        for index, element in enumerate(value):
            if inner.leaf:  # most are: no walk of its own for each
                yield f"{path}[{index}]", inner, element
            else:
                yield from inner.walk(element, f"{path}[{index}]")

    def schema(self) -> Json:
        described: Json = {"type": "array", "items": self.inner.schema()}
        if self.rule.filled:
            described["minItems"] = 1
        return described
