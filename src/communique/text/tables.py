"""The data files of this room: lists and patterns as YAML, read once.

In: a file name in `communique/text`. Out: its mapping. The files explain themselves; no list of words stands in code.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from communique.knowledge.tables import parsed


@cache
def table(name: str) -> dict[str, Any]:
    """Return the mapping in the YAML file `name` of this room. Callers share it and must not change it."""
    content = parsed(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    if not isinstance(content, dict):
        raise TypeError(f"{name} must hold a mapping")
    return content


@cache
def abbreviations(group: str) -> frozenset[str]:
    """Return one group of `abbreviations.yaml`, written without the last full stop."""
    entries = table("abbreviations.yaml")[group]
    if wrong := [entry for entry in entries if not isinstance(entry, str)]:
        raise TypeError(f"abbreviations.yaml, {group}: quote {wrong}, because YAML reads No and On as values")
    return frozenset(entries)
