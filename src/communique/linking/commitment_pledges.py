"""One commitment record of a reading as linking sees it: `Pledge`, packed into a few hundred bytes.

In: a reading. Out: a `Pledge` for each of its commitments, in order, with everything that two reports of one commitment
are compared by; no text of the article is needed again.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from communique.knowledge.aid_words import aid_words
from communique.knowledge.calendar_words import calendar_words
from communique.knowledge.countries import countries, countries_in
from communique.linking.actors import actor_key, folded
from communique.linking.commitment_references import Extent, Pointer, Reference, Sentence, plain_words
from communique.linking.event_words import rarity, stem, term
from communique.records import Actor, Commitment, Item, Money, Reading
from communique.text import words

LAYOUT: Final = 1
_UNPLACED: Final = 24
"""Fields of a pledge that was packed when its place in its article wasn't kept yet."""
UNKNOWN: Final = "?"
"""Stands for the country of a party that has none known."""
_EU: Final = "EUR"
_PURPOSE: Final = 110
"""Code points behind the sum or item in which its purpose is told."""
_FOR: Final = re.compile(
    r"\b(?:for|towards?|to (?:buy|pay|build|repair|rebuild|finance|fund|help|support))\b", re.IGNORECASE
)
_STOP: Final = re.compile(
    r"[,;:.(]\s|\b(?:on|in|by|from|after|that|which|who|and|said|says|was|were|is|has|have|will|would|as)\b",
    re.IGNORECASE,
)
RARE: Final = 3.0
"""Rarity from which a term tells what a sentence is about: of some five texts in a hundred."""
_BEFORE: Final = 160
"""Code points before the sentence that tell what it is about."""
_MOST: Final = 6
"""Actors on one side that are kept; a conference of forty givers is known by some of them."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money in units; `low` and `high` as in `Money`, `qualifiers` and `per` its words."""

    value: float
    low: float | None
    high: float | None
    currency: str
    qualifiers: frozenset[str] = frozenset()
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Materiel:
    """An item: class, the telling words of its designation (stems), and the count as a range, None where open."""

    item_class: str
    designation: frozenset[str]
    count: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Pledge:
    """A commitment as one article tells it.

    `id` is the caller's. `donors` and `recipients` are keys of `actor_key`; `donor_parties` and `recipient_parties` are
    what sums call them: the country of a state or of who belongs to it, `EUR` for the bodies of the European Union,
    code and name for an organization of no country ("IGO:world bank"). `category`, `instrument` and `stage` are the
    record's words, `stage_by` a key. `start` to `end` is the date that the article gives. `sentence` is the evidence,
    `anchor` the words of the sum or first item. `purpose` are stems of what it is for, `package` the number of a
    numbered package. `topic` are the rare terms of its sentence (16-bit numbers), without names of the parties. `place`
    is its number among the commitments of its article.
    """

    id: str
    article: str
    published: datetime.date | None
    donors: frozenset[str]
    recipients: frozenset[str]
    donor_parties: frozenset[str]
    recipient_parties: frozenset[str]
    category: str
    instrument: str
    stage: str
    amount: Sum | None = None
    items: tuple[Materiel, ...] = ()
    stage_by: str | None = None
    cumulative: bool = False
    start: datetime.date | None = None
    end: datetime.date | None = None
    precision: str = ""
    sentence: str = ""
    anchor: str = ""
    references: tuple[Reference, ...] = ()
    purpose: frozenset[str] = frozenset()
    package: int | None = None
    topic: frozenset[int] = frozenset()
    place: int = 0

    def to_bytes(self) -> bytes:
        """Pack it, usually into 400 to 900 bytes; equal pledges give equal bytes."""
        amount = self.amount
        packed: list[Any] = [
            LAYOUT,
            *(self.id, self.article, _day(self.published)),
            *(sorted(each) for each in (self.donors, self.recipients, self.donor_parties, self.recipient_parties)),
            *(self.category, self.instrument, self.stage, self.stage_by, self.cumulative),
            *(_day(self.start), _day(self.end), self.precision, self.sentence, self.anchor, sorted(self.purpose)),
            amount and [amount.value, amount.low, amount.high, amount.currency, sorted(amount.qualifiers), amount.per],
            [[each.item_class, sorted(each.designation), each.count, each.low, each.high] for each in self.items],
            [_packed(each) for each in self.references],
            self.package,
            sorted(self.topic),
            self.place,
        ]
        return json.dumps(packed, ensure_ascii=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Pledge:
        """Unpack what `to_bytes` packed.

        Raises:
            ValueError: the bytes are of another layout, or damaged.
        """
        try:
            raw = json.loads(data)
            if raw[0] != LAYOUT:
                raise ValueError(f"a pledge of layout {raw[0]}; this version reads {LAYOUT}")
            amount = raw[19]
            return cls(
                id=raw[1],
                article=raw[2],
                published=_date(raw[3]),
                donors=frozenset(raw[4]),
                recipients=frozenset(raw[5]),
                donor_parties=frozenset(raw[6]),
                recipient_parties=frozenset(raw[7]),
                category=raw[8],
                instrument=raw[9],
                stage=raw[10],
                stage_by=raw[11],
                cumulative=raw[12],
                start=_date(raw[13]),
                end=_date(raw[14]),
                precision=raw[15],
                sentence=raw[16],
                anchor=raw[17],
                purpose=frozenset(raw[18]),
                amount=_sum_of(amount) if amount else None,
                items=tuple(Materiel(each[0], frozenset(each[1]), *each[2:]) for each in raw[20]),
                references=tuple(_reference(each) for each in raw[21]),
                package=raw[22],
                topic=frozenset(raw[23]),
                place=raw[24] if len(raw) > _UNPLACED else 0,
            )
        except (TypeError, IndexError, KeyError) as error:
            raise ValueError("a pledge that is damaged") from error


def _sum_of(raw: list[Any]) -> Sum:
    value, low, high, currency, qualifiers, per = raw
    return Sum(value, low, high, currency, frozenset(qualifiers), per)


def _packed(each: Reference) -> list[Any]:
    days = (_day(each.start), _day(each.end))
    return [
        str(each.kind),
        each.quote,
        each.value,
        each.currency,
        each.count,
        *days,
        each.stage,
        each.adds,
        each.ordinal,
    ]


def _reference(raw: list[Any]) -> Reference:
    kind, quote, value, currency, count, start, end, stage, *rest = raw
    return Reference(Pointer(kind), quote, value, currency, count, _date(start), _date(end), stage, *rest)


def _day(day: datetime.date | None) -> int:
    return day.toordinal() if day else 0


def _date(number: int) -> datetime.date | None:
    return datetime.date.fromordinal(number) if number else None


def pledges(reading: Reading) -> list[Pledge]:
    """Return a pledge for each commitment of a reading, in order; its id is `ARTICLE/c1`."""
    own = [_own(each, reading) for each in reading.commitments]
    text, published = reading.article.text, reading.article.published
    sentences: dict[Extent, Sentence] = {}
    for each in reading.commitments:
        start, end = each.evidence.start, each.evidence.end
        if (start, end) not in sentences:
            anchors = [extent for extent in own if start <= extent[0] < end]
            sentences[start, end] = Sentence(text, (start, end), published, anchors)
    return [
        _pledge(reading, place, own[place], sentences[each.evidence.start, each.evidence.end])
        for place, each in enumerate(reading.commitments)
    ]


def _pledge(reading: Reading, place: int, own: Extent, sentence: Sentence) -> Pledge:
    """Return the pledge of the commitment at a place, whose own words, its sum or first item, stand at `own`."""
    commitment = reading.commitments[place]
    text, article, published = reading.article.text, reading.article.id, reading.article.published
    by_id = {actor.id: actor for actor in reading.actors}
    giving, taking = ([by_id[each] for each in side] for side in (commitment.donors, commitment.recipients))
    evidence = (commitment.evidence.start, commitment.evidence.end)
    date = commitment.date
    names = {word for actor in (*giving, *taking) for word in folded(actor.name).split()}
    sides = _sides([party(each, article) for each in giving], [party(each, article) for each in taking])
    return Pledge(
        id=f"{article}/{commitment.id}",
        article=article,
        published=published,
        donors=_few(actor_key(each, article) for each in giving),
        recipients=_few(actor_key(each, article) for each in taking),
        donor_parties=sides[0],
        recipient_parties=sides[1],
        category=str(commitment.category),
        instrument=str(commitment.instrument),
        stage=str(commitment.stage),
        amount=_sum(commitment.amount) if commitment.amount else None,
        items=tuple(_materiel(each) for each in commitment.items),
        stage_by=actor_key(by_id[commitment.stage_by], article) if commitment.stage_by else None,
        cumulative=commitment.cumulative,
        start=date.start if date else None,
        end=date.end if date else None,
        precision=str(date.precision) if date else "",
        sentence=commitment.evidence.quote,
        anchor=text[own[0] : own[1]],
        references=sentence.references(own),
        package=sentence.package(own),
        purpose=_purpose(text, own[1], evidence[1], names),
        topic=_topic(text, evidence, own, names),
        place=place,
    )


def _sides(giving: Sequence[str], taking: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the parties of both sides, without who takes among those who give, and nobody known beside who is."""
    known = [[each for each in side if not each.startswith(UNKNOWN)] or list(side) for side in (giving, taking)]
    donors = [each for each in known[0] if each not in known[1]] or known[0]
    return _few(donors), _few(each for each in known[1] if each not in donors)


def party(actor: Actor, article: str) -> str:
    """Return what sums call an actor: its country, `EUR`, or code and name where it has no country."""
    return named_party(actor.country, actor_key(actor, article), actor.name)


def named_party(country: str | None, key: str, name: str) -> str:
    """Return what sums call an actor of a country (or code) whose key of `actor_key` and name are known."""
    if country in countries() or country == _EU:
        return str(country)
    return f"{country or UNKNOWN}:{key if '@' in key else folded(name)}"


def _own(commitment: Commitment, reading: Reading) -> Extent:
    """Return where the sum, the first item, or else the trigger of a commitment's event stands."""
    if commitment.amount:
        return commitment.amount.span.start, commitment.amount.span.end
    if commitment.items:
        span = min((each.span for each in commitment.items), key=lambda each: each.start)
        return span.start, span.end
    for event in reading.events:
        if event.id == commitment.event:
            return event.trigger.start, event.trigger.end
    return commitment.evidence.start, commitment.evidence.start + 1


def _few(names: Iterable[str]) -> frozenset[str]:
    return frozenset([each[:80] for each in dict.fromkeys(names)][:_MOST])


def _sum(money: Money) -> Sum:
    return Sum(
        money.value,
        money.low,
        money.high,
        money.currency,
        frozenset(map(str, money.qualifiers)),
        str(money.per) if money.per else None,
    )


def _materiel(item: Item) -> Materiel:
    return materiel(str(item.item_class), item.designation, item.count, item.low, item.high)


def materiel(item_class: str, designation: str, count: int | None, low: int | None, high: int | None) -> Materiel:
    """Return an item without the words of its designation that tell nothing, or only whose it is."""
    text = designation
    for match in reversed(countries_in(text)):
        text = f"{text[: match.start]} {text[match.end :]}"
    telling = [each for each in folded(text).split() if each not in plain_words()]
    return Materiel(item_class, frozenset(stem(each) for each in telling), count, low, high)


def _purpose(text: str, start: int, end: int, names: set[str]) -> frozenset[str]:
    """Return the stems of what a sum or item is for: telling words behind "for", to the end of the phrase."""
    begin = _FOR.search(text, start, min(end, start + _PURPOSE))
    if begin is None:
        return frozenset()
    stop = _STOP.search(text, begin.end(), min(end, begin.end() + _PURPOSE))
    found = set()
    for first, last in words(text, begin.end(), stop.start() if stop else min(end, begin.end() + _PURPOSE)):
        word = folded(text[first:last])
        if len(word) > 3 and word.isalpha() and word not in names and word not in plain_words():  # noqa: PLR2004  # shorter ones are mostly of grammar
            found.add(stem(word))
    return frozenset(found - _common())


def _topic(text: str, evidence: Extent, own: Extent, names: set[str]) -> frozenset[int]:
    """Return the rare terms of a sentence and what stands before it: not of the sum or item, and no country or day."""
    extent = max(0, evidence[0] - _BEFORE), evidence[1]
    spans = [own, *((each.start, each.end) for each in countries_in(text, *extent))]
    found = set()
    for first, last in words(text, *extent):
        word = folded(text[first:last])
        number = _subject(word)
        if number is not None and word not in names and not any(first < end and start < last for start, end in spans):
            found.add(number)
    return frozenset(found)


@lru_cache(maxsize=16_384)
def _subject(word: str) -> int | None:
    """Return the term of a folded word, None where it doesn't tell what a sentence is about."""
    if len(word) <= 3 or not word.isalpha() or word in plain_words() or word in _calendar():  # noqa: PLR2004  # shorter ones are mostly of grammar
        return None
    if any(aid_words()[each].fullmatch(word) for each in ("giving", "aid")):
        return None
    number = term(stem(word))
    return number if rarity(number) >= RARE else None


@lru_cache(maxsize=1)
def _calendar() -> frozenset[str]:
    return frozenset((*calendar_words().weekdays, *calendar_words().months))


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(stem(each) for each in plain_words())
