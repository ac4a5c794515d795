"""Read the data files of this room: CSV tables, with `|` between the values of a list, and YAML documents.

In go the names of files beside this module; out come rows and documents. Every other module of the room builds its
look-ups from these, once.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final

import yaml

LIST_SEPARATOR: Final = "|"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a CSV file of this room as column → value, empty cells as empty strings.

    Args:
        name: path below this room, such as ``actors/countries.csv``.

    Raises:
        FileNotFoundError: the package was installed without its data files.
    """
    with files(__package__).joinpath(name).open(encoding="utf-8") as file:
        reader = csv.reader(file)
        columns = next(reader)
        # Half the time of a DictReader; a test sees to it that every row has all columns.
        yield from (dict(zip(columns, row, strict=True)) for row in reader)


def listed(cell: str) -> tuple[str, ...]:
    """Split a cell that holds a list; an empty cell is an empty list."""
    return tuple(cell.split(LIST_SEPARATOR)) if cell else ()


def parsed(text: str) -> Any:
    """Give what a YAML text says, by libyaml where the wheel has it: ten times as quick."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe


def document(name: str) -> Any:
    """Load a YAML file of this room (``codebook/tense.yaml``)."""
    return parsed(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def documents(folder: str) -> Iterator[tuple[str, Any]]:
    """Yield name and content of each YAML file in a folder of this room, in the order of their names."""
    found = (entry for entry in files(__package__).joinpath(folder).iterdir() if entry.name.endswith(".yaml"))
    for entry in sorted(found, key=lambda one: one.name):
        yield entry.name, parsed(entry.read_text(encoding="utf-8"))
