"""Sketches of event words: what the reader's encoder makes of a word in its sentence, in 64 bytes.

In: the states of an article's words, from the same run that read it. Out: sketches, comparable by cosine; and the words
that name an event of any kind, PLOVER's or not. The projection was fitted on clusters of one event told in several
articles (`training.sketches`): directions in which the tellings of one event differ are shortened, those that tell the
events of one topic apart kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from communique.reading import WordStates

SIZE: Final = 64
"""Numbers of a sketch, a byte each; one byte before them tells the projection that made it."""
LEAST: Final = 0.5
"""Probability from which a word is offered as an event."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Projection:
    """`mean` [width] and `matrix` [width, SIZE] make sketches; `event` [width + 1] are weights of an event word."""

    mean: Floats
    matrix: Floats
    event: Floats
    mark: int

    def sketch(self, rows: Floats) -> list[bytes]:
        """Return the sketch of each row [rows, width] of states."""
        made = (rows - self.mean) @ self.matrix
        made *= 127 / np.maximum(np.abs(made).max(-1, keepdims=True), 1e-6)
        return [bytes((self.mark,)) + row.tobytes() for row in np.rint(made).astype(np.int8)]

    def is_event(self, rows: Floats) -> Floats:
        """Return the probability of each row that its word names an event."""
        scores = (rows - self.mean) @ self.event[:-1] + self.event[-1]
        return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float32)


@lru_cache(maxsize=1)
def projection() -> Projection:
    """Return the projection that the package ships."""
    with files("communique.linking").joinpath("projection.npy").open("rb") as file:
        held = np.load(file, allow_pickle=False)
    return made_of(held)


def made_of(held: NDArray[np.float16]) -> Projection:
    """Return the projection of its file's rows [width + 1, SIZE + 2]: matrix, mean, event; the bias in the last row."""
    whole = held.astype(np.float32)
    mark = zlib.crc32(held.tobytes()) & 0xFF
    return Projection(whole[:-1, SIZE], whole[:-1, :SIZE], whole[:, SIZE + 1], mark)


def sketches(states: WordStates | None, offsets: Iterable[int]) -> dict[int, bytes]:
    """Return the sketch of the word that starts at each offset; empty where there are no states."""
    if states is None:
        return {}
    at = {start: number for number, start in enumerate(states.starts)}
    wanted = [each for each in dict.fromkeys(offsets) if each in at]
    if not wanted:
        return {}
    made = projection().sketch(states.rows[[at[each] for each in wanted]])
    return dict(zip(wanted, made, strict=True))


def event_words(states: WordStates | None, least: float = LEAST) -> list[int]:
    """Return the numbers of the words that name an event of any kind."""
    if states is None:
        return []
    return [int(each) for each in np.flatnonzero(projection().is_event(states.rows) >= least)]


def matrix(vectors: Sequence[bytes | None]) -> tuple[Floats, NDArray[np.bool_]]:
    """Return unit vectors [count, SIZE] of sketches, and which are of this projection; the others are zero."""
    mark = projection().mark
    known = [v if v is not None and len(v) == SIZE + 1 and v[0] == mark else None for v in vectors]
    there = np.array([v is not None for v in known], dtype=np.bool_)
    found = np.zeros((len(vectors), SIZE), dtype=np.float32)
    rows = np.frombuffer(b"".join(v for v in known if v is not None), dtype=np.int8)
    found[there] = rows.reshape(-1, SIZE + 1)[:, 1:]
    found /= np.maximum(np.linalg.norm(found, axis=-1, keepdims=True), 1e-6)
    return found, there
