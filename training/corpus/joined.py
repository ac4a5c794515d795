"""Passages strung together to articles: several paragraphs in one window, as an article has them.

A passage of the corpus has 69 wordpieces and a window of an article up to 160. A network that had seen passages by
themselves alone lost 1.6 points of events, 2.3 of roles and 6.0 of commitments where two held-out passages stood in one
text, and 1.7, 2.9 and 8.6 where three did: it hadn't learned that parties and sums belong to what is told near them.

In: annotated passages. Out: passages again, some of them of two or three, a line each, with the ids of each apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any, Final, TypeVar

import numpy as np

from training.corpus.moving import moved
from training.corpus.notes import ActorNote, CommitmentNote, EventNote, Passage, StatementNote
from training.corpus.split import is_held_out

ALONE: Final = 0.25
"""Share of the passages that stay by themselves."""
MOST: Final = 4
"""Passages in one text."""
FULL: Final = 520
"""Code points of a text to which no further passage is added: most of a window, so that some passages are cut apart."""
_NAMES: Final = frozenset(
    ("id", "speaker", "addressee", "within", "actors", "recipients", "told", "donors", "by", "event")
)
"""Fields with ids, which are a passage's own."""

Note = TypeVar("Note", ActorNote, StatementNote, EventNote, CommitmentNote)


def strung(passages: Iterable[Passage], order: np.random.Generator) -> Iterator[Passage]:
    """Yield all passages in a random order, some alone and some in one text with those that come next."""
    shuffled = list(passages)
    order.shuffle(shuffled)
    group: list[Passage] = []
    size = 1
    for passage in shuffled:
        if group and (len(group) >= size or sum(len(each.text) for each in group) >= FULL):
            yield joined(group)
            group = []
        if not group:
            size = 1 if order.random() < ALONE else int(order.integers(2, MOST + 1))
        group.append(passage)
    if group:
        yield joined(group)


def articles(passages: Iterable[Passage]) -> list[Passage]:
    """Return every third of the held-out passages strung together, the same ones each time: what is measured."""
    held_out = [each for each in passages if is_held_out(each) and each.meta["register"] != "seed"]
    return list(strung(held_out[::3], np.random.default_rng(0)))


def joined(passages: Sequence[Passage]) -> Passage:
    """Return one passage of several, at least one: the text of each a line, and all that is annotated."""
    if len(passages) == 1:
        return passages[0]
    parts, start = [], 0
    for number, passage in enumerate(passages):
        parts.append(_apart(moved(passage, start.__add__), f"{number}-"))
        start += len(passage.text) + 1
    every: dict[str, Any] = {
        name: tuple(each for passage in parts for each in getattr(passage, name))
        for name in ("actors", "places", "dates", "money", "items", "statements", "events", "commitments")
    }
    return replace(
        passages[0],
        id="+".join(each.id for each in passages),
        text="\n".join(each.text for each in passages),
        none=all(each.none for each in passages),
        **every,
    )


def _apart(passage: Passage, prefix: str) -> Passage:
    """Return a passage whose ids begin with a prefix."""

    def notes(found: tuple[Note, ...]) -> tuple[Note, ...]:
        return tuple(replace(each, **_renumbered(each, prefix)) for each in found)

    return replace(
        passage,
        actors=notes(passage.actors),
        statements=notes(passage.statements),
        events=notes(passage.events),
        commitments=notes(passage.commitments),
    )


def _renumbered(note: ActorNote | StatementNote | EventNote | CommitmentNote, prefix: str) -> dict[str, Any]:
    values = {each.name: getattr(note, each.name) for each in fields(note) if each.name in _NAMES}
    return {name: _prefixed(value, prefix) for name, value in values.items() if value is not None}


def _prefixed(ids: str | tuple[str, ...], prefix: str) -> str | tuple[str, ...]:
    return f"{prefix}{ids}" if isinstance(ids, str) else tuple(f"{prefix}{each}" for each in ids)
