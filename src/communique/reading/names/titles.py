"""Titles in front of a person's name: "Norwegian Gen." of "Norwegian Gen. Ola Brekke".

In: the words of a name. Out: how many of them are titles, and the name without them; whether what is written like
a name is a title alone: "Foreign Secretary"; and how much of a title is written like a part of the name behind it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from communique.knowledge.countries import countries_in, whole_country
from communique.knowledge.offices import honorifics, is_title
from communique.knowledge.organizations import namesakes

LONGEST_TITLE: Final = 4
"""Words of an office ("Chief of Defence Staff")."""
LEADS_ON: Final = re.compile(r"\s+(?:of|for|to|in|at|on)\b.*", re.DOTALL)
"""What tells of what an office is."""
_WITHIN: Final = frozenset({"of", "for", "to", "the", "and", "&"})
"""Words without a capital inside an office that is written in capitals."""
_WORD: Final = re.compile(r"\S+")
_BESIDE: Final = frozenset({"'s", "’s", "and", "&"})
"""What stands behind the owner of an office, and between two."""


def bare_name(name: str) -> str:
    """Return a person's name without the titles before it: "Ola Brekke" of "Norwegian Gen. Ola Brekke"."""
    words = name.split()
    return " ".join(words[title_length(words) :])


def title_length(words: Sequence[str]) -> int:
    """Return how many words before a person's name are titles, with what tells of what before them.

    A demonym or a seat ("US Army Gen.", "White House Chief of Staff"), anything before a title that is cut short
    ("Vermont Sen.").
    """
    if len(words) < 2 or is_title(" ".join(words)):  # noqa: PLR2004 - a title and a name
        return 0
    last = len(words) - 1
    length = at = 0
    while at < last and words[at][:1].isupper():
        parts = [(count, " ".join(words[at : at + count])) for count in range(1, min(LONGEST_TITLE, last - at) + 1)]
        step = next((count for count, part in parts if is_title(part)), 0)
        if step:
            at += step
            if words[at] == "of" and at + 2 < last:
                at += 2  # "Chief of Staff"
            length = at
        elif of := next((count for count, part in parts[:2] if at + count < last and _tells_of_what(part)), 0):
            at += of  # a part of the title only where a title follows
        else:
            break
    short = [at for at in range(last) if words[at].endswith(".") and words[at].rstrip(".") in honorifics()]
    length = min(max(length, *(at + 1 for at in short)) if short else length, last)
    return length if words[length][:1].isupper() else 0


def is_only_a_title(text: str) -> bool:
    """Return whether words are an office and no name, whatever their capitals: "Foreign Secretary".

    So are they with a country ("Chadian Prime Minister") and with what tells of what it is ("Minister of Trade").
    """
    bare = LEADS_ON.sub("", text)
    if bodies := [match for match in namesakes(bare) if not match.start]:
        bare = bare[bodies[0].end :]
    for country in reversed(countries_in(bare)):
        bare = bare[: country.start] + bare[country.end :]
    words = [each for each in bare.split() if each.lower() not in _BESIDE]
    at = 0
    while at < len(words):
        ends = range(min(at + LONGEST_TITLE, len(words)), at, -1)
        at = next((end for end in ends if is_title(" ".join(words[at:end]))), len(words) + 1)
    return at == len(words) > 0


def called_from(title: str) -> int:
    """Return from which character on a title is written like a part of the name behind it: 7 in "former President".

    Its words in capitals up to the name, with the small ones between them; the title's length where the last has none.
    """
    start = len(title)
    for word in reversed([*_WORD.finditer(title)]):
        if word[0][0].isupper():
            start = word.start()
        elif word[0] not in _WITHIN or start == len(title):
            break
    return start


def _tells_of_what(words: str) -> bool:
    """Say whether words before a title are a country's name, demonym or seat and nothing else."""
    return whole_country(words) is not None
