"""What a person is called: the words of full and bare names, and whether a name goes with those that came before."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from communique.knowledge.person_words import full_given_name, particles
from communique.knowledge.persons import unaccented

YOUNGER: Final = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii"})
"""What tells two people of one full name apart."""


@lru_cache(maxsize=8192)
def family(name: str) -> str:
    """Return the last word of a person's name, lower case, without accents ("al-Assad" and "Assad" alike)."""
    plain = unaccented(name)
    words = [each for each in re.split(r"[\s\-\u2010]+", plain) if each and each not in YOUNGER]
    return words[-1] if words else plain


@lru_cache(maxsize=8192)
def _parts(name: str) -> frozenset[str]:
    """Return the words of a person's name, as `family` does, without particles; "Jim Brekke" has James Brekke's."""
    given, *others = re.split(r"[\s\-]+", unaccented(name))
    return frozenset((full_given_name(given), *others)) - particles()


def _end_alike(*names: str) -> bool:
    """Say whether one name of several words ends the other: "Ben Salah" Karim Ben Salah's, though Ben is Benjamin."""
    short, long = sorted((re.split(r"[\s\-]+", unaccented(each)) for each in names), key=len)
    return 1 < len(short) < len(long) and long[-len(short) :] == short


@dataclass(slots=True)
class Person:
    """A person's first and latest mention, how often it was named and how: each name's words and its last one."""

    first: int
    latest: int = 0
    times: int = 0
    names: dict[str, tuple[frozenset[str], str]] = field(default_factory=dict)

    def call(self, name: str, mention: int) -> None:
        """Note that a mention calls the person by a name."""
        self.names.setdefault(name, (_parts(name), family(name)))
        self.times, self.latest = self.times + 1, mention

    def may_be_called(self, name: str) -> bool:
        """Say whether a name goes with all that the person was called, so that none of them is another person's.

        A bare name has to go with the fuller ones alone: "Ana" and "Horvat" are both Ana Horvat.
        """
        if name in self.names:
            return True
        words, last = _parts(name), family(name)
        bare = len(words) == 1
        # "Donald Trump Jr." is another one than "Donald Trump".
        if not bare and any(len(parts) > 1 and (words ^ parts) & YOUNGER for parts, _ in self.names.values()):
            return False
        fuller = {called: each for called, each in self.names.items() if len(each[0]) > 1} if bare else {}
        return all(
            words <= parts or parts <= words or (bare and last == theirs) or _end_alike(name, called)
            for called, (parts, theirs) in (fuller or self.names).items()
        )
