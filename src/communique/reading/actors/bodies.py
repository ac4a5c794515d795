"""The body of which a person is: the organisation named right behind the name or title.

In: a frame and its clusters. Out: a mention of the organisation: "Tanya Holm, of Human Rights Watch"; "a clerk at the
Oslo district court".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from communique.knowledge.person_words import leads_to_a_body
from communique.reading.actors.mentions import Clusters
from communique.reading.frame import Frame


class Bodies:
    """Finds the bodies behind the names and titles of an article's persons."""

    def __init__(self, frame: Frame, clusters: Clusters) -> None:
        self.frame, self.clusters = frame, clusters

    def of(self, members: list[int]) -> int | None:
        """Return the organisation that is named right behind a person's name or title."""
        return next((body for end in self._ends(members) if (body := self._body_after(end)) is not None), None)

    def _ends(self, members: list[int]) -> Iterator[int]:
        """Yield the words behind a person's names, nouns and titles."""
        for each in members:
            yield from self._title_ends.get(each, ())
            if not self.clusters.names[each].pronoun:
                yield self.frame.marks.mentions[each].last

    @cached_property
    def _title_ends(self) -> dict[int, list[int]]:
        """The words behind the titles, by the mention that bears them."""
        found: dict[int, list[int]] = {}
        for title, bearer in self.clusters.borne.items():
            found.setdefault(bearer, []).append(self.frame.marks.titles[title].last)
        return found

    def _body_after(self, at: int) -> int | None:
        """Return the organisation that "of", "from", "at" or "with" leads to from a word, a comma before it or not."""
        words = [self.frame.word(each) for each in range(at, at + 3)]
        if words[0] == ",":
            at, words = at + 1, words[1:]
        if words[0] not in leads_to_a_body():
            return None
        return self._bodies.get(at + 1 + (words[1] == "the"))

    @cached_property
    def _bodies(self) -> dict[int, int]:
        """The organisations by their first word."""
        marks = self.frame.marks.mentions
        return {mark.first: index for index, mark in enumerate(marks) if mark.kind == "organization"}
