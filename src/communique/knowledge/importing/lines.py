"""One line of an imported file, and what is done with one that can't be used."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from communique.errors import InputError
from communique.knowledge.actor_table import ActorRow


class Line(NamedTuple):
    """A line of a file: its bytes without the line end, the file's name, and its number from 1."""

    data: bytes
    file: str
    number: int

    def wrong(self, problem: str, hint: str) -> InputError:
        """Return the error that tells what is wrong in this line."""
        return InputError(f"{self.file}, line {self.number}: {problem}", hint=hint)


Tell = Callable[[InputError], None]


def json_objects(lines: Iterable[Line], tell: Tell) -> Iterator[tuple[Line, dict[str, Any]]]:
    """Yield the JSON object of each line; lines that only open or close an array, and empty ones, are passed over."""
    for line in lines:
        data = line.data.strip().rstrip(b",")
        if data in {b"", b"[", b"]"}:
            continue
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            tell(line.wrong("this is no JSON", "Each line holds one JSON object; fetch the file again if it was cut."))
            continue
        if isinstance(found, dict):
            yield line, found
        else:
            tell(line.wrong("this is no JSON object", "Each line holds one JSON object."))


def sound(row: ActorRow, line: Line, tell: Tell) -> Iterator[ActorRow]:
    """Yield a row, unless it has no name or ends before it starts; that is told."""
    if not any(map(str.isalnum, row.name)):
        tell(line.wrong("the actor has no name", "Only actors with a name in Latin letters can be found in news."))
    elif row.last is not None and row.last < row.first:
        tell(
            line.wrong(
                f"{row.name}: a term ends on {row.end}, before it starts on {row.start}", "Mend it at its source."
            )
        )
    else:
        yield row
