"""What notebooks show of an object: HTML that a later room makes, found by its name when a notebook asks.

In: an object. Out: HTML. Records and the ledger's answers stand in rooms that know nothing of HTML, so they only say
that they can be shown; `communique.charts.notebook` knows how, and is loaded by the first cell that shows one. How a
count of things and a range are said stands here too, for all rooms.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TypeVar

T = TypeVar("T")

_ROOM = "communique.charts.notebook"
_PLAIN = 300
"""Code points of an object where HTML can't be shown."""


class Shown:
    """What a notebook shows as HTML."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Return the object as HTML, as IPython asks for it."""
        made: str = import_module(_ROOM).html_of(self)
        return made

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:  # noqa: ARG002  # IPython's own signature
        """Return the object as HTML and, cut, as plain text: whole, a reading would be hundreds of lines beside it."""
        said = repr(self)
        return {
            "text/html": self._repr_html_(),
            "text/plain": said if len(said) <= _PLAIN else f"{said[: _PLAIN - 1]}…",
        }


class Listed(list[T], Shown):
    """A list that a notebook shows as a table; otherwise a list as any other."""

    __slots__ = ()


def ranged(
    value: float | None,
    low: float | None,
    high: float | None,
    number: Callable[[float], str],
    signs: tuple[str, str, str],
) -> str:
    """Return a number or its range, None where it is open, empty where nothing is told.

    `number` writes one; `signs` stand between two, before a highest and before a lowest one.
    """
    between, most, least = signs
    if low is not None and high is not None:
        return number(low) if low == high else f"{number(low)}{between}{number(high)}"
    if high is not None:
        return f"{most}{number(high)}"
    if low is not None:
        return f"{least}{number(low)}"
    return "" if value is None else number(value)


def numbered(count: int, things: str) -> str:
    """Return a count of things, which are given in the plural: "1 event", "1,204 events"."""
    return f"{count:,} {things if count != 1 else things.removesuffix('s')}"
