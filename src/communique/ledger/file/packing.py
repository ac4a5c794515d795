"""A reading as the ledger keeps it: small, and the same again when it is taken out.

In: a `Reading`. Out: bytes, and the reading from them. What the tables hold already is left out: the article's text
and the lines dropped from it stand in `articles`, and a span's quote is what the text says between its offsets. Fields
stand in the order of the contract, without their names; the whole is JSON compressed with zlib, with a dictionary of
what most readings have ("next SUPPORT", "wikidata:Q") that makes a sixth to a third less of it.

The dictionary is made of packed readings of some passages of the corpus. It stays as it is for ever: what was packed
with it can't be unpacked with another. Readings that were packed before there was one are unpacked as well.
"""

from __future__ import annotations

import datetime
import json
import zlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from operator import attrgetter
from typing import Any

from communique.contract import Part, shape_of
from communique.parts import Span
from communique.records import SCHEMA, Reading
from communique.shape import Many, Maybe, Shape

_LEFT_OUT = frozenset(("text", "dropped"))
"""Fields of the article that stand in its own table."""


def pack(reading: Reading) -> bytes:
    """Pack a reading, without its article's text and dropped lines."""
    held = [_packed(getattr(reading, name)) for name in ("reader", "actors", "statements", "events", "commitments")]
    article = reading.article
    said = {name: _packed(getattr(article, name)) for name in article.__slots__ if name not in _LEFT_OUT}
    plain = json.dumps([SCHEMA, said, *held], ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    packer = zlib.compressobj(6, zdict=_dictionary())
    return packer.compress(plain.encode("utf-8", "surrogatepass")) + packer.flush()


def unpack(data: bytes, text: str, dropped: object) -> Reading:
    """Return the reading that was packed, with its article's text and dropped lines (as JSON's objects).

    Raises:
        ReadingError: what is stored breaks the contract.
        zlib.error: it isn't whole, or was packed with another dictionary.
    """
    unpacker = zlib.decompressobj(zdict=_dictionary())
    plain = unpacker.decompress(data)
    if not unpacker.eof:
        raise zlib.error("a packed reading is cut short")
    schema, said, *held = json.loads(plain)
    shape = shape_of(Reading)
    names = ("reader", "actors", "statements", "events", "commitments")
    shapes = {field.key: field.shape for field in shape.fields}
    parts = {name: _named(shapes[name], value, text) for name, value in zip(names, held, strict=True)}
    article = {**said, "text": text, "dropped": dropped}
    return Reading.from_json({"schema": schema, "article": article, **parts})


@cache
def _dictionary() -> bytes:
    return files("communique.ledger").joinpath("packing_dictionary.txt").read_bytes()


def _packed(value: Any) -> Any:
    """Return a value of a record as JSON without the names of fields and without quotes."""
    kind: Any = type(value)
    if kind is Span:
        return [value.start, value.end]
    if kind is tuple:
        return [_packed(each) for each in value]
    if kind is datetime.date:
        return value.isoformat()
    fields = _fields(kind)
    return value if fields is None else [_packed(each) for each in fields(value)]


@cache
def _fields(kind: type) -> Callable[[Any], tuple[Any, ...]] | None:
    """Return what takes a record's fields in their order; None for what is no record."""
    names = getattr(kind, "__dataclass_fields__", None)
    return attrgetter(*names) if names else None


def _named(shape: Shape, value: Any, text: str) -> Any:
    """Return what `_packed` made as the contract's JSON, with names and quotes."""
    if value is None:
        return None
    if isinstance(shape, Maybe):
        return _named(shape.inner, value, text)
    if isinstance(shape, Many):
        return [_named(shape.inner, each, text) for each in value]
    if isinstance(shape, Part):
        if shape.made is Span:
            return {"start": value[0], "end": value[1], "quote": text[value[0] : value[1]]}
        pairs = zip(shape.fields, value, strict=True)
        return {field.key: _named(field.shape, each, text) for field, each in pairs}
    return value
