"""Pictures as files: SVG with a ground of its own, PNG, a page of HTML, a Vega-Lite specification.

In: pictures as they are drawn. Out: bytes of a file.
"""

from __future__ import annotations

import contextlib
import json
import re
from html import escape

from communique.charts.bundle import vega_script
from communique.charts.drawing import Picture
from communique.charts.specification import Specification
from communique.errors import MissingExtra, UnsupportedFormat

INK, PAPER = "#1b2430", "#ffffff"
"""Colours of what is drawn in the reader's own colour on the page."""
_BOX = re.compile(r'viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"')

_OPTIONS = '{mode: "vega-lite", logLevel: 1, actions: {export: true, source: true, compiled: false, editor: false}}'
"""How a page draws its picture: with a menu that saves it, and nothing that asks another host."""
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

    A page of HTML holds all that it needs: the picture, which can be explored where the browser runs its script.
    Without the extra that brings the script it holds the picture alone.

    Raises:
        UnsupportedFormat: it is none of .svg, .png, .html, .json.
        MissingExtra: what makes PNG isn't installed.
    """
    ending = name.rpartition(".")[2].casefold()
    made = svg.specification if isinstance(svg, Picture) and ending in {"html", "htm", "json"} else None
    if ending == "json" and made is not None:
        return f"{json.dumps(made, ensure_ascii=False, indent=1)}\n".encode()
    whole = standing(svg)
    if ending == "svg":
        return whole.encode()
    if ending in {"html", "htm"}:
        script = ""
        with contextlib.suppress(MissingExtra):
            script = _script(made) if made else ""
        return (
            f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
            f'<body style="font-family: system-ui, sans-serif"><div id="picture">{whole}</div>{script}</body></html>\n'
        ).encode()
    if ending == "png":
        try:
            import vl_convert  # noqa: PLC0415  # an extra
        except ModuleNotFoundError as error:
            raise MissingExtra("Pictures as PNG", "web") from error
        drawn: bytes = vl_convert.svg_to_png(whole, scale=2)
        return drawn
    raise UnsupportedFormat(f"{name} is no picture", hint="Let the file's name end in .svg, .png, .html or .json.")


def _script(made: Specification) -> str:
    """Return what draws a picture anew in a page, so that it can be explored."""
    # In a script nothing may look like the end of one; in JSON "<" can be written as a number.
    made = {key: value for key, value in made.items() if key != "$schema"}  # a newer Vega-Lite does, too
    said = json.dumps(made, ensure_ascii=False).replace("<", "\\u003c")
    draw = f'vegaEmbed("#picture", {said}, {_OPTIONS});'
    return f"<script>{vega_script()}</script><script>{draw}</script>"
