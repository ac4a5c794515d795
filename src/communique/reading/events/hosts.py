"""Hosts: whom a visit to a town is paid to.

In: a frame, and a trigger that is a visit right before a town's name ("his visit to Tashkent", "visited Tashkent").
Out: the recipient. Where the arcs lead to nobody, or to actors of other countries alone, it is the town's state, if the
article names that; 17 of 21 visits of the held-out corpus with the name of a town or country are annotated so. What the
visit is for ("to Tashkent for the Water Forum") is no host, and nobody is a guest at home.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from communique.model import TriggerMark
from communique.parts import Place
from communique.reading.actors import Cast
from communique.reading.frame import Frame

_VISITS: Final = frozenset({"visit", "visits", "visited", "visiting", "trip"})


class Hosts:
    """The hosts of the visits of an article; `towns` gives the mention of the town by the number of a visit's word."""

    def __init__(self, frame: Frame, cast: Cast) -> None:
        self.frame, self.cast = frame, cast
        at = {mark.first: index for index, mark in enumerate(frame.marks.mentions) if mark.kind == "place"}
        self.towns: dict[int, int] = {}
        for trigger in frame.marks.triggers:
            if self.frame.word(trigger.word) in _VISITS:
                behind = trigger.word + 1 + (self.frame.word(trigger.word + 1) == "to")
                if behind in at:
                    self.towns[trigger.word] = at[behind]

    def of(self, trigger: TriggerMark, town: Place | None, actors: Sequence[str], found: list[str]) -> list[str]:
        """Return the recipients of a visit to a town, those `found` by the arcs or its state."""
        of = {self.cast.actor(each).country for each in found}
        if town is None or town.country is None or of & {None, town.country}:
            return found
        if not found and any(self.cast.actor(each).country in {None, town.country} for each in actors):
            return found
        host = next(
            (each.id for each in self.cast.states if each.country == town.country and each.id not in actors), None
        )
        if host:
            return [host]
        purposes = {self.cast.of(link.target) for link in trigger.recipients if self._is_purpose(link.target)}
        return [each for each in found if each not in purposes]

    def _is_purpose(self, mention: int) -> bool:
        first = self.frame.marks.mentions[mention].first
        before = [self.frame.word(at) for at in range(max(0, first - 2), first)]
        return "for" in before
