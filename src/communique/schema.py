"""The JSON Schema (draft 2020-12) of readings, made from the record types themselves.

In go the dataclasses of ``communique.records``; out comes a schema that a program in any language can check a reading
with. It says everything but what no schema can: that quotes stand in the text, that references resolve, that ranges
are in order. A copy is in the package, ``communique/schemas/reading-1.schema.json``::

    python -m communique.schema             print it
    python -m communique.schema --write     write the copy anew, after a change of the records
"""

import argparse
import inspect
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from communique.contract import Part, shape_of
from communique.records import SCHEMA, Reading
from communique.shape import Json, Many, Maybe, Shape

SCHEMA_FILE: Final = Path(__file__).parent / "schemas" / "reading-1.schema.json"
"""The copy in the package."""


def _parts(shape: Shape) -> Iterator[Part]:
    """Give the shapes of the records at and inside a shape, outermost first; one may come again."""
    if isinstance(shape, Maybe | Many):
        yield from _parts(shape.inner)
    elif isinstance(shape, Part):
        yield shape
        for field in shape.fields:
            yield from _parts(field.shape)


def _describe(part: Part) -> Json:
    """Give the schema of one record: all its keys, in order, and no others."""
    return {
        "description": " ".join((inspect.getdoc(part.made) or "").split()),
        "type": "object",
        "properties": {field.key: field.shape.schema() for field in part.fields},
        "required": [field.key for field in part.fields],
        "additionalProperties": False,
    }


def reading_schema() -> Json:
    """Give the JSON Schema of ``communique/reading/1``."""
    reading = shape_of(Reading)
    root = _describe(reading)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:" + SCHEMA.replace("/", ":"),
        "title": SCHEMA,
        **root,
        "properties": {"schema": {"const": SCHEMA}, **root["properties"]},
        "required": ["schema", *root["required"]],
        "$defs": {part.made.__name__: _describe(part) for part in _parts(reading) if part is not reading},
    }


def dumped() -> str:
    """Give the schema as the copy in the package holds it."""
    return json.dumps(reading_schema(), ensure_ascii=False, indent=2) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Print the schema, or write the copy in the package."""
    parser = argparse.ArgumentParser(prog="python -m communique.schema", description="The JSON Schema of readings.")
    parser.add_argument("--write", action="store_true", help=f"write {SCHEMA_FILE.name} in the package anew")
    if parser.parse_args(arguments).write:
        SCHEMA_FILE.parent.mkdir(exist_ok=True)
        SCHEMA_FILE.write_text(dumped(), encoding="utf-8")
    else:
        sys.stdout.write(dumped())


if __name__ == "__main__":
    main()
