"""Anchors to commitments: money or materiel from donors to recipients, at its stage, with its amount and items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from communique.knowledge.aid_words import aid_words
from communique.model import AnchorMark, Mark
from communique.reading.actors import Cast
from communique.reading.commitments.aid_sums import (
    category_of_classes,
    category_told,
    instrument_beside,
    instrument_told,
    is_aid,
    is_cost_of_before,
    is_denied,
    is_difference,
    is_growth,
    is_left_out,
    is_no_part,
    is_onward,
    is_other,
)
from communique.reading.commitments.completion import Completion
from communique.reading.commitments.conditions import mark_conditions
from communique.reading.commitments.deciders import Deciders
from communique.reading.commitments.drafts import Draft, word_at
from communique.reading.commitments.enumerations import each_with_its_own
from communique.reading.commitments.exchanges import Exchanges
from communique.reading.commitments.givers import Givers
from communique.reading.commitments.helped import Helped
from communique.reading.commitments.purchases import Purchases
from communique.reading.commitments.receivers import Receivers
from communique.reading.commitments.repeats import without_repeats
from communique.reading.commitments.sides import Sides, reconciled
from communique.reading.commitments.totals import WITHHELD, mark_totals
from communique.reading.commitments.wholes import stage_wholes
from communique.reading.dates.timing import date_told
from communique.reading.events import Events
from communique.reading.frame import Frame
from communique.reading.grammar.distribution import is_joined
from communique.reading.statements import Statements
from communique.reading.values.amounts import money_in, parse_money
from communique.reading.values.items import parse_elided, parse_item
from communique.records import Commitment, Event, Item, Money, Span
from communique.vocabulary import Category, Instrument, ItemClass, Stage, Status

_FIRM: Final = frozenset({Stage.PLEDGED, Stage.CONTRACTED, Stage.DELIVERED})
"""Stages of what is told as a fact."""


class Commitments:
    """The commitments of an article."""

    def __init__(self, frame: Frame, cast: Cast, statements: Statements, events: Events) -> None:
        self.frame, self.cast, self.statements, self.events = frame, cast, statements, events
        self._values = {mark.last - 1: index for index, mark in enumerate(frame.marks.values)}
        self._triggers = {mark.word: index for index, mark in enumerate(frame.marks.triggers)}
        self._sums: dict[int, list[Money]] = {}
        verbs = self._triggers.keys()
        anchors = each_with_its_own(frame.marks.anchors, frame.marks.mentions, verbs, frame.sentence)
        drafts = _each_sum_once(draft for anchor in anchors if (draft := self._draft(anchor)))
        Completion(frame, events, drafts, self._money)
        exchanges = Exchanges(frame)
        exchanges.add(drafts)
        Givers(frame, cast, statements, events).fill(drafts)
        exchanges.turn(drafts)
        Purchases(frame, cast).turn(drafts)
        Helped(frame, cast, events).fill(drafts)
        Receivers(frame, cast, statements).fill(drafts)
        Deciders(cast).part(drafts)
        for before, draft in zip((None, *drafts), drafts, strict=False):
            self._tell(draft, before)
        stage_wholes(drafts, frame)
        whole = [draft for draft in drafts if draft.has_deal() or self._is_aid(draft)]
        told = without_repeats(whole, frame, cast)
        mark_totals(told, frame)
        mark_conditions(told, frame)
        self.records = tuple(self._record(f"c{number}", draft) for number, draft in enumerate(told, start=1))

    def _is_aid(self, draft: Draft) -> bool:
        """Say whether a draft without a deal of its own is a commitment: a sum called aid, a bare list of arms or aid.

        A bare list of anything else is one where nothing follows its last item: "Tents and blankets.", but not
        "Buses stop at noon" or "Lunch costs 95 kroner". Of 26 others in a third of the corpus none was one.
        """
        text, sentence = self.frame.text, self.frame.sentences[draft.sentence]
        if draft.bare:
            if not (draft.amount or draft.items):
                return False
            ends = max((item.span.end for item in draft.items), default=sentence[0])
            told = draft.category is Category.MILITARY or aid_words()["aid"].search(text, *sentence)
            return bool(told) or not any(each.isalnum() for each in text[ends : sentence[1]])
        if draft.amount is None:
            return False
        return is_aid(text, draft.amount.span.start, draft.amount.span.end, sentence, listed=False)

    def _draft(self, anchor: AnchorMark) -> Draft | None:
        """Return the draft of an anchor; None where nothing committed can be told, or the text says that it isn't."""
        frame = self.frame
        event = self._event(anchor)
        donors, recipients = self._sides(anchor, event)
        amount, items = self._amount(anchor), self._items(anchor)
        sentence = frame.sentences[frame.sentence(anchor.word)]
        excluded = [
            item for item in items
            if is_no_part(frame.text, sentence, item.span.start) or is_left_out(frame.text, sentence, item.span.end)
        ]  # fmt: skip
        if excluded and not amount and len(excluded) == len(items):
            return None
        items = tuple(item for item in items if item not in excluded)
        if not (amount or items or anchor.word in self._triggers):
            return None
        value = self._values.get(anchor.word)
        first = frame.marks.values[value].first if value is not None else anchor.word
        start, end = frame.extent(first, anchor.word + 1)
        if amount and self._is_no_sum(amount, anchor.word):
            return None
        return Draft(
            start,
            end,
            frame.sentence(anchor.word),
            anchor,
            event=event,
            donors=donors,
            recipients=recipients,
            category=Category(anchor.category),
            instrument=Instrument(anchor.instrument),
            amount=amount,
            items=list(items),
            stage=self._stage(anchor, event),
            stage_by=self.cast.of(anchor.by.target) if anchor.by else None,
            cumulative=anchor.cumulative,
        )

    def _stage(self, anchor: AnchorMark, event: Event | None) -> Stage:
        """Return an anchor's stage: what somebody only supposes is speculated (125 of 129 such ones of the corpus).

        Nothing is delivered by a deed that was not done (one of 213 such ones): told by somebody it is denied, and
        speculated; told by the article it is still to come.
        """
        stage = Stage(anchor.stage)
        if stage in _FIRM and self.statements.is_supposed(anchor.word):
            return Stage.SPECULATED
        if stage is Stage.DELIVERED and event is not None and event.status is Status.NEGATED:
            return Stage.DELAYED if self.statements.teller(anchor.word) is None else Stage.SPECULATED
        return stage

    def _is_no_sum(self, amount: Money, word: int) -> bool:
        """Say whether a sum is a conversion, a difference of others, a price for each, a ceiling, denied, set aside."""
        text, span = self.frame.text, amount.span
        number = self.frame.sentence(word)
        sentence = self.frame.sentences[number]
        if is_other(text, span.start, span.end) or is_no_part(text, sentence, span.start):
            return True
        if any(tell(text, sentence, span.start, span.end) for tell in (is_difference, is_denied)):
            return True
        sums = self._money(number)
        next_ = next((each.span.start for each in sums if each.span.start >= span.end), None)
        if next_ is not None and is_growth(text, sentence, span.start, span.end, next_):
            return True
        known = any(_overlap(each.span, span) for each in sums)
        return not known and bool(money_in(text, span.start, span.end))

    def _money(self, number: int) -> list[Money]:
        """Return the sums of money of a sentence, without conversions."""
        if number not in self._sums:
            self._sums[number] = money_in(self.frame.text, *self.frame.sentences[number])
        return self._sums[number]

    def _tell(self, draft: Draft, before: Draft | None) -> None:
        """Decide category and instrument: what the words beside the sum tell, then the items, then the model.

        A sum that only says what something costs has the category of that, the draft `before` it.
        """
        text, sentence = self.frame.text, self.frame.sentences[draft.sentence]
        start, end = (draft.amount.span.start, draft.amount.span.end) if draft.amount else (draft.start, draft.end)
        beside = instrument_beside(text, start, end, sentence) if draft.amount else None
        if not (
            beside is Instrument.LOAN and draft.instrument is Instrument.GUARANTEE
        ):  # who guarantees a loan lends none
            draft.instrument = beside or draft.instrument
        by_items = category_of_classes([item.item_class for item in draft.items])
        told = category_told(text, start, end, sentence) if draft.amount else None
        if draft.amount and not (told or by_items):
            told = self._told_after(draft.sentence + 1) or self._told_before(draft, before)
        if draft.anchor is None:
            draft.category = told or by_items or draft.category
            if draft.category is Category.UNSPECIFIED and draft.amount and self._is_lent(draft):
                draft.category = Category.FINANCIAL
            if draft.amount:
                draft.instrument = beside or instrument_told(text, start, end, sentence) or draft.instrument
            elif draft.items:
                draft.instrument = Instrument.IN_KIND
        elif told:
            draft.category = told
        elif draft.amount and self._may_be_financial(draft) and self._is_lent(draft):
            draft.category = Category.FINANCIAL
        elif by_items and not draft.amount:
            draft.category = by_items

    def _told_after(self, number: int) -> Category | None:
        """Return the category that the next sentence tells, where it goes on about what the one before names."""
        if number >= len(self.frame.sentences):
            return None
        start, end = self.frame.sentences[number]
        onward = is_onward(self.frame.text, start, end)
        return category_told(self.frame.text, onward, onward, (onward, end)) if onward else None

    def _told_before(self, draft: Draft, before: Draft | None) -> Category | None:
        """Return the category of what a sum is the cost of, where that stands in its sentence or the one before."""
        near = before is not None and draft.sentence - before.sentence <= 1
        costs = is_cost_of_before(self.frame.text, draft.start, self.frame.sentences[draft.sentence])
        return before.category if before and near and costs else None

    @staticmethod
    def _may_be_financial(draft: Draft) -> bool:
        """Say whether a loan without a purpose may be one to the treasury: the model has no sure purpose for it."""
        return draft.category is not Category.CIVIL and (draft.bare or draft.category is not Category.MILITARY)

    def _is_lent(self, draft: Draft) -> bool:
        """Say whether a sum is lent or guaranteed, by the words beside it."""
        told = instrument_told(self.frame.text, draft.start, draft.end, self.frame.sentences[draft.sentence])
        return told in {Instrument.LOAN, Instrument.GUARANTEE}

    def _record(self, ident: str, draft: Draft) -> Commitment:
        start, end = self.frame.sentences[draft.sentence]
        anchor = draft.anchor
        word = anchor.word if anchor else word_at(self.frame, draft.start)
        date = date_told(self.frame, anchor.dates) if anchor else None
        open_ended = date is not None and date.start is not None and date.end is None
        if draft.single and open_ended:
            date = None  # "the 17th since March": what is counted began then, not this one
            open_ended = False
        return Commitment(
            id=ident,
            event=draft.event.id if draft.event else None,
            donors=draft.donors,
            recipients=tuple(each for each in draft.recipients if each not in draft.donors),
            category=draft.category,
            instrument=draft.instrument,
            amount=draft.amount,
            items=tuple(sorted(draft.items, key=lambda item: item.span.start)),
            stage=draft.stage,
            stage_by=draft.stage_by,
            conditions=draft.conditions,
            cumulative=draft.cumulative or (open_ended and draft.stage not in WITHHELD),
            date=date,
            attributed_to=self.statements.teller(word),
            evidence=Span.of(self.frame.text, min(start, draft.start), max(end, draft.end)),
        )

    def _sides(self, anchor: AnchorMark, event: Event | None) -> Sides:
        """Return donors and recipients, by the arcs and by the event."""
        donors, recipients = (tuple(self.cast.those(links)) for links in (anchor.donors, anchor.recipients))
        return reconciled(donors, recipients, event, self.statements.speaker(anchor.word))

    def _event(self, anchor: AnchorMark) -> Event | None:
        trigger = self._triggers.get(anchor.word)
        if trigger is None and anchor.event is not None:
            trigger = anchor.event.target
        return self.events.at_trigger(trigger) if trigger is not None else None

    def _amount(self, anchor: AnchorMark) -> Money | None:
        value = self._values.get(anchor.word)
        if value is None or self.frame.marks.values[value].kind != "money":
            return None
        mark = self.frame.marks.values[value]
        span = self.frame.span(mark.first, mark.last)
        there = (each for each in self._money(self.frame.sentence(anchor.word)) if _overlap(each.span, span))
        return next(there, None) or parse_money(self.frame.text, span)

    def _items(self, anchor: AnchorMark) -> tuple[Item, ...]:
        own = self._values.get(anchor.word)
        indexes = [own] if own is not None and self.frame.marks.values[own].kind == "item" else []
        indexes += [link.target for link in anchor.items if link.target not in indexes]
        found = []
        for index in sorted(indexes):
            mark = self.frame.marks.values[index]
            guess = self.frame.marks.item_classes.get(index)
            made = parse_item(
                self.frame.text, *self.frame.extent(mark.first, mark.last), ItemClass(guess) if guess else None
            )
            if made is None and index == own:
                made = self._elided(index)
            if made:
                found.append(made)
        return tuple(found)

    def _elided(self, index: int) -> Item | None:
        """Return the item of a mere number whose noun stands with another: the "five" of "3 guns and Belgium five".

        The noun of a row ("20 and 12 tanks") is behind its last number; that of what somebody else gives is before, and
        who gives or gets it stands right before the number: another one ("one of them") is none of those.
        """
        frame, values = self.frame, self.frame.marks.values
        mark = values[index]
        sentence = frame.sentence(mark.first)
        here = [each for each in values if each.kind == "item" and frame.sentence(each.first) == sentence]
        here.sort(key=lambda each: each.first)
        behind = here[here.index(mark) + 1 :]
        others: list[Mark] = []
        if behind and is_joined(frame, mark, behind[0]):
            others = behind
        elif any(each.last == mark.first for each in frame.marks.mentions):
            others = here[: here.index(mark)][::-1]
        for each in others:
            if like := parse_item(frame.text, *frame.extent(each.first, each.last)):
                return parse_elided(frame.text, *frame.extent(mark.first, mark.last), like)
        return None


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _each_sum_once(drafts: Iterable[Draft]) -> list[Draft]:
    """Return drafts, in order, without a second one of the same words: both ends of a range are anchors at times."""
    kept: list[Draft] = []
    for draft in drafts:
        last = kept[-1].amount if kept else None
        if not (last and draft.amount and _overlap(last.span, draft.amount.span)):
            kept.append(draft)
    return kept
