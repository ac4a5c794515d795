"""A government of which nothing tells the country: the one that the article speaks of by the same noun elsewhere.

In: a frame, its mentions' names, the states that are known, and the nouns that are nobody's yet. Out: for each of these
a mention of the state, where all others by the noun ("the government", "the Danish government") are of one: so they are
in 46 of 51 passages of the corpus. "The country" is as often another one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from communique.knowledge.state_nouns import is_government
from communique.reading.coreference import Named
from communique.reading.frame import Frame

BODIES: Final = frozenset({"state", "organization", "group"})
"""Kinds of mentions that end with the noun for a government."""


def same_governments(
    frame: Frame, names: Sequence[Named], known: Mapping[int, int], unknown: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Yield pairs of a mention of a known state and one of nobody's that means it.

    `known` gives the state's number for each mention that is a state's. A government that is no state's ("the Kurdish
    administration") may be meant as well.
    """
    called: dict[str, dict[int | None, int]] = {}
    for index, (name, mark) in enumerate(zip(names, frame.marks.mentions, strict=True)):
        is_told = index in known or not is_government(name.text)
        if mark.kind in BODIES and index not in unknown and is_told:
            called.setdefault(_noun(name), {})[known.get(index)] = index
    for index in unknown:
        states = called.get(_noun(names[index]), {})
        if is_government(names[index].text) and len(states) == 1 and None not in states:
            yield next(iter(states.values())), index


def _noun(name: Named) -> str:
    """Return a name's last word."""
    return name.text.lower().split()[-1]
