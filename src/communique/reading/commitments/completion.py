"""Completion: the sums and items that the words around the model's anchors make certain.

The model's anchors come first. Where a sentence gives something (it holds an anchor or a trigger of giving, goes on
about a package, or is a bare list), a sum that its words call aid and a list of designations known to the table are
added, with sides and stage of the anchor or event beside them. A sentence of fighting or accusation adds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from communique.knowledge.aid_words import aid_words
from communique.knowledge.item_classes import item_kind_of
from communique.model import TriggerMark
from communique.reading.commitments.aid_sums import is_aid, is_no_part
from communique.reading.commitments.drafts import Draft, Extent
from communique.reading.commitments.sides import sides_of
from communique.reading.events import Events
from communique.reading.frame import Frame
from communique.reading.values.aid_lists import (
    holds_parts,
    is_about_package,
    is_aid_first,
    is_counted,
    is_end_of_item,
    is_gap,
    is_handed_over,
    is_served,
    names_package,
    opening_of,
)
from communique.reading.values.figures import numbers_in
from communique.reading.values.items import parse_item
from communique.reading.values.materiel import Materiel, find_materiel
from communique.records import Event, Money
from communique.vocabulary import Category, EventType, Stage, Status

GIVING: Final = frozenset({"AID", "AGREE", "COOPERATE", "REQUEST", "REJECT", "CONCEDE", "SUPPORT"})
"""Types of events whose sentence may give something."""
HARMLESS: Final = frozenset({*GIVING, "CONSULT"})
"""Types that may stand beside them: another one may be what the materiel is there for."""
_AND: Final = re.compile(r"\s*(?:/|\s(?:and|or)(?:\s+the)?\s)\s*")
_COUNT: Final = 40  # code points at a sentence's beginning in which a count of its first item stands
_STAGES: Final[dict[EventType, Stage]] = {
    EventType.AID: Stage.DELIVERED, EventType.AGREE: Stage.PLEDGED, EventType.REQUEST: Stage.REQUESTED,
    EventType.REJECT: Stage.REFUSED, EventType.COOPERATE: Stage.DELIVERED,
}  # fmt: skip


class Completion:
    """Adds to the drafts of an article what the words around them make certain.

    `money` gives the sums of money of a sentence by its number.
    """

    def __init__(self, frame: Frame, events: Events, drafts: list[Draft], money: Callable[[int], list[Money]]) -> None:
        self.frame, self.events, self.drafts, self._money = frame, events, drafts, money
        self._triggers: dict[int, list[TriggerMark]] = {}
        self._index = {trigger.word: index for index, trigger in enumerate(frame.marks.triggers)}
        for trigger in frame.marks.triggers:
            self._triggers.setdefault(frame.sentence(trigger.word), []).append(trigger)
        self._cues = {frame.sentence(cue.word) for cue in frame.marks.cues}
        self._taken: list[Extent] = []
        for draft in drafts:
            self._take(draft)
        listing = False
        for number, sentence in enumerate(frame.sentences):
            listing = self._sentence(number, sentence, listing=listing)
        drafts.sort(key=lambda draft: (draft.start, draft.anchor is None))

    def _take(self, draft: Draft) -> None:
        if draft.amount:
            self._taken.append((draft.amount.span.start, draft.amount.span.end))
        self._taken += [(item.span.start, item.span.end) for item in draft.items]

    def _is_taken(self, start: int, end: int) -> bool:
        return any(first < end and start < last for first, last in self._taken)

    def _sentence(self, number: int, sentence: Extent, *, listing: bool) -> bool:
        """Complete one sentence; say whether a list may go on after it. `listing`: whether one may go on in it."""
        text = self.frame.text
        here = [draft for draft in self.drafts if draft.sentence == number]
        triggers = self._triggers.get(number, [])
        bare = self._is_bare(number, sentence) or self._opens_package(number, sentence)
        for draft in here:
            draft.bare = bare
        package = not here and bool(self.drafts) and is_about_package(text, sentence)
        if not (here or bare or package or any(each.type in GIVING for each in triggers)):
            return False
        if bare or here or any(aid_words()[name].search(text, *sentence) for name in ("giving", "aid")):
            here += self._sums(number, sentence, here, bare=bare)
        hostile = any(each.type not in HARMLESS for each in triggers)
        onward = self._before(number) if package or (bare and listing) else None
        for chain in self._chains(sentence):
            self._list(chain, number, here, bare=bare, hostile=hostile, onward=onward)
        return bare or text[: sentence[1]].rstrip().endswith(":")

    def _before(self, number: int) -> Draft | None:
        """Return the draft that a package's or a list's next sentence goes on with: the last, or the whole it is of."""
        before = [each for each in self.drafts if number - 2 <= each.sentence < number]
        last = max(before, key=lambda each: each.start, default=None)
        there = sorted(
            (each for each in before if last and each.sentence == last.sentence), key=lambda each: each.start
        )
        if len(there) > 1 and holds_parts(self.frame.text, there[0].end, there[1].start):
            return there[0]
        return last

    def _is_bare(self, number: int, sentence: Extent) -> bool:
        """Say whether a sentence is a bare list or note of what is given, without a verb of its own.

        It begins with a sum, a noun of aid or a designation, but for a few leading words.
        """
        text = self.frame.text
        if number in self._cues or any(each.type not in GIVING for each in self._triggers.get(number, ())):
            return False
        opening = opening_of(text, sentence)
        if opening is None:
            return False
        start, at = opening
        sums = self._money(number)
        if sums and sums[0].span.start <= at + 1:
            return True
        counts = [each for each in numbers_in(text, at, min(sentence[1], at + _COUNT)) if each.start <= at + 1]
        counted = bool(counts) or is_counted(text, at)
        at = counts[0].end if counts else at
        if is_aid_first(text, start, sentence[1]) or is_aid_first(text, at, sentence[1]):
            return True
        first = next(iter(find_materiel(text, start, sentence[1])), None)
        if first is None or first.people or first.start > at + 1 or not is_end_of_item(text, first.end):
            return False
        return first.firm or first.plural or counted

    def _opens_package(self, number: int, sentence: Extent) -> bool:
        """Say whether a sentence tells what aid holds where nothing has been given before: it names nobody either."""
        first = not self.drafts and not self._triggers.get(number)
        return first and names_package(self.frame.text, sentence)

    def _sums(self, number: int, sentence: Extent, here: list[Draft], *, bare: bool) -> list[Draft]:
        """Add the sums of a sentence that its words call aid; return their drafts."""
        added: list[Draft] = []
        for money in self._money(number):
            start, end = money.span.start, money.span.end
            listed = any(each.amount and each.amount.span.start < start for each in (*here, *added))
            if self._is_taken(start, end) or not is_aid(self.frame.text, start, end, sentence, listed=listed):
                continue
            draft = self._beside(number, here, start, end, bare=bare)
            draft.amount = money
            self._take(draft)
            added.append(draft)
        self.drafts += added
        return added

    def _beside(self, number: int, here: list[Draft], start: int, end: int, *, bare: bool) -> Draft:
        """Return a new draft with sides, event and stage of the draft or event nearest to it in its sentence."""
        draft = Draft(start, end, number, None, bare=bare)
        near = min(here, key=lambda each: abs(each.start - start), default=None)
        if near:
            draft.donors, draft.recipients, draft.event = near.donors, near.recipients, near.event
            draft.stage, draft.stage_by, draft.category = near.stage, near.stage_by, near.category
            return draft
        triggers = [each for each in self._triggers.get(number, ()) if each.type in GIVING]
        triggers.sort(key=lambda each: abs(self.frame.words[each.word][0] - start))
        event = next((found for each in triggers if (found := self.events.at_trigger(self._index[each.word]))), None)
        if event:
            draft.donors, draft.recipients = sides_of(event)
            draft.event, draft.stage = event, _stage_of(event)
            return draft
        sentence = self.frame.sentences[number]
        for name, stage in (("approved", Stage.APPROVED), ("delivered", Stage.DELIVERED)):
            if aid_words()[name].search(self.frame.text, *sentence):
                draft.stage = stage
                break
        return draft

    def _chains(self, sentence: Extent) -> list[list[Materiel]]:
        """Cut the designations of a sentence into lists: what only commas, numbers and "and" part is one list."""
        text = self.frame.text
        chains: list[list[Materiel]] = []
        last = sentence[0]  # where the list so far ends, with what its last designation is for
        served: Materiel | None = None
        for each in find_materiel(text, *sentence):
            if self._is_taken(each.start, each.end) or is_no_part(text, sentence, each.start):
                continue
            if is_served(text, sentence, each.start) or (served and _is_beside(text, served, each)):
                served = each
                self._taken.append((each.start, each.end))
                last = each.end if is_gap(text, last, each.start) else last
                continue
            if chains and is_gap(text, last, each.start):
                chains[-1].append(each)
            else:
                chains.append([each])
            last = each.end
        return chains

    def _list(  # noqa: PLR0913  what was found out about the sentence before
        self, chain: list[Materiel], number: int, here: list[Draft], *, bare: bool, hostile: bool, onward: Draft | None
    ) -> None:
        """Add a list to the draft that it goes on with, to the only sum before it, or to a draft of its own."""
        text, sentence = self.frame.text, self.frame.sentences[number]
        listed = self._joined_to(chain, here)
        given = bare or onward or is_handed_over(text, sentence, chain[0].start, chain[-1].end)
        if listed is None and (hostile or not given):
            return
        kept = [each for each in chain if self._counts(each, chain, joined=listed is not None)]
        items = [item for each in kept if (item := parse_item(text, each.start, each.end))]
        items = [item for item in items if not self._is_taken(item.span.start, item.span.end)]
        if not items:
            return
        draft = listed or (onward if not here else None) or _only_sum(here, chain[0].start)
        if draft is None:
            draft = self._beside(number, here, items[0].span.start, items[-1].span.end, bare=bare)
            draft.category = draft.category if here else Category.UNSPECIFIED
            self.drafts.append(draft)
            here.append(draft)
        draft.items += items
        self._taken += [(item.span.start, item.span.end) for item in items]

    def _joined_to(self, chain: list[Materiel], here: list[Draft]) -> Draft | None:
        """Return the draft of the same sentence whose items stand in the same list."""
        for draft in here:
            for item in draft.items:
                before = item.span.end <= chain[0].start and self._reaches(item.span.end, chain[0].start)
                if before or (chain[-1].end <= item.span.start and self._reaches(chain[-1].end, item.span.start)):
                    return draft
        return None

    def _reaches(self, start: int, end: int) -> bool:
        """Say whether only items already taken and the joints of a list stand between two code points."""
        at = start
        between = sorted(extent for extent in self._taken if start <= extent[0] and extent[1] <= end)
        for first, last in (*between, (end, end)):
            if at < first and not is_gap(self.frame.text, at, first):
                return False
            at = max(at, last)
        return True

    def _counts(self, each: Materiel, chain: list[Materiel], *, joined: bool) -> bool:
        """Say whether a designation is an item of its list: persons and names of other things are not by themselves.

        One thing must be counted ("a helicopter") or stand in a list with others that are firm.
        """
        if each.people:
            return False
        if joined or each.firm or any(other.firm for other in chain):
            return True
        counted = is_counted(self.frame.text, each.start)
        return counted or (each.plural and not each.doubtful)


def _is_beside(text: str, served: Materiel, each: Materiel) -> bool:
    """Say whether a designation is for the same as the one before: the second of "parts for F-16 and C-130 aircraft".

    It is of the same class and only an "and" stands between: of a longer list it may be given itself.
    """
    first, second = (item_kind_of(text[one.start : one.end]) for one in (served, each))
    alike = first is not None and second is not None and first.item_class is second.item_class
    return alike and _AND.fullmatch(text, served.end, each.start) is not None


def _only_sum(here: list[Draft], at: int) -> Draft | None:
    """Return the sum that stands before a list in the same sentence, where it is all that the sentence gives."""
    only = here[0] if len(here) == 1 else None
    return only if only and only.amount and only.amount.span.end <= at else None


def _stage_of(event: Event) -> Stage:
    undone = event.status is Status.NEGATED and _STAGES.get(event.type) is Stage.DELIVERED
    if undone or event.status in {Status.POSSIBLE, Status.HYPOTHETICAL}:
        return Stage.SPECULATED
    if event.status is Status.PROPOSED and event.type is not EventType.REQUEST:
        return Stage.PROPOSED
    return _STAGES.get(event.type, Stage.PLEDGED)
