"""What the first person of a quotation is not: somebody whom the same quotation speaks of, or another one's "we".

In: a frame, its mentions' names, its quotations and who says each "we". Out: whether an "I" or "we" may be joined with
the actor of an antecedent. "We will not let them pass; Chad struck us first" has neither "them" nor Chad for "we",
unless Chad is what the speaker speaks for: by their title, or by the country of their own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from communique.knowledge.countries import country_of
from communique.knowledge.person_words import pronoun_class
from communique.reading.coreference import THIRD, Named
from communique.reading.frame import Frame
from communique.reading.speakers import Quotations

FIRST: Final = frozenset({"i", "we"})


class Voices:
    """Tells which actors the first person of quotations can't be.

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

    def oppose(self, index: int, others: Iterable[int], root: Callable[[int], int]) -> bool:
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
