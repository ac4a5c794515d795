"""The base of all records: a dataclass's annotations are its contract, kept where a record is made.

In goes a frozen, slotted dataclass that extends ``Record``; its annotations are compiled, once per class, to the shapes
of ``communique.shape``. Out comes checking in the constructor and an exact JSON round trip, the keys in the order of
the fields.
"""

import datetime
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Final, Self, Union, get_args, get_origin, get_type_hints

from communique.errors import BadRecord, ReadingError
from communique.shape import Day, Flag, Json, Many, Maybe, Number, Rule, Shape, Text, Word
from communique.shown import Shown


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field of a record: its name in Python, its key in JSON, its shape."""

    name: str
    key: str
    shape: Shape


class Part(Shape):
    """A record inside another; in JSON an object with exactly the record's keys.

    Args:
        made: the record's class.
        fields: its fields, in order.
        missing: the error where None stands in the record's place.
    """

    grounded = True

    def __init__(self, made: type, fields: tuple[FieldShape, ...], missing: type[ReadingError] = BadRecord) -> None:
        self.made = made
        self.fields = fields
        self.missing = missing
        self._keys: Mapping[str, FieldShape] = {field.key: field for field in fields}
        self._walked = tuple(field for field in fields if field.shape.grounded)
        self.leaf = not self._walked
        self.wanted = f"a {made.__name__}"

    def accept(self, value: Any) -> Any:
        if not isinstance(value, self.made):
            raise self.wrong(value)
        return value

    def decode(self, raw: Any) -> Any:
        if not isinstance(raw, dict):
            raise self.wrong(raw)
        for key in raw:
            if key not in self._keys:
                raise BadRecord(f"{self.made.__name__} has no such key", path=key)
        values = {}
        for key, field in self._keys.items():
            if key not in raw:
                raise BadRecord(f"the key is missing; {self.made.__name__} has it always", path=key)
            try:
                values[field.name] = field.shape.decode(raw[key])
            except ReadingError as error:
                error.put_under(key)
                raise
        return self.made(**values)

    def encode(self, value: Any) -> Json:
        return {field.key: field.shape.encode(getattr(value, field.name)) for field in self.fields}

    def walk(self, value: Any, path: str) -> Iterator[tuple[str, Shape, Any]]:
        yield path, self, value
        start = f"{path}." if path else ""
        for field in self._walked:
            inner, shape = getattr(value, field.name), field.shape
            if shape.leaf:
                yield start + field.key, shape, inner
            else:
                yield from shape.walk(inner, start + field.key)

    def schema(self) -> Json:
        return {"$ref": f"#/$defs/{self.made.__name__}"}


class Record(Shown):
    """Base of all record types: checked where made, and written as JSON with its keys in the order of its fields.

    A subclass is a frozen, slotted dataclass; a field whose name can't be its JSON key carries
    ``metadata={"key": …}``. What no annotation can say is checked in ``_verify``.
    """

    __slots__ = ()
    _missing: ClassVar[type[ReadingError]] = BadRecord  # what is raised where the record is left out

    def __post_init__(self) -> None:
        """Check every field against its annotation, then the record as a whole."""
        made = type(self)
        key = ""
        try:
            for name, key, accept, optional in _CHECKS.get(made) or _checks_of(made):  # noqa: B007  the error tells the key
                value = getattr(self, name)
                if optional and value is None:
                    continue
                kept = accept(value)
                if kept is not value:
                    object.__setattr__(self, name, kept)
        except ReadingError as error:
            error.put_under(key)
            raise
        self._verify()

    def _verify(self) -> None:
        """Check what concerns several fields at once; raise a ``ReadingError``."""

    def to_json(self) -> Json:
        """Give the object that ``json`` dumps, its keys in the contract's order."""
        return shape_of(type(self)).encode(self)

    @classmethod
    def from_json(cls, raw: Any) -> Self:
        """Make the record from what ``to_json`` gave.

        Raises:
            ReadingError: a key is unknown or missing, a value is wrong; its path says where.
        """
        record: Self = shape_of(cls).decode(raw)
        return record


_PLAIN: Final[Mapping[Any, Callable[[Rule], Shape]]] = {
    str: Text,
    int: lambda rule: Number(rule, whole=True),
    float: lambda rule: Number(rule, whole=False),
    bool: lambda _: Flag(),
    datetime.date: lambda _: Day(),
}


def _compiled(annotation: Any, rule: Rule | None = None) -> Shape:
    """Compile one annotation.

    Args:
        annotation: the annotation, as ``typing.get_type_hints(…, include_extras=True)`` gives it.
        rule: the bound that an enclosing ``Annotated`` carries.

    Raises:
        TypeError: the annotation is none of those that a record may have.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _compiled(arguments[0], arguments[1])
    if origin in (types.UnionType, Union) and len(arguments) == 2 and arguments[1] is type(None):  # noqa: PLR2004
        return Maybe(_compiled(arguments[0], rule))
    if origin is tuple and len(arguments) == 2 and arguments[1] is ...:  # noqa: PLR2004
        return Many(_compiled(arguments[0]), rule or Rule())
    if annotation in _PLAIN:
        return _PLAIN[annotation](rule or Rule())
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return Word(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return shape_of(annotation)
    message = f"a record can't have a field annotated {annotation!r}"
    raise TypeError(message)


_SHAPES: Final[dict[type, Part]] = {}


def shape_of(made: type[Record]) -> Part:
    """Give the shape of a record's class, its fields in order; compiled on the first call."""
    if made not in _SHAPES:
        hints = get_type_hints(made, include_extras=True)
        shapes = tuple(
            FieldShape(field.name, field.metadata.get("key", field.name), _compiled(hints[field.name]))
            for field in fields(made)  # type: ignore[arg-type]  # every record is a dataclass
        )
        _SHAPES[made] = Part(made, shapes, made._missing)  # noqa: SLF001  the class is this module's own
    return _SHAPES[made]


_Check = tuple[str, str, Callable[[Any], Any], bool]
"""A field's name, key and check, and whether it may be None."""
_CHECKS: Final[dict[type, tuple[_Check, ...]]] = {}


def _checks_of(made: type[Record]) -> tuple[_Check, ...]:
    """Give the checks of a record's class; kept, since every record made asks for them."""
    _CHECKS[made] = tuple(
        (field.name, field.key, field.shape.inner.accept, True)
        if isinstance(field.shape, Maybe)
        else (field.name, field.key, field.shape.accept, False)
        for field in shape_of(made).fields
    )
    return _CHECKS[made]
