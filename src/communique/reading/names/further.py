"""Names that no mark covers though they are known: by the table of organisations, or by the article's own marks.

In: a text, its words and the mentions that the model marked. Out: further mentions, which stand after the others so
that arcs hold. A name counts where all of a run of capitalised words is that name, or what stands before or behind a
small word in it ("Harbour Watch on Friday"): "Brekke" in "Brekke Bridge" is nobody.

- An organisation of the table, where its name can't be a common word: abbreviations and names of several words.
- The family name of a person of the table behind the possessive of that person's country: "Norway's Brekke".
- A country that stands in one list with others is a state as they are.
- A name of several words, or of one that the text never writes small, that is marked elsewhere in the article; also
  the family name alone, and either behind titles or a common word with the capital of its sentence: "But Mr Brekke".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from communique.knowledge.clause_words import clause_words
from communique.knowledge.countries import CountryKind, country_match
from communique.knowledge.organizations import namesakes
from communique.knowledge.persons import naming
from communique.model import Mark
from communique.reading.frame import Extent
from communique.reading.names.titles import title_length

NAMED: Final = frozenset({"person", "organization", "group"})
SURE: Final = 0.7
"""Probability of a mark from which its name is sought elsewhere in the article."""
SHORTEST: Final = 4
"""Letters of a name of one word that is sought."""
LONGEST_COUNTRY: Final = 4
"""Words of a country's name."""
LONGEST: Final = 8
"""Words of a name that is sought."""
SMALL: Final = frozenset("of for the and in on de la al el bin ibn von van - & ' ’ 's ’s".split())  # noqa: SIM905 - read more easily so
"""What may stand inside a name in lower case."""
PARTING: Final = frozenset({"for", "the", "and", "in", "on", "'s", "’s"})
"""Those of them that stand between two names as often."""


def further_names(text: str, words: Sequence[Extent], mentions: Sequence[Mark]) -> list[Mark]:
    """Return a mention for each known name that no mention touches."""
    taken = {word for mark in mentions for word in range(mark.first, mark.last)}
    found: list[Mark] = []
    small = _small(text, words)
    known = _marked_elsewhere(text, words, mentions, small)
    owners = {
        mark.last: text[words[mark.first][0] : words[mark.last - 1][1]] for mark in mentions if mark.kind == "state"
    }
    for run in _runs(text, words):
        for first, last in (run, *_pieces(text, words, run)):
            if not taken.isdisjoint(range(first, last)):
                continue
            for at in _openings(text, words, first, last, small):
                name = text[words[at][0] : words[last - 1][1]]
                kind = known.get(name) or ("organization" if at == first and _in_table(name) else None)
                if kind is None and _is_theirs(text, words, owners, at, name):
                    kind = "person"
                if kind:
                    found.append(Mark(at, last, kind, SURE))
                    taken.update(range(at, last))
                    break
    return found


def _is_theirs(text: str, words: Sequence[Extent], owners: Mapping[int, str], at: int, name: str) -> bool:
    """Say whether a name behind a country's possessive is that of somebody of the table who is of that country."""
    if at - 1 not in owners or text[slice(*words[at - 1])] not in clause_words()["genitive"]:
        return False
    country = country_match(owners[at - 1])
    return country is not None and any(term.country == country.iso3 for term in naming(name).terms)


def listed_states(text: str, words: Sequence[Extent], mentions: list[Mark]) -> list[Mark]:
    """Return the countries that stand in one list with a state and were left out: "Belgium, Chile and Spain"."""
    taken = {word for mark in mentions for word in range(mark.first, mark.last)}
    found: list[Mark] = []
    for mark in mentions:
        if mark.kind != "state" or country_match(text[words[mark.first][0] : words[mark.last - 1][1]]) is None:
            continue
        for forward in (True, False):
            near = mark
            while (country := _country_beside(text, words, near, forward=forward)) is not None:
                if not taken.isdisjoint(range(country.first, country.last)):
                    break
                taken.update(range(country.first, country.last))
                found.append(near := country)
    return found


def _country_beside(text: str, words: Sequence[Extent], mark: Mark, *, forward: bool) -> Mark | None:
    """Return the country right after or before a mark in a list, None where there is none."""
    step = 1 if forward else -1
    at = mark.last if forward else mark.first - 1
    between = []
    while 0 <= at < len(words) and text[slice(*words[at])].lower() in {",", "and", "the"}:
        between.append(text[slice(*words[at])].lower())
        at += step
    if not {",", "and"} & set(between):
        return None
    for length in range(LONGEST_COUNTRY, 0, -1):
        first, last = (at, at + length) if forward else (at - length + 1, at + 1)
        if not 0 <= first < last <= len(words):
            continue
        name = text[words[first][0] : words[last - 1][1]]
        match = country_match(name)
        if (
            match
            and match.kind is CountryKind.NAME
            and (match.start, match.end) == (0, len(name))
            and name[0].isupper()
        ):
            return replace(mark, first=first, last=last)
    return None


def _pieces(text: str, words: Sequence[Extent], run: Extent) -> Iterator[Extent]:
    """Yield the parts of a run between words that may just as well part two names: "Harbour Watch on Friday"."""
    first, last = run
    cuts = [at for at in range(first, last) if text[slice(*words[at])] in PARTING]
    if cuts:
        yield from ((left + 1, right) for left, right in pairwise((first - 1, *cuts, last)) if left + 1 < right)


def _small(text: str, words: Sequence[Extent]) -> frozenset[str]:
    """Return the words that the text has without capital."""
    return frozenset([text[start:end] for start, end in words if text[start].islower()])


def _openings(text: str, words: Sequence[Extent], first: int, last: int, small: frozenset[str]) -> Iterator[int]:
    """Yield where in a run the name may begin: with it, or behind a common word or titles ("But Mr Brekke")."""
    yield first
    if first + 1 < last and text[slice(*words[first])].lower() in small:
        first += 1
        yield first
    titles = title_length([text[slice(*words[at])] for at in range(first, last)])
    if titles:
        yield first + titles


def _marked_elsewhere(
    text: str, words: Sequence[Extent], mentions: Sequence[Mark], small: frozenset[str]
) -> dict[str, str]:
    """Return name to kind of what the article's marks name; a name of several kinds is left out."""
    found: dict[str, set[str]] = {}
    for mark in mentions:
        if mark.probability < SURE or mark.last - mark.first > LONGEST:
            continue
        for first in {mark.first, mark.last - 1} if mark.kind == "person" else {mark.first}:
            name = text[words[first][0] : words[mark.last - 1][1]]
            if name[:1].isupper() and (first < mark.last - 1 or _tells(name, small)):
                found.setdefault(name, set()).add(mark.kind)
    return {name: kind for name, kinds in found.items() if len(kinds) == 1 and (kind := next(iter(kinds))) in NAMED}


def _tells(name: str, small: frozenset[str]) -> bool:
    """Say whether a name of one word can be sought: a long one or an abbreviation, no common word and no country's."""
    abbreviation = len(name) > 1 and name.isalpha() and name.isupper()
    return (abbreviation or len(name) >= SHORTEST) and name.lower() not in small and country_match(name) is None


def _in_table(name: str) -> bool:
    """Say whether a name is an organisation's, whole, and no common word."""
    if " " not in name and not (name.isupper() and len(name) > 2):  # noqa: PLR2004 - letters of an abbreviation
        return False
    return any((match.start, match.end) == (0, len(name)) for match in namesakes(name))


def _runs(text: str, words: Sequence[Extent]) -> Iterator[Extent]:
    """Yield the extents of words in which a name may stand whole: capitals, and small words between them."""
    free = 0
    for at in [each for each, (start, _) in enumerate(words) if text[start].isupper()]:
        if at < free:
            continue
        end = last = at + 1
        while end < len(words) and "\n" not in text[words[end - 1][1] : words[end][0]]:
            word = text[slice(*words[end])]
            if word[0].isupper() or word.isdigit():
                last = end + 1
            elif word not in SMALL:
                break
            end += 1
        yield at, last
        free = last
