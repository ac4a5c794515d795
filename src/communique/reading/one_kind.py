"""One kind for one name: what an article's mentions of a name are mostly taken for, the others are too.

In go a text, its words and its marks, out come the same marks. The tagger takes a body for a person or state now and
then where it is spoken of in passing ("the Isis Beatles"), and the article had two actors of one name. Who bears a
title is a person, and a country is a state, whatever the others say; where no kind is the more frequent nothing
changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from communique.knowledge.countries import country_match
from communique.model import Marks

CONFUSED: Final = frozenset({"person", "organization", "state"})
"""Kinds that one name is mistaken for."""
MORE: Final = 2
"""So many times as often as all others together is the kind of a name told."""


def with_one_kind(text: str, words: Sequence[tuple[int, int]], marks: Marks) -> Marks:
    """Return the marks in which names have the kind that most of their mentions have."""
    names = [text[words[mark.first][0] : words[mark.last - 1][1]] for mark in marks.mentions]
    votes: dict[str, Counter[str]] = {}
    for name, mark in zip(names, marks.mentions, strict=True):
        if mark.kind in CONFUSED and name[:1].isupper():
            votes.setdefault(name, Counter())[mark.kind] += 1
    kinds = {name: kind for name, counts in votes.items() if len(counts) > 1 and (kind := _most(name, counts))}
    if not kinds:
        return marks
    titled = {link.target for link in marks.bearers.values()}
    return replace(
        marks,
        mentions=[
            replace(mark, kind=kinds[name]) if name in kinds and mark.kind in CONFUSED and index not in titled else mark
            for index, (name, mark) in enumerate(zip(names, marks.mentions, strict=True))
        ],
    )


def _most(name: str, counts: Counter[str]) -> str | None:
    """Return the kind of a name that is much more frequent than the others; None for a country's and a doubtful one."""
    kind, most = counts.most_common(1)[0]
    return None if most < MORE * (counts.total() - most) or country_match(name) else kind
