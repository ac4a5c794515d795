# ruff: noqa: INP001, PLR2004, S311  # no package; shares and weights say themselves; chance guards nothing here
"""Readings made by chance for measuring the ledger: the same for the same number, on every machine.

In: the number of an article. Out: a `Reading` of some 1,300 code points with five events. Countries, publishers,
persons and words are drawn as news has them, a few very often and most seldom; the words are those of the corpus. One
event in eight was told a few articles before, by the same words.
"""

from __future__ import annotations

import datetime
import random
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Generic, TypeVar

from communique.knowledge.codebook import event_types
from communique.knowledge.countries import countries
from communique.parts import Date, Item, Money, Place, Quantity, Span
from communique.records import Actor, Article, Commitment, Event, ReaderInfo, Reading, Statement, article_id
from communique.vocabulary import (
    Act,
    ActorKind,
    Basis,
    Category,
    Certainty,
    Context,
    DatePrecision,
    EventType,
    Instrument,
    ItemClass,
    PlacePrecision,
    QuantityKind,
    Quotation,
    Sector,
    Stage,
    Status,
)

EVENTS = 5
"""Events of an article."""
FIRST_DAY, DAYS = datetime.date(2021, 1, 1), 1_461
PERSONS, BODIES, TOWNS, PUBLISHERS = 6_000, 1_500, 3_000, 400
RETOLD = 0.125
"""Share of the events that an earlier article told."""
_NEAR = 40
"""Articles back from which an event may be told again at most."""
_STATUSES = (
    (Status.ACTUAL, 62),
    (Status.PLANNED, 12),
    (Status.HISTORICAL, 8),
    (Status.PROPOSED, 6),
    (Status.POSSIBLE, 6),
    (Status.NEGATED, 4),
    (Status.HYPOTHETICAL, 2),
)
_CERTAINTIES = ((Certainty.CERTAIN, 75), (Certainty.PROBABLE, 10), (Certainty.POSSIBLE, 11), (Certainty.UNLIKELY, 4))
_CITED = (
    "said",
    "told reporters",
    "announced",
    "warned",
    "denied",
    "insisted",
    "promised",
    "urged",
    "claimed",
    "asked",
)
_INFO = ReaderInfo("generated", "1", "PLOVER 2.0")

_PASSAGES = Path(__file__).parent.parent / "corpus" / "passages"

_T = TypeVar("_T")


def texts() -> Iterator[str]:
    """Yield the texts of the corpus: what stands between a passage's head of two lines and its notes."""
    for path in sorted(_PASSAGES.glob("*.txt")):
        for passage in path.read_text(encoding="utf-8").split("\n== "):
            yield passage.partition("\n--\n")[0].split("\n", 2)[-1]


class Drawn(Generic[_T]):
    """Things that are drawn by weight; by default the n-th as often as 1/n."""

    def __init__(self, things: Sequence[_T], weights: Sequence[float] | None = None) -> None:
        self._things = things
        self._sums = list(accumulate(weights or [1 / at for at in range(1, len(things) + 1)]))

    def by(self, chance: random.Random) -> _T:
        """Draw one."""
        return chance.choices(self._things, cum_weights=self._sums)[0]


@dataclass(frozen=True, slots=True)
class Plot:
    """What an event is, whoever tells it: roles as actors of `World`, its day, place, figure and sentence's words.

    `first` is where it is told first: the article's number, and the event's place in it.
    """

    type: EventType
    verb: str
    actor: Actor
    recipient: Actor | None
    day: datetime.date | None
    town: tuple[str, str, float, float] | None
    dead: int | None
    words: str
    first: tuple[int, int]


@dataclass(slots=True)
class _Text:
    """A text that grows, with the places of its parts."""

    text: str = ""
    mentions: dict[str, list[Span]] = field(default_factory=dict)

    def add(self, part: str) -> Span:
        start = len(self.text)
        self.text += part
        return Span(start, len(self.text), part)

    def name(self, actor: Actor) -> Actor:
        self.mentions.setdefault(actor.name, []).append(self.add(actor.name))
        return actor

    def since(self, start: int) -> Span:
        return Span(start, len(self.text), self.text[start:])


class World:
    """The actors, towns, publishers and words of the generated news."""

    def __init__(self) -> None:
        chance = random.Random("world")
        counts = Counter(word for text in texts() for word in text.split() if word.isalpha())
        common = [word for word, _ in counts.most_common()]
        self.words = Drawn([word for word in common if word.islower()], [counts[w] for w in common if w.islower()])
        self.contents = [word for word in common[100:5000] if word.islower()]
        self._names = [word for word in common if word.istitle() and 3 < len(word) < 12]
        codes = [code for code in countries() if code != "KOS"]
        chance.shuffle(codes)
        self._codes = Drawn(codes)
        self.states = {code: _actor(countries()[code].name, ActorKind.STATE, code, Sector.GOV) for code in codes}
        self.persons = Drawn([self._person(chance) for _ in range(PERSONS)])
        self.bodies = Drawn([self._body(chance) for _ in range(BODIES)])
        self.towns = Drawn([self._town(chance) for _ in range(TOWNS)])
        self.publishers = Drawn([self._publisher(chance, at) for at in range(PUBLISHERS)])
        self.verbs = {
            kind: Drawn(sorted({chance.choice(common) for _ in range(12)} & set(common))) for kind in EventType
        }
        kinds = list(EventType)
        chance.shuffle(kinds)
        self.types = Drawn(kinds, [1 / (at + 3) for at in range(len(kinds))])

    def _person(self, chance: random.Random) -> Actor:
        name = f"{chance.choice(self._names)} {chance.choice(self._names)}"
        sector = chance.choice((Sector.GOV, Sector.MIL, Sector.LEG, Sector.OPP, Sector.CVL, Sector.REB))
        return _actor(name, ActorKind.PERSON, self._codes.by(chance), sector)

    def _body(self, chance: random.Random) -> Actor:
        country = self._codes.by(chance)
        kind = chance.choice(("Ministry", "Army", "Union", "Council", "Front", "Agency", "Court", "Party", "Company"))
        sector = chance.choice((Sector.GOV, Sector.MIL, Sector.BUS, Sector.JUD, Sector.PTY, Sector.REB, Sector.MED))
        return _actor(f"{chance.choice(self._names)} {kind}", ActorKind.ORGANIZATION, country, sector)

    def _town(self, chance: random.Random) -> tuple[str, str, float, float]:
        name = f"{chance.choice(self._names)}{chance.choice(('ville', 'grad', 'abad', 'ton', 'o', ''))}"
        return name, self._codes.by(chance), round(chance.uniform(-55, 68), 5), round(chance.uniform(-179, 179), 5)

    def _publisher(self, chance: random.Random, at: int) -> tuple[str, str]:
        name = f"{chance.choice(self._names)} {chance.choice(('Post', 'Times', 'Courier', 'Monitor', 'Wire'))}"
        return name, f"{name.replace(' ', '-').lower()}-{at}.example"

    @cached_property
    def unnamed(self) -> tuple[str, ...]:
        """Words for those whom articles don't name."""
        return ("officials", "residents", "soldiers", "a spokesman", "aid workers", "rebels", "police", "lawmakers")

    def somebody(self, chance: random.Random) -> Actor:
        """Draw an actor: a state, a body, a person, or somebody who isn't named."""
        kind = chance.random()
        if kind < 0.4:
            return self.states[self._codes.by(chance)]
        if kind < 0.6:
            return self.bodies.by(chance)
        if kind < 0.8:
            return self.persons.by(chance)
        return _actor(chance.choice(self.unnamed), ActorKind.GROUP, self._codes.by(chance), Sector.CVL)

    def sentence(self, chance: random.Random, few: int, many: int) -> str:
        """Return some words of the corpus."""
        return " ".join(self.words.by(chance) for _ in range(chance.randint(few, many)))

    def plot(self, article: int, at: int) -> Plot:
        """Return the event that an article tells at a place: one of its own, or one that an earlier article told."""
        chance = random.Random(f"plot {article} {at}")
        if article > _NEAR and chance.random() < RETOLD:
            return self.plot(article - chance.randint(1, _NEAR), chance.randrange(EVENTS))
        kind = self.types.by(chance)
        actor, recipient = self.somebody(chance), self.somebody(chance) if chance.random() < 0.75 else None
        day = published(article) - datetime.timedelta(chance.randint(0, 6)) if chance.random() < 0.5 else None
        dead = chance.randint(1, 60) if kind is EventType.ASSAULT and chance.random() < 0.4 else None
        town = self.towns.by(chance) if chance.random() < 0.35 else None
        words = self.sentence(chance, 8, 16)
        return Plot(kind, self.verbs[kind].by(chance), actor, recipient, day, town, dead, words, (article, at))


ARTICLES_A_DAY = 150
_WORLD: list[World] = []


def published(article: int) -> datetime.date:
    """Return the day on which an article is published."""
    return FIRST_DAY + datetime.timedelta(article // ARTICLES_A_DAY % DAYS)


def readings(first: int, count: int) -> Iterator[Reading]:
    """Yield the readings of articles from a number on."""
    if not _WORLD:
        _WORLD.append(World())
    for number in range(first, first + count):
        yield _Article(_WORLD[0], number).reading()


def told_before(article: int) -> list[tuple[int, int] | None]:
    """Return for each event of an article where it was told first, or None for those of its own."""
    firsts = [_WORLD[0].plot(article, at).first for at in range(EVENTS)]
    return [first if first != (article, at) else None for at, first in enumerate(firsts)]


def _actor(name: str, kind: ActorKind, country: str | None, sector: Sector) -> Actor:
    return Actor("a1", name, kind, country, (sector,), None, None, (Span(0, 1, "x"),))


class _Article:
    """One article as it is made."""

    def __init__(self, world: World, number: int) -> None:
        self.world, self.number = world, number
        self.chance = random.Random(number)
        self.text = _Text()
        self.actors: dict[str, Actor] = {}
        self.statements: list[Statement] = []
        self.events: list[Event] = []
        self.commitments: list[Commitment] = []
        self.day = published(number)

    def reading(self) -> Reading:
        for at in range(EVENTS):
            self._tell(at)
            self.text.add("\n" if at % 2 else " ")
        self.text.add(f"{self.world.sentence(self.chance, 60, 110).capitalize()}.")
        text = self.text.text
        publisher, host = self.world.publishers.by(self.chance)
        article = Article(
            id=article_id(text),
            ref=None,
            url=f"https://www.{host}/{self.day.year}/{self.number}",
            title=self.world.sentence(self.chance, 5, 9).capitalize(),
            publisher=publisher,
            byline=(),
            published=self.day,
            language="en",
            text=text,
            text_version="1",
            dropped=(),
        )
        actors = [
            Actor(at, a.name, a.kind, a.country, a.sectors, None, None, tuple(self.text.mentions[a.name]))
            for at, a in self._numbered().items()
        ]
        return Reading(
            _INFO, article, tuple(actors), tuple(self.statements), tuple(self.events), tuple(self.commitments)
        )

    def _numbered(self) -> dict[str, Actor]:
        return {f"a{at}": actor for at, actor in enumerate(self.actors.values(), 1)}

    def _id(self, actor: Actor) -> str:
        self.actors.setdefault(actor.name, actor)
        return f"a{list(self.actors).index(actor.name) + 1}"

    def _tell(self, at: int) -> None:
        chance, text, plot = self.chance, self.text, self.world.plot(self.number, at)
        start = len(text.text)
        actor = self._id(text.name(plot.actor))
        text.add(" ")
        trigger = text.add(plot.verb)
        text.add(" ")
        recipients = (self._id(text.name(plot.recipient)),) if plot.recipient else ()
        text.add(f" {plot.words}")
        quantities: tuple[Quantity, ...] = ()
        if plot.dead:
            text.add(", killing ")
            span = text.add(f"{plot.dead} people")
            quantities = (Quantity(QuantityKind.DEAD, plot.dead, plot.dead, plot.dead, estimate=False, span=span),)
        place = self._place(plot)
        date = self._date(plot)
        money, item = self._amount(plot)
        content = text.since(start)
        told = self._statement(content) if chance.random() < 0.6 else None
        text.add(".")
        evidence = text.since(start)
        if told:
            self.statements.append(
                Statement(
                    id=f"s{len(self.statements) + 1}",
                    speaker=told[0],
                    act=chance.choice(list(Act)),
                    cue=told[1],
                    content=content,
                    quotation=Quotation.INDIRECT,
                    addressee=None,
                    certainty=_weighed(chance, _CERTAINTIES),
                    within=None,
                    date=None,
                    evidence=evidence,
                )
            )
        entry = event_types()[plot.type]
        mode = chance.choice([None, *entry.modes])
        chosen = entry.modes[mode] if mode else entry
        event = Event(
            id=f"e{len(self.events) + 1}",
            type=plot.type,
            mode=mode,
            contexts=(chance.choice(list(Context)),) if chance.random() < 0.6 else (),
            actors=(actor,),
            recipients=recipients,
            status=_weighed(chance, _STATUSES),
            attributed_to=self.statements[-1].id if told else None,
            date=date,
            place=place,
            quantities=quantities,
            trigger=trigger,
            mentions=(),
            evidence=evidence,
            quad=entry.quad,
            score=chosen.score,
            cameo=chosen.cameo,
            why=f"the model reads “{plot.verb}” as {plot.type} (0.93; next AGREE, 0.02), actual (0.97)",
        )
        self.events.append(event)
        if money or item:
            self.commitments.append(
                Commitment(
                    id=f"c{len(self.commitments) + 1}",
                    event=event.id,
                    donors=(actor,),
                    recipients=recipients,
                    category=chance.choice(list(Category)),
                    instrument=chance.choice(list(Instrument)),
                    amount=money,
                    items=(item,) if item else (),
                    stage=chance.choice(list(Stage)),
                    stage_by=None,
                    conditions=None,
                    cumulative=chance.random() < 0.1,
                    date=date,
                    attributed_to=event.attributed_to,
                    evidence=evidence,
                )
            )

    def _place(self, plot: Plot) -> Place | None:
        if plot.town is None:
            return None
        name, country, latitude, longitude = plot.town
        self.text.add(" in ")
        span = self.text.add(name)
        return Place(name, country, None, latitude, longitude, 1 + hash_of(name), PlacePrecision.CITY, span)

    def _date(self, plot: Plot) -> Date | None:
        if plot.day is None:
            return None
        self.text.add(" on ")
        span = self.text.add(f"{plot.day:%B} {plot.day.day}")
        return Date(plot.day, plot.day, DatePrecision.DAY, Basis.STATED, span)

    def _amount(self, plot: Plot) -> tuple[Money | None, Item | None]:
        if plot.type not in {EventType.AID, EventType.AGREE} or self.chance.random() < 0.4:
            return None, None
        self.text.add(" with ")
        if self.chance.random() < 0.6:
            value = float(self.chance.randint(1, 900)) * 1e6
            span = self.text.add(f"{value / 1e6:.0f} million euros")
            return Money(value, value, value, self.chance.choice(("EUR", "USD", "GBP")), (), None, span), None
        count = self.chance.randint(2, 400)
        name = self.chance.choice(("howitzers", "drones", "tanks", "generators"))
        span = self.text.add(f"{count} {name}")
        kind = self.chance.choice(list(ItemClass))
        return None, Item(name, kind, count, count, count, estimate=False, condition=None, span=span)

    def _statement(self, _: Span) -> tuple[str, Span]:
        self.text.add(", ")
        speaker = self._id(self.text.name(self.world.somebody(self.chance)))
        self.text.add(" ")
        return speaker, self.text.add(self.chance.choice(_CITED))


def hash_of(name: str) -> int:
    """Return a number for a name, the same on every run."""
    return zlib.crc32(name.encode()) % 9_000_000


def _weighed(chance: random.Random, things: Sequence[tuple[_T, int]]) -> _T:
    return chance.choices([thing for thing, _ in things], [weight for _, weight in things])[0]
