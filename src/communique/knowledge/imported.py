"""What the codes of other event data mean in PLOVER's types, modes and sectors; see `imported_codes.yaml`."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from communique.knowledge.tables import document


@lru_cache(maxsize=1)
def codes() -> Mapping[str, Any]:
    """Give the table of other data sets' codes."""
    found: Mapping[str, Any] = document("imported_codes.yaml")
    return found


@lru_cache(maxsize=1)
def _nothing() -> frozenset[str]:
    return frozenset(codes()["nothing"])


def is_nothing(cell: str) -> bool:
    """Say whether a cell stands for nothing ("None", "N/A")."""
    return cell.casefold() in _nothing()
