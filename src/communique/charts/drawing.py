"""What all pictures are drawn with: colours that can be read on light and on dark, text, links, axes of days.

In: numbers and texts. Out: pieces of SVG, without script and without style sheets; every text is escaped.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from typing import Any, Self

from communique.charts.specification import MIME, Specification
from communique.shown import Shown

WIDTH = 960
"""Width of a picture, in its own units."""
COLOURS = ("#3f7fbf", "#b5651d", "#2e8b57", "#a0569f", "#c0504d", "#87812a", "#7f7f7f")
"""For kinds of things; each has a contrast of at least 3 to 1 with white and with the page's dark sheet. The last is
for what remains."""
GOOD, WAITING, DOUBTFUL, BAD, GREY = "#2e8b57", "#3f7fbf", "#b5651d", "#c0504d", "#7f7f7f"
"""For stages and moods: what came, what is promised, what is unsure, what failed, what is neither."""
_CHARACTER = 0.56
"""Width of a usual character, in sizes of the letters."""


class Explorable:
    """A picture that a notebook draws from its specification; where it has no Vega, it shows the SVG."""

    __slots__ = ("_picture",)

    def __init__(self, svg: Picture) -> None:
        self._picture = svg

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        """Return the picture in all its forms, as IPython asks for them."""
        made = self._picture.specification
        return {**({MIME: made} if made else {}), **self._picture._repr_mimebundle_(include, exclude)}


class Picture(str, Shown):
    """A picture as SVG, which a notebook shows as one; otherwise a text as any other.

    It knows its Vega-Lite specification, from which it can be drawn anew, and be explored.
    """

    __slots__ = ("_specify",)
    _specify: Callable[[], Specification] | None

    def __new__(cls, svg: str, specify: Callable[[], Specification] | None = None) -> Self:
        """Return a picture; `specify` makes its specification once that is asked for."""
        made = super().__new__(cls, svg)
        made._specify = specify
        return made

    @property
    def specification(self) -> Specification | None:
        """The picture as a Vega-Lite specification, with all of its rows."""
        return self._specify() if self._specify else None

    def _repr_html_(self) -> str:
        """Return the picture as a piece of HTML, as IPython asks for it."""
        return f'<div style="max-width:{WIDTH}px">{self}</div>'

    def interactive(self) -> Explorable:
        """Return what a notebook with Vega (JupyterLab, VS Code) shows as a picture to point at and to zoom."""
        return Explorable(self)


def picture(  # noqa: PLR0913  # what a picture consists of
    label: str,
    height: float,
    parts: Iterable[str],
    width: float = WIDTH,
    *,
    natural: bool = False,
    specify: Callable[[], Specification] | None = None,
) -> Picture:
    """Return a whole picture as SVG. `label` says what it shows, for those who don't see it; `natural`: at its size."""
    size = f' width="{width:g}"' if natural else ""
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg"{size} viewBox="0 0 {width:g} {height:g}" role="group"'
        f' aria-label="{escape(label)}" font-family="system-ui, Noto Sans, Liberation Sans, sans-serif" font-size="13">'
        f"{''.join(parts)}</svg>",
        specify,
    )


def text(  # noqa: PLR0913  # how a line looks
    x: float, y: float, said: str, *, anchor: str = "start", soft: bool = False, bold: bool = False
) -> str:
    """Return a line of text; y is its base line."""
    look = (' fill-opacity="0.75"' if soft else "") + (' font-weight="600"' if bold else "")
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor"{look}>{escape(said)}</text>'


def link(address: str | None, inner: str, title: str) -> str:
    """Return a piece that tells a title, and leads to an address where there is one."""
    told = f"<g><title>{escape(title)}</title>{inner}</g>"
    if not address:
        return told
    # A link with text of its own is called by it.
    name = "" if "<text" in inner else f' aria-label="{escape(title)}"'
    return f'<a href="{escape(address)}"{name}>{told}</a>'


def shortened(said: str, width: float, size: float = 13) -> str:
    """Return a text cut so that it takes no more than a width."""
    most = max(1, int(width / (size * _CHARACTER)))
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"


def legend(entries: Sequence[tuple[str, str]], y: float, width: float = WIDTH) -> tuple[list[str], float]:
    """Return what colours mean, (name, colour) each, in as many lines as it takes, and where it ends below."""
    parts, x = [], 0.0
    for name, colour in entries:
        takes = 24 + len(name) * 13 * _CHARACTER + 14
        if x and x + takes > width:
            x, y = 0.0, y + 20
        parts.append(f'<rect x="{x:.1f}" y="{y - 10:.1f}" width="12" height="12" rx="2" fill="{colour}"/>')
        parts.append(text(x + 18, y, name))
        x += takes
    return parts, y + 14


def sized(value: float) -> str:
    """Return a number as "1.25 billion", to four figures; below a million, in full."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:,.4g} {name}"
    return f"{value:,.15g}"


def day_number(day: str) -> int:
    """Return the number of a day (ISO), from which days in between are reckoned."""
    return datetime.date.fromisoformat(day).toordinal()


def ticks(first: int, last: int, most: int = 9) -> Iterator[tuple[int, str]]:
    """Yield the days (ordinals) that an axis names, and what it calls them: days, beginnings of months or years."""
    span = max(1, last - first)
    if span <= most * 7:
        step = max(1, -(-span // most))
        for day in range(first, last + 1, step):
            yield day, datetime.date.fromordinal(day).strftime("%-d %b")
        return
    start = datetime.date.fromordinal(first)
    months = max(1, -(-(span // 28) // most))
    months = next((each for each in (1, 2, 3, 6, 12) if each >= months), -(-months // 12) * 12)
    year, month = start.year, start.month
    while year <= datetime.MAXYEAR and (at := datetime.date(year, month, 1).toordinal()) <= last:
        if at >= first and (year * 12 + month - 1) % months == 0:
            yield at, f"{year}" if month == 1 else datetime.date(year, month, 1).strftime("%b %Y")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004  # months of a year
