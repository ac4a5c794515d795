"""Actors of others' dictionaries and dumps, as rows of the table that `--actors` takes.

Each module takes the lines of one format and yields rows; what can't be used is told, with file and line, and left out.
Lines are taken one by one and rows are sorted on disk, so that memory doesn't grow with the files.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from communique.knowledge.actor_table import ActorRow
from communique.knowledge.importing.ftm import ftm_rows
from communique.knowledge.importing.lines import Line, Tell
from communique.knowledge.importing.petrarch import petrarch_rows
from communique.knowledge.importing.staging import in_order
from communique.knowledge.importing.wikidata import wikidata_rows

FORMATS: Final[Mapping[str, Callable[[Iterable[Line], Tell], Iterator[ActorRow]]]] = MappingProxyType(
    {"petrarch": petrarch_rows, "wikidata": wikidata_rows, "ftm": ftm_rows}
)
"""What reads each format."""

__all__ = ["FORMATS", "Line", "Tell", "in_order"]
