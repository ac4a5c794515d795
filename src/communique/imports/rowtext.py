"""A row of a table as the text of an article: every cell that says something, with its column's name.

In: rows as pairs of column and cell. Out: `RowText`, which knows where each cell stands, so that what is made of a cell
has a span that says just that. A paragraph tells what the record is made of, another the rest; a cell of prose (ACLED's
notes, Kiel's explanation) is a paragraph by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from communique.parts import Span

_BETWEEN = " | "
_FORMULA = ("=", "+", "-", "@")


def cell(value: str | None) -> str:
    """Return a cell on one line, without the apostrophe that defused it for spreadsheets."""
    text = " ".join((value or "").split())
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


@dataclass(slots=True)
class RowText:
    """The text of a row or of several; `spans` are where the cells stand, by row and column."""

    text: str = ""
    spans: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)

    def paragraph(self, cells: Iterable[tuple[str, str]], row: int = 0) -> Span | None:
        """Add a paragraph of the cells that say something; return it, or None where there are none."""
        start = None
        for name, value in cells:
            if not value:
                continue
            if start is None:
                self.text += "\n" if self.text else ""
                start = len(self.text)
            else:
                self.text += _BETWEEN
            self.text += f"{name}: "
            self.spans[row, name] = (len(self.text), len(self.text) + len(value))
            self.text += value
        return None if start is None else Span.of(self.text, start, len(self.text))

    def plain(self, said: str) -> Span:
        """Add a paragraph as it is; return it."""
        self.text += "\n" if self.text else ""
        self.text += said
        return Span.of(self.text, len(self.text) - len(said), len(self.text))

    def at(self, column: str, row: int = 0) -> Span | None:
        """Return where a cell stands; None where it is empty."""
        found = self.spans.get((row, column))
        return Span.of(self.text, *found) if found else None

    def part(self, column: str, start: int, length: int, row: int = 0) -> Span | None:
        """Return where a part of a cell stands, or the whole cell where the part says nothing."""
        found = self.spans.get((row, column))
        if found is None:
            return None
        first = found[0] + start
        return (
            Span.of(self.text, first, first + length) if length and first + length <= found[1] else self.at(column, row)
        )
