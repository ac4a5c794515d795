"""Promises told in the present: "Togo sends Chad 40 trucks" above "Togo will send Chad 40 trucks next month".

In go a frame and its cast, out come the marks. A headline, and often a lead, tells in the present
what is only promised; the tagger takes it for delivered. What gives something in the present is planned, and its
commitment has the later one's stage, where within a few sentences

- the same sum or the same things by name and number are promised by and to the same; or
- the same is said to reach the same without a new sum or number: "The trucks will arrive in May".

Nothing changes where it is "another" or a "second" one that is promised, or where the same is told as done before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

from communique.knowledge.aid_words import aid_word_lists, any_of
from communique.knowledge.clause_words import is_past
from communique.model import AnchorMark, Marks, TriggerMark
from communique.reading.actors import Cast
from communique.reading.frame import Frame
from communique.reading.values.amounts import parse_money
from communique.reading.values.items import parse_item
from communique.vocabulary import EventType, Stage, Status

_REACH: Final = 3
"""Sentences within which a promise is told after its headline."""
_MOST: Final = 12
"""Deeds of a sentence that are looked at."""
_PROMISED: Final = frozenset({Stage.PLEDGED, Stage.APPROVED, Stage.CONTRACTED})
_GIVING: Final = frozenset({EventType.AID, EventType.AGREE})

Sides = tuple[frozenset[str], frozenset[str]]


@lru_cache(maxsize=1)
def _another() -> re.Pattern[str]:
    lists = aid_word_lists()
    return re.compile(rf"\b(?:{any_of((*lists['another'], *lists['numbered']))})\b", re.IGNORECASE)


def with_promises(frame: Frame, cast: Cast) -> Marks:
    """Return the frame's marks, in which what the article tells again as promised is not done."""
    told = _Promises(frame, cast)
    found = {at: stage for at in told.delivered if (stage := told.promised(at)) is not None}
    if not found:
        return frame.marks
    planned = {told.trigger_of(frame.marks.anchors[at]) for at in found}
    return replace(
        frame.marks,
        triggers=[
            replace(each, status=str(Status.PLANNED)) if number in planned else each
            for number, each in enumerate(frame.marks.triggers)
        ],
        anchors=[
            replace(each, stage=str(found[at])) if at in found else each for at, each in enumerate(frame.marks.anchors)
        ],
    )


class _Promises:
    """Compares an article's anchors with each other and with its triggers."""

    def __init__(self, frame: Frame, cast: Cast) -> None:
        self.frame, self.cast = frame, cast
        self._triggers = {trigger.word: number for number, trigger in enumerate(frame.marks.triggers)}
        self._values = {mark.last - 1: number for number, mark in enumerate(frame.marks.values)}

    def trigger_of(self, anchor: AnchorMark) -> int | None:
        """Return the trigger of an anchor's event."""
        own = self._triggers.get(anchor.word)
        return anchor.event.target if own is None and anchor.event is not None else own

    @cached_property
    def delivered(self) -> list[int]:
        """The anchors that hang at a deed told in the present."""
        found = []
        for at, anchor in enumerate(self.frame.marks.anchors):
            trigger = self.trigger_of(anchor)
            if anchor.stage == Stage.DELIVERED and trigger is not None and self._is_present(trigger):
                found.append(at)
        return found

    @cached_property
    def _later(self) -> dict[int, list[int]]:
        """The triggers of giving by the number of their sentence."""
        found: dict[int, list[int]] = {}
        for number, trigger in enumerate(self.frame.marks.triggers):
            if trigger.type in _GIVING:
                found.setdefault(self.frame.sentence(trigger.word), []).append(number)
        return found

    @cached_property
    def _of_others(self) -> set[int]:
        """The sentences that speak of another lot."""
        return {number for number, each in enumerate(self.frame.sentences) if _another().search(self.frame.text, *each)}

    @cached_property
    def _anchored(self) -> dict[int, list[AnchorMark]]:
        """The anchors by their trigger."""
        found: dict[int, list[AnchorMark]] = {}
        for anchor in self.frame.marks.anchors:
            if (trigger := self.trigger_of(anchor)) is not None:
                found.setdefault(trigger, []).append(anchor)
        return found

    def promised(self, at: int) -> Stage | None:
        """Return the stage of the promise that tells a delivered anchor again, None where none does."""
        anchor = self.frame.marks.anchors[at]
        sides, things = self._sides(anchor), set(self._things(anchor))
        for number in self._after(anchor):
            trigger = self.frame.marks.triggers[number]
            if self.frame.sentence(trigger.word) in self._of_others or not _agree(sides, self._sides(trigger)):
                continue
            if trigger.status != Status.PLANNED:
                if trigger.type == EventType.AID and is_past(self.frame.word(trigger.word)):
                    return None
                continue
            anchors = self._anchored.get(number, [])
            stages = [each.stage for each in anchors if things & set(self._things(each)) and each.stage in _PROMISED]
            if stages:
                return Stage(stages[0])
            if things and not any(set(self._things(each)) for each in anchors) and not self._is_sum(anchor):
                return Stage.PLEDGED
        return None

    def _after(self, anchor: AnchorMark) -> Iterator[int]:
        sentence = self.frame.sentence(anchor.word)
        for number in range(sentence + 1, sentence + 1 + _REACH):
            yield from self._later.get(number, [])[:_MOST]

    def _is_present(self, trigger: int) -> bool:
        mark = self.frame.marks.triggers[trigger]
        word = self.frame.word(mark.word)
        if mark.type != EventType.AID or mark.status != Status.ACTUAL or is_past(word):
            return False
        return word.endswith("s") or (word.endswith("ing") and self.frame.word(mark.word - 1) in {"is", "are"})

    def _sides(self, mark: AnchorMark | TriggerMark) -> Sides:
        giving = mark.donors if isinstance(mark, AnchorMark) else mark.actors
        return frozenset(self.cast.those(giving)), frozenset(self.cast.those(mark.recipients))

    def _values_of(self, anchor: AnchorMark) -> list[int]:
        own = self._values.get(anchor.word)
        linked = [link.target for link in anchor.items]
        return linked if own is None or own in linked else [own, *linked]

    def _things(self, anchor: AnchorMark) -> Iterator[tuple[object, ...]]:
        """Yield what an anchor commits that has a number: sums and items."""
        for value in self._values_of(anchor):
            mark = self.frame.marks.values[value]
            if mark.kind == "money":
                sum_ = parse_money(self.frame.text, self.frame.span(mark.first, mark.last))
                if sum_ is not None:
                    yield sum_.value, sum_.currency
            elif mark.kind == "item":
                item = parse_item(self.frame.text, *self.frame.extent(mark.first, mark.last), None)
                if item is not None and item.count is not None:
                    yield item.designation.lower(), item.count

    def _is_sum(self, anchor: AnchorMark) -> bool:
        return any(self.frame.marks.values[value].kind == "money" for value in self._values_of(anchor))


def _agree(first: Sides, later: Sides) -> bool:
    """Say whether two tellings have a giver and a recipient in common; who gets may be left open by one."""
    gets = bool(first[1] & later[1]) or not first[1] or not later[1]
    return bool(first[0] & later[0]) and gets
