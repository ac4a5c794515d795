"""Offices that a sentence gives to a person: "Ilse Berg is the co-chair of the Harbour Council".

In: a text, its words, the mentions and titles that are marked. Out: the words of each further title, with what it is an
office of, and the mention of whose it is. Only what somebody is now tells whose somebody is; "was minister" doesn't.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from communique.knowledge.clause_words import clause_words, is_past
from communique.knowledge.offices import offices_in
from communique.knowledge.organizations import nouns_of_bodies
from communique.knowledge.person_words import leads_to_a_body
from communique.model import Mark
from communique.reading.frame import Extent

IS: Final = frozenset({"is", "remains"})
"""Verbs of who somebody is."""
LEADING: Final = frozenset({"a", "an", "the", "now", "also", "currently", "still"})
"""Words between them and an office."""
QUALIFYING: Final = 2
"""Most other small words right before an office: "acting regional"."""
REACH: Final = 12
"""Words behind a name in which its office ends."""
OWNERS: Final = frozenset({"organization", "state", "group", "place"})
"""Kinds of what an office is of."""


def offices_told(
    text: str, words: Sequence[Extent], mentions: Sequence[Mark], titles: Sequence[Mark]
) -> list[tuple[Extent, int]]:
    """Return the first word and the one behind the last of each title, and the index of the mention that bears it."""
    taken = {at for mark in titles for at in range(mark.first, mark.last)}
    behind = {mark.first: mark.last for mark in mentions if mark.kind in OWNERS}
    found = []
    for index, mark in enumerate(mentions):
        if mark.kind != "person" or not text[words[mark.last - 1][0]].isupper():
            continue
        office = _office(text, words, mark.last)
        if office is not None and taken.isdisjoint(range(*office)):
            first, last = office
            found.append(((first, _with_owner(text, words, behind, last)), index))
    return found


def _office(text: str, words: Sequence[Extent], at: int) -> Extent | None:
    """Return the words of the office that "is", behind a name or its "who", leads to; None where it leads to none."""
    quotes = [text[slice(*each)] for each in words[at : at + REACH]]
    first = 2 if quotes[:2] == [",", "who"] else 0
    if first >= len(quotes) or quotes[first] not in IS:
        return None
    first += 1
    small = set().union(*(clause_words()[name] for name in ("prepositions", "determiners", "auxiliaries")))
    while first < len(quotes) and quotes[first] in LEADING:
        first += 1
    for begin in range(first, min(first + QUALIFYING + 1, len(quotes))):
        if not all(each.isalpha() and each.islower() and each not in small for each in quotes[first:begin]):
            return None
        start, end = words[at + begin][0], words[at + len(quotes) - 1][1]
        office = next((match for match in offices_in(text, start, end) if match.start == start), None)
        if office is not None and _is_a_persons(text[office.start : office.end]):
            last = next(each for each in range(at + begin, len(words)) if words[each][1] >= office.end)
            return at + first, last + 1
    return None


def _is_a_persons(office: str) -> bool:
    """Say whether an office is a person's, and no body ("camp") and no verb ("accused")."""
    noun = office.rpartition(" ")[2]
    return noun not in nouns_of_bodies() and not is_past(noun)


def _with_owner(text: str, words: Sequence[Extent], behind: Mapping[int, int], last: int) -> int:
    """Return the word behind an office with the name that it leads to: "co-chair of the Harbour Council"."""
    quotes = [text[slice(*each)] for each in words[last : last + 2]]
    if not quotes or quotes[0] not in leads_to_a_body():
        return last
    return behind.get(last + 1 + (quotes[1:] == ["the"]), last)
