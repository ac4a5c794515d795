"""Pictures as files: SVG with a ground of its own, PNG, a page of HTML.

In: SVG as the pictures are drawn. Out: bytes of a file.
"""

from __future__ import annotations

import re
from html import escape

from communique.errors import MissingExtra, UnsupportedFormat

INK, PAPER = "#1b2430", "#ffffff"
"""Colours of what is drawn in the reader's own colour on the page."""
_BOX = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')

_OWN = re.compile(r' width="[\d.]+"')


def standing(svg: str) -> str:
    """Return a picture that stands alone: with a size, a ground and a margin, dark on light."""
    found = _BOX.search(svg)
    left, top, width, height = map(float, found.groups()) if found else (0.0, 0.0, 960.0, 500.0)
    left, top, width, height = left - 20, top - 20, width + 40, height + 40
    begun = _OWN.sub("", svg[: svg.index(">") + 1])
    begun = _BOX.sub(f'viewBox="{left:g} {top:g} {width:g} {height:g}" width="{width:g}" height="{height:g}"', begun)
    ground = f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" fill="{PAPER}"/>'
    return (begun + ground + svg[svg.index(">") + 1 :]).replace("currentColor", INK)


def as_file(svg: str, name: str, title: str) -> bytes:
    """Return a picture in the format that a file's name asks for.

    Raises:
        UnsupportedFormat: it is none of .svg, .png, .html.
        MissingExtra: what makes PNG isn't installed.
    """
    ending = name.rpartition(".")[2].casefold()
    whole = standing(svg)
    if ending == "svg":
        return whole.encode()
    if ending in {"html", "htm"}:
        return (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>{whole}</html>\n'
        ).encode()
    if ending == "png":
        try:
            import vl_convert  # noqa: PLC0415  # an extra
        except ModuleNotFoundError as error:
            raise MissingExtra("Pictures as PNG", "web") from error
        made: bytes = vl_convert.svg_to_png(whole, scale=2)
        return made
    raise UnsupportedFormat(f"{name} is no picture", hint="Let the file's name end in .svg, .png or .html.")
