"""What "I", "we" and "you" are not: whom the same quotation speaks of, another one's "we", or whom a writer names.

In: a frame, its mentions' names, its quotations and who says each "we". Out: whether an "I" or "we" may be joined with
the actor of an antecedent. "We will not let them pass; Chad struck us first" has neither "them" nor Chad for "we",
unless Chad is what the speaker speaks for: by their title, or by the country of their own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from communique.knowledge.countries import country_of
from communique.knowledge.person_words import pronoun_class
from communique.reading.actors.coreference import THIRD, Named
from communique.reading.actors.speakers import Quotations, in_quotation
from communique.reading.frame import Frame

FIRST: Final = frozenset({"i", "we"})


class Voices:
    """Tells which actors a first person can't be.

    `said` gives the mention of the speaker for each quoted "we", `borne` the mention that bears each title.
    """

    def __init__(
        self,
        frame: Frame,
        names: Sequence[Named],
        quoted: Quotations,
        said: Mapping[int, int],
        borne: Mapping[int, int],
    ) -> None:
        self.frame, self.names, self.quoted, self.said = frame, names, quoted, said
        self._titles: dict[int, list[str]] = {}
        for title, bearer in borne.items():
            mark = frame.marks.titles[title]
            self._titles.setdefault(bearer, []).append(frame.quote(mark.first, mark.last))

    def apart(
        self, index: int, before: int, cluster: Callable[[int], Sequence[int]], root: Callable[[int], int]
    ) -> bool:
        """Say whether a mention and one before it are two actors by who speaks; the functions tell their clusters."""
        if self._says_it(index, before, root):
            return True
        if self._is_the_writers(index, cluster(before)) or self._opposed(index, cluster(before), root):
            return True
        return self._is_the_writers(before, cluster(index)) and not self._is_own_name(index, before)

    def _says_it(self, index: int, before: int, root: Callable[[int], int]) -> bool:
        """Say whether a "you" of a quotation would be whoever says it: "If you ask, they beat you," she said."""
        name, word = self.names[index], self.frame.marks.mentions[index].first
        if not name.pronoun or pronoun_class(name.text) != "you" or not self.quoted.inside(word):
            return False
        speaker = self.quoted.meant(word, "i")
        return speaker is not None and root(speaker) == root(before)

    def _is_the_writers(self, index: int, others: Sequence[int]) -> bool:
        """Say whether a mention is an "I" or "we" of whoever writes, and so nobody whom the article names.

        That is one outside of quotations; who speaks in printed speech `speakers` tells.
        """
        if pronoun_class(self.names[index].text) not in FIRST or not self.names[index].pronoun:
            return False
        named = any(not self.names[each].pronoun for each in others)
        return named and not in_quotation(self.frame, self.frame.words[self.frame.marks.mentions[index].first][0])

    def _is_own_name(self, index: int, before: int) -> bool:
        """Say whether a name may be that of the "I" before it: "I'm Ola Brekke", or a transcript's label."""
        mark, first = self.frame.marks.mentions[index], self.frame.marks.mentions[before].last
        if 0 < mark.first - first < 3 and self.frame.quote(first, mark.first).lower() in {"am", "'m", "’m", ","}:  # noqa: PLR2004
            return True
        return mark.last < len(self.frame.words) and self.frame.quote(mark.last, mark.last + 1) == ":"

    def _opposed(self, index: int, others: Iterable[int], root: Callable[[int], int]) -> bool:
        """Say whether a first person is none of the actor that has some other mentions; `root` tells a mention's."""
        name = self.names[index]
        if not name.pronoun or pronoun_class(name.text) not in FIRST:
            return False
        holder = self.quoted.holder(self.frame.marks.mentions[index].first)
        if holder is None:
            return False
        speaker = self.said.get(index)
        for each in others:
            other = self.said.get(each)
            if speaker is not None and other is not None and root(speaker) != root(other):
                return True
            start = self.frame.words[self.frame.marks.mentions[each].first][0]
            if holder[0] <= start < holder[1] and self._is_spoken_of(each, speaker):
                return True
        return False

    def _is_spoken_of(self, mention: int, speaker: int | None) -> bool:
        """Say whether a mention of a quotation is somebody else than for whom its speaker speaks."""
        name = self.names[mention]
        if name.pronoun:
            return pronoun_class(name.text) in THIRD
        return name.named and not self._speaks_for(speaker, name.text)

    def _speaks_for(self, speaker: int | None, name: str) -> bool:
        """Say whether a speaker's own words or title tell a name or its country."""
        if speaker is None:
            return False
        words = [self.names[speaker].text, *self._titles.get(speaker, ())]
        link = self.frame.marks.countries.get(speaker)
        if link is not None:
            words.append(self.frame.quote(link.target, link.target + 1))
        country = country_of(name)
        return any(name in each or (country is not None and country_of(each) == country) for each in words)
