"""The evaluation gate: no figure falls below its floor, none rises above its ceiling.

`bench/floors.json` maps a measure to figures with `least` or `most`. `breaches` compares figures with it; a floor is
raised by hand when `make score` shows a better figure, and never lowered without saying why in the changelog.
"""

from __future__ import annotations

import json
from typing import Any

from training.paths import ROOT

FLOORS = ROOT / "bench" / "floors.json"


def floors() -> dict[str, dict[str, dict[str, float]]]:
    """Return the floors by measure and figure."""
    found: dict[str, dict[str, dict[str, float]]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return found


def breaches(measure: str, figures: dict[str, Any]) -> list[str]:
    """Return a line for each figure of a measure that is missing, under its floor or over its ceiling."""
    found = []
    for name, limit in floors().get(measure, {}).items():
        value = figures.get(name)
        if value is None:
            found.append(f"{measure}: {name} was not measured")
        elif "least" in limit and value < limit["least"]:
            found.append(f"{measure}: {name} is {value}, under its floor {limit['least']}")
        elif "most" in limit and value > limit["most"]:
            found.append(f"{measure}: {name} is {value}, over its ceiling {limit['most']}")
    return found
