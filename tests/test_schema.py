"""The JSON Schema says what the records say, and the copy in the package is up to date."""

import json
from typing import Any

import example
import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from strategies import readings

from communique.records import Reading
from communique.schema import SCHEMA_FILE, dumped, main, reading_schema

VALIDATOR = Draft202012Validator(reading_schema())


def test_the_schema_itself_is_valid() -> None:
    Draft202012Validator.check_schema(reading_schema())


@settings(max_examples=40, deadline=None)
@given(readings())
def test_every_reading_validates(reading: Reading) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(reading.dumps()))] == []


def test_the_copy_in_the_package_is_up_to_date() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == dumped(), "run: make schema"


def test_the_command_prints_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    assert json.loads(capsys.readouterr().out) == reading_schema()


@pytest.mark.parametrize(
    ("record", "key", "value"),
    [
        ("events", "type", "FIGHT"),
        ("events", "trigger", None),
        ("events", "quad", 5),
        ("events", "cameo", "5"),
        ("events", "colour", "red"),
        ("actors", "mentions", []),
        ("actors", "country", "Denmark"),
        ("actors", "name", ""),
        ("commitments", "cumulative", "no"),
        ("commitments", "stage", None),
    ],
)
def test_what_the_records_refuse_the_schema_refuses(record: str, key: str, value: Any) -> None:
    raw = example.reading().to_json()
    raw[record][0][key] = value
    assert not VALIDATOR.is_valid(raw)


def test_every_key_is_required() -> None:
    for name, described in reading_schema()["$defs"].items():
        assert described["required"] == list(described["properties"]), name
        assert described["description"], name
