"""Pictures as Vega-Lite specifications: what a picture shows and how, for whoever draws it anew.

In: the name of a picture, its rows, its colours. Out: a specification as a dictionary, whole: its rows are in it and
nothing is loaded from elsewhere. How each picture looks stands in `specifications/NAME.json`, in the words of Vega-Lite
5 (vega.github.io/vega-lite/docs/spec.html); here the rows go in, as datasets by the names that it gives them.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

Row = Mapping[str, Any]
Specification = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
MIME = "application/vnd.vegalite.v5+json"
"""What notebooks call a specification (jupyterlab.readthedocs.io, "File and output formats")."""
_INK = "currentColor"
"""The colour of letters where the picture is shown, so that it can be read on light and on dark."""
_LOOK = {
    "font": "system-ui, Noto Sans, Liberation Sans, sans-serif",
    "view": {"stroke": None},
    "title": {"color": _INK},
    "axis": {
        "labelColor": _INK,
        "titleColor": _INK,
        "domainColor": "#7f7f7f",
        "tickColor": "#7f7f7f",
        "titleFontWeight": "normal",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "gridColor": "#7f7f7f",
        "gridOpacity": 0.2,
    },
    "legend": {
        "labelColor": _INK,
        "titleColor": _INK,
        "labelFontSize": 12,
        "labelLimit": 300,
        "symbolType": "square",
        "symbolStrokeWidth": 0,
    },
    "header": {"labelFontSize": 13, "labelColor": _INK},
    "text": {"fontSize": 12, "color": _INK},
    "rule": {"color": "#7f7f7f"},
    "background": "transparent",
}


def specified(
    name: str,
    title: str,
    rows: Mapping[str, Iterable[Row]],
    colours: Sequence[tuple[str, str]] = (),
) -> Specification:
    """Return the specification of a picture.

    Args:
        name: of the picture: that of its file in `specifications/`, without ending.
        title: what it shows, for those who don't see it.
        rows: the rows of each data set.
        colours: (name, colour) of each kind that the picture tells apart by colour, in the order of the legend.
    """
    made = copy.deepcopy(_held(name))
    if colours:
        scale = {"domain": [each for each, _ in colours], "range": [colour for _, colour in colours]}
        for channel in _coloured(made):
            channel["scale"] = scale
    sets = {name: [dict(row) for row in some] for name, some in rows.items()}
    return {"$schema": SCHEMA, "description": title, "config": _LOOK, **made, "datasets": sets}


@cache
def _held(name: str) -> Specification:
    held: Specification = json.loads(
        (files("communique.charts") / "specifications" / f"{name}.json").read_text("utf-8")
    )
    return held


def _coloured(part: Any) -> list[dict[str, Any]]:
    """Return the channels of a specification that tell kinds apart by colour."""
    if isinstance(part, list):
        return [found for each in part for found in _coloured(each)]
    if not isinstance(part, dict):
        return []
    own = part.get("color")
    found = [own] if isinstance(own, dict) and "field" in own else []
    return [*found, *(deeper for each in part.values() for deeper in _coloured(each))]
