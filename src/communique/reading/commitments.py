"""Anchors to commitments: money or materiel from donors to recipients, at its stage, with its amount and items."""

from __future__ import annotations

from collections.abc import Iterable

from communique.model import AnchorMark, Link
from communique.reading.actors import Cast
from communique.reading.amounts import parse_money
from communique.reading.dates import parse_date
from communique.reading.events import Events
from communique.reading.frame import Frame
from communique.reading.items import parse_item
from communique.reading.statements import Statements
from communique.records import Commitment, Date, Event, Item, Money
from communique.vocabulary import Category, EventType, Instrument, ItemClass, Stage


class Commitments:
    """The commitments of an article."""

    def __init__(self, frame: Frame, cast: Cast, statements: Statements, events: Events) -> None:
        self.frame, self.cast, self.statements, self.events = frame, cast, statements, events
        self._values = {mark.last - 1: index for index, mark in enumerate(frame.marks.values)}
        self._triggers = {mark.word: index for index, mark in enumerate(frame.marks.triggers)}
        made: list[Commitment] = []
        for anchor in frame.marks.anchors:
            found = self._commitment(f"c{len(made) + 1}", anchor)
            if found:
                made.append(found)
        self.records = tuple(made)

    def _commitment(self, ident: str, anchor: AnchorMark) -> Commitment | None:
        """Return a commitment, None where neither side nor anything committed can be told."""
        frame = self.frame
        event = self._event(anchor)
        donors, recipients = self._sides(anchor, event)
        amount, items = self._amount(anchor), self._items(anchor)
        if not (donors or recipients) or not (amount or items or anchor.word in self._triggers):
            return None
        value = self._values.get(anchor.word)
        first = frame.marks.values[value].first if value is not None else anchor.word
        return Commitment(
            id=ident,
            event=event.id if event else None,
            donors=donors,
            recipients=recipients,
            category=Category(anchor.category),
            instrument=Instrument(anchor.instrument),
            amount=amount,
            items=items,
            stage=Stage(anchor.stage),
            stage_by=self.cast.of(anchor.by.target) if anchor.by else None,
            conditions=None,
            cumulative=anchor.cumulative,
            date=self._date(anchor),
            attributed_to=self.statements.teller(anchor.word),
            evidence=frame.evidence(first, anchor.word + 1),
        )

    def _sides(self, anchor: AnchorMark, event: Event | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return donors and recipients; a side that the arcs leave open is its event's.

        Of a request the recipient gives and the actor gets.
        """
        donors = self._ids_of(anchor.donors)
        recipients = tuple(each for each in self._ids_of(anchor.recipients) if each not in donors)
        if event is None or bool(donors) == bool(recipients):
            return donors, recipients
        asked = event.type is EventType.REQUEST
        giving, given = (event.recipients, event.actors) if asked else (event.actors, event.recipients)
        if not donors and not set(giving) & set(recipients):
            donors = giving
        elif not recipients and not set(given) & set(donors):
            recipients = given
        return donors, recipients

    def _ids_of(self, links: Iterable[Link]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ident for link in links if (ident := self.cast.of(link.target))))

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
        return parse_money(self.frame.text, self.frame.span(mark.first, mark.last))

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
            if made:
                found.append(made)
        return tuple(found)

    def _date(self, anchor: AnchorMark) -> Date | None:
        for link in anchor.dates:
            mark = self.frame.marks.values[link.target]
            found = parse_date(self.frame.text, self.frame.span(mark.first, mark.last), self.frame.published)
            if found:
                return found
        return None
