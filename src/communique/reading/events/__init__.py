"""Triggers to events: the same event named twice is one, PLOVER's rules of tense hold, and who tells it is kept."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Final

from communique.knowledge.codebook import apply_tense, cameo_of, quad_of, score_of
from communique.knowledge.other_senses import has_other_sense
from communique.knowledge.party_words import is_meeting
from communique.model import Link, TriggerMark
from communique.reading.actors import Cast
from communique.reading.dates.timing import date_told
from communique.reading.events.denials import is_denied
from communique.reading.events.headlines import Headlines
from communique.reading.events.hosts import Hosts
from communique.reading.events.retold_departures import RetoldDepartures
from communique.reading.events.retold_fates import RetoldFates
from communique.reading.frame import Frame
from communique.reading.grammar.numbers_told import numbers_of_others
from communique.reading.places import Places, is_letter
from communique.reading.statements import Statements
from communique.reading.values.items import parse_quantity
from communique.records import Event, Place, Quantity
from communique.vocabulary import HAPPENED, ActorKind, Context, EventType, Mode, QuantityKind, Status

ALONE: Final = 0.67
"""Probability that a trigger needs when no actor, recipient, number or place of it is told: a topic is no event."""

MANY: Final = 2
"""So many actors of a meeting are its parties: who is told beside them is its host or mediator."""

_PARTING: Final = frozenset({"and", "but", "or", ";"})
"""Words between two deeds."""

_DEFINITE: Final = frozenset({"the", "this", "these"})
"""Words before the noun of a deed that was told before."""

NEAR: Final = 3
"""Sentences back in which a deed is sought that a noun tells again."""

_Sides = tuple[frozenset[str], frozenset[str]]

_OF_WHAT_IS_TO_COME: Final = frozenset(
    {EventType.AGREE, EventType.CONCEDE, EventType.REJECT, EventType.REQUEST, EventType.THREATEN}
)
"""Acts whose word may have the date of what is agreed, refused or asked: "will not attend on Sunday"."""


class Events:
    """The events of an article; `at_trigger` gives the event that a trigger (by index) became."""

    def __init__(self, frame: Frame, cast: Cast, places: Places, statements: Statements) -> None:
        self.frame, self.cast, self.statements = frame, cast, statements
        self._hosts = Hosts(frame, cast)
        named = {link.target for trigger in frame.marks.triggers for link in trigger.places}
        self._places = places.at(named | set(self._hosts.towns.values()))
        self._departures = RetoldDepartures(frame, cast, places)
        self._fates = RetoldFates(frame, cast)
        self._headlines = Headlines(frame, cast)
        self._retold: set[int] = set()
        """Triggers that tell a departure again, of which the first words tell the sides."""
        self._headed: set[int] = set()
        """Triggers of a lead that tell what a headline does, whose sides are the headline's where that has any."""
        self._by_trigger: dict[int, Event] = {}
        self._made: list[Event] = []
        groups = self._groups()
        self._of_others = numbers_of_others(frame, ((first, *later) for first, later in groups))
        """Triggers with the numbers of people that they claim and another event has."""
        for first, later in groups:
            made = self._event(first, later)
            if made:
                self._made.append(made)
                self._by_trigger.update(dict.fromkeys((first, *later), made))

    @property
    def records(self) -> tuple[Event, ...]:
        """The events, in the order of their triggers."""
        return tuple(self._made)

    def add_recipient(self, ident: str, who: str, quote: str) -> None:
        """Give an event without one a recipient that other words tell, which are quoted in its reason."""
        at = int(ident[1:]) - 1
        made = self._made[at]
        if made.recipients:
            return
        self._made[at] = replace(
            made, recipients=(*made.recipients, who), why=f"{made.why}; who gets it is told by “{quote}” before"
        )

    def at_trigger(self, trigger: int) -> Event | None:
        """Return the event that a trigger became, None where it was too weak."""
        return self._by_trigger.get(trigger)

    def _groups(self) -> list[tuple[int, list[int]]]:
        """Return each event's first trigger and its later ones.

        Later ones are those that the arcs lead to, of the same type (`_is_told_further`), and other words for what the
        same did to the same (`_told_before`).
        """
        triggers = self.frame.marks.triggers
        owner: dict[int, int] = {}
        for index, trigger in enumerate(triggers):
            for link in trigger.again:
                same = triggers[link.target].type == trigger.type and self._is_told_further(
                    trigger, triggers[link.target]
                )
                if same and link.target not in owner and link.target > index:
                    owner[link.target] = owner.get(index, index)
        for index in range(len(triggers)):
            first = None if index in owner else self._told_before(index)
            if first is None and index not in owner and (first := self._headlines.before(index, owner)) is not None:
                self._headed.add(index)
            if first is None and index not in owner:
                first = self._fates.before(index, owner)
            if first is None and index not in owner and (first := self._departures.before(index)) is not None:
                self._retold.add(index)
            if first is not None:
                owner[index] = owner.get(first, first)
        groups: dict[int, list[int]] = {index: [] for index in range(len(triggers)) if index not in owner}
        for later, first in sorted(owner.items()):
            groups[owner.get(first, first)].append(later)
        return list(groups.items())

    def _is_told_further(self, trigger: TriggerMark, later: TriggerMark) -> bool:
        """Say whether a later word for a deed brings no teller of its own.

        It brings none where the article has told the deed itself ("freed them; the envoy welcomed the release"; in the
        corpus 2,300 such pairs are one and 90 two) and nothing says that others did it, where the same speaker has, and
        where the first word's own saying holds the later one ("agreed to resign").
        """
        before, teller = self._teller(trigger), self._teller(later)
        if before is None or teller is None:
            return before is None and (teller is None or not self._are_of_others(trigger, later))
        if teller in {before, self.statements.at_cue(trigger.word)}:
            return True
        return self.statements.speaker(trigger.word) == self.statements.speaker(later.word)

    def _are_of_others(self, trigger: TriggerMark, later: TriggerMark) -> bool:
        """Say whether two words have actors, or recipients, of whom none is the other's."""
        return any(
            ours and theirs and ours.isdisjoint(theirs)
            for ours, theirs in zip(self._sides(trigger), self._sides(later), strict=True)
        )

    def _told_before(self, index: int) -> int | None:
        """Return the trigger near before another one that tells the same deed; None where there is none.

        In its sentence that is one of the same teller and sides, with no "and" between: "two were killed when police
        opened fire on them" (in 28 of 33 pairs of the corpus they are one, or one of them none). In the sentences
        before it is the last one of its sides, or of some of them, where it is definite: "the attack" (67 of 73).
        """
        triggers, frame = self.frame.marks.triggers, self.frame
        trigger = triggers[index]
        here = frame.sentence(trigger.word)
        is_definite = self._is_definite(trigger.word)
        for at in range(index - 1, -1, -1):
            before = triggers[at]
            back = here - frame.sentence(before.word)
            if back > (NEAR if is_definite else 0):
                break
            if not self._may_be_one(before, trigger):
                continue
            ours, theirs = self._sides(before), self._sides(trigger)
            if back and (_holds(ours, theirs) or _holds(theirs, ours)):
                return at
            parted = any(frame.word(word) in _PARTING for word in range(before.word + 1, trigger.word))
            told = ours == theirs and all(ours) and self._teller(before) == self._teller(trigger)
            if not back and told and not parted:
                return at
        return None

    def _is_definite(self, word: int) -> bool:
        """Say whether a word is a noun behind "the", an adjective between them or not: no "the police attacked"."""
        if self.frame.word(word - 1) in _DEFINITE:
            return True
        return self.frame.word(word - 2) in _DEFINITE and word - 1 not in self._mentioned

    @cached_property
    def _mentioned(self) -> frozenset[int]:
        """The words of all mentions."""
        marks = self.frame.marks.mentions
        return frozenset(word for mark in marks for word in range(mark.first, mark.last))

    def _may_be_one(self, before: TriggerMark, trigger: TriggerMark) -> bool:
        """Say whether two words can tell one deed: by type, status, mode, dates and places."""
        if (before.type, before.status) != (trigger.type, trigger.status):
            return False
        if before.mode and trigger.mode and before.mode != trigger.mode:
            return False
        return not any(
            ours and theirs and {link.target for link in ours}.isdisjoint(link.target for link in theirs)
            for ours, theirs in ((before.dates, trigger.dates), (before.places, trigger.places))
        )

    def _sides(self, trigger: TriggerMark) -> _Sides:
        """Return the actors and the recipients of a trigger, by id."""
        return frozenset(self.cast.those(trigger.actors)), frozenset(self.cast.those(trigger.recipients))

    def _teller(self, trigger: TriggerMark) -> str | None:
        return self.statements.teller(trigger.word)

    def _told_by(self, index: int, later: list[int]) -> str | None:
        """Return who tells an event: what a headline tells as a fact, the lead may tell with its source."""
        triggers = self.frame.marks.triggers
        headed = [triggers[each] for each in later] if self._headlines.holds(triggers[index].word) else []
        return next((who for each in (triggers[index], *headed) if (who := self._teller(each)) is not None), None)

    def _event(self, index: int, later: list[int]) -> Event | None:
        frame, triggers = self.frame, self.frame.marks.triggers
        group = [triggers[index], *(triggers[each] for each in later)]
        main = group[0]
        first = [triggers[each] for each in (index, *later) if each not in self._retold]
        own = [triggers[each] for each in (index, *later) if each not in self._retold | self._headed]
        actors = self.cast.those(link for each in own for link in each.actors)
        actors = actors or self.cast.those(link for each in group for link in each.actors)
        recipients = self.cast.those(link for each in own for link in each.recipients)
        recipients = recipients or self.cast.those(link for each in first for link in each.recipients)
        recipients = [each for each in recipients if each not in actors]
        if (town := self._hosts.towns.get(main.word)) is not None:
            recipients = self._hosts.of(main, self._places.get(town), actors, recipients)
        quantities = self._quantities(index, group)
        places = [link for each in group for link in each.places if self._may_be_place(link.target)]
        if not (actors or recipients or quantities or places) and main.probability < ALONE:
            return None
        if main.type == EventType.ASSAULT and has_other_sense(frame.text, *frame.words[main.word]):
            return None
        if main.type == EventType.THREATEN and self.statements.only_warns(main.word):
            return None
        status = self._status(main)
        kind = apply_tense(main.type, status)
        mode = Mode(main.mode) if main.mode and kind == main.type else None
        if mode is Mode.MULTILATERAL and self._is_of_two([*actors, *recipients]):
            mode = None
        if kind is EventType.CONSULT and len(actors) < MANY and self._meets(main, mode):
            actors, recipients = [*actors, *recipients], []
        return Event(
            id=f"e{len(self._made) + 1}",
            type=kind,
            mode=mode,
            contexts=tuple(Context(each) for each in main.contexts),
            actors=tuple(actors),
            recipients=tuple(recipients),
            status=status,
            attributed_to=self._told_by(index, later),
            date=date_told(
                self.frame,
                (link for each in (group if main.mode == Mode.RESIGN else first) for link in each.dates),
                happened=status in HAPPENED and kind not in _OF_WHAT_IS_TO_COME,
                word=main.word,
            ),
            place=self._place(places),
            quantities=tuple(quantities),
            trigger=frame.span(main.word, main.word + 1),
            mentions=tuple(frame.span(each.word, each.word + 1) for each in group[1:]),
            evidence=frame.evidence(main.word, main.word + 1),
            quad=quad_of(kind),
            score=score_of(kind, mode),
            cameo=cameo_of(kind, mode),
            why=self._why(main, kind, status),
        )

    def _status(self, main: TriggerMark) -> Status:
        """Return an event's status.

        A deed whose report is denied didn't happen, as the denier tells it; one that is supposed may have.
        """
        if main.status == Status.ACTUAL and self.statements.is_supposed(main.word):
            return Status.POSSIBLE
        if main.status == Status.ACTUAL and main.type != EventType.ACCUSE:
            before = self.statements.denied(main.word)
            if before is not None and is_denied(before):
                return Status.NEGATED
        return Status(main.status)

    def _is_of_two(self, parties: list[str]) -> bool:
        """Return whether those who take part are two states or persons, and no group that may be of many."""
        kinds = {self.cast.actor(each).kind for each in parties}
        return len(parties) == MANY and kinds <= {ActorKind.STATE, ActorKind.PERSON}

    def _meets(self, main: TriggerMark, mode: Mode | None) -> bool:
        """Say whether a word tells a meeting in which all take part alike: none visits and nobody mediates."""
        start, end = self.frame.sentences[self.frame.sentence(main.word)]
        word = self.frame.quote(main.word, main.word + 1)
        return mode in {None, Mode.PHONE} and is_meeting(word, self.frame.text[start:end])

    def _may_be_place(self, mention: int) -> bool:
        """Say whether a mention is neither somebody's name, which a town may have too, nor a letter."""
        mark, who = self.frame.marks.mentions[mention], self.cast.of(mention)
        if is_letter(self.frame.quote(mark.first, mark.last)):
            return False
        return who is None or self.cast.actor(who).kind is not ActorKind.PERSON

    def _quantities(self, index: int, group: list[TriggerMark]) -> list[Quantity]:
        found: dict[tuple[str, int], Quantity] = {}
        for kind, link in (each for trigger in group for each in trigger.quantities):
            if (index, link.target) in self._of_others:
                continue
            mark = self.frame.marks.values[link.target]
            made = parse_quantity(self.frame.text, *self.frame.extent(mark.first, mark.last), QuantityKind(kind))
            if made:
                found[kind, link.target] = made
        return list(found.values())

    def _place(self, links: list[Link]) -> Place | None:
        """Return the most probable place, a town or region before a country."""
        if not links:
            return None
        marks = self.frame.marks.mentions
        best = max(links, key=lambda link: (marks[link.target].kind == "place", link.probability))
        return self._places[best.target]

    def _why(self, main: TriggerMark, kind: EventType, status: Status) -> str:
        word = self.frame.quote(main.word, main.word + 1)
        other, chance = main.runner_up
        said = (
            f"the model reads “{word}” as {main.type} ({main.probability:.2f}; next {other}, {chance:.2f}),"
            f" {main.status} ({main.status_probability:.2f})"
        )
        if status != main.status:
            said += (
                f"; it is what the statement {'denies' if status is Status.NEGATED else 'supposes'}, so it is {status}"
            )
        if kind != main.type:
            said += f"; by PLOVER's rule of tense {main.type} that is {status} is {kind}"
        return said


def _holds(whole: _Sides, some: _Sides) -> bool:
    """Say whether the actors and recipients of a deed, at least one of them, are among those of another one."""
    return some[0] <= whole[0] and some[1] <= whole[1] and any(some)
