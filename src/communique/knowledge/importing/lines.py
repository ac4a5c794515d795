"""One line of an imported file, and what is done with one that can't be used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from communique.errors import InputError
from communique.knowledge.actor_table import ActorRow, unreadable

_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]")  # escaped, or in bytes that Python lets pass


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
        if not isinstance(found, dict):
            tell(line.wrong("this is no JSON object", "Each line holds one JSON object."))
        elif not _writable(data, found):
            tell(line.wrong("a text holds half a surrogate pair, which is no character", "Mend it at its source."))
        else:
            yield line, found


def _writable(data: bytes, found: dict[str, Any]) -> bool:
    """Return whether all that an object says can be written in UTF-8; few bytes can say what can’t."""
    if not _SURROGATE.search(data):
        return True
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def sound(row: ActorRow, line: Line, tell: Tell) -> Iterator[ActorRow]:
    """Yield a row, unless it has no name, a cell that can't be read again, or ends before it starts; that is told."""
    if not any(map(str.isalnum, row.name)):
        tell(line.wrong("the actor has no name", "Only actors with a name in Latin letters can be found in news."))
    elif wrong := unreadable(row):
        tell(line.wrong(f"{row.name}: {wrong}", "Mend it at its source."))
    elif row.last is not None and row.last < row.first:
        tell(
            line.wrong(
                f"{row.name}: a term ends on {row.end}, before it starts on {row.start}", "Mend it at its source."
            )
        )
    else:
        yield row
