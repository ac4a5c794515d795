"""A government of which nothing tells the country: the speaker's, or the one of the same noun elsewhere.

In: a frame, its mentions' names, the states that are known, and the nouns that are nobody's yet. Out: for each of these
a mention of the state, where all others by the noun ("the government", "the Danish government") are of one: so they are
in 46 of 51 passages of the corpus. "The country" is as often another one. And what tells that somebody speaks of the
government at home: a party, a minister or an army does, an envoy or a foreign minister speaks of another one's as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from communique.knowledge.countries import countries_in
from communique.knowledge.state_nouns import is_government, speaks_abroad
from communique.reading.actors.coreference import Named
from communique.reading.frame import Frame
from communique.vocabulary import Sector

BODIES: Final = frozenset({"state", "organization", "group"})
"""Kinds of mentions that end with the noun for a government."""
AT_HOME: Final = frozenset(
    {Sector.GOV, Sector.LEG, Sector.JUD, Sector.MIL, Sector.COP, Sector.PTY, Sector.OPP, Sector.ELI, Sector.REB}
)
"""First sectors of those who speak of the government at home."""


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


def speaks_of_home(words: Iterable[str], sectors: Sequence[Sector], said: str, iso3: str) -> bool:
    """Say whether the government in what somebody of a country says is that country's.

    Args:
        words: the titles and nouns of the speaker.
        sectors: the speaker's sectors, most specific first.
        said: the words that the speaker says before the government, and where that stands.
        iso3: the speaker's country.
    """
    if sectors[:1] not in [(each,) for each in AT_HOME] or any(map(speaks_abroad, words)):
        return False
    return all(country.iso3 == iso3 for country in countries_in(said))


def _noun(name: Named) -> str:
    """Return a name's last word."""
    return name.text.lower().split()[-1]
