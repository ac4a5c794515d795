"""Annotation moved along where a text grows: by names exchanged in it (`training.rename`), by what stands before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from training.corpus.notes import Passage


def moved(passage: Passage, at: Callable[[int], int]) -> Passage:
    """Return a passage whose extents stand where `at` says for each offset; its text is left to whoever asks.

    What `at` raises is raised.
    """
    found: Passage = _moved(passage, at)
    return found


def _moved(value: Any, at: Callable[[int], int]) -> Any:
    """Return a value whose extents, pairs of whole numbers however deep inside, are moved along."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _moved(getattr(value, each.name), at) for each in fields(value)})
    if not isinstance(value, tuple):
        return value
    if len(value) == 2 and all(type(each) is int for each in value):  # noqa: PLR2004 - start and end
        return tuple(at(each) for each in value)
    return tuple(_moved(each, at) for each in value)
