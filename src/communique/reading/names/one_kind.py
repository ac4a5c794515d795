"""One kind for one name: what an article's mentions of a name are mostly taken for, the others are too.

In go a text, its words and its marks, out come the same marks. The tagger takes a body for a person or state now and
then where it is spoken of in passing ("the Isis Beatles"), and the article had two actors of one name. Who bears a
title is a person, and a country is a state, whatever the others say. A person is mistaken for a place too, and a place
for a person; bodies and states are called by a place's name by turns ("Pentagon"). Where no kind is the more frequent
the tables tell it: a body is in that of organisations, a person has a given name or held an office, a place is in the
gazetteer; else nothing changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from communique.knowledge.countries import CountryKind, country_match
from communique.knowledge.gazetteer import places_named
from communique.knowledge.genders import is_given_name
from communique.knowledge.organizations import is_organization
from communique.knowledge.persons import naming
from communique.model import Marks

CONFUSED: Final = frozenset({"person", "organization", "state"})
"""Kinds that one name is mistaken for."""
PERSON_OR_PLACE: Final = frozenset({"person", "place"})
"""Kinds of which a name has one."""
MORE: Final = 2
"""So many times as often as all others together is the kind of a name told."""
TOWN: Final = 1_000
"""Inhabitants from which a town may be meant by a name that is as often marked as a person."""


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
    doubtful = {name: counts for name, counts in votes.items() if len(counts) > 1}
    persons = [name for name, mark in zip(names, marks.mentions, strict=True) if mark.kind == "person" and " " in name]
    fuller = {word for name in persons for word in name.split()}
    return {
        name: kind
        for name, counts in doubtful.items()
        if (kind := _most(name, counts) or (None if name in fuller else _by_table(name, counts)))
    }


def _most(name: str, counts: Counter[str]) -> str | None:
    """Return the kind of a name that is much more frequent than the others; None for a country's and a doubtful one."""
    kind, most = counts.most_common(1)[0]
    return None if most < MORE * (counts.total() - most) or country_match(name) else kind


def _by_table(name: str, counts: Counter[str]) -> str | None:
    """Return the kind that the tables tell of a name, None where they tell none that it was marked as.

    What is a town's name and a given name too ("Warwick") stays as it is.
    """
    country = country_match(name)
    if country and country.kind is not CountryKind.REGION:
        return None
    is_place = country is not None or any(entry.population >= TOWN for entry in places_named(name))
    is_person = is_given_name(name.split(maxsplit=1)[0]) or bool(naming(name).terms)
    if is_organization(name):
        kind = "organization"
    elif is_place is not is_person:
        kind = "place" if is_place else "person"
    else:
        return None
    return kind if counts[kind] == max(counts.values()) else None
