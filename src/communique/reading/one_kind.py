"""One kind for one name: what an article's mentions of a name are mostly taken for, the others are too.

In go a text, its words and its marks, out come the same marks. The tagger takes a body for a person or state now and
then where it is spoken of in passing ("the Isis Beatles"), and the article had two actors of one name. Who bears a
title is a person, and a country is a state, whatever the others say; where no kind is the more frequent nothing
changes. A person is mistaken for a place too, and a place for a person; bodies and states are called by a place's name
by turns ("Pentagon").
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
PERSON_OR_PLACE: Final = frozenset({"person", "place"})
"""Kinds of which a name has one."""
MORE: Final = 2
"""So many times as often as all others together is the kind of a name told."""


def with_one_kind(text: str, words: Sequence[tuple[int, int]], marks: Marks) -> Marks:
    """Return the marks in which names have the kind that most of their mentions have."""
    names = [text[words[mark.first][0] : words[mark.last - 1][1]] for mark in marks.mentions]
    kinds = {among: _kinds(names, marks, among) for among in (CONFUSED, PERSON_OR_PLACE)}
    if not any(kinds.values()):
        return marks
    titled = {link.target for link in marks.bearers.values()}
    mentions = list(marks.mentions)
    for among, told in kinds.items():
        for index, name in enumerate(names):
            if name in told and mentions[index].kind in among and index not in titled:
                mentions[index] = replace(mentions[index], kind=told[name])
    return replace(marks, mentions=mentions)


def _kinds(names: Sequence[str], marks: Marks, among: frozenset[str]) -> dict[str, str]:
    """Return the kind of each name that has several of some kinds and one of them much more often."""
    votes: dict[str, Counter[str]] = {}
    for name, mark in zip(names, marks.mentions, strict=True):
        if mark.kind in among and name[:1].isupper():
            votes.setdefault(name, Counter())[mark.kind] += 1
    return {name: kind for name, counts in votes.items() if len(counts) > 1 and (kind := _most(name, counts))}


def _most(name: str, counts: Counter[str]) -> str | None:
    """Return the kind of a name that is much more frequent than the others; None for a country's and a doubtful one."""
    kind, most = counts.most_common(1)[0]
    return None if most < MORE * (counts.total() - most) or country_match(name) else kind
